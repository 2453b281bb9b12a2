"""How large a client's file may be, in every way in which a hostile one is too large."""

from __future__ import annotations

MAX_BYTES = 4_000_000_000
"""Of a file, of what an archive unpacks to, and of the text in all cells."""
MAX_ROWS = 100_000_000
MAX_COLUMNS = 20_000
MAX_FILE_CELLS = 2_000_000_000
"""Rows by columns of a file, since empty cells take time as well."""
MAX_SHEET = 200_000_000
"""Rows by columns of a sheet, which takes ten times as long."""
MAX_BEYOND = 100
"""Columns beyond the header in which a value is still told as a row that is too long."""
MAX_RECORD = 16_000_000
"""Characters of one record, and bytes of one line."""
MAX_CELL = 131_072
"""Characters of one cell, which is the limit of the csv module as well."""

MAX_CELLS = 30_000_000
"""Cells that are kept; of a larger file rows are drawn."""
MAX_KEPT = 500_000_000
"""Bytes that the kept cells take, by which rows are drawn too."""

MAX_RATIO = 100
"""Bytes unpacked for each byte packed. Tables reach 10 to 50, an archive bomb 1,000."""
RATIO_FROM = 64_000_000
"""Up to so many bytes unpacked the ratio does not matter: they do no harm."""

BLOCK_CELLS = 200_000
BLOCK_ROWS = 200
BLOCK_BYTES = 64_000_000
"""A file is worked on in blocks of so many cells, or rows if that is more, or bytes if less."""


def is_bomb(packed: int, unpacked: int) -> bool:
    """Whether an archive unpacks to far more than any table would."""
    return unpacked > RATIO_FROM and unpacked > MAX_RATIO * packed
