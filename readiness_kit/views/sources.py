"""The static twin of the sources form: what is named, and how each file was read."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.errors import InvalidFileError, ReadinessError
from readiness_kit.views.html import NOTHING, Column, bidi, facts, join, lead, number, table
from readiness_kit.views.read_as import ReadAs, Reader
from readiness_kit.views.story import Story
from readiness_kit.views.view import View

FILES = {
    "poc": "POC sample",
    "production": "Production-like sample",
    "training": "Training data",
}
_COLUMNS = {
    "label": "The true answer",
    "key": "Names a record",
    "time": "When it came",
    "group": "What several have in common",
}
_REACHED = {
    "url": "asked over HTTP",
    "file": "answers recorded by the client",
    "skops": "a skops file",
    "onnx": "an ONNX file",
    "pickle": "a pickle, which runs code where it is loaded",
}


def sources(story: Story, read: Reader) -> View:
    """Tell what a measurement is made from: files as they were read, columns, and the model."""
    data = story.engagement.profile.data
    named = {key: getattr(data, key) for key in FILES if getattr(data, key)}
    found = {key: _read(name, read) for key, name in named.items()}
    told: list[object] = [lead(_sentence(found))]
    if named:
        columns = [
            Column("Data"),
            Column("File"),
            Column("Columns", numeric=True),
            Column("Read as"),
        ]
        rows = [(FILES[key], bidi(named[key]), *_cells(found[key])) for key in named]
        told.append(table(columns, rows, "The files, and how they were read"))
    told.append(facts([*_columns(story, found), *_model(story.engagement.profile.target)]))
    return View(join(told), id="sources", title="What is measured, and with what")


def _read(name: str, read: Reader) -> ReadAs | str:
    """How a file was read, or in a few words why it was not."""
    try:
        return read(name)
    except InvalidFileError as error:
        return f"does not read; wanted is {error.problems[0].allowed}"
    except ReadinessError:
        return "does not read"


def _sentence(found: dict[str, ReadAs | str]) -> str:
    if not found:
        return "engagement.yaml names no file yet, so nothing can be measured on the client’s data."
    wrong = [FILES[key] for key, one in found.items() if isinstance(one, str)]
    if wrong:
        return f"Not everything could be read: {', '.join(wrong)}."
    rows = sum(one.rows for one in found.values() if isinstance(one, ReadAs))
    many = "One file" if len(found) == 1 else f"{len(found)} files"
    return f"{many} of the client’s, {number(rows, 0)} rows in all."


def _cells(one: ReadAs | str) -> tuple[object, object]:
    if isinstance(one, str):
        return NOTHING, one
    return number(len(one.columns), 0), "; ".join([one.how, *one.notes])


def _columns(story: Story, found: dict[str, ReadAs | str]) -> Iterator[tuple[str, Markup | str]]:
    for key, title in _COLUMNS.items():
        name = getattr(story.engagement.profile.data, key)
        if name is None:
            continue
        lacking = [
            FILES[file]
            for file, one in found.items()
            if isinstance(one, ReadAs) and name not in one.columns
        ]
        yield title, join([bidi(name), f"; not in: {', '.join(lacking)}" if lacking else ""])


def _model(target: ModelTarget | None) -> Iterator[tuple[str, Markup | str]]:
    """The model by id and version; where it answers stays with the client."""
    if target is None:
        yield "Model", "not named yet"
        return
    reached = _REACHED.get(target.form, "a Python function in a process of its own")
    yield "Model", join([bidi(target.id), ", version ", bidi(target.version), f": {reached}"])
