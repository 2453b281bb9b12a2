"""The scalar types take one spelling of each value, and say which."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, TypeAdapter, ValidationError, create_model

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.errors import InvalidFileError
from readiness_kit.framework import Framework
from readiness_kit.framework.crosswalks import Catalogue
from readiness_kit.reading import (
    Day,
    Document,
    Flag,
    Identifier,
    Integer,
    Number,
    Plain,
    StrictModel,
    Text,
    validated,
)

TYPES: dict[str, TypeAdapter[Any]] = {
    "Identifier": TypeAdapter(Identifier),
    "Text": TypeAdapter(Text),
    "Integer": TypeAdapter(Integer),
    "Number": TypeAdapter(Number),
    "Flag": TypeAdapter(Flag),
    "Day": TypeAdapter(Day),
}
P = Plain
DAY = dt.date(2026, 9, 14)

TAKEN: dict[str, list[tuple[object, object]]] = {
    "Identifier": [
        *((id, id) for id in ("a", "poc.data_1.real-2", "0123", "_a", "A" * 80, "a..b")),
        (P("no"), "no"),
    ],
    "Text": [
        *(
            (text, text)
            for text in ("", " a ", "a\tb\nc\r", "no", "\x85\u2028", "\u202e\U0001f600")
        ),
        (P("0123"), "0123"),
        ("x" * 20_000, "x" * 20_000),
    ],
    "Integer": [
        (0, 0),
        (-3, -3),
        (10**30, 10**30),
        (P("3"), 3),
        (P("-3"), -3),
        (P("0"), 0),
        (P("9" * 18), 10**18 - 1),
    ],
    "Number": [
        (0, 0.0),
        (0.9, 0.9),
        (-1, -1.0),
        (P("0.9"), 0.9),
        (P(".5"), 0.5),
        (P("1e3"), 1e3),
        (P("-1.10"), -1.1),
        (P("+2"), 2.0),
        (1e308, 1e308),
        (-0.0, 0.0),
    ],
    "Flag": [(True, True), (False, False), (P("true"), True), (P("false"), False)],
    "Day": [
        (DAY, DAY),
        ("2026-09-14", DAY),
        (P("2026-09-14"), DAY),
        ("2024-02-29", dt.date(2024, 2, 29)),
    ],
}

NO_NUMBER = [
    True,
    False,
    "1",
    "",
    None,
    [1],
    Decimal(1),
    P(""),
    P(" 1"),
    P("1 "),
    P("\u0663"),
    P("\uff13"),
]
NO_NUMBER += [P("0123"), P("0x1f"), P("0o17"), P("1_000"), P("12:30"), P("1,5"), P("--1"), P("no")]
NO_NUMBER += [P(".nan"), P(".inf"), P("inf"), P("nan"), P("9" * 19), float("nan"), float("inf")]

REFUSED: dict[str, list[object]] = {
    "Identifier": [
        "",
        " a",
        "a ",
        "a b",
        "a/b",
        "a\\b",
        "..",
        ".a",
        "-a",
        "a\n",
        "a\0",
        "é",
        "ａ",
        "a\u202e",
        "A" * 81,
        "\ud800",
        1,
        True,
        None,
        ["a"],
    ],
    "Text": [
        1,
        1.5,
        True,
        None,
        ["a"],
        b"a",
        DAY,
        "a\0",
        "\x1b[31m",
        "a\x7f",
        "a\x9b31m",
        "\ud800",
        "x" * 20_001,
    ],
    "Integer": [*NO_NUMBER, 3.0, 2.5, P("3.0"), P("1e3"), P("+3"), P("-0"), P(".5")],
    "Number": [*NO_NUMBER, 10**400, -(10**400), P("1e999"), P("."), P("e3"), P("1e"), P("1."), 1j],
    "Flag": [0, 1, "true", "false", P("True"), P("yes"), P("no"), P("on"), P("1"), P(""), None],
    "Day": [
        "2026-02-30",
        "2026-9-14",
        "20260914",
        "2026-W38-1",
        "2026-09-14T00:00:00",
        " 2026-09-14",
        "14.09.2026",
        "0000-01-01",
        "٢٠٢٦-09-14",
        "",
        20260914,
        None,
        True,
        dt.datetime(2026, 9, 14, tzinfo=dt.UTC),
    ],
}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, vs in TAKEN.items() for v in vs])
def test_a_value_is_taken_as_it_was_written(name: str, value: tuple[object, object]) -> None:
    written, meant = value
    got = TYPES[name].validate_python(written)
    assert (got, type(got)) == (meant, type(meant))


@pytest.mark.parametrize(
    ("name", "value"),
    [(n, v) for n, vs in REFUSED.items() for v in vs],
    ids=lambda part: ascii(part)[:40],
)
def test_any_other_spelling_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValidationError):
        TYPES[name].validate_python(value)


def test_two_spellings_of_a_level_are_never_one_key() -> None:
    """A key that was written twice cannot lose one of its values unseen."""
    levels: TypeAdapter[dict[int, str]] = TypeAdapter(dict[Integer, Text])
    for twin in ("+1", "01", "1.0", "-0"):
        with pytest.raises(ValidationError, match="a whole number"):
            levels.validate_python({P("0"): "z", P("1"): "a", P(twin): "b"})


class Small(StrictModel):
    """One number."""

    n: Integer = 0


def test_a_record_refuses_unknown_keys_and_changes() -> None:
    with pytest.raises(ValidationError, match="extra"):
        Small.model_validate({"n": 1, "m": 2})
    with pytest.raises(ValidationError, match="frozen"):
        Small().n = 1  # type: ignore[misc]


def test_what_is_too_long_is_told_in_characters_or_entries() -> None:
    class Note(StrictModel):
        text: Text
        lines: Annotated[list[Integer], Field(max_length=2)]

    with pytest.raises(InvalidFileError) as refused:
        validated(Note, Document("note", {"text": "a" * 20_001, "lines": [1, 2, 3]}))
    told = [problem.allowed for problem in refused.value.problems]
    assert told == ["at most 20000 characters", "at most 2 entries"]


class Part(StrictModel):
    """A group within a group."""

    label: Text = ""
    interpreter: Text = ""


class Whole(StrictModel):
    """Groups in all the ways in which one file holds another."""

    part: Part | None = None
    parts: list[Part] = []
    named: dict[str, Part] = {}
    service_levels: Annotated[Number, Field(ge=0, le=1)] = 0
    title: Annotated[Text, Field(min_length=1)] = "-"
    over: Annotated[Number, Field(gt=0)] = 1
    rows: Annotated[list[Integer], Field(min_length=2)] = [1, 2]


def refusal(model: type[StrictModel], said: dict[str, Any]) -> str:
    """The one problem of a file, as it is told."""
    with pytest.raises(InvalidFileError) as refused:
        validated(model, Document("f", said))
    (problem,) = refused.value.problems
    return str(problem)


@pytest.mark.parametrize(
    ("said", "near"),
    [
        ({"service_level": 1}, "service_levels"),
        ({"part": {"lable": "x"}}, "label"),
        ({"parts": [{}, {"interpretor": "x"}]}, "interpreter"),
        ({"named": {"a": {"lables": "x"}}}, "label"),
    ],
)
def test_a_misspelled_key_is_told_the_nearest(said: dict[str, Any], near: str) -> None:
    assert f"is it misspelled? The nearest is `{near}`; got " in refusal(Whole, said)


def test_a_key_like_none_is_told_the_few_there_are() -> None:
    told = refusal(Whole, {"part": {"colour": "red"}})
    assert told == (
        "f: part.colour: no such key here; is it misspelled? There is interpreter, label; got 'red'"
    )


def test_of_many_keys_none_is_listed() -> None:
    many = create_model("Many", __base__=StrictModel, **{f"key_{n}": (int, 0) for n in range(13)})
    assert refusal(many, {"zzz": 1}) == "f: zzz: no such key here; is it misspelled?; got 1"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            {"service_levels": P("90")},
            "service_levels: a number of at most 1, as a share: 0.90 for 90 %; got 90",
        ),
        (
            {"service_levels": 92.5},
            "service_levels: a number of at most 1, as a share: 0.925 for 92.5 %; got 92.5",
        ),
        ({"service_levels": 300}, "service_levels: a number of at most 1; got 300"),
        ({"service_levels": -0.5}, "service_levels: a number of at least 0; got -0.5"),
        ({"over": 0}, "over: a number above 0; got 0"),
        ({"title": ""}, "title: at least 1 character; got ''"),
        ({"rows": [1]}, "rows: at least 2 entries; got [1]"),
    ],
)
def test_a_limit_is_told_in_our_words(said: dict[str, Any], told: str) -> None:
    assert refusal(Whole, said) == f"f: {told}"


class Listed(StrictModel):
    """Lists of all that a list of ours holds."""

    words: list[Text] = []
    ids: list[Identifier] | None = None
    steps: list[Integer] = []
    shares: Annotated[list[Number], Field(min_length=2)] = [0, 1]
    days: list[Day] = []
    levels: list[Literal["low", "middle", "high"]] = []
    parts: list[Part] = []
    costs: dict[str, Number] = {}
    within: Whole | None = None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"levels": P("low")}, "levels: a list such as [low, middle]; got 'low'"),
        ({"levels": None}, "levels: a list such as [low, middle]; got None"),
        ({"words": "red"}, "words: a list such as [one, another]; got 'red'"),
        ({"ids": P("red")}, "ids: a list such as [one, another]; got 'red'"),
        ({"steps": 3}, "steps: a list such as [1, 2]; got 3"),
        ({"shares": {"a": 1}}, "shares: a list such as [0.5, 1]; got {'a': 1}"),
        (
            {"days": P("2026-09-14")},
            "days: a list such as [2026-09-14, 2026-10-12]; got '2026-09-14'",
        ),
        (
            {"parts": {"label": "x"}},
            "parts: a list: `- ` before each group of `key: value` lines; got {'label': 'x'}",
        ),
        (
            {"within": {"parts": 1}},
            "within.parts: a list: `- ` before each group of `key: value` lines; got 1",
        ),
        ({"costs": P("3")}, "costs: a group of `key: value` lines; got '3'"),
        ({"costs": [1]}, "costs: a group of `key: value` lines; got [1]"),
    ],
)
def test_a_value_where_a_list_or_group_is_needed_is_told_what_one_looks_like(
    said: dict[str, Any], told: str
) -> None:
    assert refusal(Listed, said) == f"f: {told}"


def test_no_word_of_the_validator_reaches_who_wrote_a_list_wrong() -> None:
    """Every field of ours that takes a list or a group says what is allowed."""
    for model in (Profile, Assessment, Framework, Observation, Catalogue):
        for name, field in model.model_fields.items():
            key = field.alias or name
            with pytest.raises(InvalidFileError) as refused:
                validated(model, Document("f", {key: Decimal(1)}))
            told = [problem.allowed for problem in refused.value.problems if problem.field == key]
            assert not [words for words in told if words.startswith("Input should")], key
