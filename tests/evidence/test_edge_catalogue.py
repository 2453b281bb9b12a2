"""The catalogue is complete, and what plug-ins add stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from readiness_kit.evidence.edge_cases import catalogue
from readiness_kit.evidence.edge_cases.catalogue import FAMILIES, PLANNED, families
from readiness_kit.evidence.edge_cases.family import Perturbed, edge_case
from readiness_kit.evidence.edge_cases.fields import Field
from readiness_kit.evidence.run import provided, settings_of
from tests.evidence.conftest import Client


@edge_case(id="X1", name="rot", title="rot sets in", expected="R", kinds=("text",), fix="Dry it.")
def rot(record: dict, field: Field, turn: int) -> Perturbed | None:
    return Perturbed({**record, field.name: "rot"}, "rot set in", {field.name: "rot"})


@edge_case(id="E12", name="mine", title="taken", expected="R", kinds=("text",), fix="-")
def taken(record: dict, field: Field, turn: int) -> Perturbed | None:
    return None


def plain() -> None:
    """Lacks the decorator."""


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    catalogue._plugged_in.cache_clear()
    yield monkeypatch
    catalogue._plugged_in.cache_clear()


def install(monkeypatch: pytest.MonkeyPatch, *values: str) -> None:
    entries = [EntryPoint(f"plug{n}", value, catalogue.GROUP) for n, value in enumerate(values)]
    monkeypatch.setattr(catalogue, "entry_points", lambda group: entries)


def test_every_number_of_the_catalogue_is_tried_or_named() -> None:
    """E49 is the client's own validation, which is asked rather than planted."""
    ids = [family.id for family in FAMILIES] + [planned.id for planned in PLANNED]
    assert sorted([*ids, "E49"]) == [f"E{n:02d}" for n in range(1, 51)]
    assert [family.id for family in FAMILIES] == sorted(family.id for family in FAMILIES)


def test_names_and_titles_are_said_once_and_in_plain_words() -> None:
    for said in (
        [f.name for f in FAMILIES],
        [f.title for f in FAMILIES],
        [f.fix for f in FAMILIES],
    ):
        assert len(set(said)) == len(said)
    for family in FAMILIES:
        assert re.fullmatch("[a-z0-9_]+", family.name)
        assert family.title[0].islower() or family.title[0] == "-"
        assert len(family.title) <= 45
        assert family.fix.endswith(".")


def test_plug_ins_stand_behind_our_own_and_never_in_their_place(
    plugged: pytest.MonkeyPatch,
) -> None:
    install(plugged, f"{__name__}:rot", f"{__name__}:taken")
    with pytest.warns(RuntimeWarning, match="plug-in E12 mine is left out: the id or the name"):
        assert [family.id for family in families()][-1] == "X1"
    assert families()[-1].plugged_in
    assert families()[: len(FAMILIES)] == FAMILIES


def test_a_family_that_is_plugged_in_makes_older_runs_due(
    plugged: pytest.MonkeyPatch, client: Client
) -> None:
    def settings(method: str) -> str:
        return settings_of(provided()[method], client.engagement())

    install(plugged)
    without, accuracy = settings("edge-cases"), settings("accuracy")
    catalogue._plugged_in.cache_clear()
    install(plugged, f"{__name__}:rot")
    assert settings("edge-cases") != without
    assert settings("accuracy") == accuracy


def test_each_run_has_its_own_memory_of_what_a_plug_in_raised(plugged: pytest.MonkeyPatch) -> None:
    install(plugged, f"{__name__}:rot")
    families()[-1].raised.add("KeyError")
    assert families()[-1].raised == set()


@pytest.mark.parametrize(
    ("value", "why"),
    [("no_such_module_7:x", "ModuleNotFoundError"), (f"{__name__}:plain", "not what @edge_case")],
)
def test_a_broken_plug_in_is_a_warning_by_name_once(
    plugged: pytest.MonkeyPatch, value: str, why: str
) -> None:
    install(plugged, value, f"{__name__}:rot")
    with pytest.warns(RuntimeWarning, match=rf"plug-in plug0 .*{why}"):
        assert families()[-1].id == "X1"
    assert families()[-1].id == "X1"


def test_the_page_tells_of_every_case_and_of_what_is_not_tried() -> None:
    page = (Path(__file__).parents[2] / "docs" / "edge-cases.md").read_text(encoding="utf-8")
    for family in FAMILIES:
        row = f"| {family.id} `{family.name}` | {family.title} |"
        assert row in page
        assert page.partition(row)[2].partition("\n")[0].endswith(f"| {family.expected} |")
    for planned in PLANNED:
        assert f"{planned.id} {planned.title}" in page
