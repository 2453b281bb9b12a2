"""What the client's team gets is run as they would, and nothing that they changed is lost."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.errors import NotSavedError, UsageError
from readiness_kit.evidence.edge_cases.failing import Failing, FailingCase
from readiness_kit.evidence.handover.edge_tests import edge_test_files
from readiness_kit.evidence.handover.writing import handover_folder, write_files
from tests.evidence.conftest import Client

BAD = """
import os


def predict(records):
    if any("die" in record for record in records):
        os._exit(3)
    if any("leave" in record for record in records):
        raise SystemExit(0)
    if any("odd" in record for record in records):
        return [float("nan") for record in records]
    return [int((record.get("amount") or 0) > 100) for record in records]
"""
MENDED = """
def predict(records):
    answers = []
    for record in records:
        if not isinstance(record.get("amount"), int) or len(record) > 2:
            raise ValueError("amount is missing, or a field that is not known came")
        sure = 0 < record["amount"] < 10_000 and record["channel"] in ("web", "app")
        answers.append({"prediction": int(record["amount"] > 100), "flag": not sure})
    return answers
"""
CLEAN: dict[str, Any] = {"amount": 90, "channel": "web"}


def case(id: str, name: str, field: str, record: dict[str, Any], **more: Any) -> FailingCase:
    """A case as the method would find it, planted in the clean record."""
    told: dict[str, Any] = {"expected": "R", "strict": False, "ended": False, "row": 3, **more}
    about = {"how": f"a fault of {id}", "outcome": "CHANGED", "answer": 0, "clean": CLEAN}
    return FailingCase(id=id, name=name, field=field, record=record, **about, **told)


def name_of(case: FailingCase) -> str:
    return f"{case.id}-{case.name}-{case.field}-{case.row}"


CASES = (
    case("E12", "unit_change", "amount", {**CLEAN, "amount": 90_000}),
    case("E11", "nan", "odd", {**CLEAN, "odd": float("nan")}),
    case("E40", "exit", "leave", {**CLEAN, "leave": True}),
    case("E40", "death", "die", {**CLEAN, "die": True}, ended=True),
    case("E18", "unseen", "channel", {**CLEAN, "channel": "ZZ"}, strict=True),
)


def handed_over(client: Client, *cases: FailingCase, **found: Any) -> Path:
    """The tests of cases, as a run would find them where the labels are 0 and 1."""
    folder = client.folder / "handover"
    about = {"labels": frozenset("01"), "tolerance": None, **found}
    failing = Failing(list(cases or CASES), **about)
    write_files(folder, edge_test_files(failing, client.engagement(), folder))
    return folder


def pytest_in(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the tests as the client's team would: from elsewhere, with a plain pytest."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", "-rf", str(folder)]
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("READINESS", "PYTEST"))}
    return subprocess.run(
        command,
        cwd=folder.parent.parent,
        env=plain | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


def test_each_case_fails_by_its_name_and_shows_no_record(client: Client) -> None:
    done = pytest_in(handed_over(client.model(BAD)))
    assert done.returncode == 1
    assert "5 failed" in done.stdout
    for planted, why in zip(
        CASES,
        (
            "gave another answer, and no sign",
            "answered with no number",
            "the model raised SystemExit",
            "the model's process ended",
            "bears no mark for a person",
        ),
        strict=True,
    ):
        assert f"test_edge_case[{name_of(planted)}]" in done.stdout
        assert why in done.stdout
    assert "90000" not in done.stdout
    assert "ZZ" not in done.stdout


def test_every_case_passes_once_the_model_is_mended(client: Client) -> None:
    done = pytest_in(handed_over(client.model(MENDED)))
    assert "5 passed" in done.stdout, done.stdout


def test_a_model_that_does_not_answer_clean_records_fails_every_case(client: Client) -> None:
    done = pytest_in(handed_over(client.model("def predict(records):\n    raise ValueError\n")))
    assert "5 failed" in done.stdout
    assert "refuses the record without the fault, too" in done.stdout


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ("None", "did not give one answer"),
        ("[0, 1]", "did not give one answer"),
        ("[{'label': 1}]", "no prediction"),
        ("[{'prediction': 0, 'proba': 1.5}]", "a probability that is none"),
        ("[{'prediction': 0, 'proba': [0.2, 1.7]}]", "a probability that is none"),
        ("[{'prediction': 0, 'proba': {'0': 0.2, '1': 1.7}}]", "a probability that is none"),
        ("[{'prediction': 0, 'proba': ['0.2']}]", "a probability that is no number"),
        ("[{'prediction': 0, 'flag': [1]}]", "a list where one value goes"),
        ("[{'prediction': 7, 'flag': True}]", "is no label"),
        ("'0'", "did not give one answer"),
        ("[float('inf')]", "no number"),
    ],
)
def test_an_answer_that_is_none_is_no_refusal(client: Client, reply: str, why: str) -> None:
    model = f"def predict(records):\n    return {reply} if 'odd' in records[0] else [0]\n"
    done = pytest_in(handed_over(client.model(model), CASES[1]))
    assert "1 failed" in done.stdout
    assert why in done.stdout


@pytest.mark.parametrize(
    ("before", "after", "outcome"),
    [
        ("None", "True", "1 passed"),
        ("False", "'look'", "1 passed"),
        ("'old'", "'look'", "1 passed"),
        ("0.12", "0.13", "1 failed"),
        ("True", "2", "1 failed"),
        ("True", "0", "1 failed"),
        ("'look'", "'look'", "1 failed"),
    ],
)
def test_a_mark_counts_where_the_run_counts_it(
    client: Client, before: str, after: str, outcome: str
) -> None:
    """A score that moves, or another mark where one always is, warns nobody."""
    marked = f"{{'prediction': 1, 'flag': {after}}} if 'odd' in records[0]"
    plain = f"{{'prediction': 0, 'flag': {before}}}"
    model = f"def predict(records):\n    return [{marked} else {plain}]\n"
    assert outcome in pytest_in(handed_over(client.model(model), CASES[1])).stdout


def test_no_answer_to_the_record_without_the_fault_proves_nothing(client: Client) -> None:
    done = pytest_in(handed_over(client.model("def predict(records):\n    return [None]\n")))
    assert "5 failed" in done.stdout
    assert "the model gives no answer without the fault, either" in done.stdout


def test_long_codes_are_told_apart_to_the_last_digit(client: Client) -> None:
    codes = "'9007199254740993' if 'odd' in records[0] else '9007199254740992'"
    model = client.model(f"def predict(records):\n    return [{codes}]\n")
    assert "1 failed" in pytest_in(handed_over(model, CASES[1], labels=frozenset())).stdout


def test_what_blurs_the_run_stands_in_the_head_of_the_file(client: Client) -> None:
    assert "Caution" not in (handed_over(client) / "test_edge_cases.py").read_text("utf-8")
    path = handed_over(client, floor=(12, 300), spoiled_by='cells """ are null')
    text = (path / "test_edge_cases.py").read_text(encoding="utf-8")
    about = " ".join((ast.get_docstring(ast.parse(text)) or "").split())
    assert "Caution: 12 of 300 records without a fault got another answer" in about
    assert "by its doing: cells ''' are null." in about
    assert max(map(len, text.splitlines())) <= 110


