"""Asks one function or model file of the client's, in a process and an interpreter of its own.

Run as a script by its path, never imported by readiness-kit. Standard library only, and nothing
newer than Python 3.8, since the interpreter is the client's. Requests and replies are JSON, one a
line, over private duplicates of stdin and stdout; whatever the client's code prints goes to
stderr. A reply never repeats what the client's code said in an exception: such texts quote
records.

    > {"function": "model:predict", "folder": "...", "memory_limit_mb": null}
      or, in the function's place, {"form": "onnx", "file": "...", "sha256": "...", "trusted": [],
      "columns": []}
    < {"ready": "3.11.9", "libraries": {}}
    > [{"age": 41, "channel": "web"}, ...]   or   {"records": [...], "fields": ["age", ...]}
    < {"ok": [[prediction, proba, flag], ...]}   or   {"error": {"kind", "type", "message"}}
    which for the second form has "refusal": {"expected", "named"} beside it if an exception came
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import json
import os
import platform
import queue
import re
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from typing import IO, Any

_WATCH = """
import os, select, signal
end = select.poll()
end.register(0, 0)
end.poll()
os.killpg(0, signal.SIGKILL)
"""


class ContractError(Exception):
    """The function answered, but not as agreed; the message is ours and quotes no record."""


def main() -> None:
    """Serve requests until the other side closes the line."""
    _watched()  # while stdin is still that of the other side
    requests, replies = _private_streams()
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests, inbox), daemon=True).start()
    setup = json.loads(inbox.get())
    folder = os.path.abspath(setup["folder"])  # noqa: PTH100  strings all through, no path objects

    def reply(message: dict[str, Any]) -> None:
        replies.write(json.dumps(message).encode("ascii") + b"\n")
        replies.flush()

    _enter(folder, importing="function" in setup)
    try:
        _limit_memory(setup["memory_limit_mb"])
        function, libraries = _opened(setup, folder)
    except ContractError as error:
        reply({"error": {"kind": "missing", "type": "", "message": str(error)}})
        return
    except ModuleNotFoundError as error:
        # The module itself, or the package it is in; else something that it imports in its turn.
        wanted = setup.get("function", "").partition(":")[0]
        absent = error.name is not None and (wanted + ".").startswith(error.name + ".")
        reply({"error": _described(error, "absent" if absent else "import", folder)})
        return
    except BaseException as error:  # sys.exit at import is a failed import too
        reply({"error": _described(error, "import", folder)})
        return
    reply({"ready": platform.python_version(), "libraries": libraries})
    while True:
        request = json.loads(inbox.get())
        plain = isinstance(request, list)
        records, fields = (request, []) if plain else (request["records"], request["fields"])
        try:
            answer: dict[str, Any] = {"ok": _answers(function, records)}
        except ContractError as error:
            answer = {"error": {"kind": "contract", "type": "", "message": str(error)}}
        except BaseException as error:  # sys.exit in a prediction must not look like a clean end
            answer = {"error": _described(error, "raised", folder)}
            if not plain:
                answer["refusal"] = _refusal(error, fields)
        reply(answer)


def _private_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Take stdin and stdout for ourselves; leave an empty stdin and a stdout that is stderr."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


def _read(requests: IO[bytes], inbox: queue.SimpleQueue[bytes]) -> None:
    """Pass lines on; when the other side is gone, go too, whatever the function is doing."""
    for line in requests:
        inbox.put(line)
    if hasattr(os, "killpg") and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)  # with everything that the client's code has started
    os._exit(0)


def _watched() -> None:
    """Let a process beside us end the group when the other side is gone, whatever holds us up.

    It waits for the far end of our stdin to close and reads nothing of it. A thread of ours could
    not: a function that holds the interpreter's lock would keep it, and all of us, alive.
    """
    if not hasattr(os, "killpg") or os.getpgid(0) != os.getpid():
        return
    with contextlib.suppress(OSError):  # then _read alone sees the end
        subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _WATCH],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _enter(folder: str, *, importing: bool) -> None:
    """Make the engagement's folder the place where relative paths start, and imports of code.

    A model file imports nothing from there, since libraries look for optional ones everywhere.
    """
    os.chdir(folder)
    if sys.path and os.path.abspath(sys.path[0]) == _here():  # noqa: PTH100
        del sys.path[0]
    if importing:
        sys.path.insert(0, folder)
    else:
        sys.path[:] = [p for p in sys.path if os.path.realpath(p) != os.path.realpath(folder)]


def _here() -> str:
    return os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120


def _limit_memory(megabytes: int | None) -> None:
    if megabytes is None:
        return
    try:
        import resource
    except ImportError:
        return  # Windows has no such limit
    with contextlib.suppress(ValueError, OSError):  # macOS refuses to lower it
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20,) * 2)


def _opened(
    setup: dict[str, Any], folder: str
) -> tuple[Callable[[list[Any]], Any], dict[str, str]]:
    """What answers records, and the versions of the libraries that it needed."""
    if "function" in setup:
        return _load(setup["function"], folder), {}
    # Under a name that no module of the client's has.
    path = os.path.join(_here(), "worker_models.py")  # noqa: PTH118
    spec: Any = importlib.util.spec_from_file_location("_readiness_worker_models", path)
    models: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(models)
    model = models.opened(setup, ContractError)
    return model, models.libraries()


def _load(function: str, folder: str) -> Callable[[list[Any]], Any]:
    module, _, name = function.partition(":")
    found: Any = importlib.import_module(module)
    place = _place(found, module, folder)
    for part in name.split("."):
        if not hasattr(found, part):
            own = ", ".join(_functions(found, module)) or "no function of its own"
            raise ContractError(f"{place} has no {part!r}; it has: {own}")
        found = getattr(found, part)
    if not callable(found):
        raise ContractError(f"{name!r} in {place} is not a function")
    return found  # type: ignore[no-any-return]


def _place(found: Any, module: str, folder: str) -> str:
    """The module's file where it lies in the engagement's folder, else its name."""
    file = getattr(found, "__file__", None)
    if file and os.path.abspath(file).startswith(folder + os.sep):  # noqa: PTH100
        return os.path.relpath(file, folder).replace(os.sep, "/")
    return module


def _functions(found: Any, module: str) -> list[str]:
    """The public functions that are defined in this module itself, at most a dozen."""
    return sorted(
        name
        for name, value in vars(found).items()
        if not name.startswith("_")
        and callable(value)
        and getattr(value, "__module__", None) == module
    )[:12]


def _answers(function: Callable[[list[Any]], Any], records: list[Any]) -> list[list[Any]]:
    """One [prediction, proba, flag] a record."""
    count = len(records)
    given = function(records)
    if given is None or isinstance(given, (str, bytes, dict)) or hasattr(given, "columns"):
        raise ContractError(f"a {type(given).__name__} came, not a list of one answer a record")
    try:
        answers = list(given)
    except TypeError:
        raise ContractError(f"a {type(given).__name__} came, not a list") from None
    if len(answers) != count:
        raise ContractError(f"{len(answers)} answers came for {count} records")
    return [_result(answer, number) for number, answer in enumerate(answers, 1)]


def _result(answer: Any, number: int) -> list[Any]:
    if not isinstance(answer, dict):
        return [_scalar(answer, number), None, None]
    if "prediction" not in answer:
        raise ContractError(f"answer {number} is a dict without the key 'prediction'")
    proba = answer.get("proba")
    if isinstance(proba, dict):
        proba = list(proba.values())
    if proba is not None and hasattr(proba, "__len__"):
        proba = max((_probability(p, number) for p in proba), default=None)
    return [
        _scalar(answer["prediction"], number),
        None if proba is None else _probability(proba, number),
        _scalar(answer.get("flag"), number),
    ]


def _probability(value: Any, number: int) -> float:
    value = _scalar(value, number)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ContractError(f"the proba of answer {number} is no number")
    try:
        return float(value)
    except OverflowError:
        raise ContractError(f"the proba of answer {number} is no number from 0 to 1") from None


def _scalar(value: Any, number: int) -> Any:
    """A value that JSON knows; numpy's scalars and arrays of one give theirs by `.item()`."""
    if hasattr(value, "item"):
        try:
            value = value.item()
        except (TypeError, ValueError):
            raise ContractError(
                f"answer {number} is a {type(value).__name__} of several values"
            ) from None
    for kind in (bool, int, float, str):  # subclasses give up what JSON would not keep
        if isinstance(value, kind):
            return kind(value)
    if value is None:
        return None
    raise ContractError(f"answer {number} is a {type(value).__name__}, neither a label nor a dict")


