"""Runs a method for a section where its recorded run no longer holds, and shows how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_kit.engagement.folder import Engagement
from readiness_kit.evidence.context import Progress
from readiness_kit.evidence.registry import provided
from readiness_kit.views.cover import long_day

if TYPE_CHECKING:
    from readiness_kit.engagement.observation import Observation
    from readiness_kit.views.story import Story


@dataclass(frozen=True)
class Measured:
    """What a section is told from."""

    seen: Observation
    recorded: bool
    unchanged: bool = False
    """Live: nothing that the run depends on has changed since, so that it was not run again."""
    ran: bool = False
    """It was run and recorded just now, so that the story is told anew."""


def measured(name: str, story: Story, *, live: bool) -> Measured:
    """What a method saw, and whether that is on record.

    A report reads what is recorded and, where nothing is, measures for this page only. A live
    session runs what is missing or stale, and records it.
    """
    from readiness_kit.evidence.run import is_fresh, run_method

    if live and (seen := run_if_due(name, story.engagement)):
        done = seen.state == "done"
        return Measured(seen, recorded=done, ran=done)
    if seen := story.latest(name):
        holds = live and is_fresh(seen, story.engagement, provided()[name])
        return Measured(seen, recorded=True, unchanged=holds)
    return Measured(run_method(name, story.engagement), recorded=False)


def run_if_due(name: str, engagement: Engagement) -> Observation | None:
    """Run and record a method whose newest run is missing or stale; None where none is due."""
    from readiness_kit.evidence.run import missing_or_stale

    if not missing_or_stale(engagement, [name]):
        return None
    with _shown(provided()[name].title) as progress:
        return _recorded(name, engagement, progress)


def offer_again(name: str, path: Path, seen: Observation) -> None:
    """Say that a run still holds, and let a click run it all the same."""
    words = f"Unchanged since {long_day(seen.as_of)}, so it was not run again."
    if not in_kernel():
        print(words)  # noqa: T201 - without a page there is nothing else to say it on
        return
    from IPython.display import display

    from readiness_kit.forms.again import RunAgain

    def run(progress: Progress) -> str:
        made = _recorded(name, Engagement.open(path), progress)
        if made.state != "done":
            return f"It was not measured: {made.reason}"
        return f"Measured anew and recorded as {made.id}. Run this cell again to see it."

    display(RunAgain(words, run))


def in_kernel() -> bool:
    """Whether a page listens that can show a bar and a button."""
    from IPython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None


def _recorded(name: str, engagement: Engagement, progress: Progress) -> Observation:
    """Run a method and record what it saw, unless it could not; stopped, it leaves nothing."""
    from readiness_kit.engagement.writer import Writer
    from readiness_kit.evidence.run import run_method

    # somebody sits before it and has named the target here: that is leave to contact it
    seen = run_method(name, engagement, contact=True, progress=progress)
    if seen.state == "done":
        Writer(engagement.path, via="workbook").save_observation(seen)
    return seen


@contextmanager
def _shown(title: str) -> Iterator[Callable[[int, int, str], None]]:
    """Progress of a run as a bar that goes when it ends; as lines where no page listens."""
    from readiness_kit.forms.progress import ProgressBar, ProgressLines

    if not in_kernel():
        yield ProgressLines(lambda line: print(f"{title}: {line}"))  # noqa: T201 - see above
        return
    from IPython.display import HTML, display

    bar = ProgressBar()
    shown = display(bar, display_id=True)
    left = "Stopped. Nothing was recorded."
    try:
        yield bar
        left = ""
    finally:
        # the bar's widget would not come back to life in a notebook that is opened again
        shown.update(HTML(left))
