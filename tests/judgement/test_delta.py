"""The difference of two states: four parts that always sum, each of its own cause alone."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.framework import Framework
from readiness_kit.judgement import Case, judge_case
from readiness_kit.judgement.delta import Delta, delta
from readiness_kit.judgement.delta_words import (
    _RULE_WORDS,
    asked_sentence,
    delta_document,
    delta_sentence,
    rubric_sentence,
    verdict_sentence,
)
from readiness_kit.judgement.difference import PARTS, Difference
from readiness_kit.judgement.rules import RULES
from readiness_kit.judgement.stages import stages
from tests.judgement.build import AS_OF, criterion, evidence, framework, profile, rating, section
from tests.judgement.random_cases import random_case, small_framework
from tests.judgement.test_laws import provided

FLOORS = {"no_go": 35, "go": 55}
BATCH = 100


def typed(seed: int, rubric: dict[str, Any]) -> Case:
    engagement, assessment, observations, as_of = random_case(seed, rubric)
    return Case(
        Framework.model_validate(rubric),
        Profile.model_validate(engagement),
        Assessment.model_validate(assessment),
        tuple(Observation.model_validate(o) for o in observations),
        as_of,
        frozenset(provided(rubric)),
    )


def differences(found: Delta) -> list[Difference]:
    scores = [found.headline, *found.sections]
    return [
        *(side for score in scores for side in (score.claimed, score.supported)),
        *(side for change in found.changes for side in (change.claimed, change.supported)),
    ]


@pytest.mark.parametrize("batch", range(10))
def test_the_parts_of_a_thousand_random_pairs_sum_to_the_difference(batch):
    """To 1e-9, of every score and criterion; half of the pairs are judged by two frameworks."""
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        rubric = small_framework(random.Random(seed))
        other = small_framework(random.Random(seed + 1)) if seed % 2 else rubric
        a, b = typed(seed, rubric), typed(seed + 5_000, other)
        found = delta(a, b)
        for one in differences(found):
            if one.parts is None:
                assert one.state == "not_comparable"
            else:
                assert one.total is not None and one.printed is not None
                assert abs(sum(one.parts) - one.total) <= 1e-9
                assert round(sum(one.printed.parts), 1) == one.printed.total
                assert (one.printed.before, one.printed.after) == (
                    round(one.before or 0.0, 1),
                    round(one.after or 0.0, 1),
                )
        assert found.before == judge_case(a)
        assert found.after == judge_case(b)


def said(case: Case, **parts: Any) -> Case:
    """The case with other parts of its assessment."""
    return replace(case, assessment=case.assessment.model_copy(update=parts))


def about(case: Case, **fields: Any) -> Case:
    return replace(case, profile=case.profile.model_copy(update=fields))


def absent(case: Case) -> set[str]:
    return {r.criterion for r in case.assessment.ratings if r.state == "not_applicable"}


def other_ratings(a: Case, b: Case) -> Case:
    """A with B's answers, but for criteria that anybody calls not applicable."""
    scope = absent(a) | absent(b)
    kept = [r for r in a.assessment.ratings if r.criterion in scope]
    new = [r for r in b.assessment.ratings if r.criterion not in scope]
    return said(a, ratings=[*kept, *new])


def other_evidence(a: Case, b: Case) -> Case:
    case = said(about(a, target=b.profile.target), evidence=b.assessment.evidence)
    return replace(case, observations=b.observations, methods=frozenset())


def other_scope(a: Case, b: Case) -> Case:
    scope, phase, depth = b.profile.scope, b.profile.phase, b.profile.depth
    case = about(a, scope=scope, phase=phase, depth=depth)
    return said(case, decisions=b.assessment.decisions, waivers=b.assessment.waivers)