def _refusal(error: BaseException, fields: Sequence[str]) -> dict[str, Any]:
    """Whether a function raises this to refuse its input, and which fields its message names."""
    try:
        text = str(error)
    except Exception:  # an exception of the client's may fail to spell itself
        text = ""
    named = [f for f in fields if re.search(rf"(?<!\w){re.escape(f)}(?!\w)", text)]
    return {"expected": isinstance(error, (ValueError, TypeError, KeyError)), "named": named}


def _described(error: BaseException, kind: str, folder: str) -> dict[str, str]:
    """What may be told of an exception: type, place, a module's name; never its text."""
    traceback.print_exception(type(error), error, error.__traceback__, file=sys.stderr)
    sys.stderr.flush()
    if isinstance(error, SyntaxError) and error.filename:
        places = [(error.filename, error.lineno)]
    else:
        places = [
            (frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)
        ]
    inside = [(name, line) for name, line in places if name.startswith(folder + os.sep)]
    message = ""
    if inside:
        name, line = inside[-1]
        message = f"at {os.path.relpath(name, folder).replace(os.sep, '/')}, line {line}"
    if kind != "raised" and isinstance(error, ImportError) and error.name:
        message = f"{message}: {error.name}" if message else str(error.name)
    return {"kind": kind, "type": _type_of(error), "message": message}


def _type_of(error: BaseException) -> str:
    """The exception's class, or what it is built on where the name may have been made of data."""
    own = type(error)
    if _is_told(own):
        return own.__name__
    return next(base.__name__ for base in own.__mro__ if base.__module__ == "builtins")


def _is_told(own: type) -> bool:
    """Whether a class stands under its name in a module, as one does that code spells out."""
    name, module = own.__name__, sys.modules.get(str(own.__module__))
    return (
        name.isidentifier() and len(name) <= 60 and getattr(module, "__dict__", {}).get(name) is own
    )


if __name__ == "__main__":
    main()
