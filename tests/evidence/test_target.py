"""The client's function in a real child process: what it answers, and every way it can fail."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from readiness_kit.engagement.profile import ModelTarget, Profile
from readiness_kit.errors import TargetError
from readiness_kit.evidence.target import (
    PythonTarget,
    Result,
    child_process,
    client_side,
    open_target,
)
from readiness_kit.evidence.target.protocol import Refusal

CANARY = "canary-7f3a"
RECORDS = [{"amount": 50, "name": CANARY}, {"amount": 150, "name": None}]


def target(folder: Path, code: str, *, python: str = "model:predict", **more) -> PythonTarget:
    (folder / "model.py").write_text(code, encoding="utf-8")
    limits = {
        k: more.pop(k) for k in ("time_limit_s", "memory_limit_mb", "start_limit_s") if k in more
    }
    return PythonTarget(ModelTarget(id="m", version="1", python=python, **more), folder, **limits)


def answers(folder: Path, code: str, records=RECORDS) -> list[Result]:
    with target(folder, code) as model:
        return model.predict(records)


def refusal(folder: Path, code: str, records=RECORDS, **more) -> str:
    with pytest.raises(TargetError) as caught, target(folder, code, **more) as model:
        model.predict(records)
    assert CANARY not in str(caught.value)
    return str(caught.value)


def test_labels_come_back_in_order_over_several_batches(tmp_path: Path) -> None:
    code = "def predict(records):\n    return [r['row'] for r in records]"
    found = answers(tmp_path, code, [{"row": n} for n in range(1234)])
    assert found == [Result(n) for n in range(1234)]


def test_values_arrive_typed(tmp_path: Path) -> None:
    record = {"i": 1, "n": 1.0, "b": True, "t": "é\u2028\n", "none": None}
    code = (
        "def predict(records):\n    return [str([type(v).__name__ for v in records[0].values()])]"
    )
    expected = str(["int", "float", "bool", "str", "NoneType"])
    assert answers(tmp_path, code, [record]) == [Result(expected)]


def test_a_dict_gives_prediction_proba_and_flag(tmp_path: Path) -> None:
    code = """
def predict(records):
    return [{"prediction": "yes", "proba": 0.75, "flag": True},
            {"prediction": "no", "proba": {"yes": 0.25, "no": 0.75}, "flag": "unsure"}]
"""
    assert answers(tmp_path, code) == [Result("yes", 0.75, True), Result("no", 0.75, "unsure")]


def test_numpy_results_are_understood(tmp_path: Path) -> None:
    code = """
import numpy as np
def predict(records):
    return np.array([0, 1])
def mixed(records):
    return [{"prediction": np.str_("a"), "proba": np.array([0.25, 0.75]), "flag": np.bool_(True)},
            np.float32(0.5)]
"""
    assert answers(tmp_path, code) == [Result(0), Result(1)]
    with target(tmp_path, code, python="model:mixed") as model:
        assert model.predict(RECORDS) == [Result("a", 0.75, True), Result(0.5)]


def test_a_generator_or_a_series_is_a_list_too(tmp_path: Path) -> None:
    code = """
import pandas as pd
def predict(records):
    return pd.DataFrame(records)["amount"] > 100
"""
    assert answers(tmp_path, code) == [Result(False), Result(True)]
    assert answers(tmp_path, "def predict(records):\n    yield from 'ab'") == [
        Result("a"),
        Result("b"),
    ]


def test_what_the_client_prints_does_not_reach_the_answers(tmp_path: Path) -> None:
    code = """
import os, subprocess, sys
print("at import")
def predict(records):
    print("x" * 300_000)
    os.write(1, b"raw\\n")
    subprocess.run([sys.executable, "-c", "print('grandchild')"], check=True)
    assert sys.stdin.read() == ""
    return [1 for _ in records]
"""
    with target(tmp_path, code) as model:
        assert model.predict(RECORDS) == [Result(1), Result(1)]


def test_it_runs_in_the_engagements_folder_and_imports_from_it(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("NAME = 'ours'", encoding="utf-8")
    code = """
import os, sys, helper
def predict(records):
    return [helper.NAME, os.path.realpath(os.getcwd()) == os.path.realpath(sys.path[0])]
