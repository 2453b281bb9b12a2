"""What of another framework is covered: by which criteria, with which answer, and what is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from readiness_kit.framework.crosswalks import Catalogue, catalogue
from readiness_kit.judgement.coverage import Coverage, EntryCoverage, coverage
from readiness_kit.judgement.coverage_words import (
    COVERED_MEANS,
    answered_sentence,
    covered_sentence,
    dangling_sentences,
    level_words,
    rated_words,
    reason_words,
    standing_words,
)
from readiness_kit.views.cover import short_day
from readiness_kit.views.html import Column, bullets, fold, join, lead, note, table, tag
from readiness_kit.views.parts import level_tag
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from readiness_kit.views.view import View

_LISTED = 3
"""So many entries that nothing covers stand open; more are folded away."""
_NAMED = 4
"""So many criteria stand in a row; more are folded away within it."""
_DRAWN = 8
"""A shorter catalogue is seen at a glance in its table."""
_COLUMNS = [
    Column("Entry"),
    Column("Criteria that cover it"),
    Column("Rated", numeric=True),
    Column("Lowest level supported"),
]


def crosswalk(story: Story, catalogue_id: str) -> View:
    """Hold the engagement against a published framework; raises UsageError for an unknown one."""
    found = coverage(story.engagement.framework, catalogue(catalogue_id), story.card.sections)
    html = join(
        [
            lead(covered_sentence(found, reasons_follow=_short(found))),
            _uncovered(found) if _short(found) else "",
            tag("p", answered) if (answered := answered_sentence(found)) else "",
            _picture(story, found),
            "" if _short(found) else _uncovered(found),
            *(_group(story, name, group) for name, group in found.groups.items() if found.covered),
            _dates(found.catalogue),
            _notes(found),
        ]
    )
    id = f"crosswalk-{found.catalogue.id.replace('_', '-')}"
    return View(html, id=id, title=f"{found.catalogue.title}: what is covered")


def _short(found: Coverage) -> bool:
    """Whether what is missing can be told at once."""
    return bool(found.covered) and 0 < len(found.not_covered) <= _LISTED


def _uncovered(found: Coverage) -> Markup:
    """Each entry that nothing covers, with the reason."""
    if not found.covered or not found.not_covered:
        return Markup("")
    told = bullets(
        join([_name(each), ": ", tag("span", reason_words(each), class_="rk-quiet")])
        for each in found.not_covered
    )
    if _short(found):
        return told
    return fold(f"{len(found.not_covered)} not covered, and why", told)


def _picture(story: Story, found: Coverage) -> Markup:
    """A cell for each entry in the colour of its level, group by group."""
    if not found.covered or len(found.entries) < _DRAWN:
        return Markup("")
    from readiness_kit.views.crosswalk_charts import WIDTH, cells_chart
    from readiness_kit.views.figure import figure

    names = {step.level: step.name for step in story.engagement.framework.scale}
    return figure(
        cells_chart(found, names, width=WIDTH),
        phone=cells_chart(found, names, width=PHONE_WIDTH),
        id=f"crosswalk-{found.catalogue.id.replace('_', '-')}-chart",
        live=False,
        title=f"{found.catalogue.title}, entry by entry",
        reading="Filled: the lowest level that evidence supports among the criteria that cover the "
        f"entry{_tally(found)}. Grey: asked, no level yet. Framed: covered, not asked here. "
        "Dashed: nothing covers it.",
    )


def _tally(found: Coverage) -> str:
    """How many entries stand at each level, for who does not see the colours."""
    counts = Counter(each.supported_level for each in found.answered)
    levels = sorted(level for level in counts if level is not None)
    told = ", ".join(f"{counts[level]} at level {level}" for level in levels)
    return f" ({told})" if told else ""


def _group(story: Story, name: str, group: Sequence[EntryCoverage]) -> Markup:
    covered = sum(bool(each.criteria) for each in group)
    rated = sum(bool(each.rated) for each in group)
    told = f"{name}: {covered} of {len(group)} covered, {rated} with a level"
    return fold(told, table(_COLUMNS, [_row(story, each) for each in group], name))


def _row(story: Story, each: EntryCoverage) -> tuple[object, ...]:
    if not each.criteria:
        return (_name(each), tag("span", reason_words(each), class_="rk-quiet"), "", _level(each))
    return (_name(each), _criteria(story, each), rated_words(each), _level(each, story))


def _name(each: EntryCoverage) -> Markup:
    return join([tag("b", each.entry.id), " ", each.entry.title])


def _criteria(story: Story, each: EntryCoverage) -> Markup:
    named = [_criterion(story, each, id) for id in each.criteria]
    told = join(named[:_NAMED], "; ")
    if len(named) <= _NAMED:
        return told
    return join([told, fold(f"and {len(named) - _NAMED} more", join(named[_NAMED:], "; "))])


def _criterion(story: Story, each: EntryCoverage, id: str) -> Markup:
    heading = f", through {each.entry.part_of}" if id in each.through else ""
    standing = f" ({standing_words(each, id)}{heading})"
    return join([story.criterion(id).title, tag("span", standing, class_="rk-quiet")])


def _level(each: EntryCoverage, story: Story | None = None) -> Markup:
    level = each.supported_level
    if story is None or level is None:
        return level_tag(None, level_words(each).capitalize())
    top = max(story.engagement.framework.values)
    return level_tag(level, story.level_name(level), top=top)


def _dates(of: Catalogue) -> Markup:
    """Its dates, each with its source and with how it is known."""
    if not of.dates:
        return Markup("")
    rows = [
        (
            short_day(date.on),
            date.what,
            date.source,
            date.as_known if date.verified else join([tag("b", "Not verified: "), date.as_known]),
        )
        for date in of.dates
    ]
    return fold("Its dates, as known", table(["Date", "What", "Source", "As known"], rows, "Dates"))


def _notes(found: Coverage) -> Markup:
    of = found.catalogue
    return join(
        [
            *map(note, dangling_sentences(found)),
            note(COVERED_MEANS, f" {of.note}" if of.note else ""),
            note(f"Source: {of.source.rstrip('.')}; {of.publisher}; {of.edition}."),
        ]
    )
