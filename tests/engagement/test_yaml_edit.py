"""One value of a YAML text changes, and every other byte of it stays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readiness_kit.engagement.profile import Profile
from readiness_kit.engagement.template import new_engagement
from readiness_kit.engagement.yaml_edit import edited
from readiness_kit.engagement.yaml_text import Value
from readiness_kit.errors import InvalidFileError, UsageError
from readiness_kit.reading import parse_yaml, validated
from readiness_kit.resources import samples

POC, LABEL = ("data", "poc"), ("data", "label")


def changed(text: str, path: tuple[str, ...], value: Value | None) -> str:
    return edited(text.encode(), {path: value}, name="e.yaml").decode()


def lines(text: str) -> list[str]:
    """The lines without the one that is expected to differ."""
    return [line for line in text.splitlines() if "poc" not in line]


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("data:  # c\n  poc: a    # d\n", POC, "bc", "data:  # c\n  poc: bc   # d\n"),
        ("data:\n  poc: 'a#b' # d\n", POC, "c", "data:\n  poc: c # d\n"),
        ("data: {poc: a, key: b} # c\n", POC, "x", "data: {poc: x, key: b} # c\n"),
        (
            "data:\n  poc: a # c\n\n# end\n",
            LABEL,
            "z",
            "data:\n  poc: a # c\n  label: z\n\n# end\n",
        ),
        ("data: {poc: a}\n", LABEL, "z", "data: {poc: a, label: z}\n"),
        ("data: # c\nx: 1\n", POC, "a", "data: {poc: a} # c\nx: 1\n"),
        ("data: null\n", POC, "a", "data: {poc: a}\n"),
        ("x: 1 # c\n", POC, "a", "x: 1 # c\n\ndata:\n  poc: a\n"),
        ("x: 1", POC, "a", "x: 1\n\ndata:\n  poc: a\n"),
        ("{x: 1}\n", POC, "a", "{x: 1, data: {poc: a}}\n"),
        ("#data:\n#  poc: p\n\nx: 1\n", POC, "a", "#data:\n#  poc: p\ndata:\n  poc: a\n\nx: 1\n"),
        ("data:\r\n  key: b\r\nx: 1\r\n", POC, "a", "data:\r\n  key: b\r\n  poc: a\r\nx: 1\r\n"),
        ("\ufeffdata:\n  poc: a\n", POC, "b", "\ufeffdata:\n  poc: b\n"),
        ("data:\n  poc: a # c\n  key: b\n", POC, None, "data:\n  # c\n  key: b\n"),
        ("data:\n  poc: a\n  key: b\n", POC, None, "data:\n  key: b\n"),
        ("data: {poc: a, key: b}\n", POC, None, "data: {key: b}\n"),
        ("data: {key: b, poc: a}\n", POC, None, "data: {key: b}\n"),
        ("data:\n  poc: a # c\n", POC, None, "data:\n  {} # c\n"),
        ("data:\n  key: a\n", POC, None, "data:\n  key: a\n"),
        ("x: 1\n", POC, None, "x: 1\n"),
    ],
)
def test_only_the_value_changes(
    before: str, path: tuple[str, ...], value: str | None, after: str
) -> None:
    assert after == changed(before, path, value)


DAY, COST = dt.date(2026, 9, 7), ("error_costs", "1")


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("s: {acts: false, x: a} # c\n", ("s", "acts"), True, "s: {acts: true, x: a} # c\n"),
        ("s:\n  acts: true    # c\n", ("s", "acts"), False, "s:\n  acts: false   # c\n"),
        ("s:\n  a: 0.9   # c\n", ("s", "a"), 0.95, "s:\n  a: 0.95  # c\n"),
        ("s:\n  a: '0.9'\n", ("s", "a"), 0.9, "s:\n  a: 0.9\n"),
        ("s: {a: 1}\n", ("s", "b"), 10_000.0, "s: {a: 1, b: 10000}\n"),
        ("s: {}\n", ("s", "b"), 7, "s: {b: 7}\n"),
        ("s: {a: 1}\n", ("s", "b"), 1e-7, "s: {a: 1, b: 1e-07}\n"),
        ("start:   # c\nx: 1\n", ("start",), DAY, "start: 2026-09-07  # c\nx: 1\n"),
        ("start: 2025-01-01 # c\nx: 1\n", ("start",), DAY, "start: 2026-09-07 # c\nx: 1\n"),
        ("start: 2025-01-01 # c\nx: 1\n", ("start",), None, "# c\nx: 1\n"),
        ("x: 1 # c", ("start",), DAY, "x: 1 # c\nstart: 2026-09-07"),
        (
            "#start: 2025-01-01\n\n# c\nx: 1\n",
            ("start",),
            DAY,
            "#start: 2025-01-01\nstart: 2026-09-07\n\n# c\nx: 1\n",
        ),
        (
            "#start: 1\r\n\r\nx: 1\r\n",
            ("start",),
            DAY,
            "#start: 1\r\nstart: 2026-09-07\r\n\r\nx: 1\r\n",
        ),
        ("\ufeffs: {acts: false}\n", ("s", "acts"), True, "\ufeffs: {acts: true}\n"),
        ("x: 1\n", ("a", "b", "c"), True, "x: 1\n\na:\n  b:\n    c: true\n"),
        ("a:\n  x: 1 # c\n", ("a", "b", "c"), 2, "a:\n  x: 1 # c\n  b: {c: 2}\n"),
        ("a: {x: 1}\n", ("a", "b", "c"), False, "a: {x: 1, b: {c: false}}\n"),
        ("x: 1\r\n", ("a", "b"), 2, "x: 1\r\n\r\na:\r\n  b: 2\r\n"),
        ('error_costs: {"0": 340}\n', COST, 25.5, 'error_costs: {"0": 340, "1": 25.5}\n'),
        ("x: 1\n", COST, 25.0, 'x: 1\n\nerror_costs:\n  "1": 25\n'),
        ('error_costs: {"1": 340}\n', COST, None, "error_costs: {}\n"),
    ],
)
def test_flags_figures_and_days_are_written_as_people_write_them(
    before: str, path: tuple[str, ...], value: Value | None, after: str
) -> None:
    assert after == changed(before, path, value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_figure_reads_back_as_it_was(value: float) -> None:
    made = parse_yaml(changed("a: 1 # c\n", ("a",), value).encode(), "e").data
    assert float(made["a"]) == value


def test_a_flag_is_no_text_and_a_text_no_flag() -> None:
    flag, text = (changed("a: 1\n", ("a",), value) for value in (True, "true"))
    assert (flag, text) == ("a: true\n", 'a: "true"\n')


def test_a_group_is_not_replaced_by_a_figure_at_the_cost_of_a_comment() -> None:
    with pytest.raises(UsageError, match=r"a cannot be changed here"):
        changed("a:\n  b: 1 # c\n  d: 2\n", ("a",), 3)


@pytest.mark.parametrize("word", ["null", "no", "1", "2026-01-01", "a: b", "# c", "~", "", "{}"])
def test_text_stays_text(word: str) -> None:
    made = parse_yaml(changed("data:\n  key: b\n", POC, word).encode(), "e").data
    assert made["data"]["poc"] == word


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30))
@example("\u2028\x85\ufeff\"'\\ #: {}")
def test_any_text_reads_back_and_moves_nothing_else(value: str) -> None:
    raw = (samples()["claims-triage"] / "engagement.yaml").read_bytes()
    made = edited(raw, {POC: value}, name="e.yaml")
    assert parse_yaml(made, "e").data["data"]["poc"] == value
    assert lines(made.decode()) == lines(raw.decode())


@pytest.mark.parametrize(
    "text",
    [
        "data: {\n  poc: a, # c\n  key: b\n}\n",  # the comment stands between what would go
        "data:\n- a\n",
        "data: word\n",
    ],
)
def test_what_would_cost_a_comment_or_more_is_refused(text: str) -> None:
    value = None if "poc" in text else "x"
    with pytest.raises(UsageError, match=r"data\.poc .* by hand\. Nothing was written"):
        changed(text, POC, value)


def test_a_text_that_does_not_read_is_refused() -> None:
    with pytest.raises(InvalidFileError, match="valid YAML"):
        changed("data: 'a\n", POC, "b")


def test_a_new_engagement_takes_each_group_under_its_example(tmp_path: Path) -> None:
    made = new_engagement(tmp_path / "e", framework="poc-to-production")
    raw = made.read_bytes()
    said: dict[tuple[str, ...], Value | None] = {POC: "data/a.csv", LABEL: "y"}
    said |= {("target", "id"): "m", ("target", "version"): "1"}
    after = edited(raw, {**said, ("target", "python"): "model:predict"}, name="e.yaml")
    profile = validated(Profile, parse_yaml(after, "e"))
    assert (profile.data.poc, profile.data.label) == ("data/a.csv", "y")
    assert profile.target is not None
    assert profile.target.python == "model:predict"
    new = [line for line in after.decode().splitlines() if line not in raw.decode().splitlines()]
    assert len(new) == 7
    told = after.decode()
    assert (
        told.index("#  group: customer_id") < told.index("\ndata:") < told.index("# What the dem")
    )
