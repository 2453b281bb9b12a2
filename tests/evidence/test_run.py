"""Running a method by name, and telling which recorded runs still hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from readiness_kit.engagement.observation import Observation
from readiness_kit.errors import UsageError
from readiness_kit.evidence import is_fresh, missing_or_stale, provided, run_method
from readiness_kit.evidence.run import settings_of
from tests.evidence.conftest import AS_OF, Client, claims, framework

Clock = Callable[[], dt.datetime]


def without_time(seen: Observation) -> Observation:
    return seen.model_copy(update={"duration_s": None})


def test_an_unknown_method_is_wrong_usage_and_names_those_there_are(client: Client) -> None:
    with pytest.raises(
        UsageError,
        match=r"no evidence method 'no-such'; provided are: claim-check, data-gap, accuracy",
    ):
        run_method("no-such", client.engagement())


def test_a_fixed_day_dates_the_observation_with_the_clocks_time(
    client: Client, clock: Clock
) -> None:
    seen = run_method("accuracy", client.engagement(), clock=clock)
    assert seen.as_of == AS_OF
    assert seen.finished_at == dt.datetime(2026, 10, 12, 3, 4, 5, tzinfo=dt.UTC)


def test_ids_count_on_from_what_is_recorded(client: Client) -> None:
    engagement = client.engagement()
    first = run_method("accuracy", engagement)
    second = run_method("accuracy", replace(engagement, observations=(first,)))
    assert (first.id, second.id) == ("accuracy-2026-10-12-01", "accuracy-2026-10-12-02")


def test_the_same_input_and_seed_give_the_same_observation(client: Client, clock: Clock) -> None:
    one, two = (run_method("accuracy", client.engagement(), seed=5, clock=clock) for _ in "12")
    assert without_time(one) == without_time(two)
    assert one.seed == 5


def test_a_run_writes_nothing_into_the_engagement(client: Client) -> None:
    before = {p: p.stat().st_mtime_ns for p in client.folder.rglob("*")}
    run_method("accuracy", client.engagement())
    assert {p: p.stat().st_mtime_ns for p in client.folder.rglob("*")} == before


def test_progress_is_told_up_to_the_end(client: Client) -> None:
    told: list[tuple[int, int, str]] = []
    run_method("accuracy", client.engagement(), progress=lambda *step: told.append(step))
    assert told == [
        (0, 400, "POC sample"),
        (400, 400, "POC sample"),
        (0, 400, "production sample"),
        (400, 400, "production sample"),
    ]


def test_nothing_recorded_is_missing(client: Client) -> None:
    assert missing_or_stale(client.engagement(), provided()) == [
        "claim-check",
        "data-gap",
        "accuracy",
        "attribution",
        "contract",
        "edge-cases",
    ]


def test_a_method_that_could_not_run_is_not_missing(client: Client) -> None:
    assert missing_or_stale(client.engagement(target=None), ["accuracy", "edge-cases"]) == []


def test_a_run_stays_fresh_while_nothing_changed(client: Client) -> None:
    seen = run_method("accuracy", client.engagement())
    engagement = replace(client.engagement(system="Another title"), observations=(seen,))
    assert is_fresh(seen, engagement, provided()["accuracy"])
    assert missing_or_stale(engagement, ["accuracy"]) == []


CHANGES = {
    "target version": {"target": {"id": "claims-model", "version": "4", "python": "model:predict"}},
    "target id": {"target": {"id": "other", "version": "3", "python": "model:predict"}},
    "stop number": {"service_levels": {"accuracy_min": 0.95, "records_per_day": 1000}},
    "excluded segments": {"excluded_segments": ["channel == 'legacy'"]},
    "another file": {
        "data": {"poc": "data/poc.csv", "production": "data/poc.csv", "label": "approved"}
    },
}


@pytest.mark.parametrize("method", ["accuracy", "edge-cases"])
def test_another_currency_makes_a_run_stale_where_errors_have_a_price(
    client: Client, method: str
) -> None:
    def settings(**more: object) -> str:
        return settings_of(provided()[method], client.engagement(**more))

    dollars = {"currency": "USD"}
    assert settings() == settings(budget={"currency": "EUR"}) != settings(budget=dollars)
    assert settings(error_costs={}) == settings(error_costs={}, budget=dollars)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_what_was_asked_makes_a_run_stale(client: Client, change: str) -> None:
    seen = run_method("accuracy", client.engagement())
    changed = client.engagement(**CHANGES[change])
    assert not is_fresh(seen, changed, provided()["accuracy"])


def test_another_file_content_makes_a_run_stale(client: Client) -> None:
    seen = run_method("accuracy", client.engagement())
    client.samples(production=claims(400, 25, start=1000))
    assert not is_fresh(seen, client.engagement(), provided()["accuracy"])


def test_a_file_that_went_away_makes_a_run_stale(client: Client) -> None:
    seen = run_method("accuracy", client.engagement())
    (client.folder / "data" / "poc.csv").unlink()
    assert not is_fresh(seen, client.engagement(), provided()["accuracy"])


def test_another_method_version_makes_a_run_stale(client: Client) -> None:
    seen = run_method("accuracy", client.engagement())
    newer = replace(provided()["accuracy"], version="later")
    assert not is_fresh(seen, client.engagement(), newer)


def test_a_run_that_says_no_settings_is_taken_by_inputs_version_and_target(
    client: Client,
) -> None:
    seen = run_method("accuracy", client.engagement())
    seen = seen.model_copy(update={"environment": {}})
    assert is_fresh(seen, client.engagement(), provided()["accuracy"])


TRAINED = {"poc": "data/poc.csv", "training": "data/training.csv", "label": "approved"}


@pytest.mark.parametrize("then", ["the same", "another content", "gone", "unnamed"])
def test_a_file_that_a_method_can_do_without_is_watched_too(client: Client, then: str) -> None:
    client.samples(training=claims(300, 9, start=5000))
    seen = run_method("claim-check", client.engagement(data=TRAINED))
    assert [entry.path for entry in seen.inputs] == ["data/poc.csv", "data/training.csv"]
    data = TRAINED
    if then == "another content":
        client.samples(training=claims(300, 10, start=5000))
    elif then == "gone":
        (client.folder / "data" / "training.csv").unlink()
    elif then == "unnamed":
        data = {"poc": "data/poc.csv", "label": "approved"}
    fresh = is_fresh(seen, client.engagement(data=data), provided()["claim-check"])
    assert fresh == (then == "the same")


def test_a_file_that_was_awaited_and_came_makes_a_run_stale(client: Client) -> None:
    seen = run_method("claim-check", client.engagement(data=TRAINED))
    assert is_fresh(seen, client.engagement(data=TRAINED), provided()["claim-check"])
    client.samples(training=claims(300, 9, start=5000))
    assert not is_fresh(seen, client.engagement(data=TRAINED), provided()["claim-check"])


def test_a_model_that_a_method_can_do_without_is_watched_too(client: Client) -> None:
    method, asked = provided()["claim-check"], client.engagement(data=TRAINED)
    unasked = client.engagement(data=TRAINED, target=None)
    newer = client.engagement(data=TRAINED, **CHANGES["target version"])
    seen, alone = run_method("claim-check", asked), run_method("claim-check", unasked)
    assert is_fresh(seen, asked, method)
    assert is_fresh(alone, unasked, method)
    assert not is_fresh(seen, newer, method)
    assert not is_fresh(seen, unasked, method)
    assert not is_fresh(alone, asked, method)


def test_an_error_is_never_fresh_and_the_newest_run_decides(client: Client) -> None:
    good = run_method("accuracy", client.engagement())
    later = good.finished_at + dt.timedelta(hours=1)
    error = good.model_copy(update={"id": "x", "state": "error", "finished_at": later})
    engagement = replace(client.engagement(), observations=(error, good))
    assert not is_fresh(error, engagement, provided()["accuracy"])
    assert missing_or_stale(engagement, ["accuracy"]) == ["accuracy"]


def test_a_run_that_compared_nothing_is_due_until_the_model_is_mended(client: Client) -> None:
    """The mending is in model.py; a new target.version must not be needed to see it."""
    client.model("def predict(records):\n    return ['yes' for r in records]\n")
    seen = run_method("accuracy", client.engagement())
    engagement = replace(client.engagement(), observations=(seen,))
    assert (seen.state, seen.verdict) == ("done", "inconclusive")
    assert missing_or_stale(engagement, ["accuracy"]) == ["accuracy"]


def test_a_run_that_is_older_than_a_test_lives_is_due_again(client: Client) -> None:
    """Else the gate would wait for a run that nothing makes."""
    seen = run_method("accuracy", client.engagement())
    lives = framework().model_copy(update={"lives_days": {"test": 90}})
    for days, due in ((90, []), (91, ["accuracy"])):
        day = seen.as_of + dt.timedelta(days=days)
        engagement = replace(client.engagement(as_of=day), observations=(seen,), framework=lives)
        assert missing_or_stale(engagement, ["accuracy"]) == due


def test_a_fault_of_ours_is_an_error_that_tells_no_text(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError("a record of the client's")

    method = replace(provided()["accuracy"], run=broken)
    monkeypatch.setattr("readiness_kit.evidence.run.provided", lambda: {"accuracy": method})
    monkeypatch.delenv("READINESS_DEBUG", raising=False)
    seen = run_method("accuracy", client.engagement())
    told = "a fault of readiness-kit (ZeroDivisionError); READINESS_DEBUG=1 shows where"
    assert (seen.state, seen.verdict, seen.reason) == ("error", None, told)
    monkeypatch.setenv("READINESS_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        run_method("accuracy", client.engagement())
