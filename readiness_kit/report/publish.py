"""Publish: the executed notebook and its report appear together, or the older ones stay."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from readiness_kit.errors import NotSavedError, UsageError
from readiness_kit.report.execute import Progress, execute
from readiness_kit.report.html import export
from readiness_kit.report.private import mask_notebook, mask_page

_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,99}")


@dataclass(frozen=True, slots=True)
class Published:
    """Where the two files of a report are, and what was kept out of them."""

    html: Path
    ipynb: Path
    masked: Mapping[str, int] = field(default_factory=dict)
    """How many secrets and paths were masked, by kind; empty where nothing private was shown."""


def publish(
    notebook: Path,
    engagement: Path,
    out: Path,
    *,
    parameters: Mapping[str, object] | None = None,
    timeout_s: float = 600,
    progress: Progress | None = None,
) -> Published:
    """Run a notebook over an engagement and put NAME.html and NAME.ipynb into `out`.

    Both are made in a hidden folder inside `out`; only when both are whole do they get their
    names. On any failure an older report stays as it was. Secrets and paths of this machine are
    masked in both.
    """
    name = notebook.stem
    if not _NAME.fullmatch(name):
        raise UsageError(f"{notebook.name!r}: a notebook's name has letters, digits, '_', '.', '-'")
    given = {"engagement": str(engagement.resolve()), **(parameters or {})}
    made = out.resolve()
    try:
        made.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{name}.", suffix=".tmp", dir=made))
    except OSError as error:
        raise NotSavedError(out, error) from error
    try:
        ipynb = execute(
            notebook, folder / f"{name}.ipynb", given, timeout_s=timeout_s, progress=progress
        )
        masked = mask_notebook(ipynb, engagement)
        html = export(ipynb, folder / f"{name}.html")
        # what only rendering has put together; the notebook is clean by now
        late = mask_page(html, engagement)
        _take_names([html, ipynb], made)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Published(made / html.name, made / ipynb.name, _sum(masked, late))


def _sum(masked: Mapping[str, int], late: Mapping[str, int]) -> dict[str, int]:
    return {kind: masked.get(kind, 0) + late.get(kind, 0) for kind in sorted({*masked, *late})}


def _take_names(files: list[Path], target: Path) -> None:
    """Rename all into the folder; if one cannot be, put back those that were replaced."""
    older: list[tuple[Path, Path | None]] = []
    for file in files:
        place, kept = target / file.name, file.with_name(f"{file.name}.older")
        try:
            present = place.exists()
            if present:
                shutil.copy2(place, kept)
            file.replace(place)
        except OSError as error:
            _put_back(older)
            raise NotSavedError(place, error) from error
        older.append((place, kept if present else None))


def _put_back(older: list[tuple[Path, Path | None]]) -> None:
    for place, kept in older:
        with suppress(OSError):
            if kept is None:
                place.unlink()
            else:
                kept.replace(place)
