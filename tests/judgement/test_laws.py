"""The laws of scoring, held over random engagements: what may never happen whatever people say."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.framework import Framework
from readiness_kit.judgement import Scorecard, judge, result_document
from tests.judgement.random_cases import random_case, small_framework

ORDER = ("NO_GO", "CONDITIONAL", "GO")
SEEDS = st.integers(0, 2**32 - 1)
PATIENT = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True)
class Case:
    """One random engagement, as plain data."""

    framework: dict[str, Any]
    engagement: dict[str, Any]
    assessment: dict[str, Any]
    observations: list[dict[str, Any]]
    as_of: dt.date

    def judged(self) -> Scorecard:
        """Judge it with every method that its gates ask for."""
        return judge(
            Framework.model_validate(self.framework),
            Profile.model_validate(self.engagement),
            Assessment.model_validate(self.assessment),
            [Observation.model_validate(o) for o in self.observations],
            as_of=self.as_of,
            methods=provided(self.framework),
        )

    def rated(self, **rating: Any) -> Case:
        """The same case after one more rating on its day."""
        said = {"round": 9, "respondent": "consensus", "at": f"{self.as_of}T12:00:00Z", **rating}
        kept = [
            r
            for r in self.assessment["ratings"]
            if r["criterion"] != said["criterion"] or r["respondent"] != said["respondent"]
        ]
        return replace(self, assessment={**self.assessment, "ratings": [*kept, said]})


def provided(framework: dict[str, Any]) -> set[str]:
    return {
        method
        for section in framework["sections"]
        for method in (*section.get("must_run", ()), *section.get("must_pass", ()))
    }


@cache
def rubric(seed: int) -> dict[str, Any]:
    return small_framework(random.Random(seed))


def case(seed: int) -> Case:
    framework = rubric(seed % 20)
    engagement, assessment, observations, as_of = random_case(seed, framework)
    return Case(framework, engagement, assessment, observations, as_of)


def figures(card: Scorecard) -> dict[str, list[float | None]]:
    return {
        s.id: [v for r in (s.claimed, s.supported) for v in (r.score, r.low, r.high)]
        for s in card.sections
    }


def lowered(before: float | None, after: float | None) -> bool:
    return before is not None and (after is None or after < before - 1e-9)


def assert_no_worse(before: Scorecard, after: Scorecard) -> None:
    """No score, end of a range, headline margin or verdict got worse, closed sections aside."""
    closed = {s.id for s in before.sections if s.closed}
    for id, old in figures(before).items():
        for a, b in zip(old, figures(after)[id], strict=True):
            assert id in closed or not lowered(a, b), f"{id}: {a} to {b}"
    assert not lowered(before.headline.margin, after.headline.margin)
    for a, b in zip(before.gates, after.gates, strict=True):
        if a.phase not in closed and a.verdict in ORDER and b.verdict in ORDER:
            assert ORDER.index(b.verdict) >= ORDER.index(a.verdict), f"{a.rule} to {b.rule}"


@PATIENT
@given(SEEDS)
def test_ranges_and_means_are_ordered(seed):
    """Low is at most high, supported at most claimed, the lowest score at most the mean."""
    card = case(seed).judged()
    for section in card.sections:
        for reach in (section.claimed, section.supported):
            if reach.low is not None and reach.high is not None:
                assert reach.low <= reach.high
        assert not lowered(section.supported.score, section.claimed.score)
        for criterion in section.criteria:
            assert not lowered(criterion.supported, criterion.claimed)
    mean, lowest = card.headline.mean.claimed, card.headline.claimed.score
    assert (mean is None) == (lowest is None)
    assert mean is None or lowest is None or lowest <= mean + 1e-9


@PATIENT
@given(SEEDS)
def test_contributions_sum_to_the_score(seed):
    """Every number opens: the parts of a section's criteria make its score."""
    for section in case(seed).judged().sections:
        for side in ("claimed", "supported"):
            parts = [getattr(c.contribution, side) for c in section.criteria if c.state == "rated"]
            score = getattr(section, side).score
            assert score is None or abs(sum(parts) - score) < 1e-6


@PATIENT
@given(SEEDS, st.booleans())
def test_where_the_unanswered_earn_nothing_a_score_is_the_low_end(seed, earned):
    """And else never under it; what nobody rated has no score by either rule, but a low end."""
    one = case(seed)
    rule = "earns_nothing" if earned else "left_out"
    card = replace(one, framework={**one.framework, "unanswered": rule}).judged()
    for section in card.sections:
        for reach in (section.claimed, section.supported):
            if section.state != "scored":
                assert reach.score is None
            elif earned:
                assert reach.score == reach.low
            else:
                assert not lowered(reach.low, reach.score)


