"""Who is asked what before anybody meets, and what of it is open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement.folder import Engagement
from readiness_kit.judgement.prework import PreWork, pre_work, sections_now
from tests.cli.prework_files import PEOPLE, make_asking, rate
from tests.engagement.folders import PROFILE, SMALL


def work(folder: Path, *sections: str) -> PreWork:
    opened = Engagement.open(folder)
    chosen = sections or sections_now(opened.framework, opened.profile)
    return pre_work(opened.framework, opened.profile, opened.assessment, chosen)


def by_person(found: PreWork) -> dict[str, Any]:
    return {each.person: each for each in found.invited}


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    return make_asking(tmp_path / "acme")


def test_asked_are_the_current_phase_and_the_factors_of_whom_it_counts(acme: Path) -> None:
    found = work(acme)
    assert found.sections == ("poc", "factors")
    assert {each.person: each.criteria for each in found.invited} == {
        "ml": ("poc.data.real", "poc.data.owned"),
        "data": ("poc.data.real", "poc.data.owned"),
        "sponsor": ("poc.data.owned", "factors.sponsor.named"),
    }
    assert (found.facilitators, found.idle, found.unheld) == (("lead",), (), ())


def test_open_is_what_has_no_answer_in_any_round_and_dont_know_is_one(acme: Path) -> None:
    rate(acme, "ml", "poc.data.real", state="unknown")
    rate(acme, "sponsor", "poc.data.owned", level=2, round=1)
    rate(acme, "data", "poc.data.owned", level=2)
    found = by_person(work(acme))
    assert found["ml"].open == ("poc.data.owned",)
    assert found["sponsor"].open == ("factors.sponsor.named",)
    assert found["data"].open == ("poc.data.real",)


def test_what_nobody_can_answer_and_who_has_nothing_to_answer_are_named(acme: Path) -> None:
    text = (acme / "engagement.yaml").read_text("utf-8")
    nobody = text.replace("{id: sponsor, role: sponsor}", "{id: legal, role: legal}")
    (acme / "engagement.yaml").write_text(nobody, "utf-8")
    found = work(acme, "factors")
    assert (found.invited, found.unheld) == ((), ("factors.sponsor.named",))
    assert found.idle == ("ml", "data", "legal")


def test_where_only_facilitators_are_they_are_asked_everything(acme: Path) -> None:
    text = (acme / "engagement.yaml").read_text("utf-8")
    (acme / "engagement.yaml").write_text(text.replace(PEOPLE, "people: []"), "utf-8")
    found = work(acme)
    assert [(each.person, len(each.criteria)) for each in found.invited] == [("lead", 3)]
    assert found.facilitators == ()


def test_a_criterion_out_of_scope_is_not_asked(tmp_path: Path) -> None:
    folder = make_asking(tmp_path / "acme")
    text = SMALL.read_text("utf-8").replace(
        "id: poc.data.owned\n", "id: poc.data.owned\n            scope: {regulated: true}\n"
    )
    (folder / "small.yaml").write_text(text, "utf-8")
    (folder / "engagement.yaml").write_text(PROFILE, "utf-8")
    assert by_person(work(folder))["ml"].criteria == ("poc.data.real", "factors.sponsor.named")
