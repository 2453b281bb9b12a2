"""The rule that one level asks for few things that could come apart.

A thing is known by a verb of its own: a list with owner and date has one, and is one thing. A verb
that is not known here makes the count too low, so that a text is let through and never blamed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness_kit.framework.lint.places import levels
from readiness_kit.framework.lint.remark import Found
from readiness_kit.framework.lint.rule import Material, rule

MOST_PARTS = {2: 2, 3: 3, 4: 4}
"""By level: one more than of the one below, since 3 must have its result and 4 its consequence.
Of our own 273 texts of these levels, 4 stood above it at level 2 and 10 at level 3 when it was set;
at level 4 the most was 4."""

_BE = r"is|are|was|were|has|have|had|can|cannot|could|may|must|does|do|did"
_PRESENT = (
    r"names|runs?|covers?|gives?|holds?|stands?|carry|carries|reach|reaches|exists?|agrees?|lies"
    r"|waits?|stops?|stays?|alerts|reconciles?|gets?|grows?|keeps?|leads?|shows?|signs|comes?"
    r"|occurs?|owns?|expires?|joins?|rises?|decides?|works|takes?|counts|meets?|lets?|adds?|goes"
    r"|returns?|includes?|reveals?|sets|sends?|compares|reports|checks|draws|reads|writes|makes"
)
_PAST = (
    r"ran|went|gave|held|kept|got|met|stood|lay|rang|led|came|fell|grew|took|made|let|saw|said|put"
    r"|left|lost|found|caught|rose|beat|drew|broke|told|wrote|rebuilt|read|sent|knew|[a-z]+ed"
)
_PARTICIPLE = rf"{_PAST}|taken|done|given|shown|seen|withdrawn|drawn|brought|written|tried"
_NO_NOUN = (
    r"the|an?|its|their|it|them|each|every|no|nothing|one|in|on|at|by|with|within|from|to|for|as"
    r"|so|again|anew|back|over|all|both|which|that|something|somebody"
)
_CUT = re.compile(r"\s*([;:]|,?\s(?:and|but)\b|,)\s*")
_ASIDE = re.compile(r'\s*\([^)]*\)|"[^"]*"')
_HANGS_ON = re.compile(
    r"\b(?:that|which|who|whom|whose|where|when|what|how|whether|if|while|until|unless|because"
    r"|than)\b"
)
_BELONGS = re.compile(r"(?:or|nor|with|whatever)\b")
_VERB = re.compile(
    rf"\b(?:{_BE})\b"
    # others only with somebody before and something after: `changed inputs` are a thing
    rf"|(?<=\w )(?<!\ba )(?<!\ban )(?<!\bthe )(?<!\bno )(?<!\bevery )(?<!\beach )"
    rf"(?:(?:{_PRESENT})\b|(?:{_PAST})\b(?=,? \w))",
    re.IGNORECASE,
)
_OPENS = re.compile(
    rf"(?:then |also |not )?(?:(?:{_BE})\b|(?:{_PRESENT}) (?:{_NO_NOUN})\b"
    rf"|(?:{_PARTICIPLE})(?: (?:{_NO_NOUN})\b|$))"
)
_ENDS = re.compile(rf"\b(?:{_PARTICIPLE})$")
_FURTHER = re.compile(r"(?:an?|one|two|three|\d+)\b")
_MERE_TRACE = re.compile(
    r"(?:(?:dates?|dated|times?|minutes|hours|days?|and|are|is|on|file)(?: |$))+$", re.IGNORECASE
)


@rule("step-many")
def many(material: Material) -> Iterator[Found]:
    """Whoever has three of the five things that a level asks is there for one reader only."""
    if not material.five_steps:
        return
    for place, level, text in levels(material.framework):
        most = MOST_PARTS.get(level)
        if most is not None and (count := len(parts(text))) > most:
            wrong = f"ask for at most {most} things that can be seen apart, here {count}"
            yield Found(place, wrong, text)


def parts(text: str) -> list[str]:
    """The pieces of a text that each ask for something, by the words that ask.

    Cut at semicolons, commas and `and`; a piece counts by a verb of its own. Without one it is an
    item of a list; what hangs on `that` or `how` says which, and two verbs side by side
    (`tried and refused`) are one. A bare trace (`date and minutes are on file`) adds nothing.
    """
    cut = _CUT.split(_ASIDE.sub("", text).strip(" ."))
    found: list[str] = []
    clause: list[str] = []
    for mark, piece in zip(["", *cut[1::2]], cut[0::2], strict=True):
        if mark in (";", ":"):
            clause = []
        if _asks(mark, piece, clause) and not _MERE_TRACE.match(" ".join([*clause[-1:], piece])):
            found.append(piece)
        clause.append(piece)
    return found


def _asks(mark: str, piece: str, before: list[str]) -> bool:
    """Whether a piece behind a mark asks for something that the pieces before it do not."""
    if _BELONGS.match(piece):
        return False
    joined = mark.endswith("and")
    if joined and _OPENS.match(piece):
        return not (before and _ENDS.search(before[-1]))
    verb, hangs = _VERB.search(piece), _HANGS_ON.search(piece)
    if verb and (hangs is None or verb.start() < hangs.start()):
        return True
    return mark.startswith(",") and joined and _FURTHER.match(piece) is not None