"""
    assert answers(tmp_path, code) == [Result("ours"), Result(True)]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["helper.py", "model.py"]


@pytest.mark.parametrize(("chosen", "found"), [(None, "PASSIVE"), ("ACTIVE", "ACTIVE")])
def test_its_threads_do_not_spin_unless_somebody_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str | None, found: str
) -> None:
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    if chosen is not None:
        monkeypatch.setenv("OMP_WAIT_POLICY", chosen)
    code = "import os\ndef predict(rows):\n    return [os.environ['OMP_WAIT_POLICY'] for _ in rows]"
    assert set(answers(tmp_path, code)) == {Result(found)}


def test_another_interpreter_is_used_relative_to_the_folder(tmp_path: Path) -> None:
    code = "import sys\ndef predict(records):\n    return [sys.executable for _ in records]"
    named = os.path.relpath(sys.executable, tmp_path)
    with target(tmp_path, code, interpreter=named) as model:
        (first, _) = model.predict(RECORDS)
        assert Path(str(first.prediction)).samefile(sys.executable)
        assert model.about == {
            "target_form": "python",
            "target_python": sys.version.split()[0],
            "target_interpreter": "the client's interpreter",
        }


CONTRACT = {
    "short": ("return [1]", "1 answers came for 2 records"),
    "nothing": ("pass", "a NoneType came"),
    "a number": ("return 3", "a int came, not a list"),
    "one text": ("return 'ab'", "a str came"),
    "a dict": ("return {0: 1, 1: 1}", "a dict came"),
    "no prediction": ("return [{'label': 1}] * 2", "without the key 'prediction'"),
    "an object": ("return [object()] * 2", "answer 1 is a object"),
    "a list each": ("return [1, [2, 3]]", "answer 2 is a list"),
    "a matrix": ("import numpy; return numpy.zeros((2, 3))", "answer 1 is a ndarray of several"),
    "a worded proba": ("return [{'prediction': 1, 'proba': 'high'}] * 2", "proba of answer 1"),
    "a record given back": ("return records", "without the key 'prediction'"),
}


@pytest.mark.parametrize("case", CONTRACT)
def test_a_broken_contract_is_named_with_what_is_agreed(case: str, tmp_path: Path) -> None:
    body, message = CONTRACT[case]
    found = refusal(tmp_path, f"def predict(records):\n    {body}")
    assert message in found
    assert "a label or {prediction, proba, flag} for each" in found


def test_an_exception_is_named_by_type_and_place_never_by_its_text(tmp_path: Path) -> None:
    code = "def predict(records):\n    name = records[0]['name']\n    raise ValueError(name)"
    found = refusal(tmp_path, code)
    assert "model:predict raised ValueError at model.py, line 3 on a batch of 2 records" in found


def test_after_an_exception_the_next_batch_is_answered(tmp_path: Path) -> None:
    code = "def predict(records):\n    return [1 / r['amount'] for r in records]"
    with target(tmp_path, code) as model:
        with pytest.raises(TargetError, match="ZeroDivisionError"):
            model.predict([{"amount": 0}])
        assert model.predict([{"amount": 2}]) == [Result(0.5)]


def test_the_clients_own_words_stay_for_live_eyes_only(tmp_path: Path) -> None:
    code = f"def predict(records):\n    raise ValueError('{CANARY}')"
    model = target(tmp_path, code)
    with model, pytest.raises(TargetError):
        model.predict([{"a": 1}])
    assert CANARY in model.stderr_tail


ENDINGS = {
    "exit": ("import os; os._exit(3)", "exit code 3"),
    "exit that looks clean": ("import os; os._exit(0)", "exit code 0"),
    "sys.exit": ("import sys; sys.exit()", "raised SystemExit at model.py, line 2"),
    "killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "signal SIGKILL"),
    "segmentation fault": ("import ctypes; ctypes.string_at(0)", "signal SIGSEGV"),
}


@pytest.mark.skipif(sys.platform == "win32", reason="signals are named on POSIX only")
@pytest.mark.parametrize("case", ENDINGS)
def test_the_death_of_the_process_is_told(case: str, tmp_path: Path) -> None:
    body, message = ENDINGS[case]
    assert message in refusal(tmp_path, f"def predict(records):\n    {body}")


IMPORTS = {
    "no such module": (
        "import no_such_module_7",
        "(ModuleNotFoundError at model.py, line 1: no_such_module_7) in the kit's own Python. "
        "Install there what model.py needs, or let target.interpreter in engagement.yaml name",
    ),
    "no such function": (
        "import json\nfrom os.path import join\nx = 1\ndef predictor(records): ...\n"
        "def _own(): ...\nclass Model: ...",
        "model.py has no 'predict'; it has: Model, predictor. Correct target.python in",
    ),
    "no function": ("x = 1", "model.py has no 'predict'; it has: no function of its own."),
    "not callable": ("predict = 3", "'predict' in model.py is not a function. Correct target."),
    "syntax": (
        "def predict(:\n",
        "(SyntaxError at model.py, line 1) in the kit's own Python. Mend",
    ),
    "raises": ("1 / 0", "(ZeroDivisionError at model.py, line 1) in the kit's own Python. Mend"),
    "exits": ("raise SystemExit(0)", "(SystemExit at model.py, line 1) in the kit's own Python."),
}


@pytest.mark.parametrize("case", IMPORTS)
def test_a_failed_import_is_told_with_the_next_step(case: str, tmp_path: Path) -> None:
    code, message = IMPORTS[case]
    assert message in refusal(tmp_path, code)


@pytest.mark.parametrize("python", ["scoring:predict", "deep.scoring:predict"])
def test_an_absent_module_is_told_with_the_folder_that_was_searched(
    python: str, tmp_path: Path
) -> None:
    folder = tmp_path / "acme"
    folder.mkdir()
    found = refusal(folder, "", python=python)
    module = python.partition(":")[0]
    assert found == (
        f"there is no module {module!r}: the engagement's folder acme was searched, which has "
        f"model.py, then the path of the kit's own Python. {module.replace('.', '/')}.py belongs "
        "into that folder or onto that path; else correct target.python in engagement.yaml."
    )


def test_a_fault_of_the_clients_code_names_its_file(tmp_path: Path) -> None:
    """Else the reader is sent to engagement.yaml, where nothing is wrong."""
    for body in ("return 3", "import os; os._exit(3)", "raise ValueError", "while True: pass"):
        found = refusal(tmp_path, f"def predict(records):\n    {body}", time_limit_s=2)
        assert "model.py" in found, found
        assert "engagement.yaml" not in found


def test_the_file_of_a_module_in_a_package_is_named_from_the_folder(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "__init__.py").write_text("x = 1", encoding="utf-8")
    assert "deep/__init__.py has no 'predict'" in refusal(tmp_path, "", python="deep:predict")


def test_the_death_of_the_process_at_import_names_what_the_interpreter_must_be(
    tmp_path: Path,
) -> None:
    found = refusal(tmp_path, "import os; os._exit(4)")
    assert "ended during its import (exit code 4)" in found
    assert "must be Python 3.8 or newer" in found


HANG = """
import subprocess, sys, time
def predict(records):
    sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    subprocess.Popen(sleep, start_new_session=sys.platform == "linux")
    child = subprocess.Popen(sleep)
    with open("grandchild", "w") as file:
        file.write(str(child.pid))
    time.sleep(600)
