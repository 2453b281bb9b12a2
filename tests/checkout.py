"""A clean copy of the checkout: what git has or would take, and nothing that tools or runs made."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
_MADE = {"__pycache__", ".cache", ".ipynb_checkpoints", ".hypothesis", "reports", "private"}
_PARTS = ("readiness_kit", "notebooks", "data", "tests", "docs", "bench")


def git(*arguments: str, cwd: Path = ROOT) -> str | None:
    """What git says; None where it is missing or the folder is no checkout."""
    if shutil.which("git") is None:
        return None
    # a hook of git's runs tests with GIT_DIR and GIT_INDEX_FILE set, which point at one checkout
    env = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    done = subprocess.run(
        ["git", *arguments], cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8"
    )
    return done.stdout if done.returncode == 0 else None


@cache
def tracked() -> tuple[str, ...]:
    """The files of the project, with slashes; from the tree itself where there is no git."""
    listed = git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = listed.split("\0") if listed else list(_from_the_tree())
    return tuple(sorted({name for name in names if name and (ROOT / name).is_file()}))


def copy_tracked(target: Path) -> Path:
    """Copy the project's files into a fresh folder."""
    for name in tracked():
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place)
    return target


def _from_the_tree() -> list[str]:
    """Without git: the folders and top-level files that a source distribution holds."""
    folders = [path for part in _PARTS for path in (ROOT / part).rglob("*")]
    found = [path.relative_to(ROOT) for path in (*folders, *ROOT.iterdir()) if path.is_file()]
    kept = [path for path in found if not _MADE & set(path.parts) and path.suffix != ".pyc"]
    return [path.as_posix() for path in kept if path.name != ".readiness.lock"]
