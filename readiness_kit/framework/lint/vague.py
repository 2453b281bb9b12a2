"""The rule against words that two readers would understand differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from readiness_kit.framework.lint.places import wordings
from readiness_kit.framework.lint.remark import Found
from readiness_kit.framework.lint.rule import Material, rule
from readiness_kit.framework.lint.words import sentences

_UNITS = (
    r"%|per ?cent|points?|milliseconds?|ms|seconds?|minutes?|hours?|(?:working )?days?|weeks?"
    r"|months?|quarters?|years?|rows?|records?|cases?|calls?|requests?|messages?|users?|people"
    r"|questions?|texts?|answers?|labels?|tokens?|times|euros?|EUR|dates?|releases?|pages?"
)
_NUMBER = (
    r"\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty"
    r"|thirty|forty|fifty|sixty|ninety|a hundred"
)
_AMOUNT = (
    rf"\b(?:{_NUMBER}) ?(?:{_UNITS})(?!\w)"
    r"|\b(?:at least|at most|within|under|over|above|below|no more than) \d"
)
_RHYTHM = (
    r"\b(?:hourly|daily|weekly|fortnightly|monthly|quarterly|yearly)\b"
    r"|\b(?:every|each|per) (?:hour|day|week|month|quarter|year|release|build|change|version)\b"
    r"|\b\d{4}-\d\d-\d\d\b|\b\d{1,2} (?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b"
)
AMOUNT = re.compile(_AMOUNT, re.IGNORECASE)
"""So many of something: it says how much, and how long."""
MEASURE = re.compile(f"{_AMOUNT}|{_RHYTHM}", re.IGNORECASE)
"""An amount, a rhythm or a day: it says how often, and by when."""


class Vagueness(NamedTuple):
    """Words that leave the same thing open, and what to write in their place."""

    words: str
    """A pattern; senses of a word that are exact are excluded in it."""
    instead: str
    excused_by: re.Pattern[str] | None = None
    """What says, in the same sentence, what the word leaves open; None where nothing does."""


VAGUE = (
    # a rhythm without a period; a figure beside it is of something else, so nothing excuses it
    Vagueness(
        r"regular(?! expressions?)|regularly|from time to time|on an ongoing basis|frequently",
        'say how often: "monthly", "every release"',
    ),
    Vagueness(
        r"periodic|periodically|periodical",
        'say how often: "monthly", "every release"',
        excused_by=MEASURE,
    ),
    # a time that each reader sets
    Vagueness(
        r"timely|promptly|swiftly|quickly|shortly|in due course|in good time|without undue delay",
        'give the limit: "within five working days"',
        excused_by=MEASURE,
    ),
    # a quantity without its number
    Vagueness(
        r"sufficient(?! statistics?)|sufficiently|reasonable|reasonably(?! foreseeable)"
        r"|acceptable(?! use)|acceptably|significantly|substantial|substantially"
        r"|(?<!statistically )significant(?! (?:digits?|figures?))",
        'give the number: "at least 400 records"',
        excused_by=AMOUNT,
    ),
    # praise: it says that the writer would be content, and not what one would see
    Vagueness(
        r"adequate|adequately|appropriate|appropriately|suitable|suitably|satisfactory"
        r"|satisfactorily|proper(?! (?:nouns?|names?|subsets?))|properly|robustly"
        r"|robust(?! (?:standard errors?|regression|estimat\w+|scal\w+))"
        r"|effective(?! (?:dates?|from|until|on|sample|interest|rates?))|effectively"
        r"|comprehensive(?! (?:cover|insurance|polic\w+|income))|comprehensively"
        r"|thorough|thoroughly|seamless|seamlessly|holistic|user[- ]friendly|intuitive"
        r"|optimal|optimally|world[- ]class|cutting[- ]edge|state[- ]of[- ]the[- ]art"
        r"|industry[- ]standard|(?:best|good|common|leading) practices?"
        r"|(?:good|high|higher|highest|great)[- ]quality"
        r"|well[- ](?:built|controlled|defined|designed|documented|established|governed"
        r"|integrated|maintained|managed|monitored|organi[sz]ed|prepared|structured|tested"
        r"|trained|understood|written)",
        "say what would be seen: a list, a count, a date, a name",
    ),
    # a way out: whoever has not done it holds that it was not needed
    Vagueness(
        r"(?:as|if|when|where|wherever|whenever|as far as|as much as|as soon as) "
        r"(?:needed|necessary|required(?! by)|possible|appropriate|applicable|relevant"
        r"|practicable|feasible)",
        'name the case: "where a call writes data"',
    ),
    # an open end
    Vagueness(r"etc|and so on|and so forth|and the like|and/or", "name all that is meant"),
)
"""Short, so that it can be argued with: each line says why its words are refused."""

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
    hits = (
        (match, words)
        for pattern, words in _PATTERNS
        if words.excused_by is None or words.excused_by.search(sentence) is None
        for match in pattern.finditer(sentence)
        if not _is_name(sentence, match)
    )
    for match, words in sorted(hits, key=lambda hit: hit[0].start()):
        yield words.instead, match[0]


def _is_name(sentence: str, match: re.Match[str]) -> bool:
    """Whether the words are spelled as part of a name, as in Good Machine Learning Practice."""
    if not _CAPITALS.match(match[0]):
        return False
    before = sentence[: match.start()].rstrip()
    if before and not before.endswith(":"):
        return True
    rest = [*match[0].split()[1:], *sentence[match.end() :].split()[:1]]
    return bool(rest) and all(_IN_A_NAME.match(word) for word in rest)
