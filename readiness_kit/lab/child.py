"""The process that serves JupyterLab: `python -m readiness_kit.lab.child`.

It ends itself and its kernels when its parent is gone, which closes its standard input. However it
ends, it first ends all that its kernels have started.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

_PR_SET_CHILD_SUBREAPER = 36


def main() -> None:
    """Serve until told to end."""
    _adopt_orphans()
    threading.Thread(target=_follow_parent, daemon=True).start()
    # a second of imports, and a room of its own: nothing else of ours loads a web server
    from jupyterlab.labapp import LabApp  # type: ignore[import-untyped]

    try:
        LabApp.launch_instance([])
    finally:
        _end_what_is_left()


def _adopt_orphans() -> None:
    """Become the parent of what loses its own, as `command &` of a cell does, where Linux allows.

    Elsewhere such a process is ended only while its kernel is still there.
    """
    if sys.platform == "linux":
        with suppress(ImportError, OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _follow_parent() -> None:
    while os.read(0, 1):
        pass
    _end_what_is_left()
    os._exit(1)


def _end_what_is_left() -> None:
    from readiness_kit.report.process import kill_below

    kill_below(os.getpid())


if __name__ == "__main__":
    main()
