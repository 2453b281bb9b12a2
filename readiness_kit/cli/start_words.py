"""Where an engagement is and what is next, in words and counts for the start page of the lab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_kit import __version__
from readiness_kit.cli.index import title_of
from readiness_kit.cli.next_step import unanswered
from readiness_kit.cli.opening import judged
from readiness_kit.cli.start_lists import asked_now, blockers, figures, gated, people
from readiness_kit.cli.typed import typed

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.judgement import Scorecard
    from readiness_kit.judgement.scorecard import CriterionResult, SectionResult
    from readiness_kit.lab.page import Line, Place, Start, Step

_ABOUT = {
    "intake": "What is assessed and how strictly, who answers, what it has to beat.",
    "executive_summary": "For whoever reads one page: risks, asks, and what would turn it.",
}
"""Of the notebooks without a section; the others are told by their section's purpose."""
_WIDE = 3
"""So many names in a sentence."""


def start_of(opened: Engagement, path: Path, measured: Sequence[Line]) -> Start:
    """What the page says; `path` is how the engagement is named in a command."""
    from readiness_kit.lab.page import Start

    card, right = judged(opened), right_notebook(opened)
    verdict = ("Whether it may go on, in a terminal", typed("gate", path))
    scores = ("The scores, in a terminal", typed("score", path))
    return Start(
        title=card.system,
        client=card.client,
        framework=opened.framework.title,
        steps=_steps(opened, card),
        next=_next(opened, card, measured),
        right=right,
        figures=figures(opened, card),
        people=people(opened, card),
        measured=measured,
        faults=(),
        commands=[verdict if card.gates else scores, ("All reports", typed("run", path))],
        made_by=f"readiness-kit {__version__}",
    )


def right_notebook(opened: Engagement) -> str:
    """The notebook about the current phase; the intake while nothing at all is answered yet."""
    books = _books()
    intake = next(iter(books))
    about = {section: name for name, section in books.items() if section}
    return intake if _fresh(opened) else about.get(opened.profile.phase or "", intake)


def _fresh(opened: Engagement) -> bool:
    """Whether nobody has answered anything, and the first phase is the current one."""
    phases = [phase.id for phase in opened.framework.phases]
    return not opened.assessment.ratings and opened.profile.phase in phases[:1]


def _steps(opened: Engagement, card: Scorecard) -> list[Step]:
    """The way through the notebooks and the framework's phases, in their order."""
    books = _books()
    about = {section: name for name, section in books.items() if section}
    general = [name for name, section in books.items() if section is None]
    before = [name for name in general if name < min(about.values(), default="")]
    steps = [_general(name, opened, card, first=True) for name in before]
    for section in opened.framework.phases:
        steps.append(_phase(card.section(section.id), len(steps), about, opened))
    after = (name for name in general if name not in before)
    return [*steps, *(_general(name, opened, card, first=False) for name in after)]


@cache
def _books() -> dict[str, str | None]:
    """By file name, in their order: the section that a notebook is about."""
    from readiness_kit.batch.choice import Shelf
    from readiness_kit.resources import notebooks

    shelf = Shelf.read(list(notebooks().values()))
    return {path.name: told.section for path, told in shelf.notebooks.items()}


def _general(name: str, opened: Engagement, card: Scorecard, *, first: bool) -> Step:
    """A notebook about the engagement as a whole, before its phases or after them."""
    from readiness_kit.lab.page import Step

    rest = [section for section in card.sections if section.id not in gated(card)]
    asked = [result for section in rest for result in section.criteria]
    place: Place = "ahead"
    if first and (_fresh(opened) or opened.profile.phase is None):
        place = "here"
    elif first and opened.assessment.ratings:
        place = "open" if any(result.state == "unrated" for result in asked) else "behind"
    remark = _answered(asked)
    title = title_of(Path(name), None, opened)
    about = _ABOUT.get(_stem(name), "")
    return Step(_number(name), title, about, name, place, f"{remark}, factors" if remark else "")


def _phase(
    section: SectionResult, place: int, about: Mapping[str, str], opened: Engagement
) -> Step:
    from readiness_kit.lab.page import Step

    name, told = about.get(section.id), opened.framework.section(section.id)
    phases = [phase.id for phase in opened.framework.phases]
    at = phases.index(section.id) - phases.index(opened.profile.phase or section.id)
    here = at == 0 and not _fresh(opened)
    standing: Place = "here" if here else "behind" if at < 0 or section.closed else "ahead"
    remark = _answered(section.criteria)
    if section.closed:
        remark = f"{remark}, decided"
    number = _number(name) if name else str(place)
    return Step(number, section.title, told.purpose or "", name, standing, remark)


def _next(opened: Engagement, card: Scorecard, measured: Sequence[Line]) -> str:
    """What is to be done now: the first of these that is wanting."""
    asked = asked_now(card)
    if _fresh(opened):
        return (
            "Nothing is answered yet. Begin with the intake: say what is assessed and who answers, "
            "and rate the success factors."
        )
    titles = {id: f"“{each.title}”" for id, each in opened.framework.criteria.items()}
    if missing := unanswered(card):
        next_one = titles[missing[0]]
        return f"{len(missing)} of {len(asked)} criteria are still to be rated; next: {next_one}."
    if due := [line.name for line in measured if line.wanting]:
        return f"All is rated. Still to be measured, or measured again: {_some(due)}."
    if unknown := [titles[result.id] for result in asked if result.state == "unknown"]:
        return f"All was asked. Nobody knows yet whether this holds: {_some(unknown)}."
    if unproved := [titles[id] for id, state in blockers(card) if state == "unproved"]:
        return f"All is rated and measured. The gate wants proof of: {_some(unproved)}."
    section = next((each for each in card.sections if each.id == card.phase), None)
    if section and section.closed:
        return f"The gate of {section.title} is decided. Set the next `phase` in engagement.yaml."
    done = "All that is asked is rated and measured."
    return f"{done} The gate can be judged." if card.gates else done


def _answered(results: Sequence[CriterionResult]) -> str:
    states = [result.state for result in results]
    done = sum(state != "unrated" for state in states)
    return f"{done} of {len(states)} answered" if states else ""


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _WIDE} more" if len(names) > _WIDE else ""
    return f"{', '.join(names[:_WIDE])}{more}"


def _number(name: str) -> str:
    return name.partition("_")[0].lstrip("0") or "0"


def _stem(name: str) -> str:
    return Path(name).stem.lstrip("0123456789_")
