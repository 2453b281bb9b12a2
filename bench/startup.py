"""How long `readiness --help` takes, against importing the library that it is made with."""

from __future__ import annotations

import subprocess
import sys

from bench.table import Line, paired

ROUNDS = 15


def lines() -> list[Line]:
    """Whole processes, start to end."""

    def run(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)

    ours, theirs = paired(
        lambda: run("-m", "readiness_kit", "--help"),
        lambda: run("-c", "import click"),
        rounds=ROUNDS,
    )
    peer = 'python -c "import click"'
    return [Line("readiness --help", ours * 1000, "ms", peer, theirs * 1000, "under 3")]
