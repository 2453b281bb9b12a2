"""Tells by its bytes whether a model file is a pickle, whatever its ending says.

A pickle runs code when it is loaded. What is refused here is refused by name and early; nothing
rests on it, since neither skops nor ONNX Runtime ever runs a pickle.
"""

from __future__ import annotations

import io
import lzma
import pickletools
import re
import zipfile
import zlib
from pathlib import Path
from typing import IO

from readiness_kit.errors import TargetError

_HEAD = 65_536
_MEMBER_HEAD = 4_096
_MOST_MEMBERS = 100_000
_MOST_LOOKED_AT = 2_000
"""A large forest has more; those behind are as harmless to skops as these."""
_MOST_BYTES = 256 * 2**20
"""Tables within a zip within a zip are read whole; all together may take so much."""
_ENOUGH = 16
"""So many instructions of a pickle in a row are no accident where the head ends too early."""
_PLENTY = 200
"""So many are none wherever they are."""
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
"""What a zip raises that is damaged or encrypted; what it is named as does not read it either."""
_COMPRESSED = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x5d\x00\x00": "lzma",
    b"\x04\x22\x4d\x18": "lz4",
    b"ZF": "zlib",
}
"""First bytes of what joblib compresses pickles with."""
_ONNX = b"\x08\x12\x1a\x22\x28\x32\x3a\x42\x72"
"""The fields that the protocol buffer of an ONNX model can begin with."""
_NUMPY = b"\x93NUMPY"
_OBJECTS = re.compile(rb"'[|<>=]?O\d*'")


def check_content(path: Path, form: str, name: str) -> None:
    """Raise TargetError where a file is not what it is named as in engagement.yaml."""
    with path.open("rb") as stream:
        pickled = _pickled(stream)
        stream.seek(0)
        head = stream.read(_HEAD)
    if form == "pickle":
        if not pickled:
            raise TargetError(
                f"target.pickle: {name} is no pickle by its bytes. Name it as what it is: "
                f"skops or onnx."
            )
        return
    if pickled:
        raise TargetError(
            f"target.{form}: {name} is refused, whatever its ending: it is {pickled}, and loading "
            f"one runs the code in it. Save the model with {_SAVED[form]}."
        )
    if not (_is_skops(path) if form == "skops" else head[:1] and head[0] in _ONNX):
        raise TargetError(
            f"target.{form}: {name} is no {_SPELLED[form]} file by its bytes. Save the model with "
            f"{_SAVED[form]}."
        )


_SPELLED = {"skops": "skops", "onnx": "ONNX"}
_SAVED = {"skops": "skops.io.dump", "onnx": "a converter to ONNX, such as skl2onnx"}


def _pickled(stream: IO[bytes]) -> str | None:
    """What a file is that holds a pickle, or may; None where it holds none."""
    head = stream.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        stream.seek(0)
        return _Inside().pickled(stream)
    return _pickled_head(head, cut=len(head) == _HEAD)


def _pickled_head(head: bytes, *, cut: bool) -> str | None:
    """The same by the first bytes of what is no zip; `cut` where there are more."""
    if head.startswith(_NUMPY):
        # an array of numbers is harmless, and a model of skops has many inside
        objects = _OBJECTS.search(head[:1024])
        return "a NumPy array of Python objects, which are pickled" if objects else None
    for magic, name in _COMPRESSED.items():
        if head.startswith(magic):
            return f"compressed by {name}, as joblib writes pickles"
    if len(head) > 1 and head[0] == 0x78 and int.from_bytes(head[:2], "big") % 31 == 0:
        return "compressed by zlib, as joblib writes pickles"
    if head[:1] == b"\x80" and head[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        return "a pickle"
    return "a pickle in the old text form" if _is_text_pickle(head, cut) else None


class _Inside:
    """Looks into a zip and the zips in it, no deeper, and never at more than is affordable."""

    def __init__(self) -> None:
        self._members, self._bytes = _MOST_LOOKED_AT, _MOST_BYTES

    def pickled(self, stream: IO[bytes], *, deeper: bool = True) -> str | None:
        """What a zip is that has a file which holds a pickle, or may; None where none does."""
        try:
            with zipfile.ZipFile(stream) as archive:
                names = archive.namelist()
                if len(names) > _MOST_MEMBERS:
                    return "a zip of more files than any model has"
                found = (self._member(archive, name, deeper=deeper) for name in names)
                return next((f"a zip with a file that is {why}" for why in found if why), None)
        except _UNREADABLE:
            return None

    def _member(self, archive: zipfile.ZipFile, name: str, *, deeper: bool) -> str | None:
        if self._members <= 0:
            return None
        self._members -= 1
        with archive.open(name) as member:
            head = member.read(_MEMBER_HEAD)
            if not head.startswith(b"PK\x03\x04"):
                return _pickled_head(head, cut=len(head) == _MEMBER_HEAD)
            if not deeper:
                return "a zip within a zip within a zip"
            rest = member.read(self._bytes)
        self._bytes -= len(rest)
        if self._bytes <= 0:
            return "another zip, too large to look into"
        return self.pickled(io.BytesIO(head + rest), deeper=False)


def _is_text_pickle(head: bytes, cut: bool) -> bool:
    """Whether bytes read as instructions of a pickle up to its end, or as far as they go."""
    count = 0
    try:
        for opcode, _, _ in pickletools.genops(head):
            count += 1
            if opcode.name == "STOP":
                return count > 1
            if count == _PLENTY:
                return True
    except ValueError:
        return cut and count >= _ENOUGH
    return False


def _is_skops(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "schema.json" in archive.namelist()
    except _UNREADABLE:
        return False
