"""What a model's answers and a file's labels look like, told without repeating a record.

An answer could be anything, a cell of a record too. So it is spelled out only where it is a common
word for a class or a small whole number; other answers are told by their kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from readiness_kit.evidence.labels import SMALLEST_COUNT
from readiness_kit.evidence.samples import is_number

_SHOWN_ANSWERS = 4
_SHOWN_LABELS = 8
_LARGEST_CLASS = 99
"""Whole numbers up to here name classes; larger ones may be amounts or identifiers."""
_LONGEST_NUMBER = len(str(_LARGEST_CLASS))
_CLASS_WORDS = re.compile(
    "yes|no|y|n|t|f|j|ja|nein|oui|non|si|sí|pos|neg|positive|negative|ok|none|unknown|other|"
    "accept(ed)?|reject(ed)?|approved?|den(y|ied)|declined?|grant(ed)?|refused?|pass(ed)?|"
    "fail(ed)?|valid|invalid|good|bad|high|medium|low|spam|ham|fraud|normal|abnormal|error",
    re.IGNORECASE,
)


def labels_said(truth: Iterable[str]) -> str:
    """The labels that are common enough to be shown."""
    counts = Counter(truth)
    common = [name for name, count in counts.most_common() if count >= SMALLEST_COUNT]
    shown = sorted(common[:_SHOWN_LABELS])
    more = ", ..." if len(counts) > len(shown) else ""
    return f"{_quoted(shown)}{more}" if shown else "others"


def answers_said(given: Iterable[str | None]) -> str:
    """The answers that may be shown, commonest first, and the kinds of the others."""
    names = [name for name, _ in Counter(answer for answer in given if answer).most_common()]
    plain = [name for name in names if _is_class(name)]
    kinds = {_kind(name): None for name in names if not _is_class(name)}  # each once, in order
    shown = [_quoted(plain[:_SHOWN_ANSWERS])] if plain else []
    return ", ".join([*shown, *kinds])


def _is_class(answer: str) -> bool:
    if _CLASS_WORDS.fullmatch(answer):
        return True
    short = len(answer) <= _LONGEST_NUMBER  # Python reads no number of thousands of digits
    return short and answer.isdecimal() and int(answer) <= _LARGEST_CLASS


def _kind(answer: str) -> str:
    if not is_number(answer):
        return "words that are no label"
    between = 0 < float(answer) < 1
    return "decimals between 0 and 1, such as probabilities" if between else "other numbers"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)
