"""The section on the data gap: where production differs from the sample of the POC, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup

from readiness_kit.engagement.observation import Check, Observation
from readiness_kit.views.cover import long_day
from readiness_kit.views.evidence_opening import age, nothing_told, opening
from readiness_kit.views.gap_drawings import gap_drawings
from readiness_kit.views.gap_figures import NO_SHARE_OF_ROWS, Found, found, gravest
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
from readiness_kit.views.story import Story
from readiness_kit.views.view import View

_NAMED, _NAMED_COLUMNS, _MOST_TOLD = 3, 6, 25
"""Causes in the first sentence, columns at a step, and findings in the table."""
_FIRST_CLAUSE = re.compile(r"(?:'[^']*'|[^;.]|[;.](?!\s|$))*")
"""Up to a semicolon or full stop that stands in no quotes."""
_LIMITS = {
    "missing": ("Cells that are empty or stand for nothing", ".1%"),
    "unparsable": ("Cells of another type", ".1%"),
    "unseen": ("New categories, other spellings and other forms", ".1%"),
    "range": ("Numbers out of range", ".1%"),
    "duplicates": ("Records that come twice", ".1%"),
    "base_rate": ("How often a label comes, difference", ".1%"),
    "drift": ("A distribution or mix that moved, index and distance", ".2f"),
    "joint": ("Told apart by all columns, area under the curve", ".2f"),
}


def data_gap(story: Story, seen: Observation, *, recorded: bool) -> View:
    """Tell how production differs from the POC's data, cause by cause and column by column."""
    parts = opening(story, seen, gap_sentence(seen), recorded=recorded)
    parts += [note(words) for words in age(story, seen)]
    told = found(seen)
    parts += [*gap_drawings(seen, told), *_findings(told), *_steps(told), *_unsettled(seen)]
    parts += [tag("p", check.cause) for check in seen.checks if check.verdict in (None, "pass")]
    if seen.state == "done":
        parts.append(fold("How this was measured", _how(seen)))
    title = "How does production differ from the POC’s data?"
    return View(join(parts), id="data-gap", title=title)


def gap_sentence(seen: Observation) -> Markup:
    """The gravest causes by name, and what is not settled."""
    if seen.state == "error" or not seen.figures:
        return join([nothing_told(seen)])
    parts: list[object] = []
    if findings := found(seen):
        parts.append(_differs(seen, gravest(findings)[:_NAMED]))
    elif seen.verdict == "pass":
        rows = number(seen.n or 0, 0)
        parts.append(f"In {rows} rows of production nothing goes beyond what the POC’s data show.")
    if seen.verdict == "inconclusive" and seen.reason:
        parts.append(f"It is not settled: {seen.reason.rstrip('.')}.")
        if seen.decides_at_n:
            parts.append(f"About {seen.decides_at_n:,} rows of production would decide.")
    return join(parts, " ")


def _differs(seen: Observation, named: Sequence[Found]) -> Markup:
    causes = join((_gist(each.check) for each in named), "; ")
    counted = seen.figures.get("verdicts") or {}
    left = [
        (counted.get(verdict, 0) - sum(each.check.verdict == verdict for each in named), word)
        for verdict, word in (("fail", "failed"), ("warn", "warned"))
    ]
    more = " and ".join(f"{count:,} {word}" for count, word in left if count > 0)
    rest = f" Of the other checks {more}." if more else ""
    return join(["Production differs ", causes, ".", rest])


def _gist(check: Check) -> Markup:
    """The first clause of a cause, and in which column."""
    clause = _FIRST_CLAUSE.match(check.cause or check.check)
    said = clause[0] if clause else check.check
    where = join(["in ", bidi(check.column), ": "]) if check.column else "in that "
    return join([where, said[:1].lower(), said[1:]])


def _findings(told: Sequence[Found]) -> Iterator[Markup]:
    if not told:
        return
    rows = [
        (
            bidi(each.check.column) if each.check.column else "All columns",
            join([tag("b", f"{capital(each.check.check)}."), " ", each.check.cause or ""]),
            _share(each),
            badge(each.check.verdict or "inconclusive"),
        )
        for each in told[:_MOST_TOLD]
    ]
    columns = [Column("Column"), Column("What differs"), Column("Share", numeric=True)]
    yield table(
        [*columns, Column("Verdict")],
        rows,
        "What differs, gravest first; shares are beyond what the POC shows",
    )
    if left := len(told) - len(rows):
        yield note(f"{left:,} more findings are in the observation’s file.")