"""


def test_a_hang_is_stopped_with_everything_it_started(tmp_path: Path) -> None:
    model = target(tmp_path, HANG, time_limit_s=1)
    with model, pytest.raises(TargetError, match=r"no answer to a batch of 2 records within 1 s"):
        model.predict(RECORDS)
    assert _gone(int((tmp_path / "grandchild").read_text(encoding="utf-8")))
    with pytest.raises(TargetError, match="open the target again"):
        model.predict(RECORDS)


def test_a_hang_at_import_is_stopped(tmp_path: Path) -> None:
    found = refusal(tmp_path, "import time\ntime.sleep(600)", start_limit_s=1)
    assert "no answer to its import within 1 s" in found


@pytest.mark.skipif(sys.platform == "win32", reason="SIGSTOP is POSIX")
def test_a_child_that_reads_nothing_does_not_block_us(tmp_path: Path) -> None:
    code = "import os, signal\ndef predict(records):\n    os.kill(os.getpid(), signal.SIGSTOP)"
    refused = pytest.raises(TargetError, match="within 1 s")
    with target(tmp_path, code, time_limit_s=1) as model, refused:
        model.predict([{"a": "x" * 1000}] * 500)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to RLIMIT_AS")
def test_the_memory_limit_is_the_clients_error(tmp_path: Path) -> None:
    code = "def predict(records):\n    return [len(bytearray(2_000_000_000)) for _ in records]"
    assert "raised MemoryError" in refusal(tmp_path, code, memory_limit_mb=1000)


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are POSIX")
def test_leaving_the_block_ends_what_the_client_started(tmp_path: Path) -> None:
    code = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
def predict(records):
    return [child.pid for _ in records]
"""
    with target(tmp_path, code) as model:
        pid = int(str(model.predict([{}])[0].prediction))
        assert psutil.pid_exists(pid)
    assert _gone(pid)


