"""What changed since a snapshot: at a glance, in parts that sum, regressions first."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from readiness_kit.engagement.snapshots import Snapshot, read_snapshots
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.delta import CriterionChange, Delta, ScoreDelta, delta
from readiness_kit.judgement.delta_words import (
    PART_WORDS,
    asked_sentence,
    carried_sentence,
    delta_sentence,
    rubric_sentence,
    verdict_sentence,
)
from readiness_kit.judgement.difference import Difference
from readiness_kit.judgement.displayed import displayed_delta
from readiness_kit.judgement.scorecard import CriterionResult
from readiness_kit.views.cover import long_day
from readiness_kit.views.html import (
    NOTHING,
    Column,
    bullets,
    fold,
    join,
    lead,
    note,
    number,
    table,
    tag,
)
from readiness_kit.views.ratings import GRADE_WORDS
from readiness_kit.views.rubric_changed import rubric_changed
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from readiness_kit.views.view import View

_NO_PROGRESS = (PART_WORDS["scope"], PART_WORDS["rubric"])
"""Parts that tell nothing of the client, and so bear no colour of better or worse."""

_WAYS = {
    "fell": "fell",
    "rose": "rose",
    "claimed_only": "claimed more, proved no more",
    "unchanged": "another state",
}


def last_snapshot(story: Story) -> Snapshot | None:
    """The newest snapshot of a day before the one that is judged; None where there is none."""
    taken = read_snapshots(story.engagement.path)
    earlier = [snapshot for snapshot in taken if snapshot.as_of < story.card.as_of]
    return earlier[-1] if earlier else None


def since(story: Story) -> View | None:
    """Show what changed since the last snapshot; None where none was taken before."""
    frozen = last_snapshot(story)
    if frozen is None:
        return None
    found = displayed_delta(delta(Case.frozen(frozen), story.case))
    html = join(
        [
            lead(delta_sentence(found)),
            *(tag("p", line) for line in _sentences(story, found)),
            _chart(story, found),
            _waterfall(story, found),
            _parts(story, found),
            _changes(story, found),
            _carried(story, found),
            rubric_changed(found, story.engagement.framework),
        ]
    )
    title = f"What changed since {long_day(frozen.as_of)}"
    return View(html, id="since", title=title)


def _sentences(story: Story, found: Delta) -> Iterable[str]:
    yield verdict_sentence(found, story.engagement.framework)
    if rubric := rubric_sentence(found):
        yield rubric


def _shown(story: Story, found: Delta) -> list[ScoreDelta]:
    """The sections that the reader looks at: up to the current phase, and the factors."""
    framework = story.engagement.framework
    phases = [phase.id for phase in framework.phases]
    here = story.card.phase
    ahead = set(phases[phases.index(here) + 1 :]) if here in phases else set()
    return [score for score in found.sections if score.id not in ahead]


def _chart(story: Story, found: Delta) -> Markup:
    from readiness_kit.views.delta_charts import sections_chart
    from readiness_kit.views.figure import figure

    rows = [
        {
            "section": _title(found, score.id),
            "before": score.supported.before,
            "after": score.supported.after,
            "total": score.supported.total,
            "bar": _bar(found, score.id),
        }
        for score in _shown(story, found)
        if score.supported.total is not None
    ]
    if not rows:
        return Markup("")
    of = found.after.display.of
    weighed = story.engagement.framework.weighs_evidence
    return figure(
        sections_chart(rows, of=of),
        phone=sections_chart(rows, of=of, width=PHONE_WIDTH),
        id="since-chart",
        live=False,
        title="Then and now, as evidence supports it" if weighed else "Then and now",
        reading="Open dot: then. Filled dot: now. The line between them is green where a section "
        "gained and red where it lost; the figure is the difference in points."
        + (" The upright mark is the bar to reach now." if found.after.gates else ""),
    )


def _bar(found: Delta, id: str) -> float | None:
    """The points that a section has to reach now; None where it is asked no more, or has none."""
    if not found.after.gates:
        return None
    now = next((section for section in found.after.sections if section.id == id), None)
    if now is None or now.margin is None or now.supported.low is None:
        return None
    return now.supported.low - now.margin


def _waterfall(story: Story, found: Delta) -> Markup:
    from readiness_kit.views.delta_charts import waterfall
    from readiness_kit.views.figure import figure

    score = _at_the_gate(story, found)
    printed = score.supported.printed
    if printed is None or not any(printed.parts):
        return Markup("")
    steps = list(zip(PART_WORDS.values(), printed.parts, strict=True))
    ends, of = (printed.before, steps, printed.after), found.after.display.of
    return figure(
        waterfall(*ends, grey=_NO_PROGRESS, of=of),
        phone=waterfall(*ends, grey=_NO_PROGRESS, of=of, width=PHONE_WIDTH),
        id="since-waterfall",
        live=False,
        title=f"What the difference is made of: {_title(found, score.id)}",
        reading="From top to bottom: where it stood, what each part added or took, where it "
        "stands. Grey is neither gained nor lost: other things were assessed, or asked.",
    )


def _at_the_gate(story: Story, found: Delta) -> ScoreDelta:
    """The section whose gate is next; the weakest one where there is none, or no parts of it."""
    here = (score for score in found.sections if score.id == story.card.phase)
    return next((score for score in here if score.supported.parts), found.headline)


def _title(found: Delta, id: str) -> str:
    titles = {s.id: s.title for card in (found.before, found.after) for s in card.sections}
    return titles.get(id, "Weakest section")


def _parts(story: Story, found: Delta) -> Markup:
    rows = [
        (_title(found, score.id), *_figures(score.supported))
        for score in (*_shown(story, found), found.headline)
    ]
    columns = [
        Column("Supported, in points"),
        Column("Then", numeric=True),
        *(Column(words.capitalize(), numeric=True) for words in PART_WORDS.values()),
        Column("Now", numeric=True),
    ]
    return table(columns, rows, "Then, plus the four parts, is now")


def _figures(difference: Difference) -> tuple[object, ...]:
    """Both ends and the parts between, as they are printed everywhere."""
    printed = difference.printed
    if printed is None:
        parts = ["not comparable"] * len(PART_WORDS)
        return (number(difference.before), *parts, number(difference.after))
    return (
        number(printed.before),
        *(number(part, signed=True) if part else NOTHING for part in printed.parts),
        number(printed.after),
    )


def _changes(story: Story, found: Delta) -> Markup:
    asked = asked_sentence(found)
    told = [note(asked)] if asked else []
    if not found.told:
        return join([*told, note(f"No {'other ' if asked else ''}criterion changed.")])
    fell = [change for change in found.told if change.way == "fell"]
    others = [change for change in found.told if change.way != "fell"]
    if fell:
        told += [tag("h3", "What got worse"), _table(story, fell, "Regressions, heaviest first")]
    if others:
        caption = "Gains first, then what is claimed without more proof, then other states"
        told.append(fold(f"What else changed ({len(others)})", _table(story, others, caption)))
    return join(told)


def _table(story: Story, changes: Iterable[CriterionChange], caption: str) -> Markup:
    rows = [
        (
            _criterion_title(story, change.id),
            _WAYS[change.way],
            _standing(change.before),
            _standing(change.after),
            PART_WORDS[change.cause] if change.cause else NOTHING,
        )
        for change in changes
    ]
    return table(["Criterion", "It", "Then", "Now", "Due to"], rows, caption)


def _criterion_title(story: Story, id: str) -> str:
    """A criterion's title; one that the framework has no more is told by its id."""
    known = story.engagement.framework.criteria.get(id)
    return known.title if known else id


def _standing(result: CriterionResult | None) -> str:
    if result is None:
        return "not asked"
    if result.state != "rated":
        return {"unknown": "not known", "not_applicable": "not applicable"}.get(
            result.state, "not rated"
        )
    return (
        f"level {result.level}, supported {result.supported_level} "
        f"({GRADE_WORDS[result.evidence_grade]})"
    )


def _carried(story: Story, found: Delta) -> Markup:
    said = carried_sentence(found)
    if said is None:
        return Markup("")
    names = (_criterion_title(story, id) for id in found.carried_forward)
    return fold(said, bullets(names))
