"""readiness export: what leaves an engagement for people to work on by themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_kit.cli.opening import open_engagement
from readiness_kit.cli.options import DAY, NEW_FOLDER, SEED, engagement, example
from readiness_kit.cli.typed import quoted, typed
from readiness_kit.errors import UsageError

if TYPE_CHECKING:
    from readiness_kit.cli.progress import Progress
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.evidence.handover.writing import Written

_NEEDS = {"contract": ("poc",), "tests": ("poc", "label"), "prework": ()}
"""By what is written: the keys of `data` that it needs."""


@click.command(
    epilog=example(
        "readiness export acme --to contract",
        "readiness export acme --to prework --due 2027-03-05",
    )
)
@engagement
@click.option(
    "--to",
    "form",
    type=click.Choice(list(_NEEDS)),
    required=True,
    metavar="FORM",
    help="contract: what data must look like. tests: the edge cases that the model fails. "
    "prework: a spreadsheet a role, to be answered before anybody meets.",
)
@click.option(
    "--out", type=NEW_FOLDER, metavar="DIR", help="Where to [PATH/handover, PATH/prework]."
)
@click.option(
    "--section",
    "sections",
    multiple=True,
    metavar="S",
    help="For prework: ask this section; repeat it [the current phase and the success factors].",
)
@click.option("--due", type=DAY, help="For prework: by when the answers are wanted.")
@click.option(
    "--trust-pickle",
    is_flag=True,
    help="Open a model that is a pickle or joblib file, which runs the code in it.",
)
@click.option(
    "--seed",
    type=SEED,
    default=0,
    show_default=True,
    metavar="N",
    help="For what is drawn by chance.",
)
def export(
    path: Path,
    form: str,
    out: Path | None,
    sections: tuple[str, ...],
    due: dt.date | None,
    trust_pickle: bool,
    seed: int,
) -> None:
    """Write what people outside work on by themselves, and keep what was there before.

    A contract says what a record must look like. For tests the model is asked, as `evidence run`
    asks it; they hold the real records that it fails on, and stay where the client's data may be.

    Pre-work is one .xlsx for each person of `people` who has something to answer. It holds the
    questions, no one else's answers, and comes back by `import`.
    """
    from readiness_kit.cli.prework import FOLDER, write_prework
    from readiness_kit.cli.progress import Progress
    from readiness_kit.evidence.handover.writing import handover_folder

    if form != "prework" and (sections or due):
        raise UsageError("--section and --due belong to --to prework")
    opened = open_engagement(path)
    if form == "prework":
        write_prework(opened, handover_folder(path, out or path / FOLDER), sections, due)
        return
    folder, progress = handover_folder(path, out), Progress()
    for key in _NEEDS[form]:
        if getattr(opened.profile.data, key) is None:
            raise UsageError(f"engagement.yaml names no data.{key}, which --to {form} needs")
    try:
        if form == "contract":
            _contract(opened, folder, progress)
        else:
            _tests(opened, folder, progress, seed=seed, trust_pickle=trust_pickle)
    finally:
        progress.clear()


def _contract(opened: Engagement, folder: Path, progress: Progress) -> None:
    from readiness_kit.evidence.contract.files import PYTHON, contract_files
    from readiness_kit.evidence.contract.scope import contract_of, in_scope
    from readiness_kit.evidence.handover.writing import write_files

    progress.line(f"Taking the contract from {opened.profile.data.poc} …")
    made = contract_of(opened, in_scope(opened, opened.profile.data.poc or ""))
    tell_written(write_files(folder, contract_files(made)))
    click.echo(f"{made.rules} rules on {len(made.fields)} columns; they hold no record.")
    for segment in made.excluded:
        click.echo(f"  left out of scope: {segment.text}")
    for note in made.notes:
        click.echo(f"  {note}")
    click.echo(f"Next: python {quoted(folder / PYTHON)} RECORDS.csv")


def _tests(
    opened: Engagement, folder: Path, progress: Progress, *, seed: int, trust_pickle: bool
) -> None:
    from readiness_kit.evidence.edge_cases.failing import failing_cases
    from readiness_kit.evidence.handover.edge_tests import edge_test_files
    from readiness_kit.evidence.handover.writing import write_files

    progress.line("Asking the model for the edge cases that it fails …")
    found = failing_cases(
        opened, seed=seed, contact=True, trust_pickle=trust_pickle, progress=progress
    )
    progress.clear()
    for caution in found.cautions:
        click.echo(f"warning: {caution}", err=True)
    if not found.cases:
        click.echo("The model fails none of the edge cases that were tried; nothing was written.")
        click.echo(f"What was tried: {typed('evidence', 'run', 'edge-cases', opened.path)}")
        return
    tell_written(write_files(folder, edge_test_files(found, opened, folder)))
    many = "s" if len(found.cases) > 1 else ""
    click.echo(
        f"{len(found.cases)} test{many}. They hold real records of the sample: leave them where"
    )
    click.echo("the client's data may be, and out of mail and reports.")
    click.echo(f"Next: pytest {quoted(folder)}")


def tell_written(written: Sequence[Written]) -> None:
    """Say which files were written, and what is kept of those before."""
    for file in written:
        click.echo(f"Wrote {file.path}." if file.changed else f"{file.path} is as it was.")
        if file.earlier is not None:
            click.echo(f"  What was there before is kept as {file.earlier.name}.")
