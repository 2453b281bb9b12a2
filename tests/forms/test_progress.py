"""Progress: what it says of time, how often, and what a stopped run leaves behind."""

from __future__ import annotations

import pytest

from readiness_kit.errors import TargetError
from readiness_kit.forms.again import RunAgain
from readiness_kit.forms.pace import Pace, spelled
from readiness_kit.forms.progress import ProgressBar, ProgressLines


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """The moment it is."""
        return self.now


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0.0, "1 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (125, "2 min"),
        (3_590, "1 h"),
        (3_900, "1 h 5 min"),
        (7_200, "2 h"),
    ],
)
def test_durations_are_said_as_people_say_them(seconds: float, expected: str) -> None:
    assert spelled(seconds) == expected


def test_what_remains_is_estimated_from_the_rate_once_there_is_one() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert pace.told(0, 1_000, "POC sample") == "POC sample: 0 of 1,000, 1 s"
    clock.now += 1
    assert "left" not in pace.told(10, 1_000, "POC sample")
    clock.now += 29
    assert pace.told(250, 1_000, "POC sample") == "POC sample: 250 of 1,000, 30 s, about 2 min left"
    assert "left" not in pace.told(1_000, 1_000, "POC sample")


def test_each_stage_has_its_own_rate_and_the_run_one_clock() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.told(0, 10, "fast")
    clock.now += 60
    assert pace.told(0, 100, "slow") == "slow: 0 of 100, 1 min"
    clock.now += 10
    assert pace.told(10, 100, "slow, another word") == (
        "slow, another word: 10 of 100, 1 min, about 2 min left"
    )
    assert "left" not in pace.told(0, 100, "again from the start")


def test_a_step_without_a_total_shows_no_share() -> None:
    assert Pace(Clock()).told(0, 0, "starting") == "starting, 1 s"
    bar = ProgressBar(Clock())
    bar(0, 0, "starting")
    assert (bar.bar.value, bar.bar.max) == (0, 1)


def test_a_bar_is_redrawn_at_most_five_times_a_second() -> None:
    clock = Clock()
    bar = ProgressBar(clock)
    for done in range(50):
        bar(done, 100, "records")
        clock.now += 0.01
    assert bar.bar.value == 40
    assert bar.words.value.startswith("records: 40 of 100")
    bar(50, 100, "others")
    assert (bar.bar.value, bar.bar.max) == (50, 100)


def test_lines_come_at_new_steps_and_every_ten_seconds() -> None:
    clock, lines = Clock(), []
    told = ProgressLines(lines.append, clock)
    for done in range(30):
        told(done, 30, "records")
        clock.now += 1
    told(0, 5, "others")
    starts = [line.split(",")[0] for line in lines]
    assert starts == [f"records: {n} of 30" for n in (0, 10, 20)] + ["others: 0 of 5"]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (KeyboardInterrupt(), "Stopped. Nothing was recorded."),
        (TargetError("model:predict ended."), "model:predict ended."),
    ],
)
def test_a_run_that_was_stopped_or_failed_says_so_and_can_be_started_again(
    error: BaseException, expected: str
) -> None:
    def run(progress: ProgressBar) -> str:
        assert row.row.children == (progress.box,)
        raise error

    row = RunAgain("Unchanged.", run)
    row.click()
    assert row.words.value == expected
    assert row.row.children == (row.words, row.button)


def test_a_fault_of_ours_is_not_hidden() -> None:
    def run(progress: ProgressBar) -> str:
        raise ZeroDivisionError

    row = RunAgain("Unchanged.", run)
    with pytest.raises(ZeroDivisionError):
        row.click()
    assert row.words.value == "It did not come to its end. Nothing was recorded."
    assert row.button in row.row.children
