"""The verdict and the scores as they stand now, for the strip that a room may ask to see."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from readiness_kit.engagement.folder import Engagement
from readiness_kit.judgement import judge_case
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.displayed import displayed
from readiness_kit.judgement.scorecard import EffectiveFloors, Scorecard, SectionResult
from readiness_kit.judgement.words import gate_sentence, headline_sentence
from readiness_kit.views.story import Story

Data = dict[str, Any]


def story_of(path: Path, sections: Collection[str], methods: Collection[str]) -> Story:
    """The engagement as its files have it now, judged; raises InvalidFileError where they don't."""
    opened = Engagement.open(path)
    case = Case.of(opened, as_of=opened.as_of(), methods=methods)
    gated = {phase.id for phase in opened.framework.phases}
    here = next((section for section in sections if section in gated), opened.profile.phase)
    first = here or opened.framework.sections[0].id
    return Story(opened, displayed(judge_case(case)), first)


def strip(story: Story) -> Data:
    """Verdict, reason and the sections that the gate looks at, in the points that are printed.

    `floors` are null where no gate stands; a section without a score has null for its figures.
    """
    card, framework = story.card, story.engagement.framework
    gate = story.gate if story.has_gate else None
    floors = gate.floors if gate else None
    return {
        "verdict": gate.verdict if gate else None,
        "phase": story.section.title,
        "reason": gate_sentence(gate, framework) if gate else headline_sentence(card),
        "of": card.display.of,
        "floors": _points(card, floors) if floors else None,
        "sections": [_bar(card, part) for part in story.looked_at],
    }


def _points(card: Scorecard, floors: EffectiveFloors) -> Data:
    factor = card.display.of / 100
    return {"no_go": floors.no_go * factor, "go": floors.go * factor}


def _bar(card: Scorecard, part: SectionResult) -> Data:
    return {
        "title": part.title,
        "claimed": part.claimed.score,
        "supported": part.supported.score,
        "low": part.supported.low,
        "high": part.supported.high,
        "weakest": part.id == card.headline.section,
    }
