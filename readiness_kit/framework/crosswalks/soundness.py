"""What a catalogue must hold beyond the types of its values: ids that meet, groups in one piece."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from readiness_kit.errors import Problem
from readiness_kit.framework.crosswalks.catalogue import Catalogue
from readiness_kit.reading import Document


def problems(
    catalogue: Catalogue, document: Document, *, name: str, keys: Collection[str]
) -> Iterator[Problem]:
    """Every inconsistency of a catalogue that is well typed; `name` is that of its file."""
    if catalogue.id not in keys:
        yield document.problem(("id",), f"one of {', '.join(keys)}", catalogue.id)
    elif catalogue.id != name:
        yield document.problem(("id",), f"the name of its file, {name}", catalogue.id)
    yield from _twice(catalogue, document)
    yield from _parts(catalogue, document)
    yield from _groups(catalogue, document)


def _twice(catalogue: Catalogue, document: Document) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, entry in enumerate(catalogue.entries):
        if entry.id in seen:
            yield document.problem(("entries", place, "id"), "an id that is used once", entry.id)
        seen.add(entry.id)


def _parts(catalogue: Catalogue, document: Document) -> Iterator[Problem]:
    """A part of a part would be reached by no reference to the whole."""
    tops = {entry.id for entry in catalogue.entries if entry.part_of is None}
    for place, entry in enumerate(catalogue.entries):
        if entry.part_of is not None and entry.part_of not in tops:
            allowed = "the id of an entry that is itself no part"
            yield document.problem(("entries", place, "part_of"), allowed, entry.part_of)


def _groups(catalogue: Catalogue, document: Document) -> Iterator[Problem]:
    """Tables go by group, so a group that comes twice would make two tables of one name."""
    before: list[str] = []
    for place, entry in enumerate(catalogue.entries):
        if before and entry.group == before[-1]:
            continue
        if entry.group in before:
            allowed = "entries of one group next to each other"
            yield document.problem(("entries", place, "group"), allowed, f"{entry.group} again")
        before.append(entry.group)
