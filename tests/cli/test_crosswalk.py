"""readiness framework crosswalk: what is covered, asked and answered, or which name was meant."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from readiness_kit.framework import load_framework
from readiness_kit.framework.crosswalks import KEYS, catalogue, catalogues
from readiness_kit.judgement.coverage import coverage
from readiness_kit.resources import samples
from tests.cli.conftest import Type
from tests.engagement.folders import SMALL

OWN = "poc-to-production"
CRITERIA = load_framework(OWN).criteria


@pytest.fixture
def claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample in the current folder."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(samples()["claims-triage"], Path("claims")))


def test_without_a_catalogue_each_has_its_line(say: Type) -> None:
    said = say("framework", "crosswalk", OWN)
    framework = load_framework(OWN)
    counts = [coverage(framework, catalogue(key)).covered for key in KEYS]
    lines = [re.split(r"\s+", line) for line in said.out.splitlines()]
    assert said.code == 0
    assert [(words[0], int(words[1])) for words in lines[:-1]] == [
        (key, len(covered)) for key, covered in zip(KEYS, counts, strict=True)
    ]
    assert said.out.splitlines()[-1].startswith("Entry by entry: readiness framework crosswalk ")


def test_one_catalogue_is_shown_entry_by_entry(say: Type) -> None:
    said = say("framework", "crosswalk", OWN, "--to", "ml_test_score")
    found = coverage(load_framework(OWN), catalogue("ml_test_score"))
    told = " ".join(said.out.split())
    for each in found.entries:
        assert f"{each.entry.id} {each.entry.title}" in told
    for each in found.not_covered:
        assert f"{each.entry.title} not covered: {each.reason}" in told
    assert not re.search(r"level \d|not rated|not asked", told)
    assert "Source: The ML Test Score" in told


def test_with_an_engagement_its_levels_stand_beside(say: Type, claims: Path) -> None:
    said = say("framework", "crosswalk", OWN, "--to", "nist_ai_rmf", "--engagement", claims)
    lines = said.out.splitlines()
    assert said.code == 0
    assert re.match(r"Of the \d+ covered, \d+ are asked of this system and \d+ have", lines[1])
    assert "  poc.production_metrics.accuracy_holds            level 1" in said.out
    assert re.search(r"^  MEASURE 2\.5 .*: level \d \(\d of \d rated\)$", said.out, re.MULTILINE)
    assert "not asked at this depth" in said.out


def test_with_an_engagement_the_lines_count_its_answers(say: Type, claims: Path) -> None:
    lines = say("framework", "crosswalk", OWN, "--engagement", claims).out.splitlines()
    assert all(re.search(r"covered, \d+ asked, \d+ with a level$", line) for line in lines[:-1])


def test_dates_come_with_source_and_hearsay_is_marked(say: Type) -> None:
    told = " ".join(say("framework", "crosswalk", OWN, "--to", "eu_ai_act").out.split())
    assert "Dates, as known: 2024-08-01 Entry into force (Regulation (EU) 2024/1689" in told
    assert told.count("NOT VERIFIED, ") == 1
    assert "(NOT VERIFIED, press reports of May 2026; as reported in May 2026" in told


def test_no_line_of_it_is_wider_than_its_column(say: Type) -> None:
    for key in KEYS:
        out = say("framework", "crosswalk", OWN, "--to", key).out
        assert max(map(len, out.splitlines())) <= 100


def test_the_column_of_ids_is_as_wide_as_the_longest(say: Type) -> None:
    for key in KEYS:
        entries = list(catalogue(key).counted)
        lines = say("framework", "crosswalk", OWN, "--to", key).out.splitlines()
        width = max(14, *(len(entry.id) for entry in entries))
        ids = {entry.id: entry.title.split()[0] for entry in entries}
        heads = [line for line in lines if line[2 : 2 + width].rstrip() in ids]
        assert len(heads) == len(entries), key
        assert all(
            line[3 + width :].startswith(ids[line[2 : 2 + width].rstrip()]) for line in heads
        )
        criteria = [line for line in lines if line.split()[:1] and line.split()[0] in CRITERIA]
        assert {len(line) - len(line.lstrip()) for line in criteria} == {width + 3}, key


def refers(*references: str, key: str = "ml_test_score") -> str:
    """The small framework in a file, with a reference of its first criterion."""
    told = f"weight: 2\n            crosswalk: {{{key}: [{', '.join(references)}]}}"
    Path("own.yaml").write_text(
        SMALL.read_text(encoding="utf-8").replace("weight: 2", told, 1), encoding="utf-8"
    )
    return "own.yaml"


@pytest.mark.parametrize("to", [(), ("--to", "ml_test_score")])
def test_a_reference_into_the_air_is_a_warning_and_the_rest_is_shown(
    to: tuple[str, ...], say: Type, acme: Path
) -> None:
    said = say("framework", "crosswalk", refers("data-1", "data-99"), *to)
    assert said.code == 0
    assert re.fullmatch(
        r"warning \S+ refers to 'data-99' of ml_test_score, which has no such entry; it covers "
        r"nothing\.\n",
        said.err,
    )
    assert "1 of 28 tests" in said.out


def test_a_warning_cannot_drive_the_terminal(say: Type, acme: Path) -> None:
    said = say("framework", "crosswalk", refers('"\\u202edata\\n\\tx"'))
    assert r"'\u202edata\n\tx'" in said.err
    assert say("framework", "crosswalk", refers("11", key="mltrl")).err.count("'11' of mltrl") == 1
    assert say("framework", "crosswalk", refers("9", key="mltrl")).err == ""
    assert say("framework", "crosswalk", OWN).err == ""


def test_a_framework_in_a_file_that_refers_to_nothing_says_so(say: Type, acme: Path) -> None:
    said = say("framework", "crosswalk", acme / "small.yaml", "--to", "mltrl")
    assert said.code == 0
    assert said.out.startswith("MLTRL: no criterion of small refers to any of its levels.\n")
    assert "not covered" not in said.out


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ((OWN, "--to", "nist"), "no catalogue named 'nist'"),
        ((OWN, "--to", "iso_4201"), "Did you mean iso_42001?"),
        (("poc-to-productoin",), "Did you mean poc-to-production?"),
        ((OWN, "--engagement", "nowhere"), "no engagement at nowhere"),
    ],
)
def test_a_wrong_name_is_answered_with_what_was_meant(
    say: Type, acme: Path, words: tuple[str, ...], meant: str
) -> None:
    said = say("framework", "crosswalk", *words)
    assert (said.code, said.out) == (2, "")
    assert meant in said.err


def test_an_engagement_of_another_framework_is_refused_with_its_own(say: Type, acme: Path) -> None:
    said = say("framework", "crosswalk", OWN, "--engagement", acme)
    assert (said.code, said.out) == (2, "")
    assert "acme is judged by small 1.0, not by this text of poc-to-production" in said.err
    assert "readiness framework crosswalk acme/small.yaml --engagement acme" in said.err.replace(
        "\\", "/"
    )
    assert say("framework", "crosswalk", acme / "small.yaml", "--engagement", acme).code == 0


def test_a_broken_file_is_told_by_line_and_field(say: Type, acme: Path) -> None:
    text = SMALL.read_text(encoding="utf-8").replace("kind: operating", "kind: odd")
    Path("broken.yaml").write_text(text, encoding="utf-8")
    said = say("framework", "crosswalk", "broken.yaml")
    assert (said.code, said.out) == (2, "")
    assert "criteria[0].kind: one of 'measurable', 'operating'" in said.err


def test_what_engagement_yaml_names_is_a_section_of_the_summary(say: Type, tmp_path: Path) -> None:
    """The sample at full depth names two, and the report holds both, with every entry."""
    said = say("run", samples()["nurse-rota"], "--notebook", "06", "--out", tmp_path / "out")
    assert said.code == 0, said.err
    page = tmp_path / "out" / "nurse-rota" / "06_executive_summary.html"
    html = unescape(page.read_text(encoding="utf-8"))
    for key in ("ml_test_score", "eu_ai_act"):
        assert f'id="crosswalk-{key.replace("_", "-")}"' in html
        assert all(entry.title in html for entry in catalogues()[key].counted)
    assert "25 of 28 tests are covered; these three are not, because:" in html
