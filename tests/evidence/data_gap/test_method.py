"""The data gap as an observation: scope, what it holds open, and that no value leaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.engagement.observation import Observation, observation_bytes
from readiness_kit.evidence.data_gap.method import data_gap
from readiness_kit.evidence.run import is_fresh, run_method
from tests.evidence.conftest import Client, claims
from tests.evidence.data_gap.conftest import drawn, numbers

CANARY = "canary-7f3a"


def seen(client: Client, **more: object) -> Observation:
    return run_method("data-gap", client.engagement(**more))


def rows(n: int, seed: int, *, cents: float = 0.0, channel: str = "") -> list[str]:
    """Claims; a share of their amounts in cents, some from one channel."""
    lines = ["claim_id,amount,region,channel,note,approved"]
    regions, amounts = drawn(n, seed, ("north", "south")), numbers(n, seed)
    for row, (region, amount) in enumerate(zip(regions, amounts, strict=True)):
        spoiled = f"{100 * float(amount):.0f}" if row < cents * n else amount
        way = channel if channel and row < cents * n else "web"
        text = f"{CANARY}{seed} {row} wrote"
        lines.append(f"c{seed}-{row},{spoiled},{region},{way},{text},{row % 2}")
    return lines


def test_a_cause_is_named_with_its_share_and_what_to_do(client: Client) -> None:
    client = client.samples(poc=rows(2_000, 1), production=rows(2_000, 2, cents=0.1))
    found = seen(client)
    check = next(c for c in found.checks if c.column == "amount")
    assert (found.verdict, check.verdict) == ("fail", "fail")
    assert "cents instead of euros" in (check.cause or "")
    assert check.fix
    assert found.inputs[1].rows == 2_000
    assert found.target is not None  # named, though it was not asked


def test_what_the_client_left_out_is_left_out_and_told(client: Client) -> None:
    client = client.samples(
        poc=rows(2_000, 1), production=rows(2_000, 2, cents=0.1, channel="legacy")
    )
    found = seen(client, excluded_segments=["channel == 'legacy'"])
    assert not [c for c in found.checks if c.column == "amount"]
    assert any("200 of production" in note for note in found.figures["notes"])


def test_nothing_left_is_no_verdict(client: Client) -> None:
    found = seen(client, excluded_segments=["channel == 'web'"])
    assert (found.verdict, found.state) == ("inconclusive", "done")
    assert "every row" in (found.reason or "")


def test_too_few_rows_say_how_many_would_decide(client: Client) -> None:
    client = client.samples(poc=claims(90, 4), production=claims(90, 5, start=1000))
    found = seen(client)
    assert found.verdict == "inconclusive"
    assert found.decides_at_n and found.decides_at_n >= 400
    assert "too few rows" in (found.reason or "")


def test_no_value_of_a_record_is_told(client: Client, tmp_path: Path) -> None:
    client = client.samples(poc=rows(1_000, 1), production=rows(1_000, 2, cents=0.2))
    told = observation_bytes(seen(client)).decode()
    assert CANARY not in told
    assert str(tmp_path) not in told
    assert "c2-7" not in told


def test_the_same_files_and_seed_give_the_same_bytes(client: Client, clock) -> None:  # type: ignore[no-untyped-def]
    engagement = client.engagement()
    one, other = (run_method("data-gap", engagement, clock=clock) for _ in range(2))
    assert one.model_dump(exclude={"duration_s"}) == other.model_dump(exclude={"duration_s"})


def test_it_holds_until_a_file_or_a_setting_changes(client: Client) -> None:
    found = seen(client)
    assert is_fresh(found, client.engagement(), data_gap)
    other = {**client.profile["data"], "key": None}
    assert not is_fresh(found, client.engagement(data=other), data_gap)
    client.samples(production=claims(401, 24, start=1000))
    assert not is_fresh(found, client.engagement(), data_gap)


@pytest.mark.parametrize("name", ["poc", "production"])
def test_a_missing_file_is_skipped_with_its_name(client: Client, name: str) -> None:
    (client.folder / "data" / f"{name}.csv").unlink()
    found = seen(client)
    assert found.state == "skipped"
    assert f"data/{name}.csv" in (found.reason or "")


def test_columns_that_a_file_lacks_are_told(client: Client) -> None:
    found = seen(client, data={**client.profile["data"], "time": "received_at"})
    assert any("received_at" in note for note in found.figures["notes"])
