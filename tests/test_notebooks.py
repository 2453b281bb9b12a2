"""Notebooks stay thin: each cell is one call, and git sees neither outputs nor counts."""

from __future__ import annotations

import ast
import json

import pytest

from readiness_kit.framework import load_framework
from readiness_kit.resources import notebooks

NOTEBOOKS = notebooks()
BANNED = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.For,
    ast.While,
    ast.Try,
    ast.BinOp,
    ast.Lambda,
    ast.comprehension,
)


@pytest.fixture(params=sorted(NOTEBOOKS))
def notebook(request):
    return json.loads(NOTEBOOKS[request.param].read_text(encoding="utf-8"))


def code_cells(notebook):
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_no_outputs_and_no_counts(notebook):
    for cell in code_cells(notebook):
        assert (cell["outputs"], cell["execution_count"]) == ([], None)


def test_cells_are_one_call(notebook):
    """At most 20 cells of at most 6 lines, without a definition, a loop or arithmetic."""
    assert len(code_cells(notebook)) <= 20
    for cell in code_cells(notebook):
        source = "".join(cell["source"])
        assert len(source.splitlines()) <= 6
        found = [type(n).__name__ for n in ast.walk(ast.parse(source)) if isinstance(n, BANNED)]
        assert not found, f"{found} in {source}"


def test_same_parameters_everywhere(notebook):
    tagged = [c for c in code_cells(notebook) if "parameters" in c["metadata"].get("tags", [])]
    (cell,) = tagged
    assigned = [n for n in ast.parse("".join(cell["source"])).body if isinstance(n, ast.AnnAssign)]
    names = {ast.unparse(n.target): ast.literal_eval(n.value) for n in assigned if n.value}
    assert names == {"engagement": "", "live": "auto"}


def test_last_cell_sets_the_end_marker(notebook):
    assert "".join(code_cells(notebook)[-1]["source"]) == "wb.close()"


def test_section_is_one_of_the_framework(notebook):
    said = notebook["metadata"]["readiness"]
    if said["section"] is None:
        assert said["when"] == "always"
    else:
        assert said["section"] in [s.id for s in load_framework("poc-to-production").phases]
        assert "when" not in said


def test_no_path_of_any_machine(notebook):
    assert set(notebook["metadata"]) == {"kernelspec", "language_info", "readiness"}
