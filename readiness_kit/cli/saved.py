"""Saves what people said, and tells what that changed, what to know of it, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_kit.cli import notices
from readiness_kit.cli.next_step import show_after_answer
from readiness_kit.cli.opening import judged

if TYPE_CHECKING:
    from readiness_kit.engagement.assessment import Assessment, Rating
    from readiness_kit.engagement.changes import Change
    from readiness_kit.engagement.folder import Engagement


def save_answers(
    path: Path,
    opened: Engagement,
    changes: list[Change],
    *,
    by: str,
    op: str,
    about: str = "",
    told: Sequence[str] = (),
) -> None:
    """Save changes of answers as one act, `told` being what is to be known of them.

    Raises InvalidFileError where the engagement would not read with them, NotSavedError where the
    disk does not take them.
    """
    from dataclasses import replace

    from readiness_kit.engagement.writer import Writer

    after = Writer(path, via="command line").apply(
        changes, by=by, op=op, about=[about] if about else []
    )
    now = replace(opened, assessment=after)
    card = judged(now)
    click.echo(_saved(opened.assessment, after))
    notices.show([*told, *notices.of_answers(opened, after, card)])
    show_after_answer(path, now, card)


def _saved(before: Assessment, after: Assessment) -> str:
    """What an act changed: an answer that was given before, word for word, is none."""
    was, now = ({rating.key: rating for rating in each.ratings} for each in (before, after))
    new = [rating for key, rating in now.items() if was.get(key) != rating]
    gone = len(was.keys() - now.keys())
    links = len({link.id for link in after.evidence} - {link.id for link in before.evidence})
    saved = [_answers(len(new)) + _anonymous(new)] if new else []
    if links:
        saved.append(f"{links} piece{'s' if links != 1 else ''} of evidence")
    sentences = [f"Saved {' and '.join(saved)}."] if saved else []
    if gone:
        sentences.append(f"Took back {_answers(gone)}.")
    return " ".join(sentences) or "Nothing changed: this is what stands there."


def _anonymous(new: list[Rating]) -> str:
    """How many of the answers nobody stands for: an empty respondent may be an oversight."""
    number = sum(rating.respondent is None for rating in new)
    if not number:
        return ""
    return f" ({number} of them anonymous)" if len(new) > 1 else " (anonymous)"


def _answers(number: int) -> str:
    return f"{number} answer{'s' if number != 1 else ''}"
