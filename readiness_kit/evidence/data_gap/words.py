"""G3 and G4 for words: other spellings of known categories, new ones, and forms of text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from readiness_kit.evidence.data_gap.drift import FEWEST, Moved, categories_moved, category_bins
from readiness_kit.evidence.data_gap.findings import Finding
from readiness_kit.evidence.data_gap.forms import same_word, shapes
from readiness_kit.evidence.data_gap.kinds import Known
from readiness_kit.evidence.data_gap.shares import UNSEEN, Judged, judged
from readiness_kit.evidence.data_gap.spelling import quoted
from readiness_kit.evidence.labels import SMALLEST_COUNT

if TYPE_CHECKING:
    from readiness_kit.evidence.data_gap.column import Column, Flags

MOST_SHAPES = 200
"""A column with more forms than this is prose, whose forms say nothing."""
_LONGEST_SHOWN = 40
_SURE = 3
"""The rule of three: what comes in none of n rows has a share under 3/n, with 95 % confidence."""


def category_findings(
    known: Known, b: Column, nothing: Flags
) -> tuple[list[Finding], list[tuple[Finding, Moved]]]:
    """Variants and new categories, judged; and the mix of the known ones, to be judged later."""
    import numpy as np

    before = _counted(known.column, ~known.nothing)
    by_word: dict[str, str] = {}
    for value in sorted(before, key=lambda value: (-before[value], value)):
        by_word.setdefault(same_word(value), value)
    spelled: dict[str, str] = {}
    variant, new = (np.zeros(len(b.counts), dtype=bool) for _ in range(2))
    after: Counter[str] = Counter()
    for place in np.flatnonzero(~nothing):
        cell, rows = b.text(int(place)), int(b.counts[place])
        if cell in before:
            after[cell] += rows
        elif (own := by_word.get(same_word(cell))) is not None:
            variant[place], spelled[cell] = True, own
            after[own] += rows
        else:
            new[place] = True
    filled = b.count(~nothing)
    if not filled or not before:
        return [], []
    findings = [_variant(b, variant, spelled, filled), _new(known, b, new, filled, before)]
    return findings, list(_mix(b, before, after))


def shape_findings(known: Known, b: Column, nothing: Flags) -> Iterator[Finding]:
    """Forms of text that A does not have; nothing where A has too many for that to mean much."""
    before = _shapes(known.column, ~known.nothing)
    filled = b.count(~nothing)
    if not before or not filled or len(before) > MOST_SHAPES:
        return
    strange = _other_shapes(b, before) & ~nothing
    result = _beyond_chance(b.count(strange), filled, before)
    yield result.finding(
        check="G4",
        kind="shape",
        column=b.name,
        cause=f"{result.share:.1%} of the cells have a form that the POC does not have"
        f"{_forms(b, strange)}.",
        n=filled,
        fix="Find which source writes them so; check the form where the data come in.",
        rows=b.in_rows(strange),
    )


def _shapes(column: Column, flags: Flags) -> Counter[str]:
    """How many rows of the flagged cells have each form."""
    import numpy as np

    encoded = shapes(column.cells.filter(flags)).dictionary_encode()
    codes, forms = np.asarray(encoded.indices), encoded.dictionary.to_pylist()
    rows = np.bincount(codes, weights=column.counts[flags], minlength=len(forms))
    return Counter({str(form): int(count) for form, count in zip(forms, rows, strict=True)})


def _other_shapes(b: Column, before: Collection[str]) -> Flags:
    """By distinct cell: whether its form is none of these."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    known = pa.array(sorted(before), type=pa.string())
    flags: Flags = ~np.asarray(pc.is_in(shapes(b.cells), value_set=known))
    return flags


def _forms(b: Column, strange: Flags) -> str:
    """The commonest new forms; a form is no value, but a rare one could be a name's."""
    counts = _shapes(b, strange)
    order = sorted(counts, key=lambda form: (-counts[form], form))
    common = [form for form in order[:3] if counts[form] >= SMALLEST_COUNT]
    short = [form for form in common if len(form) <= _LONGEST_SHOWN]
    return f", such as {quoted(short)} (A capitals, a small letters, 9 digits)" if short else ""


