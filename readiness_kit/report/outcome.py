"""Did a notebook run to its end, and what of it may be kept: judged by its cells alone.

The runner's own record is not asked: after a stop it says completed all the same.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

from readiness_kit.report.notebook import END_MIME, VIEW_MIME, bundles, code_cells, tags

if TYPE_CHECKING:
    from nbformat import NotebookNode

_OURS = {"text/html", "text/plain", VIEW_MIME, END_MIME}
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_LONGEST = 500
_TOLD = {"kernelspec", "language_info", "readiness"}
"""What a notebook says of itself that belongs in a report; editors add whatever they like."""
_CELL_TOLD = {"tags", "jupyter"}
_INJECTED = "injected-parameters"


def shortfall(executed: NotebookNode) -> str | None:
    """Why a notebook cannot count as run to its end, in words; None if it can."""
    cells = [cell for cell in code_cells(executed) if _INJECTED not in tags(cell)]
    for place, cell in enumerate(cells, start=1):
        for output in cell.outputs:
            if output.output_type == "error" and not _clean_exit(output):
                return f"code cell {place} raised {_told(output)}"
    for place, cell in enumerate(cells, start=1):
        if any(output.output_type == "error" for output in cell.outputs):
            return f"code cell {place} ended the run early by SystemExit"
        if cell.execution_count is None:
            return f"code cell {place} of {len(cells)} was not run to its end"
    if not cells or not any(bundles(cells[-1], END_MIME)):
        return "its last code cell shows no end mark"
    return None


def cleaned(executed: NotebookNode, original: NotebookNode) -> NotebookNode:
    """The notebook as it was written, with the views it showed; nothing of the run itself.

    Parameters, timings, paths, warnings, widget state, foreign outputs and what editors have
    noted in the metadata do not come along.
    """
    ran = iter([cell for cell in executed.cells if _INJECTED not in tags(cell)])
    kept = copy.deepcopy(original)
    _keep_only(kept.metadata, _TOLD)
    count = 0
    for cell in kept.cells:
        result = next(ran)
        _keep_only(cell.metadata, _CELL_TOLD)
        cell.pop("attachments", None)
        if cell.cell_type != "code":
            continue
        count += bool(cell.source.strip())
        cell.execution_count = count if cell.source.strip() else None
        cell.outputs = [_kept(output, count) for output in result.outputs if _is_ours(output)]
    return kept


def _keep_only(metadata: Any, names: set[str]) -> None:
    for name in set(metadata) - names:
        del metadata[name]


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    """A copy to run: no old output, of a parameter or an end mark, can pass for a new one."""
    fresh = copy.deepcopy(notebook)
    fresh.cells = [cell for cell in fresh.cells if _INJECTED not in tags(cell)]
    for cell in fresh.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return fresh


def _clean_exit(output: Any) -> bool:
    return bool(output.ename == "SystemExit" and output.evalue in ("", "0", "None"))


def _told(output: Any) -> str:
    message = _COLOURS.sub("", str(output.evalue)).strip()
    message = message if len(message) <= _LONGEST else message[:_LONGEST] + "…"
    return f"{output.ename}: {message}" if message else str(output.ename)


def _is_ours(output: Any) -> bool:
    data = output.get("data", {})
    return VIEW_MIME in data or END_MIME in data


def _kept(output: Any, count: int) -> Any:
    made = copy.deepcopy(output)
    made.data = {mime: value for mime, value in output.data.items() if mime in _OURS}
    made.metadata = {}
    if "execution_count" in made:
        made.execution_count = count
    return made
