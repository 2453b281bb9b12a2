"""The rule that questions and levels can be understood when read aloud."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness_kit.framework.lint.places import wordings
from readiness_kit.framework.lint.remark import Found
from readiness_kit.framework.lint.rule import Material, rule
from readiness_kit.framework.lint.words import words

FLOORS = {"question": 40.0, "level": 25.0}
"""Points that a text must reach. Of our own, the hardest question has 49 and the hardest level 35;
levels are read on a screen with the others in sight, questions are only heard."""
FEWEST_WORDS = 10
"""A shorter text is decided by one long word."""

_CLAUSE_END = re.compile(r"[.!?;:](?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")
# the last e is silent in `whole` and `named`, and is heard in `table`, `dated` and `releases`
_SILENT = re.compile(
    r"(?:[^aeiouyl]|[aeiouy]l)e$|[^aeiouytdl]ed$|[aeiouy]led$|[^aeiouyszxgchl]es$|[aeiouy]les$"
)


@rule("reading-ease")
def reading_ease(material: Material) -> Iterator[Found]:
    """A question that has to be read twice is answered to something else.

    The limit speaks of English; it is no measure of whether a text is true or good.
    """
    for use, place, text in wordings(material.framework):
        floor = FLOORS.get(use)
        if floor is None or len(words(text)) < FEWEST_WORDS:
            continue
        reached = flesch(text)
        if reached < floor:
            wrong = (
                "use shorter words and clauses: reading ease of at least "
                f"{floor:.0f}, here {reached:.0f}"
            )
            yield Found(place, wrong, text)


def flesch(text: str) -> float:
    """Reading ease after Flesch: about 30 is a law, 60 a newspaper, 90 a children's book.

    R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948), 221-233:
    206.835 - 1.015 words a sentence - 84.6 syllables a word. A clause that ends in a
    colon or semicolon counts as a sentence, since the reader may stop there.
    """
    found = words(text)
    if not found:
        return 206.835
    clauses = sum(1 for part in _CLAUSE_END.split(text) if words(part))
    return 206.835 - 1.015 * len(found) / clauses - 84.6 * sum(map(syllables, found)) / len(found)


def syllables(word: str) -> int:
    """The groups of vowels that are heard; `idea` comes out one short, `business` one long."""
    lower = word.lower()
    heard = len(_VOWELS.findall(lower)) - bool(_SILENT.search(lower))
    return max(1, heard)
