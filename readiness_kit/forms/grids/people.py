"""The people of engagement.yaml as a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readiness_kit.engagement.atomic import Fs
from readiness_kit.engagement.parts import PROFILE, Ground, read_ground
from readiness_kit.engagement.people_file import people_bytes, save_people
from readiness_kit.engagement.yaml_people import Listed
from readiness_kit.errors import InvalidFileError, Problem, UsageError
from readiness_kit.forms.grids.source import Column, Fault, Row, Table, words

_FIELD = re.compile(r"people\[([0-9]+)\](?:\.(.+))?")
_LEAD = "facilitator"


@dataclass
class PeopleSource:
    """The list `people`; who has answered stays in it."""

    folder: Path
    fs: Fs | None = None

    name = "people"
    title = "People"
    file = f"people in {PROFILE}"
    hint = "Who answers, and as what. Without anybody here there is one respondent: lead."
    keys = ("id",)

    @property
    def place(self) -> str:
        """Where the list stands."""
        return f"{(self.folder / PROFILE).resolve()}#people"

    def columns(self) -> tuple[Column, ...]:
        """Id, name and role, with the framework's roles to choose from."""
        roles = {role.id: role.title for role in read_ground(self.folder).framework.roles}
        # who facilitates is part of the rules, whatever a framework calls its people
        known = {**roles, _LEAD: roles.get(_LEAD, "Facilitator")} if roles else {}
        return (
            Column("id", "Id", help="by this their answers are filed", required=True),
            Column("name", "Name", help="as reports shall call them"),
            Column(
                "role",
                "Role",
                "choice" if known else "text",
                "as what they answer",
                required=True,
                choices=tuple(known.items()),
            ),
        )

    def stamp(self) -> object:
        """The bytes of engagement.yaml."""
        try:
            return (self.folder / PROFILE).read_bytes()
        except OSError:
            return None

    def read(self) -> Table:
        """The people as they are listed."""
        ground = read_ground(self.folder)
        rows = [
            Row(person.id, {"id": person.id, "name": person.name or "", "role": person.role})
            for person in ground.profile.people
        ]
        return Table(tuple(rows), ground)

    def faults(self, table: Table, rows: Sequence[Row]) -> list[Fault]:
        """What the strict reader would say, and who is missing."""
        try:
            people_bytes(self.folder, _ground(table).raw, _listed(rows))
        except InvalidFileError as error:
            return [_fault(problem) for problem in error.problems]
        except UsageError as error:
            return [Fault(None, "", str(error))]
        return []

    def save(self, table: Table, rows: Sequence[Row]) -> list[Row]:
        """List these people in this order."""
        save_people(self.folder, _listed(rows), seen=_ground(table).raw, fs=self.fs)
        return [Row(row.cells["id"], row.cells) for row in rows]


def _listed(rows: Sequence[Row]) -> list[Listed]:
    return [
        Listed(row.cells["id"], row.cells["role"], row.cells["name"], was=row.ref) for row in rows
    ]


def _fault(problem: Problem) -> Fault:
    at = _FIELD.fullmatch(problem.field)
    text = words(problem)
    return Fault(int(at[1]), at[2] or "id", text) if at else Fault(None, "id", text)


def _ground(table: Table) -> Ground:
    ground: Ground = table.origin
    return ground
