"""What a notebook file says about itself, read without running or importing anything of it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from readiness_kit.errors import UsageError

if TYPE_CHECKING:
    from nbformat import NotebookNode

VIEW_MIME = "application/vnd.readiness.view+json"
END_MIME = "application/vnd.readiness.end+json"
"""As in readiness_kit.views.view, which this room knows by its outputs alone."""

LARGEST_BYTES = 50_000_000


def read_notebook(path: Path) -> NotebookNode:
    """The notebook at this path in the current format; raises UsageError where there is none."""
    # slow to import, and `readiness --help` needs none of it
    import nbformat

    try:
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise UsageError(f"{path}: a notebook of at most {LARGEST_BYTES:,} bytes; got {size:,}")
        raw = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: a notebook that can be read; got {error}") from error
    try:
        parsed = json.loads(raw)
        for place, cell in enumerate(parsed["cells"]):
            # an older format has no cell ids, and the upgrade would draw random ones
            cell.setdefault("id", f"cell-{place}")
        parsed["nbformat_minor"] = max(5, parsed["nbformat_minor"])
        notebook = nbformat.reads(json.dumps(parsed), as_version=4)  # type: ignore[no-untyped-call]
        nbformat.validate(notebook)
    except Exception as error:
        # whatever shape the file has instead: KeyError, TypeError, ValidationError, bad JSON
        reason = f"{type(error).__name__}: {str(error)[:200]}"
        raise UsageError(
            f"{path}: a Jupyter notebook; got a file that is none: {reason}"
        ) from error
    return cast("NotebookNode", notebook)


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook to a file of our own that nobody else looks at."""
    path.write_bytes(notebook_bytes(notebook))


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """A notebook as it stands on disk: the same bytes on every system."""
    import nbformat

    text = nbformat.writes(notebook, version=nbformat.NO_CONVERT)  # type: ignore[no-untyped-call]
    return f"{text}\n".encode()


def code_cells(notebook: NotebookNode) -> list[Any]:
    """The code cells that hold something to run, in their order."""
    return [c for c in notebook.cells if c.cell_type == "code" and c.source.strip()]


def tags(cell: Any) -> list[str]:
    """The tags of a cell."""
    return list(cell.metadata.get("tags", []))


def bundles(cell: Any, mime: str) -> Iterator[Any]:
    """The outputs of a cell that carry data of this type."""
    for output in cell.get("outputs", []):
        if mime in output.get("data", {}):
            yield output


def notebook_section(path: Path) -> str | None:
    """The section a notebook is about (metadata `readiness.section`); None where it names none."""
    section = read_notebook(path).metadata.get("readiness", {}).get("section")
    return section if isinstance(section, str) else None


def declared_parameters(notebook: NotebookNode, name: str) -> set[str]:
    """The names assigned in the cell tagged `parameters`: the only ones that may be set."""
    declared: set[str] = set()
    for cell in notebook.cells:
        if cell.cell_type != "code" or "parameters" not in tags(cell):
            continue
        try:
            statements = ast.parse(cell.source).body
        except (SyntaxError, ValueError) as error:
            raise UsageError(f"{name}: its parameters cell is no plain Python: {error}") from error
        for statement in statements:
            declared.update(_assigned(statement))
    return declared


def _assigned(statement: ast.stmt) -> Iterator[str]:
    targets: list[ast.expr] = []
    if isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    elif isinstance(statement, ast.Assign):
        targets = statement.targets
    yield from (target.id for target in targets if isinstance(target, ast.Name))
