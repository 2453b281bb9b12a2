"""The section on where the accuracy went: the fall, shared out among the defects of the data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from readiness_kit.engagement.observation import Observation
from readiness_kit.views.cover import long_day
from readiness_kit.views.evidence_opening import asked_of, opening
from readiness_kit.views.fall_words import fall_sentence, points, reach, tenths
from readiness_kit.views.html import (
    NOTHING,
    Column,
    bidi,
    bullets,
    capital,
    fold,
    join,
    note,
    number,
    table,
    tag,
)
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from readiness_kit.views.view import View

_MOST_COLUMNS = 6


def attribution(story: Story, seen: Observation, *, recorded: bool) -> View:
    """Tell what each group of defects takes, what repairing it would bring back, what is left."""
    sentence = fall_sentence(seen)
    parts = opening(story, seen, sentence, recorded=recorded, recording=" records it.")
    parts += [note(words) for words in _standing(story, seen)]
    if _drawn(seen):
        parts.append(_chart(seen))
    if seen.checks:
        parts += [_in_words(seen), _steps(seen)]
    if unrepaired := seen.figures.get("unrepaired"):
        parts.append(_unrepaired(unrepaired))
    parts.append(fold("How this was measured", _how(seen)))
    return View(join(parts), id="attribution", title="Where did the accuracy go?")


def _standing(story: Story, seen: Observation) -> Iterator[str]:
    """Why these figures may not be the last word."""
    if told := asked_of(story, seen):
        yield told
    if seen.figures.get("mix_too_far"):
        yield (
            "The mix of records moved so far that no weights undo it; its part stays in what is "
            "left over."
        )
    for entry in (seen.figures.get("planted") or {}).get("nowhere") or []:
        where = f"{entry['title']} in {entry['column']}"
        yield f"Not planted, for no drawn record had a place for it: {where}."


def _drawn(seen: Observation) -> bool:
    planted = seen.figures.get("planted") or {}
    return bool(seen.figures.get("fall") or planted.get("bars"))


def _chart(seen: Observation) -> Markup:
    from readiness_kit.views.attribution_charts import fall_chart, fall_start
    from readiness_kit.views.figure import figure

    start = fall_start(seen)
    return figure(
        fall_chart(seen),
        phone=fall_chart(seen, width=PHONE_WIDTH),
        id="attribution-chart",
        title=_title(seen),
        reading=_reading(seen) + (f" The axis starts at {start:.0%}, not at 0." if start else ""),
        alternative=fold("The figures of this chart", _figures(seen)),
    )


def _title(seen: Observation) -> str:
    if seen.figures.get("fall"):
        return "From the POC’s accuracy down to production’s"
    return "What the defects would cost: ESTIMATED"


def _reading(seen: Observation) -> str:
    if not seen.figures.get("fall"):
        return (
            "Dot: share of right answers. Each step down is what planting the defect in the POC’s "
            "records costs; the line is its 95 % interval. Production has no labels to hold it "
            "against."
        )
    return (
        "Dot: share of right answers. Each step down is the part of the fall that repairing the "
        "defect brings back; the line is its 95 % interval. The thin grey bar beneath is what the "
        "same defect costs when it is planted in the POC’s records: where it is longer, repairing "
        "cannot bring back all that was lost."
    )


def _figures(seen: Observation) -> Markup:
    """The bars as figures, adding up as printed: what is left takes the rounding."""
    repaired, planted = (seen.figures.get(key) or {} for key in ("repaired", "planted"))
    costs = {bar["group"]: bar for bar in planted.get("bars") or []}
    bars = repaired.get("bars") or []
    rows = [
        (
            capital(bar["title"]),
            points(bar["estimate"]),
            reach(bar),
            points(bar["alone"]),
            _cost(costs.get(bar["group"])),
            number(bar["records"], 0),
        )
        for bar in bars
    ]
    if not bars:
        rows = [
            (capital(b["title"]), NOTHING, NOTHING, NOTHING, _cost(b), number(b["records"], 0))
            for b in costs.values()
        ]
    if (left := repaired.get("left")) and (fall := seen.figures.get("fall")):
        rest = tenths(fall["estimate"]) - sum(tenths(bar["estimate"]) for bar in bars)
        rows.append(("Left over", f"{rest / 10 + 0.0:.1f}", reach(left), NOTHING, NOTHING, NOTHING))
        rows.append(
            (
                "The fall",
                points(fall["estimate"]),
                reach(fall),
                NOTHING,
                _cost(planted.get("together")),
                NOTHING,
            )
        )
    columns = [
        Column("Defect"),
        Column("Its part, points", numeric=True),
        Column("95 % interval", numeric=True),
        Column("Repaired alone", numeric=True),
        Column("Planted in the POC", numeric=True),
        Column("Records touched", numeric=True),
    ]
    return table(columns, rows, "Parts of the fall, in percentage points")


def _in_words(seen: Observation) -> Markup:
    rows = [(capital(check.check), check.cause or "") for check in seen.checks]
    return table(["Defect", "What it means"], rows, "The parts in words")


def _steps(seen: Observation) -> Markup:
    steps = [
        join([tag("b", f"{capital(check.check)}."), " ", check.fix])
        for check in seen.checks
        if check.fix
    ]
    return join([tag("h3", "What would bring it back"), bullets(steps)]) if steps else Markup("")


def _unrepaired(kinds: list[dict[str, Any]]) -> Markup:
    """What differs and no repair touches: it is part of what is left over."""
    told = [_kind(kind) for kind in kinds]
    return tag("p", "Found, and not repaired here: ", join(told, "; "), ".")


def _kind(kind: dict[str, Any]) -> Markup:
    named = [bidi(name) for name in kind["columns"][:_MOST_COLUMNS]]
    more = [f"{kind['more']} more"] if kind.get("more") else []
    where = join([" (", join([*named, *more], ", "), ")"]) if named else Markup("")
    return join([kind["title"], where])


def _how(seen: Observation) -> Markup:
    target = f"{seen.target.id}, version {seen.target.version}" if seen.target else "of the client"
    sides = [seen.figures.get(key) or {} for key in ("poc", "production")]
    drawn = [number(side.get("drawn"), 0) for side in sides]
    asked = number(seen.figures.get("asked"), 0)
    told = [
        f"Model {target}, asked on {long_day(seen.as_of)} for {asked} records in all: "
        f"{drawn[0]} of the POC sample and {drawn[1]} of production, drawn with seed {seen.seed}, "
        "as they are and with each set of their defects repaired or planted. "
        "So the accuracies here may differ a little from those counted on all rows.",
        "A part is a Shapley value: what repairing the defect adds, averaged over every order in "
        "which the defects could be repaired, so that the parts add up to the fall. Intervals are "
        "of a bootstrap over the records. A missing value is filled with the POC’s middle or "
        "commonest one; planted defects fall on records at random, in the shares measured.",
    ]
    parts = [tag("p", words) for words in told]
    parts += [tag("p", f"{remark}.") for remark in seen.figures.get("notes") or []]
    files = [(f.path, number(f.rows, 0), f.sha256[:12]) for f in seen.inputs]
    columns = [Column("File"), Column("Rows", numeric=True), Column("sha256 begins")]
    return join([*parts, table(columns, files, "What the run read")])


def _cost(bar: dict[str, Any] | None) -> str:
    return NOTHING if bar is None else f"{points(bar['estimate'])} ({reach(bar)})"