def test_codes_that_look_like_numbers_are_other_labels(client: Client) -> None:
    model = "def predict(records):\n    return ['01' if 'odd' in records[0] else '1']\n"
    assert "1 failed" in pytest_in(handed_over(client.model(model), CASES[1])).stdout


def test_a_model_that_cannot_be_imported_is_told_as_such(client: Client) -> None:
    done = pytest_in(handed_over(client.model("import no_such_thing\n"), CASES[0]))
    assert "without the fault, the model raised ModuleNotFoundError" in done.stdout


@pytest.mark.parametrize(("off", "outcome"), [(8.5, "1 passed"), (200, "1 failed")])
def test_amounts_are_the_same_within_a_tenth_of_their_span(
    client: Client, off: float, outcome: str
) -> None:
    answer = f"record['amount'] + {off} * (record['channel'] != 'web')"
    model = f"def predict(records):\n    return [{answer} for record in records]\n"
    planted = case("E18", "unseen", "channel", {**CLEAN, "channel": "ZZ"})
    done = pytest_in(handed_over(client.model(model), planted, labels=frozenset(), tolerance=9.0))
    assert outcome in done.stdout, done.stdout


def test_another_function_can_be_named(client: Client) -> None:
    folder = handed_over(client.model(BAD))
    (client.folder / "better.py").write_text(MENDED, encoding="utf-8")
    assert "5 passed" in pytest_in(folder, READINESS_MODEL="better:predict").stdout


