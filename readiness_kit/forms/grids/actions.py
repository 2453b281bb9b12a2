"""The actions of an assessment as a grid: plain rows, each change one act of the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from readiness_kit.engagement import acts
from readiness_kit.engagement.assessment import Action, Assessment
from readiness_kit.engagement.cells import cell_of, listed, number
from readiness_kit.engagement.changes import Change
from readiness_kit.engagement.dates import day, utc_now
from readiness_kit.engagement.parts import PROFILE, read_ground
from readiness_kit.engagement.sheet import Row as Line
from readiness_kit.engagement.sheet import Sheet, typed_row
from readiness_kit.engagement.state import ASSESSMENT, read_state
from readiness_kit.engagement.validity import assessment_problems
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import Problem
from readiness_kit.forms.grids.source import Cells, Column, Fault, Row, Table, choices_of, words
from readiness_kit.framework.schema import Framework
from readiness_kit.reading import Document

_NAMES = ("id", *(name for name in Action.model_fields if name != "id"))


class ActionsSource:
    """The list `actions`; the one writer saves it, and the journal tells who did what."""

    name = "actions"
    title = "Actions"
    file = f"actions in {ASSESSMENT}"
    hint = "What is planned to prove or to do, one row each. The id is given when a row is saved."
    keys = ("id",)

    def __init__(
        self, folder: Path, *, by: str | None = None, writer: Writer | None = None
    ) -> None:
        self.folder, self._by = folder, by
        self._writer = writer or Writer(folder, via="grid")

    @property
    def place(self) -> str:
        """Where the list stands."""
        return f"{(self.folder / ASSESSMENT).resolve()}#actions"

    def columns(self) -> tuple[Column, ...]:
        """What an action says, with the framework's criteria to choose from."""
        criteria = read_ground(self.folder).framework.criteria
        titles = tuple((id, f"{c.title} ({id})") for id, c in criteria.items())
        return (
            Column("id", "Id", fixed=True),
            Column("criterion", "Criterion", "choice", "what it is for", "", True, titles),
            Column(
                "kind",
                "Kind",
                "choice",
                "prove: it is so, and nobody has shown it; do: it is not so yet",
                required=True,
                choices=choices_of(Action, "kind"),
            ),
            Column("text", "Action", help="what somebody does", required=True),
            Column("owner", "Owner", help="who does it, by name"),
            Column("due", "Due", "date", "the day by which it is done"),
            Column("effort_days", "Effort", "number", "working days", "days"),
            Column(
                "status",
                "Status",
                "choice",
                "empty is planned",
                choices=choices_of(Action, "status"),
            ),
            Column("depends_on", "Depends on", "list", hidden=True),
        )

    def stamp(self) -> object:
        """The bytes of assessment.json and of engagement.yaml."""
        return [_bytes(self.folder / name) for name in (ASSESSMENT, PROFILE)]

    def read(self) -> Table:
        """The actions by number."""
        actions = read_state(self.folder).assessment.actions
        return Table(tuple(map(_row, actions)), {action.id: action for action in actions})

    def faults(self, table: Table, rows: Sequence[Row]) -> list[Fault]:
        """What the strict reader would say, and what would be left without what it depends on."""
        ground = read_ground(self.folder)
        problems: list[Problem] = []
        typed = _typed(rows, problems)
        found = [Fault((p.line or 0) - 1, p.field, words(p)) for p in problems]
        made = Assessment(actions=list(typed.values()))
        places = {f"actions[{at}].criterion": row for at, row in enumerate(typed)}
        today = day(ground.profile, utc_now())
        document = Document(ASSESSMENT, None)
        for p in assessment_problems(document, made, ground.profile, ground.framework, as_of=today):
            found.append(Fault(places.get(p.field), p.field.rpartition(".")[2], words(p)))
        return [*found, *_orphans(table, rows)]

    def save(self, table: Table, rows: Sequence[Row]) -> list[Row]:
        """Make the difference one act; new rows get the next ids."""
        ground = read_ground(self.folder)
        before: dict[str, Action] = table.origin
        changes = list(_changes(table, before, rows, ground.framework))
        ops = {change.op for change in changes}
        op = ops.pop() if len(ops) == 1 else "plan"
        by = acts.known_respondent(ground.profile, self._by)
        after = self._writer.apply(changes, by=by, op=op).actions
        by_id = {action.id: action for action in after}
        # a new row that says what another action says is that action to the writer
        by_content = {_content(action): action for action in after}
        typed = _typed(rows, [])
        return [
            _row(by_id.get(row.cells["id"]) or by_content[_content(typed[at])])
            for at, row in enumerate(rows)
        ]


def _content(action: Action) -> str:
    return action.model_dump_json(exclude={"id"})


def _row(action: Action) -> Row:
    return Row(action.id, {name: cell_of(getattr(action, name)) for name in _NAMES})


def _typed(rows: Sequence[Row], problems: list[Problem]) -> dict[int, Action]:
    """By place: the rows that read as actions; a row that has no id yet gets one for the while."""
    lines = [Line(at + 1, dict(row.cells)) for at, row in enumerate(rows)]
    sheet = Sheet("actions", _NAMES, tuple(lines))
    typed = {}
    for at, line in enumerate(sheet.rows):
        before = len(problems)
        effort = number(sheet, line, "effort_days", problems)
        action = typed_row(sheet, line, Action, _said(line.cells, effort, f"new-{at}"), problems)
        if action is not None and len(problems) == before:
            typed[at] = action
    return typed


def _said(cells: Cells, effort: float | None, id: str) -> dict[str, Any]:
    """An action's fields; an empty cell is a field that nobody filled in."""
    said: dict[str, Any] = {name: text for name, text in cells.items() if text}
    said |= {"id": cells["id"] or id, "depends_on": listed(cells["depends_on"])}
    return {**said, "effort_days": effort}


def _orphans(table: Table, rows: Sequence[Row]) -> Iterator[Fault]:
    gone = {row.ref for row in table.rows} - {row.ref for row in rows}
    for row in rows:
        for id in listed(row.cells["depends_on"]):
            if id in gone:
                text = f"{row.cells['id']} depends on {id}; set the status to dropped instead"
                yield Fault(None, "status", text)


def _changes(
    table: Table, before: Mapping[str, Action], rows: Sequence[Row], framework: Framework
) -> Iterator[Change]:
    known = {row.ref: row.cells for row in table.rows}
    typed = _typed(rows, [])
    for id in known.keys() - {row.ref for row in rows}:
        yield replace(acts.unplan(str(id)), seen=before[str(id)])
    for at, row in enumerate(rows):
        if row.ref is not None and known[row.ref] == row.cells:
            continue
        change = _plan(framework, typed[at], row.cells["id"])
        yield change if row.ref is None else replace(change, seen=before[row.ref])


def _plan(framework: Framework, action: Action, id: str) -> Change:
    return acts.plan(
        framework,
        criterion=action.criterion,
        kind=action.kind,
        text=action.text,
        owner=action.owner,
        due=action.due,
        effort_days=action.effort_days,
        status=action.status,
        depends_on=action.depends_on,
        id=id,
    )


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
