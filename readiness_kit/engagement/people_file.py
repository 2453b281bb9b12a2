"""Writes the people of engagement.yaml; who has answered stays listed, under the same id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from readiness_kit.engagement.atomic import Fs
from readiness_kit.engagement.parts import PROFILE
from readiness_kit.engagement.profile import Profile
from readiness_kit.engagement.profile_file import must_be_valid, rewrite_profile
from readiness_kit.engagement.state import read_state
from readiness_kit.engagement.yaml_people import Listed, with_people
from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.reading import parse_yaml, validated


def save_people(
    folder: Path, people: Sequence[Listed], *, seen: bytes, fs: Fs | None = None
) -> bytes:
    """List these people in the engagement.yaml that was read as `seen`; return its new bytes.

    Raises what `people_bytes` does, ConflictError where the file has changed since, and
    NotSavedError; nothing is written then.
    """
    return rewrite_profile(folder, lambda raw: people_bytes(folder, raw, people), seen=seen, fs=fs)


def people_bytes(folder: Path, raw: bytes, people: Sequence[Listed]) -> bytes:
    """The engagement.yaml with these people instead, as the strict reader takes it.

    Raises InvalidFileError with every problem, somebody missing who has answered among them, and
    UsageError where a comment would be lost.
    """
    if problems := _missing(folder, raw, people):
        raise InvalidFileError(problems)
    made = with_people(raw, people, name=PROFILE)
    must_be_valid(made, folder)
    return made


def _missing(folder: Path, raw: bytes, people: Sequence[Listed]) -> list[Problem]:
    """Who is listed now, by default or by name, has answered, and would be listed no more."""
    listed = validated(Profile, parse_yaml(raw, PROFILE)).roles
    ratings = read_state(folder).assessment.ratings
    answers = Counter(rating.respondent for rating in ratings if rating.respondent in listed)
    renamed = {person.was: place for place, person in enumerate(people)}
    kept = {person.id for person in people} or {"lead"}
    problems = []
    for id, count in answers.items():
        if id not in kept:
            field = f"people[{renamed[id]}].id" if id in renamed else "people"
            stand = "1 answer stands" if count == 1 else f"{count} answers stand"
            allowed = f"`{id}` listed, since {stand} under that id"
            problems.append(Problem(PROFILE, None, field, allowed, "no such person"))
    return problems
