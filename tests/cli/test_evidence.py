"""readiness evidence run: the order of its words, and where a fault is to be mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Type
from tests.engagement.folders import PROFILE, make

TESTED = """\
target: {id: m, version: '1', python: 'model:predict'}
data: {poc: poc.csv, production: poc.csv, label: y, key: k}
service_levels: {accuracy_min: 0.9}
"""


def test_swapped_arguments_are_told_in_their_order(say: Type, acme: Path) -> None:
    said = say("evidence", "run", "acme", "accuracy")
    assert said.code == 2
    assert said.err == (
        "the method comes first, then the engagement: readiness evidence run accuracy acme\n"
    )


@pytest.mark.parametrize("name", ["acmee", "x" * 5_000, "a\0b"])
def test_other_words_before_a_method_are_not_taken_for_an_engagement(
    name: str, say: Type, acme: Path
) -> None:
    said = say("evidence", "run", name, "accuracy")
    assert said.code == 2
    assert "no engagement at accuracy" in said.err


def test_what_lacks_in_the_profile_is_mended_there(say: Type, acme: Path) -> None:
    said = say("evidence", "run", "accuracy", acme)
    assert said.code == 30
    assert f"Mend that in {acme / 'engagement.yaml'}, then: " in said.out


def test_a_fault_of_another_file_is_not_blamed_on_the_profile(say: Type, tmp_path: Path) -> None:
    folder = make(tmp_path / "acme", PROFILE + TESTED)
    (folder / "poc.csv").write_text('k,x,y\n1,"2,3\n', encoding="utf-8")
    said = say("evidence", "run", "accuracy", folder)
    assert said.code == 30
    assert "poc.csv" in said.out
    assert "engagement.yaml" not in said.out
    assert "Mend that, then: readiness evidence run accuracy" in said.out
