"""JSON that the tool writes: a hand that changed it is understood, or told line and field."""

from __future__ import annotations

import pytest

from readiness_kit.errors import InvalidFileError
from readiness_kit.reading import StrictModel, Text, parse_json, read_json, validated
from readiness_kit.reading.source import MAX_DEPTH

SYNTAX = "valid JSON; got "
DIGITS = "a number of at most 18 digits; got "
FINITE = "a finite number; got "
TWICE = "each key once; got "
DEEP = "at most 50 levels; got a deeper one"

REFUSED = {
    "a key twice": ('{"a": 1,\n "a": 2}', f"f.json:2: a: {TWICE}'a'"),
    "a key twice, deep": ('{"x": [{"a": 1},\n{"b": 2,\n"b": 3}]}', f"f.json:3: x[1].b: {TWICE}'b'"),
    "a key twice, also a value": ('{"a": "a",\n"a": 1}', f"f.json:2: a: {TWICE}'a'"),
    "a key twice, also a number": ('{"1": 1,\n"1": 2}', f"f.json:2: 1: {TWICE}'1'"),
    "a key twice, once escaped": ('{"a": 1,\n"\\u0061": 2}', f"f.json:2: a: {TWICE}'a'"),
    "a key twice, with a quote": ('{"a\\"b": 1,\n"a\\"b": 2}', f"f.json:2: a\"b: {TWICE}'a\"b'"),
    "NaN": ('{"a": ["NaN",\n NaN]}', f"f.json:2: a[1]: {FINITE}'NaN'"),
    "Infinity": ('{"a":\n{"b": Infinity}}', f"f.json:2: a.b: {FINITE}'Infinity'"),
    "-Infinity": ("[-Infinity]", f"f.json:1: [0]: {FINITE}'-Infinity'"),
    "1e999": ("[0,\n1e999]", f"f.json:2: [1]: {FINITE}'1e999'"),
    "1e999 and more": ('[1e999x], "\n', f"f.json:1: [0]: {FINITE}'1e999'"),
    "5,000 digits": ("[" + "9" * 5_000 + "]", f"f.json:1: [0]: {DIGITS}'99999"),
    "19 digits": ("[1234567890123456789]", f"f.json:1: [0]: {DIGITS}'1234567890123456789'"),
    "500 digits and a point": ("[" + "1" * 500 + ".0]", f"f.json:1: [0]: {FINITE}'11111"),
    "deep lists": ("[\n" * 60 + "]" * 60, f"f.json:52: {DEEP}"),
    "very deep lists": ("[" * 100_000, f"f.json:1: {DEEP}"),
    "deep lists with NaN": ("[" * 900 + "NaN", f"f.json:1: {'[0]' * 900}: {FINITE}"),
    "deep groups": ('{"a":' * 100_000, f"f.json:1: {DEEP}"),
    "text behind": ('{"a": 1}\nx', f"f.json:2: {SYNTAX}Extra data"),
    "two documents": ("{}{}", f"f.json:1: {SYNTAX}Extra data"),
    "a comment": ('{"a": 1} // one', f"f.json:1: {SYNTAX}Extra data"),
    "a last comma": ("[1,\n]", f"f.json:1: {SYNTAX}Illegal trailing comma|f.json:2: {SYNTAX}"),
    "single quotes": ("{'a': 1}", f"f.json:1: {SYNTAX}Expecting property name"),
    "a bare word": ("nan", f"f.json:1: {SYNTAX}Expecting value"),
    "a hexadecimal": ("[0x1]", f"f.json:1: {SYNTAX}Expecting ',' delimiter"),
    "a leading zero": ("[0123]", f"f.json:1: {SYNTAX}Expecting ',' delimiter"),
    "a leading plus": ("[+1]", f"f.json:1: {SYNTAX}Expecting value"),
    "cut off": ('{"a":\n [1,', f"f.json:2: {SYNTAX}Expecting value"),
    "cut off in a word": ('{"a": "x', f"f.json:1: {SYNTAX}Unterminated string"),
    "NUL": ('{"a": "\0"}', f"f.json:1: {SYNTAX}Invalid control character"),
    "a line end in a word": ('{"a": "\n"}', f"f.json:1: {SYNTAX}Invalid control character"),
    "nothing": ("", f"f.json:1: {SYNTAX}Expecting value"),
    "blanks": ("\n\n", f"f.json:3: {SYNTAX}Expecting value"),
    "two marks of byte order": ("\ufeff\ufeff{}", f"f.json:1: {SYNTAX}Unexpected UTF-8 BOM"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_has_two_meanings_or_none_is_refused(case: str) -> None:
    text, messages = REFUSED[case]
    with pytest.raises(InvalidFileError) as caught:
        parse_json(text.encode(), "f.json")
    # the standard library words some faults in two ways, by its version
    assert str(caught.value).startswith(tuple(messages.split("|")))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "cp1252"])
def test_another_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(InvalidFileError, match=r"f.json:1: text saved as UTF-8; got bytes"):
        parse_json('{"a": "\xe9"}'.encode(encoding), "f.json")


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ('\ufeff{"a": 1}', {"a": 1}),
        ('{"a": [true, null, -0, 1.5e3]}', {"a": [True, None, 0, 1500.0]}),
        ('["no", "0123", "\\u202e", "\\ud83d\\ude00"]', ["no", "0123", "\u202e", "\U0001f600"]),
        ("[123456789012345678]", [123456789012345678]),
        ('"' + "x" * 900_000 + '"', "x" * 900_000),
    ],
)
def test_what_is_plain_is_read(text: str, data: object) -> None:
    assert parse_json(text.encode(), "f.json").data == data


@pytest.mark.parametrize(("start", "end"), [("[", "]"), ('{"a":', "}")])
def test_the_deepest_level_is_read_and_the_next_is_not(start: str, end: str) -> None:
    def nested(levels: int) -> bytes:
        return (start * levels + "0" + end * levels).encode()

    assert parse_json(nested(MAX_DEPTH), "f.json").data
    with pytest.raises(InvalidFileError, match=DEEP):
        parse_json(nested(MAX_DEPTH + 1), "f.json")


def test_each_value_knows_its_line() -> None:
    document = parse_json(b'{"a": 1,\n"b": [\n{"c\\u0064": 2},\n3]}', "f.json")
    assert [document.line(p) for p in [("a",), ("b",), ("b", 0, "cd"), ("b", 1)]] == [1, 2, 3, 4]


class Named(StrictModel):
    """One word."""

    name: Text = ""


@pytest.mark.parametrize("key", ["\\u001b[31m", "\\u202e", "\\ud800", "\\u0000", "k" * 50_000])
def test_a_refused_key_can_be_shown_anywhere(key: str) -> None:
    """No message drives a terminal, turns its line around, floods it, or fails to print."""
    with pytest.raises(InvalidFileError) as caught:
        validated(Named, parse_json(f'{{"{key}": 1}}'.encode(), "f.json"))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


def test_every_problem_comes_at_once_with_its_line() -> None:
    text = b'{"name": "a\\u0000b",\n"title": "c"}'
    with pytest.raises(InvalidFileError) as caught:
        validated(Named, parse_json(text, "f.json"))
    assert [(p.line, p.field) for p in caught.value.problems] == [(1, "name"), (2, "title")]


def test_a_file_over_the_limit_is_not_parsed(tmp_path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(InvalidFileError, match=r"at most 20,000,000 bytes; got 20,000,001 bytes"):
        read_json(path)
