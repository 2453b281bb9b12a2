"""Page one tells what the scorecard says and leaves out what nobody knows; three asks, no more."""

from __future__ import annotations

from readiness_kit.judgement.words import gate_sentence, headline_sentence
from readiness_kit.views.accuracy import accuracy_sentence
from readiness_kit.views.asks import ASKED, asks
from readiness_kit.views.cover import cover
from readiness_kit.views.gate import gate
from readiness_kit.views.html import plain
from readiness_kit.views.summary import risks, summary
from readiness_kit.views.view import View
from tests.judgement.build import criterion, evidence, framework, rating, section
from tests.views.stories import FLOORS, built, gateless, sample

DAYS = [1, 2, 3]
REMEDY = {"text": "Do it.", "effort_days": DAYS, "prove_days": DAYS, "cost_of_neglect": "Pain."}
SHOWN = {"document": "Paper.", "demonstrated": "Show it.", "test": "Test.", "recurring": "Again."}


def text(view: View) -> str:
    return " ".join(plain(view.element).split())


def test_page_one_gives_the_verdict_its_rule_and_what_was_measured() -> None:
    told = sample()
    said = text(summary(told))
    rubric = told.engagement.framework
    assert "Our advice at the gate of Production-minded POC is “no go”." in said
    assert gate_sentence(told.gate, rubric) in said
    assert "The decision lies with Claims steering committee." in said
    seen = told.latest("accuracy")
    assert seen is not None
    assert accuracy_sentence(seen) in said
    assert headline_sentence(told.card) in said
    proof = sum(finding.only_proof for finding in told.findings)
    assert f"{len(told.findings)} criteria fall short of the target: {proof} only need" in said


def test_the_days_of_what_falls_short_add_up() -> None:
    must = {"remediation": REMEDY}
    rubric = framework(
        section("poc", [criterion("a", **must), criterion("b", **must)], floors=FLOORS)
    )
    said = text(summary(built(rubric, "poc", said={"ratings": [rating("a", 3), rating("b", 1)]})))
    assert "1 only needs proof (about 2 working days)" in said
    assert "1 needs work (about 4 working days)" in said


def test_a_sentence_without_its_figures_is_left_out() -> None:
    rubric = framework(section("poc", [criterion("a")], floors=FLOORS))
    said = text(summary(built(rubric, "poc")))
    assert "labelled records" not in said
    assert "systems that it touches" not in said
    assert "We could not see everything: of 1 criteria 1 was not asked yet." in said


def test_without_gates_page_one_names_the_weakest_section() -> None:
    assert headline_sentence(gateless().card) in text(summary(gateless()))
    assert "Answer: c." in text(risks(gateless()))
    assert "gate" not in text(risks(gateless()))


def test_the_three_gravest_findings_are_the_risks() -> None:
    told = sample()
    said = text(risks(told))
    for finding in told.findings[:3]:
        asked = told.criterion(finding.criterion)
        assert asked.remediation is not None
        assert f"Not so yet: {asked.title}" in said
        assert " ".join(asked.remediation.cost_of_neglect.split()) in said
    assert said.count("Not so yet: ") == min(3, len(told.findings))


def test_asks_follow_the_rules_of_the_gate_and_are_three_at_most() -> None:
    must = {"gate": "poc", "required_level": 2}
    more = {"remediation": REMEDY, "evidence": SHOWN}
    parts = [
        criterion("open", blocker=must, title="Open one", **more),
        criterion("unrated", blocker=must, title="Unrated one", **more),
        criterion("unproved", blocker=must, title="Unproved one", **more),
        criterion("weak", title="Weak one", **more),
    ]
    rubric = framework(section("poc", parts, floors=FLOORS, admits_unproved=True))
    said = {"ratings": [rating("open", 1), rating("unproved", 2), rating("weak", 1)]}
    told = built(rubric, "poc", said=said)
    asked = [plain(ask) for ask in asks(told)]
    assert len(asked) == ASKED
    assert asked[0].startswith("Make it true: Open one. Do it.")
    assert "1 to 3 working days" in asked[0]
    assert [ask for ask in asked if "Unrated one" in ask or "Unproved one" in ask]
    assert len(set(asked)) == len(asked)


def test_where_nothing_is_missing_the_ask_is_to_decide() -> None:
    rubric = framework(section("poc", [criterion("a")], floors=FLOORS))
    said = {"ratings": [rating("a", 4)], "evidence": [evidence("a", "test")]}
    told = built(rubric, "poc", said=said)
    assert [plain(ask) for ask in asks(told)] == [
        "Decide: nothing that the gate asks for is missing."
    ]


def test_a_phase_that_is_ahead_is_not_judged() -> None:
    rubric = framework(
        section("poc", [criterion("a")], floors=FLOORS),
        section("mvp", [criterion("b")], floors=FLOORS),
    )
    story = built(rubric, "mvp", said={"ratings": [rating("a", 4)]}, phase="poc")
    said = text(cover(story))
    assert "Ahead" in said
    assert "This phase is ahead: the gate that is next is that of Poc." in said
    assert "Not assessable" not in said
    assert "Were it judged today it would be" in text(gate(story))
    assert "has not decided yet" not in text(gate(story))