def test_without_a_model_to_call_pytest_says_how_to_name_one(client: Client) -> None:
    target = {"id": "m", "version": "1", "file": "predictions.csv"}
    done = pytest_in(handed_over(client.says(target=target)))
    assert done.returncode == 2
    assert "READINESS_MODEL=module:function or READINESS_URL" in done.stdout


@contextmanager
def service(answer: Callable[[Any, Any], tuple[int, Any]]) -> Iterator[str]:
    """A real server on this machine; `answer` gets the body and the headers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that http.server calls
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, reply = answer(body, self.headers)
            raw = json.dumps(reply).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/score"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


TARGETS: dict[str, dict[str, Any]] = {
    "one record": {},
    "a batch": {"batch": True},
    "a form": {
        "batch": True,
        "request": '{"inputs": "$records", "top": 1}',
        "prediction": "$.out[*].label",
        "flag": "$.out[*].check",
    },
}


@pytest.mark.parametrize("form", TARGETS)
def test_a_service_is_asked_in_the_form_of_the_target(client: Client, form: str) -> None:
    def answer(body: Any, headers: Any) -> tuple[int, Any]:
        assert headers["X-Key"] == "s3cret"
        record = {"one record": lambda: body, "a batch": lambda: body[0]}.get(
            form, lambda: body["inputs"][0]
        )()
        if record["channel"] == "ZZ":
            return 422, {"error": "channel"}
        label = int(record["amount"] > 100)
        one = {"prediction": label, "flag": label == 1}
        told = {"out": [{"label": label, "check": label == 1}]}
        return 200, {"one record": one, "a batch": [one]}.get(form, told)

    target = {"id": "m", "version": "1", "url": "http://example.invalid/", **TARGETS[form]}
    target |= {"auth_env": "CLAIMS_TOKEN", "auth_header": "X-Key"}
    folder = handed_over(client.says(target=target), CASES[0], CASES[4])
    assert "example.invalid" not in (folder / "test_edge_cases.py").read_text(encoding="utf-8")
    with service(answer) as url:
        done = pytest_in(folder, READINESS_URL=url, CLAIMS_TOKEN="s3cret")
    assert "2 passed" in done.stdout, done.stdout


@pytest.mark.parametrize(
    ("odd", "why"),
    [
        ({"label": 0, "sure": [[0.2, 1.7]], "check": True}, "a probability that is none"),
        ({"label": 0, "sure": "high", "check": True}, "a probability that is no number"),
        ({"label": 0, "check": True}, "without what is looked for"),
        ({"sure": 0.5, "check": True}, "without what is looked for"),
        ({"label": {"prediction": 0}, "sure": 0.5, "check": True}, "a dict where one value goes"),
    ],
)
def test_what_a_service_lacks_or_has_wrong_is_no_mark(
    client: Client, odd: dict[str, Any], why: str
) -> None:
    def answer(body: Any, headers: Any) -> tuple[int, Any]:
        one = {"label": 0, "sure": [0.8, 0.2]} if body == [CLEAN] else odd
        return 200, {"out": [one]}

    paths = {"prediction": "$.out[*].label", "proba": "$.out[*].sure", "flag": "$.out[*].check"}
    target = {"id": "m", "version": "1", "url": "http://example.invalid/", "batch": True, **paths}
    folder = handed_over(client.says(target=target), CASES[0])
    with service(answer) as url:
        done = pytest_in(folder, READINESS_URL=url)
    assert "1 failed" in done.stdout
    assert why in done.stdout


@pytest.mark.parametrize("reply", [[0, 0], [], {"0": 0}])
def test_a_service_that_does_not_give_one_answer_refuses_nothing(
    client: Client, reply: Any
) -> None:
    def answer(body: Any, headers: Any) -> tuple[int, Any]:
        return 200, [0] if body == [CLEAN] else reply

    target = {"id": "m", "version": "1", "url": "http://example.invalid/", "batch": True}
    folder = handed_over(client.says(target=target), CASES[0])
    with service(answer) as url:
        done = pytest_in(folder, READINESS_URL=url)
    assert "the service did not give one answer to one record" in done.stdout


@pytest.mark.parametrize("status", [401, 500, 503])
def test_a_service_that_fails_for_another_reason_refuses_nothing(
    client: Client, status: int
) -> None:
    def answer(body: Any, headers: Any) -> tuple[int, Any]:
        faulty = body != CLEAN
        return (status, {}) if faulty else (200, 0)

    target = {"id": "m", "version": "1", "url": "http://example.invalid/"}
    folder = handed_over(client.says(target=target), CASES[0])
    with service(answer) as url:
        done = pytest_in(folder, READINESS_URL=url)
    assert "1 failed" in done.stdout
    assert f"answered with status {status}" in done.stdout


def test_the_file_needs_pytest_and_the_standard_library_alone(client: Client) -> None:
    text = (handed_over(client) / "test_edge_cases.py").read_text(encoding="utf-8")
    imported = {
        line.split()[1].split(".")[0] for line in text.splitlines() if line[:7] == "import "
    }
    assert imported <= {*sys.stdlib_module_names, "pytest"}
    assert "@" not in text.replace("@pytest", "").replace("@functools", "")
    assert max(map(len, text.splitlines())) <= 110


@pytest.mark.parametrize("word", ['"""', "a\\", "x\ny", "@MODEL@"])
def test_words_of_a_client_stay_words(client: Client, word: str) -> None:
    planted = case("E12", word, word, {**CLEAN, word: "x\u2028y\ud800"})
    done = pytest_in(handed_over(client.model(BAD).says(system=word), planted))
    assert "1 passed" in done.stdout, done.stdout


