"""How the command ends: by its exit code, and never with a traceback that nobody asked for."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Type
from tests.engagement.folders import PROFILE, SMALL, make

READINESS = [sys.executable, "-m", "readiness_kit"]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal or pipe")
FAULTY = """
import readiness_kit.framework, sys
from readiness_kit.cli import main
def broken():
    raise TypeError("not a\\nlist")
readiness_kit.framework.available = broken
main(["framework", "list"])
"""


def run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **variables}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )


def test_the_module_is_the_command() -> None:
    done = run(*READINESS, "--version")
    assert done.returncode == 0
    assert done.stdout.startswith("readiness, version ")


def test_a_fault_nobody_foresaw_is_one_line() -> None:
    done = run(sys.executable, "-c", FAULTY, READINESS_DEBUG="")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "unexpected TypeError: not a list; this is a fault of readiness-kit. "
        "Set READINESS_DEBUG=1 for the traceback\n"
    )


def test_a_fault_shows_its_traceback_to_who_asks() -> None:
    done = run(sys.executable, "-c", FAULTY, READINESS_DEBUG="1")
    assert done.returncode == 1
    assert "Traceback (most recent call last)" in done.stderr
    assert "TypeError: not a\nlist" in done.stderr


@POSIX
@pytest.mark.parametrize("words", [["--help"], ["framework", "show", str(SMALL)]])
def test_a_reader_that_leaves_ends_it_without_a_word(words: list[str]) -> None:
    process = subprocess.Popen([*READINESS, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), told) == (141, b"")


ANSWERS_NEVER = """
import socket
held = socket.create_connection(("127.0.0.1", {port}))
def predict(records):
    held.recv(1)
"""
HOLDS_IN_A_KERNEL = """
import socket, sys
if "ipykernel_launcher" in sys.orig_argv:
    sys.held = socket.create_connection(("127.0.0.1", {port}))
"""


def stopped(
    listening: socket.socket, engagement: Path, number: int, **variables: str
) -> tuple[int, str]:
    """Run an engagement, stop it once a child of it calls, and see that the child is gone."""
    process = subprocess.Popen(
        [*READINESS, "run", str(engagement)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **variables},
    )
    child, _ = listening.accept()
    with child:
        process.send_signal(number)
        _, told = process.communicate(timeout=60)
        # the other end is held by the child alone: it closes when no such process is left
        child.settimeout(60)
        assert child.recv(1) == b""
    return process.returncode, told


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(60)
        yield server


@POSIX
def test_sigterm_leaves_no_model_behind(tmp_path: Path, listening: socket.socket) -> None:
    model = "target: {id: m, version: '1', python: 'model:predict'}\n"
    data = "data: {poc: poc.csv, production: poc.csv, label: y, key: k}\n"
    levels = "service_levels: {accuracy_min: 0.9}\n"
    folder = make(tmp_path / "acme", PROFILE + model + data + levels)
    rows = "".join(f"{k},{k % 7},{k % 2}\n" for k in range(200))
    (folder / "poc.csv").write_text("k,x,y\n" + rows, encoding="utf-8")
    source = ANSWERS_NEVER.format(port=listening.getsockname()[1])
    (folder / "model.py").write_text(source, encoding="utf-8")
    code, told = stopped(listening, folder, signal.SIGTERM)
    assert code == 143
    assert "Traceback" not in told


@POSIX
@pytest.mark.kernel
@pytest.mark.parametrize(("name", "expected"), [("SIGTERM", 143), ("SIGINT", 130)])
def test_a_signal_leaves_no_kernel_and_no_report_behind(
    name: str, expected: int, tmp_path: Path, listening: socket.socket
) -> None:
    number = getattr(signal, name)
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip(f"{name} is ignored here, and so it is in every child")
    folder, hooks = make(tmp_path / "acme"), tmp_path / "hooks"
    hooks.mkdir()
    source = HOLDS_IN_A_KERNEL.format(port=listening.getsockname()[1])
    (hooks / "sitecustomize.py").write_text(source, encoding="utf-8")
    code, told = stopped(listening, folder, number, PYTHONPATH=str(hooks))
    assert code == expected
    assert "Traceback" not in told
    assert list((folder / "reports").iterdir()) == []


def test_exit_codes_of_a_verdict(say: Type, acme: Path) -> None:
    """30 where nothing was asked, 20 where a blocker is open, 10 and 0 as the evidence allows."""
    assert say("gate", acme).code == 30
    for criterion in ("poc.data.real", "poc.data.owned", "factors.sponsor.named"):
        assert say("rate", acme, criterion, "--level", 4).code == 0
    assert say("gate", acme).code == 0
    assert say("rate", acme, "poc.data.owned", "--level", 0).code == 0
    assert say("rate", acme, "poc.data.real", "--level", 2).code == 0
    assert say("gate", acme).code == 20
    assert say("rate", acme, "poc.data.owned", "--level", 2).code == 0
    assert say("gate", acme).code == 10


@pytest.mark.parametrize("words", [["score"], ["gate"], ["gate", "--phase", "mvp"]])
def test_json_is_all_that_is_printed(words: list[str], say: Type, acme: Path) -> None:
    said = say(*words, acme, "--json")
    assert isinstance(json.loads(said.out), dict)
    assert said.out.endswith("}\n")
    assert said.err == ""
