"""Every error that readiness-kit raises on purpose, and how one names its place.

ReadinessError                 exit code 1
├── UsageError                 2: the call was wrong, nothing was started
├── InvalidFileError           2: a file breaks its rules; holds every problem found
│   └── DamagedFileError       2: the tool's own file does not read; the last good state is offered
├── ConflictError              2: somebody else changed the same thing since it was read
├── NotSavedError              1: the disk refused the change; nothing of it was kept
├── TargetError                30: the client's model could not be asked
└── NotebookError              1: a notebook did not run to its end, so nothing was published
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one file, in words that lead to its repair."""

    file: str
    line: int | None
    """Counted from 1; None where the problem has no line of its own."""
    field: str
    """A dotted path such as `people[2].role`; empty for the file as a whole."""
    allowed: str
    came: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        field = f"{self.field}: " if self.field else ""
        mark = "warning: " if self.severity == "warning" else ""
        came = f"; got {self.came}" if self.came else ""
        return f"{place}: {mark}{field}{self.allowed}{came}"


class ReadinessError(Exception):
    """The base of every error raised on purpose."""

    exit_code = 1


class UsageError(ReadinessError):
    """The call itself was wrong; nothing was started and nothing written."""

    exit_code = 2


class InvalidFileError(ReadinessError):
    """A file breaks its rules; `problems` holds all of them, not only the first."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class DamagedFileError(InvalidFileError):
    """The tool's own file does not read; it is left as it is until `check --restore`."""


class ConflictError(ReadinessError):
    """Somebody changed the same thing since it was read; both values are kept here."""

    exit_code = 2

    def __init__(self, path: tuple[str, ...], *, seen: object, found: object) -> None:
        self.path, self.seen, self.found = path, seen, found
        super().__init__(
            f"{'/'.join(path)} was changed by somebody else: you saw {seen!r}, the file holds "
            f"{found!r}. Nothing was written; read it again and repeat your change."
        )


class NotSavedError(ReadinessError):
    """The disk refused the change; the file is as it was before."""

    def __init__(self, path: Path, cause: OSError) -> None:
        self.path, self.cause = path, cause
        reason = cause.strerror or str(cause)
        super().__init__(f"NOT SAVED: {path.name}: {reason}. The earlier state is untouched.")


class TargetError(ReadinessError):
    """The client's model could not be asked: it is absent, crashed, or broke its contract."""

    exit_code = 30


class NotebookError(ReadinessError):
    """A notebook did not run to its end marker, so its report was not published."""
