"""Arguments and options that several commands share, and how a wrong one is refused."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import click

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,8})")
_SHOWN = 80


class DayType(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.3 only
    """A calendar day, written YYYY-MM-DD and in none of the other ISO forms."""

    name = "day"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """Read a day."""
        if isinstance(value, dt.date):
            return value
        try:
            if _DAY.fullmatch(value):
                return dt.date.fromisoformat(value)
        except ValueError:
            pass
        raise _refused(value, "a day such as 2026-09-14", param, ctx)


class WholeNumberType(click.ParamType):  # type: ignore[type-arg]
    """A whole number in plain digits: int() would take 1_0 and digits of other scripts, too."""

    name = "number"

    def __init__(self, allowed: str, *, least: int | None = None) -> None:
        self._allowed, self._least = allowed, least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read the digits."""
        if isinstance(value, int):
            return value
        number = int(value) if _WHOLE.fullmatch(value) else None
        if number is None or (self._least is not None and number < self._least):
            raise _refused(value, self._allowed, param, ctx)
        return number


class PathType(click.ParamType):  # type: ignore[type-arg]
    """A path that this system can hold; an empty one is a variable that was not set."""

    name = "path"

    def __init__(self, allowed: str, *, may_be_file: bool = True) -> None:
        self._allowed, self._may_be_file = allowed, may_be_file

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Make a path of it."""
        path = Path(value)
        if not str(value).strip():
            raise _refused(value, self._allowed, param, ctx)
        try:
            path.lstat()
        except FileNotFoundError:
            return path
        except (OSError, ValueError) as error:
            # what this system cannot hold: a NUL, too long a name, a folder that is a file
            reason = getattr(error, "strerror", None) or error
            raise _refused(value, f"{self._allowed} ({reason})", param, ctx) from None
        if not self._may_be_file and not path.is_dir():
            raise _refused(value, f"{self._allowed}, but a file", param, ctx)
        return path


class WordsType(click.ParamType):  # type: ignore[type-arg]
    """A text that says something: an empty one is a variable that was not set."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take the text as it is."""
        if not str(value).strip():
            raise _refused(value, "a text that says something", param, ctx)
        return str(value)


def _refused(
    came: object, allowed: str, param: click.Parameter | None, ctx: click.Context | None
) -> click.BadParameter:
    return click.BadParameter(f"{str(came)[:_SHOWN]!r} is not {allowed}", ctx, param)


DAY = DayType()
LEVEL = WholeNumberType("a level: a whole number such as 2")
SEED = WholeNumberType("a seed: a whole number from 0 on", least=0)
FOLDER = PathType("the path of a folder")
NEW_FOLDER = PathType("the path of a folder", may_be_file=False)
FILE = PathType("the path of a file")
WORDS = WordsType()

engagement = click.argument("path", metavar="PATH", type=FOLDER)
"""The engagement's folder."""

engagements = click.argument("paths", metavar="PATH...", type=FOLDER, nargs=-1, required=True)
"""One engagement's folder or several."""

as_of = click.option(
    "--as-of", type=DAY, metavar="DAY", help="Judge as of this day [the engagement's, else today]."
)


def example(*lines: str) -> str:
    """An epilog that shows how a command is typed."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)
