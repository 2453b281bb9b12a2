"""A client's Python function, asked in a child process under the client's own interpreter.

Their libraries need not be ours, and a crash, a hang or a leak of memory stays theirs. What the
child prints is read and dropped but for its last lines, which a live session may look at; no
message raised here quotes it, since it may hold records.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import subprocess
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.errors import TargetError
from readiness_kit.evidence.target.client_side import (
    find_interpreter,
    how_it_ended,
    kill_group,
    source_of,
)
from readiness_kit.evidence.target.protocol import Record, Refusal, Result

BATCH = 100
"""Records a call; always so many, since some models answer by what else is in the batch."""
BATCH_LIMIT_S = 300.0
"""Three seconds a record: a model behind a network may take that long."""
_LISTED = 12
_FUNCTION = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*(\.[^\W\d]\w*)*")
_WORKER = Path(__file__).with_name("worker.py")
_OURS = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
"""Variables that describe our interpreter and would mislead another one."""


class _UnansweredError(TargetError):
    """The function was asked, and gave no answer that could be used."""

    def __init__(self, refusal: Refusal, message: str) -> None:
        self.refusal = refusal
        super().__init__(message)


class PythonTarget:
    """A context manager around one child process that answers batches of records."""

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
        self.name = spec.python
        self.python_version: str | None = None
        """Of the interpreter that runs the function, once it has answered."""
        self.interpreter = (
            "the client's interpreter" if spec.interpreter else "the kit's own Python"
        )
        """Whose Python runs the function; never its path."""
        self._folder = Path(folder).absolute()
        self._source = source_of(self._folder, spec.python.partition(":")[0])
        self._command = find_interpreter(spec.interpreter, self._folder)
        self._own = spec.interpreter is None
        self._limits = {"start": start_limit_s, "batch": time_limit_s}
        self._memory_limit_mb = memory_limit_mb
        self._process: subprocess.Popen[bytes] | None = None
        self._replies: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._stderr: deque[bytes] = deque(maxlen=40)
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        """Start the child and import the client's function."""
        try:
            self._start()
            setup = {
                "function": self.name,
                "folder": str(self._folder),
                "memory_limit_mb": self._memory_limit_mb,
            }
            reply = self._ask(setup, "its import", self._limits["start"])
            self.python_version = str(reply["ready"])
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
    def stderr_tail(self) -> str:
        """The last lines that the client's code printed: for eyes in a live session, never kept."""
        return b"".join(self._stderr).decode("utf-8", "replace")

    def predict(self, records: list[Record]) -> list[Result]:
        """Ask for every record, in batches; raise TargetError where no answer can be had."""
        results: list[Result] = []
        for start in range(0, len(records), BATCH):
            batch = records[start : start + BATCH]
            reply = self._ask(batch, f"a batch of {len(batch)} records", self._limits["batch"])
            results += [Result(*answer) for answer in reply["ok"]]
        if len(results) != len(records):
            raise TargetError(f"{self.name} gave {len(results)} answers to {len(records)} records.")
        return results

    def attempt(
        self, records: list[Record], *, fields: Sequence[str] = (), limit_s: float | None = None
    ) -> list[Result] | Refusal:
        """One call with records that may be too much for the function; see Target."""
        if self._process is None:
            self.__enter__()
        request = {"records": records, "fields": list(fields)}
        what = f"a batch of {len(records)} records"
        try:
            reply = self._ask(request, what, limit_s or self._limits["batch"])
        except _UnansweredError as error:
            return error.refusal
        return [Result(*answer) for answer in reply["ok"]]

    def close(self) -> None:
        """End the child and everything it started, by the id of its group."""
        process, self._process = self._process, None
        if process is None:
            return
        kill_group(process)
        process.wait()
        for thread in self._threads:
            thread.join(timeout=5)
        # A grandchild that left the group may hold the other end of a stream; then its reader still
        # waits, and closing the stream here would wait as well.
        if not any(thread.is_alive() for thread in self._threads):
            for stream in (process.stdin, process.stdout, process.stderr):
                with contextlib.suppress(OSError):
                    stream.close()  # type: ignore[union-attr]

    def _start(self) -> None:
        environment = dict(os.environ)
        if not self._own:
            for name in _OURS:
                environment.pop(name, None)
        environment["PYTHONDONTWRITEBYTECODE"] = "1"  # asking leaves no trace in the engagement
        environment["PYTHONIOENCODING"] = "utf-8"  # a print must not fail on the client's letters
        try:
            process = subprocess.Popen(  # bytes on purpose: each line is decoded as JSON
                [self._command, str(_WORKER)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self._folder,
                env=environment,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except OSError as error:
            raise TargetError(
                f"the interpreter of the target does not start ({error.strerror or 'no reason'}). "
                f"Correct target.interpreter in engagement.yaml."
            ) from None
        self._process, self._threads = process, []
        # Each process has replies of its own: what an ended one still sends must not answer for it.
        self._replies = queue.SimpleQueue()
        self._spawn(self._collect, process.stdout, self._replies)
        self._spawn(self._drain, process.stderr)

    def _spawn(self, work: Any, stream: IO[bytes] | None, *more: Any) -> None:
        thread = threading.Thread(target=work, args=(stream, *more), daemon=True)
        thread.start()
        self._threads.append(thread)

    def _collect(self, stream: IO[bytes], replies: queue.SimpleQueue[bytes | None]) -> None:
        for line in stream:
            replies.put(line)
        replies.put(None)

    def _drain(self, stream: IO[bytes]) -> None:
        for line in iter(lambda: stream.readline(4096), b""):
            self._stderr.append(line)

    def _ask(self, request: Any, what: str, limit_s: float) -> dict[str, Any]:
        """Send one request and wait for its reply, never longer than the limit."""
        if self._process is None:
            raise TargetError(f"the process of {self.name} has ended; open the target again.")
        line = json.dumps(request).encode("ascii") + b"\n"
        # A thread of its own writes: a child that does not read must not stop us as well.
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        self._spawn(_send, self._process.stdin, line)
        try:
            reply = self._replies.get(timeout=limit_s)
        except queue.Empty:
            self.close()
            raise _UnansweredError(
                Refusal("hung"),
                f"{self.name} gave no answer to {what} within {limit_s:g} s and was stopped. "
                f"Find in {self._source} what it waits for, or let it answer faster.",
            ) from None
        if reply is None:
            raise self._ended(what)
        message = self._parsed(reply)
        if "error" in message:
            refusal = _refusal(message["error"], message.get("refusal"))
            raise _UnansweredError(refusal, str(self._refused(message["error"], what)))
        return message

    def _parsed(self, reply: bytes) -> dict[str, Any]:
        try:
            message: dict[str, Any] = json.loads(reply)
        except ValueError:
            self.close()
            raise TargetError(
                f"{self.name} wrote into the line between it and readiness-kit, so its answers "
                f"cannot be told apart. Let {self._source} leave inherited file descriptors alone."
            ) from None
        return message

    def _ended(self, what: str) -> TargetError:
        process, code = self._process, None
        if process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                code = process.wait(timeout=5)
        self.close()
        step = (
            f"It ran in {self.interpreter}, which must be Python 3.8 or newer; import {self.name} "
            f"there by hand"
            if self.python_version is None
            else "Run the function in its own interpreter on a few of these records"
        )
        return _UnansweredError(
            Refusal("ended"),
            f"the process of {self.name} ended during {what} ({how_it_ended(code)}). {step}; look "
            f"in {self._source} for native code, memory, and calls that end the process.",
        )

    def _refused(self, error: dict[str, str], what: str) -> TargetError:
        kind, type_, message = error["kind"], error["type"], error["message"]
        if kind == "contract":
            return TargetError(
                f"{self.name} broke its contract on {what}: {message}. It gets a list of records "
                f"and returns, in the same order, a label or {{prediction, proba, flag}} for each: "
                f"mend {self._source}."
            )
        if kind == "missing":
            return TargetError(f"{message}. Correct target.python in engagement.yaml.")
        if kind == "absent":
            return TargetError(self._absent())
        place = f" {message}" if message else ""
        if kind == "import":
            step = (
                f"Install there what {self._source} needs, or let target.interpreter in "
                f"engagement.yaml name a Python that has it"
                if type_ in ("ImportError", "ModuleNotFoundError")
                else f"Mend {self._source}"
            )
            return TargetError(
                f"{self.name} could not be imported ({type_}{place}) in {self.interpreter}. {step}."
            )
        return TargetError(
            f"{self.name} raised {type_}{place} on {what}. The message is not repeated here, since "
            f"it may quote a record; call the function by hand in its own interpreter to read it."
        )

    def _absent(self) -> str:
        """That there is no such module, where it was looked for, and where it belongs."""
        module = self.name.partition(":")[0]
        there = sorted(path.name for path in self._folder.glob("*.py"))[:_LISTED]
        return (
            f"there is no module {module!r}: the engagement's folder {self._folder.name} was "
            f"searched, which has {', '.join(there) or 'no .py file'}, then the path of "
            f"{self.interpreter}. {module.replace('.', '/')}.py belongs into that folder or onto "
            f"that path; else correct target.python in engagement.yaml."
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


def _send(stream: IO[bytes], line: bytes) -> None:
    with contextlib.suppress(OSError, ValueError):  # its death is told by the end of its replies
        stream.write(line)
        stream.flush()
