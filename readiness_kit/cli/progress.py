"""Progress of long work: a bar that moves on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys

import click

_WIDTH = 28


class Progress:
    """Shows how far a step is; goes to standard error, so that results can be piped."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._open = False

    def __call__(self, done: int, total: int, what: str) -> None:
        """Tell that `done` of `total` of the step `what` are behind us."""
        if not self._live or not total:
            return
        filled = round(_WIDTH * done / total)
        bar = "█" * filled + "░" * (_WIDTH - filled)
        click.echo(f"\r  {bar} {done:,} of {total:,} {what}\x1b[K", nl=False, err=True)
        self._open = True

    def line(self, text: str) -> None:
        """Say one thing on a line of its own, in place of the bar."""
        self.clear()
        click.echo(text, err=True)

    def clear(self) -> None:
        """Take the bar away."""
        if self._open:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._open = False