LEAVES = """
import subprocess, sys
sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
daemon = (
    f"import subprocess; print(subprocess.Popen({sleep!r}, start_new_session=True, "
    "stdout=subprocess.DEVNULL).pid)"
)
def left():
    own_session = subprocess.Popen(sleep, start_new_session=True)  # holds our stderr, too
    found = subprocess.run([sys.executable, "-c", daemon], stdout=subprocess.PIPE)
    return [own_session.pid, int(found.stdout)]
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives us what was abandoned")
def test_leaving_the_block_ends_what_left_the_group_at_once(tmp_path: Path) -> None:
    with target(tmp_path, f"{LEAVES}\ndef predict(records):\n    return left()") as model:
        pids = [int(str(result.prediction)) for result in model.predict(RECORDS)]
        assert all(psutil.pid_exists(pid) for pid in pids)
        left = time.monotonic()
    assert time.monotonic() - left < 3
    assert all(_gone(pid) for pid in pids)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives us what was abandoned")
@pytest.mark.parametrize("end", ["os._exit(3)", "os.kill(os.getpid(), 11)", "time.sleep(600)"])
def test_whatever_ends_the_process_what_left_its_group_ends_too(end: str, tmp_path: Path) -> None:
    code = f"""{LEAVES}
import os, time
def predict(records):
    with open("pids", "w") as file:
        print(*left(), file=file)
    {end}
"""
    said = refusal(tmp_path, code, time_limit_s=3)
    told = {"os._exit(3)": "(exit code 3)", "time.sleep(600)": "within 3 s"}
    assert told.get(end, "(signal SIGSEGV)") in said
    pids = (tmp_path / "pids").read_text(encoding="utf-8").split()
    assert all(_gone(int(pid)) for pid in pids)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a keeper")
def test_a_keeper_that_is_held_up_is_ended_with_the_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_side, "_PATIENCE_S", 0.2)
    code = "import os\ndef predict(records):\n    return [os.getpid() for _ in records]"
    with target(tmp_path, code) as model:
        worker = int(str(model.predict(RECORDS)[0].prediction))
        assert model._process is not None
        os.kill(model._process.pid, signal.SIGSTOP)
    assert _gone(worker)


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are POSIX")
def test_when_we_are_killed_the_child_and_its_children_go_too(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(HANG, encoding="utf-8")
    parent = f"""
from pathlib import Path
from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.evidence.target import PythonTarget
spec = ModelTarget(id="m", version="1", python="model:predict")
with PythonTarget(spec, Path({str(tmp_path)!r})) as target:
    print(target._process.pid, flush=True)
    target.predict([{{}}])
