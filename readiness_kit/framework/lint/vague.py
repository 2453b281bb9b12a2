"""The rule against words that two readers would understand differently."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness_kit.framework.lint.places import wordings
from readiness_kit.framework.lint.remark import Found
from readiness_kit.framework.lint.rule import Material, rule
from readiness_kit.framework.lint.vocabulary import VAGUE, Vagueness
from readiness_kit.framework.lint.words import sentences

PUBLISHED_NAMES = (
    "The data pipeline has appropriate privacy controls",
    "New features can be added quickly",
    "Model quality is sufficient on important data slices",
)
"""Names that others gave and that are quoted as they stand: three tests of the ML Test Score."""

_PATTERNS = tuple((re.compile(rf"\b(?:{v.words})\b", re.IGNORECASE), v) for v in VAGUE)
_QUOTED = re.compile(
    "|".join(['"[^"]*"', "“[^”]*”", "«[^»]*»", *map(re.escape, PUBLISHED_NAMES)]), re.IGNORECASE
)
_CAPITALS = re.compile(r"[A-Z]")
_IN_A_NAME = re.compile(r"[A-Z][a-z]")
"""An abbreviation may follow any word; only a word with a capital tells a name."""


@rule("vague")
def vague(material: Material) -> Iterator[Found]:
    """Two strangers who see the same things must choose the same level.

    A word without a measure lets each of them read in what they like. What stands between
    quotation marks is somebody's saying, and what is spelled as a name is a name.
    """
    for _, place, text in wordings(material.framework):
        for sentence in sentences(_QUOTED.sub("", text)):
            for instead, came in vague_words(sentence):
                yield Found(place, f"replace the vague word; {instead}", came)


def vague_words(sentence: str) -> Iterator[tuple[str, str]]:
    """What to write in its place, and the words that came, in the order of the sentence."""
    end = 0
    for match, words in sorted(_hits(sentence), key=lambda hit: (hit[0].start(), -hit[0].end())):
        if match.start() >= end:  # `where relevant` is one fault, and not two
            end = match.end()
            yield words.instead, match[0]


def _hits(sentence: str) -> Iterator[tuple[re.Match[str], Vagueness]]:
    """Every vague word that nothing in its own clause excuses."""
    for pattern, words in _PATTERNS:
        for match in pattern.finditer(sentence):
            if not _is_name(sentence, match) and not _excused(sentence, match, words):
                yield match, words


def _excused(sentence: str, match: re.Match[str], words: Vagueness) -> bool:
    """Whether their clause, from semicolon to semicolon, says what the words leave open."""
    if words.excused_by is None:
        return False
    start = sentence.rfind(";", 0, match.start()) + 1
    end = sentence.find(";", match.end())
    clause = sentence[start:] if end < 0 else sentence[start:end]
    return words.excused_by.search(clause) is not None


def _is_name(sentence: str, match: re.Match[str]) -> bool:
    """Whether the words are spelled as part of a name, as in Good Machine Learning Practice."""
    if not _CAPITALS.match(match[0]):
        return False
    before = sentence[: match.start()].rstrip()
    if before and not before.endswith(":"):
        return True
    rest = [*match[0].split()[1:], *sentence[match.end() :].split()[:1]]
    return bool(rest) and all(_IN_A_NAME.match(word) for word in rest)
