"""An executed notebook becomes one HTML file: inline style and scripts, no address outside it."""

from __future__ import annotations

import base64
import copy
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness_kit.errors import NotebookError
from readiness_kit.report.broken import whole_template
from readiness_kit.report.fragment import safe_fragment
from readiness_kit.report.notebook import VIEW_MIME, bundles, read_notebook
from readiness_kit.report.outcome import shortfall
from readiness_kit.report.place import placed
from readiness_kit.report.spec import Block, checked, lifted, together, written
from readiness_kit.report.vega import vega_bundle

if TYPE_CHECKING:
    from nbformat import NotebookNode

LARGEST_PAGE = 5_000_000
"""Bytes: what a mailbox takes and a phone still opens."""

_TEMPLATE = Path(__file__).with_name("template")
_VIEW_STYLE = Path(__file__).parent.parent / "views" / "view.css"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One view as a notebook shows it, sanitised, with the data blocks of its figures."""

    id: str
    title: str
    kind: str
    html: str
    blocks: tuple[Block, ...]


def export(executed: Path, output: Path) -> Path:
    """Write the report of an executed notebook; the same notebook gives the same bytes.

    Only views come in. Raises NotebookError where the notebook has no end mark, two views share an
    id, or the page would be too large.
    """
    notebook = read_notebook(executed)
    missing = shortfall(notebook)
    if missing:
        raise NotebookError(
            f"{executed.name}: {missing}. No report was made; run the notebook to its end first."
        )
    page = _render(notebook, executed.name).encode("utf-8", "replace")
    if len(page) > LARGEST_PAGE:
        raise NotebookError(
            f"{executed.name}: its report would have {len(page):,} bytes, more than the "
            f"{LARGEST_PAGE:,} that can be mailed. Shorten notes or show fewer rows."
        )
    return placed(page, output)


def _render(notebook: NotebookNode, name: str) -> str:
    # half a second of imports that only an export needs
    from nbconvert import HTMLExporter

    flow, views = _flow(notebook)
    _once_each(views, name)
    with whole_template(_TEMPLATE):
        exporter = HTMLExporter(  # type: ignore[no-untyped-call]
            template_name=_TEMPLATE.name,
            extra_template_basedirs=[str(_TEMPLATE.parent)],
            exclude_input=True,
            exclude_anchor_links=True,
            filters={"safe_fragment": safe_fragment},
        )
        page = _page(views)
        body, _ = exporter.from_notebook_node(flow, resources={"readiness": page})
    return str(body).replace("\r\n", "\n")


def _page(views: Sequence[Shown]) -> dict[str, Any]:
    """What the template puts around the flow of views."""
    specs = checked(block for view in views for block in view.blocks)
    style = _text(_VIEW_STYLE) + _text(_TEMPLATE / "report.css")
    script = _text(_TEMPLATE / "report.js")
    # most of a page's weight: only where there is a chart to make live
    bundle = vega_bundle() if specs else ""
    if specs:
        script += _text(_TEMPLATE / "figures.js")
    cover = next((view for view in views if view.kind == "cover"), None)
    return {
        "language": "en",
        "title": (cover and cover.title) or "Readiness report",
        "style": style,
        "script": script,
        "bundle": bundle,
        "specs": written(together(specs)) if specs else "",
        "policy": _policy(style, [bundle, script] if bundle else [script]),
        "cover": cover.html if cover else "",
        "footer": "".join(view.html for view in views if view.kind == "footer"),
        "contents": [
            Entry(view.id, view.title) for view in views if view.kind == "section" and view.title
        ],
    }


def _policy(style: str, scripts: Sequence[str]) -> str:
    """Nothing is loaded and nothing runs but our own style and scripts, known by their hash."""
    hashes = " ".join(f"'{_hash(script)}'" for script in scripts)
    return (
        "default-src 'none'; img-src data:; font-src data:; "
        f"style-src '{_hash(style)}'; "
        f"script-src {hashes}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _flow(notebook: NotebookNode) -> tuple[NotebookNode, list[Shown]]:
    """The notebook with its views as its only outputs but for those the page places; and all."""
    flow, views = copy.deepcopy(notebook), []
    for cell in flow.cells:
        if cell.cell_type != "code":
            continue
        kept = []
        for output, view in _shown(cell):
            views.append(view)
            if view.kind not in ("cover", "footer"):
                output.data = {"text/html": view.html}
                kept.append(output)
        cell.outputs = kept
    return flow, views


def _shown(cell: Any) -> Iterator[tuple[Any, Shown]]:
    for output in bundles(cell, VIEW_MIME):
        told = output.data[VIEW_MIME]
        told = told if isinstance(told, dict) else {}
        taken = lifted(_joined(output.data.get("text/html", "")))
        yield (
            output,
            Shown(
                id=str(told.get("id", "")),
                title=str(told.get("title") or ""),
                kind=str(told.get("kind", "plain")),
                html=safe_fragment(taken.html),
                blocks=taken.blocks,
            ),
        )


def _once_each(views: Sequence[Shown], name: str) -> None:
    ids = [view.id for view in views]
    twice = sorted({id for id in ids if ids.count(id) > 1})
    if twice or sum(view.kind == "cover" for view in views) > 1:
        what = f"the view {twice[0]!r}" if twice else "a cover"
        raise NotebookError(f"{name}: {what} is shown twice. Show each view once, and run again.")


def _joined(value: Any) -> str:
    # the file format allows a list of lines
    return "".join(value) if isinstance(value, list) else str(value)


def _text(path: Path) -> str:
    # universal newlines: a browser hashes the text after it has made every line end a \n
    return path.read_text(encoding="utf-8")
