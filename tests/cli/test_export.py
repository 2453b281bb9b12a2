"""readiness export: what it writes, where, and what it never loses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Type
from tests.engagement.folders import PROFILE, make

TESTED = """\
target: {id: m, version: '1', python: 'model:predict'}
data: {poc: poc.csv, production: fresh.csv, label: y, key: k}
"""
MODEL = "def predict(records):\n    return [int((r.get('amount') or 0) > 100) for r in records]\n"
MENDED = """
def predict(records):
    answers = []
    for record in records:
        if set(record) != {"amount", "channel"} or type(record["amount"]) is not int:
            raise ValueError("amount")
        if not 0 < record["amount"] <= 160 or record["channel"] not in ("web", "app"):
            raise ValueError("amount")
        answers.append(int(record["amount"] > 100))
    return answers
"""


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An engagement with two files and a model, in the current folder."""
    monkeypatch.chdir(tmp_path)
    folder = make(tmp_path / "acme", PROFILE + TESTED)
    rows = [
        f"k{n},{(40, 90, 160)[n % 3]},{'web' if n % 4 else 'app'},{int(n % 3 > 1)}"
        for n in range(300)
    ]
    (folder / "poc.csv").write_text("k,amount,channel,y\n" + "\n".join(rows) + "\n", "utf-8")
    fresh = [row.replace(",web,", ",fax,") if n % 9 == 0 else row for n, row in enumerate(rows)]
    (folder / "fresh.csv").write_text("k,amount,channel,y\n" + "\n".join(fresh) + "\n", "utf-8")
    (folder / "model.py").write_text(MODEL, encoding="utf-8")
    return Path("acme")


def test_a_contract_is_written_and_runs(say: Type, client: Path) -> None:
    said = say("export", client, "--to", "contract")
    assert said.code == 0, said.err
    assert "Wrote acme/handover/contract.py." in said.out
    assert said.out.endswith("Next: python acme/handover/contract.py RECORDS.csv\n")
    command = [sys.executable, str(client / "handover" / "contract.py")]
    done = [
        subprocess.run([*command, str(client / name)], capture_output=True, text=True, timeout=60)
        for name in ("poc.csv", "fresh.csv")
    ]
    assert [run.returncode for run in done] == [0, 1]
    assert "BROKEN  channel: values: " in done[1].stdout


def test_written_again_it_stays_and_a_change_of_somebody_is_kept(say: Type, client: Path) -> None:
    say("export", client, "--to", "contract")
    path = client / "handover" / "contract.py"
    before = path.read_bytes()
    assert (
        "acme/handover/contract.py is as it was." in say("export", client, "--to", "contract").out
    )
    path.write_bytes(before + b"# mine\n")
    said = say("export", client, "--to", "contract")
    assert "What was there before is kept as contract.py.earlier-1." in said.out
    assert path.read_bytes() == before
    assert path.with_name("contract.py.earlier-1").read_bytes() == before + b"# mine\n"


def test_it_goes_where_it_is_told_but_not_among_the_reports(say: Type, client: Path) -> None:
    assert say("export", client, "--to", "contract", "--out", "there").code == 0
    assert {path.name for path in Path("there").iterdir()} == {"contract.py", "contract.yaml"}
    said = say("export", client, "--to", "contract", "--out", client / "reports")
    assert said.code == 2
    assert "leave the house" in said.err
    assert not (client / "reports").exists()


@pytest.mark.parametrize("form", ["contract", "tests"])
def test_without_a_sample_there_is_nothing_to_take_it_from(
    say: Type, acme: Path, form: str
) -> None:
    said = say("export", acme, "--to", form)
    assert said.code == 2
    assert said.err == f"engagement.yaml names no data.poc, which --to {form} needs\n"
    assert not (acme / "handover").exists()


def test_a_sample_that_does_not_read_is_told_by_its_name(say: Type, client: Path) -> None:
    (client / "poc.csv").write_text("k,amount\n1,2,3\n", encoding="utf-8")
    said = say("export", client, "--to", "contract")
    assert said.code == 2
    assert "poc.csv:2" in said.err


def test_only_forms_that_there_are_can_be_asked_for(say: Type, client: Path) -> None:
    said = say("export", client, "--to", "jira")
    assert said.code == 2
    assert "contract" in said.err
    assert "tests" in said.err


def test_the_tests_fail_today_and_pass_once_the_model_is_mended(say: Type, client: Path) -> None:
    said = say("export", client, "--to", "tests")
    assert said.code == 0, said.err
    assert "They hold real records of the sample" in said.out
    assert said.out.endswith("Next: pytest acme/handover\n")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "acme/handover"]
    today = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert today.returncode == 1
    assert "passed" not in today.stdout
    (client / "model.py").write_text(MENDED, encoding="utf-8")
    mended = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert mended.returncode == 0, mended.stdout


def test_a_model_that_fails_nothing_needs_no_tests(say: Type, client: Path) -> None:
    (client / "model.py").write_text(MENDED, encoding="utf-8")
    said = say("export", client, "--to", "tests")
    assert said.code == 0, said.err
    assert said.out.startswith("The model fails none of the edge cases that were tried")
    assert not (client / "handover").exists()
