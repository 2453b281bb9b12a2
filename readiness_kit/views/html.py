"""Small builders of HTML: whatever they are given is text, unless it is Markup already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from markupsafe import Markup, escape

NOTHING = "–"
"""What stands where there is no value; never 0, which would be one."""

PHONE_DRAWING = "rk-chart-phone"
"""The class of a chart's second drawing, which takes the first one's place on a phone."""

_NAME = re.compile(r"[a-z][a-zA-Z0-9-]*")
_VOID = {"br", "hr", "img", "col", "wbr"}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BLOCKS = {
    "p", "div", "section", "header", "footer", "figure", "figcaption", "table", "caption", "tr",
    "ul", "ol", "li", "dl", "details", "summary", "h1", "h2", "h3", "h4", "br",
}  # fmt: skip
_SEPARATED = {"td": "  ", "th": "  ", "dt": "", "dd": ": "}


@dataclass(frozen=True, slots=True)
class Column:
    """The head of one column of a table."""

    title: str
    numeric: bool = False
    """Figures are set right and in digits of one width."""


def text(value: object) -> Markup:
    """A value as escaped text; None is a dash."""
    if value is None:
        return Markup(NOTHING)
    if isinstance(value, Markup):
        return value
    return escape(clean(value))


def clean(value: object) -> str:
    """A value as words that any file can hold; what cannot be printed becomes U+FFFD."""
    return _UNPRINTABLE.sub("\ufffd", str(value))


def join(parts: Iterable[object], between: str = "") -> Markup:
    """Parts one after the other, each escaped unless it is Markup."""
    return Markup(escape(between)).join(text(part) for part in parts)


def tag(name: str, *children: object, **attributes: object) -> Markup:
    """One element; `class_` and `aria_label` spell names that Python cannot.

    An attribute of None or False is left out, one of True stands without a value. Handlers and
    inline styles are refused: the report's policy would not let them work.
    """
    start = Markup("<{}{}>").format(_checked(name), join(_attributes(attributes)))
    if name in _VOID:
        return start
    return Markup("{}{}</{}>").format(start, join(children), name)


def bidi(value: object, limit: int = 80) -> Markup:
    """A client's own name, kept from turning the words around it; cut where it is very long."""
    full = str(value)
    if len(full) <= limit:
        return tag("bdi", full)
    return tag("bdi", full[: limit - 1].rstrip() + "…", title=full[:1000])


def number(value: float | None, digits: int = 1, *, signed: bool = False) -> str:
    """A figure with a fixed number of decimals and its thousands apart, or a dash for none."""
    if value is None:
        return NOTHING
    sign = "+" if signed else "-"
    return f"{value:{sign},.{digits}f}".replace("-", "\u2212")


def table(
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[object]],
    caption: object,
    *,
    row_heads: bool = True,
) -> Markup:
    """A table whose first column heads the rows; where there is little room, a block for each row.

    A block loses the look of a table, and in browsers its meaning with it, so roles say it, and
    each cell carries its column's name for the style sheet to set before it.
    """
    heads = [column if isinstance(column, Column) else Column(column) for column in columns]
    head = tag("tr", *(_column_head(head) for head in heads), role="row")
    body = join(_row(heads, row, row_heads=row_heads) for row in rows)
    whole = tag(
        "table",
        tag("caption", caption),
        tag("thead", head, role="rowgroup"),
        tag("tbody", body, role="rowgroup"),
        class_="rk-table",
        role="table",
    )
    label = plain(text(caption))
    return tag("div", whole, class_="rk-scroll", role="region", tabindex=0, aria_label=label)


def facts(pairs: Iterable[tuple[object, object]]) -> Markup:
    """Terms and what they are, as a definition list."""
    groups = (tag("div", tag("dt", term), tag("dd", meaning)) for term, meaning in pairs)
    return tag("dl", *groups, class_="rk-facts")


def fold(summary: object, *body: object, open: bool = False) -> Markup:
    """A part that opens on demand, and always in print."""
    inside = tag("div", *body, class_="rk-fold-body")
    return tag("details", tag("summary", summary), inside, class_="rk-fold", open=open)


def capital(words: str) -> str:
    """The words with a capital first."""
    return words[:1].upper() + words[1:]


def note(*body: object) -> Markup:
    """An aside: a limit, a caveat, what to know before reading on."""
    return tag("p", *body, class_="rk-note")


def lead(*body: object) -> Markup:
    """The sentence that opens a section."""
    return tag("p", *body, class_="rk-lead")


def bullets(entries: Iterable[object]) -> Markup:
    """A plain list."""
    return tag("ul", *(tag("li", entry) for entry in entries), class_="rk-list")


def plain(html: str) -> str:
    """The words of a fragment, a block a line, for terminals and text-only readers."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split(" ")).strip() for line in "".join(reader.parts).splitlines())
    return "\n".join(line for line in lines if line)


def _column_head(head: Column) -> Markup:
    return tag("th", head.title, scope="col", role="columnheader", class_=_numeric(head))


def _row(heads: Sequence[Column], cells: Sequence[object], *, row_heads: bool) -> Markup:
    if len(cells) != len(heads):
        raise ValueError(f"a row of {len(cells)} cells under {len(heads)} columns")
    made = []
    for place, (head, cell) in enumerate(zip(heads, cells, strict=True)):
        if place == 0 and row_heads:
            made.append(tag("th", cell, scope="row", role="rowheader", class_=_numeric(head)))
        else:
            label = plain(text(head.title))
            made.append(tag("td", cell, role="cell", data_label=label, class_=_numeric(head)))
    return tag("tr", *made, role="row")


def _numeric(column: Column) -> str | None:
    return "rk-num" if column.numeric else None


def _attributes(attributes: dict[str, object]) -> Iterable[Markup]:
    for spelled, value in attributes.items():
        name = _checked(spelled.rstrip("_").replace("_", "-"))
        if name.lower().startswith("on") or name == "style":
            raise ValueError(f"attribute {name!r}: use a class; the report runs no inline code")
        if name == "href" and not str(value).startswith("#"):
            raise ValueError(f"href {value!r}: a report links only within itself, as '#id'")
        if value is True:
            yield Markup(" {}").format(name)
        elif value is not None and value is not False:
            yield Markup(' {}="{}"').format(name, text(str(value)))


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of an element or attribute")
    return name


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self._silent += 1
        self.parts.append("\n" if tag in _BLOCKS else _SEPARATED.get(tag, ""))
        named = dict(attrs)
        label = named.get("aria-label")
        if tag == "svg":
            self._silent += 1
            # a second drawing for phones says nothing that the first has not said
            twin = PHONE_DRAWING in (named.get("class") or "")
            self.parts.append(f" {label} " if label and not twin else "")
        if tag == "dt":
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script", "svg"):
            self._silent -= 1
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)