def _counted(column: Column, flags: Flags) -> dict[str, int]:
    import numpy as np

    places = np.flatnonzero(flags)
    return {column.text(int(place)): int(column.counts[place]) for place in places}


def _variant(b: Column, flags: Flags, spelled: dict[str, str], filled: int) -> Finding:
    result = judged(b.count(flags), filled, UNSEEN)
    ways = _ways(spelled)
    return result.finding(
        check="G3",
        kind="variant",
        column=b.name,
        cause=f"{result.share:.1%} of the cells are known categories in another spelling{ways}.",
        n=filled,
        fix="Bring letters, spaces and encoding into one form before the model sees them.",
        rows=b.in_rows(flags),
        spelled=spelled,
    )


def _ways(spelled: dict[str, str]) -> str:
    """In what the spellings differ."""
    found = []
    if any(cell != cell.strip() or "  " in cell for cell in spelled):
        found.append("spaces")
    if any(
        cell.strip().casefold() == own.strip().casefold() and cell.strip() != own.strip()
        for cell, own in spelled.items()
    ):
        found.append("capitals or small letters")
    if any(
        not cell.isascii() and same_word(cell) != " ".join(cell.split()).casefold()
        for cell in spelled
    ):
        found.append("lost encoding")
    return f" ({', '.join(found)})" if found else ""


def _new(known: Known, b: Column, flags: Flags, filled: int, before: dict[str, int]) -> Finding:
    result = _beyond_chance(b.count(flags), filled, before)
    counts = _counted(b, flags)
    common = [
        cell
        for cell in sorted(counts, key=lambda cell: (-counts[cell], cell))
        if counts[cell] >= SMALLEST_COUNT and len(cell) <= _LONGEST_SHOWN
    ]
    names = f": {quoted(common)}" if common else ""
    return result.finding(
        check="G3",
        kind="new_category",
        column=b.name,
        cause=f"{result.share:.1%} of the cells are categories that the POC does not have{names}.",
        n=filled,
        fix="Ask what they mean, train on them, and send records with an unknown category to a "
        "person until then.",
        rows=b.in_rows(flags),
    )


def _beyond_chance(count: int, filled: int, before: dict[str, int] | Counter[str]) -> Judged:
    """Judge what A has not, less what A's own rare values say of the ones it missed by chance.

    The share of A's rows with a value that comes once estimates that of values which A lacks (Good
    1953, Biometrika 40, 237-264, after Turing); three rows more make it nearly sure.
    """
    n_before = sum(before.values())
    once = sum(1 for rows in before.values() if rows == 1)
    missed = min(1.0, (once + _SURE) / n_before)
    return judged(count, filled, UNSEEN, before=missed, n_before=n_before)


def truth_mix(known: Known, b: Column) -> Iterator[tuple[Finding, Moved]]:
    """How the mix of true and false moved, however they are spelled."""
    before, after = Counter[str](), Counter[str]()
    for column, counts in ((known.column, before), (b, after)):
        for text, rows in zip(column.texts, column.counts, strict=True):
            if (word := text.strip().lower()) in ("true", "false"):
                counts[word] += int(rows)
    yield from _mix(b, before, after)


def _mix(b: Column, before: dict[str, int], after: Counter[str]) -> Iterator[tuple[Finding, Moved]]:
    total = sum(after.values())
    if min(sum(before.values()), total) < FEWEST or len(before) < 2:
        return
    names = sorted(before)
    moved = categories_moved([before[name] for name in names], [after[name] for name in names])
    yield (
        Finding(
            check="G8",
            kind="mix",
            column=b.name,
            verdict="pass",
            cause=f"The mix of the known categories moved: {moved.distance:.1%} of the records "
            f"would have to take another one (stability index {moved.index:.2f}).",
            share=moved.distance,
            interval=moved.interval,
            n=total,
            fix="Find out whether the business changed or its record did; weigh the POC's accuracy "
            "by the new mix, and retrain where it falls.",
            bins=category_bins(before, after),
            p_value=moved.p_value,
        ),
        moved,
    )
