"""The process that runs one notebook with papermill: `python -m readiness_kit.report.child`.

It stands in the job's own folder, which papermill's habit of changing the working directory and
of reading paths as format strings cannot hurt. It tells how far it is by the length of a file, and
ends itself and its kernel when its parent is gone, which closes its standard input.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from readiness_kit.starting import without_grammars

JOB = "job.json"
PROGRESS = "progress"
KERNEL = "kernel.pid"
FAILURE = "failure.json"
KERNEL_NAME = "readiness-own"
_OUTPUT_WAIT_S = 60
"""For a kernel's words to arrive; the default of 4 s is too short on a busy machine."""


def main() -> int:
    """Run the job that the current folder describes; 0 only if papermill raised nothing."""
    # the parent's end; read without Python's buffer, whose lock would hang the exit
    threading.Thread(target=_follow_parent, daemon=True).start()
    job = json.loads(Path(JOB).read_text(encoding="utf-8"))
    try:
        _execute(job)
    except Exception as error:
        # every way to fail ends here: it is told in a file, for the parent to put into words
        told = {"kind": type(error).__name__, "message": str(error)[-2000:]}
        Path(FAILURE).write_text(json.dumps(told), encoding="utf-8")
        return 1
    return 0


def _execute(job: dict[str, Any]) -> None:
    without_grammars()
    from papermill import execute_notebook
    from papermill.engines import papermill_engines

    papermill_engines.register("readiness", _engine())
    execute_notebook(
        job["notebook"],
        job["executed"],
        parameters=job["parameters"],
        engine_name="readiness",
        kernel_name=KERNEL_NAME,
        language="python",
        progress_bar=False,
    )


def _engine() -> type:
    from papermill.clientwrap import PapermillNotebookClient
    from papermill.engines import Engine

    class TellingEngine(Engine):  # type: ignore[misc]
        """papermill's own engine, telling the kernel's process and every finished code cell."""

        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **settings: Any) -> Any:
            client = PapermillNotebookClient(
                nb_man, kernel_name=kernel_name, iopub_timeout=_OUTPUT_WAIT_S, timeout=None
            )
            started, completed = nb_man.cell_start, nb_man.cell_complete

            def cell_start(cell: Any, *args: Any, **named: Any) -> None:
                _tell_kernel(client)
                started(cell, *args, **named)

            def cell_complete(cell: Any, *args: Any, **named: Any) -> None:
                completed(cell, *args, **named)
                injected = "injected-parameters" in cell.metadata.get("tags", [])
                if cell.cell_type == "code" and not injected:
                    with Path(PROGRESS).open("ab") as file:
                        file.write(b".")

            nb_man.cell_start, nb_man.cell_complete = cell_start, cell_complete
            return client.execute()

    return TellingEngine


def _tell_kernel(client: Any) -> None:
    """Write down the kernel's process before its first cell can start others."""
    if not Path(KERNEL).exists():
        Path(KERNEL).write_text(str(client.km.provisioner.pid), encoding="utf-8")


def _follow_parent() -> None:
    while os.read(0, 1):
        pass
    from readiness_kit.report.process import kernel_process, kill_trees

    kill_trees([pid for pid in (kernel_process(Path.cwd()),) if pid])
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
