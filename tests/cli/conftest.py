"""Engagements to type commands at, and a way to type them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from readiness_kit.cli import main
from tests.engagement.folders import make

Type = Callable[..., "Said"]


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Type:
    """Calls the real entry point in this process."""

    def call(*words: object) -> Said:
        with pytest.raises(SystemExit) as left:
            main([str(word) for word in words])
        out, err = capsys.readouterr()
        assert isinstance(left.value.code, int)
        return Said(left.value.code, out, err)

    return call


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small engagement in the current folder."""
    monkeypatch.chdir(tmp_path)
    make(tmp_path / "acme")
    return Path("acme")
