"""The contract that a client gets runs on its own, and says what the kit says."""

from __future__ import annotations

import ast
import csv
import importlib.util
import math
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pandas as pd
import pandera.pandas as pa
import pytest

from readiness_kit.evidence.contract.files import contract_files
from readiness_kit.evidence.contract.judging import hold
from readiness_kit.evidence.contract.runner import failures, left_out
from readiness_kit.evidence.contract.schema import schema_of
from readiness_kit.evidence.samples import Sample, read_sample
from readiness_kit.evidence.segments import parse_segments
from readiness_kit.reading.strict_yaml import parse_yaml
from tests.evidence.test_contract import Columns, contract, every, records, sample


def clean(seed: int, start: int = 0) -> Columns:
    """Records without a long tail, so that none of them lies outside of the bounds."""
    draw = random.Random(seed)
    amounts = [f"{draw.uniform(10, 900):.2f}" for _ in range(600)]
    return records(600, seed=seed, start=start) | {"amount": amounts}


def dirty() -> Columns:
    fresh = clean(seed=2, start=10**6)
    fresh["amount"] = every(10, lambda cell: f"{float(cell) * 1000:.2f}")(fresh["amount"])
    fresh["channel"] = every(20, lambda cell: "fax")(fresh["channel"])
    fresh["age"] = every(25, lambda cell: "forty")(fresh["age"])
    return fresh


def written(path: Path, columns: Columns, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerows([columns, *zip(*columns.values(), strict=True)])
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the client's team finds: both files, and some records."""
    for name, raw in contract_files(contract(sample(clean(seed=1)))).items():
        (tmp_path / name).write_bytes(raw)
    written(tmp_path / "poc.csv", clean(seed=1))
    written(tmp_path / "production.csv", dirty())
    return tmp_path


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "contract.py", *words]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=60
    )


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("client_contract", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def counts(of: Sample, schema: pa.DataFrameSchema) -> dict[tuple[str, str], int]:
    return {(f.column, f.rule): len(f.rows) for f in failures(of.frame, schema)}


def test_it_counts_what_breaks_which_rule_and_leaves_with_1(folder: Path) -> None:
    done = run(folder, "production.csv")
    assert (done.returncode, done.stderr) == (1, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "600 records in, 528 out, 72 rejected"
    assert [line for line in lines if line.startswith("BROKEN")] == [
        "BROKEN  amount: range: 60 records (10.00%), at most 1.64% allowed",
        "BROKEN  age: form: 24 records (4.00%), at most 1.64% allowed",
        "BROKEN  channel: values: 30 records (5.00%), at most 1.64% allowed",
    ]
    assert lines[-1] == "3 rules broken"
    assert "fax" not in done.stdout
    assert "forty" not in done.stdout


def test_the_sample_itself_keeps_to_it(folder: Path) -> None:
    done = run(folder, "poc.csv")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "all rules kept")


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_other_delimiters_and_encodings_are_read(
    folder: Path, delimiter: str, encoding: str
) -> None:
    columns = dirty()
    columns["note"][0] = "señor" + delimiter
    written(folder / "other.csv", columns, delimiter, encoding)
    done = run(folder, "other.csv")
    assert (done.returncode, done.stdout) == (1, run(folder, "production.csv").stdout)


def test_a_file_with_decimal_commas_gives_a_contract_for_such_files(tmp_path: Path) -> None:
    """As the kit reads it, so does the file that it writes."""

    def with_commas(columns: Columns) -> Columns:
        amounts = [f"{float(cell) * 10:,.2f}" for cell in columns["amount"]]
        turned = [cell.translate(str.maketrans(",.", ".,")) for cell in amounts]
        return columns | {"amount": turned}

    poc = read_sample(written(tmp_path / "poc.csv", with_commas(clean(seed=1)), ";"))
    for name, raw in contract_files(contract(poc)).items():
        (tmp_path / name).write_bytes(raw)
    assert poc.decimal == ","
    assert run(tmp_path, "poc.csv").stdout.splitlines()[-1] == "all rules kept"
    written(tmp_path / "fresh.csv", with_commas(dirty()), ";")
    assert "amount: range: 60 records (10.00%)" in run(tmp_path, "fresh.csv").stdout


def test_a_missing_column_is_told(folder: Path) -> None:
    columns = dirty()
    del columns["age"]
    written(folder / "short.csv", columns)
    assert "BROKEN  age: the column is missing\n" in run(folder, "short.csv").stdout


def test_rejected_records_are_listed_by_number_and_without_values(folder: Path) -> None:
    run(folder, "production.csv", "--rejects", "rejects.csv")
    lines = (folder / "rejects.csv").read_text(encoding="utf-8").splitlines()
    assert lines[:4] == ["record,column,rule", "1,age,form", "1,amount,range", "1,channel,values"]
    assert len({line.split(",")[0] for line in lines[1:]}) == 72


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "it holds no record"),
        (b"id,amount\n", "it holds no record"),
        (b"id,amount\n1,2,3\n", "record 1 has other fields than the header, 1 in all"),
        (b"id,id\n1,2\n", "two columns have one name"),
        (b"id,amount\n1,\x81\xff\n", "can't decode"),
    ],
)
def test_a_file_that_is_no_table_leaves_with_2_and_no_traceback(
    folder: Path, raw: bytes, said: str
) -> None:
    (folder / "bad.csv").write_bytes(raw)
    done = run(folder, "bad.csv")
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_leaves_with_2(folder: Path) -> None:
    done = run(folder, "absent.csv")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_the_python_file_counts_as_the_kit_does(folder: Path) -> None:
    made, fresh = contract(sample(clean(seed=1))), sample(dirty())
    client = loaded(folder / "contract.py")
    assert client.schema == schema_of(made.fields)
    assert counts(fresh, client.schema) == counts(fresh, schema_of(made.fields))
    shares = {(f.name, rule): share for f in made.fields for rule, share in f.allowed.items()}
    assert shares == client.ALLOWED
    assert hold(made, fresh).rejected == 72


