"""Writes workshop.json: each act is made on what is on disk, under the lock, or not at all.

So two people, or two tabs, that act at once lose nothing of each other's.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from readiness_kit.engagement import workshop_acts as acts
from readiness_kit.engagement.atomic import DiskFs, Fs, remove_stale, replace_file
from readiness_kit.engagement.dates import Clock, day, stamp, utc_now
from readiness_kit.engagement.lock import locked
from readiness_kit.engagement.parts import Ground, read_ground
from readiness_kit.engagement.state import read_state
from readiness_kit.engagement.workshop import (
    WORKSHOP,
    Topic,
    Workshop,
    Workshops,
    checked_workshops,
    read_workshops,
)
from readiness_kit.errors import InvalidFileError, NotSavedError, Problem
from readiness_kit.reading import parse_json
from readiness_kit.reading.strict_json import MAX_BYTES


class WorkshopFile:
    """The workshops of one engagement; what an act returned is on disk.

    Every act raises UsageError for what cannot be done now or names what does not exist,
    InvalidFileError where a file does not read or would not afterwards, and NotSavedError where
    the disk refuses; the file then is as it was.
    """

    def __init__(self, folder: Path | str, *, fs: Fs | None = None, clock: Clock = utc_now) -> None:
        self.folder = Path(folder)
        self._fs, self._clock = fs or DiskFs(), clock
        self._ground: Ground | None = None

    def read(self) -> Workshops:
        """What is on disk now."""
        return read_workshops(self.folder)

    def begin(self, minutes: int, people: Sequence[str], agenda: Sequence[Topic]) -> Workshops:
        """Begin the next workshop; one that is under way has to end first.

        Its number is above every round that was rated in, so that no rating made in it takes the
        place of one made before.
        """
        ground = self._read_ground()
        acts.must_be_people(people, ground.profile.roles)
        acts.must_be_criteria(acts.topics(agenda), ground.framework.criteria)
        return self._do(
            lambda there: acts.begun(
                there,
                after=self._last_round(),
                on=day(ground.profile, self._clock()),
                minutes=minutes,
                people=list(people),
                agenda=list(agenda),
            )
        )

    def replan(self, minutes: int, agenda: Sequence[Topic]) -> Workshops:
        """Give the workshop under way another length and agenda; what was talked about stays."""
        acts.must_be_criteria(acts.topics(agenda), self._read_ground().framework.criteria)
        return self._change(lambda now: acts.changed(now, minutes=minutes, agenda=list(agenda)))

    def seat(self, people: Sequence[str]) -> Workshops:
        """Key fingers in this order from now on; who has shown fingers keeps a seat.

        Newcomers have to be listed in engagement.yaml. Who was struck off it may stay.
        """
        roles = self._read_ground().profile.roles

        def change(now: Workshop) -> Workshop:
            acts.must_be_people(people, roles, seated=now.people)
            return acts.seated(now, people)

        return self._change(change)

    def talk(self, criterion: str, at: dt.datetime, seconds: int) -> Workshops:
        """Say how long the talk that began `at` has lasted; it never gets shorter again."""
        ground = self._read_ground()
        acts.must_be_criteria([criterion], ground.framework.criteria)
        began = stamp(ground.profile, at)
        return self._change(lambda now: acts.talked(now, criterion, began, seconds))

    def show(self, criterion: str, at: dt.datetime, fingers: Sequence[str]) -> Workshops:
        """Keep the fingers shown in the talk that began `at`, in the place of earlier ones."""
        ground = self._read_ground()
        acts.must_be_criteria([criterion], ground.framework.criteria)
        began, levels = stamp(ground.profile, at), ground.framework.values
        return self._change(lambda now: acts.showed(now, criterion, began, fingers, levels=levels))

    def park(self, text: str, criterion: str | None = None) -> Workshops:
        """Put a line into the parking lot of the workshop under way."""
        return self._note("parked", text, criterion, None)

    def decide(self, text: str, criterion: str | None = None, by: str | None = None) -> Workshops:
        """Put a line into the decisions log of the workshop under way."""
        return self._note("decided", text, criterion, by)

    def edit_note(self, id: str, text: str) -> Workshops:
        """Give a note of the workshop under way other words; without words it is removed."""
        return self._change(lambda now: acts.edited(now, id, text))

    def end(self) -> Workshops:
        """End the workshop under way."""
        ended = stamp(self._read_ground().profile, self._clock())
        return self._change(lambda now: acts.changed(now, ended=ended))

    def reopen(self) -> Workshops:
        """Go on with the newest workshop, which had ended."""
        return self._do(acts.reopened)

    def _note(self, kind: str, text: str, criterion: str | None, by: str | None) -> Workshops:
        ground = self._read_ground()
        acts.must_be_criteria([criterion], ground.framework.criteria)
        at = stamp(ground.profile, self._clock())
        return self._do(lambda there: acts.noted(there, kind, text, criterion, by, at=at))

    def _change(self, change: Callable[[Workshop], Workshop]) -> Workshops:
        return self._do(lambda there: acts.with_newest(there, change(acts.under_way(there))))

    def _do(self, act: Callable[[Workshops], Workshops]) -> Workshops:
        with locked(self.folder):
            there = read_workshops(self.folder)
            made = act(there)
            if made != there:
                self._put(_checked_bytes(made))
        return made

    def _put(self, raw: bytes) -> None:
        target = self.folder / WORKSHOP
        try:
            remove_stale(self._fs, self.folder, WORKSHOP)
            replace_file(self._fs, target, raw)
        except OSError as error:
            # where only the folder's sync failed, the last step of all, the act is on disk
            if not _holds(target, raw):
                raise NotSavedError(target, error) from None

    def _last_round(self) -> int:
        ratings = read_state(self.folder).assessment.ratings
        return max((rating.round for rating in ratings), default=0)

    def _read_ground(self) -> Ground:
        # Parsing a framework takes longer than saving: it is read again only with a new profile.
        if self._ground is None or self._ground.stale(self.folder):
            self._ground = read_ground(self.folder)
        return self._ground


def _checked_bytes(workshops: Workshops) -> bytes:
    """Spell the file, and read it back, so that what is written can always be read."""
    data = workshops.model_dump(mode="json", by_alias=True)
    text = json.dumps(data, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    raw = text.encode() + b"\n"
    if len(raw) > MAX_BYTES:
        allowed, came = f"at most {MAX_BYTES:,} bytes", f"{len(raw):,} bytes"
        raise InvalidFileError([Problem(acts.NOT_SAVED, None, "", allowed, came)])
    checked_workshops(parse_json(raw, acts.NOT_SAVED))
    return raw


def _holds(path: Path, raw: bytes) -> bool:
    try:
        return path.read_bytes() == raw
    except OSError:
        return False
