"""The rule that each text fits where it is shown."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_kit.framework.lint.places import Use, wordings
from readiness_kit.framework.lint.remark import Found
from readiness_kit.framework.lint.rule import Material, rule

LONGEST_TITLE = 70
"""Characters: a title is the label of a bar, and a line of a table."""
MOST_WORDS: dict[Use, int] = {
    "question": 40,
    "level": 40,
    "good": 50,
    "evidence": 40,
    "remediation": 45,
    "cost_of_neglect": 35,
    "purpose": 40,
    "interview": 30,
    "warning_sign": 20,
    "opening": 35,
    "document": 20,
    "signal": 20,
    "remedy": 45,
}
"""By what a text is for: the longest of our own, rounded up. A question of 40 words takes a quarter
of a minute to say, and five levels of 40 fill a screen at 20 px."""


@rule("length")
def length(material: Material) -> Iterator[Found]:
    """A long text is skimmed, and then each reader has skimmed another half of it."""
    for use, place, text in wordings(material.framework):
        if use == "title":
            if len(text) > LONGEST_TITLE:
                wrong = f"shorten it to {LONGEST_TITLE} characters, here {len(text)}"
                yield Found(place, wrong, text)
        elif use in MOST_WORDS and (count := len(text.split())) > MOST_WORDS[use]:
            yield Found(place, f"shorten it to {MOST_WORDS[use]} words, here {count}", text)
