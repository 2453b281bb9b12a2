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


CHANCE = """
import random


def predict(records):
    return [random.randint(0, 1) for record in records]
"""
SCORES = """
def predict(records):
    answers = []
    for record in records:
        amount = record.get("amount") or 0
        sure = min(1, amount / 1000)
        proba = [1 - sure, sure] if amount < 10_000 else [0.2, 1.7]
        answers.append({"prediction": int(amount > 100), "proba": proba, "flag": 0.1 + sure / 2})
    return answers
"""


def test_no_case_passes_unmended_where_the_flag_is_a_score(say: Type, client: Path) -> None:
    (client / "model.py").write_text(SCORES, encoding="utf-8")
    said = say("export", client, "--to", "tests")
    assert (said.code, "warning" in said.err) == (0, False)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "acme/handover"]
    today = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert today.returncode == 1
    assert "passed" not in today.stdout
    assert "a probability that is none" in today.stdout


def test_a_model_that_answers_by_chance_is_warned_of(say: Type, client: Path) -> None:
    (client / "model.py").write_text(CHANCE, encoding="utf-8")
    said = say("export", client, "--to", "tests")
    assert said.code == 0
    assert "warning: " in said.err
    assert "records without a fault got another answer when they were asked again" in said.err
    head = (client / "handover" / "test_edge_cases.py").read_text("utf-8").split("import")[0]
    assert "Caution: " in head


def test_tests_of_nothing_are_an_error(say: Type, client: Path) -> None:
    exclude(client, "amount > 0")
    said = say("export", client, "--to", "tests")
    assert (said.code, said.out) == (2, "")
    assert "so no edge case was tried; nothing was written." in said.err
    assert not (client / "handover").exists()


def test_the_contract_leaves_out_what_the_engagement_leaves_out(say: Type, client: Path) -> None:
    exclude(client, "channel == 'fax'")
    said = say("export", client, "--to", "contract")
    assert "  left out of scope: channel == 'fax'\n" in said.out
    command = [sys.executable, str(client / "handover" / "contract.py"), str(client / "fresh.csv")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert "BROKEN  channel" not in done.stdout
    assert "of 300 records left out before, since they are out of scope\n" in done.stdout


def exclude(client: Path, segment: str) -> None:
    path = client / "engagement.yaml"
    told = f'excluded_segments: ["{segment}"]\n'
    path.write_text(path.read_text("utf-8") + told, encoding="utf-8")
