"""Which columns of a CSV file write their numbers with a decimal comma, and turning them.

A comma is taken for the decimal sign where nearly all cells of a column are numbers, more of them
with a comma than with a point. A column with few such cells is left as it is: that mixture is what
a comparison has to find. A file parted by commas has such cells in quotes. There a comma is sooner
a list of two codes, and a column with commas beside one with points is a finding as well, so that
more has to speak for it; what is left is noted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from readiness_kit.evidence.samples.refusal import counted, listed

if TYPE_CHECKING:
    import pyarrow as pa

_ONE_WIDTH = 0.8
"""So many fractions of one length, not of three digits, are decimals and no list of codes."""
_SHARE = 0.95
"""So many of a column's filled cells have to be numbers."""
_MARK = r"[.' \x{a0}\x{202f}]"
"""What parts the thousands where the comma is taken."""
_GROUPS = rf"[1-9][0-9]{{0,2}}({_MARK}[0-9]{{3}})+"
_EXPONENT = r"([eE][-+]?[0-9]{1,2})?"
_COMMA = rf"^-?({_GROUPS}|[0-9]*),[0-9]+{_EXPONENT}$"
_EITHER = r"^-?[1-9][0-9]{0,2},[0-9]{3}$"
"""1,234 is a thousand or one and a bit."""
_SURE = rf"^(-|0?,|{_GROUPS},|[0-9]{{4}}|[0-9]*,([0-9]{{4}}|[0-9]+[eE]))"
"""Signs, leading zeros, thousands and long parts are no list of codes, as 1,2 may be."""
_SURE_QUOTED = r"^-?(0|[1-9][0-9]*),0([0-9]?|[0-9]{3,})$"
"""Of two codes the second hardly begins with a zero; of three digits it would be a thousand."""
_THOUSANDS = r"^-?[1-9][0-9]{0,2}(\.[0-9]{3})+$"
_SHORT = r"^-?[0-9]{1,3}$"
_GROUPED = rf"^-?{_GROUPS}$"
_WHOLE = r"^-?[0-9]+$"
_POINT = rf"^-?[0-9]*\.[0-9]+{_EXPONENT}$"


class Pointed(NamedTuple):
    """A table whose numbers have the point, and which columns had the comma."""

    table: pa.Table
    turned: Sequence[str] = ()
    notes: Sequence[str] = ()


class _Column(NamedTuple):
    """A column of numbers, most of which have a comma."""

    name: str
    sure: bool
    """Whether the comma of one cell at least cannot be a thousands mark."""
    grouped: bool
    """Whether thousands are parted as well."""
    points: int
    """Cells with a decimal point among them."""


def with_points(table: pa.Table, name: str, delimiter: str) -> Pointed:
    """Turn decimal commas into points, and say in which columns."""
    found = list(_found(table, delimiter == ","))
    names = [column.name for column in found]
    mixed = bool(found) and delimiter == "," and _has_points(table, names)
    if mixed or not any(column.sure for column in found):
        return Pointed(table, notes=_unsure(name, names))
    for column in found:
        place = table.column_names.index(column.name)
        cells = _turned(table.column(place), column.grouped)
        table = table.set_column(place, table.schema.field(place), cells)
    table, notes = _without_thousands(table, name, names)
    return Pointed(table, names, [*_said(name, found), *notes])


def _without_thousands(
    table: pa.Table, name: str, known: Sequence[str]
) -> tuple[pa.Table, list[str]]:
    """Take the points out of whole numbers, in a file whose decimal sign is the comma."""
    import pyarrow.compute as pc

    turned: list[str] = []
    unsure: list[str] = []
    for place, (column, cells) in enumerate(zip(table.column_names, table.columns, strict=True)):
        points, whole = _count(cells, _THOUSANDS), _count(cells, _WHOLE)
        if column in known or not points or points + whole < _count(cells, "(?s)."):
            continue
        if whole and whole == _count(cells, _SHORT):
            bare = pc.replace_substring(cells, ".", "")
            table = table.set_column(place, table.schema.field(place), bare)
            turned.append(column)
        else:
            unsure.append(column)
    said = ((turned, "points between thousands left out in"), (unsure, "points left as written in"))
    notes = [f"{name}: {what} {listed(columns)}" for columns, what in said if columns]
    if unsure:
        notes[-1] += ", which may hold thousands marks"
    return table, notes


def _has_points(table: pa.Table, without: Sequence[str]) -> bool:
    """Whether another column of numbers has decimal points, which do not part thousands."""
    for name, cells in zip(table.column_names, table.columns, strict=True):
        points = _count(cells, _POINT)
        numbers = points + _count(cells, _WHOLE)
        if name in without or points == _count(cells, _THOUSANDS):
            continue
        if numbers >= _SHARE * _count(cells, "(?s)."):
            return True
    return False


def _found(table: pa.Table, quoted: bool) -> Iterator[_Column]:
    import pyarrow.compute as pc

    for name, cells in zip(table.column_names, table.columns, strict=True):
        with_comma = cells.filter(pc.match_substring(cells, ","))
        commas = _count(with_comma, _COMMA)
        if not commas:
            continue
        grouped = _count(with_comma, rf"^-?{_GROUPS},") > 0
        groups, points = _count(cells, _GROUPED), _count(cells, _POINT)
        if grouped:  # then 1.234 is a thousand
            points -= _count(cells, r"^-?[1-9][0-9]{0,2}\.[0-9]{3}$")
        numbers = commas + points + _count(cells, _WHOLE) + (groups if grouped else 0)
        if commas > points and numbers >= _SHARE * _count(cells, "(?s)."):
            more = commas > _count(with_comma, _EITHER)
            sure = more and _is_sure(with_comma, commas, quoted)
            yield _Column(name, sure, grouped, points)


def _is_sure(cells: Any, commas: int, quoted: bool) -> bool:
    """Whether cells with a comma are numbers rather than lists of two codes."""
    if _count(cells, _SURE):
        return True
    if quoted:
        return _count(cells, _SURE_QUOTED) > 0
    widths = [_count(cells, rf"^[0-9]*,[0-9]{{{width}}}$") for width in (1, 2)]
    return max(widths) >= _ONE_WIDTH * commas


def _count(cells: Any, pattern: str) -> int:
    import pyarrow.compute as pc

    return int(pc.sum(pc.match_substring_regex(cells, pattern)).as_py() or 0)


def _turned(cells: Any, grouped: bool) -> Any:
    import pyarrow.compute as pc

    flags = pc.match_substring_regex(cells, _COMMA)
    if grouped:
        flags = pc.or_(flags, pc.match_substring_regex(cells, _GROUPED))
    bare = pc.replace_substring_regex(cells, _MARK, "")
    return pc.if_else(flags, pc.replace_substring(bare, ",", "."), cells)


def _said(name: str, found: Sequence[_Column]) -> Iterator[str]:
    yield f"{name}: decimal commas became points in {listed(column.name for column in found)}"
    mixed = [column.name for column in found if column.points]
    if mixed:
        count = counted(sum(column.points for column in found), "number")
        yield f"{name}: {count} in {listed(mixed)} with a decimal point, left as written"


def _unsure(name: str, columns: Sequence[str]) -> list[str]:
    if not columns:
        return []
    return [
        f"{name}: the commas in {listed(columns)} may be decimal signs or part thousands; the "
        f"cells were left as they are"
    ]