def test_the_schema_is_what_pandera_validates_with(folder: Path) -> None:
    client = loaded(folder / "contract.py")
    poc, fresh = (pd.DataFrame(c, dtype="str") for c in (clean(seed=1), dirty()))
    client.schema.validate(client.prepared(poc, client.schema), lazy=True)
    with pytest.raises(pa.errors.SchemaErrors):
        client.schema.validate(client.prepared(fresh, client.schema), lazy=True)


def test_the_yaml_gives_the_same_verdicts_by_pandera_alone(folder: Path) -> None:
    from pandera.io.pandas_io import from_yaml

    text = (folder / "contract.yaml").read_text(encoding="utf-8")
    made, fresh = contract(sample(clean(seed=1))), sample(dirty())
    assert from_yaml(text) == schema_of(made.fields)
    assert counts(fresh, from_yaml(text)) == counts(fresh, schema_of(made.fields))
    allowed = parse_yaml(text.encode("utf-8"), "contract.yaml").data["allowed"]
    expected = {f.name: {k: str(v) for k, v in f.allowed.items()} for f in made.fields}
    assert allowed == expected


def test_neither_file_holds_a_record_or_a_rare_value(folder: Path) -> None:
    columns = clean(seed=1)
    columns["channel"][:4] = ["secretdesk"] * 4
    extreme = max(columns["amount"], key=float)
    for raw in contract_files(contract(sample(columns))).values():
        text = raw.decode("utf-8")
        assert "secretdesk" not in text
        assert extreme not in text
        assert not any(cell in text for cell in columns["id"] + columns["note"])


def test_the_file_says_where_it_is_from(folder: Path) -> None:
    about = ast.get_docstring(ast.parse((folder / "contract.py").read_text(encoding="utf-8"))) or ""
    assert about.startswith("Data contract of Triage")
    assert f"poc.csv (600 records in scope, sha256 {'a' * 64})" in about
    assert "on 12 October 2026" in about


