"""Whatever an engagement's folder is called, its reports get a folder of their own inside --out."""

from __future__ import annotations

import hashlib
import random
import re
import sys
import unicodedata
from pathlib import Path

import pytest

from readiness_kit.batch.folders import folder_names, inside, is_plain
from readiness_kit.errors import UsageError

PLAIN = ["acme", "a", "a-evil", "Claims_2026.v2", "9lives", "x" * 80]
HOSTILE = [
    "..",
    ".",
    "...",
    ".hidden",
    "-rf",
    "con",
    "CON.txt",
    "Lpt1",
    "nul.",
    "index.html",
    "Index.JSON",
    "a\nb",
    "a\tb",
    "tab\x1b[2J",
    "\u202eevil",
    "x" * 300,
    "{client}",
    "%s",
    "%2e%2e",
    "$(x)",
    "`x`",
    "a b",
    "trailing.",
    "trailing ",
    "🙂",
    "Müller",
    "..\\x",
    "C:",
    "'\"<>&",
    "half \udc80",
]
TWINS = [
    unicodedata.normalize("NFC", "Café"),
    unicodedata.normalize("NFD", "Café"),
    "Beta",
    "beta",
    "BETA",
]
SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")


def test_a_plain_name_is_kept() -> None:
    assert folder_names(PLAIN) == {name: name for name in PLAIN}


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_any_other_name_becomes_readable_and_its_own(name: str, tmp_path: Path) -> None:
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    given = folder_names([name])[name]
    assert SAFE.fullmatch(given)
    assert given.endswith(f"-{digest}")
    assert inside(tmp_path, given).parent == tmp_path.resolve()
    assert is_plain(given)


def test_a_reader_recognises_the_name() -> None:
    assert folder_names(["Müller & Söhne"])["Müller & Söhne"].startswith("Muller-Sohne-")
    assert folder_names(["🙂"])["🙂"].startswith("engagement-")


def test_no_two_meet_on_a_disk_that_knows_no_case_or_form_in_whatever_order_they_come() -> None:
    names = [*PLAIN, *HOSTILE, *TWINS]
    given = folder_names(names)
    assert len({folder.casefold() for folder in given.values()}) == len(names)
    for seed in range(5):
        shuffled = random.Random(seed).sample(names, len(names))
        assert folder_names(shuffled) == given


def test_of_case_twins_the_first_by_name_keeps_it() -> None:
    given = folder_names(["beta", "Beta"])
    assert given["Beta"] == "Beta"
    assert re.fullmatch(r"beta-[0-9a-f]{8}", given["beta"])


def test_a_name_made_to_look_like_anothers_folder_does_not_take_it() -> None:
    lure = folder_names(["é"])["é"]
    given = folder_names(["é", lure])
    assert given[lure] == lure
    assert re.fullmatch(r"e-[0-9a-f]{16}", given["é"])


@pytest.mark.skipif(sys.platform == "win32", reason="a link there takes a privilege")
def test_a_link_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    out, other = tmp_path / "a", tmp_path / "a-evil"
    out.mkdir()
    other.mkdir()
    (out / "acme").symlink_to(other)
    (out / "self").symlink_to(out)
    for name in ("acme", "self"):
        with pytest.raises(UsageError, match="is a link to a place outside of"):
            inside(out, name)


@pytest.mark.skipif(sys.platform == "win32", reason="a link there takes a privilege")
def test_out_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    assert inside(tmp_path / "out", "acme") == (tmp_path / "real" / "acme").resolve()