def other_rubric(a: Case, _: Case) -> Case:
    """A judged with other weights and without caps."""
    text = a.framework.model_dump(by_alias=True)
    for part in text["sections"]:
        for practice in part["practices"]:
            for place, asked in enumerate(practice["criteria"], 1):
                asked["weight"] = place
    return replace(a, framework=Framework.model_validate({**text, "caps": None}))


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("ratings", other_ratings),
        ("evidence", other_evidence),
        ("scope", other_scope),
        ("rubric", other_rubric),
    ],
)
def test_random_pairs_that_differ_in_one_thing_have_that_part_alone(part, changed):
    """Of every section and of the headline, claimed and supported."""
    moved = 0
    for seed in range(60):
        rubric = small_framework(random.Random(seed))
        a, b = typed(seed, rubric), typed(seed + 5_000, rubric)
        found = delta(a, changed(a, b))
        scores = [found.headline, *found.sections]
        for one in (side for score in scores for side in (score.claimed, score.supported)):
            parts = dict(zip(PARTS, one.parts or (), strict=False))
            names = [name for name, value in parts.items() if value]
            assert names in ([], [part])
            moved += bool(names)
    assert moved > 50


def small(**more: Any) -> Case:
    parts = [criterion("a", weight=3), criterion("b"), criterion("c")]
    rubric = more.pop("rubric", None) or framework(section("poc", parts, floors=FLOORS))
    said = {
        "ratings": more.pop("ratings", [rating("a", 2), rating("b", 3), rating("c", 3)]),
        "evidence": more.pop("evidence", [evidence("a", "test")]),
    }
    as_of = more.pop("as_of", AS_OF)
    return Case(rubric, profile(**more), Assessment.model_validate(said), (), as_of, frozenset())


def parts_of(a: Case, b: Case) -> dict[str, float]:
    found = next(s for s in delta(a, b).sections if s.id == "poc")
    assert found.supported.parts is not None
    return dict(zip(PARTS, found.supported.parts, strict=True))


def only(part: str, parts: dict[str, float]) -> float:
    """The one part that is not zero."""
    assert [name for name, value in parts.items() if value] == [part]
    return parts[part]


def test_a_higher_rating_is_a_part_of_the_ratings_alone():
    b = small(ratings=[rating("a", 3), rating("b", 3), rating("c", 3)])
    assert only("ratings", parts_of(small(), b)) == 15


def test_a_link_is_a_part_of_the_evidence_alone():
    b = small(evidence=[evidence("a", "test"), evidence("b", "test")])
    assert only("evidence", parts_of(small(), b)) == 7


def test_what_no_longer_applies_is_a_part_of_the_scope_alone():
    """Also where a rating says so, since nothing got better or worse by it."""
    absent = {**rating("b"), "state": "not_applicable", "reason": "out_of_scope"}
    b = small(ratings=[rating("a", 2), absent, rating("c", 3)])
    assert only("scope", parts_of(small(), b)) > 0
    assert only("scope", parts_of(b, small())) < 0


def test_a_new_rubric_is_a_part_of_the_rubric_alone():
    parts = [criterion("a", weight=1), criterion("b"), criterion("c")]
    other = framework(section("poc", parts, floors=FLOORS), version="2")
    assert only("rubric", parts_of(small(), small(rubric=other))) < 0


def test_ageing_is_a_part_of_the_evidence_and_a_new_word_of_the_ratings():
    """A word lapses after 90 days; said again later, it counts with the rating that carries it."""
    later = AS_OF.replace(year=2027)
    assert only("evidence", parts_of(small(), small(as_of=later))) < 0
    again = [rating(id, 4, at=f"{later}T09:00:00Z") for id in "abc"]
    parts = parts_of(small(evidence=[]), small(ratings=again, evidence=[], as_of=later))
    assert parts == {"ratings": 0, "evidence": 0, "scope": 0, "rubric": 0}


def test_a_state_without_a_score_is_not_compared_and_its_changes_are_listed():
    empty = small(ratings=[], evidence=[])
    found = delta(empty, small())
    section_ = next(s for s in found.sections if s.id == "poc")
    assert section_.supported.state == "not_comparable"
    assert section_.supported.after is not None and section_.supported.total is None
    assert [change.id for change in found.changes] == ["a", "b", "c"]
    assert {change.way for change in found.changes} == {"rose"}


