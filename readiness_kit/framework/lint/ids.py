"""The rules on ids: they say where a record lives, and they are for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness_kit.framework.lint.places import criteria, practices, sections
from readiness_kit.framework.lint.remark import Found, Place
from readiness_kit.framework.lint.rule import Material, rule
from readiness_kit.framework.schema import Framework

GROUPS = ("roles", "pitfalls", "metrics", "rules_of_thumb", "operation")
"""The records beside the sections whose ids files of clients may hold."""

_STEP = re.compile(r"[a-z0-9][a-z0-9_-]*")


@rule("id-form")
def id_form(material: Material) -> Iterator[Found]:
    """An id tells section, practice and criterion, in lower case, so that lists sort and match.

    Windows and macOS take `POC` and `poc` for one file name, our readers do not.
    """
    framework = material.framework
    for place, section in sections(framework):
        yield from _formed(place, "", section.id)
    for place, section, practice in practices(framework):
        yield from _formed(place, f"{section.id}.", practice.id)
    for place, parent, criterion in criteria(framework):
        yield from _formed(place, f"{parent.id}.", criterion.id)
    for place, id in _beside(framework):
        yield from _formed(place, "", id)


@rule("id-stable")
def id_stable(material: Material) -> Iterator[Found]:
    """Ratings of clients hold ids; one that disappears takes their answers with it."""
    framework = material.framework
    present = {id for _, id in _all(framework)}
    heirs = {c.replaces for c in framework.criteria.values() if c.replaces}
    whole = Place(framework.id, ())
    for id in sorted(material.published - present - heirs):
        yield Found(whole, "keep the published id, or name it by `replaces` of another", id)
    for place, _, criterion in criteria(framework):
        if criterion.replaces in present:
            wrong = "take the id that is replaced out, or do not replace it: it still stands"
            yield Found(place.at("replaces"), wrong, criterion.replaces or "")


def _formed(place: Place, prefix: str, id: str) -> Iterator[Found]:
    if not (id.startswith(prefix) and _STEP.fullmatch(id, len(prefix))):
        words = "one word of small letters, digits, `_` or `-`"
        wrong = f"write it as `{prefix}` and {words}" if prefix else f"write it as {words}"
        yield Found(place.at("id"), wrong, id)


def _beside(framework: Framework) -> Iterator[tuple[Place, str]]:
    for group in GROUPS:
        for i, entry in enumerate(getattr(framework, group)):
            yield Place(entry.id, (group, i)), entry.id


def _all(framework: Framework) -> Iterator[tuple[Place, str]]:
    yield from ((place, section.id) for place, section in sections(framework))
    yield from ((place, practice.id) for place, _, practice in practices(framework))
    yield from ((place, criterion.id) for place, _, criterion in criteria(framework))
    yield from _beside(framework)
