"""The parts that reports are made of: badges, level tags, bars, key figures, finding cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from readiness_kit.judgement.scorecard import Severity
from readiness_kit.judgement.words import VERDICT_NAMES
from readiness_kit.views.html import facts, join, number, tag

_TONES = {
    "GO": ("go", "✓"),
    "CONDITIONAL": ("conditional", "!"),
    "NO_GO": ("no-go", "✕"),
    "NOT_ASSESSABLE": ("unknown", "?"),
    "ahead": ("unknown", "→"),
    "pass": ("go", "✓"),
    "warn": ("conditional", "!"),
    "fail": ("no-go", "✕"),
    "inconclusive": ("unknown", "?"),
}
"""The look and the sign of each verdict of a gate or a check, and of a gate still ahead."""

_NAMES: dict[str, str] = {
    **{str(verdict): name for verdict, name in VERDICT_NAMES.items()},
    "ahead": "Ahead",
    "pass": "Pass",
    "warn": "Warning",
    "fail": "Fail",
    "inconclusive": "Inconclusive",
}
_BAR_HEIGHT = 14


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large figure with what it counts, and a remark under it."""

    value: object
    label: str
    remark: object = ""


def badge(verdict: str) -> Markup:
    """A verdict as sign, word and colour; of a gate, or of a check."""
    tone, sign = _TONES[verdict]
    return tag(
        "span",
        tag("span", sign, class_="rk-sign", aria_hidden="true"),
        f" {_NAMES[verdict]}",
        class_=f"rk-badge rk-tone-{tone}",
    )


def level_tag(level: int | None, name: str = "", *, top: int = 4) -> Markup:
    """A level as number, word and colour; None is its own answer, not the lowest.

    The five colours are those of a scale from 0 to 4; another scale is spread over them.
    """
    if level is None:
        return tag("span", name or "Not rated", class_="rk-level rk-level-none")
    colour = round(4 * min(level, top) / top)
    words = (tag("b", level), f" {name}") if name else (tag("b", level),)
    return tag("span", *words, class_=f"rk-level rk-level-{colour}")


def bar(
    value: float | None,
    *,
    low: float | None = None,
    high: float | None = None,
    floor: float | None = None,
    claimed: float | None = None,
) -> Markup:
    """A score of 0 to 100 as a bar: the range that unknowns leave, a mark at the floor.

    A claim above the score shows as an outline behind it.
    """
    if value is None:
        return tag("span", "not scored", class_="rk-quiet")
    marks = [_piece("rk-bar-track", 0, 100)]
    if claimed is not None and claimed > value:
        marks.append(_piece("rk-bar-claimed", value, claimed))
    short = floor is not None and value < floor
    marks.append(_piece("rk-bar-short" if short else "rk-bar-value", 0, value))
    if low is not None and high is not None and high > low:
        for look in ("rk-bar-halo", "rk-bar-range"):
            marks += [_between(look, low, high)]
            marks += [_upright(look, end, 3.5, 10.5) for end in (low, high)]
    if floor is not None:
        marks.append(_upright("rk-bar-floor", floor))
    said = _said(value, low, high, floor, claimed)
    drawn = tag("svg", *marks, class_="rk-bar", role="img", aria_label=said, height=_BAR_HEIGHT)
    figure = tag("b", number(value), class_="rk-bar-figure")
    return tag("span", figure, drawn, class_="rk-bar-box")


def key_figures(figures: Iterable[KeyFigure]) -> Markup:
    """Key figures side by side."""
    made = (
        tag(
            "div",
            tag("dt", figure.label),
            tag("dd", figure.value, class_="rk-key-value"),
            *([tag("dd", figure.remark, class_="rk-key-remark")] if figure.remark else []),
        )
        for figure in figures
    )
    return tag("dl", *made, class_="rk-keys")


def card(
    severity: Severity,
    title: object,
    *body: object,
    state: object = "",
    code: str = "",
    meta: Sequence[tuple[object, object]] = (),
) -> Markup:
    """A finding: its severity in a word and at the edge, what it is, and who acts by when.

    The code that commands take comes last and small.
    """
    head = tag(
        "p",
        tag("span", severity.capitalize(), class_="rk-severity"),
        join([" ", state] if state else []),
        class_="rk-card-head",
    )
    paragraphs = (part if isinstance(part, Markup) else tag("p", part) for part in body)
    below = facts(meta) if meta else Markup("")
    last = tag("p", tag("code", code), class_="rk-card-code") if code else ""
    inside = (head, tag("h3", title), *paragraphs, below, last)
    return tag("article", *inside, class_=f"rk-card rk-card-{severity}")


def cover(
    *,
    eyebrow: object,
    title: object,
    subtitle: object = "",
    verdict: str | None,
    reason: object,
    figures: Iterable[KeyFigure],
    mark: object = "",
) -> Markup:
    """The first page: what was judged, the verdict if any, why in a sentence, key figures."""
    top = tag("p", tag("span", eyebrow), tag("span", mark, class_="rk-mark") if mark else "")
    said = tag(
        "div",
        badge(verdict) if verdict else "",
        tag("p", reason, class_="rk-reason"),
        class_="rk-verdict",
    )
    names = [tag("h1", title), tag("p", subtitle, class_="rk-subtitle") if subtitle else ""]
    inside = (tag("div", top, class_="rk-eyebrow"), *names, said, key_figures(figures))
    return tag("div", *inside, class_="rk-cover-inner")


def _piece(look: str, start: float, end: float) -> Markup:
    width = max(0.0, min(end, 100) - start)
    return tag("rect", class_=look, x=_share(start), width=_share(width), y=2, height=10, rx=2)


def _between(look: str, start: float, end: float) -> Markup:
    middle = _BAR_HEIGHT / 2
    return tag("line", class_=look, x1=_share(start), x2=_share(end), y1=middle, y2=middle)


def _upright(look: str, place: float, top: float = -1, bottom: float = 15) -> Markup:
    here = _share(place)
    return tag("line", class_=look, x1=here, x2=here, y1=top, y2=bottom)


def _share(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def _said(
    value: float,
    low: float | None,
    high: float | None,
    floor: float | None,
    claimed: float | None,
) -> str:
    said = f"{number(value)} of 100"
    if low is not None and high is not None and high > low:
        said += f", between {number(low)} and {number(high)}"
    if claimed is not None and claimed > value:
        said += f", claimed {number(claimed)}"
    return said + (f", floor {number(floor)}" if floor is not None else "")
