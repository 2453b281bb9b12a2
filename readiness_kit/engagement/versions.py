"""Holds a file to saying which version of which schema it follows."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.reading import Document, validated

SCHEMA = "schema"

M = TypeVar("M", bound=BaseModel)


def versioned(model: type[M], document: Document) -> M:
    """Check a file that has to name its schema; raise InvalidFileError with every problem at once.

    What the tool makes in memory has a version by default; a file without one may be any file, and
    an empty group in the place of an assessment would read as one in which nobody said anything.
    """
    problems: list[Problem] = []
    if isinstance(document.data, dict) and SCHEMA not in document.data:
        problems.append(document.problem((SCHEMA,), "this key is required", "nothing"))
    try:
        read = validated(model, document)
    except InvalidFileError as error:
        raise InvalidFileError([*problems, *error.problems]) from None
    if problems:
        raise InvalidFileError(problems)
    return read
