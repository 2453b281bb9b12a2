"""Methods of our own and of plug-ins; a broken plug-in is named and left out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint

import pytest

from readiness_kit.evidence import Context, Method, evidence_method, provided, registry


@evidence_method(id="row-count", version="1", title="Row count", needs=("data.poc",))
def row_count(context: Context):  # type: ignore[no-untyped-def]
    """Counts rows.

    And says no more.
    """
    return context.observation(verdict="pass")


@evidence_method(id="accuracy", version="99", title="Not ours")
def impostor(context: Context):  # type: ignore[no-untyped-def]
    """Claims the id of a built-in method."""
    return context.observation(verdict="pass")


def plain(context: Context) -> None:
    """Lacks the decorator."""


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Lets a test name plug-ins; forgets them afterwards."""
    registry._plugged_in.cache_clear()
    yield monkeypatch
    registry._plugged_in.cache_clear()


def install(monkeypatch: pytest.MonkeyPatch, *values: str) -> None:
    entries = [EntryPoint(f"plug{n}", value, registry.GROUP) for n, value in enumerate(values)]
    monkeypatch.setattr(registry, "entry_points", lambda group: entries)


OWN = [
    "claim-check",
    "data-gap",
    "accuracy",
    "attribution",
    "contract",
    "edge-cases",
    "integration-map",
]
"""The methods of this version, in the order in which they run."""


def test_the_decorator_makes_a_method_whose_purpose_is_its_first_line() -> None:
    assert isinstance(row_count, Method)
    assert (row_count.id, row_count.purpose) == ("row-count", "Counts rows.")


def test_plug_ins_stand_beside_our_own_and_never_in_their_place(
    plugged: pytest.MonkeyPatch,
) -> None:
    install(plugged, f"{__name__}:row_count", f"{__name__}:impostor")
    methods = provided()
    assert list(methods) == [*OWN, "row-count"]
    assert methods["accuracy"].version != "99"


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("no_such_module_7:method", "ModuleNotFoundError"),
        (f"{__name__}:plain", "not what @evidence_method makes"),
    ],
)
def test_a_broken_plug_in_is_a_warning_by_name_once(
    plugged: pytest.MonkeyPatch, value: str, why: str
) -> None:
    install(plugged, value, f"{__name__}:row_count")
    with pytest.warns(RuntimeWarning, match=rf"plug-in plug0 .*{why}"):
        assert list(provided()) == [*OWN, "row-count"]
    assert list(provided()) == [*OWN, "row-count"]


def test_listing_the_methods_loads_nothing_heavy() -> None:
    code = (
        "import sys; from readiness_kit.evidence import provided; provided();"
        "print([m for m in ('pandas', 'numpy', 'scipy', 'sklearn') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"
