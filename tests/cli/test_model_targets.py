"""Models that somebody has to allow first: behind a network, and in a pickle."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Type
from tests.engagement.folders import PROFILE, make
from tests.evidence.services import Service, answering

DATA = """\
data: {poc: data/poc.csv, production: data/poc.csv, label: y, key: k}
service_levels: {accuracy_min: 0.9}
"""


RULE = """
class Rule:
    def predict(self, table):
        return [int(x > 10) for x in table["x"]]
"""
A_RULE = b"\x80\x02crule\nRule\n)\x81."
"""The pickle of one."""


def engagement(folder: Path, target: str, more: str = "") -> Path:
    make(folder, f"{PROFILE}{DATA}target: {{id: m, version: '1', {target}}}\n{more}")
    (folder / "data").mkdir()
    rows = [f"k{n},{n % 20},{int(n % 20 > 10)}" for n in range(100)]
    text = "\n".join(["k,x,y", *rows]) + "\n"
    (folder / "data" / "poc.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("readiness_kit.resources.notebooks", dict)
    return Path("acme")


def test_a_batch_contacts_nobody_unless_it_is_told_to(say: Type, here: Path) -> None:
    with Service(answering(lambda body: int(body["x"] > 10))) as service:
        allow = f"probes: {{allow: ['{service.host}']}}\n"
        engagement(here, f"url: 'http://{service.host}/'", allow)
        said = say("run", here)
        assert "skipped acme accuracy: the model is asked over the network" in said.err
        assert service.requests == []
        assert not list(here.glob("evidence/accuracy*"))
        said = say("run", here, "--contact")
        assert "seen    acme accuracy: pass" in said.err
        assert service.requests != []


def test_a_single_run_asks_a_host_that_is_allowed(say: Type, here: Path) -> None:
    with Service(answering(lambda body: int(body["x"] > 10))) as service:
        allow = f"probes: {{allow: ['{service.host}']}}\n"
        engagement(here, f"url: 'http://{service.host}/'", allow)
        assert say("evidence", "run", "accuracy", here).code == 0


def test_a_single_run_asks_no_other_host(say: Type, here: Path) -> None:
    with Service(answering(lambda body: 1)) as service:
        engagement(here, f"url: 'http://{service.host}/'")
        said = say("evidence", "run", "accuracy", here)
        assert said.code == 30
        assert f'add it: probes: {{allow: ["{service.host}"]}}.' in said.out
        assert service.requests == []


def test_a_pickle_is_opened_only_where_it_is_trusted(say: Type, here: Path) -> None:
    folder = engagement(here, "pickle: model.pkl")
    (folder / "rule.py").write_text(RULE, encoding="utf-8")
    (folder / "model.pkl").write_bytes(A_RULE)
    said = say("evidence", "run", "accuracy", folder)
    assert said.code == 30
    again = "readiness evidence run accuracy acme --trust-pickle"
    assert said.out.splitlines()[-1] == f"If you know where that file comes from: {again}"
    said = say("evidence", "run", "accuracy", folder, "--trust-pickle")
    assert said.code == 0, said.out
    (*_, newest) = sorted(folder.glob("evidence/accuracy*.json"))
    assert '"target_loaded": "with --trust-pickle"' in newest.read_text(encoding="utf-8")
