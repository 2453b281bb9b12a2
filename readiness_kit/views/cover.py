"""The cover: the verdict first, the rule behind it in a sentence, and four figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from markupsafe import Markup

from readiness_kit.engagement.observation import Check, Observation
from readiness_kit.judgement.words import VERDICT_NAMES, gate_sentence, headline_sentence
from readiness_kit.views import parts
from readiness_kit.views.html import NOTHING, bidi, fold, join, number, tag
from readiness_kit.views.parts import KeyFigure
from readiness_kit.views.story import Story
from readiness_kit.views.view import View


def cover(story: Story, *, about: str | None = None) -> View:
    """Say what was judged, the verdict and why, and what the reader should remember.

    `about` heads a report that is of no single phase, such as the intake.
    """
    profile = story.engagement.profile
    heading = _heading(story) if about is None else about
    html = parts.cover(
        eyebrow=join([bidi(profile.client), f" · {heading}"]),
        title=bidi(profile.system),
        subtitle=_subtitle(story, about),
        verdict=_verdict(story),
        reason=_reason(story),
        figures=_figures(story),
    )
    return View(html, id="cover", kind="cover", title=f"{profile.system} · {heading}")


def veiled(story: Story, *, about: str | None = None) -> View:
    """The same, folded: who sees the verdict while rating bids for it."""
    shown = cover(story, about=about)
    told = "Verdict and figures, folded while people rate; V in the form shows them too"
    html = fold(told, tag("div", shown.html, class_="rk rk-cover"))
    return View(html, id="cover", kind="plain", title=shown.title)


def _heading(story: Story) -> str:
    section = story.section
    weeks = f", weeks {section.weeks[0]} to {section.weeks[1]}" if section.weeks else ""
    return f"{section.title}{weeks}"


def _verdict(story: Story) -> str | None:
    if not story.has_gate:
        return None
    return "ahead" if story.ahead else story.gate.verdict


def long_day(day: dt.date) -> str:
    """A day as a letter spells it: 12 October 2026."""
    return f"{day.day} {day:%B %Y}"


def short_day(day: dt.date) -> str:
    """A day as a table spells it: 12 Oct 2026."""
    return f"{day.day} {day:%b %Y}"


def _subtitle(story: Story, about: str | None) -> Markup:
    body = story.engagement.profile.decision_body
    parts: list[object] = [join(["Advice to the ", bidi(body)]) if body else "Advice"]
    if about is not None and story.has_gate:
        parts.append(f" for the gate of {story.section.title}")
    parts.append(f", as of {long_day(story.card.as_of)}")
    if story.has_gate and (decision := story.gate.decision):
        parts.append(f". Decided on {long_day(decision.on)}: {VERDICT_NAMES[decision.verdict]}")
    return join(parts)


def _reason(story: Story) -> str:
    if not story.has_gate:
        return headline_sentence(story.card)
    if story.ahead:
        return ahead_sentence(story)
    gate = story.gate
    told = [gate_sentence(gate, story.engagement.framework)]
    if gate.reasons and gate.reasons[0].rule == "method_failed":
        told += [c.cause for c in _failing(story, gate.reasons[0].ids) if c.cause]
    others = len(gate.reasons) - 1
    if others > 0:
        told.append(f"{others} further {'rule holds' if others == 1 else 'rules hold'} it back.")
    return " ".join(told)


def ahead_sentence(story: Story) -> str:
    """That a phase is not judged yet, and where the engagement stands."""
    here = story.engagement.framework.section(story.card.phase or story.section_id)
    return (
        f"This phase is ahead: the gate that is next is that of {here.title}. What follows shows "
        "what will be asked, and what is known of it already."
    )


def _failing(story: Story, methods: Iterable[str]) -> list[Check]:
    """The checks by which the methods failed."""
    runs = [story.latest(method) for method in methods]
    return [check for run in runs if run for check in run.checks if check.verdict == "fail"]


def _figures(story: Story) -> list[KeyFigure]:
    head = story.card.headline
    figures = []
    seen = story.latest("accuracy")
    if seen is not None and seen.estimate is not None:
        figures.append(_accuracy(seen))
    figures += [
        KeyFigure(
            number(head.supported) if head.supported is not None else NOTHING,
            f"the weakest section’s score, of {story.card.display.of:g}",
            _of_the_weakest(story),
        ),
        *([_blockers(story)] if story.has_gate else []),
        _asked(story),
    ]
    return figures


def _asked(story: Story) -> KeyFigure:
    """How much was asked: of this phase, or of the least asked section where none is a phase."""
    parts = [story.result] if story.card.gates else story.looked_at
    asked = [part.coverage for part in parts if part.coverage is not None]
    known = [part.known for part in parts if part.known is not None]
    return KeyFigure(
        f"{min(asked):.0%}" if asked else NOTHING,
        f"of {'this phase' if story.card.gates else 'the least asked section'} was asked",
        _known(min(known, default=None)),
    )


def _known(share: float | None) -> str:
    if share is None:
        return "nothing of it applies to this system"
    if share == 1:
        return "nothing is left unknown"
    missing = 1 - share
    part = f"{missing:.0%}" if missing >= 0.005 else "less than 1%"
    return f"no answer is known for {part} of it, so the score is a range"


def _of_the_weakest(story: Story) -> str:
    """Its name, what its points are called, and where it stands by its own account."""
    head = story.card.headline
    if head.section is None:
        return "nothing rated yet"
    section, display = story.card.section(head.section), story.card.display
    bands = dict.fromkeys(display.band(end) for end in (head.low, head.high) if end is not None)
    called = ": ".join([section.title, *([" to ".join(filter(None, bands))] if any(bands) else [])])
    if not story.engagement.framework.weighs_evidence:
        return called
    return f"{called}; as claimed: {number(section.claimed.score)}"


def _accuracy(seen: Observation) -> KeyFigure:
    poc = (seen.figures.get("poc") or {}).get("accuracy")
    reach = f"{seen.interval[0]:.1%} to {seen.interval[1]:.1%}" if seen.interval else "no interval"
    shown = f"the demonstration showed {poc:.1%}" if isinstance(poc, float) else ""
    return KeyFigure(
        f"{seen.estimate:.1%}",
        "right on records like real intake",
        f"{reach}; {shown}".rstrip("; "),
    )


def _blockers(story: Story) -> KeyFigure:
    """How many blockers of this gate are met, how many there are, and the rest in words."""
    states = [story.blocker_state(result) for result in story.blockers]
    rest = [
        f"{states.count(state)} {word}"
        for state, word in (
            ("open", "open"),
            ("unproved", "claimed, not proved"),
            ("waived", "waived"),
            ("not_known", "not known"),
            ("not_rated", "not rated"),
        )
        if state in states
    ]
    met = f"{states.count('met')} of {len(states)}"
    return KeyFigure(met, "blockers met", ", ".join(rest) or "none is open")