"""
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        child = psutil.Process(int(process.stdout.readline()))
        while not (tmp_path / "grandchild").exists():
            assert child.is_running()
        found = child.children(recursive=True)
        os.kill(process.pid, signal.SIGKILL)
        alive = psutil.wait_procs([child, *found], timeout=20)[1]
        assert [p for p in alive if p.status() != psutil.STATUS_ZOMBIE] == []


def test_a_function_is_named_as_module_and_function(tmp_path: Path) -> None:
    for written in ("model.predict", "model:", "../model:predict", "os:system('x')"):
        with pytest.raises(TargetError, match="written module:function"):
            target(tmp_path, "", python=written)


def test_an_absent_interpreter_is_named_as_it_was_written(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match=r"target.interpreter: ../venv/bin/python is not there"):
        target(tmp_path, "", interpreter="../venv/bin/python")


def test_an_interpreter_that_is_no_program_is_told(tmp_path: Path) -> None:
    (tmp_path / "python").write_text("not a program", encoding="utf-8")
    with (
        pytest.raises(TargetError, match="does not start"),
        target(tmp_path, "", interpreter="python"),
    ):
        pass


def test_without_a_target_the_error_says_how_to_name_one(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="names no target"):
        open_target(_profile(), tmp_path)


@pytest.mark.parametrize("script", ["worker.py", "worker_models.py", "keeper.py"])
def test_the_worker_needs_the_standard_library_only(script: str) -> None:
    path = child_process._WORKER.with_name(script)
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    for node in ast.walk(tree):
        modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    imported = {module.split(".")[0] for module in modules}
    assert imported <= sys.stdlib_module_names


def _profile(**more) -> Profile:
    return Profile.model_validate(
        {
            "schema": "readiness-engagement/1",
            "client": "c",
            "system": "s",
            "framework": "f",
            "phase": "poc",
            **more,
        }
    )


def _gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody collected yet has."""
    try:
        process = psutil.Process(pid)
        return process.status() == psutil.STATUS_ZOMBIE or psutil.wait_procs([process], 10)[1] == []
    except psutil.NoSuchProcess:
        return True


ATTEMPTS = {
    "return [1 for _ in records]": [Result(1), Result(1)],
    "return [1]": Refusal("contract"),
    "raise ValueError('amount: ' + records[0]['name'])": Refusal(
        "rejected", "ValueError", ("amount",)
    ),
    "raise KeyError('amount')": Refusal("rejected", "KeyError", ("amount",)),
    "raise TypeError('amounts and nameless')": Refusal("rejected", "TypeError"),
    "1 / 0": Refusal("raised", "ZeroDivisionError"),
    "raise SystemExit": Refusal("ended", "SystemExit"),
    "import os; os._exit(3)": Refusal("ended"),
    "while True: pass": Refusal("hung"),
}


@pytest.mark.parametrize("body", ATTEMPTS)
def test_an_attempt_says_why_no_answer_came_and_never_what_was_said(
    body: str, tmp_path: Path
) -> None:
    with target(tmp_path, f"def predict(records):\n    {body}") as model:
        limit_s = 1 if body.startswith("while") else None
        found = model.attempt(RECORDS, fields=["amount", "name"], limit_s=limit_s)
    assert found == ATTEMPTS[body]


def test_a_field_that_a_record_lacks_can_still_be_named(tmp_path: Path) -> None:
    code = "def predict(records):\n    return [r['amount'] for r in records]"
    with target(tmp_path, code) as model:
        found = model.attempt([{"name": None}], fields=["amount", "name"])
    assert found == Refusal("rejected", "KeyError", ("amount",))


def test_an_exception_that_cannot_be_spelled_is_a_refusal_too(tmp_path: Path) -> None:
    code = """
class Odd(ValueError):
    def __str__(self):
        raise RuntimeError
def predict(records):
    raise Odd()
"""
    with target(tmp_path, code) as model:
        assert model.attempt(RECORDS, fields=["amount"]) == Refusal("rejected", "Odd")


def test_after_its_end_the_next_attempt_opens_it_anew(tmp_path: Path) -> None:
    code = """
import os
def predict(records):
    if records[0]["amount"] is None:
        os._exit(3)
    return [r["amount"] for r in records]
"""
    with target(tmp_path, code) as model:
        for _ in range(3):
            assert model.attempt([{"amount": None}]) == Refusal("ended")
            assert model.attempt([{"amount": 7}]) == [Result(7)]
        assert model.predict([{"amount": 8}]) == [Result(8)]


# what a hostile or careless function does