def test_regressions_come_first_the_heavier_before_the_lighter():
    b = small(
        ratings=[rating("a", 1), rating("b", 0), rating("c", 4)],
        evidence=[evidence("a", "test"), evidence("c", "recurring")],
    )
    found = delta(small(), b)
    assert [(change.id, change.way) for change in found.changes] == [
        ("a", "fell"),
        ("b", "fell"),
        ("c", "rose"),
    ]


def test_what_nobody_was_asked_again_is_carried_forward():
    again = [rating("a", 2), rating("b", 3, at="2026-10-12T10:00:00Z"), rating("c", 4)]
    assert delta(small(), small(ratings=again)).carried_forward == ("a",)


def test_order_of_ratings_changes_nothing():
    a = small()
    turned = a.assessment.model_copy(update={"ratings": a.assessment.ratings[::-1]})
    b = small(ratings=[rating("a", 3), rating("b", 1), rating("c", 3)])
    assert delta(a, b) == delta(replace(a, assessment=turned), b)


def test_the_states_on_the_way_end_at_b():
    a, b = small(), small(phase="poc", ratings=[rating("a", 3)])
    way = stages(a, b)
    assert way[0] is a and way[-1] is b


def other(**more: Any) -> Framework:
    """The small rubric, published anew with something changed."""
    parts = more.pop("criteria", [criterion("a", weight=3), criterion("b"), criterion("c")])
    return framework(section("poc", parts, floors=more.pop("floors", FLOORS)), version="2", **more)


def test_what_the_rubric_asks_or_counts_otherwise_is_listed():
    """Where only what nobody is asked by changed, such as its version, nothing is."""
    caps = small().framework.caps
    assert caps is not None
    parts = [
        criterion("a", weight=2),
        criterion("b", question="And now?", blocker={"gate": "poc", "required_level": 2}),
        criterion("d"),
    ]
    more_caps = {**caps, "operating": {**caps["operating"], "document": 0.7}}
    changed = other(criteria=parts, floors={"no_go": 40, "go": 55}, caps=more_caps)
    listed = [
        (c.what, c.id, c.aspect, c.before, c.after)
        for c in delta(small(), small(rubric=changed)).rubric
    ]
    assert listed == [
        ("framework", "operating", "caps", None, None),
        ("section", "poc", "floors", "35/55", "40/55"),
        ("criterion", "d", "added", None, None),
        ("criterion", "c", "removed", None, None),
        ("criterion", "a", "weight", "3", "2"),
        ("criterion", "b", "text", None, None),
        ("criterion", "b", "blocker", "none", "poc at level 2"),
    ]
    assert delta(small(), small(rubric=other())).rubric == ()


def test_what_the_unanswered_earn_is_a_part_of_the_rubric_alone():
    """The same answers under another rule: nobody's progress, and named as a convention."""
    parts = [criterion("a"), criterion("b")]
    rubrics = [
        framework(section("poc", parts, floors=FLOORS), unanswered=rule)
        for rule in ("left_out", "earns_nothing")
    ]
    mean, earned = (small(rubric=rubric, ratings=[rating("a", 4)]) for rubric in rubrics)
    found = delta(mean, earned)
    score = next(s for s in found.sections if s.id == "poc")
    assert (score.claimed.before, score.claimed.after) == (100, 50)
    assert score.claimed.parts == (0, 0, 0, -50)
    assert [(c.what, c.aspect) for c in found.rubric] == [("framework", "conventions")]


def test_a_level_that_the_older_scale_lacks_waits_for_the_rubric():
    scale = [{"level": n, "value": n / 5, "name": str(n)} for n in range(6)]
    names = {level: f"level {level}" for level in range(6)}
    parts = [criterion("a", weight=3, levels=names), *(criterion(i, levels=names) for i in "bc")]
    b = small(
        rubric=other(criteria=parts, scale=scale),
        ratings=[rating("a", 5), rating("b", 3), rating("c", 3)],
    )
    parts_found = parts_of(small(), b)
    assert parts_found["ratings"] == 0
    assert parts_found["rubric"] != 0


