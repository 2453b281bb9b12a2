"""Arguments and options that several commands share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click


class DayType(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.3 only
    """A calendar day on the command line."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Read YYYY-MM-DD."""
        if isinstance(value, dt.date):
            return value
        try:
            if len(value) == len("2026-01-31"):
                return dt.date.fromisoformat(value)
        except ValueError:
            pass
        raise click.BadParameter(f"{value!r} is not a day such as 2026-09-14", ctx, param)


DAY = DayType()

engagement = click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
"""The engagement's folder."""

as_of = click.option(
    "--as-of", type=DAY, metavar="DAY", help="Judge as of this day [the engagement's, else today]."
)


def example(*lines: str) -> str:
    """An epilog that shows how a command is typed."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)
