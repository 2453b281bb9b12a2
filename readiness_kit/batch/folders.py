"""The folder under --out in which an engagement's reports stand: safe on every disk, one each."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from readiness_kit.errors import UsageError

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_OTHER = re.compile(r"[^A-Za-z0-9]+")
_READABLE = 40
_DEVICES = {
    *("con", "prn", "aux", "nul"),
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
"""Windows opens these instead of a file, with any ending and in any case."""
_OURS = {"index.html", "index.json"}
"""What stands beside the folders."""


def folder_names(names: Iterable[str]) -> dict[str, str]:
    """A folder's name for the name of each engagement, no two the same on any disk.

    A plain name is kept; any other becomes readable ASCII and a part of its own SHA-256. Where two
    differ by case alone, the one that sorts first keeps its name, in whatever order they come.
    """
    taken: set[str] = set()
    given: dict[str, str] = {}
    for name in sorted(set(names), key=lambda each: (not is_plain(each), each)):
        free = (each for each in _candidates(name) if each.casefold() not in taken)
        given[name] = next(free)
        taken.add(given[name].casefold())
    return given


def is_plain(name: str) -> bool:
    """Whether a name can stand as it is, on every system and in an address."""
    folded = name.casefold()
    return bool(
        _PLAIN.fullmatch(name)
        and not name.endswith(".")
        and folded.partition(".")[0] not in _DEVICES
        and folded not in _OURS
    )


def inside(out: Path, name: str) -> Path:
    """The resolved folder of this name in `out`; raises UsageError where a link leads elsewhere."""
    root = out.resolve()
    target = (root / name).resolve()
    if target == root or not target.is_relative_to(root) or target.parent != root:
        raise UsageError(
            f"{out / name} is a link to a place outside of {out}; nothing is written through it. "
            "Remove it, or give another --out."
        )
    return target


def _candidates(name: str) -> Iterator[str]:
    if is_plain(name):
        yield name
    # half a character, which a disk may hold, has no UTF-8
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()
    readable = _readable(name)
    # the longer ones for names that were made to look like another's
    yield from (f"{readable}-{digest[:length]}" for length in (8, 16, 32, 64))


def _readable(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return _OTHER.sub("-", letters)[:_READABLE].strip("-") or "engagement"