def _steps(told: Sequence[Found]) -> Iterator[Markup]:
    """What closes what was found, a step once for all the findings that it closes."""
    closed: dict[str, list[Check]] = {}
    for each in told:
        if each.check.fix:
            closed.setdefault(each.check.fix, []).append(each.check)
    if closed:
        yield tag("h3", "What to do about it")
        yield bullets(join([_closes(checks), " ", fix]) for fix, checks in closed.items())


def _closes(checks: Sequence[Check]) -> Markup:
    """What a step closes, and in which columns."""
    kinds = dict.fromkeys(capital(check.check) for check in checks)
    names = [check.column for check in checks if check.column]
    more = [f"{len(names) - _NAMED_COLUMNS:,} more"] if len(names) > _NAMED_COLUMNS else []
    named = join([*map(bidi, names[:_NAMED_COLUMNS]), *more], ", ")
    return join([tag("b", "; ".join(kinds)), join([" (", named, ")"]) if names else "", "."])


def _share(each: Found) -> Markup | str:
    check = each.check
    if check.share is None:
        return NOTHING
    quiet = [of] if (of := NO_SHARE_OF_ROWS.get(each.kind)) else []
    if check.interval:
        quiet.append(f"({check.interval[0]:.1%} to {check.interval[1]:.1%})")
    lines = (join([tag("br"), tag("span", words, class_="rk-quiet")]) for words in quiet)
    return join([f"{check.share:.1%}", *lines])


def _unsettled(seen: Observation) -> Iterator[Markup]:
    """What the run could not tell, and how many rows would decide."""
    open_ = [check for check in seen.checks if check.verdict == "inconclusive"]
    if not open_:
        return
    yield tag("h3", "What this run could not tell")
    yield bullets(
        join(
            [
                tag("b", f"{capital(check.check)}."),
                join([" ", bidi(check.column), ":"]) if check.column else "",
                f" {check.cause or ''} {check.fix or ''}",
            ]
        )
        for check in open_
    )


def _how(seen: Observation) -> Markup:
    told = [
        f"Both files were read on {long_day(seen.as_of)}, cell by cell as text. What the POC’s "
        "columns hold says what production’s should hold. Where one cause explains a cell, later "
        "checks leave it out, so that one defect is found once.",
        "Shares are beyond what the POC itself shows, with Newcombe’s interval; Wilson’s where it "
        "shows none. A distribution’s stability index is corrected for small samples; chance is "
        "ruled out over all columns at once. All columns together are judged by a classifier, on "
        f"rows that it did not learn from, drawn with seed {seen.seed}.",
    ]
    parts = [tag("p", words) for words in told]
    parts += [tag("p", f"{capital(remark)}.") for remark in seen.figures.get("notes") or []]
    return join([*parts, *_limits(seen.limits), _files(seen)])


def _limits(limits: dict[str, Any]) -> Iterator[Markup]:
    rows = [
        (name, f"{limits[f'{key}_warn']:{form}}", f"{limits[f'{key}_fail']:{form}}")
        for key, (name, form) in _LIMITS.items()
        if f"{key}_warn" in limits
    ]
    if rows:
        heads = [Column(f"{word} from", numeric=True) for word in ("Warns", "Fails")]
        yield table(
            [Column("Check"), *heads],
            rows,
            "The limits; a share fails where its whole 95 % interval has reached its limit",
        )
        yield tag(
            "p",
            f"Below {limits['n_min']:,} rows a side no share is judged good, below "
            f"{limits['n_min_drift']:,} no distribution.",
        )


def _files(seen: Observation) -> Markup:
    sides = [seen.figures.get(side) or {} for side in ("poc", "production")]
    rows = [
        (file.path, side.get("read_as"), number(side.get("rows"), 0), file.sha256[:12])
        for file, side in zip(seen.inputs, sides, strict=False)
    ]
    columns = [Column("File"), Column("Read as"), Column("Rows compared", numeric=True)]
    return table([*columns, Column("sha256 begins")], rows, "What the run read")
