"""Odd and hostile files are refused by name, or read as they were meant; nothing in between."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from readiness_kit.engagement.checks import check
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import InvalidFileError
from tests.engagement.folders import CRITERIA, PROFILE, evidence, make, rated

BOMB = "a0: &a0 [x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 7)
)

REFUSED_YAML = {
    "a key twice": ("system: Claims triage", "system: a\nsystem: b", r":4: system: each key once"),
    "nan": ("as_of:", "budget: {poc_cost: .nan}\nas_of:", "budget.poc_cost: a finite number"),
    "inf": ("as_of:", "budget: {poc_cost: .inf}\nas_of:", "budget.poc_cost: a finite number"),
    "a word for a flag": ("as_of:", "scope: {acts: no}\nas_of:", "scope.acts: true or false"),
    "quoted number": ("as_of:", "budget: {poc_cost: '5'}\nas_of:", "budget.poc_cost: a finite"),
    "an octal number": ("as_of:", "budget: {poc_cost: 0123}\nas_of:", "budget.poc_cost"),
    "a date that is none": ("2026-09-14", "2026-02-30", "as_of: a day such as"),
    "a moment for a day": ("2026-09-14", "2026-09-14 10:00:00", "as_of: a day such as"),
    "an alias": ("as_of:", "data: &a {poc: *a}\nas_of:", "anchor"),
    "an alias bomb": ("schema:", BOMB + "schema:", "anchor"),
    "a tag": ("Northwind", "!!python/object/apply:os.system ['true']", "tag.*os.system"),
    "a deep list": ("Northwind", "[" * 2000, "levels|valid YAML"),
    "a tab": ("as_of:", "scope:\n\tacts: true\nas_of:", "valid YAML"),
    "a control character": ("Northwind", "North\x01wind", "valid YAML"),
    "two documents": ("as_of:", "---\nas_of:", "one document|valid YAML"),
    "cut off": ("role: ml_engineer}]", "role: ml_eng", "valid YAML"),
    "an unknown key": ("as_of:", "clinet: x\nas_of:", "clinet: no such key"),
    "a missing key": ("client: Northwind\n", "", "client: this key is required"),
    "another schema": ("engagement/1", "engagement/2", "schema: one of"),
    "a reserved name": ("id: ml", "id: tool", "reserved"),
    "a person twice": ("id: ml", "id: lead", "each person once"),
    "a list for a word": ("Northwind", "[Northwind]", "client: text"),
}

READ_YAML = {
    "no": "no",
    "NO": "NO",
    "on": "on",
    "0123": "0123",
    "12:30": "12:30",
    "1.10": "1.10",
    "1e3": "1e3",
    "2026-01-01": "2026-01-01",
    "9" * 5000: "9" * 5000,
    '"\\u202e \\U0001F600"': "\u202e \U0001f600",
}


@pytest.mark.parametrize("case", REFUSED_YAML)
def test_a_profile_is_refused_by_name(tmp_path: Path, case: str) -> None:
    old, new, match = REFUSED_YAML[case]
    assert old in PROFILE
    folder = make(tmp_path / "x", PROFILE.replace(old, new, 1))
    with pytest.raises(InvalidFileError, match=f"(?s)engagement.yaml.*({match})"):
        Engagement.open(folder)
    assert [p for p in check(folder) if p.severity == "error"]


@pytest.mark.parametrize("raw", [PROFILE.encode("utf-16"), b"", b"\xff", b"x" * 1_000_001])
def test_profile_bytes_are_refused_by_name(folder: Path, raw: bytes) -> None:
    (folder / "engagement.yaml").write_bytes(raw)
    with pytest.raises(InvalidFileError, match=r"engagement.yaml"):
        Engagement.open(folder)


@pytest.mark.parametrize("written", READ_YAML)
def test_a_word_stays_the_word_it_was(tmp_path: Path, written: str) -> None:
    folder = make(tmp_path / "x", PROFILE.replace("Northwind", written))
    assert Engagement.open(folder).profile.client == READ_YAML[written]


def test_a_byte_order_mark_is_no_fault(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    for name in ("engagement.yaml", "assessment.json"):
        (folder / name).write_bytes(b"\xef\xbb\xbf" + (folder / name).read_bytes())
    assert Engagement.open(folder).assessment.ratings[0].level == 2


REFUSED_JSON = {
    "a key twice": ('"level": 2', '"level": 2, "level": 4', r":\d+: ratings.*level: each key once"),
    "NaN": ('"level": 2', '"level": NaN', "a finite number"),
    "Infinity": ('"level": 2', '"level": Infinity', "a finite number"),
    "1e999": ('"level": 2', '"level": 1e999', "a finite number"),
    "5000 digits": ('"level": 2', '"level": ' + "9" * 5000, "digits"),
    "a deep list": ('"level": 2', '"level": ' + "[" * 100_000, "levels|valid JSON"),
    "a float": ('"level": 2', '"level": 2.5', "level: a whole number"),
    "a whole float": ('"level": 2', '"level": 2.0', "level: a whole number"),
    "text": ('"level": 2', '"level": "3"', "level: a whole number"),
    "empty text": ('"level": 2', '"level": ""', "level: a whole number"),
    "true": ('"level": 2', '"level": true', "level: a whole number"),
    "null": ('"level": 2', '"level": null', "a level exactly where"),
    "off the scale": ('"level": 2', '"level": 6', "level: a level of the scale"),
    "below the scale": ('"level": 2', '"level": -1', "level: a level of the scale"),
    "a control character": ('"note": null', '"note": "a\x01b"', "valid JSON"),
    "an escaped one": ('"note": null', '"note": "a\\u0000b"', "control characters"),
    "half a pair": ('"note": null', '"note": "\\ud800"', "surrogates"),
    "a comment": ('"level": 2', '"level": 2 // two', "valid JSON"),
    "an unknown key": ('"level": 2', '"levle": 2, "level": 2', "levle: no such key"),
    "a local time": ("09:12:03Z", "09:12:03+02:00", "at: a moment in UTC"),
    "another schema": ("assessment/1", "assessment/2", "schema: one of"),
}


@pytest.mark.parametrize("case", REFUSED_JSON)
def test_an_assessment_is_refused_by_name(folder: Path, writer: Writer, case: str) -> None:
    old, new, match = REFUSED_JSON[case]
    writer.apply([rated(2)], by="lead", op="rate")
    path = folder / "assessment.json"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    before = path.read_bytes()
    with pytest.raises(InvalidFileError, match=f"(?s)assessment.json.*({match})"):
        Engagement.open(folder)
    with pytest.raises(InvalidFileError):
        writer.apply([rated(3)], by="lead", op="rate")
    assert path.read_bytes() == before
    assert [p for p in check(folder) if p.severity == "error"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_another_encoding_is_refused(folder: Path, writer: Writer, encoding: str) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    path = folder / "assessment.json"
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    with pytest.raises(InvalidFileError, match=r"saved as UTF-8"):
        Engagement.open(folder)


@pytest.mark.parametrize("name", ["assessment.json", "engagement.yaml", "journal.jsonl"])
def test_mutated_files_are_read_or_refused(folder: Path, writer: Writer, name: str) -> None:
    """Flipped bits and cut ends: no other error, and what is read is valid throughout."""
    writer.apply([rated(2), rated(3, CRITERIA[1]), evidence()], by="lead", op="import")
    path = folder / name
    good, chance = path.read_bytes(), random.Random(9)
    for trial in range(70):
        raw = bytearray(good)
        if trial < 10:
            del raw[len(raw) * trial // 10 :]
        else:
            for _ in range(chance.randint(1, 3)):
                raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        path.write_bytes(raw)
        check(folder)
        try:
            opened = Engagement.open(folder)
        except InvalidFileError as error:
            assert error.problems
            continue
        assert all(r.level in opened.framework.values for r in opened.assessment.ratings)
