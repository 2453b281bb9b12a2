"""A model in a file, opened in a child process only: skops, ONNX, or a pickle that is trusted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.errors import TargetError
from readiness_kit.evidence.samples import data_path, file_sha256
from readiness_kit.evidence.target.child import ChildTarget, Limits
from readiness_kit.evidence.target.faults import NotAllowedError
from readiness_kit.evidence.target.file_content import check_content
from readiness_kit.evidence.target.protocol import Record, Refusal, Result


class ModelFileTarget(ChildTarget):
    """The file that `target.skops`, `target.onnx` or `target.pickle` names.

    Raises TargetError for a file that is absent, that is not what it is named as, or whose hash is
    not the one in engagement.yaml; NotAllowedError for a pickle that the run was not told to trust.
    """

    opening = "its loading"
    isolated = True

    def __init__(
        self,
        spec: ModelTarget,
        folder: Path,
        *,
        trust_pickle: bool = False,
        limits: Limits | None = None,
    ) -> None:
        self.form = spec.form
        name = str(getattr(spec, spec.form))
        super().__init__(name, folder, spec.interpreter, limits or Limits())
        self._file = data_path(self._folder, name)
        if spec.form == "pickle" and not trust_pickle:
            raise NotAllowedError(_NOT_TRUSTED.format(name=name))
        if not self._file.is_file():
            raise TargetError(
                f"target.{self.form}: {name} is not there. Put the file into the engagement's "
                f"folder, or correct engagement.yaml."
            )
        check_content(self._file, self.form, name)
        self._sha256 = self._checked_sha256(spec.sha256)
        self._trusted = list(spec.trusted)
        self._columns: list[str] = []
        self._libraries: dict[str, str] = {}

    @property
    def about(self) -> dict[str, Any]:
        """What every child tells, the file's hash, its libraries, and that a pickle was trusted."""
        told = {**super().about, "target_sha256": self._sha256, "target_libraries": self._libraries}
        return told | ({"target_loaded": "with --trust-pickle"} if self.form == "pickle" else {})

    def predict(self, records: list[Record]) -> list[Result]:
        """Ask for every record, in batches; raise TargetError where no answer can be had."""
        self._remember(records)
        return super().predict(records)

    def attempt(
        self, records: list[Record], *, fields: Sequence[str] = (), limit_s: float | None = None
    ) -> list[Result] | Refusal:
        """One call with records that may be too much for the model; see Target."""
        self._remember(records)
        return super().attempt(records, fields=fields, limit_s=limit_s)

    def _remember(self, records: list[Record]) -> None:
        # A process that is opened anew must not take its order of columns from a damaged record.
        self._columns = self._columns or list(records[0] if records else [])

    def _checked_sha256(self, wanted: str | None) -> str:
        found = file_sha256(self._file)
        if wanted is not None and wanted.strip().lower() != found:
            raise TargetError(
                f"target.sha256 is not the hash of {self.name}: this is another file than the one "
                f"that was named. Take the right one, or write the new hash and raise "
                f"target.version."
            )
        return found

    def _setup(self) -> dict[str, Any]:
        return {
            "form": self.form,
            "file": str(self._file),
            "sha256": self._sha256,
            "trusted": self._trusted,
            "columns": self._columns,
        }

    def _opened(self, ready: dict[str, Any]) -> None:
        super()._opened(ready)
        self._libraries = {str(k): str(v) for k, v in sorted(ready["libraries"].items())}

    def _look_for(self, what: str) -> str:
        return f"Open {self.name} by hand in {self.interpreter} and look for {what}"

    def _refused(self, error: dict[str, str], what: str) -> str:
        kind, type_, message = error["kind"], error["type"], error["message"]
        if kind == "contract":
            return (
                f"{self.name} broke its contract on {what}: {message}. It gets a table of the "
                f"records by column and gives one label a row. Where it needs more than that, wrap "
                f"it in a function: target: {{python: module:function}}."
            )
        if kind == "missing":
            return f"{self.name} {message}."
        if type_ in ("ImportError", "ModuleNotFoundError"):
            return (
                f"{self.name} could not be loaded: {self.interpreter} lacks {message or 'a module'}"
                f". Install it there, or let target.interpreter name a Python that has it."
            )
        if kind == "import":
            return (
                f"{self.name} could not be loaded ({type_}) in {self.interpreter}. Save it anew, "
                f"with the library versions that this Python has."
            )
        return (
            f"{self.name} raised {type_} on {what}. The message is not repeated here, since it may "
            f"quote a record; ask the model by hand to read it."
        )


_NOT_TRUSTED = (
    "{name} is a pickle, and loading one runs whatever code is in it, so it was not opened. If you "
    "know where it comes from: `readiness evidence run NAME PATH --trust-pickle`. Better, save the "
    "model as skops or ONNX."
)
