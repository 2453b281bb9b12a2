"""The integration map: which systems a record touches, what is open of each, what to settle first.

An empty cell is told as "not known": nobody said that there is none.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from readiness_kit.engagement.integrations import (
    INTEGRATIONS,
    Integration,
    IntegrationMap,
    circles,
)
from readiness_kit.views.html import (
    Column,
    bidi,
    bullets,
    facts,
    fold,
    join,
    lead,
    note,
    number,
    table,
    tag,
)
from readiness_kit.views.not_yet import not_yet
from readiness_kit.views.parts import KeyFigure, key_figures
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from readiness_kit.views.view import View

_ID = "integrations"
_TITLE = "Which systems does a record touch, and who owns them?"
_FIRST = 3
_DRAWN = 30
"""Systems in the drawing; more would be a page of arrows that nobody follows."""
_UNKNOWN = "not known"
_RULE = "integration_share"
_WAYS = {"in": "in", "out": "out", "both": "in and out", None: "direction not known"}
_MISSING = {
    "direction": "direction",
    "protocol": "protocol",
    "authentication": "how it signs in",
    "data_class": "class of the data",
    "volume_per_day": "volume",
    "failure_mode": "how it fails",
}
"""The columns of a complete map in words."""
_STEPS = (
    ("unowned", "name an owner"),
    ("untested", "send one real message through it"),
    ("without_fallback", "agree what steps in when it fails"),
    ("incomplete", "fill in the rest of its row"),
)
"""What may be open of a system and the step that settles it, in the order of asking."""
_COLUMNS = (
    ("system", "its name; the one cell that may not be empty"),
    ("kind, owner", "what it is, and who answers for it"),
    ("direction", "in, out or both, as seen from the assessed system"),
    ("protocol, authentication", "how the two talk, and how one knows the other"),
    ("data_class", "public, internal, personal or special"),
    ("volume_per_day", "records a day, as a number"),
    ("service_level, test_environment", "what it promises, and where to try it"),
    ("failure_mode, fallback", "how it fails, and what steps in; “none” where nothing does"),
    ("criticality", "A, B or C; without an A the process stands still"),
    ("status", "unknown, agreed, built, tested or live"),
    ("effort_days, planned", "working days to connect it, and the day it is planned for"),
    ("depends_on", "the systems that it needs, separated by a semicolon"),
)


def integrations(story: Story) -> View:
    """Show the systems on a record's path, what is open of each, and which to settle first."""
    mapped = story.engagement.integrations
    if mapped is None or not mapped.rows:
        return _not_yet(story, there=mapped is not None)
    html = join(
        [
            lead(integration_sentence(mapped)),
            key_figures(_figures(mapped)),
            _graph(story, mapped),
            tag("h3", "What to settle first"),
            _next_steps(mapped),
            table(_HEADS, [_row(mapped, row) for row in mapped.rows], "The systems, as mapped"),
            _circle(mapped),
            tag("h3", "What integration takes of the work"),
            tag("p", share_sentence(story)),
            tag("p", _effort(mapped)),
        ]
    )
    return View(html, id=_ID, title=_TITLE)


def integration_sentence(mapped: IntegrationMap) -> str:
    """How many systems there are, and of how many something decisive is open."""
    total = len(mapped.rows)
    owner, test, fallback = (
        len(rows) for rows in (mapped.unowned, mapped.untested, mapped.without_fallback)
    )
    if total == 1:
        return (
            f"One system is on the path: it {'has no owner' if owner else 'has an owner'}, "
            f"{'is untested' if test else 'is tested'} and "
            f"{'has no known fallback' if fallback else 'has a fallback'}."
        )
    return (
        f"Of {total} systems on the path {_count(owner, 'has', 'have')} no owner, "
        f"{_count(test, 'is', 'are')} untested, {_count(fallback, 'has', 'have')} no known "
        "fallback."
    )


def share_sentence(story: Story) -> str:
    """The plan's share of integration beside what projects of this kind took."""
    planned = story.engagement.profile.budget.integration_share
    rule = story.rule_of_thumb(_RULE)
    usual = "" if rule is None else " to ".join(f"{end:.0%}" for end in rule.range)
    if planned is None:
        asked = f" Projects of this kind took {usual}." if usual else ""
        return f"The plan does not say what share of the work is integration.{asked}"
    told = f"The plan gives integration {planned:.0%} of the work"
    if rule is None:
        return f"{told}."
    low, high = rule.range
    if planned < low:
        return f"{told}; projects of this kind took {usual}. What is left out of the plan?"
    place = "within" if planned <= high else "above"
    return f"{told}, {place} the {usual} that projects of this kind took."


def settle_first(mapped: IntegrationMap) -> list[Integration]:
    """The open systems: criticality A first, then who is needed most, then volume."""
    open_ = {row.key for name, _ in _STEPS for row in getattr(mapped, name)}
    return sorted(
        (row for row in mapped.rows if row.key in open_),
        key=lambda row: (
            row.criticality != "A",
            -_needed_by(mapped, row),
            -(row.volume_per_day or 0),
        ),
    )


def _count(count: int, one: str, more: str) -> str:
    return f"{count or 'none'} {one if count <= 1 else more}"


def _not_yet(story: Story, *, there: bool) -> View:
    words = [
        "Not yet mapped: the map shows each system that a record passes, who owns it, whether its "
        "connection was tested, and what steps in when it fails."
    ]
    if there:
        words.append(f"{INTEGRATIONS} is there, but names no system yet.")
    return not_yet(
        _ID,
        _TITLE,
        *words,
        command=f"readiness import {story.folder} {INTEGRATIONS}",
        columns=facts((tag("code", name), words) for name, words in _COLUMNS),
    )


