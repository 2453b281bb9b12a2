"""The graph of the integration map: who sends records in, who receives answers, what is open.

Everything is placed in pixels: the assessed system is a bar in the middle, so that each line to it
is level and none crosses a name. On a phone the bar is a spine, and the systems are a list.
Altair takes about a second to import, so this module is imported where the graph is drawn.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from readiness_kit.engagement.integrations import Integration, IntegrationMap
from readiness_kit.views.charts import INK, RANGE
from readiness_kit.views.theme import ACCENT, HALO, LEVEL_FILLS, LIGHT, MUTED, PHONE_WIDTH

Side = Literal["left", "right", "list"]

WIDE = 612
_NAME, _CIRCLE, _BAR = 196, 212, 264
"""From the left edge: where names end, where circles and the bar stand; the right is a mirror."""
_SPINE, _LISTED = 8, 46
"""On a phone: where the spine and the circles stand."""
_ROW, _NEEDS, _HEAD, _RADIUS = 40, 16, 30, 10
_SHAPE, _APART = 13, 7
"""The pixels that a mark takes before its word, and those between two marks."""

HEADS = {
    "in": "Sends records in",
    "both": "Both ways",
    "out": "Receives answers",
    None: "Direction not known",
}
FLAGS = (
    ("unowned", "no owner", "square", LEVEL_FILLS[0], 46),
    ("untested", "untested", "triangle-up", LEVEL_FILLS[1], 44),
    ("without_fallback", "no fallback", "diamond", LIGHT["level-2"], 56),
)
"""What may be open: its name on the map, its word, shape and colour, and the word's width."""
SETTLED = "owner, test and fallback known"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one system stands."""

    row: Integration
    side: Side
    y: float


def open_words(mapped: IntegrationMap, row: Integration) -> list[str]:
    """The words of what is open of a system: no owner, untested, no fallback."""
    return [word for name, word, *_ in FLAGS if row in getattr(mapped, name)]


def integration_graph(
    mapped: IntegrationMap, system: str, *, width: int = WIDE
) -> alt.LayerChart | alt.FacetChart:
    """The systems round the assessed one; below the wide width they are a list."""
    phone = width < WIDE
    places, heads, height = _listed(mapped) if phone else _sided(mapped)
    middle = _phone_middle(system, height) if phone else _wide_middle(system, height)
    layers = [
        _needs_lines(places) if not phone else [],
        _links(places),
        middle,
        [_words(heads, color=MUTED, fontSize=11.5)],
        _circles(mapped, places),
        _names(places, phone=phone),
        _flags(mapped, places),
    ]
    drawn = [layer for group in layers for layer in group]
    return alt.layer(*drawn).properties(width=width, height=height)


def _groups(mapped: IntegrationMap) -> Iterator[tuple[str | None, list[Integration]]]:
    for direction in HEADS:
        rows = [row for row in mapped.rows if row.direction == direction]
        if rows:
            yield direction, rows


def _sided(mapped: IntegrationMap) -> tuple[list[_Place], list[dict[str, Any]], float]:
    """Senders left, receivers right, the others where there is room."""
    columns: dict[Side, list[tuple[str, Integration]]] = {"left": [], "right": []}
    own: dict[str | None, Side] = {"in": "left", "out": "right"}
    for direction, rows in sorted(_groups(mapped), key=lambda group: group[0] not in own):
        for row in rows:
            shorter: Side = "left" if len(columns["left"]) <= len(columns["right"]) else "right"
            columns[own.get(direction, shorter)].append((HEADS[direction], row))
    places: list[_Place] = []
    heads: list[dict[str, Any]] = []
    tallest = 0.0
    for side, column in columns.items():
        y, last = 0.0, ""
        for head, row in column:
            if head != last:
                x = _NAME if side == "left" else WIDE - _NAME
                heads.append(_word(head, x, y + 16, align=_away(side)))
                y, last = y + _HEAD, head
            places.append(_Place(row, side, y + _ROW / 2))
            y += _ROW
        tallest = max(tallest, y)
    return places, heads, max(tallest, _HEAD + 2 * _ROW)


def _listed(mapped: IntegrationMap) -> tuple[list[_Place], list[dict[str, Any]], float]:
    places: list[_Place] = []
    heads: list[dict[str, Any]] = []
    y = float(_HEAD)
    for direction, rows in _groups(mapped):
        heads.append(_word(HEADS[direction], _LISTED - _RADIUS, y + 16))
        y += _HEAD
        for row in rows:
            places.append(_Place(row, "list", y + _ROW / 2))
            y += _ROW + (_NEEDS if row.depends_on else 0)
    return places, heads, y


def _wide_middle(system: str, height: float) -> list[alt.Chart]:
    lines = textwrap.wrap(" ".join(system.split()), 11, max_lines=4, placeholder="…")
    box = [{"x": _BAR, "x2": WIDE - _BAR, "y": 0, "y2": height}]
    top = height / 2 - 7.5 * (len(lines) - 1)
    words = [_word(line, WIDE / 2, top + 15 * n, align="center") for n, line in enumerate(lines)]
    return [_box(box), _words(words, fontWeight="bold", limit=WIDE - 2 * _BAR - 8)]


def _phone_middle(system: str, height: float) -> list[alt.Chart]:
    box: list[dict[str, Any]] = [
        {"x": 0, "x2": PHONE_WIDTH, "y": 0, "y2": 26},
        {"x": 0, "x2": _SPINE, "y": 20, "y2": height},
    ]
    word = [_word(" ".join(system.split()), 10, 13)]
    return [_box(box), _words(word, fontWeight="bold", limit=PHONE_WIDTH - 20)]


def _box(rows: list[dict[str, Any]]) -> alt.Chart:
    drawn: alt.Chart = alt.Chart(alt.Data(values=rows)).mark_rect(color=RANGE, cornerRadius=4)
    return drawn.encode(x=_pixel_x("x"), y=_pixel_y("y"), x2="x2:Q", y2="y2:Q")


def _ends(place: _Place) -> tuple[float, float]:
    """The edge of the circle and the edge of the bar, from which the line between them goes."""
    if place.side == "left":
        return _CIRCLE + _RADIUS + 3, _BAR - 2
    if place.side == "right":
        return WIDE - _CIRCLE - _RADIUS - 3, WIDE - _BAR + 2
    return _LISTED - _RADIUS - 3, _SPINE + 2


def _links(places: Sequence[_Place]) -> list[alt.Chart]:
    lines, arrows = [], []
    for place in places:
        outer, inner = _ends(place)
        lines.append({"x": outer, "x2": inner, "y": place.y})
        ahead = 1 if inner > outer else -1
        if place.row.direction in ("in", "both"):
            arrows.append(_arrow(inner - 3 * ahead, place.y, ahead))
        if place.row.direction in ("out", "both"):
            arrows.append(_arrow(outer + 3 * ahead, place.y, -ahead))
    rule = alt.Chart(alt.Data(values=lines)).mark_rule(color=ACCENT, strokeWidth=1.6)
    return [
        rule.encode(x=_pixel_x("x"), x2="x2:Q", y=_pixel_y("y")),
        _points(arrows, color=ACCENT),
    ]


def _arrow(x: float, y: float, ahead: int) -> dict[str, Any]:
    shape = "triangle-right" if ahead > 0 else "triangle-left"
    return {"x": x, "y": y, "shape": shape, "size": 62, "fill": ACCENT}


def _needs_lines(places: Sequence[_Place]) -> list[alt.Chart]:
    """A dashed curve from each system to each one that it needs, through the gap or the bar."""
    by_key = {place.row.key: place for place in places}
    steps: list[dict[str, Any]] = []
    arrows: list[dict[str, Any]] = []
    for place in places:
        for name in place.row.depends_on:
            other = by_key.get(name.casefold())
            if other is None or other is place:
                continue
            edge = f"{place.row.key} {other.row.key}"
            steps += [{"edge": edge, "step": n, **at} for n, at in enumerate(_curve(place, other))]
            outer, inner = _ends(other)
            back = -1 if inner > outer else 1
            last = steps[-1]
            arrow = _arrow(last["x"] - 3 * back, last["y"], back)
            arrows.append({**arrow, "size": 40, "fill": MUTED})
    if not steps:
        return []
    line = alt.Chart(alt.Data(values=steps)).mark_line(
        color=MUTED, strokeDash=[4, 3], strokeWidth=1.3
    )
    return [
        line.encode(x=_pixel_x("x"), y=_pixel_y("y"), detail="edge:N", order=alt.Order("step:Q")),
        _points(arrows, color=MUTED),
    ]


def _curve(start: _Place, end: _Place) -> list[dict[str, float]]:
    """Points of a cubic curve that leaves and arrives level, beside the lines to the bar."""
    lift = 6 if end.y > start.y else -6
    (x0, bar0), (x3, bar3) = _ends(start), _ends(end)
    y0, y3 = start.y + lift, end.y - (lift if end.y != start.y else -lift)
    # the further apart on one side, the wider the bow, so that curves do not lie on each other
    rows = abs(start.y - end.y) / _ROW
    reach = min(0.45 + 0.2 * rows, 1.15) if start.side == end.side else 1.0
    x1, x2 = x0 + (bar0 - x0) * reach, x3 + (bar3 - x3) * reach
    points = []
    for n in range(17):
        t = n / 16
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        x, y = a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y0 + c * y3 + d * y3
        points.append({"x": round(x, 2), "y": round(y, 2)})
    return points


def _circles(mapped: IntegrationMap, places: Sequence[_Place]) -> list[alt.Chart]:
    """A circle with the letter of the criticality; A is filled."""
    rows = []
    for place in places:
        first = place.row.criticality == "A"
        rows.append(
            {
                "x": {"left": _CIRCLE, "right": WIDE - _CIRCLE, "list": _LISTED}[place.side],
                "y": place.y,
                "letter": place.row.criticality or "?",
                "fill": ACCENT if first else HALO,
                "ink": HALO if first else INK,
                **_told(mapped, place.row),
            }
        )
    base = alt.Chart(alt.Data(values=rows)).encode(x=_pixel_x("x"), y=_pixel_y("y"))
    names = {
        "system": "System",
        "owner": "Owner",
        "way": "Direction",
        "criticality": "Criticality",
        "open": "Open",
        "needs": "Needs",
    }
    tooltip = [alt.Tooltip(f"{field}:N", title=title) for field, title in names.items()]
    circle = base.mark_point(size=300, filled=True, stroke=ACCENT, strokeWidth=1.4, opacity=1)
    letter = base.mark_text(fontSize=11, fontWeight="bold", dy=0.5)
    return [
        circle.encode(fill=alt.Fill("fill:N", scale=None), tooltip=tooltip),
        letter.encode(text="letter:N", color=alt.Color("ink:N", scale=None), tooltip=tooltip),
    ]


def _told(mapped: IntegrationMap, row: Integration) -> dict[str, str]:
    return {
        "system": row.system,
        "owner": row.owner or "not known",
        "way": HEADS[row.direction],
        "criticality": row.criticality or "not known",
        "open": ", ".join(open_words(mapped, row)) or "nothing",
        "needs": ", ".join(row.depends_on) or "none named",
    }


def _names(places: Sequence[_Place], *, phone: bool) -> list[alt.Chart]:
    rows = [_word(p.row.system, _text_x(p), p.y - 8, align=_away(p.side)) for p in places]
    room = PHONE_WIDTH - _LISTED - 16 if phone else _NAME
    made = [_words(rows, fontWeight="bold", limit=room)]
    if phone:
        needs = [
            _word("needs " + ", ".join(p.row.depends_on), _text_x(p), p.y + 26)
            for p in places
            if p.row.depends_on
        ]
        made += [_words(needs, fontSize=11, limit=room, color=MUTED)]
    return made


def _flags(mapped: IntegrationMap, places: Sequence[_Place]) -> list[alt.Chart]:
    words, marks = [], []
    for place in places:
        y, found = place.y + 9, [flag for flag in FLAGS if place.row in getattr(mapped, flag[0])]
        if not found:
            words.append(_word(SETTLED, _text_x(place), y, align=_away(place.side)))
        x = _text_x(place)
        if place.side == "left":
            x -= sum(_SHAPE + flag[4] for flag in found) + _APART * (len(found) - 1)
        for _, word, shape, colour, room in found:
            marks.append({"x": x + 5, "y": y, "shape": shape, "size": 58, "fill": colour})
            words.append(_word(word, x + _SHAPE, y))
            x += _SHAPE + room + _APART
    return [_points(marks, color=INK), _words(words, fontSize=11)]


def _text_x(place: _Place) -> float:
    return {"left": _NAME, "right": WIDE - _NAME, "list": _LISTED + 16}[place.side]


def _away(side: Side) -> str:
    """How words stand that begin at the circle."""
    return "right" if side == "left" else "left"


def _word(text: str, x: float, y: float, *, align: str = "left") -> dict[str, Any]:
    return {"text": text, "x": x, "y": y, "align": align}


def _words(rows: list[dict[str, Any]], *, color: str = INK, **look: Any) -> alt.Chart:
    base: alt.Chart = alt.Chart(alt.Data(values=rows))
    look |= {"color": color, "baseline": "middle", "align": alt.ExprRef("datum.align")}
    drawn: alt.Chart = base.mark_text(**look)
    return drawn.encode(x=_pixel_x("x"), y=_pixel_y("y"), text="text:N")


def _points(rows: list[dict[str, Any]], *, color: str) -> alt.Chart:
    base: alt.Chart = alt.Chart(alt.Data(values=rows))
    drawn: alt.Chart = base.mark_point(filled=True, color=color, opacity=1)
    return drawn.encode(
        x=_pixel_x("x"),
        y=_pixel_y("y"),
        shape=alt.Shape("shape:N", scale=None),
        size=alt.Size("size:Q", scale=None),
        fill=alt.Fill("fill:N", scale=None),
    )


def _pixel_x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=None, axis=None)


def _pixel_y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)
