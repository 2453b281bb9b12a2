"""The process that serves JupyterLab: `python -m readiness_kit.lab.child`.

It ends itself and its kernels when its parent is gone, which closes its standard input.
"""

from __future__ import annotations

import os
import threading


def main() -> None:
    """Serve until told to end."""
    threading.Thread(target=_follow_parent, daemon=True).start()
    # a second of imports, and a room of its own: nothing else of ours loads a web server
    from jupyterlab.labapp import LabApp  # type: ignore[import-untyped]

    LabApp.launch_instance([])


def _follow_parent() -> None:
    while os.read(0, 1):
        pass
    from readiness_kit.report.process import kill_below

    kill_below(os.getpid())
    os._exit(1)


if __name__ == "__main__":
    main()
