"""Takes a spreadsheet of systems or metrics into an engagement, and says what it changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_kit.cli import notices
from readiness_kit.cli.typed import typed

if TYPE_CHECKING:
    from readiness_kit.engagement.merging import Merged, SheetKind


def take_sheet(path: Path, kind: SheetKind, file: Path) -> None:
    """Merge a file into the engagement's own of this kind and tell the result."""
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.engagement.merging import merge_sheet

    done = merge_sheet(path, kind, file)
    click.echo(f"{kind.file}: {_counted(done)}.")
    if done.emptied:
        many = "cells that were" if done.emptied > 1 else "cell that was"
        click.echo(f"{done.emptied} {many} filled before: empty now, as in {file.name}.")
    if done.earlier is not None:
        click.echo(f"As it was before it is kept as {done.earlier.name}.")
    own = [w for w in Engagement.open(path).warnings if Path(w.file).name == kind.file]
    notices.show([str(warning) for warning in own])
    click.echo(f"Next: {typed('run', path)}")


def _counted(done: Merged) -> str:
    if not done.added and not done.changed:
        return "nothing changed, every row stands there already"
    parts = [
        f"{number} {word}"
        for number, word in (
            (done.added, "added"),
            (done.changed, "changed"),
            (done.unchanged, "as before"),
        )
        if number
    ]
    return ", ".join(parts)
