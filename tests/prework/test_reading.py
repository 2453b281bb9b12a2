"""A file that has been in other hands is read as far as it is ours, and refused otherwise."""

from __future__ import annotations

import io
import re
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from readiness_kit.engagement.dates import utc_now
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import ConflictError, InvalidFileError
from readiness_kit.prework.archive import is_workbook
from readiness_kit.prework.reading import read_returned
from readiness_kit.prework.taking import take
from tests.cli.prework_files import answer, make_asking, rate
from tests.prework.test_workbook import files

NAMED = "factors.sponsor.named"


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    return make_asking(tmp_path / "acme")


@pytest.fixture
def sent(acme: Path, tmp_path: Path) -> Path:
    path = tmp_path / "sponsor.xlsx"
    path.write_bytes(files(acme)["sponsor.xlsx"])
    return path


def repacked(path: Path, change: Callable[[str, bytes], bytes], **extra: bytes) -> Path:
    """The same archive with its parts changed, and further ones."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(buffer, "w", 8) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, raw in extra.items():
            target.writestr(f"xl/{name}.xml", raw)
    path.write_bytes(buffer.getvalue())
    return path


def in_sheets(old: str, new: str) -> Callable[[str, bytes], bytes]:
    def change(name: str, raw: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet2"):
            return raw
        found = re.sub(old, new, raw.decode(), count=1)
        assert found != raw.decode()
        return found.encode()

    return change


def refused(path: Path) -> str:
    with pytest.raises(InvalidFileError) as error:
        read_returned(path)
    return str(error.value)


def test_what_was_written_is_read(sent: Path) -> None:
    found = read_returned(answer(sent, NAMED, 3))
    about = found.about
    assert (about.client, about.person, about.role) == ("Northwind", "sponsor", "sponsor")
    assert (about.sections, about.written) == ("poc factors", "2026-09-14")
    assert (about.due, about.due_day) == ("", None)
    assert [(line.id, line.cells.answer) for line in found.lines] == [
        ("poc.data.owned", ""),
        (NAMED, "3"),
    ]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"\xd0\xcf\x11\xe0 old", "without a password; got an older Excel file, or an encrypted"),
        (b"PK\x03\x04 broken", "an .xlsx that opens; got a damaged one"),
    ],
)
def test_what_is_no_xlsx_is_told_as_what_it_is(tmp_path: Path, raw: bytes, told: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(raw)
    assert is_workbook(path)
    assert told in refused(path)


def test_a_table_of_text_is_no_workbook_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_text("criterion,level\n", encoding="utf-8")
    assert not is_workbook(path)
    assert not is_workbook(tmp_path)


def test_an_opendocument_file_is_told_how_to_be_saved(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    assert "save as “Excel 2007-365”" in refused(path)


def test_a_workbook_of_somebody_elses_is_told_from_ours(tmp_path: Path, sent: Path) -> None:
    other = openpyxl.Workbook()
    other.active["A1"] = "criterion"
    other.save(tmp_path / "other.xlsx")
    assert "that `readiness export PATH --to prework` wrote" in refused(tmp_path / "other.xlsx")
    book = openpyxl.load_workbook(sent)
    del book["Answers"]
    book.save(sent)
    assert "a sheet with the columns Id, Your answer" in refused(sent)


def test_a_hidden_sheet_of_a_later_version_or_without_a_part_is_refused(sent: Path) -> None:
    book = openpyxl.load_workbook(sent)
    book["readiness"]["A3"] = None
    book.save(sent)
    assert "with this version; got 'a hidden sheet without client'" in refused(sent)
    book["readiness"]["B1"] = "readiness-prework/2"
    book.save(sent)
    assert "got 'readiness-prework/2'" in refused(sent)


def test_a_truncated_part_is_a_damaged_file(sent: Path) -> None:
    assert "a damaged one" in refused(repacked(sent, in_sheets("</sheetData>.*", "")))
    sent.write_bytes(sent.read_bytes()[:-200])
    assert "a damaged one" in refused(sent)


def test_entities_are_refused_before_anything_is_parsed(sent: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet'
    assert "one with entities" in refused(repacked(sent, in_sheets("<worksheet", bomb)))


def test_a_bomb_is_refused_by_what_it_would_unpack_to(sent: Path) -> None:
    assert "a larger one" in refused(repacked(sent, lambda _, raw: raw, bomb=b"0" * 31_000_000))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<row r="4"', '<row r="999999999"'),
        ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        (r'<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"'),
    ],
)
def test_a_lie_about_size_costs_no_time(sent: Path, old: str, new: str) -> None:
    begun = time.process_time()
    read_returned(repacked(sent, in_sheets(old, new)))
    assert time.process_time() - begun < 20  # counted up to, it would be hours


def test_rich_text_and_a_renamed_sheet_are_read(sent: Path) -> None:
    rich = "<is><r><t>do</t></r><r><rPr><b/></rPr><t>n't know</t></r></is></c>"
    book = openpyxl.load_workbook(sent)
    book["Answers"].title = "Réponses"
    place = next(c.row for c in book["Réponses"]["A"] if c.value == NAMED)
    book.save(sent)
    cell = f'<c r="I{place}"[^>]*?(/>|>.*?</c>)'
    found = read_returned(repacked(sent, in_sheets(cell, f'<c r="I{place}" t="inlineStr">{rich}')))
    assert (found.sheet, found.lines[1].cells.answer) == ("Réponses", "don't know")


def test_pictures_are_told(sent: Path) -> None:
    buffer = shutil.copy(sent, sent.with_name("more.xlsx"))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG")
    assert read_returned(Path(buffer)).beside == ("pictures or attachments",)


def test_a_change_of_somebody_else_in_the_same_moment_is_a_conflict(acme: Path, sent: Path) -> None:
    returned = read_returned(answer(sent, NAMED, 3))
    taken = take([returned], Engagement.open(acme), now=utc_now())
    rate(acme, "sponsor", NAMED, level=1)
    with pytest.raises(ConflictError):
        Writer(acme, via="test").apply(taken.changes, by="lead", op="import")
