"""In which encoding a CSV file was written."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple, NoReturn

from readiness_kit.evidence.samples.refusal import refuse
from readiness_kit.evidence.samples.sample import encoding_said
from readiness_kit.evidence.samples.source import CHUNK, Decoding, Source, Survey

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",  # begins as the mark of UTF-16 does
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_WESTERN = "cp1252"
_OTHERS = (
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "koi8_r"),
    *("cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
"""What else is met in exports. Each more would be one more way to mistake a short file."""
_ENOUGH = 20
"""So many bytes beyond ASCII tell one encoding from another; fewer do not."""
_WORD = re.compile(rb"[^\x00-\x2f\x3a-\x3f]+")
"""What stands between spaces, signs and delimiters; digits occur within Chinese characters."""
_LOOKED_AT = 100_000
_LONGEST = 1 << 16


class Encoding(NamedTuple):
    """An encoding by the name that Python has for it, and what a reader should know of it."""

    name: str
    notes: tuple[str, ...] = ()


def encoding_of(source: Source, seen: Survey) -> Encoding:
    """By mark, by alternating NUL bytes, UTF-8 where all bytes are, else by their look.

    Of single-byte encodings Windows-1252 is taken where it fits. Raises InvalidFileError where
    nothing fits.
    """
    for mark, marked in _MARKS.items():
        if seen.head.startswith(mark):
            return Encoding(marked)
    if wide := _wide(seen.head):
        return Encoding(wide, (f"{source.name}: read as UTF-16 without a byte-order mark",))
    if seen.fault is None:
        return Encoding("utf-8")
    lines = list(_beyond_ascii(source))
    name = _by_look(b"".join(lines))
    if name is None:
        came = "bytes that are neither UTF-8 nor Windows-1252"
        refuse(source.name, seen.fault, "text saved as UTF-8", came)
    said = f"{source.name}: not UTF-8 from line {seen.fault} on; read as {encoding_said(name)}"
    return Encoding(name, (said, *_mixture(source.name, lines)))


def undecodable(source: Source, encoding: str) -> NoReturn:
    """Raise InvalidFileError naming the first line that is not in the encoding."""
    decoding = Decoding(encoding)
    with source.opened() as stream:
        while chunk := stream.read(CHUNK):
            decoding.take(chunk)
    decoding.take(b"")
    said = encoding_said(encoding)
    refuse(source.name, decoding.fault, "text saved as UTF-8", f"bytes that are not {said} either")


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: nearly every other byte of its head is NUL."""
    head = head[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half < 2 or max(even, odd) < 0.6 * half or min(even, odd) > 0.1 * half:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _beyond_ascii(source: Source) -> Iterator[bytes]:
    """The first lines that have more than ASCII."""
    size = 0
    with source.opened() as stream:
        while size < _LOOKED_AT and (line := stream.readline(_LONGEST)):
            if not line.isascii():
                size += len(line)
                yield line


def _by_look(sample: bytes) -> str | None:
    import charset_normalizer  # its tables take a moment; most files are UTF-8

    words = b"\n".join(word for word in _WORD.findall(sample) if not word.isascii())
    plenty = sum(byte > 127 for byte in words) >= _ENOUGH
    matches = charset_normalizer.from_bytes(words, cp_isolation=[_WESTERN, *_OTHERS])
    western = any(_WESTERN in match.could_be_from_charset for match in matches)
    if _is(_WESTERN, sample) and (western or not matches or not plenty):
        return _WESTERN
    if not plenty:
        return None
    # the more of a language and the less of a mess, the better; of equals, the tidier
    best = max(matches, key=lambda match: match.coherence - match.chaos, default=None)
    return best.encoding if best else None


def _mixture(name: str, lines: list[bytes]) -> Iterator[str]:
    """That some of the lines are UTF-8 all the same, and come out garbled."""
    mixed = sum(_is("utf-8", line) for line in lines)
    if mixed:
        yield (
            f"{name}: {mixed:,} of {len(lines):,} lines with letters beyond ASCII are UTF-8 and "
            f"come out garbled; the file mixes two encodings"
        )


def _is(encoding: str, text: bytes) -> bool:
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