def test_what_somebody_changed_is_kept(tmp_path: Path) -> None:
    first = write_files(tmp_path / "handover", {"a.py": b"1"})
    assert [(w.changed, w.earlier) for w in first] == [(True, None)]
    again = write_files(tmp_path / "handover", {"a.py": b"1"})
    assert [(w.changed, w.earlier) for w in again] == [(False, None)]
    (tmp_path / "handover" / "a.py").write_bytes(b"mine")
    for number in (1, 2):
        (written,) = write_files(tmp_path / "handover", {"a.py": b"%d" % (number + 1)})
        assert written.earlier == tmp_path / "handover" / f"a.py.earlier-{number}"
    assert (tmp_path / "handover" / "a.py.earlier-1").read_bytes() == b"mine"
    assert (tmp_path / "handover" / "a.py").read_bytes() == b"3"


def test_a_folder_that_cannot_be_made_is_not_saved(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotSavedError, match="NOT SAVED"):
        write_files(tmp_path / "file" / "handover", {"a.py": b"1"})


def test_reports_are_no_place_for_it(tmp_path: Path) -> None:
    assert handover_folder(tmp_path, None) == tmp_path / "handover"
    for name in ("reports", "reports/deep", "x/../reports"):
        with pytest.raises(UsageError, match="leave the house"):
            handover_folder(tmp_path, tmp_path / name)
