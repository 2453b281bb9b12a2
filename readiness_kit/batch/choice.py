"""Which notebooks an engagement gets: those that are named, else those its phase has reached."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from readiness_kit.errors import ReadinessError, UsageError


@dataclass(frozen=True, slots=True)
class About:
    """What a notebook's metadata says of it under `readiness`."""

    section: str | None
    """The section it is about; None where it is about the engagement as a whole."""
    always: bool
    """Taken in every phase, such as the intake and the executive summary."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How far an engagement is, in ids of its framework."""

    sections: Sequence[str]
    phases: Sequence[str]
    phase: str | None


@dataclass(frozen=True)
class Shelf:
    """The notebooks that there are, each with what it is about."""

    notebooks: Mapping[Path, About]
    broken: Mapping[Path, ReadinessError]
    """Those whose file cannot be read."""

    @classmethod
    def read(cls, paths: Sequence[Path]) -> Shelf:
        """Look into every file; one that is broken hinders no other."""
        notebooks: dict[Path, About] = {}
        broken: dict[Path, ReadinessError] = {}
        for path in paths:
            try:
                notebooks[path] = about(path)
            except ReadinessError as error:
                broken[path] = error
        return cls(notebooks, broken)

    def chosen(self, names: Sequence[str], reached: Reached) -> Iterator[Path]:
        """The named ones, wherever the engagement stands; without names all that it has reached.

        One about a section that the framework lacks is never taken.
        """
        for path, told in self.notebooks.items():
            known = told.section is None or told.section in reached.sections
            if known and (path.stem in names if names else _is_due(told, reached)):
                yield path

    def foreign(self, names: Sequence[str], reached: Reached) -> Iterator[UsageError]:
        """A word on each named notebook that this framework has no section for."""
        for path, told in self.notebooks.items():
            if path.stem in names and told.section not in (None, *reached.sections):
                yield UsageError(
                    f"{path.stem} is about {told.section}, which its framework does not have; "
                    f"it has {', '.join(reached.sections)}"
                )


def about(notebook: Path) -> About:
    """What a notebook says it is about; raises UsageError where the file is no notebook."""
    # slow to import, and needed once something is to be run
    from readiness_kit.report.notebook import read_notebook

    told = read_notebook(notebook).metadata.get("readiness", {})
    told = told if isinstance(told, dict) else {}
    section = told.get("section")
    return About(section if isinstance(section, str) else None, told.get("when") == "always")


def notebook_named(name: str, known: Sequence[str]) -> str:
    """The one notebook of this name, or whose name alone begins so; raises UsageError."""
    begins = [each for each in known if name and each.startswith(name)]
    if name in known or len(begins) == 1:
        return name if name in known else begins[0]
    if begins:
        raise UsageError(f"several notebooks begin with {name!r}: {', '.join(begins)}")
    raise UsageError(f"no notebook {name!r}; there is {', '.join(known)}")


def _is_due(told: About, reached: Reached) -> bool:
    phases = list(reached.phases)
    if told.always or told.section not in phases or reached.phase not in phases:
        return told.always
    return phases.index(told.section) <= phases.index(reached.phase)
