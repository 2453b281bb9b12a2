"""readiness plan: the actions that close a finding, one at a time."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readiness_kit.cli.opening import known_criterion, open_engagement
from readiness_kit.cli.options import DAY, WORDS, engagement, example
from readiness_kit.cli.typed import typed
from readiness_kit.errors import UsageError

if TYPE_CHECKING:
    from readiness_kit.engagement.assessment import Action, Assessment
    from readiness_kit.engagement.changes import Change
    from readiness_kit.engagement.folder import Engagement

KINDS = ("prove", "do")
STATUSES = ("planned", "started", "done", "dropped")
_EFFORT = re.compile(r"(0|[1-9][0-9]{0,5})(\.[0-9]{1,6})?")


class EffortType(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.3 only
    """Working days in plain digits: float() would take nan, 1e3 and digits of other scripts."""

    name = "days"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read the digits."""
        if isinstance(value, float):
            return value
        if not _EFFORT.fullmatch(value):
            self.fail(f"{value[:80]!r} is not working days: a number such as 2.5", param, ctx)
        return float(value)


@click.command(
    epilog=example(
        "readiness plan acme poc.edge_cases.tested --kind prove --text 'show the run of May' \\",
        "    --owner 'J. Smith' --due 2026-10-30 --effort-days 2",
        "readiness plan acme --id a-001 --status done",
        "readiness plan acme --id a-001 --drop",
    )
)
@engagement
@click.argument("criterion", metavar="[CRITERION]", required=False)
@click.option("--id", "id_", type=WORDS, metavar="ID", help="Change this action; none is new.")
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    metavar="KIND",
    help="prove: it is so, and is shown; do: it is not so yet.",
)
@click.option("--text", type=WORDS, metavar="TEXT", help="What somebody does.")
@click.option("--owner", type=WORDS, metavar="NAME", help="Who does it.")
@click.option("--due", type=DAY, help="The day by which it is done.")
@click.option("--effort-days", type=EffortType(), metavar="N", help="Working days, such as 2.5.")
@click.option(
    "--status",
    type=click.Choice(STATUSES),
    metavar="STATUS",
    help=f"Where it is: {', '.join(STATUSES)} [planned].",
)
@click.option("--drop", is_flag=True, help="Take it out of the plan; the history keeps it.")
def plan(path: Path, criterion: str | None, id_: str | None, drop: bool, **said: Any) -> None:
    """Plan what closes a finding: to prove what holds, or to do what does not yet.

    CRITERION begins a new action, which gets an id; --id changes what is named of an earlier one
    and leaves the rest.
    """
    from readiness_kit.engagement.writer import Writer

    given = {name: value for name, value in said.items() if value is not None}
    _must_fit(criterion, id_, drop, given)
    opened = open_engagement(path)
    change = _change(opened, criterion, id_, drop, given)
    after = Writer(path, via="command line").apply(
        [change], by=opened.profile.default_respondent, op=change.op
    )
    click.echo(_told(opened.assessment, after))
    click.echo(f"How the gate stands: {typed('gate', path)}")


def _must_fit(criterion: str | None, id: str | None, drop: bool, given: dict[str, Any]) -> None:
    """Raise click.UsageError for options that do not say one thing."""
    if id is None:
        if criterion is None:
            raise click.UsageError("name a CRITERION for a new action, or an earlier one by --id")
        if drop:
            raise click.UsageError("--drop takes out what --id names")
        if lacking := [f"--{name}" for name in ("kind", "text") if name not in given]:
            raise click.UsageError(f"a new action needs {' and '.join(lacking)}")
    elif drop and (criterion or given):
        raise click.UsageError("--drop stands alone with --id")
    elif not (drop or criterion or given):
        raise click.UsageError(f"say what is changed of {id}, such as --status done, or --drop")


def _change(
    opened: Engagement, criterion: str | None, id: str | None, drop: bool, given: dict[str, Any]
) -> Change:
    from readiness_kit.engagement import acts

    if criterion is not None:
        known_criterion(opened, criterion)
        given = {**given, "criterion": criterion}
    if id is None:
        return acts.plan(opened.framework, **given)
    before = _known(opened, id)
    seen = before.model_dump(mode="json")
    if drop:
        return replace(acts.unplan(id), seen=seen)
    stands = {name: getattr(before, name) for name in type(before).model_fields}
    return replace(acts.plan(opened.framework, **{**stands, **given}), seen=seen)


def _known(opened: Engagement, id: str) -> Action:
    """The action of this id; raises UsageError with those that there are."""
    actions = {action.id: action for action in opened.assessment.actions}
    if id not in actions:
        there = f"there is {', '.join(actions)}" if actions else "nothing is planned yet"
        raise UsageError(f"no action {id!r}; {there}")
    return actions[id]


def _told(before: Assessment, after: Assessment) -> str:
    was, now = ({action.id: action for action in each.actions} for each in (before, after))
    if gone := was.keys() - now.keys():
        return f"Took {', '.join(sorted(gone))} out of the plan."
    if not (new := [action for id, action in now.items() if was.get(id) != action]):
        return "Nothing changed: this is what stands there."
    return "\n".join(_line(action, known=action.id in was) for action in new)


def _line(action: Action, *, known: bool) -> str:
    owner = action.owner or "nobody yet"
    due = f", due {action.due}" if action.due else ""
    did = f"{'Changed' if known else 'Planned'} {action.id}: {action.kind} {action.criterion}"
    return f"{did}, {action.status}, owner {owner}{due}."
