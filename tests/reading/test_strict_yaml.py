"""YAML that people write: read as it was meant, or refused with line, rule and what came."""

from __future__ import annotations

import pytest

from readiness_kit.errors import InvalidFileError
from readiness_kit.reading import parse_yaml, read_yaml
from readiness_kit.reading.source import MAX_DEPTH
from readiness_kit.reading.strict_yaml import MAX_BYTES

BOMB = "a0: &a0 [x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 7)
)
SYNTAX = "valid YAML; got "

REFUSED = {
    "an alias bomb": (BOMB, "f.yaml:1: a0: a value without an anchor; got &a0"),
    "an anchor": ("a: 1\nb: &x 1", "f.yaml:2: b: a value without an anchor; got &x"),
    "an alias": ("a: 1\nb: *x", "f.yaml:2: b: a value written out; got the alias *x"),
    "itself": ("a: [&a 1]", "f.yaml:1: a[0]: a value without an anchor; got &a"),
    "a merge of an alias": ("<<: *x", "f.yaml:1: <<: a value written out; got the alias *x"),
    "a tag": (
        "a:\n  b: !!python/object/apply:os.system ['true']",
        "f.yaml:2: a.b: a value without a tag; got the tag "
        "'tag:yaml.org,2002:python/object/apply:os.system'",
    ),
    "a local tag": ("a: !x 1", "f.yaml:1: a: a value without a tag; got the tag '!x'"),
    "a declared tag": ("%TAG ! tag:x:\n---\na: !b 1", "f.yaml:3: a: a value without a tag"),
    "a tag on a key": ("!!int 1: a", "f.yaml:1: a plain word as key; got something else"),
    "an anchored key": ("a: 1\n&k b: 2", "f.yaml:2: a plain word as key; got something else"),
    "a list as key": ("? [a]\n: 1", "f.yaml:1: a plain word as key; got something else"),
    "a key twice": ("a: 1\nb: 2\na: 3", "f.yaml:3: a: each key once; got 'a' again"),
    "a key twice, once quoted": ("a: 1\n'a': 2", "f.yaml:2: a: each key once; got 'a' again"),
    "a key twice, deep": ("a:\n- b: 1\n  b: 2", "f.yaml:3: a[0].b: each key once"),
    "two documents": ("a: 1\n---\nb: 2", "f.yaml:2: one document in a file; got a second `---`"),
    "a document's end in mid-file": ("a: 1\n...\nb: 2", f"f.yaml:3: {SYNTAX}did not find"),
    "another YAML": ("%YAML 9.9\n---\na: 1", f"f.yaml:1: {SYNTAX}found incompatible"),
    "a tab": ("a:\n\tb: 1", f"f.yaml:2: {SYNTAX}found character that cannot start any token"),
    "NUL": ("a: 1\nb: \0", f"f.yaml:2: {SYNTAX}control characters are not allowed"),
    "a control character": ("a: \x1b[31m", f"f.yaml:1: {SYNTAX}control characters"),
    "a later control character": ("a: \x9b31m", f"f.yaml:1: {SYNTAX}control characters"),
    "half a pair": ('a: "\\ud800"', f"f.yaml:1: {SYNTAX}found invalid Unicode"),
    "deep lists": ("[" * 2_000, "f.yaml:1: at most 50 levels; got a deeper one"),
    "very deep lists": ("[" * 100_000, "f.yaml:1: at most 50 levels; got a deeper one"),
    "deep groups": ("{a: " * 2_000, "f.yaml:1: at most 50 levels; got a deeper one"),
    "deep dashes": ("- " * 40_000, "f.yaml:1: at most 50 levels; got a deeper one"),
    "deep questions": ("? " * 40_000, "f.yaml:1: a plain word as key; got something else"),
    "colons": ("a: " + ": " * 100_000, f"f.yaml:1: {SYNTAX}mapping values are not allowed"),
    "cut off in a list": ("a: [1,\n 2", f"f.yaml:2: {SYNTAX}did not find expected ',' or ']'"),
    "cut off in a word": ('a: "x', f"f.yaml:1: {SYNTAX}found unexpected end of stream"),
    "nothing": ("", "f.yaml:1: at least one `key: value` line; got an empty file"),
    "comments": ("# a\n" * 9, "f.yaml:1: at least one `key: value` line; got an empty file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_has_two_meanings_or_none_is_refused(case: str) -> None:
    text, message = REFUSED[case]
    with pytest.raises(InvalidFileError) as caught:
        parse_yaml(text.encode(), "f.yaml")
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "cp1252"])
def test_another_encoding_is_refused_with_its_first_line(encoding: str) -> None:
    raw = b"" if encoding != "cp1252" else b"a: 1\n"
    with pytest.raises(InvalidFileError) as caught:
        parse_yaml(raw + "b: \xe9\n".encode(encoding), "f.yaml")
    line = 2 if raw else 1
    said = f"f.yaml:{line}: text saved as UTF-8; got bytes of another encoding"
    assert str(caught.value) == said


