"""Progress of long work: a bar that moves on a terminal, plain lines elsewhere."""

from __future__ import annotations

import shutil
import sys
import threading

import click

_WIDTH = 20


class Progress:
    """Shows how far a step is; goes to standard error, so that results can be piped.

    Several threads may tell of theirs: a line is written whole.
    """

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._open = False
        self._lock = threading.RLock()

    def __call__(self, done: int, total: int, what: str) -> None:
        """Tell that `done` of `total` of the step `what` are behind us."""
        if not self._live or not total:
            return
        filled = round(_WIDTH * done / total)
        bar = "█" * filled + "░" * (_WIDTH - filled)
        # one that fills the line would scroll the screen at every step
        text = f"  {bar} {done:,} of {total:,} {what}"[: shutil.get_terminal_size().columns - 1]
        with self._lock:
            click.echo(f"\r{text}\x1b[K", nl=False, err=True)
            self._open = True

    def line(self, text: str) -> None:
        """Say one thing on a line of its own, in place of the bar."""
        with self._lock:
            self.clear()
            click.echo(text, err=True)

    def clear(self) -> None:
        """Take the bar away."""
        with self._lock:
            if self._open:
                click.echo("\r\x1b[K", nl=False, err=True)
                self._open = False


class Overview:
    """How many of how many are done, and what is running with how far each is, as one bar."""

    def __init__(self, progress: Progress) -> None:
        self.done, self.total = 0, 0
        self._progress, self._lock = progress, threading.Lock()
        self._running: dict[str, tuple[int, int]] = {}

    def step(self, what: str, done: int, total: int) -> None:
        """Tell how far one of those is that run, a new one among them."""
        with self._lock:
            self._running[what] = (done, total)
        self._show()

    def ended(self, what: str, *, counts: bool = True) -> None:
        """Tell that one runs no more; evidence is not what is counted."""
        with self._lock:
            self._running.pop(what, None)
            self.done += counts
        self._show()

    def _show(self) -> None:
        with self._lock:
            parts = [f"{n:,}/{of:,} {what}" for what, (n, of) in self._running.items()]
            done, total = self.done, self.total
        self._progress(done, total, " · ".join(["reports", *parts]))
