"""Excluded segments: one comparison of one column, and nothing else can be said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_kit.errors import InvalidFileError
from readiness_kit.evidence.segments import Segment, parse_segments


def parse(text: str) -> Segment:
    return parse_segments([text])[0]


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("channel == 'legacy'", ["legacy"], ["Legacy", "", "legacy "]),
        ('channel == "legacy"', ["legacy"], ["web"]),
        ("channel != 'web'", ["legacy", ""], ["web"]),
        ("channel in ['fax', 'post']", ["fax", "post"], ["web", ""]),
        ("age in [1, 2.0]", ["1", "1.0", "2"], ["3", "x", ""]),
        ("age >= 65", ["65", "65.0", "1e2"], ["64.9", "old", ""]),
        ("age < -1.5", ["-2"], ["-1.5", "", "nan"]),
        ("age != 5", ["6", "five", ""], ["5", "5.0"]),
        ("test == true", ["true", "TRUE"], ["false", "1", ""]),
        ("day < '2026-01-01'", ["2025-12-31"], ["2026-01-01"]),
        ("`claim type` == 'it\\'s'", ["it's"], ["its"]),
        ("größe>5", ["6"], ["5"]),
    ],
)
def test_a_condition_takes_out_what_it_says(
    text: str, inside: list[str], outside: list[str]
) -> None:
    segment = parse(text)
    assert [segment.matches(cell) for cell in inside] == [True] * len(inside)
    assert [segment.matches(cell) for cell in outside] == [False] * len(outside)


INJECTIONS = [
    "__import__('os').system('id')",
    "channel == __import__('os').getcwd()",
    "@pd.read_pickle('x') == 1",
    "channel == 'a' or True",
    "channel == 'a'; import os",
    "channel.str.len() > 3",
    "channel == `other`",
    "channel == other",
    "channel == 'a' # 'b'",
    "index in index",
    "channel == f'{1}'",
    "lambda: 0",
    "a == 1 == 1",
    "channel == '''a'''",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_code_and_query_language_are_refused(text: str) -> None:
    with pytest.raises(InvalidFileError, match=r"engagement.yaml: excluded_segments\[0\]"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("== 'a'", 1),
        ("channel", 8),
        ("channel = 'a'", 9),
        ("channel == ", 12),
        ("channel == 'a", 12),
        ("channel == 'a' and b == 1", 16),
        ("channel in 'a'", 12),
        ("channel in []", 13),
        ("channel in ['a' 'b']", 17),
        ("channel in ['a'", 16),
        ("channel in ['a'] x", 18),
        ("flag < true", 8),
        ("age > 12kg", 7),
    ],
)
def test_a_refusal_names_text_and_position(text: str, position: int) -> None:
    with pytest.raises(InvalidFileError) as caught:
        parse(text)
    assert f"{text!r} at position {position}" in str(caught.value)


def test_an_unknown_column_is_refused_with_those_there_are() -> None:
    with pytest.raises(InvalidFileError, match=r"a column of data/poc.csv: age, channel"):
        parse_segments(["branch == 'x'"], columns=["age", "channel"], data="data/poc.csv")


def test_columns_that_may_be_a_clients_values_are_not_listed() -> None:
    header = ["NW-1", "Jane Doe", "2026-06-01", "open", "paid"]
    with pytest.raises(
        InvalidFileError, match=r"poc\.csv, which seems to have no header"
    ) as caught:
        parse_segments(["branch == 'x'"], columns=header, data="data/poc.csv")
    assert "Jane" not in str(caught.value)


def test_every_bad_condition_is_named_at_once() -> None:
    with pytest.raises(InvalidFileError) as caught:
        parse_segments(["a == 1", "b ~ 2", "c"])
    assert [p.field for p in caught.value.problems] == [
        "excluded_segments[1]",
        "excluded_segments[2]",
    ]


@given(st.text(max_size=60), st.text(max_size=10))
def test_any_text_is_read_or_refused_by_name(text: str, cell: str) -> None:
    try:
        segment = parse(text)
    except InvalidFileError:
        return
    assert segment.matches(cell) in (True, False)
