"""A model that is asked in a child process, whatever the process has opened.

The client's libraries need not be ours, and a crash, a hang or a leak of memory stays theirs.
"""

from __future__ import annotations

import json
from abc import abstractmethod
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from readiness_kit.errors import TargetError
from readiness_kit.evidence.target.child_process import MOST_BYTES, ChildProcess, TooLargeError
from readiness_kit.evidence.target.client_side import find_interpreter, how_it_ended
from readiness_kit.evidence.target.faults import UnansweredError
from readiness_kit.evidence.target.protocol import BATCH, Record, Refusal, Result

BATCH_LIMIT_S = 300.0
"""Three seconds a record: a model behind a network may take that long."""


class Limits(NamedTuple):
    """How much a child process may take."""

    batch_s: float = BATCH_LIMIT_S
    start_s: float = 120
    memory_mb: int | None = None


class ChildTarget:
    """A context manager around one child process that answers batches of records."""

    opening: str
    """What the start of the process does, as messages call it."""
    form: str
    isolated = False
    """Whether nothing is imported but what is installed for the interpreter."""

    def __init__(self, name: str, folder: Path, interpreter: str | None, limits: Limits) -> None:
        self.name = name
        self.python_version: str | None = None
        """Of the interpreter that runs the model, once it has answered."""
        self.interpreter = "the client's interpreter" if interpreter else "the kit's own Python"
        """Whose Python runs the model; never its path."""
        self._folder = Path(folder).absolute()
        self._command = find_interpreter(interpreter, self._folder)
        self._own = interpreter is None
        self._limits = limits
        self._process: ChildProcess | None = None
        self._printed: deque[bytes] = deque(maxlen=40)

    def __enter__(self) -> Self:
        """Start the child and open the model in it."""
        try:
            self._process = self._started()
            setup = {
                **self._setup(),
                "folder": str(self._folder),
                "memory_limit_mb": self._limits.memory_mb,
            }
            self._opened(self._ask(setup, self.opening, self._limits.start_s))
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def about(self) -> dict[str, Any]:
        """The form, and which Python answered."""
        return {
            "target_form": self.form,
            "target_python": self.python_version,
            "target_interpreter": self.interpreter,
        }

    @property
    def stderr_tail(self) -> str:
        """The last lines that the client's code printed: for eyes in a live session, never kept."""
        return b"".join(self._printed).decode("utf-8", "replace")

    def prepare(self, records: list[Record]) -> None:
        """Do nothing: it answers when it is asked."""

    def predict(self, records: list[Record]) -> list[Result]:
        """Ask for every record, in batches; raise TargetError where no answer can be had."""
        results: list[Result] = []
        for start in range(0, len(records), BATCH):
            batch = records[start : start + BATCH]
            reply = self._ask(batch, f"a batch of {len(batch)} records", self._limits.batch_s)
            results += [Result(*answer) for answer in reply["ok"]]
        if len(results) != len(records):
            raise TargetError(f"{self.name} gave {len(results)} answers to {len(records)} records.")
        return results

    def attempt(
        self, records: list[Record], *, fields: Sequence[str] = (), limit_s: float | None = None
    ) -> list[Result] | Refusal:
        """One call with records that may be too much for the model; see Target."""
        if self._process is None:
            self.__enter__()
        request = {"records": records, "fields": list(fields)}
        what = f"a batch of {len(records)} records"
        try:
            reply = self._ask(request, what, limit_s or self._limits.batch_s)
        except UnansweredError as error:
            return error.refusal
        return [Result(*answer) for answer in reply["ok"]]

    def close(self) -> None:
        """End the child and everything it started."""
        process, self._process = self._process, None
        if process is not None:
            process.close()

    @abstractmethod
    def _setup(self) -> dict[str, Any]:
        """What the worker has to open."""

    @abstractmethod
    def _refused(self, error: dict[str, str], what: str) -> str:
        """What the worker said went wrong, in words with their next step."""

    @abstractmethod
    def _look_for(self, what: str) -> str:
        """Where to look for what it waits for, or for what ended it."""

    def _opened(self, ready: dict[str, Any]) -> None:
        self.python_version = str(ready["ready"])

    def _started(self) -> ChildProcess:
        try:
            return ChildProcess(
                self._command,
                self._folder,
                own=self._own,
                isolated=self.isolated,
                printed=self._printed,
            )
        except OSError as error:
            raise TargetError(
                f"the interpreter of the target does not start ({error.strerror or 'no reason'}). "
                f"Correct target.interpreter in engagement.yaml."
            ) from None

    def _ask(self, request: Any, what: str, limit_s: float) -> dict[str, Any]:
        """Send one request and wait for its reply, never longer than the limit."""
        if self._process is None:
            raise TargetError(f"the process of {self.name} has ended; open the target again.")
        try:
            reply = self._process.ask(request, limit_s)
        except TimeoutError:
            self.close()
            raise UnansweredError(
                Refusal("hung"),
                f"{self.name} gave no answer to {what} within {limit_s:g} s and was stopped. "
                f"{self._look_for('what it waits for')}, or let it answer faster.",
            ) from None
        except TooLargeError:
            self.close()
            raise UnansweredError(
                Refusal("contract", "too large"),
                f"{self.name} gave an answer to {what} of more than {MOST_BYTES // 10**6} MB, "
                f"which is too large and was not read on. {self._look_for('what it returns')}: "
                f"one label a record is needed.",
            ) from None
        except BaseException:
            self.close()  # else the reply that is still to come would answer the next request
            raise
        if reply is None:
            raise self._ended(what)
        message = self._parsed(reply)
        if "error" in message:
            refusal = _refusal(message["error"], message.get("refusal"))
            raise UnansweredError(refusal, self._refused(message["error"], what))
        return message

    def _parsed(self, reply: bytes) -> dict[str, Any]:
        try:
            message: dict[str, Any] = json.loads(reply)
        except (ValueError, RecursionError):
            self.close()
            looked = self._look_for("what writes into inherited file descriptors")
            raise TargetError(
                f"{self.name} wrote into the line between it and readiness-kit, so its answers "
                f"cannot be told apart. {looked}."
            ) from None
        return message

    def _ended(self, what: str) -> TargetError:
        code = self._process.exit_code() if self._process else None
        self.close()
        step = (
            f"It ran in {self.interpreter}, which must be Python 3.8 or newer; open {self.name} "
            f"there by hand. "
            if self.python_version is None
            else "Try a few of these records in its own interpreter. "
        )
        looked = self._look_for("native code, memory, and calls that end the process")
        return UnansweredError(
            Refusal("ended"),
            f"the process of {self.name} ended during {what} ({how_it_ended(code)}). "
            f"{step}{looked}.",
        )


def _refusal(error: dict[str, str], more: dict[str, Any] | None) -> Refusal:
    if error["kind"] == "contract":
        return Refusal("contract")
    if error["type"] == "SystemExit":
        return Refusal("ended", error["type"])  # caught here; in the client's service it is the end
    told = more or {"expected": False, "named": []}
    return Refusal(
        "rejected" if told["expected"] else "raised", error["type"], tuple(told["named"])
    )