WORDS = [
    *("no", "NO", "off", "on", "yes", "y", "true", "False"),
    *("0123", "0o17", "0x1f", "1_000", "12:30", "190:20:30", "1.10", "1e3", "+1"),
    *(
        ".nan",
        ".inf",
        "-.Inf",
        "2026-01-01",
        "2026-09-14 10:00:00",
        "=",
        "9" * 5_000,
        "x" * 900_000,
    ),
]


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word[:20])
def test_a_plain_word_stays_the_word_it_was(word: str) -> None:
    assert parse_yaml(f"a: {word}\n".encode(), "f.yaml").data == {"a": word}


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("\ufeffa: 1", {"a": "1"}),
        ("a: 1\r\nb: 2\r\n", {"a": "1", "b": "2"}),
        ("%YAML 1.1\n---\na: 1\n...\n", {"a": "1"}),
        ("a: ~\nb: null\nc:\nd: 'null'", {"a": None, "b": None, "c": None, "d": "null"}),
        ("<<: {a: 1}", {"<<": {"a": "1"}}),
        ("no: 1\n1: x", {"no": "1", "1": "x"}),
        ("a: >-\n  b\n  c\nd: |\n  e\n", {"a": "b c", "d": "e\n"}),
        ("a: {b: [1, {c: d}]}", {"a": {"b": ["1", {"c": "d"}]}}),
        ('a: "\\u202e\\U0001F600"', {"a": "\u202e\U0001f600"}),
    ],
)
def test_what_is_plain_is_read(text: str, data: object) -> None:
    assert parse_yaml(text.encode(), "f.yaml").data == data


def test_the_deepest_level_is_read_and_the_next_is_not() -> None:
    def nested(levels: int) -> bytes:
        return b"[" * levels + b"x" + b"]" * levels

    assert parse_yaml(nested(MAX_DEPTH), "f.yaml").data
    with pytest.raises(InvalidFileError, match="at most 50 levels"):
        parse_yaml(nested(MAX_DEPTH + 1), "f.yaml")


def test_each_value_knows_its_line() -> None:
    document = parse_yaml(b"a: 1\nb:\n- c: 2\n  d:\n    e: 3\n", "f.yaml")
    assert [document.line(path) for path in [("a",), ("b",), ("b", 0, "d", "e")]] == [1, 2, 5]
    assert document.line(("b", 0, "nowhere")) == 3


def test_a_refused_key_cannot_drive_the_terminal_that_shows_it() -> None:
    with pytest.raises(InvalidFileError) as caught:
        parse_yaml(b'"\\e[31m\\u202e": 1\n"\\e[31m\\u202e": 2', "f.yaml")
    assert str(caught.value).isprintable()
    with pytest.raises(InvalidFileError) as caught:
        parse_yaml(b"a: !<x%1B%0A> 1", "f.yaml")
    assert str(caught.value).isprintable()


def test_a_file_over_the_limit_is_not_parsed(tmp_path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"a: '" + b"x" * (MAX_BYTES - 5) + b"'")
    assert len(read_yaml(path).data["a"]) == MAX_BYTES - 5
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(InvalidFileError, match=r"at most 1,000,000 bytes; got 1,000,001 bytes"):
        read_yaml(path)
