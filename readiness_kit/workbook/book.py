"""The face that notebooks talk to: one method a section, each a view for here and for reports.

Live, a section may hold a form or run a method; in a report the same call shows its static twin.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.workshop import read_workshops
from readiness_kit.errors import InvalidFileError, UsageError
from readiness_kit.evidence.registry import provided
from readiness_kit.judgement import Case, displayed, judge_case
from readiness_kit.views.accuracy import accuracy
from readiness_kit.views.actions import actions
from readiness_kit.views.baselines import baselines
from readiness_kit.views.brief import brief
from readiness_kit.views.cover import cover, veiled
from readiness_kit.views.delta import since
from readiness_kit.views.edge_cases import edge_cases
from readiness_kit.views.filled import filled
from readiness_kit.views.findings import findings
from readiness_kit.views.firmness import firmness
from readiness_kit.views.gate import gate
from readiness_kit.views.intake import scope
from readiness_kit.views.integrations import integrations
from readiness_kit.views.method import footer, method
from readiness_kit.views.metrics import metrics, metrics_brief
from readiness_kit.views.not_yet import not_yet
from readiness_kit.views.path import path as way_on
from readiness_kit.views.people import people
from readiness_kit.views.pitfalls import pitfalls
from readiness_kit.views.questions import questions
from readiness_kit.views.ratings import ratings
from readiness_kit.views.respondents import respondents
from readiness_kit.views.scores import scores
from readiness_kit.views.sources import sources
from readiness_kit.views.story import Story
from readiness_kit.views.summary import risks, summary
from readiness_kit.views.view import EndMark, View
from readiness_kit.views.workshop import unreadable, workshop
from readiness_kit.workbook.editing import offer_grids
from readiness_kit.workbook.measuring import measured, offer_again, run_if_due
from readiness_kit.workbook.place import find_engagement, is_live
from readiness_kit.workbook.reading import reader

if TYPE_CHECKING:
    from readiness_kit.forms.grids import Name
    from readiness_kit.judgement.scorecard import SectionResult


@dataclass(frozen=True)
class Workbook:
    """One notebook over one engagement; reads the files anew at every call, so nothing is stale."""

    path: Path
    section: str | None
    """The phase it is about; None for the one that the engagement stands in."""
    live: bool

    @classmethod
    def open(
        cls, engagement: object = "", *, section: str | None = None, live: str = "auto"
    ) -> Workbook:
        """Find the engagement and read it once, so that its faults show in the first cell."""
        book = cls(find_engagement(engagement), section, is_live(live))
        framework = Engagement.open(book.path).framework
        known = [part.id for part in framework.phases]
        if section is not None and section not in known:
            raise UsageError(
                f"this notebook is about the phase {section!r}, which {framework.id} does not "
                f"have; it has {', '.join(known) or 'none'}"
            )
        return book

    def story(self) -> Story:
        """Read and judge the engagement as it is on disk now."""
        opened = Engagement.open(self.path)
        case = Case.of(opened, as_of=opened.as_of(), methods=provided().keys())
        card = displayed(judge_case(case))
        here = self.section or opened.profile.phase or opened.framework.sections[0].id
        return Story(opened, card, here)

    def cover(self, *, about: str | None = None) -> View:
        """The verdict, its reason, and four figures; `about` names a report of no single phase.

        Live it is folded, since people are still to rate.
        """
        return (veiled if self.live else cover)(self.story(), about=about)

    def summary(self) -> View:
        """Page one in a few sentences."""
        return summary(self.story())

    def risks(self) -> View:
        """Three risks, three asks."""
        return risks(self.story())

    def scope(self) -> object:
        """The form of what the intake agrees on when live; what is assessed, and how, else."""
        if not self.live:
            return scope(self.story())
        from readiness_kit.forms.intake import IntakeForm

        return IntakeForm(self.path, {id: method.title for id, method in provided().items()})

    def sources(self) -> object:
        """The form that names files and model when live; what is named, and how it reads, else."""
        if not self.live:
            return sources(self.story(), reader(self.path))
        from readiness_kit.forms.sources import SourcesForm

        return SourcesForm(self.path, reader(self.path))

    def claim_check(self) -> View | None:
        """Whether the figure of the demonstration is real; run as `accuracy` is."""
        return self._evidence("claim-check")

    def people(self) -> View:
        """Who has to be asked, and which roles nobody holds; live below a table to edit."""
        self._edit("people")
        return people(self.story())

    def baselines(self) -> View:
        """What the system has to beat, and the plan beside rules of thumb."""
        from readiness_kit.evidence.accuracy_rule import labels_to_prove

        story = self.story()
        stop = story.engagement.profile.stop_number
        return baselines(story, labels_needed=None if stop is None else labels_to_prove(stop))

    def questions(self) -> View:
        """Which questions matter here, and why the rest are skipped."""
        return questions(self.story())

    def brief(self) -> View:
        """What this phase asks."""
        return brief(self.story(), guide=self.live)

    def ratings(self) -> object:
        """The rating form when live; what was said, and what supports it, in a report."""
        story = self.story()
        return self._rated(story, story.looked_at)

    def factors(self) -> object:
        """The same for what no phase notebook asks: the success factors, or all without phases."""
        story = self.story()
        sections = story.factors if story.engagement.framework.phases else story.looked_at
        return self._rated(story, sections) if sections else None

    def data_gap(self) -> View | None:
        """Where real records differ from those of the demonstration; run as `accuracy` is."""
        return self._evidence("data-gap")

    def accuracy(self) -> View | None:
        """How often the client's model is right; live, what is missing or stale is run first."""
        return self._evidence("accuracy", accuracy)

    def attribution(self) -> View | None:
        """Which defects of the data explain the fall; run as `accuracy` is."""
        return self._evidence("attribution")

    def edge_cases(self) -> View | None:
        """What the model answers where a record is not as expected; run as `accuracy` is."""
        return self._evidence("edge-cases", edge_cases)

    def contract(self) -> View | None:
        """The rules that the client's own team can hold records to; run as `accuracy` is."""
        return self._evidence("contract")

    def integrations(self) -> View:
        """The systems that a record touches; live below the map as a table to edit."""
        self._edit("integrations")
        if self.live:
            run_if_due("integration-map", self.story().engagement)
        return integrations(self.story())

    def metrics(self) -> View:
        """The values in their four dimensions, beside baselines and targets; live to edit."""
        self._edit("metrics", "metric_targets")
        return metrics(self.story())

    def metrics_brief(self) -> View:
        """The four dimensions in a table."""
        return metrics_brief(self.story())

    def scores(self) -> View:
        """Each section as claimed and as supported, with its range."""
        return scores(self.story())

    def respondents(self) -> View | None:
        """Where people disagree, and who with whom; nothing where nobody has answered."""
        return respondents(self.story())

    def workshop(self) -> View | None:
        """What workshops talked about, agreed and left; nothing where none was held."""
        try:
            held = read_workshops(self.path)
        except InvalidFileError as error:
            return unreadable(error.problems)
        return workshop(self.story(), held)

    def since(self) -> View | None:
        """What changed since the last snapshot; nothing where none was taken before."""
        return since(self.story())

    def pitfalls(self) -> View | None:
        """Which known ways to fail show in the figures."""
        return pitfalls(self.story())

    def gate(self) -> View:
        """May it go on, and by which rules."""
        return gate(self.story())

    def way(self) -> View | None:
        """What would turn the verdict, and the cheapest way to a go; nothing without gates."""
        return way_on(self.story())

    def firmness(self) -> View | None:
        """How firm the verdict is; nothing where no gate is to be judged."""
        return firmness(self.story())

    def findings(self) -> View:
        """What stands in the way, gravest first."""
        return findings(self.story())

    def actions(self) -> View | None:
        """What is planned, by day; live below a table to edit, nothing where nothing is."""
        self._edit("actions")
        return actions(self.story())

    def crosswalk(self, name: str) -> View:
        """What of another framework is covered, by its catalogue's name such as nist_ai_rmf."""
        # few engagements name one, and the others do not wait for the catalogues to be read
        from readiness_kit.views.crosswalk import crosswalk

        return crosswalk(self.story(), name)

    def crosswalks(self) -> None:
        """The same for each that engagement.yaml names under `crosswalk`, one after the other."""
        from IPython.display import display

        for name in self.story().engagement.profile.crosswalk:
            display(self.crosswalk(name))

    def method(self) -> View:
        """How the figures come about."""
        return method(self.story())

    def close(self) -> EndMark:
        """Set the footer, and the mark without which no report is published."""
        from IPython.display import display

        display(footer(self.story()))
        return EndMark()

    def _edit(self, *names: Name) -> None:
        if self.live:
            offer_grids(self.path, *names)

    def _rated(self, story: Story, sections: list[SectionResult]) -> object:
        """The form over these sections when live, their static twin else."""
        if not self.live:
            return ratings(story, sections, unreached=self._unreached())
        from readiness_kit.forms import rubric_form

        shown = [section.id for section in sections]
        return rubric_form(self.path, *shown, methods=lambda: provided().keys())

    def _unreached(self) -> list[str]:
        """What the last workshop did not come to; `workshop` tells of a file that does not read."""
        try:
            newest = read_workshops(self.path).newest
        except InvalidFileError:
            return []
        return [topic.criterion for topic in newest.unreached] if newest else []

    def _evidence(self, name: str, show: Callable[..., View] | None = None) -> View | None:
        """The section of a method; nothing at all where this installation does not provide it."""
        methods = provided()
        if name not in methods:
            return None
        story = self.story()
        made = measured(name, story, live=self.live)
        seen = made.seen
        if seen.state == "skipped":
            why = (seen.reason or "").rstrip(".")
            told = f"{methods[name].purpose} It was not run: {why}."
            command = f"readiness evidence run {name} {story.folder}"
            return not_yet(name, methods[name].title, told, command=command)
        if made.unchanged:
            offer_again(name, self.path, seen)
        if made.ran:
            story = self.story()
        view = (show or _view_of(name))(story, seen, recorded=made.recorded)
        return replace(view, html=view.html + filled(story, seen, recorded=made.recorded))


def _view_of(name: str) -> Callable[..., View]:
    """The view of a method, which is loaded where a section shows it."""
    named = name.replace("-", "_")
    show: Callable[..., View] = getattr(import_module(f"readiness_kit.views.{named}"), named)
    return show
