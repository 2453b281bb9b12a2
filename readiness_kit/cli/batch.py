"""readiness run: evidence and notebooks of many engagements to reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import click

from readiness_kit.cli.opening import PROFILE
from readiness_kit.cli.options import NEW_FOLDER, WholeNumberType, engagements, example
from readiness_kit.errors import UsageError

jobs_option = click.option(
    "--jobs",
    type=WholeNumberType("how many at a time: a whole number from 1 on", least=1),
    metavar="N",
    help="So many notebooks at a time [as many as there are cores].",
)


@click.command(epilog=example("readiness run acme", "readiness run clients/* --out reports"))
@engagements
@click.option(
    "--notebook",
    "names",
    multiple=True,
    metavar="N",
    help="Only this one, by its name or how that begins, such as 01; repeatable.",
)
@click.option(
    "--out",
    type=NEW_FOLDER,
    metavar="DIR",
    help="Where reports go, with an index of them [PATH/reports, without one].",
)
@jobs_option
@click.option(
    "--contact",
    is_flag=True,
    help="Ask models behind a network too, at hosts that probes.allow names [contact nobody].",
)
def run(
    paths: tuple[Path, ...],
    names: tuple[str, ...],
    out: Path | None,
    jobs: int | None,
    contact: bool,
) -> int:
    """Collect missing evidence, execute the notebooks, write one HTML file each.

    Takes every packaged notebook up to the current phase, several at a time. Leaves with 1 if any
    report could not be made, whatever the verdicts are.
    """
    from readiness_kit.batch.choice import notebook_named
    from readiness_kit.cli.running import Batch
    from readiness_kit.resources import notebooks

    named = tuple(notebook_named(name, list(notebooks())) for name in names)
    # one engagement may be named in several ways; it is run once, under the first
    distinct: dict[Path, Path] = {}
    for path in paths:
        distinct.setdefault(path.resolve(), path)
    if out is not None:
        _must_not_meet(distinct.values(), out)
    batch = Batch(names=named, out=out, jobs=jobs, contact=contact)
    batch.run(list(distinct.values()), each=lambda report: click.echo(str(report)))
    return 1 if batch.failed else 0


def _must_not_meet(paths: Iterable[Path], out: Path) -> None:
    """Refuse engagements of the very same name, whose reports nobody could tell apart by it."""
    sharing: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        if (path / PROFILE).exists():
            sharing[path.resolve().name].append(path)
    for name, meeting in sharing.items():
        if len(meeting) > 1:
            named = " and ".join(str(path) for path in meeting)
            raise UsageError(
                f"{named} would both write to {out / name}; nothing was run. Give each a folder "
                "name of its own, or run them one by one, each with an --out of its own."
            )
