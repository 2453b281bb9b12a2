"""G4 and G7 for prose: how long texts are, and whether the POC knows their words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from readiness_kit.evidence.data_gap.drift import FEWEST, Moved, numbers_moved
from readiness_kit.evidence.data_gap.findings import Finding
from readiness_kit.evidence.data_gap.kinds import Known
from readiness_kit.evidence.data_gap.shares import UNSEEN, judged

if TYPE_CHECKING:
    import numpy as np

    from readiness_kit.evidence.data_gap.column import Column, Flags

KNOWN_PART = 0.5
"""A text with fewer known words than this is strange to the POC."""
_FEWEST_WORDS = 3
_MOST_TEXTS = 20_000
"""Distinct texts that are looked at; more would take longer and tell no more."""
_WORD = re.compile(r"[^\W\d_]{2,}")


def prose_findings(
    known: Known, b: Column, nothing: Flags
) -> tuple[list[Finding], list[tuple[Finding, Moved]]]:
    """Texts whose words the POC mostly does not know, judged; and their length, to be judged later.

    What A would find strange in texts of its own is taken off: one half of A is read with the
    words of the other.
    """
    import numpy as np

    own, others = _some(~known.nothing), _some(~nothing)
    if not len(own) or not len(others):
        return [], []
    usual = _strange(known.column, own[1::2], _words(known.column, own[0::2]))
    flags = np.zeros(len(b.counts), dtype=bool)
    flags[others] = _strange(b, others, _words(known.column, own))
    n = int(b.counts[others].sum())
    found = _vocabulary(b, flags, n, float(usual.mean()) if len(usual) else 0.0, len(own))
    return [found], list(_length(known, b, nothing))


def _some(flags: Flags) -> np.ndarray:
    """The flagged texts, or so many of them, evenly spread."""
    import numpy as np

    places = np.flatnonzero(flags)
    if len(places) <= _MOST_TEXTS:
        return places
    spread: np.ndarray = places[np.linspace(0, len(places) - 1, _MOST_TEXTS).astype(int)]
    return spread


def _words(column: Column, places: np.ndarray) -> frozenset[str]:
    words: set[str] = set()
    for place in places:
        words.update(_WORD.findall(column.text(int(place)).casefold()))
    return frozenset(words)


def _strange(column: Column, places: np.ndarray, known: Collection[str]) -> np.ndarray:
    import numpy as np

    found = []
    for place in places:
        words = _WORD.findall(column.text(int(place)).casefold())
        few = sum(word in known for word in words) < KNOWN_PART * len(words)
        found.append(len(words) >= _FEWEST_WORDS and few)
    return np.array(found, dtype=bool)


def _vocabulary(b: Column, flags: Flags, n: int, usual: float, n_before: int) -> Finding:
    result = judged(b.count(flags), n, UNSEEN, before=usual, n_before=n_before if usual else None)
    return result.finding(
        check="G4",
        kind="vocabulary",
        column=b.name,
        cause=f"In {result.share:.1%} of the texts the POC knows less than half of the words, as "
        f"where another language is written.",
        n=n,
        fix="Read some of them; tell their language and subject where they come in, and send what "
        "the model was not made for to a person.",
        rows=b.in_rows(flags),
    )


def _length(known: Known, b: Column, nothing: Flags) -> Iterator[tuple[Finding, Moved]]:
    before, after = _lengths(known.column, known.nothing), _lengths(b, nothing)
    if min(len(before), len(after)) < FEWEST:
        return
    moved = numbers_moved(before, after)
    middle = len(before) // 2, len(after) // 2
    yield (
        Finding(
            check="G7",
            kind="shift",
            column=b.name,
            verdict="pass",
            cause=f"The length of the texts moved: the middle went from {before[middle[0]]:.0f} to "
            f"{after[middle[1]]:.0f} characters (stability index {moved.index:.2f}).",
            share=moved.distance,
            interval=moved.interval,
            n=len(after),
            fix="Find out which channel writes so; measure accuracy on short and long texts apart.",
            p_value=moved.p_value,
        ),
        moved,
    )


def _lengths(column: Column, nothing: Flags) -> np.ndarray:
    """Characters, one figure a row, in order."""
    import numpy as np
    import pyarrow.compute as pc

    lengths = np.asarray(pc.utf8_length(column.cells)).astype(float)
    return np.sort(np.repeat(lengths[~nothing], column.counts[~nothing]))
