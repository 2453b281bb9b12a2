"""A client's Python function, asked in a child process under the client's own interpreter."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.errors import TargetError
from readiness_kit.evidence.target.child import BATCH_LIMIT_S, ChildTarget, Limits
from readiness_kit.evidence.target.client_side import source_of
from readiness_kit.evidence.target.protocol import BATCH

__all__ = ["BATCH", "PythonTarget"]

_LISTED = 12
_FUNCTION = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*")


class PythonTarget(ChildTarget):
    """The function that `target.python` names, as module:function."""

    opening = "its import"
    form = "python"

    def __init__(
        self,
        spec: ModelTarget,
        folder: Path,
        time_limit_s: float = BATCH_LIMIT_S,
        memory_limit_mb: int | None = None,
        *,
        start_limit_s: float = 120,
    ) -> None:
        if spec.python is None or not _FUNCTION.fullmatch(spec.python):
            raise TargetError(
                f"target.python in engagement.yaml is written module:function, such as "
                f"model:predict; got {spec.python!r}."
            )
        limits = Limits(time_limit_s, start_limit_s, memory_limit_mb)
        super().__init__(spec.python, folder, spec.interpreter, limits)
        self._module = spec.python.partition(":")[0]
        self._source = source_of(self._folder, self._module)

    def _setup(self) -> dict[str, Any]:
        return {"function": self.name}

    def _look_for(self, what: str) -> str:
        return f"Look in {self._source} for {what}"

    def _refused(self, error: dict[str, str], what: str) -> str:
        kind, type_, message = error["kind"], error["type"], error["message"]
        place = f" {message}" if message else ""
        if kind == "contract":
            return (
                f"{self.name} broke its contract on {what}: {message}. It gets a list of records "
                f"and returns, in the same order, a label or {{prediction, proba, flag}} for each: "
                f"mend {self._source}."
            )
        if kind == "missing":
            return f"{message}. Correct target.python in engagement.yaml."
        if kind == "absent":
            return self._absent()
        if kind == "import":
            return (
                f"{self.name} could not be imported ({type_}{place}) in {self.interpreter}. "
                f"{self._to_import(type_)}."
            )
        return (
            f"{self.name} raised {type_}{place} on {what}. The message is not repeated here, since "
            f"it may quote a record; call the function by hand in its own interpreter to read it."
        )

    def _to_import(self, type_: str) -> str:
        if type_ in ("ImportError", "ModuleNotFoundError"):
            return (
                f"Install there what {self._source} needs, or let target.interpreter in "
                f"engagement.yaml name a Python that has it"
            )
        return f"Mend {self._source}"

    def _absent(self) -> str:
        """That there is no such module, where it was looked for, and where it belongs."""
        there = sorted(path.name for path in self._folder.glob("*.py"))[:_LISTED]
        return (
            f"there is no module {self._module!r}: the engagement's folder {self._folder.name} was "
            f"searched, which has {', '.join(there) or 'no .py file'}, then the path of "
            f"{self.interpreter}. {self._module.replace('.', '/')}.py belongs into that folder or "
            f"onto that path; else correct target.python in engagement.yaml."
        )
