"""A view: one piece of a workbook that shows in Jupyter, and in the report made from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from markupsafe import Markup

from readiness_kit.views.html import clean, plain, tag

VIEW_MIME = "application/vnd.readiness.view+json"
"""Outputs that carry it come into the report; all others are dropped."""
END_MIME = "application/vnd.readiness.end+json"
"""In the last code cell's output it proves that the notebook ran to its end."""

ViewKind = Literal["cover", "section", "footer", "plain"]

_ID = re.compile(r"[a-z][a-z0-9-]*")
_ELEMENTS: dict[ViewKind, str] = {
    "cover": "header",
    "section": "section",
    "footer": "footer",
    "plain": "div",
}


@dataclass(frozen=True, slots=True)
class View:
    """Safe HTML with a place in the report; a section's title heads it and names it in contents."""

    html: Markup
    id: str
    title: str | None = None
    kind: ViewKind = "section"

    def __post_init__(self) -> None:
        if not isinstance(self.html, Markup):
            raise TypeError(f"view {self.id!r}: html must be Markup, so that text is escaped once")
        if not _ID.fullmatch(self.id):
            raise ValueError(f"view id {self.id!r}: lower-case letters, digits and hyphens")
        if self.kind == "section" and not self.title:
            raise ValueError(f"view {self.id!r}: a section needs a title")

    @property
    def element(self) -> Markup:
        """The view as one element, without the style sheet that a report has once for all."""
        name = _ELEMENTS[self.kind]
        if self.kind in ("cover", "footer"):
            return tag(name, self.html, id=self.id, class_=f"rk rk-{self.kind}")
        head, labelled = Markup(""), None
        if self.title:
            labelled = f"{self.id}-title"
            level = "h2" if self.kind == "section" else "h3"
            head = tag(level, self.title, id=labelled)
        return tag(
            name,
            head,
            self.html,
            id=self.id,
            class_=f"rk rk-{self.kind}",
            aria_labelledby=labelled if self.kind == "section" else None,
        )

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> Mapping[str, object]:
        title = None if self.title is None else clean(self.title)
        return {
            "text/html": str(tag("style", _style_sheet()) + self.element),
            "text/plain": plain(self.element),
            VIEW_MIME: {"id": self.id, "title": title, "kind": self.kind},
        }


@dataclass(frozen=True, slots=True)
class EndMark:
    """The value of a notebook's last cell: without it no report is published."""

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> Mapping[str, object]:
        return {"text/plain": "The workbook ran to its end.", END_MIME: {"end": True}}


@cache
def _style_sheet() -> Markup:
    # Markup: our own file, and a style element is no place for escapes
    return Markup(Path(__file__).with_name("view.css").read_text(encoding="utf-8"))