@PATIENT
@given(SEEDS, st.randoms(use_true_random=False))
def test_order_of_the_files_changes_nothing(seed, rng):
    """Ratings, evidence, waivers and observations may stand in any order."""
    one = case(seed)
    other = {
        key: rng.sample(value, len(value)) if key in ("ratings", "evidence", "waivers") else value
        for key, value in one.assessment.items()
    }
    shuffled = rng.sample(one.observations, len(one.observations))
    two = replace(one, assessment=other, observations=shuffled)
    assert result_document(one.judged()) == result_document(two.judged())


@PATIENT
@given(SEEDS, st.sampled_from([0.125, 0.3, 7.0]))
def test_scaling_all_weights_changes_nothing(seed, factor):
    """Only the proportions of weights count."""
    one = case(seed)
    scaled = _map_criteria(one.framework, lambda c: {**c, "weight": c["weight"] * factor})
    before, after = one.judged(), replace(one, framework=scaled).judged()
    for id, old in figures(before).items():
        for a, b in zip(old, figures(after)[id], strict=True):
            assert (a is None) == (b is None)
            assert a is None or b is None or abs(a - b) <= 2e-9


@PATIENT
@given(SEEDS, st.integers(0, 10_000))
def test_a_higher_level_lowers_nothing(seed, pick):
    """A criterion that was rated by people is rated one level higher."""
    one = case(seed)
    risen = [
        r
        for r in one.assessment["ratings"]
        if r["state"] == "rated" and r["level"] < 4 and r["at"][:10] <= str(one.as_of)
    ]
    if not risen:
        return
    chosen = risen[pick % len(risen)]
    ratings = [
        {**r, "level": r["level"] + 1} if r is chosen else r for r in one.assessment["ratings"]
    ]
    two = replace(one, assessment={**one.assessment, "ratings": ratings})
    assert_no_worse(one.judged(), two.judged())


@PATIENT
@given(SEEDS, st.integers(0, 10_000), st.sampled_from(["document", "demonstrated", "test"]))
def test_one_more_link_lowers_nothing(seed, pick, grade):
    """Fresh evidence of any grade only ever helps."""
    one = case(seed)
    ids = _criteria(one.framework)
    link = {
        "id": "e-9999",
        "criterion": ids[pick % len(ids)],
        "grade": grade,
        "reference": "new",
        "on": str(one.as_of),
    }
    two = replace(
        one, assessment={**one.assessment, "evidence": [*one.assessment["evidence"], link]}
    )
    assert_no_worse(one.judged(), two.judged())


@PATIENT
@given(SEEDS, st.integers(0, 10_000))
def test_a_better_verdict_of_the_same_run_lowers_nothing(seed, pick):
    """Fail to warn, warn to pass."""
    one = case(seed)
    worse = [o for o in one.observations if o["verdict"] in ("fail", "warn")]
    if not worse:
        return
    chosen = worse[pick % len(worse)]
    better = {"fail": "warn", "warn": "pass"}[chosen["verdict"]]
    observations = [{**o, "verdict": better} if o is chosen else o for o in one.observations]
    assert_no_worse(one.judged(), replace(one, observations=observations).judged())


@PATIENT
@given(SEEDS, st.integers(0, 4))
def test_rating_an_unknown_narrows_the_range(seed, level):
    """It may lower the score, never the low end, and never raises the high end."""
    one = case(seed)
    before = one.judged()
    for section in before.sections:
        for criterion in section.criteria:
            if criterion.state not in ("unknown", "unrated"):
                continue
            after = one.rated(criterion=criterion.id, state="rated", level=level).judged()
            old, new = section.supported, after.section(section.id).supported
            assert not lowered(old.low, new.low)
            assert old.high is None or new.high is None or new.high <= old.high + 1e-9
            return


@PATIENT
@given(SEEDS)
def test_what_does_not_apply_changes_only_counts(seed):
    """A criterion more that is not applicable leaves every score and verdict as it was."""
    one = case(seed)
    section = one.framework["sections"][0]
    practice = section["practices"][0]
    extra = {
        **practice["criteria"][0],
        "id": "extra.one",
        "blocker": None,
        "methods": [],
        "scope": {},
        "depth": "quick",
    }
    grown = {**practice, "criteria": [*practice["criteria"], extra]}
    changed = {**section, "practices": [grown, *section["practices"][1:]]}
    two = replace(
        one, framework={**one.framework, "sections": [changed, *one.framework["sections"][1:]]}
    ).rated(criterion="extra.one", state="not_applicable", level=None, reason="out_of_scope")
    before, after = one.judged(), two.judged()
    assert figures(before) == figures(after)
    assert before.gates == after.gates
    assert before.headline == after.headline


def _criteria(framework: dict[str, Any]) -> list[str]:
    return [c["id"] for s in framework["sections"] for p in s["practices"] for c in p["criteria"]]


def _map_criteria(framework: dict[str, Any], change: Any) -> dict[str, Any]:
    sections = []
    for section in framework["sections"]:
        practices = [
            {**p, "criteria": [change(c) for c in p["criteria"]]} for p in section["practices"]
        ]
        sections.append({**section, "practices": practices})
    return {**framework, "sections": sections}
