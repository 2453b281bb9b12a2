"""How the figures come about, in a minute; and the footer that lets anybody check them."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from readiness_kit import __version__
from readiness_kit.framework.conventions import Display
from readiness_kit.framework.criterion import GRADES, Grade, Kind
from readiness_kit.framework.schema import Framework
from readiness_kit.views.cover import long_day
from readiness_kit.views.html import Column, bidi, fold, join, lead, number, table, tag
from readiness_kit.views.ratings import AS_GIVEN, GRADE_WORDS
from readiness_kit.views.story import Story
from readiness_kit.views.view import View

_CONTRADICTED = "If a test contradicts you, the test wins, until a newer one says otherwise."
_WEAKEST = "The weakest section counts, not the average"
_RANGE = "What nobody knows is counted once as bad and once as good: that is the range."
_EARNED = "Points are earned: what nobody answered brings none."
_GO = "Go means: even in the bad case every section is over its bar and no blocker is open."


def method(story: Story) -> View:
    """Explain the scoring in sixty seconds."""
    caps = story.engagement.framework.caps
    html = join(
        [
            lead("How to read these figures, in a minute."),
            tag("ol", *(tag("li", rule) for rule in _rules(story)), class_="rk-list"),
            fold("How far each kind of evidence carries", _caps(caps)) if caps else "",
            _bands(story.engagement.framework.display),
        ]
    )
    return View(html, id="method", title="How the figures come about")


def _rules(story: Story) -> list[str]:
    """The rules of this framework: one without gates or methods has fewer."""
    framework = story.engagement.framework
    measured = any(criterion.methods for criterion in framework.criteria.values())
    return [
        *_levels(story),
        *([_CONTRADICTED] if measured else []),
        f"{_WEAKEST}, and no blocker is averaged away." if framework.phases else f"{_WEAKEST}.",
        *([_EARNED] if framework.unanswered == "earns_nothing" else []),
        _RANGE,
        *([_GO] if framework.phases else []),
    ]


def _bands(display: Display) -> Markup:
    """What the weakest section's points are called."""
    if not display.bands:
        return Markup("")
    lowest = [None, *(band.up_to for band in display.bands)]
    rows = [
        (f"{band.up_to:g}" if low is None else f"over {low:g}, up to {band.up_to:g}", band.name)
        for low, band in zip(lowest, display.bands, strict=False)
    ]
    columns = [f"{display.unit.capitalize()} of the weakest section", "Called"]
    return table(columns, rows, f"Out of {display.of:g}")


def _levels(story: Story) -> tuple[str, str]:
    """What levels there are, and how far a word carries by this framework's own caps."""
    framework = story.engagement.framework
    levels = sorted(framework.values)
    described = (
        f"Every criterion has levels from {levels[0]} to {levels[-1]}, each described so that an "
        "outsider could check it."
    )
    if framework.caps is None:
        return described, AS_GIVEN
    reached = {_reached(framework, caps["statement"]) for caps in framework.caps.values()}
    which = " or ".join(str(level) for level in sorted(reached))
    differs = ", by what it is about" if len(reached) > 1 else ""
    return described, (
        f"Your word alone carries to level {which}{differs}. To stand higher you show it and, "
        "where it can be measured, it is measured; at the top it runs by itself and was seen "
        "to, more than once."
    )


def _reached(framework: Framework, cap: float) -> int:
    """The highest level whose value a cap lets through."""
    lowest = min(framework.values)
    return max((n for n, value in framework.values.items() if value <= cap), default=lowest)


def _caps(caps: Mapping[Kind, Mapping[Grade, float]]) -> Markup:
    rows = [
        (kind.capitalize(), *(number(most[grade], 2) for grade in GRADES))
        for kind, most in caps.items()
    ]
    columns = [Column("Kind of criterion"), *(Column(_head(g), numeric=True) for g in GRADES)]
    return table(columns, rows, "The most that a claim counts for, of 1: a convention of ours")


def _head(grade: str) -> str:
    return "Nothing" if grade == "none" else GRADE_WORDS[grade].capitalize()  # type: ignore[index]


def _agreed(story: Story) -> str:
    """What somebody agreed on, and nobody measured."""
    framework = story.engagement.framework
    named = ["caps"] if framework.caps else []
    named += ["floors"] if framework.phases else []
    return " and ".join([", ".join(["Weights", *named[:-1]]), *named[-1:]])


def footer(story: Story) -> View:
    """Name the rubric to the byte, the day, and who made the page."""
    card = story.card
    told = join(
        [
            bidi(card.client),
            f". As of {long_day(card.as_of)}. {story.engagement.framework.title}, version "
            f"{card.framework.version} ({card.framework.sha256[:12]}). "
            f"readiness-kit {__version__}. {_agreed(story)} are conventions; ",
            tag("code", "readiness score"),
            " opens every figure.",
        ]
    )
    return View(tag("p", told), id="footer", kind="footer")
