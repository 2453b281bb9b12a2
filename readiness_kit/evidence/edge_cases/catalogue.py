"""The catalogue of edge cases: what this version tries, what plug-ins add, what is still planned.

A plug-in names a family, made by `@edge_case`, in the entry-point group `readiness_kit.edge_cases`;
one that does not load is a warning by name, and the run goes on.
"""

from __future__ import annotations

import warnings
from dataclasses import replace
from functools import cache
from importlib.metadata import entry_points
from typing import NamedTuple

from readiness_kit.evidence.edge_cases.family import Family
from readiness_kit.evidence.edge_cases.faults import (
    absent,
    amounts,
    days,
    notation,
    records,
    texts,
    words,
)
from readiness_kit.evidence.plug_ins import loaded

GROUP = "readiness_kit.edge_cases"

FAMILIES: tuple[Family, ...] = (
    absent.field_absent,
    absent.field_null,
    absent.empty_text,
    absent.sentinel_missing,
    notation.number_as_string,
    notation.string_in_number,
    notation.decimal_comma,
    notation.bool_variants,
    notation.int_as_float,
    notation.nan_inf,
    amounts.unit_change,
    amounts.scale_percent,
    amounts.sign_flip,
    amounts.out_of_range,
    amounts.small_noise,
    words.unseen_category,
    words.case_variant,
    words.space_variant,
    texts.typo,
    words.accents,
    words.lost_letters,
    texts.confusables,
    words.synonym,
    days.date_format,
    days.impossible_date,
    days.future_date,
    records.swapped_columns,
    records.renamed_field,
    records.extra_field,
    records.duplicate_record,
    texts.injection_strings,
    texts.prompt_injection,
    texts.control_characters,
    texts.truncated_text,
)
"""What this version tries, by its number."""


class Planned(NamedTuple):
    """A family that the catalogue names and this version does not try."""

    id: str
    title: str


PLANNED: tuple[Planned, ...] = (
    Planned("E05", "several fields are empty at once"),
    Planned("E16", "a number lies exactly on a limit"),
    Planned("E27", "a time comes in another time zone, or in the hour that daylight saving drops"),
    Planned("E30", "events come in another order"),
    Planned("E32", "all values of a line slip by one column"),
    Planned("E36", "the same record comes twice with different values"),
    Planned("E37", "nothing comes: no record, no field, a header alone"),
    Planned("E38", "one bad record comes among 99 good ones"),
    Planned("E39", "batches of 1, 7, 1,000 records, and of one too many"),
    Planned("E40", "a list or an object comes where a single value belongs"),
    Planned("E41", "a request is no valid JSON, or says it is something else"),
    Planned("E42", "a record is far too large"),
    Planned("E47", "a CSV file has quotes, line ends or marks of another kind"),
    Planned("E48", "a value is an old one that nobody brought up to date"),
    Planned("E50", "the three commonest faults of production come together"),
)
"""What it does not try."""


def families() -> tuple[Family, ...]:
    """Every family that is tried here: our own, then those of plug-ins by their ids."""
    # each run has its own memory of what a plug-in raised
    return (*FAMILIES, *(replace(family, raised=set()) for family in _plugged_in()))


def plugged_in_ids() -> list[str]:
    """The ids of the families that plug-ins add."""
    return [family.id for family in _plugged_in()]


@cache  # loaded once, so that a broken one is named once
def _plugged_in() -> tuple[Family, ...]:
    taken = {family.id for family in FAMILIES} | {family.name for family in FAMILIES}
    found: dict[str, Family] = {}
    for family in loaded(entry_points(group=GROUP), Family, "@edge_case"):
        if {family.id, family.name} & taken:
            warnings.warn(
                f"the edge-case plug-in {family.id} {family.name} is left out: the id or the name "
                f"is taken",
                RuntimeWarning,
                stacklevel=3,
            )
            continue
        taken |= {family.id, family.name}
        found[family.id] = replace(family, plugged_in=True)
    return tuple(found[id] for id in sorted(found))
