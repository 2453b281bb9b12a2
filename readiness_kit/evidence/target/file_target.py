"""A model that is asked by file: we write the cases, the client's model answers them offline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.errors import TargetError
from readiness_kit.evidence.samples import data_path, file_sha256
from readiness_kit.evidence.target.cases import Cases, case_id
from readiness_kit.evidence.target.faults import AwaitingAnswersError
from readiness_kit.evidence.target.predictions import read_predictions
from readiness_kit.evidence.target.protocol import Record, Refusal, Result

CASES = "cases.csv"
_NONE = Result(None)


class FileTarget:
    """The answers in the file that `target.file` names, beside which cases.csv is written.

    Every case that was ever asked stays in cases.csv, so that the client scores the file as a whole
    and no round takes answers from an earlier one. A record that is announced twice gets a second
    case of its own, with `-2` behind its id: whether the model answers the same twice is asked too.
    Raises TargetError where cases.csv is one of the `samples`, or a file that we did not write.
    """

    def __init__(self, spec: ModelTarget, folder: Path, samples: Sequence[str] = ()) -> None:
        folder, self._named = Path(folder).absolute(), spec.file or ""
        self._file = data_path(folder, self._named)
        if self._file.name.lower() == CASES:
            raise TargetError(
                f"target.file names {CASES}, which holds the questions. Name the file with the "
                f"answers, such as data/predictions.csv."
            )
        self._cases_named = (Path(self._named).parent / CASES).as_posix()
        self._cases_file = data_path(folder, self._cases_named)
        if self._cases_file in [data_path(folder, sample) for sample in samples]:
            raise TargetError(
                f"{self._cases_named}, where the cases are to be written, is a sample that "
                f"engagement.yaml names. Move it away, or name target.file in another folder."
            )
        self._cases, self._answers = Cases(), dict[str, Result]()
        self._sha256: str | None = None
        self._announced: Counter[str] = Counter()
        self._calls: Counter[str] = Counter()

    def __enter__(self) -> Self:
        """Read the cases so far, and the answers to them where there are any."""
        self._cases = Cases.read(self._cases_file)
        if self._file.is_file():
            self._answers = read_predictions(self._file, self._named)
            self._sha256 = file_sha256(self._file)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        pass

    @property
    def about(self) -> dict[str, Any]:
        """The form, and the hash of the file with the answers."""
        return {"target_form": "file", "target_sha256": self._sha256}

    def prepare(self, records: list[Record]) -> None:
        """Write what is not answered yet into cases.csv; raise AwaitingAnswersError for it."""
        wanted: dict[str, Record] = {}
        for record in records:
            id = case_id(record)
            self._announced[id] += 1
            wanted[self._numbered(id, self._announced[id])] = record
        missing = sum(id not in self._answers for id in wanted)
        if not missing:
            return
        if self._cases.add(wanted.items()):
            self._cases.write(self._cases_file)
        raise AwaitingAnswersError(
            f"{missing:,} of {len(wanted):,} cases have no answer yet. All are in "
            f"{self._cases_named}: let the model score that file, save case_id and prediction (and "
            f"proba, flag where it gives them) as {self._named}, and run this again. A line with "
            f"an empty prediction says that the model gave none."
        )

    def predict(self, records: list[Record]) -> list[Result]:
        """The recorded answers; a record that was never answered has none."""
        ids = [case_id(record) for record in records]
        self._calls.update(set(ids))
        return [self._answers.get(self._numbered(id, self._calls[id]), _NONE) for id in ids]

    def attempt(
        self, records: list[Record], *, fields: Sequence[str] = (), limit_s: float | None = None
    ) -> list[Result] | Refusal:
        """The same as predict: what a file says is no refusal."""
        return self.predict(records)

    def _numbered(self, id: str, time: int) -> str:
        """The id of a record's first case or, each second time, of its second where it has one.

        A time is a call: a record that stands twice in a batch is the same case there, so that a
        batch asked twice meets other answers throughout.
        """
        return f"{id}-2" if time % 2 == 0 and self._announced[id] > 1 else id
