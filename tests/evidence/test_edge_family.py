"""A perturber that does nothing, too much, or another thing than it says is caught."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from dataclasses import replace

import pytest

from readiness_kit.evidence.edge_cases.catalogue import FAMILIES
from readiness_kit.evidence.edge_cases.family import (
    Family,
    FaultyPerturberError,
    FaultyPlugInError,
    Perturbed,
    PlugInRaisedError,
    changed_cells,
    edge_case,
    perturbed,
)
from readiness_kit.evidence.edge_cases.fields import RECORD, Field

X = Field("x", "number")
UNIT = next(family for family in FAMILIES if family.name == "unit_change")


def spoils(record: dict, field: Field, turn: int) -> Perturbed:
    record["x"] = 9
    return Perturbed({**record, "x": 8}, "spoiled", {"x": 8})


FAULTY = {
    "nothing": lambda record, field, turn: Perturbed(dict(record), "nothing", {}),
    "nothing, and says it did": lambda record, field, turn: Perturbed(record, "nothing", {"x": 1}),
    "another cell": lambda record, field, turn: Perturbed({**record, "y": 9}, "y", {"y": 9}),
    "more than it says": lambda r, f, t: Perturbed({**r, "x": 9, "y": 9}, "both", {"x": 9}),
    "less than it says": lambda r, f, t: Perturbed({**r, "x": 9}, "one", {"x": 9, "y": 9}),
    "one cell more": lambda r, f, t: Perturbed({**r, "x": 9, "z": 1}, "more", {"x": 9}),
    "a type beside it": lambda r, f, t: Perturbed({"x": 9, "y": 1.0}, "type", {"x": 9}),
    "the order": lambda r, f, t: Perturbed({"y": 1, "x": 9}, "round", {"x": 9}),
    "the record that it was given": spoils,
    "a copy that differs": lambda r, f, t: Perturbed({**r, "x": 9}, "twice", {"x": 9}, copies=2),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_perturber_that_does_not_do_what_it_says_is_caught(fault: str) -> None:
    """Else a tool that corrupts nothing would call every model robust."""
    family = replace(UNIT, perturb=FAULTY[fault])
    with pytest.raises(FaultyPerturberError, match="E12 unit_change was to change 'x'"):
        perturbed(family, {"x": 1, "y": 1}, X)


TICK = itertools.count(7)
PLUGGED = FAULTY | {
    "a day": lambda r, f, t: Perturbed({**r, "x": dt.date(2026, 1, 1)}, "day", {"x": "a day"}),
    "a set to show": lambda r, f, t: Perturbed({**r, "x": 9}, "set", {"x": {1, 2}}),
    "no Perturbed": lambda r, f, t: {"x": 9},
    "a list of changes": lambda r, f, t: Perturbed({**r, "x": 9}, "list", ["x"]),
    "no copy": lambda r, f, t: Perturbed({**r, "x": 9}, "none", {"x": 9}, copies=0),
    "a counter": lambda r, f, t: Perturbed({**r, "x": next(TICK)}, "count", {"x": 9}),
    "now and then": lambda r, f, t: (
        Perturbed({**r, "x": 9}, "now", {"x": 9}) if next(TICK) % 2 else None
    ),
}


@pytest.mark.parametrize("fault", PLUGGED)
def test_a_faulty_plug_in_is_named_and_is_no_fault_of_ours(fault: str) -> None:
    family = replace(UNIT, id="X1", name="mine", perturb=PLUGGED[fault], plugged_in=True)
    with pytest.raises(
        FaultyPlugInError, match=r"the edge-case plug-in X1 mine .*mend the plug-in"
    ):
        perturbed(family, {"x": 1, "y": 1}, X)


def test_what_a_plug_in_raises_is_told_by_its_class_alone() -> None:
    def broken(record: dict, field: Field, turn: int) -> Perturbed:
        raise LookupError(str(record))

    family = replace(UNIT, id="X1", name="mine", perturb=broken, plugged_in=True)
    with pytest.raises(PlugInRaisedError, match=r"plug-in X1 mine raised LookupError$"):
        perturbed(family, {"x": "secret"}, X)
    with pytest.raises(LookupError):
        perturbed(replace(family, plugged_in=False), {"x": 1}, X)


def test_several_fields_may_change_where_they_are_named() -> None:
    both = replace(UNIT, perturb=lambda r, f, t: Perturbed({"x": 9, "y": 9}, "", {"x": 9, "y": 9}))
    made = perturbed(both, {"x": 1, "y": 1}, X)
    assert made is not None
    assert made.record == {"x": 9, "y": 9}


def test_a_fault_of_the_whole_record_may_leave_every_cell_and_add_one() -> None:
    more = replace(UNIT, perturb=lambda r, f, t: Perturbed({**r, "z": 1}, "", {"z": 1}))
    assert perturbed(more, {"x": 1}, RECORD) is not None
    with pytest.raises(FaultyPerturberError):
        perturbed(more, {"x": 1}, X)
    twice = replace(UNIT, perturb=lambda r, f, t: Perturbed(r, "", {}, copies=2))
    assert perturbed(twice, {"x": 1}, RECORD) == Perturbed({"x": 1}, "", {}, copies=2)


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (1, 1.0, ["x"]),
        (1, True, ["x"]),
        (0.0, -0.0, ["x"]),
        (math.nan, math.nan, []),
        (0.1 + 0.2, 0.3, ["x"]),
        ("\u00e9", "e\u0301", ["x"]),
        (None, "", ["x"]),
    ],
)
def test_cells_are_compared_to_the_bit(before: object, after: object, changed: list[str]) -> None:
    assert changed_cells({"x": before}, {"x": after}) == changed


def test_the_decorator_makes_a_family() -> None:
    @edge_case(id="X1", name="x", title="x", expected="R", kinds=("number",), fix="Mend it.")
    def made(record: dict, field: Field, turn: int) -> Perturbed | None:
        return None

    assert isinstance(made, Family)
    assert made.applies(X)
    assert not made.applies(RECORD)
    assert perturbed(made, {"x": 1}, X) is None
