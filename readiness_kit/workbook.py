"""The face that notebooks talk to: one method a section, each a view for here and for reports.

Live, a section may hold a form or run a method; in a report the same call shows its static twin.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_kit.engagement.folder import Engagement
from readiness_kit.errors import UsageError
from readiness_kit.evidence.registry import provided
from readiness_kit.judgement import judge
from readiness_kit.resources import resources, samples
from readiness_kit.views.accuracy import accuracy
from readiness_kit.views.brief import brief
from readiness_kit.views.cover import cover
from readiness_kit.views.findings import findings
from readiness_kit.views.gate import gate
from readiness_kit.views.method import footer, method
from readiness_kit.views.ratings import ratings
from readiness_kit.views.scores import scores
from readiness_kit.views.story import Story
from readiness_kit.views.view import EndMark, View

if TYPE_CHECKING:
    from readiness_kit.engagement.observation import Observation

SAMPLE = "claims-triage"
"""Shown where a notebook is opened without an engagement."""


def is_live(live: str = "auto") -> bool:
    """Whether somebody sits in front of the notebook.

    READINESS_LIVE decides where it is set; else `live` (on, off, auto); auto is live in a kernel
    that a Jupyter server started. Raises UsageError for any other word.
    """
    asked = os.environ.get("READINESS_LIVE") or live
    if asked not in ("on", "off", "auto"):
        raise UsageError(f"live is one of on, off, auto; got {asked!r}")
    return bool(os.environ.get("JPY_SESSION_NAME")) if asked == "auto" else asked == "on"


def find_engagement(engagement: object = "") -> Path:
    """The folder that a notebook's parameter means.

    In this order: the parameter, READINESS_ENGAGEMENT, the nearest parent folder that holds an
    engagement.yaml, a private copy of the sample. A relative path starts at the working directory,
    then at the repository's root.
    """
    named = (
        str(engagement)
        if engagement not in ("", None)
        else os.environ.get("READINESS_ENGAGEMENT", "")
    )
    if named:
        places = [Path(named), resources("notebooks").parent / named]
        return next((p for p in places if p.is_dir()), places[0]).resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "engagement.yaml").is_file():
            return folder
    copy = Path(tempfile.mkdtemp(prefix="readiness-")) / SAMPLE
    shutil.copytree(samples()[SAMPLE], copy, ignore=shutil.ignore_patterns("reports", ".cache"))
    print(f"No engagement named: this is a private copy of the sample {SAMPLE}.")  # noqa: T201
    return copy


@dataclass(frozen=True)
class Workbook:
    """One phase of one engagement; reads the files anew at every call, so nothing is stale."""

    path: Path
    section: str
    live: bool

    @classmethod
    def open(cls, engagement: object = "", *, section: str, live: str = "auto") -> Workbook:
        """Find the engagement and read it once, so that its faults show in the first cell."""
        book = cls(find_engagement(engagement), section, is_live(live))
        framework = Engagement.open(book.path).framework
        known = [part.id for part in framework.phases]
        if section not in known:
            raise UsageError(
                f"this notebook is about the phase {section!r}, which {framework.id} does not "
                f"have; it has {', '.join(known) or 'none'}"
            )
        return book

    def story(self) -> Story:
        """Read and judge the engagement as it is on disk now."""
        opened = Engagement.open(self.path)
        card = judge(
            opened.framework,
            opened.profile,
            opened.assessment,
            opened.observations,
            as_of=opened.as_of(),
            methods=provided().keys(),
        )
        return Story(opened, card, self.section)

    def cover(self) -> View:
        """The verdict, its reason, and four figures."""
        return cover(self.story())

    def brief(self) -> View:
        """What this phase asks."""
        return brief(self.story())

    def ratings(self) -> object:
        """The rating form when live; what was said, and what supports it, in a report."""
        story = self.story()
        if not self.live:
            return ratings(story)
        from readiness_kit.forms import rubric_form

        return rubric_form(self.path, *(section.id for section in story.looked_at))

    def accuracy(self) -> View:
        """How often the client's model is right; live, what is missing or stale is run first."""
        story = self.story()
        seen, recorded = self._measured(story, "accuracy")
        return accuracy(story, seen, recorded=recorded)

    def scores(self) -> View:
        """Each section as claimed and as supported, with its range."""
        return scores(self.story())

    def gate(self) -> View:
        """May it go on, and by which rules."""
        return gate(self.story())

    def findings(self) -> View:
        """What stands in the way, gravest first."""
        return findings(self.story())

    def method(self) -> View:
        """How the figures come about."""
        return method(self.story())

    def close(self) -> EndMark:
        """Set the footer, and the mark without which no report is published."""
        from IPython.display import display

        display(footer(self.story()))
        return EndMark()

    def _measured(self, story: Story, name: str) -> tuple[Observation, bool]:
        """What a method saw, and whether that is on record.

        A report reads what is recorded and, where nothing is, measures for this page only. A live
        session runs what is missing or stale, and records it.
        """
        from readiness_kit.evidence.run import missing_or_stale, run_method

        seen = story.latest(name)
        if self.live and missing_or_stale(story.engagement, [name]):
            from readiness_kit.engagement.writer import Writer

            seen = run_method(name, story.engagement)
            if seen.state == "done":
                Writer(self.path, via="workbook").save_observation(seen)
            return seen, seen.state == "done"
        if seen is not None:
            return seen, True
        return run_method(name, story.engagement), False
