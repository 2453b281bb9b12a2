"""Markdown in small pieces: what every page is put together from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SPECIAL = re.compile(r"([\\`*<\[|~$]|(?<!\w)_|_(?!\w)|&(?=#?\w+;))")
_NOTE = "<!-- Written by `make reference` from the YAML of the framework: edit that. -->"
_OPENING = re.compile(r"^(>|[-+#=]+(?=\s|$)|\d+(?=[.)](?:\s|$)))")


def prose(text: str) -> str:
    """A text on one line that a viewer shows as it was written, never as markup."""
    flat = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    opening = _OPENING.match(flat)
    if opening is None:
        return flat
    end = opening.end()  # a number is kept from opening a list by its full stop
    return f"{flat[:end]}\\{flat[end:]}" if flat[0].isdigit() else f"\\{flat}"


def code(text: str) -> str:
    """An id as it stands in files."""
    return f"`{text}`"


def codes(ids: Iterable[str]) -> str:
    """Several ids, or a dash."""
    return ", ".join(map(code, ids)) or "-"


def link(text: str, target: str) -> str:
    """A link whose text is shown as it was written."""
    return f"[{prose(text)}]({target})"


def anchor(id: str) -> str:
    """A place that links of other pages lead to, whatever the heading beside it says."""
    return f'<a id="{id}"></a>'


def bullets(texts: Iterable[str]) -> str:
    """One line each, of texts that are markup already."""
    return "\n".join(f"- {text}" for text in texts)


def nested(groups: Iterable[tuple[str, Iterable[str]]]) -> str:
    """A list of lists."""
    lines = ([f"- {head}", *(f"  - {text}" for text in texts)] for head, texts in groups)
    return "\n".join(line for group in lines for line in group)


def numbered(texts: Iterable[str]) -> str:
    """The same, counted."""
    return "\n".join(f"{place}. {text}" for place, text in enumerate(texts, 1))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are markup already; nothing where there is no row."""
    lines = [_row(row) for row in rows]
    return "\n".join([_row(head), "|---" * len(head) + "|", *lines]) if lines else ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def labelled(label: str, text: str | None) -> str:
    """A paragraph that begins with what it is; nothing where there is no text."""
    return f"**{label}.** {prose(text)}" if text else ""


def page(blocks: Iterable[str]) -> str:
    """A page of the blocks that say something, one empty line between them."""
    return "\n\n".join([_NOTE, *(block for block in blocks if block)]) + "\n"
