"""The catalogues of other frameworks: complete, read strictly, and met by every reference."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import readiness_kit.framework.crosswalks as crosswalks
from readiness_kit.errors import InvalidFileError, UsageError
from readiness_kit.framework import available, load_framework
from readiness_kit.framework.crosswalks import KEYS, catalogue, catalogues, load_catalogue

GROUPS = {
    "ml_test_score": {"Data": 7, "Model": 7, "Infrastructure": 7, "Monitoring": 7},
    "nist_ai_rmf": {"Govern": 19, "Map": 18, "Measure": 22, "Manage": 13},
    "mltrl": {"Research": 3, "Prototype": 2, "Product": 3, "Deployment": 2},
    "aws_ml_lens": {"Pillars": 6},
}
"""As published; the groups of the others are our own cut."""
SMALL = """\
schema: readiness-crosswalk/1
id: mltrl
title: Small
publisher: Nobody
edition: First
source: A paper
entries_are: levels
entries:
  - {id: "1", title: One, group: Low}
  - {id: "2", title: Two, group: High}
"""


def written(folder: Path, text: str, name: str = "mltrl") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> list[str]:
    """The problems of a file by line and field."""
    with pytest.raises(InvalidFileError) as caught:
        load_catalogue(path)
    return [f"{p.line}: {p.field}: {p.allowed}" for p in caught.value.problems]


def test_each_key_of_the_crosswalk_has_its_catalogue_and_no_file_is_left_over() -> None:
    files = {path.stem for path in Path(crosswalks.__file__).parent.glob("*.yaml")}
    assert list(catalogues()) == list(KEYS)
    assert files == set(KEYS)


@pytest.mark.parametrize("key", GROUPS)
def test_a_catalogue_has_as_many_entries_in_each_group_as_were_published(key: str) -> None:
    assert Counter(entry.group for entry in catalogue(key).counted) == GROUPS[key]


def test_nist_numbers_run_without_a_hole() -> None:
    """72 subcategories, each numbered on from the one before it."""
    found: dict[str, list[int]] = {}
    for entry in catalogue("nist_ai_rmf").entries:
        category, _, number = entry.id.rpartition(".")
        found.setdefault(category, []).append(int(number))
    assert sum(map(len, found.values())) == 72
    assert [c for c, numbers in found.items() if numbers != [*range(1, len(numbers) + 1)]] == []


def test_iso_has_38_controls_and_counts_no_heading() -> None:
    iso = catalogue("iso_42001")
    counted = [entry.id for entry in iso.counted]
    assert sum(id.startswith("A.") for id in counted) == 38
    assert sum(not id.startswith("A.") for id in counted) == 32
    assert iso.headings == {"6.1", "7.5", "9.2", "9.3"}
    assert iso.headings & set(counted) == set()


def test_the_articles_stand_in_their_order() -> None:
    numbers = [int(entry.id.removeprefix("Article ")) for entry in catalogue("eu_ai_act").entries]
    assert numbers == sorted(set(numbers))
    assert len(numbers) > 25


def test_every_date_has_its_source_and_what_was_not_verified_is_marked() -> None:
    """The days themselves are editable: a law that moves one must break no test."""
    dates = catalogue("eu_ai_act").dates
    assert [date.on for date in dates] == sorted({date.on for date in dates})
    assert all(date.source and date.as_known for date in dates)
    unpublished = [date.what for date in dates if not date.source.startswith("Regulation (EU)")]
    assert unpublished
    assert [date.what for date in dates if not date.verified] == unpublished


@pytest.mark.parametrize("key", KEYS)
def test_no_day_stands_outside_the_dates(key: str) -> None:
    """A day of a law in a title, a note or a reason would be missed when the law changes it."""
    each = catalogue(key)
    said = [each.note or "", *(entry.title for entry in each.entries)]
    said += [reason for entry in each.entries for reason in entry.not_covered.values()]
    assert [text for text in said if re.search(r"20[0-9]{2}", text)] == []


@pytest.mark.parametrize("name", available())
def test_every_reference_stands_in_its_catalogue(name: str) -> None:
    criteria = load_framework(name).criteria.values()
    references = {
        (key, str(id)) for c in criteria for key in KEYS for id in getattr(c.crosswalk, key)
    }
    assert references - {(key, id) for key in KEYS for id in catalogue(key).ids} == set()


@pytest.mark.parametrize("key", KEYS)
def test_reasons_are_one_sentence_about_a_framework_that_there_is(key: str) -> None:
    reasons = [pair for entry in catalogue(key).entries for pair in entry.not_covered.items()]
    assert {name for name, _ in reasons} <= set(available())
    assert [text for _, text in reasons if not re.fullmatch(r"[^!?]+\.", text)] == []
    assert [text for _, text in reasons if ". " in text] == []


def test_a_small_catalogue_is_read(tmp_path: Path) -> None:
    read = load_catalogue(written(tmp_path, SMALL))
    assert [entry.id for entry in read.counted] == ["1", "2"]
    assert read.dates == []


def test_what_is_ill_typed_is_named_by_line_and_field(tmp_path: Path) -> None:
    text = SMALL.replace("title: Two,", "titel: Two,").replace("edition: First\n", "")
    assert refused(written(tmp_path, text)) == [
        "1: edition: this key is required",
        "9: entries[1].title: this key is required",
        "9: entries[1].titel: no such key here; is it misspelled? The nearest is `title`",
    ]


def test_a_day_that_is_none_is_named(tmp_path: Path) -> None:
    text = f"{SMALL}dates:\n  - {{what: x, on: 2026-13-01, source: x, as_known: x}}\n"
    assert refused(written(tmp_path, text)) == ["12: dates[0].on: a day such as 2026-09-14"]


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        ('id: "2"', 'id: "1"', "10: entries[1].id: an id that is used once"),
        (
            "group: High}",
            'group: High, part_of: "9"}',
            "10: entries[1].part_of: the id of an entry that is itself no part",
        ),
        (
            "group: High}",
            "group: High}\n  - {id: x, title: X, group: Low}",
            "11: entries[2].group: entries of one group next to each other",
        ),
        ("id: mltrl", "id: aws_ml_lens", "2: id: the name of its file, mltrl"),
        ("id: mltrl", "id: other", f"2: id: one of {', '.join(KEYS)}"),
    ],
)
def test_what_does_not_meet_is_named(tmp_path: Path, before: str, after: str, problem: str) -> None:
    assert refused(written(tmp_path, SMALL.replace(before, after))) == [problem]


def test_a_part_of_a_part_is_refused(tmp_path: Path) -> None:
    parts = '  - {id: "2.1", title: X, group: High, part_of: "2"}\n'
    parts += '  - {id: "2.1.1", title: X, group: High, part_of: "2.1"}\n'
    assert refused(written(tmp_path, SMALL + parts)) == [
        "12: entries[3].part_of: the id of an entry that is itself no part"
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("nist", "nist_ai_rmf"),
        ("eu-ai-act", "eu_ai_act"),
        ("ISO_4201", "iso_42001"),
        ("ml_tets_score", "ml_test_score"),
    ],
)
def test_an_unknown_catalogue_is_answered_with_the_nearest(name: str, meant: str) -> None:
    with pytest.raises(UsageError, match=rf"no catalogue named '{name}'.* Did you mean {meant}\?"):
        catalogue(name)


@pytest.mark.parametrize("name", ["", "zzz"])
def test_a_name_like_no_other_gets_the_list_alone(name: str) -> None:
    with pytest.raises(UsageError, match=r"there is ml_test_score, .*aws_ml_lens\.$"):
        catalogue(name)
