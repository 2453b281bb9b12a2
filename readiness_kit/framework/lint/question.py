"""The rule that a question is answered by showing something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness_kit.framework.lint.places import criteria
from readiness_kit.framework.lint.remark import Found
from readiness_kit.framework.lint.rule import Material, rule
from readiness_kit.framework.lint.words import sentences

_YES_OR_NO = re.compile(
    r"(?:(?:and|so|but|or|then),? )?(?:am|is|are|was|were|do|does|did|have|has|had|can|could|will"
    r"|would|shall|should|may|might|must|isn't|aren't|don't|doesn't|didn't|haven't|hasn't)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\b(?:who|whom|whose|what|which|when|where|why|how)\b", re.IGNORECASE)


@rule("question-open")
def question_open(material: Material) -> Iterator[Found]:
    """Yes costs nothing to say; which, who, how many and since when have to be shown."""
    for place, _, criterion in criteria(material.framework):
        question = criterion.question.strip()
        if not question.endswith("?"):
            yield Found(place.at("question"), "end the question in a question mark", question)
            continue
        last = sentences(question)[-1]
        if _YES_OR_NO.match(last) or not _ASKS.search(last):
            wrong = "ask what would be shown, with which, who, how many or when: not yes or no"
            yield Found(place.at("question"), wrong, last)
