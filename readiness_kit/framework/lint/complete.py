"""The rules that nothing is missing which the framework has elsewhere.

What no criterion, practice or section of a framework has, it does not declare, and is not asked
for: a short list of tests with three steps is as complete as ninety criteria with briefs.
"""

from __future__ import annotations

from collections.abc import Iterator

from readiness_kit.framework.criterion import Remediation
from readiness_kit.framework.lint.places import criteria, practices, sections, wordings
from readiness_kit.framework.lint.remark import Found, Place
from readiness_kit.framework.lint.rule import Material, rule

CRITERIA_OF_PRACTICE = (2, 4)
"""One criterion is its practice told again; more than four outgrow the talk that opens them."""
INTERVIEW = 3
"""Open questions that a quarter of an hour holds."""
FEWEST_WARNING_SIGNS = 2
LONGEST_EFFORT = 130
"""Working days, half a year: what takes longer is a programme of its own and no remediation."""

_DECLARED = {
    "good": "give one example of what it looks like, with its figures",
    "evidence": "say what would count, for each grade",
    "answered_by": "name the roles whose answers count",
    "remediation": "say what closes the finding, in how many days, and what neglect costs",
}


@rule("blank")
def blank(material: Material) -> Iterator[Found]:
    """A text of blanks passes the reader and is printed as a hole in a report."""
    for _, place, text in wordings(material.framework):
        if not text.strip():
            yield Found(place, "write the text, or take the line out")


@rule("complete-criterion")
def complete_criterion(material: Material) -> Iterator[Found]:
    """A facilitator who finds three of four parts stops looking for the fourth."""
    framework = material.framework
    declared = {
        field: wrong
        for field, wrong in _DECLARED.items()
        if any(getattr(c, field) for c in framework.criteria.values())
    }
    if framework.caps is not None:  # without evidence, a cap holds every answer down for ever
        declared["evidence"] = _DECLARED["evidence"]
    for place, _, criterion in criteria(framework):
        for field, wrong in declared.items():
            if not getattr(criterion, field):
                yield Found(place.at(field), wrong)


@rule("complete-practice")
def complete_practice(material: Material) -> Iterator[Found]:
    """A talk of a quarter of an hour has three questions, and something to listen for.

    A practice alone in its section is that section by another name, and may be of any size.
    """
    if not any(practice.interview for _, _, practice in practices(material.framework)):
        return
    least, most = CRITERIA_OF_PRACTICE
    for place, section, practice in practices(material.framework):
        alone = len(section.practices) == 1
        if not alone and not least <= len(practice.criteria) <= most:
            came = str(len(practice.criteria))
            yield Found(place.at("criteria"), f"give it {least} to {most} criteria", came)
        if len(practice.interview) != INTERVIEW:
            came = str(len(practice.interview))
            yield Found(place.at("interview"), f"give it {INTERVIEW} interview questions", came)
        if len(practice.warning_signs) < FEWEST_WARNING_SIGNS:
            wrong = f"give it {FEWEST_WARNING_SIGNS} or more warning signs"
            yield Found(place.at("warning_signs"), wrong, str(len(practice.warning_signs)))


@rule("complete-section")
def complete_section(material: Material) -> Iterator[Found]:
    """A facilitator prepares every section from its brief, the success factors as well."""
    if not any(section.brief for _, section in sections(material.framework)):
        return
    for place, section in sections(material.framework):
        if section.brief is None:
            yield Found(place.at("brief"), "write the opening, documents to ask for, and hours")


@rule("days")
def days(material: Material) -> Iterator[Found]:
    """A plan adds these days up, so each range must be one that somebody could have meant.

    Doing includes proving: what is there already takes no longer to prove than what is not.
    """
    for place, _, criterion in criteria(material.framework):
        if criterion.remediation:
            yield from _implausible(place, criterion.remediation)


def _implausible(place: Place, remediation: Remediation) -> Iterator[Found]:
    effort, prove = remediation.effort_days, remediation.prove_days
    for field, range_ in (("effort_days", effort), ("prove_days", prove)):
        if range_[0] <= 0 or range_[0] == range_[2]:
            wrong = "give three numbers above 0 that span what is not known yet"
            yield Found(place.at("remediation", field), wrong, _shown(range_))
    if effort[2] > LONGEST_EFFORT:
        wrong = f"cut the step down to {LONGEST_EFFORT} working days or fewer"
        yield Found(place.at("remediation", "effort_days"), wrong, _shown(effort))
    if prove[1] > effort[1]:
        wrong = f"let proving take at most as long as doing, {effort[1]:g} days in the middle"
        yield Found(place.at("remediation", "prove_days"), wrong, _shown(prove))


def _shown(range_: list[float]) -> str:
    return ", ".join(f"{day:g}" for day in range_)
