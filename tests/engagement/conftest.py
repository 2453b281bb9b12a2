from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.engagement.writer import Writer
from tests.engagement.folders import make, now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A valid engagement that nothing was said in yet."""
    return make(tmp_path / "claims")


@pytest.fixture
def writer(folder: Path) -> Writer:
    return Writer(folder, via="test", clock=now)
