"""The start page: where one is and what is next, as HTML in the look of the reports, no script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from readiness_kit.engagement.atomic import DiskFs, replace_file

START = "readiness/start"
"""Where the server shows it."""
LOOKED = "<!--looked-->"
"""Stands for the moment at which the files were last looked at; no escaped text can hold it."""

_HERE = Path(__file__).parent
_VIEW_STYLE = _HERE.parent / "views" / "view.css"
_LONGEST = 300

Place = Literal["behind", "here", "ahead", "open"]
"""Where a step is; `open` is one that was passed with something left to do in it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way through an engagement."""

    number: str
    title: str
    about: str
    """What is done there, in a line."""
    notebook: str | None
    """None: there is no notebook about it."""
    place: Place
    remark: str
    """How far it is; empty where nothing can be said."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that matters now."""

    value: str
    title: str
    remark: str


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody or something, and how it stands."""

    name: str
    role: str
    state: str
    wanting: bool
    """Whether something is still to be done here."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a file from being read."""

    place: str
    """File and line."""
    told: str


@dataclass(frozen=True, slots=True)
class Start:
    """All that the page says: words and counts, no score and no verdict."""

    title: str
    client: str
    framework: str
    steps: Sequence[Step]
    next: str
    """What is to be done now, in a sentence or two."""
    right: str
    """The notebook that is opened by Enter."""
    figures: Sequence[Figure]
    people: Sequence[Line]
    measured: Sequence[Line]
    faults: Sequence[Fault]
    commands: Sequence[tuple[str, str]]
    """What it is for, and what is typed."""
    made_by: str


def write_start(start: Start, file: Path) -> None:
    """Put the page in the place of the one that is served."""
    replace_file(DiskFs(), file, _rendered(start).encode("utf-8", "replace"))


def policy() -> str:
    """Nothing runs, nothing is loaded but our own style, known by its hash."""
    digest = base64.b64encode(hashlib.sha256(_style().encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _style() -> str:
    own = (_HERE / "start.css").read_text(encoding="utf-8")
    return _VIEW_STYLE.read_text(encoding="utf-8") + own


def _rendered(start: Start) -> str:
    # the server, which imports this module too, needs no template engine
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(shown=_shown, address=_address)
    # markup of our own: the browser takes what stands in a style as it is, and hashes that
    page: str = environment.get_template("start.html.j2").render(
        start=start, style=Markup(_style()), looked=Markup(LOOKED)
    )
    return page


def _shown(text: str) -> str:
    """A text as it is, but for what a page cannot hold and what would not fit any."""
    whole = "".join("\ufffd" if ord(c) < 32 or 127 <= ord(c) < 160 else c for c in text)
    return whole if len(whole) <= _LONGEST else f"{whole[:_LONGEST]}…"


def _address(notebook: str) -> str:
    """The way from the start page to a notebook."""
    return f"../lab/tree/{quote(notebook)}"
