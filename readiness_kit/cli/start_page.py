"""What the start page of the lab says of an engagement: judged here, handed on as plain text."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_kit.cli.faults import unexpected
from readiness_kit.cli.opening import open_engagement
from readiness_kit.cli.start_lists import measured
from readiness_kit.cli.start_words import start_of
from readiness_kit.cli.typed import typed
from readiness_kit.errors import InvalidFileError, Problem, ReadinessError
from readiness_kit.lab.page import Fault, Line, Start, write_start

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement

_ANSWERS = ("assessment.json", "journal.jsonl")
_LISTED = 5
_Stamp = tuple[str, int, int]


class StartPage:
    """The file that the lab's server shows, made anew whenever the engagement's files change."""

    def __init__(self, engagement: Path, file: Path, *, named: Path | None = None) -> None:
        """Make it; `named` is how the engagement was named in the terminal.

        Raises ReadinessError where it cannot be judged now; later the page tells that.
        """
        self._engagement, self._file = engagement, file
        self._named = named or engagement
        self._named_files: Sequence[Path] = ()
        self._measured: tuple[object, Sequence[Line]] = (None, ())
        self._seen = self._stamps()
        self._last = self._told(self._seen)
        write_start(self._last, file)

    @property
    def right(self) -> str:
        """The notebook that is opened first."""
        return self._last.right

    def look(self) -> None:
        """Make the page anew where a file has changed; say otherwise that it still holds.

        Nothing that is wrong with the engagement ends the lab: the page tells it.
        """
        # before anything is read: what changes meanwhile is seen the next time
        seen = self._stamps()
        with suppress(OSError):
            if seen != self._seen:
                write_start(self._now(seen), self._file)
                self._seen = seen
            # the page tells this moment as the one up to which it is true
            os.utime(self._file)

    def _now(self, seen: frozenset[_Stamp]) -> Start:
        try:
            self._last = self._told(seen)
        except Exception as error:
            # also a fault of ours: the room goes on with the notebooks
            return self._broken(error)
        return self._last

    def _told(self, seen: frozenset[_Stamp]) -> Start:
        opened = open_engagement(self._engagement)
        self._named_files = tuple(_named_files(opened))
        return start_of(opened, self._named, self._measured_of(opened, seen))

    def _measured_of(self, opened: Engagement, seen: frozenset[_Stamp]) -> Sequence[Line]:
        """What was measured; the client's files are not read again for every answer."""
        others = {stamp for stamp in seen if Path(stamp[0]).name not in _ANSWERS}
        if self._measured[0] != others:
            self._measured = others, tuple(measured(opened))
        return self._measured[1]

    def _broken(self, error: Exception) -> Start:
        """The page of before, with what is wrong in the place of what may be true no more."""
        return replace(
            self._last,
            steps=[replace(step, remark="") for step in self._last.steps],
            next=(
                "Mend it and save: this page then tells again where you are. What is answered "
                "stays as it is, and the notebooks can be opened."
            ),
            figures=(),
            people=(),
            measured=(),
            faults=_faults(error),
            commands=[("All that is wrong, in a terminal", typed("check", self._named))],
        )

    def _stamps(self) -> frozenset[_Stamp]:
        """What tells that something has changed: names, times and sizes, and the day."""
        from readiness_kit.engagement.dates import utc_now

        folder = self._engagement
        found = [*_files(folder), *_files(folder / "evidence"), *_each(self._named_files)]
        return frozenset([*found, ("today", utc_now().date().toordinal(), 0)])


def _faults(error: Exception) -> list[Fault]:
    if not isinstance(error, InvalidFileError):
        known = isinstance(error, ReadinessError)
        return [Fault("The engagement", str(error) if known else unexpected(error))]
    wrong = [problem for problem in error.problems if problem.severity == "error"]
    told = [_fault(problem) for problem in wrong[:_LISTED]]
    if len(wrong) > _LISTED:
        told.append(Fault("More", f"{len(wrong) - _LISTED} more problems like these."))
    return told


def _fault(problem: Problem) -> Fault:
    place = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
    return Fault(place, str(problem).removeprefix(f"{place}: "))


def _named_files(opened: Engagement) -> Iterator[Path]:
    """The files that engagement.yaml names, wherever they are."""
    profile = opened.profile
    data, target = profile.data, profile.target
    names = [profile.framework, data.poc, data.production, data.training]
    if target is not None:
        names += [target.file, target.skops, target.onnx, target.pickle]
    yield from (opened.path / name for name in names if name)


def _files(folder: Path) -> list[_Stamp]:
    try:
        return [*_each([path for path in folder.iterdir() if not path.name.startswith(".")])]
    except OSError:
        return []


def _each(paths: Sequence[Path]) -> Iterator[_Stamp]:
    for path in paths:
        with suppress(OSError, ValueError):
            told = path.stat()
            yield str(path), told.st_mtime_ns, told.st_size
