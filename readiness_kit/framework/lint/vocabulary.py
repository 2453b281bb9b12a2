"""The words that two readers would understand differently, each with what to write instead.

A word is worth a line where its like was written by somebody who meant well; senses of it that
are exact are excluded in its pattern.
"""

from __future__ import annotations

import re
from typing import NamedTuple

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
)
_DAY = (
    r"\b\d{4}-\d\d-\d\d\b|\b\d{1,2} (?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)\b"
)
_SPAN = r"(?:hour|day|week|month|quarter|year)"
AMOUNT = re.compile(_AMOUNT, re.IGNORECASE)
"""So many of something: it says how much, and how long."""
MEASURE = re.compile(f"{_AMOUNT}|{_RHYTHM}|{_DAY}", re.IGNORECASE)
"""An amount, a rhythm or a day: it says how often, and by when."""
AGE = re.compile(
    rf"\b(?:{_NUMBER}) (?:working )?{_SPAN}s?\b|\b(?:last|past|this|previous) {_SPAN}\b|{_DAY}",
    re.IGNORECASE,
)
"""A span of time or a day: it says how old."""


class Vagueness(NamedTuple):
    """Words that leave the same thing open, and what to write in their place."""

    words: str
    """A pattern; senses of a word that are exact are excluded in it."""
    instead: str
    excused_by: re.Pattern[str] | None = None
    """What says, in the same clause, what the word leaves open; None where nothing does."""


_SHARE = (
    # the quantity, and not the superlative: neither `the most`, `at most`, `hurts most` nor
    # `most recent`; an adjective between is told from a superlative where the word opens a clause
    r"(?<!the )(?<!at )most of(?! all\b)"
    r"|(?<!the )(?<!at )(?<!cost )(?<!costs )"
    r"most (?!was\b|has\b|does\b)[\w-]+(?<![iu]s)(?<!ss)(?<=s)"
    r"|(?:^|(?<=; )|(?<=: )|(?<=that ))"
    r"most (?!(?:recent|important|likely|notable|often)\b|\w+ly\b)[\w-]+"
    r"|(?:(?<=, )|(?<=and )|(?<=but ))most (?:are|were|can|could|have|had|do|did|will)"
)
_KEY = (
    # what matters, and not what opens, joins or encrypts
    r"(?<!primary )(?<!foreign )(?<!public )(?<!private )(?<!secret )(?<!API )"
    r"key (?:(?:hard|open|real|remaining|business|technical) )?"
    r"(?:cases?|risks?|metrics?|indicators?|figures?|results?|findings?|features?|functions?"
    r"|requirements?|criteria|objectives?|goals?|questions?|issues?|points?|aspects?|areas?"
    r"|topics?|factors?|assumptions?|decisions?|steps?"
    r"|tasks?|process|processes|systems?|interfaces?|dependenc(?:y|ies)|components?|controls?"
    r"|documents?|inputs?|scenarios?|segments?|groups?|users?|people|persons?|roles?|stakeholders?)"
)
_SEVERE = (
    # what matters, and not a severity that a scanner gives, or `safety-critical` by its definition
    r"(?<![\w-])(?<!high and )(?<!high or )(?<!high, )(?<!rated )(?<!marked )critical"
    r"(?!(?:,| and| or)? high|,? (?:findings?|severity|vulnerability|vulnerabilities|alerts?"
    r"|infrastructures?|values?|paths?|sections?)\b)"
)


VAGUE = (
    # a rhythm without a period; a figure beside it is of something else, so nothing excuses it
    Vagueness(
        r"regular(?! expressions?)|regularly|from time to time|on an ongoing basis|frequently"
        # a question asks how often, and a superlative counts: `missed most often`
        r"|(?<!how )(?<!so )(?<!as )(?<!too )(?<!more )(?<!most )(?<!less )(?<!least )often",
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
    # an age that each reader sets; a figure beside it counts, and does not say how old
    Vagueness(
        # `two hundred or more recent texts` has an amount, and no comparative
        r"(?<!most )(?<!(?<!or )more )(?:recent|recently)|up[- ]to[- ]date",
        'give the age: "of the last 30 days"',
        excused_by=AGE,
    ),
    # a share without its number; beside a number the word says nothing more
    Vagueness(
        rf"{_SHARE}|mostly|mainly|largely|partly|partially|predominantly",
        'give the share: "28 of 30", "at least 90 %"',
    ),
    # a quantity without its number
    Vagueness(
        r"several|numerous|(?<![\w-])(?<!how )(?<!so )(?<!as )(?<!too )many(?![\w-])",
        'give the number: "at least 30 cases"',
    ),
    Vagueness(
        r"enough",
        'give the number: "at least 30 cases"',
        excused_by=AMOUNT,
    ),
    Vagueness(
        r"sufficient(?! statistics?)|sufficiently|reasonable|reasonably(?! foreseeable)"
        r"|acceptable(?! use)|acceptably|significantly|substantial|substantially"
        r"|(?<!statistically )significant(?! (?:digits?|figures?))",
        'give the number: "at least 400 records"',
        excused_by=AMOUNT,
    ),
    # a choice by weight: each reader weighs otherwise, however many were chosen
    Vagueness(
        rf"{_KEY}|{_SEVERE}|critically|(?<!most )important|importantly|relevant|crucial|crucially"
        r"|typical|typically|main(?! (?:branch|memory|menu|meters?|effects?|offices?))",
        'name the choice: "each group on the list", "the five commonest"',
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
        r"|clearly|realistic|realistically"
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