HOSTILE = [
    '"""',
    "'''",
    "a\\",
    "{x}",
    "a\nb",
    "# x",
    "\u202e",
    "no",
    "1.0",
    "é",
    "*",
    "\x7f\x85",
    "x: [y",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_and_value_of_a_client_stays_text(tmp_path: Path, name: str) -> None:
    from pandera.io.pandas_io import from_yaml

    columns = {name: ["7"] * 50, "kind": [name, "b"] * 25}
    made = contract(
        sample(columns, name='x""".csv'),
        label="",
        key="",
    )
    made = type(made)(name, made.day, made.source, made.rows, made.fields)
    files = contract_files(made)
    (tmp_path / "contract.py").write_bytes(files["contract.py"])
    assert loaded(tmp_path / "contract.py").schema == schema_of(made.fields)
    text = files["contract.yaml"].decode("utf-8")
    assert from_yaml(text) == schema_of(made.fields)
    allowed = parse_yaml(text.encode("utf-8"), "contract.yaml").data["allowed"]
    assert list(allowed) == [name, "kind"]


def test_the_same_contract_gives_the_same_bytes(folder: Path) -> None:
    again = contract_files(contract(sample(clean(seed=1))))
    assert {name: (folder / name).read_bytes() for name in again} == again


CONDITIONS = [
    "channel == 'web'",
    "channel != 'web'",
    "channel < 'm'",
    "channel in ['web', 7, true]",
    "channel == 7",
    "channel != 7",
    "channel <= 7",
    "channel > -1.5e1",
    "channel >= .5",
    "channel == true",
    "channel != false",
    r"""channel in ['it\'s', "a\\b"]""",
]
CELLS = [
    *["web", "WEB", "app", "zeta", "", " ", "7", "7.0", "07", "+7", "7 ", "-16", "1e3", "1e300"],
    *[".5", "5.", "-.5", "1,5", "nan", "inf", "true", "True", "FALSE", "it's", "a\\b", "7\n", "٧"],
]


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition_holds_at_the_client_where_it_holds_here(text: str) -> None:
    (segment,) = parse_segments([text])
    out = left_out(
        pd.DataFrame({"channel": CELLS}, dtype="str"),
        [(segment.column, segment.operator, list(segment.values))],
    )
    assert list(out) == [segment.matches(cell) for cell in CELLS]
    assert 0 < sum(out) < len(CELLS)


def with_scope(folder: Path, *texts: str) -> Path:
    made = replace(contract(sample(clean(seed=1))), excluded=parse_segments(texts))
    for name, raw in contract_files(made).items():
        (folder / name).write_bytes(raw)
    return folder


def test_records_out_of_scope_are_counted_and_held_against_nothing(folder: Path) -> None:
    done = run(with_scope(folder, "channel == 'fax'"), "production.csv", "--rejects", "r.csv")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("570 records in, ")
    assert lines[1] == "30 of 600 records left out before, since they are out of scope"
    assert "channel" not in "".join(lines[2:])
    fresh = dirty()
    outside = {n for n, cell in enumerate(fresh["channel"], 1) if cell == "fax"}
    wrong = {n for n, cell in enumerate(fresh["amount"], 1) if float(cell) > 2000}
    with (folder / "r.csv").open(encoding="utf-8", newline="") as file:
        told = [(int(line["record"]), line["rule"]) for line in csv.DictReader(file)]
    assert wrong - outside == {record for record, rule in told if rule == "range"}
    assert not outside & {record for record, _ in told}


def test_scope_stands_in_both_files_and_serves_a_pipeline(folder: Path) -> None:
    from pandera.io.pandas_io import from_yaml

    texts = ("channel == 'fax'", "`age` in [17, 'x\"y']", f"amount > {'9' * 400}")
    client = loaded(with_scope(folder, *texts) / "contract.py")
    assert [
        ("channel", "==", ["fax"]),
        ("age", "in", [17.0, 'x"y']),
        ("amount", ">", [math.inf]),
    ] == client.EXCLUDED
    kept = client.in_scope(pd.DataFrame(dirty(), dtype="str"), client.EXCLUDED)
    assert (len(kept), "fax" in set(kept["channel"])) == (570, False)
    text = (folder / "contract.yaml").read_text(encoding="utf-8")
    assert parse_yaml(text.encode("utf-8"), "contract.yaml").data["excluded"] == list(texts)
    assert from_yaml(text) == client.schema
    assert 'pip install "pandera[io]"' in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("amount >= 0", "production.csv: all of its 600 records are out of scope"),
        ("branch == 'x'", "it has no column branch, which tells what is out of scope"),
    ],
)
def test_a_file_of_which_nothing_can_be_judged_leaves_with_2(
    folder: Path, text: str, said: str
) -> None:
    done = run(with_scope(folder, text), "production.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_rejects_that_cannot_be_written_are_told_and_leave_with_2(folder: Path) -> None:
    done = run(folder, "production.csv", "--rejects", "nowhere/r.csv")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "the rejects cannot be written: " in done.stderr
    assert done.stdout.endswith("3 rules broken\n")
