"""The tables of the section on edge cases: what each family did, and what it costs a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from readiness_kit.engagement.observation import Check, Observation
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
from readiness_kit.views.parts import badge

OUTCOMES = {
    "CHANGED": "Another answer, no sign",
    "CRASH": "Crash",
    "INVALID": "No valid answer",
    "SAME": "Same answer",
    "FLAGGED": "Marked for a person",
    "REJECTED": "Refused",
}
"""The outcomes as a reader knows them, the one that does harm first."""
HARM = ("CHANGED", "CRASH", "INVALID")
MOST_DAILY, MOST_STEPS = 8, 8
"""Rows of the list by cost, and steps that are not folded away."""
_RANK = {"fail": 0, "warn": 1, "inconclusive": 2, "pass": 3, None: 4}


def families(seen: Observation) -> list[dict[str, Any]]:
    """The families of a run that changed anything, gravest first."""
    tried = [family for family in seen.figures.get("families") or [] if family["cases"]]
    verdicts = {check.check: check.verdict for check in seen.checks}

    def gravity(family: dict[str, Any]) -> tuple[float, ...]:
        share = float(family["silent"]["share"]) if family["silent"] else 0.0
        return _RANK[verdicts.get(family["title"])], -family["ended"], -share

    return sorted(tried, key=gravity)


def came(told: Sequence[dict[str, Any]]) -> list[str]:
    """The outcomes that came at all, in the order of a chart."""
    return [key for key in OUTCOMES if any(family["outcomes"][key] for family in told)]


def matrix(told: Sequence[dict[str, Any]]) -> Markup:
    """Cases by family and outcome, as counts."""
    keys = came(told)
    rows = [
        (
            capital(family["title"]),
            number(family["cases"], 0),
            *(number(family["outcomes"][key], 0) for key in keys),
        )
        for family in told
    ]
    columns = [Column("Fault"), Column("Cases", numeric=True)]
    columns += [Column(OUTCOMES[key], numeric=True) for key in keys]
    return table(columns, rows, "Cases by what came of them")


def daily(seen: Observation) -> Iterator[Markup]:
    """The faults that production has, by the wrong answers that they cost a day."""
    found = seen.figures.get("daily") or []
    if not found:
        return
    volume = seen.figures.get("volume") or {}
    rows = [_day(entry, volume) for entry in found[:MOST_DAILY]]
    columns = [Column("Fault"), Column("In"), Column("Of production", numeric=True)]
    columns += [Column("Right answers lost", numeric=True)]
    counted = volume.get("records_per_day") is not None
    columns += [Column("Wrong a day" if counted else "Wrong of all", numeric=True)]
    priced = any(entry["cost_per_day"] is not None for entry in found)
    columns += [Column(f"{volume.get('currency')} a day", numeric=True)] if priced else []
    if not priced:
        rows = [row[:-1] for row in rows]
    yield table(columns, rows, f"What production’s own faults cost, most first. {_limit(volume)}")
    if any(entry["estimated"] for entry in found):
        yield note("ESTIMATED: without labels every changed answer is counted as a wrong one.")
    if left := len(found) - len(rows):
        yield note(f"{left:,} more, which cost less, are in the observation’s file.")


def _day(entry: dict[str, Any], volume: dict[str, Any]) -> tuple[object, ...]:
    counted = entry["per_day"] is not None
    wrong = number(entry["per_day"], 0) if counted else f"{entry['share']:.1%}"
    low, high = entry["per_day_interval"] if counted else entry["interval"]
    reach = f"({low:,.0f} to {high:,.0f})" if counted else f"({low:.1%} to {high:.1%})"
    mark = join([badge("fail"), " "]) if entry["over"] else ""
    return (
        capital(entry["title"]),
        bidi(entry["field"]) if entry["field"] else "all fields",
        f"{entry['prevalence']:.1%}",
        f"{entry['loss']:.0%}",
        join([mark, wrong, tag("br"), tag("span", reach, class_="rk-quiet")]),
        number(entry["cost_per_day"], 0),
    )


def _limit(volume: dict[str, Any]) -> str:
    if volume.get("limit") is not None and volume.get("records_per_day") is not None:
        return f"Each may cost {volume['limit']:,.0f} a day"
    share = volume.get("limit_share")
    return "No limit can be applied" if share is None else f"Each may cost {share:.1%} of answers"


def faults(seen: Observation, told: Sequence[dict[str, Any]]) -> Iterator[Markup]:
    """Fault by fault: how often in silence, in which field most; what is well is folded away."""
    checks = {check.check: check for check in seen.checks}
    found: list[tuple[object, ...]] = []
    rest: list[tuple[object, ...]] = []
    for family in told:
        check = checks.get(family["title"])
        bad = check is not None and check.verdict in ("fail", "warn")
        (found if bad else rest).append(_fault(family, check))
    columns = [
        Column("Fault"),
        Column("Verdict"),
        Column("Another answer, no sign", numeric=True),
        Column("Most in"),
        Column("Accuracy there", numeric=True),
    ]
    if found:
        yield table(columns, found, "What each fault does, and where it does most")
    if rest:
        name = "Faults that were handled, or that these records do not decide"
        yield fold(f"{name} ({len(rest)})", table(columns, rest, name))


def _fault(family: dict[str, Any], check: Check | None) -> tuple[object, ...]:
    silent, worst = family["silent"], family["worst"]
    field = next((f for f in family["fields"] if f["field"] == worst), None)
    share = join([f"{silent['share']:.1%} ", _reach(silent["interval"])]) if silent else NOTHING
    accuracy = field["accuracy"] if field else None
    return (
        capital(family["title"]),
        badge(check.verdict) if check and check.verdict else NOTHING,
        share,
        join([bidi(field["field"]), f" {field['share']:.0%}"])
        if field and field["field"]
        else NOTHING,
        f"{accuracy['before']:.0%} → {accuracy['under']:.0%}" if accuracy else NOTHING,
    )


def steps(seen: Observation, told: Sequence[dict[str, Any]]) -> Iterator[Markup]:
    """What closes what was found, a step once for all the faults that it closes, gravest first."""
    order = {family["title"]: place for place, family in enumerate(told)}
    closed: dict[str, list[str]] = {}
    for check in sorted(seen.checks, key=lambda check: order.get(check.check, len(order))):
        if check.fix and check.verdict != "inconclusive":
            closed.setdefault(check.fix, []).append(capital(check.check))
    if not closed:
        return
    said = [join([tag("b", f"{'; '.join(names)}."), " ", fix]) for fix, names in closed.items()]
    yield tag("h3", "What to do about it")
    yield bullets(said[:MOST_STEPS])
    if rest := said[MOST_STEPS:]:
        yield fold(f"{len(rest):,} more steps", bullets(rest))


def repro(seen: Observation) -> Iterator[Markup]:
    """What to send to see it again: a masked record a fault, and how others were spoiled."""
    entries = seen.figures.get("repro") or []
    first: dict[tuple[str, str], dict[str, Any]] = {}
    ways: dict[tuple[str, str], list[str]] = {}
    for entry in entries:
        key = entry["id"], entry["field"]
        first.setdefault(key, entry)
        ways.setdefault(key, []).append(entry["how"])
    if first:
        told = bullets(_repro(entry, ways[key]) for key, entry in first.items())
        intro = tag(
            "p",
            "Every value is replaced by its kind, but for the fault itself. The records as they "
            "are: ",
            tag("code", "readiness export --to tests"),
            " writes them for your own team.",
        )
        yield fold("Records to try by hand", intro, told)


def _repro(entry: dict[str, Any], ways: Sequence[str]) -> Markup:
    named = [tag("b", f"{entry['id']} "), bidi(entry["field"]), ". "]
    how = "; ".join(dict.fromkeys(map(capital, ways)))
    return join([*named, f"{how}. ", tag("code", entry["curl"] or entry["json"])])


def not_tried(seen: Observation) -> Iterator[Markup]:
    """What the catalogue names and this run did not try."""
    skipped = [
        (family["id"], family["title"])
        for family in seen.figures.get("families") or []
        if not family["cases"]
    ]
    planned = [(entry["id"], entry["title"]) for entry in seen.figures.get("not_tried") or []]
    told = [
        (f"No field that it would change: {_listed(skipped)}." if skipped else ""),
        (f"Not in this version: {_listed(planned)}." if planned else ""),
    ]
    if any(told):
        count = len(skipped) + len(planned)
        yield fold(f"Not tried ({count})", *(tag("p", words) for words in told if words))


def _listed(entries: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{id} {title}" for id, title in entries)


def _reach(interval: list[float]) -> Markup:
    return tag("span", f"({interval[0]:.1%} to {interval[1]:.1%})", class_="rk-quiet")
