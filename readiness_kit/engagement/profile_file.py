"""Writes engagement.yaml: all or nothing, checked before, every comment kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from readiness_kit.engagement.atomic import DiskFs, Fs, remove_stale, replace_file
from readiness_kit.engagement.lock import locked
from readiness_kit.engagement.parts import PROFILE, find_framework
from readiness_kit.engagement.profile import Profile
from readiness_kit.engagement.validity import profile_problems
from readiness_kit.engagement.yaml_edit import Changes, edited
from readiness_kit.errors import ConflictError, InvalidFileError, NotSavedError
from readiness_kit.reading import parse_yaml, validated


def save_profile(folder: Path, changes: Changes, *, seen: bytes, fs: Fs | None = None) -> bytes:
    """Change these keys of the engagement.yaml that was read as `seen`, and return its new bytes.

    Raises what `rewrite_profile` does, and UsageError where a change would cost a comment.
    """
    return rewrite_profile(folder, lambda raw: edited(raw, changes, name=PROFILE), seen=seen, fs=fs)


def rewrite_profile(
    folder: Path, make: Callable[[bytes], bytes], *, seen: bytes, fs: Fs | None = None
) -> bytes:
    """Put what `make` makes of it in place of the engagement.yaml that was read as `seen`.

    Raises ConflictError where the file has changed since, InvalidFileError with every problem that
    the strict reader would have with the result, and NotSavedError; nothing is written then.
    """
    disk, target = fs or DiskFs(), folder / PROFILE
    with locked(folder):
        try:
            found = target.read_bytes()
            if found != seen:
                raise ConflictError((PROFILE,), seen="another text", found="a newer one")
            made = make(found)
            must_be_valid(made, folder)
            remove_stale(disk, folder, PROFILE)
            if made != found:
                replace_file(disk, target, made)
        except OSError as error:
            raise NotSavedError(target, error) from None
    return made


def must_be_valid(raw: bytes, folder: Path) -> None:
    """Raise InvalidFileError with all that the strict reader has against such a file there."""
    document = parse_yaml(raw, PROFILE)
    profile = validated(Profile, document)
    framework = find_framework(profile, document, folder)
    problems = profile_problems(document, profile, framework, folder)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise InvalidFileError(errors)
