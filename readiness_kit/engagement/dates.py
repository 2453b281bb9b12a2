"""The one date rule: where an engagement freezes its day, everything written takes that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from readiness_kit.engagement.profile import Profile

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """The moment it is, in UTC, to the second."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def day(profile: Profile, now: dt.datetime) -> dt.date:
    """The day on which a change made now counts: `as_of` where it is fixed, else today in UTC."""
    return profile.as_of or now.astimezone(dt.UTC).date()


def stamp(profile: Profile, now: dt.datetime) -> dt.datetime:
    """The moment at which a change made now counts: that day, with the clock's time of day."""
    moment = now.astimezone(dt.UTC).replace(microsecond=0)
    return dt.datetime.combine(day(profile, now), moment.timetz())


def instant(moment: dt.datetime) -> str:
    """Spell a moment as our files do: `2026-09-14T09:12:03Z`."""
    # strftime leaves the leading zeros of years before 1000 out on some systems.
    return moment.astimezone(dt.UTC).replace(tzinfo=None, microsecond=0).isoformat() + "Z"
