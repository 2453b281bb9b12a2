"""The static twin of the rating form: every answer, what carries it, and who said it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from markupsafe import Markup

from readiness_kit.engagement.assessment import Rating
from readiness_kit.framework.criterion import Criterion, Grade
from readiness_kit.judgement.evidence_life import Support, supports
from readiness_kit.judgement.scorecard import BlockerResult, CriterionResult, SectionResult
from readiness_kit.judgement.words import method_title
from readiness_kit.views.cover import long_day, short_day
from readiness_kit.views.html import NOTHING, bidi, bullets, fold, join, lead, table, tag
from readiness_kit.views.parts import level_tag
from readiness_kit.views.story import Story
from readiness_kit.views.view import View
from readiness_kit.views.workshop import NOT_DISCUSSED

GRADE_WORDS: dict[Grade, str] = {
    "none": "nothing that holds",
    "statement": "word",
    "document": "document",
    "demonstrated": "demonstrated",
    "test": "test",
    "recurring": "recurring",
}

_TWICE = (
    "Each answer stands twice: the level that people claim, and the level that evidence supports "
    "today."
)
AS_GIVEN = "Each answer counts as it was given."
"""Where the framework weighs no evidence."""
_APART = 0.5
"""Of the scale: from here on a reader is told how far people are apart."""
ABSENCES = {
    "out_of_scope": "out of scope",
    "business_priority": "business priority",
    "architecture_constraint": "architecture constraint",
    "other": "other reason",
}


def ratings(
    story: Story,
    sections: Sequence[SectionResult] | None = None,
    *,
    unreached: Collection[str] = (),
) -> View:
    """Show each criterion's claimed and supported level, and fold what was said under it.

    Of the phase and the success factors, unless other sections are named. The `unreached` are
    criteria that the last workshop had on its agenda and did not come to.
    """
    weighed = story.engagement.framework.weighs_evidence
    html = join(
        [
            lead(_TWICE if weighed else AS_GIVEN),
            *(_section(story, section, unreached) for section in sections or story.looked_at),
        ]
    )
    title = "What was said, and what supports it" if weighed else "What was said"
    return View(html, id="ratings", title=title)


def _section(story: Story, section: SectionResult, unreached: Collection[str]) -> Markup:
    weighed = story.engagement.framework.weighs_evidence
    rows = [
        (
            story.criterion(result.id).title,
            _claimed(story, result),
            *([supported_tag(story, result), _best(story, result)] if weighed else []),
            _to_note(_remarks(story, result), unreached=result.id in unreached),
        )
        for result in section.criteria
    ]
    levels = ["Claimed", "Supported", "Best evidence"] if weighed else ["Level"]
    columns = ["Criterion", *levels, "To note"]
    answers = table(columns, rows, section.title)
    return join([answers, fold(f"{section.title}: in their words", _words(story, section))])


def _best(story: Story, result: CriterionResult) -> str:
    """The grade that counts, and the last day on which it holds."""
    word = GRADE_WORDS[result.evidence_grade]
    facts = story.case.facts
    ends = [
        support.until
        for support in supports(story.criterion(result.id), facts)
        if support.state == "live" and support.grade == result.evidence_grade
    ]
    if not ends or None in ends:
        return word
    return f"{word}, until {short_day(max(end for end in ends if end))}"


def _level(story: Story, level: int | None) -> Markup:
    top = max(story.engagement.framework.values)
    return level_tag(level, story.level_name(level), top=top)


def _claimed(story: Story, result: CriterionResult) -> Markup:
    if result.state == "not_applicable":
        return level_tag(None, f"N/A: {ABSENCES.get(result.reason or '', '')}")
    if result.state == "unknown":
        return level_tag(None, "Not known")
    if result.filled_by_test:
        return level_tag(None, "Nobody; set by test")
    return _level(story, result.level)


def supported_tag(story: Story, result: CriterionResult) -> Markup:
    """The level that evidence supports, or a dash where there is none to support."""
    if result.state != "rated":
        return level_tag(None, NOTHING)
    return _level(story, result.supported_level)


def _to_note(remarks: Sequence[str], *, unreached: bool) -> Markup:
    quiet = [tag("span", f"{NOT_DISCUSSED} in the last workshop", class_="rk-quiet")]
    return join([*remarks, *(quiet if unreached else [])], "; ")


def _remarks(story: Story, result: CriterionResult) -> list[str]:
    found = [_blocker(story, result, result.blocker)] if result.blocker else []
    if result.filled_by_test:
        found.append("nobody gave a level; a test set this one")
    if result.observed_level is not None and result.observed_level < (result.level or 0):
        found.append("a test contradicts the claim")
    if result.outside_role:
        found.append("answered by others than those who know")
    if result.disagreement is not None and result.disagreement >= _APART:
        steps = len(story.engagement.framework.scale) - 1
        found.append(f"people are {steps * result.disagreement:.0f} levels apart")
    if result.mixed:
        found.append("some say it does not apply")
    if result.expired and story.engagement.framework.weighs_evidence:
        found.append("evidence has lapsed")
    return found


def _blocker(story: Story, result: CriterionResult, blocker: BlockerResult) -> str:
    words = {
        "met": "met",
        "open": f"needs level {blocker.required_level}",
        "unproved": "claimed but unproved",
        "waived": "waived for a time",
        "not_known": "not known",
        "not_rated": "not rated",
    }
    title = story.engagement.framework.section(blocker.gate).title
    later = "" if blocker.gate == story.section_id else f" at the gate of {title}"
    return f"blocker{later}, {words[story.blocker_state(result)]}"


def _words(story: Story, section: SectionResult) -> Markup:
    ratings, as_of = story.engagement.assessment.ratings, story.card.as_of
    blocks = []
    for result in section.criteria:
        criterion = story.criterion(result.id)
        said = [
            r
            for r in ratings
            if r.criterion == result.id and r.state != "unrated" and r.at.date() <= as_of
        ]
        lines = [*_said(said, story), *_supported(criterion, story)]
        if lines:
            blocks.append(join([tag("h3", criterion.title), bullets(lines)]))
    return join(blocks) if blocks else tag("p", "Nobody has answered yet.")


def _said(ratings: Iterable[Rating], story: Story) -> list[Markup]:
    people = {p.id: p.role for p in story.engagement.profile.people}
    found = []
    for rating in sorted(ratings, key=lambda r: (r.respondent or "", r.round)):
        who = rating.respondent or "anonymous"
        role = f" ({story.roles([people[who]])})" if who in people else ""
        answer = (
            f"level {rating.level}" if rating.state == "rated" else rating.state.replace("_", " ")
        )
        approved = join([", approved by ", bidi(rating.approver)]) if rating.approver else ""
        note = join([": ", bidi(rating.note, 600)]) if rating.note else ""
        found.append(join([tag("b", who), f"{role}, {answer}", approved, note]))
    return found


def _supported(criterion: Criterion, story: Story) -> list[Markup]:
    """Links and runs, what holds first; what no longer does, with the reason.

    Of a framework that weighs none of it nothing is told: what lapses there changes no score.
    """
    if not story.engagement.framework.weighs_evidence:
        return []
    references = {e.id: e.reference for e in story.engagement.assessment.evidence}
    methods = {run.id: method_title(run.method) for run in story.engagement.observations}
    found = []
    for support in supports(criterion, story.case.facts):
        if support.source == "word":
            continue
        what = (
            bidi(references[support.id], 300)
            if support.source == "link"
            else join([f"our run of {methods[support.id]} ", tag("code", support.id)])
        )
        when = f"{GRADE_WORDS[support.grade]}, {long_day(support.on)}, {_holds(support)}"
        found.append(join(["Evidence: ", what, f" ({when})"]))
    return found


def _holds(support: Support) -> str:
    until = f" {long_day(support.until)}" if support.until else ""
    if support.state == "live":
        return f"holds until{until}" if until else "holds"
    return {
        "lapsed": f"lapsed after{until}",
        "stale": "of another version, so it holds no longer",
        "superseded": "superseded by a newer run",
    }[support.state]