def test_a_phase_that_the_older_rubric_lacks_is_entered_with_the_rubric():
    two = framework(
        section("poc", [criterion("a"), criterion("b"), criterion("c")], floors=FLOORS),
        section("mvp", [criterion("m")], floors=FLOORS),
    )
    found = delta(small(), small(rubric=two, phase="mvp"))
    new = next(score for score in found.sections if score.id == "mvp")
    assert new.supported.state == "not_comparable"
    assert {gate.phase: gate.before for gate in found.gates}["mvp"] is None


def test_a_gate_tells_which_rules_came_and_went():
    a = small(ratings=[rating("a", 0), rating("b", 0), rating("c", 0)], evidence=[])
    b = small(evidence=[evidence(id, "test") for id in "abc"])
    found = delta(a, b)
    (gate,) = found.gates
    assert "out_of_reach" in gate.went
    assert "Gone: a floor out of reach" in verdict_sentence(found, b.framework)
    assert set(_RULE_WORDS) == set(RULES)


def test_the_sentence_is_made_of_figures_that_sum_as_printed():
    """Each by itself would round to 10.0 and 0.0 where the whole moved by 10.1."""
    one = Difference(40.04, 50.08, (10.01, 0.03, 0.0, 0.0))
    assert one.printed is not None
    assert (one.printed.before, one.printed.parts, one.printed.after) == (
        40.0,
        (10.0, 0.1, 0.0, 0.0),
        50.1,
    )
    assert delta_sentence(delta(small(), small())).endswith("points supported.")


def test_where_the_weakest_has_no_score_the_section_at_the_gate_is_told():
    """Success factors that nobody was asked about have no score, and are the weakest by it."""
    parts = [criterion("a", weight=3), criterion("b"), criterion("c")]
    two = framework(section("poc", parts, floors=FLOORS), section("factors", [criterion("f")]))
    found = delta(small(rubric=two, evidence=[]), small(rubric=two))
    assert found.headline.supported.parts is None
    assert delta_sentence(found).startswith("Poc rose from ")


def test_a_changed_rubric_is_told_with_its_share():
    parts = [criterion("a", weight=1), criterion("b"), criterion("c")]
    found = delta(small(), small(rubric=other(criteria=parts)))
    told = rubric_sentence(found)
    assert told is not None and "from small 1 to small 2" in told and "−" in told
    assert rubric_sentence(delta(small(), small())) is None


def test_the_document_says_which_states_and_names_every_part():
    found = delta_document(delta(small(), small(evidence=[], rubric=other())))
    assert found["schema"] == "readiness-delta/1"
    assert found["from"]["framework"]["version"] == "1"
    assert found["to"]["framework"]["version"] == "2"
    assert found["to"]["weakest"] == "poc"
    parts = found["sections"][0]["supported"]["parts"]
    assert list(parts) == list(PARTS) and parts["evidence"] < 0


def test_criteria_that_come_with_a_deeper_assessment_are_counted_and_not_listed():
    """One is answered at once and told by its cause; two wait for an answer, or had none."""
    parts = [criterion("a"), *(criterion(id, depth="full") for id in "xyz")]
    rubric = framework(section("poc", parts, floors=FLOORS))
    quick = Case(rubric, profile(), Assessment(), (), AS_OF, frozenset())
    answered = Assessment.model_validate({"ratings": [rating("x", 2)]})
    full = replace(quick, profile=profile(depth="full"), assessment=answered)
    found = delta(quick, full)
    assert [(change.id, change.cause) for change in found.told] == [("x", "scope")]
    assert (found.entered, found.left) == (2, 0)
    assert asked_sentence(found) == "2 criteria asked now, and not answered yet."
    back = delta(full, quick)
    assert (back.entered, back.left) == (0, 2)
    assert asked_sentence(back) == "2 criteria asked no more, and never answered."
    assert asked_sentence(delta(quick, quick)) is None