def _figures(mapped: IntegrationMap) -> list[KeyFigure]:
    points = len(mapped.single_points)
    return [
        KeyFigure(number(len(mapped.rows), 0), "Systems on the path"),
        KeyFigure(number(len(mapped.unowned), 0), "Without an owner"),
        KeyFigure(number(len(mapped.untested), 0), "Not tested"),
        KeyFigure(number(len(mapped.without_fallback), 0), "Without a known fallback"),
        KeyFigure(number(points, 0), "Single points of failure", "needed or critical, no fallback"),
    ]


def _graph(story: Story, mapped: IntegrationMap) -> Markup:
    from readiness_kit.views.figure import figure
    from readiness_kit.views.integration_graph import integration_graph

    system = story.engagement.profile.system
    drawn = IntegrationMap(mapped.rows[:_DRAWN])
    left = len(mapped.rows) - _DRAWN
    many = "system stands" if left == 1 else "systems stand"
    rest = f" {left} more {many} in the table alone." if left > 0 else ""
    return figure(
        integration_graph(drawn, system),
        phone=integration_graph(drawn, system, width=PHONE_WIDTH),
        id="integrations-graph",
        title="The path of a record",
        reading=_reading(mapped) + rest,
        alternative=fold("The same as a list", _listed(mapped)),
    )


def _reading(mapped: IntegrationMap) -> str:
    ways = [row.direction for row in mapped.rows]
    counts = [
        f"{ways.count(way)} {words}"
        for way, words in (
            ("in", "sending in"),
            ("out", "receiving"),
            ("both", "both ways"),
            (None, "in no known direction"),
        )
        if way in ways
    ]
    told = [
        "Each arrow is the way of the records into or out of the assessed system: "
        f"{', '.join(counts)}.",
        "The letter is the criticality, A the highest, a question mark if not known.",
        "A square marks what has no owner, a triangle what is untested, a diamond what has no "
        "known fallback.",
    ]
    if any(row.depends_on for row in mapped.rows):
        told.append("A dashed line, or on a phone a word, leads to what a system needs.")
    return " ".join(told)


def _listed(mapped: IntegrationMap) -> Markup:
    from readiness_kit.views.integration_graph import open_words

    rows = [
        (
            bidi(row.system),
            _WAYS[row.direction],
            row.criticality or _UNKNOWN,
            join([bidi(name) for name in row.depends_on], ", ") or "none named",
            ", ".join(open_words(mapped, row)) or "nothing",
        )
        for row in mapped.rows
    ]
    return table(["System", "Direction", "Criticality", "Needs", "Open"], rows, "The systems drawn")


_HEADS = [
    Column("System"),
    Column("Owner"),
    Column("Direction, protocol"),
    Column("Data"),
    Column("Records a day", numeric=True),
    Column("Test"),
    Column("Fallback"),
    Column("Missing"),
]


def _row(mapped: IntegrationMap, row: Integration) -> Sequence[object]:
    protocol = bidi(row.protocol) if row.protocol else "protocol not known"
    kind = join([" ", tag("span", bidi(row.kind), class_="rk-quiet")]) if row.kind else ""
    volume = _UNKNOWN if row.volume_per_day is None else _amount(row.volume_per_day)
    missing = [_MISSING.get(name, name) for name in mapped.missing(row)]
    return (
        join([bidi(row.system), kind]),
        _told(row.owner),
        join([_WAYS[row.direction], ", ", protocol]),
        row.data_class or _UNKNOWN,
        volume,
        row.status if row.status and row.status != "unknown" else _UNKNOWN,
        _told(row.fallback),
        ", ".join(missing) or "nothing",
    )


def _told(words: str | None) -> Markup | str:
    return bidi(words) if words else _UNKNOWN


def _amount(value: float) -> str:
    return number(value, 0 if value == int(value) or value >= 10 else 1)


def _needed_by(mapped: IntegrationMap, row: Integration) -> int:
    return sum(row.key in {name.casefold() for name in one.depends_on} for one in mapped.rows)


def _next_steps(mapped: IntegrationMap) -> Markup:
    ahead = settle_first(mapped)
    if not ahead:
        return tag("p", "Nothing is open: every row is complete, owned, tested and has a fallback.")
    more = len(ahead) - _FIRST
    rest = note(
        f"{more} more {'has' if more == 1 else 'have'} something open; the table says what."
    )
    return join([bullets(_step(mapped, row) for row in ahead[:_FIRST]), rest if more > 0 else ""])


def _step(mapped: IntegrationMap, row: Integration) -> Markup:
    steps = [step for name, step in _STEPS if row in getattr(mapped, name)]
    why = [f"criticality {row.criticality}"] if row.criticality else []
    if needed := _needed_by(mapped, row):
        why.append(f"{needed} other {'system needs' if needed == 1 else 'systems need'} it")
    if row.volume_per_day is not None:
        why.append(f"{_amount(row.volume_per_day)} records a day")
    because = f" ({', '.join(why)})" if why else ""
    return join([tag("b", bidi(row.system)), f"{because}: {'; '.join(steps)}."])


def _circle(mapped: IntegrationMap) -> Markup:
    names = circles(mapped)
    if not names:
        return Markup("")
    told = join([bidi(name) for name in names], ", ")
    return note("These need each other in a circle: ", told, ". Which of them starts first?")


def _effort(mapped: IntegrationMap) -> str:
    known = [row.effort_days for row in mapped.rows if row.effort_days is not None]
    total = mapped.effort_days
    if total is None:
        return "Nobody has estimated the working days of any system yet."
    scope = f"{len(known)} of {len(mapped.rows)} systems"
    return f"Estimated so far: {_amount(total)} working days, for {scope}."