def test_an_answer_without_end_is_refused(tmp_path: Path) -> None:
    code = "def predict(records):\n    return ['x' * 11_000_000]"
    assert "of more than 10 MB, which is too large" in refusal(tmp_path, code, RECORDS[:1])
    with target(tmp_path, code) as model:
        assert model.attempt(RECORDS[:1]) == Refusal("contract", "too large")


def test_an_answer_of_nearly_ten_megabytes_is_taken(tmp_path: Path) -> None:
    code = "def predict(records):\n    return ['x' * 9_000_000]"
    assert len(str(answers(tmp_path, code, RECORDS[:1])[0].prediction)) == 9_000_000


def test_an_interrupted_call_does_not_answer_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(process: child_process.ChildProcess, request: object, limit_s: float) -> None:
        child_process._send(process._process.stdin, b'[{"n": 1}]\n')
        raise KeyboardInterrupt

    with target(tmp_path, "def predict(records):\n    return [r['n'] for r in records]") as model:
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(child_process.ChildProcess, "ask", interrupted)
            model.predict([{"n": 1}])
        with pytest.raises(TargetError, match="has ended; open the target again"):
            model.predict([{"n": 2}])
        assert model.attempt([{"n": 3}]) == [Result(3)]


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (f"type('No_{CANARY}'.replace('-', '_'), (ValueError,), {{}})", "raised ValueError "),
        (f"type({CANARY!r}, (KeyError,), {{'__module__': 'json'}})", "raised KeyError "),
        ("type('X' * 61, (Own,), {})", "raised Exception "),
        ("Own", "raised Own "),
        ("__import__('json').JSONDecodeError('', '', 0)", "raised JSONDecodeError "),
        (f"ImportError(name={CANARY!r})", "raised ImportError "),
        (f"ModuleNotFoundError(name={CANARY!r})", "raised ModuleNotFoundError "),
    ],
)
def test_no_name_of_an_exception_tells_a_value(raised: str, told: str, tmp_path: Path) -> None:
    code = f"class Own(Exception): pass\ndef predict(records):\n    raise {raised}"
    said = refusal(tmp_path, code)
    assert told in said
    assert CANARY.replace("-", "_") not in said


def test_a_proba_beyond_all_numbers_is_a_broken_contract(tmp_path: Path) -> None:
    code = (
        "def predict(records):\n    return [{'prediction': 1, 'proba': 10**400} for _ in records]"
    )
    assert "the proba of answer 1 is no number from 0 to 1" in refusal(tmp_path, code)


HOLDS_THE_LOCK = """
import re, pathlib, os
pathlib.Path("pid").write_text(str(os.getpid()))

def predict(records):
    re.match("(a+)+$", "a" * 60 + "b")
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells of the end")
def test_a_function_that_holds_the_lock_ends_with_a_killed_parent(tmp_path: Path) -> None:
    """Its reader cannot run then, so that nothing in the process could see the end."""
    (tmp_path / "model.py").write_text(HOLDS_THE_LOCK, encoding="utf-8")
    code = (
        "from pathlib import Path\n"
        "from readiness_kit.engagement.profile import ModelTarget\n"
        "from readiness_kit.evidence.target import PythonTarget\n"
        "spec = ModelTarget(id='m', version='1', python='model:predict')\n"
        "with PythonTarget(spec, Path('.')) as model:\n"
        "    print('ready', flush=True)\n"
        "    model.predict([{'x': 1}])\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"ready\n"
    child = psutil.Process(int((tmp_path / "pid").read_text(encoding="utf-8")))
    try:
        time.sleep(0.5)  # until it is in the expression
        assert child.is_running()
        parent.kill()
        parent.wait()
        psutil.wait_procs([child], timeout=5)
        assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    finally:
        parent.stdout.close()
        if child.is_running():
            child.kill()


def test_a_target_that_a_passing_thread_opened_is_asked_on(tmp_path: Path) -> None:
    model = target(tmp_path, "def predict(records):\n    return [1 for _ in records]")
    thread = threading.Thread(target=model.__enter__)
    thread.start()
    thread.join()
    time.sleep(0.2)
    try:
        assert model.predict(RECORDS) == [Result(1), Result(1)]
    finally:
        model.close()
