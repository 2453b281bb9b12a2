"""readiness history, undo and merge: what was done, taking it back, and joining two copies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_kit.cli import conflicts
from readiness_kit.cli.conflicts import cut
from readiness_kit.cli.opening import known_criterion, must_be_engagement, open_engagement
from readiness_kit.cli.options import FOLDER, WORDS, WholeNumberType, engagement, example
from readiness_kit.cli.typed import typed

if TYPE_CHECKING:
    from readiness_kit.engagement.taking import Taken

_SEQ = WholeNumberType("the number of an act, from 0 on", least=0)
_LIMIT = WholeNumberType("how many, a whole number from 1 on", least=1)
_CONFLICT = 10


@click.command(
    epilog=example(
        "readiness history acme", "readiness history acme --criterion poc.edge_cases.tested"
    )
)
@engagement
@click.option("--limit", type=_LIMIT, metavar="N", help="Only the last N acts.")
@click.option("--criterion", metavar="ID", help="Only acts about this criterion.")
@click.option("--json", "as_json", is_flag=True, help="Print the journal's lines as a JSON list.")
def history(path: Path, limit: int | None, criterion: str | None, as_json: bool) -> None:
    """List who changed what, when and by which way; the newest act comes last."""
    from readiness_kit.engagement.history import UNDO, standing, told, touches
    from readiness_kit.engagement.journal import JOURNAL, read_journal

    opened = open_engagement(path)
    if criterion is not None:
        known_criterion(opened, criterion)
    entries = read_journal(path / JOURNAL)
    stands = {*standing(entries)}
    shown = [e for e in entries if criterion is None or touches(e, criterion)][-(limit or 0) :]
    if as_json:
        lines = [entry.model_dump(mode="json") for entry in shown]
        click.echo(json.dumps(lines, indent=1, ensure_ascii=False))
        return
    if not shown:
        click.echo("Nothing has been done yet." if not entries else "No act is about it.")
        return
    for entry in shown:
        undone = entry.seq not in stands and entry.op not in (UNDO, "start")
        mark = " (taken back)" if undone else ""
        who = f"{entry.by}, {entry.via}"
        said = cut(told(entry))
        click.echo(f"{entry.seq:>5}  {entry.at:%Y-%m-%d %H:%M}  {who:28} {said}{mark}")
    click.echo(f"\nTake the last one back: {typed('undo', path)}")


@click.command(epilog=example("readiness undo acme", "readiness undo acme --to 41"))
@engagement
@click.option("--to", type=_SEQ, metavar="SEQ", help="Restore the state right after this act.")
@click.option("--by", type=WORDS, metavar="NAME", help="Who does it [the first of `people`].")
def undo(path: Path, to: int | None, by: str | None) -> None:
    """Take back the last act, or go to an earlier state or a later one.

    It is an act of its own, so that an undo can be undone with --to. Only answers, evidence,
    waivers, decisions, actions and replies go back: other files stay as they are.
    """
    from readiness_kit.engagement.undoing import undo as take_back

    opened = open_engagement(path)
    who = by or opened.profile.default_respondent
    done = take_back(path, by=who, to=to, via="command line")
    for line in done.what:
        click.echo(f"Taken back: {cut(line)}")
    for line in done.restored:
        click.echo(f"Stands again: {cut(line)}")
    click.echo(f"The whole history, with this: {typed('history', path)}")


@click.command(epilog=example("readiness merge acme acme-from-the-train"))
@engagement
@click.argument("other", metavar="OTHER", type=FOLDER)
@click.option("--by", type=WORDS, metavar="NAME", help="Who does it [the first of `people`].")
def merge(path: Path, other: Path, by: str | None) -> int:
    """Take what was done in OTHER, another copy of the same engagement, into PATH.

    What one side changed is taken; where both changed the same place differently, PATH keeps its
    own, both go to merge-conflicts.json, and the exit code is 10. OTHER is only read.
    """
    from readiness_kit.engagement.taking import take_copy

    opened = open_engagement(path)
    must_be_engagement(other)
    who = by or opened.profile.default_respondent
    taken = take_copy(path, other, by=who, via="command line")
    _tell(taken, path)
    return _CONFLICT if taken.conflicts or taken.other_snapshots else 0


def _tell(taken: Taken, path: Path) -> None:
    for line in _took(taken):
        click.echo(line)
    for name in taken.differing:
        click.echo(f"note: {name} differs between the copies; it is not merged, yours stays.")
    for name in taken.other_snapshots:
        click.echo(
            f"conflict: both copies have a snapshot {name!r}, of different states; yours stays. "
            "For theirs, give its file and the `name` in it another name there, and merge again."
        )
    if taken.conflicts:
        count = _counted(len(taken.conflicts), "conflict")
        click.echo(f"\n{count}; yours stand until you say otherwise:")
    for conflict in taken.conflicts:
        for line in conflicts.lines(conflict, path):
            click.echo(line)
    if taken.conflicts_file:
        click.echo(f"Both sides of it all: {taken.conflicts_file}")


def _took(taken: Taken) -> Iterator[str]:
    if not (taken.changes or taken.runs or taken.snapshots):
        unsettled = taken.conflicts or taken.other_snapshots
        rest = "beside what is in conflict" if unsettled else "that is not here"
        yield f"Nothing to take: the other copy has no change {rest}."
    if taken.changes:
        yield f"Took {_counted(taken.changes, 'change')}."
    if taken.runs:
        runs = [now if now == then else f"{now} ({then} there)" for then, now in taken.runs]
        yield f"Took {_counted(len(runs), 'run')}: {', '.join(runs)}."
    if taken.snapshots:
        named = ", ".join(taken.snapshots)
        yield f"Took {_counted(len(taken.snapshots), 'snapshot')}: {named}."


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count != 1 else ''}"
