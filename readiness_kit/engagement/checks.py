"""Checks an engagement's folder as a whole, and brings a damaged assessment back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.atomic import DiskFs, Fs, free_name, remove_stale, replace_file
from readiness_kit.engagement.changes import canonical_bytes
from readiness_kit.engagement.folder import Survey
from readiness_kit.engagement.journal import JOURNAL, read_journal, rebuild
from readiness_kit.engagement.lock import locked
from readiness_kit.engagement.parts import is_folder
from readiness_kit.engagement.snapshots import snapshot_problems
from readiness_kit.engagement.state import ASSESSMENT
from readiness_kit.engagement.workshop import workshop_problems
from readiness_kit.errors import InvalidFileError, NotSavedError, Problem, UsageError
from readiness_kit.reading import Document, validated
from readiness_kit.reading.document import file_name


@dataclass(frozen=True)
class Restored:
    """What a restore did: where the state now is, where the damaged file went, which act it is."""

    path: Path
    kept: Path | None
    """None where the file already was the journal's last state, or was gone."""
    seq: int


def check(path: Path | str) -> list[Problem]:
    """Every problem of every file of an engagement at once; never raises for a bad file."""
    survey = Survey(Path(path)).complete()
    if not is_folder(survey.folder):
        return survey.problems
    return list(
        dict.fromkeys(
            [
                *survey.problems,
                *_journal_problems(survey),
                *_workshop_problems(survey),
                *snapshot_problems(survey.folder),
            ]
        )
    )


def _workshop_problems(survey: Survey) -> list[Problem]:
    if not (survey.profile and survey.framework):
        return workshop_problems(survey.folder, None, None)
    return workshop_problems(survey.folder, survey.profile.roles, survey.framework.criteria)


def restore(path: Path | str, *, fs: Fs | None = None) -> Restored:
    """Put the journal's last state in the place of assessment.json, and keep what stood there."""
    folder, fs = Path(path), fs or DiskFs()
    journal, target = folder / JOURNAL, folder / ASSESSMENT
    if not journal.exists():
        raise UsageError(f"{file_name(journal)} does not exist: there is nothing to restore from")
    with locked(folder):
        entries = read_journal(journal)
        if not entries:
            raise UsageError(f"{file_name(journal)} holds no act yet: there is nothing to restore")
        data = rebuild(journal)
        validated(Assessment, Document(file_name(journal), data))
        try:
            kept = _put(fs, target, canonical_bytes(data))
        except OSError as error:
            raise NotSavedError(target, error) from None
    return Restored(target, kept, entries[-1].seq)


def _put(fs: Fs, target: Path, raw: bytes) -> Path | None:
    remove_stale(fs, target.parent, ASSESSMENT)
    there = target.read_bytes() if target.exists() else None
    if there == raw:
        return None
    kept = None
    if there is not None:
        kept = free_name(target, "damaged")
        replace_file(fs, kept, there)
    replace_file(fs, target, raw)
    return kept


def _journal_problems(survey: Survey) -> list[Problem]:
    try:
        rebuild(survey.folder / JOURNAL)
    except InvalidFileError as error:
        return list(error.problems)
    stored = survey.stored
    if stored is None or stored.standing == "clean":
        return []
    name = file_name(survey.folder / ASSESSMENT)
    if stored.standing == "pending":
        allowed = (
            "the journal's last act, which a crash kept out of the file; the next save repeats it"
        )
    else:
        allowed = (
            "the state that journal.jsonl ends with; one of both was changed or cut outside the "
            "tool, and the next save records what this file says"
        )
    return [Problem(name, None, "", allowed, "", severity="warning")]
