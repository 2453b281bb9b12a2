"""In whatever encoding a file was saved, its text comes out, or the file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.errors import InvalidFileError
from readiness_kit.evidence.samples import Sample, read_sample

CITIES = {
    "cp1252": ["Köln", "Zürich", "Besançon", "Århus"],
    "cp1251": ["Москва", "Казань", "Новосибирск", "Самара"],
    "koi8_r": ["Москва", "Казань", "Новосибирск", "Самара"],
    "cp1253": ["Αθήνα", "Θεσσαλονίκη", "Πάτρα", "Ηράκλειο"],
    "cp1250": ["Třebíč", "Žižkov", "Děčín", "Příbram"],
    "cp932": ["東京", "大阪", "名古屋", "横浜"],
    "gb18030": ["北京", "上海", "广州", "深圳"],
    "cp949": ["서울", "부산", "대구", "인천"],
}


def saved(folder: Path, text: str, encoding: str) -> Sample:
    (folder / "poc.csv").write_bytes(text.encode(encoding))
    return read_sample(folder / "poc.csv")


@pytest.mark.parametrize("encoding", CITIES)
def test_text_that_is_not_utf8_is_recognised(encoding: str, tmp_path: Path) -> None:
    cities = CITIES[encoding] * 20
    text = "id,city\n" + "".join(f"{row},{city}\n" for row, city in enumerate(cities))
    sample = saved(tmp_path, text, encoding)
    assert sample.column("city") == cities
    assert any("not UTF-8 from line 2 on; read as" in note for note in sample.notes)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig", "utf-8"])
def test_a_mark_says_which_unicode_it_is(encoding: str, tmp_path: Path) -> None:
    sample = saved(tmp_path, "name,b\nMüller,1\n東京,2\n", encoding)
    assert sample.columns == ["name", "b"]
    assert sample.column("name") == ["Müller", "東京"]
    assert sample.encoding == encoding.removesuffix("-sig")
    assert sample.notes == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_known_by_its_nul_bytes(encoding: str, tmp_path: Path) -> None:
    sample = saved(tmp_path, "name,b\nMüller,1\n", encoding)
    assert sample.column("name") == ["Müller"]
    assert sample.notes == ("poc.csv: read as UTF-16 without a byte-order mark",)
    assert sample.read_as == f"CSV, {encoding.upper()}, comma, 1 row"


def test_a_file_of_two_encodings_is_said_to_be_one(tmp_path: Path) -> None:
    raw = "a,b\nMüller,1\n".encode() + "Größe,2\n".encode("cp1252")
    (tmp_path / "poc.csv").write_bytes(raw)
    notes = read_sample(tmp_path / "poc.csv").notes
    assert notes[0] == "poc.csv: not UTF-8 from line 3 on; read as Windows-1252"
    assert notes[1].startswith("poc.csv: 1 of 2 lines with letters beyond ASCII are UTF-8")


def test_a_byte_that_no_encoding_has_is_named_by_its_line(tmp_path: Path) -> None:
    """What decides the encoding stands in the first lines; the fault far behind them."""
    raw = "a,b\nMüller,1\n".encode("cp1252") * 20_000 + b"x\x81,1\n"
    (tmp_path / "poc.csv").write_bytes(raw)
    with pytest.raises(InvalidFileError, match=r"poc\.csv:40001: .* not Windows-1252 either"):
        read_sample(tmp_path / "poc.csv")


def test_half_a_character_at_the_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "poc.csv").write_bytes("a,b\n1,2\n".encode("utf-16") + b"1")
    with pytest.raises(InvalidFileError, match="not UTF-16 either"):
        read_sample(tmp_path / "poc.csv")
