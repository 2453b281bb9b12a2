"""Writes files so that a reader finds the old bytes or the new ones, and never anything between."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import BinaryIO, Literal

_NO_FOLDER_SYNC = {
    errno.EINVAL,
    errno.ENOTSUP,
    errno.EBADF,
    errno.EACCES,
    errno.EPERM,
    errno.EISDIR,
}
"""How systems say that a folder cannot be synced; that is no fault of the disk."""


class Fs:
    """The primitive steps of every write, so that a test can let any one of them fail or die."""

    def open(self, path: Path, mode: Literal["wb", "ab"]) -> BinaryIO:
        """Open a file for writing; `ab` makes it where it is absent."""
        return path.open(mode)

    def write(self, file: BinaryIO, data: bytes) -> None:
        """Hand all bytes to the system."""
        file.write(data)
        file.flush()

    def sync(self, file: BinaryIO) -> None:
        """Wait until the file's bytes are on the disk."""
        file.flush()
        os.fsync(file.fileno())

    def replace(self, source: Path, target: Path) -> None:
        """Give a finished file its name, in one step."""
        source.replace(target)

    def sync_folder(self, folder: Path) -> None:
        """Wait until the folder's names are on the disk, where the system can do that."""
        try:
            handle = os.open(folder, os.O_RDONLY)
        except OSError as error:
            if error.errno in _NO_FOLDER_SYNC:
                return
            raise
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in _NO_FOLDER_SYNC:
                raise
        finally:
            os.close(handle)

    def unlink(self, path: Path) -> None:
        """Remove a file; one that is not there is fine."""
        path.unlink(missing_ok=True)

    def truncate(self, path: Path, size: int) -> None:
        """Cut a file back to a size, and wait until that is on the disk."""
        with path.open("r+b") as file:
            file.truncate(size)
            os.fsync(file.fileno())


class DiskFs(Fs):
    """The real disk: the steps as they are."""


def temporary(path: Path) -> Path:
    """Where the next content of a file is prepared: beside it, hidden, named for this process."""
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def replace_file(fs: Fs, path: Path, data: bytes) -> None:
    """Replace a file's bytes as one step, keeping its mode; raises OSError with the file untouched.

    Only where syncing the folder fails, the last step of all, are the new bytes there already.
    """
    _respect_read_only(path)
    temp = temporary(path)
    try:
        file = fs.open(temp, "wb")
        with file:
            fs.write(file, data)
            fs.sync(file)
        if path.exists():
            shutil.copymode(path, temp)
        fs.replace(temp, path)
    except BaseException:
        with suppress(OSError):
            fs.unlink(temp)
        raise
    fs.sync_folder(path.parent)


def append_line(fs: Fs, path: Path, line: bytes) -> None:
    """Append one line and wait until it is on the disk; `line` ends in its newline."""
    new = not path.exists()
    file = fs.open(path, "ab")
    with file:
        fs.write(file, line)
        fs.sync(file)
    if new:
        fs.sync_folder(path.parent)


def free_name(path: Path, word: str) -> Path:
    """Where earlier content of a file is kept: beside it, under the first number that is free."""
    names = (path.with_name(f"{path.name}.{word}-{number}") for number in count(1))
    return next(name for name in names if not name.exists())


def remove_stale(fs: Fs, folder: Path, name: str) -> None:
    """Remove what a killed writer of `name` (a name or a pattern) left; call it under the lock."""
    for path in folder.glob(f".{name}.*.tmp"):
        with suppress(OSError):
            fs.unlink(path)


def _respect_read_only(path: Path) -> None:
    # A rename would replace such a file on most systems; its owner marked it for a reason.
    with suppress(FileNotFoundError):
        if not path.stat().st_mode & stat.S_IWUSR:
            raise PermissionError(errno.EACCES, "the file is marked read-only", str(path))
