"""Hostile parameters are refused before anything starts; plain data passes unchanged."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import fractions
import pathlib
import uuid
from collections import OrderedDict, UserDict, UserList, defaultdict, deque
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest

from readiness_kit.errors import UsageError
from readiness_kit.report.execute import execute
from readiness_kit.report.parameters import check_parameters

EVIL = '"; open("ran", "w").close(); "'


class Text(str):
    """Text that says something else when it is turned into source."""

    __slots__ = ()

    def __str__(self) -> str:
        return EVIL


class Number(int):
    """A number whose text is code."""

    def __repr__(self) -> str:
        return "exit()"

    __str__ = __repr__


class Real(float):
    """A float whose text is code."""

    def __str__(self) -> str:
        return "exit()"


class Choice(enum.Enum):
    """An enumeration, which becomes its name in text."""

    A = EVIL


class Listed(list[Any]):
    """A list of another type."""


class Mapped(dict[str, Any]):
    """A map of another type."""


def _deep(levels: int) -> Any:
    value: Any = "end"
    for _ in range(levels):
        value = [value]
    return value


def _own_tail() -> Any:
    value: list[Any] = []
    value.append(value)
    return value


VALUES: list[Any] = [
    Path(EVIL),
    pathlib.PureWindowsPath("c:/x"),
    (EVIL,),
    {EVIL},
    frozenset({EVIL}),
    Exception(EVIL),
    EVIL.encode(),
    bytearray(b"x"),
    object(),
    Text("plain"),
    Number(1),
    Real(1.0),
    Choice.A,
    Listed(["x"]),
    Mapped(x=1),
    OrderedDict(x=1),
    defaultdict(list),
    UserDict(x=1),
    UserList([1]),
    deque([1]),
    range(3),
    1j,
    float("nan"),
    float("inf"),
    -float("inf"),
    2**65,
    decimal.Decimal("1.5"),
    fractions.Fraction(1, 2),
    dt.date(2026, 1, 1),
    uuid.UUID(int=0),
    np.int64(3),
    np.float64(3.0),
    pd.Timestamp("2026-01-01"),
    SimpleNamespace(x=1),
    {Path(EVIL): 1},
    {1: "x"},
    {None: "x"},
    {"x": [{"y": (1,)}]},
    [[Path(EVIL)]],
    _deep(30),
    _own_tail(),
    ["x"] * 20_000,
    "x" * 2_000_000,
    "\ud800",
    lambda: EVIL,
]
NAMES: list[Any] = [
    "x=1;evil();y",
    "x\nimport os",
    "engagement ",
    "__import__('os')",
    "Engagement",
    "9lives",
    "",
    7,
    Text("engagement"),
    "unheard_of",
    "pm",
]


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """A notebook that leaves a trace if anything of it runs."""
    first = nbformat.v4.new_code_cell(
        'engagement: str = ""\nlive: str = "auto"', metadata={"tags": ["parameters"]}
    )
    cells = [first, nbformat.v4.new_code_cell("open('ran', 'w').close()")]
    path = tmp_path / "thin.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_that_is_no_plain_data_is_refused(value: Any, notebook: Path) -> None:
    output = notebook.with_name("out.ipynb")
    with pytest.raises(UsageError, match=r"parameter engagement.*Nothing was started"):
        execute(notebook, output, {"engagement": value})
    assert [notebook] == list(notebook.parent.iterdir())


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_name_that_is_not_declared_plainly_is_refused(name: Any, notebook: Path) -> None:
    output = notebook.with_name("out.ipynb")
    with pytest.raises(UsageError, match="Nothing was started"):
        execute(notebook, output, {name: "x"})
    assert [notebook] == list(notebook.parent.iterdir())


def test_a_refusal_tells_no_secret() -> None:
    with pytest.raises(UsageError) as caught:
        check_parameters({"key": ("s3cret",)}, declared={"key"}, notebook="n.ipynb")
    assert (
        str(caught.value) == "n.ipynb: parameter key: text, a whole or finite number, true, false, "
        "null, or lists and maps of them; got a tuple. Nothing was started."
    )


def test_plain_data_passes_unchanged() -> None:
    given = {"a": ["x", 1, 2.5, True, None, {"b": [], "c": {}}], "d": "{x}\n'\"\\"}
    assert check_parameters(given, declared={"a", "d"}, notebook="n") == given


def test_what_is_no_notebook_is_refused(tmp_path: Path) -> None:
    for text in ("", "{}", "[]", '{"cells": 3}', "\udcff"):
        path = tmp_path / "x.ipynb"
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        with pytest.raises(UsageError, match=r"x\.ipynb: a"):
            execute(path, tmp_path / "out.ipynb", {})
    with pytest.raises(UsageError, match="can be read"):
        execute(tmp_path / "absent.ipynb", tmp_path / "out.ipynb", {})
