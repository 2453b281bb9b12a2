"""Run a notebook apart from everything else, and keep it only if it came to its end."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_kit.errors import NotebookError, UsageError
from readiness_kit.report.child import FAILURE, JOB, KERNEL, KERNEL_NAME
from readiness_kit.report.notebook import (
    code_cells,
    declared_parameters,
    notebook_bytes,
    notebook_section,
    read_notebook,
    write_notebook,
)
from readiness_kit.report.outcome import cleaned, shortfall, without_outputs
from readiness_kit.report.parameters import check_parameters
from readiness_kit.report.place import placed
from readiness_kit.report.process import WallLimitError, run_child

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["Progress", "execute", "notebook_section"]

Progress = Callable[[int, int, str], None]
"""Called with the code cells done, their number, and what they are."""

_EXECUTED = "executed.ipynb"


def execute(
    notebook: Path,
    output: Path,
    parameters: Mapping[str, object],
    *,
    timeout_s: float = 600,
    progress: Progress | None = None,
) -> Path:
    """Run `notebook` and put it with its views at `output`; raises NotebookError with nothing kept.

    Wrong parameters are a UsageError before anything starts. The run has its own process, folder,
    kernel and settings, and reports only: nothing is live.
    """
    original = read_notebook(notebook)
    declared = declared_parameters(original, notebook.name)
    given = check_parameters(parameters, declared=declared, notebook=notebook.name)
    with tempfile.TemporaryDirectory(prefix="readiness-run-", ignore_cleanup_errors=True) as folder:
        run = _Run(notebook.name, Path(folder).resolve(), timeout_s, progress)
        executed = run.run(without_outputs(original), given)
        whole = cleaned(executed, without_outputs(original))
        return placed(notebook_bytes(whole), output)


class _Run:
    """One notebook in one fresh folder."""

    def __init__(
        self, name: str, folder: Path, timeout_s: float, progress: Progress | None
    ) -> None:
        self._name, self._folder = name, folder
        self._timeout_s, self._progress = timeout_s, progress

    def run(self, notebook: NotebookNode, parameters: Mapping[str, object]) -> NotebookNode:
        """The executed notebook, proved to be whole."""
        self._prepare(notebook, parameters)
        deadline = time.monotonic() + self._timeout_s
        try:
            code = self._attempt(notebook, deadline)
            if code != 0 and not (self._folder / KERNEL).exists():
                # no cell began: another kernel may have taken its port in between
                code = self._attempt(notebook, deadline)
        except WallLimitError:
            limit = f"timeout: it ran longer than its {self._timeout_s:g} s"
            raise self._error(limit, "raise the limit, or give it less to do") from None
        return self._proved(code)

    def _attempt(self, notebook: NotebookNode, deadline: float) -> int:
        (self._folder / FAILURE).unlink(missing_ok=True)
        return run_child(
            [sys.executable, "-m", "readiness_kit.report.child"],
            folder=self._folder,
            environment=_environment(self._folder),
            timeout_s=deadline - time.monotonic(),
            progress=self._teller(len(code_cells(notebook))),
        )

    def _prepare(self, notebook: NotebookNode, parameters: Mapping[str, object]) -> None:
        # names of our own: the runner reads paths as format strings
        write_notebook(notebook, self._folder / "notebook.ipynb")
        job = {
            "notebook": "notebook.ipynb",
            "executed": _EXECUTED,
            "parameters": dict(parameters),
        }
        (self._folder / JOB).write_text(json.dumps(job), encoding="utf-8")
        for name in ("tmp", "ipython", "runtime", "config"):
            (self._folder / name).mkdir()
        _write_kernel(self._folder / "jupyter" / "kernels" / KERNEL_NAME)

    def _teller(self, total: int) -> Callable[[int], None]:
        def tell(done: int) -> None:
            if self._progress is not None:
                self._progress(min(done, total), total, f"cells of {self._name}")

        return tell

    def _proved(self, code: int) -> NotebookNode:
        failure = self._failure()
        # the cells first: an exception in one says more than the runner's word for it
        try:
            executed = read_notebook(self._folder / _EXECUTED)
        except UsageError:
            executed = None
        if failure.get("kind") == "DeadKernelError":
            raise self._error("the kernel died in the middle of the run", "look for a crash in it")
        missing = shortfall(executed) if executed else None
        if missing and "not run to its end" not in missing:
            raise self._error(missing, "repair that cell or its data")
        if code != 0 or executed is None:
            told = failure.get("message", "").strip() or _tail(self._folder / "child.log")
            kind = failure.get("kind", f"exit code {code}")
            raise self._error(f"the runner failed ({kind}): {told[-500:]}", "see the cause above")
        if missing:
            raise self._error(missing, "let every cell end by itself")
        return executed

    def _failure(self) -> dict[str, str]:
        try:
            told = json.loads((self._folder / FAILURE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(key): str(value) for key, value in told.items()}

    def _error(self, cause: str, next_step: str) -> NotebookError:
        return NotebookError(
            f"{self._name}: {cause}. Nothing was published; {next_step}, and run it again."
        )


def _environment(folder: Path) -> dict[str, str]:
    """Our own environment without a Jupyter session, and with settings of nobody's."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("JPY_")}
    return kept | {
        "READINESS_LIVE": "off",
        "JUPYTER_NO_CONFIG": "1",
        "JUPYTER_PATH": str(folder / "jupyter"),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "IPYTHONDIR": str(folder / "ipython"),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "TMPDIR": str(folder / "tmp"),
        "TEMP": str(folder / "tmp"),
        "TMP": str(folder / "tmp"),
    }


def _write_kernel(folder: Path) -> None:
    """A kernel of this very interpreter, so that no other environment's answers to the name."""
    folder.mkdir(parents=True)
    launch = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    argv = [*launch, "--HistoryManager.enabled=False"]
    spec = {"argv": argv, "display_name": "readiness", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


def _tail(log: Path) -> str:
    try:
        return log.read_text(encoding="utf-8", errors="replace").strip()[-500:]
    except OSError:
        return "no message"
