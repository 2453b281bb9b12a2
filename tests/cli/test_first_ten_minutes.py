"""The first ten minutes with an engagement: each command leads to the next one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import parsed
from tests.cli.conftest import Type


def test_from_nothing_to_a_verdict(
    say: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert say("new", "acme", "--client", "Acme Ltd", "--system", "Invoice triage").code == 0
    assert say("check", "acme").code == 0
    for level in (2, 1, 3):
        said = say("rate", "acme", following(say("score", "acme").out), "--level", level)
        assert said.code == 0
        assert said.out.startswith("Saved 1 answer.\n")
    scored = say("score", "acme")
    assert scored.code == 0
    assert scored.out.startswith("Acme Ltd · Invoice triage\n")
    document = json.loads(say("score", "acme", "--json").out)
    poc = next(section for section in document["sections"] if section["id"] == "poc")
    levels = [c["level"] for c in poc["criteria"] if c["state"] == "rated"]
    assert levels == [2, 1, 3]
    gate = say("gate", "acme")
    assert gate.code == {"NO_GO": 20, "NOT_ASSESSABLE": 30}[document["gates"][0]["verdict"]]
    assert say("check", "acme").out == (
        "acme: nothing to mend. Where it stands: readiness score acme\n"
    )


def following(answer: str) -> str:
    """The criterion that an answer leads to, by a command that is one once N is a number."""
    line = next(line.strip() for line in answer.splitlines() if " rate " in line)
    assert parsed(line.replace(" N", " 2")) == "rate"
    return line.split()[3]
