"""Disks that fail, processes that die, and power that goes, at any chosen step of a save."""

# ruff: noqa: D102 - `Fs` says what each step does
from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO, Literal

from readiness_kit.engagement.atomic import Fs


class Dead(BaseException):
    """The process is gone: no handler of it runs any further."""


class Counting(Fs):
    """The real steps, numbered from 1; `on_step` may refuse one."""

    def __init__(self) -> None:
        self.steps = 0

    def on_step(self, name: str) -> None:
        self.steps += 1

    def open(self, path: Path, mode: Literal["wb", "ab"]) -> BinaryIO:
        self.on_step("open")
        return super().open(path, mode)

    def write(self, file: BinaryIO, data: bytes) -> None:
        # Half of the bytes get through before a fault: a torn write.
        half = len(data) // 2
        super().write(file, data[:half])
        self.on_step("write")
        super().write(file, data[half:])

    def sync(self, file: BinaryIO) -> None:
        self.on_step("sync")
        super().sync(file)

    def replace(self, source: Path, target: Path) -> None:
        self.on_step("replace")
        super().replace(source, target)

    def sync_folder(self, folder: Path) -> None:
        self.on_step("sync_folder")
        super().sync_folder(folder)

    def unlink(self, path: Path) -> None:
        self.on_step("unlink")
        super().unlink(path)

    def truncate(self, path: Path, size: int) -> None:
        self.on_step("truncate")
        super().truncate(path, size)


class Failing(Counting):
    """The k-th step raises an OSError; with `stays`, so does every later one."""

    def __init__(self, k: int, *, stays: bool = False, code: int = errno.ENOSPC) -> None:
        super().__init__()
        self.k, self.stays, self.code = k, stays, code

    def on_step(self, name: str) -> None:
        super().on_step(name)
        if self.steps == self.k or (self.stays and self.steps > self.k):
            raise OSError(self.code, "no space left")


class Killing(Counting):
    """From the k-th step on the process is dead."""

    def __init__(self, k: int) -> None:
        super().__init__()
        self.k = k

    def on_step(self, name: str) -> None:
        super().on_step(name)
        if self.steps >= self.k:
            raise Dead


class Volatile(Killing):
    """A disk that keeps only what was synced; `lose_power` leaves what would be found afterwards.

    Names reach the disk with the folder's sync or, with `eager_names`, at once, before contents.
    """

    def __init__(self, k: int, folder: Path, *, eager_names: bool) -> None:
        super().__init__(k)
        self.folder, self.eager = folder, eager_names
        self.kept: dict[int, bytes] = {}
        self.names: dict[str, int] = {}
        for path in self._files():
            self._know(path.name)
            self.kept[self.names[path.name]] = path.read_bytes()
        self.kept_names = dict(self.names)

    def open(self, path: Path, mode: Literal["wb", "ab"]) -> BinaryIO:
        file = super().open(path, mode)
        if mode == "wb" or path.name not in self.names:
            self._know(path.name)
        return file

    def sync(self, file: BinaryIO) -> None:
        super().sync(file)
        path = Path(file.name)
        self.kept[self.names[path.name]] = path.read_bytes()

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        self.names[target.name] = self.names.pop(source.name)

    def sync_folder(self, folder: Path) -> None:
        super().sync_folder(folder)
        self.kept_names = dict(self.names)

    def unlink(self, path: Path) -> None:
        super().unlink(path)
        self.names.pop(path.name, None)

    def truncate(self, path: Path, size: int) -> None:
        super().truncate(path, size)
        self.kept[self.names[path.name]] = path.read_bytes()

    def lose_power(self) -> None:
        for path in self._files():
            path.unlink()
        for name, inode in (self.names if self.eager else self.kept_names).items():
            (self.folder / name).write_bytes(self.kept[inode])

    def _know(self, name: str) -> None:
        inode = len(self.kept)
        self.names[name], self.kept[inode] = inode, b""

    def _files(self) -> list[Path]:
        own = ("engagement.yaml", "small.yaml", ".readiness.lock")
        return [path for path in self.folder.iterdir() if path.is_file() and path.name not in own]
