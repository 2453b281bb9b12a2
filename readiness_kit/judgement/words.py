"""The rules in words: what a verdict means, why it came, and what leads on from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from readiness_kit.engagement.assessment import Verdict
from readiness_kit.framework.conventions import Unanswered
from readiness_kit.framework.schema import Framework
from readiness_kit.judgement.numbers import DECIMALS
from readiness_kit.judgement.scorecard import GateReason, GateVerdict, Scorecard

VERDICT_NAMES: dict[Verdict, str] = {
    "GO": "Go",
    "CONDITIONAL": "Conditional",
    "NO_GO": "No go",
    "NOT_ASSESSABLE": "Not assessable",
}

_COUNTED: dict[Unanswered, str] = {
    "left_out": "what is rated",
    "earns_nothing": "all that applies",
}

_LISTED = 3
"""So many names stand in a sentence before the rest is counted."""

_TEMPLATES: dict[str, str] = {
    "blocker_open": "{names} {is_are} below the level that this gate requires.",
    "method_failed": "The test of {names} failed.",
    "out_of_reach": "Even if every unknown turned out well, {section} would reach "
    "{value}, under the floor of {limit}.",
    "coverage": "Only {share} of {section} was asked; it takes {limit_share} to tell.",
    "blocker_unrated": "Whether {names} {holds} is not known, and this gate cannot be judged "
    "without it.",
    "score_below_no_go": "{section} stands at {value}, under the floor of {limit}.",
    "unknown_decides": "If the unknowns turn out badly, {section} falls to {value}, under the "
    "floor of {limit}.",
    "waiver": "{names} {is_are} waived for a time; the waiver's control has to hold.",
    "blocker_unproved": "{names} {is_are} claimed at the required level, but not yet proved.",
    "expired": "The evidence for {names} has lapsed or belongs to an older version.",
    "method_open": "{names} {has_have} no run that counts today: none at all, or one that lapsed "
    "or asked another version.",
    "factors": "{section} {is_at} {value}, under the {limit} that this gate asks of them.",
    "low_below_go": "In the bad case {section} reaches {value}; the bar for a go is {limit}.",
    "go": "Even in the bad case every section is over its bar and no blocker is open.",
}


def method_title(id: str) -> str:
    """A method's id as people say it."""
    return id.replace("-", " ")


def counted_words(framework: Framework) -> str:
    """By whose weight the score of a section is divided."""
    return _COUNTED[framework.unanswered]


def reason_sentence(reason: GateReason, framework: Framework) -> str:
    """One reason of a gate as one sentence."""
    if reason.rule.startswith("earlier:"):
        earlier = framework.section(reason.rule.removeprefix("earlier:")).title
        return f"The earlier gate of {earlier} is not passed."
    template = _TEMPLATES[reason.rule]
    if reason.rule == "factors" and _is_share(reason):
        template = _TEMPLATES["coverage"]
    if reason.rule in ("coverage", "factors") and reason.value is None:
        template = "Nothing of {section} applies to this system, so it cannot be judged."
    value, limit = _apart(reason.value, reason.limit, _points)
    share, limit_share = _apart(reason.value, reason.limit, _share)
    many = len(reason.ids) > 1
    sentence = template.format(
        names=listed(_names(reason, framework)),
        section=_names(reason, framework)[0] if reason.ids else "",
        is_are="are" if many else "is",
        has_have="have" if many else "has",
        holds="hold" if many else "holds",
        is_at="stand at" if reason.rule == "factors" else "",
        value=value,
        limit=limit,
        share=share,
        limit_share=limit_share,
    )
    return sentence[:1].upper() + sentence[1:]


def gate_sentence(gate: GateVerdict, framework: Framework) -> str:
    """The rule that decided a gate, as one sentence."""
    if not gate.reasons:
        return _TEMPLATES["go"]
    return reason_sentence(gate.reasons[0], framework)


def headline_sentence(scorecard: Scorecard) -> str:
    """The weakest link in one sentence, in the points that the card is displayed in."""
    head = scorecard.headline
    if head.section is None or head.margin is None:
        return "Nothing has been rated yet, so there is no weakest link to name."
    title = scorecard.section(head.section).title
    low, high = _apart(head.low, head.high, _points)
    reach = f"between {low} and {high}" if low != high else f"at {low}"
    told = f"Weakest is {title}: {reach} of {scorecard.display.of:g}"
    if not scorecard.gates:
        return f"{told}{_band(scorecard)}."
    side = "over" if head.margin >= 0 else "under"
    margin, _ = _apart(abs(head.margin), 0.0, _points)
    return f"{told}{_band(scorecard)}, {margin} points {side} its bar."


def _band(scorecard: Scorecard) -> str:
    """What the weakest section's points mean in words, where the framework says so."""
    low, high = (
        scorecard.display.band(end) if end is not None else None
        for end in (scorecard.headline.low, scorecard.headline.high)
    )
    if low is None:
        return ""
    return f", “{low}”" if low == high else f", “{low}” to “{high}”"


def _names(reason: GateReason, framework: Framework) -> list[str]:
    sections = {section.id: section.title for section in framework.sections}
    return [
        f"“{framework.criteria[id].title}”"
        if id in framework.criteria
        else sections.get(id, method_title(id))
        for id in reason.ids
    ]


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: the first few, and how many more."""
    if len(names) > _LISTED:
        names = [*names[:_LISTED], f"{len(names) - _LISTED} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _is_share(reason: GateReason) -> bool:
    return reason.limit is not None and reason.limit <= 1


def _apart(
    value: float | None, limit: float | None, spell: Callable[[float | None, int], str]
) -> tuple[str, str]:
    """Both figures, with as many decimals as it takes to see that they differ."""
    for digits in range(DECIMALS):
        said = spell(value, digits), spell(limit, digits)
        if said[0] != said[1] or value == limit:
            break
    return said


def _points(value: float | None, digits: int) -> str:
    return "nothing" if value is None else _short(f"{value:.{digits + 1}f}")


def _share(value: float | None, digits: int) -> str:
    return "nothing" if value is None else _short(f"{100 * value:.{digits}f}") + "%"


def _short(figure: str) -> str:
    return figure.rstrip("0").rstrip(".") if "." in figure else figure
