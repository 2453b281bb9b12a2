"""Coverage in words: how much is covered, asked and answered, and where one criterion stands."""

from __future__ import annotations

from readiness_kit.judgement.coverage import Coverage, EntryCoverage
from readiness_kit.reading.document import shown

NO_REASON = "no reason given"
"""Stands where nothing covers an entry and the catalogue does not say why."""

COVERED_MEANS = (
    "Covered means that what is asked here answers an entry in whole or in part, never that a law "
    "or a standard is met."
)

_SMALL = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
_ANSWERS = {
    "unknown": "not known",
    "unrated": "not rated",
    "not_applicable": "does not apply",
}


def covered_sentence(found: Coverage, *, reasons_follow: bool = False) -> str:
    """How many entries are covered; with `reasons_follow`, as the lead to a list of the others."""
    whole, missing = len(found.entries), len(found.not_covered)
    title, called = found.catalogue.title, found.catalogue.entries_are
    if not found.covered:
        return f"{title}: no criterion of {found.framework.id} refers to any of its {called}."
    if not missing:
        return f"{title}: all {whole} {called} are covered."
    told = f"{title}: {len(found.covered)} of {whole} {called} are covered"
    if not reasons_follow:
        return f"{told}, {missing} {_is(missing)} not."
    these = "this one is" if missing == 1 else f"these {_SMALL.get(missing, missing)} are"
    return f"{told}; {these} not, because:"


def answered_sentence(found: Coverage) -> str | None:
    """How many of those covered are asked here and have an answer; None without an engagement."""
    if not found.judged or not found.covered:
        return None
    asked, answered, left = len(found.asked), len(found.answered), len(found.skipped)
    told = (
        f"Of the {len(found.covered)} covered, {asked} {_is(asked)} asked of this system and "
        f"{answered} {'has' if answered == 1 else 'have'} a level so far"
    )
    return f"{told}; {left} {_is(left)} not asked, by scope or depth." if left else f"{told}."


def dangling_sentences(found: Coverage) -> list[str]:
    """Each reference of the framework that the catalogue does not have."""
    catalogue = found.catalogue
    return [
        f"{criterion} refers to {shown(reference)} of {catalogue.id}, which has no such entry; it "
        "covers nothing."
        for criterion, reference in found.dangling
    ]


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def reason_words(each: EntryCoverage) -> str:
    """Why nothing covers an entry."""
    return each.reason or NO_REASON


def standing_words(each: EntryCoverage, criterion: str) -> str:
    """Where one criterion of an entry stands; empty where no engagement was given."""
    for left in each.skipped:
        if left.id == criterion:
            return "not asked at this depth" if left.trigger == "depth" else "not asked here"
    for result in each.asked:
        if result.id == criterion:
            level = result.supported_level
            return _ANSWERS.get(result.state) or f"level {level}"
    return ""


def level_words(each: EntryCoverage) -> str:
    """Why an entry has no level; empty where it has one, or no engagement was given."""
    if each.state == "not_covered":
        return "not covered"
    if each.state == "skipped":
        return "not asked here"
    if each.rated or not each.asked:
        return ""
    if not each.applicable:
        return _ANSWERS["not_applicable"]
    known = {result.state for result in each.applicable}
    return _ANSWERS["unknown" if known == {"unknown"} else "unrated"]


def rated_words(each: EntryCoverage) -> str:
    """Of the criteria that are asked and apply, how many are rated: `2 of 3`."""
    return f"{len(each.rated)} of {len(each.applicable)}" if each.applicable else ""
