"""The static twin of the sources form: files as they were read, never a value or an address."""

from __future__ import annotations

from pathlib import Path

from readiness_kit.errors import InvalidFileError, Problem, UsageError
from readiness_kit.views.html import plain
from readiness_kit.views.read_as import ReadAs
from readiness_kit.views.sources import sources
from readiness_kit.views.story import Story
from tests.judgement.build import criterion, framework, section
from tests.views.stories import FLOORS, HOSTILE, built, empty

DATA = {"poc": "data/a.csv", "production": "data/b.csv", "label": "y", "key": "id"}
TARGET = {"id": "m", "version": "2", "url": "http://user:secret@10.0.0.1/?key=hidden"}
RUBRIC = framework(section("poc", [criterion("a")], floors=FLOORS))


def read(name: str) -> ReadAs:
    columns = ("id", "y") if name == "data/a.csv" else ("id", "z")
    return ReadAs(1_200, columns, "CSV, UTF-8, comma", ("a note",))


def story(**about: object) -> Story:
    return built(RUBRIC, "poc", **{"data": DATA, "target": TARGET, **about})


def told(shown: Story, reader: object = read) -> str:
    return plain(sources(shown, reader).element)  # type: ignore[arg-type]


def test_files_columns_and_model_stand_there() -> None:
    said = told(story())
    assert "2 files of the client’s, 2,400 rows in all." in said
    assert "POC sample  data/a.csv  2  CSV, UTF-8, comma; a note" in said
    assert "The true answer: y; not in: Production-like sample" in said
    assert "Names a record: id\n" in said
    assert "Model: m, version 2: asked over HTTP" in said


def test_the_models_address_stays_with_the_client() -> None:
    for word in ("secret", "hidden", "10.0.0.1"):
        assert word not in told(story())


def test_a_file_that_does_not_read_is_told_without_its_content() -> None:
    def refuse(name: str) -> ReadAs:
        if name == "data/b.csv":
            raise InvalidFileError([Problem(name, 3, "", "2 fields, as in the header", "SECRET")])
        raise UsageError("/home/somebody/a.csv lies outside")

    said = told(story(), refuse)
    assert "Not everything could be read: POC sample, Production-like sample." in said
    assert "does not read; wanted is 2 fields, as in the header" in said
    assert "SECRET" not in said
    assert "somebody" not in said


def test_before_anything_is_named_it_says_so(tmp_path: Path) -> None:
    said = told(empty(tmp_path))
    assert "engagement.yaml names no file yet" in said
    assert "Model: not named yet" in said


def test_hostile_text_stays_text() -> None:
    def hostile(name: str) -> ReadAs:
        return ReadAs(1, (HOSTILE,), HOSTILE, (HOSTILE,))

    named = {"poc": HOSTILE, "label": HOSTILE}
    target = {"id": "m", "version": HOSTILE, "python": HOSTILE}
    assert HOSTILE not in sources(story(data=named, target=target), hostile).element
