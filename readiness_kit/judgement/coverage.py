"""What of another framework our criteria cover, and what an engagement has answered of it.

A criterion refers to an entry; it is asked of this system; it is rated: three things told apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from readiness_kit.framework.crosswalks import Catalogue, Entry
from readiness_kit.framework.crosswalks.dangling import Dangling, dangling
from readiness_kit.framework.schema import Framework
from readiness_kit.judgement.scorecard import CriterionResult, SectionResult, Skipped

EntryState = Literal["covered", "skipped", "not_covered"]


@dataclass(frozen=True, slots=True)
class EntryCoverage:
    """One entry of a catalogue, the criteria that refer to it, and where they stand."""

    entry: Entry
    state: EntryState
    """Skipped: criteria refer to it, but none of them is asked of this system at this depth."""
    criteria: tuple[str, ...]
    """All that refer to it or to its heading, in framework order."""
    through: frozenset[str]
    """Those of them that refer to nothing but its heading."""
    asked: tuple[CriterionResult, ...]
    """Empty where no engagement was given."""
    skipped: tuple[Skipped, ...]
    reason: str | None
    """Why nothing covers it, where the catalogue says; None where something does."""

    @property
    def rated(self) -> tuple[CriterionResult, ...]:
        """Those asked that have a level."""
        return tuple(result for result in self.asked if result.state == "rated")

    @property
    def applicable(self) -> tuple[CriterionResult, ...]:
        """Those asked of which nobody agreed that they do not apply."""
        return tuple(result for result in self.asked if result.state != "not_applicable")

    @property
    def supported_level(self) -> int | None:
        """The lowest level that evidence supports among those rated."""
        levels = [r.supported_level for r in self.rated if r.supported_level is not None]
        return min(levels, default=None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A whole catalogue by one framework, and by one engagement if one was given."""

    framework: Framework
    catalogue: Catalogue
    entries: tuple[EntryCoverage, ...]
    """Those that are counted: a heading is told by its parts."""
    judged: bool
    """Whether there is an engagement whose answers are told."""
    dangling: tuple[Dangling, ...]
    """References of the framework that the catalogue does not have, and that cover nothing."""

    @property
    def covered(self) -> tuple[EntryCoverage, ...]:
        """Those to which a criterion of the framework refers, asked here or not."""
        return self._where(lambda each: bool(each.criteria))

    @property
    def not_covered(self) -> tuple[EntryCoverage, ...]:
        """Those to which no criterion refers."""
        return self._where(lambda each: not each.criteria)

    @property
    def skipped(self) -> tuple[EntryCoverage, ...]:
        """Those of which nothing is asked of this system at this depth."""
        return self._where(lambda each: each.state == "skipped")

    @property
    def asked(self) -> tuple[EntryCoverage, ...]:
        """Those of which at least one criterion is asked of this system."""
        return self._where(lambda each: bool(each.asked))

    @property
    def answered(self) -> tuple[EntryCoverage, ...]:
        """Those of which at least one criterion is rated."""
        return self._where(lambda each: bool(each.rated))

    @property
    def groups(self) -> dict[str, tuple[EntryCoverage, ...]]:
        """The entries under the name of their group, in the catalogue's order."""
        found: dict[str, list[EntryCoverage]] = defaultdict(list)
        for each in self.entries:
            found[each.entry.group].append(each)
        return {group: tuple(entries) for group, entries in found.items()}

    def _where(self, holds: Callable[[EntryCoverage], bool]) -> tuple[EntryCoverage, ...]:
        return tuple(each for each in self.entries if holds(each))


def coverage(
    framework: Framework,
    catalogue: Catalogue,
    sections: Iterable[SectionResult] | None = None,
) -> Coverage:
    """Hold a framework against a catalogue; with the results of its sections, the answers too."""
    results = None if sections is None else tuple(sections)
    asked = {result.id: result for part in results or () for result in part.criteria}
    skipped = {left.id: left for part in results or () for left in part.skipped}
    referring = references(framework, catalogue)
    return Coverage(
        framework=framework,
        catalogue=catalogue,
        entries=tuple(
            _entry(entry, framework, referring, asked, skipped) for entry in catalogue.counted
        ),
        judged=results is not None,
        dangling=tuple(dangling(framework, catalogue)),
    )


def references(framework: Framework, catalogue: Catalogue) -> Mapping[str, tuple[str, ...]]:
    """By id of the catalogue: the criteria that refer to it, in framework order."""
    found: dict[str, list[str]] = defaultdict(list)
    for criterion in framework.criteria.values():
        # a level of MLTRL is a number there and a name here
        for id in dict.fromkeys(map(str, getattr(criterion.crosswalk, catalogue.id))):
            found[id].append(criterion.id)
    return {id: tuple(criteria) for id, criteria in found.items()}


def _entry(
    entry: Entry,
    framework: Framework,
    referring: Mapping[str, tuple[str, ...]],
    asked: Mapping[str, CriterionResult],
    skipped: Mapping[str, Skipped],
) -> EntryCoverage:
    own = set(referring.get(entry.id, ()))
    through = frozenset(referring.get(entry.part_of or "", ())) - own
    criteria = tuple(id for id in framework.criteria if id in own or id in through)
    left = tuple(skipped[id] for id in criteria if id in skipped)
    state: EntryState = "covered" if criteria else "not_covered"
    if criteria and len(left) == len(criteria):
        state = "skipped"
    return EntryCoverage(
        entry=entry,
        state=state,
        criteria=criteria,
        through=through,
        asked=tuple(asked[id] for id in criteria if id in asked),
        skipped=left,
        reason=None if criteria else entry.not_covered.get(framework.id),
    )
