"""Words, sentences and stems of an English text, as far as the lint needs them."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_POSSESSIVE = re.compile(r"['’]s?$")
_ENDINGS = ("ing", "ied", "ies", "ed", "es", "ly", "s", "e")
_SHORTEST_STEM = 3
# what carries grammar and no subject; the question words among them open every question
_GRAMMAR = """
a all an and any are as at be been before but by can could did do does each every for from
had has have how if in into is it its last many may much must no nor not of on one or our
out own same so such than that the their them then there these they this those to up was
we were what when where which who whom whose why will with without would you your
"""
_STOP = frozenset(_GRAMMAR.split())


def words(text: str) -> list[str]:
    """The words of a text as written, without numbers and marks."""
    return _WORD.findall(text)


def sentences(text: str) -> list[str]:
    """The sentences of a text; one that ends in no mark counts too."""
    return [sentence for sentence in _SENTENCE_END.split(text.strip()) if sentence]


def stems(text: str) -> frozenset[str]:
    """What a text is about: its words without grammar words and without their endings."""
    lower = (_POSSESSIVE.sub("", word.lower()) for word in words(text))
    return frozenset(_stem(word) for word in lower if word not in _STOP)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of all stems of two texts that both have (Jaccard's index), 0 to 1."""
    both = one | other
    return len(one & other) / len(both) if both else 1.0


@lru_cache(10_000)
def _stem(word: str) -> str:
    """A word without one ending: enough to see `change`, `changes` and `changed` as one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            word = word[: -len(ending)]
            break
    # `planned` and `plan`; a doubled l or s stands in the word itself: `call`, `miss`
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word
