"""A command in a message is one that can be pasted."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest

from readiness_kit.cli.typed import quoted, typed


@pytest.mark.skipif(sys.platform == "win32", reason="cmd.exe quotes otherwise")
@pytest.mark.parametrize("name", ["acme", "Acme Ltd", "O'Hara", "a;b", "$HOME", "ä"])
def test_a_shell_reads_the_same_words_again(name: str) -> None:
    assert shlex.split(typed("rate", Path(name), "poc.data")) == [
        "readiness",
        "rate",
        name,
        "poc.data",
    ]


def test_plain_words_stay_plain() -> None:
    assert quoted("clients/acme") == "clients/acme"
