"""What holds for every test."""

from __future__ import annotations

import os
import signal

from readiness_kit.starting import with_patience


def pytest_configure() -> None:
    """Let files that are tested at a time leave each other the cores, and Ctrl-C reach all of it.

    A shell that puts a command into the background has it ignore SIGINT, and every process that
    it starts inherits that; a test that ends a command by Ctrl-C would then wait for ever.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with_patience(os.environ)
