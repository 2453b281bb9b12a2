"""Only a regular file of bounded size is read; everything else is refused by what it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness_kit.errors import InvalidFileError
from readiness_kit.reading import Document, read_json, read_yaml

READERS = pytest.mark.parametrize("read", [read_yaml, read_json])
Reader = Callable[[Path], Document]


def refusal(read: Reader, path: Path) -> str:
    with pytest.raises(InvalidFileError) as caught:
        read(path)
    return str(caught.value)


@READERS
def test_what_is_not_there_is_named(read: Reader, tmp_path: Path) -> None:
    said = refusal(read, tmp_path / "absent")
    assert said.startswith(f"{tmp_path / 'absent'}: a file that can be read (")


@READERS
def test_a_folder_is_no_file(read: Reader, tmp_path: Path) -> None:
    assert refusal(read, tmp_path) == f"{tmp_path}: a regular file; got a folder"


@READERS
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(read: Reader, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusal(read, tmp_path / "pipe") == f"{tmp_path / 'pipe'}: a regular file; got a device"


@READERS
@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no endless device")
def test_a_device_without_end_is_refused(read: Reader) -> None:
    assert refusal(read, Path("/dev/zero")) == "/dev/zero: a regular file; got a device"


@READERS
def test_a_name_that_no_file_can_have_is_refused(read: Reader) -> None:
    assert "a file that can be read" in refusal(read, Path("a\0b"))
    assert "a file that can be read" in refusal(read, Path("n" * 5_000))


def test_a_file_below_the_working_directory_goes_by_its_short_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: [")
    monkeypatch.chdir(tmp_path)
    assert refusal(read_yaml, tmp_path / "a.yaml").startswith("a.yaml:")
