"""Fills in the day or the moment on which a change counts, where its maker left that open."""

from __future__ import annotations

from dataclasses import replace

from readiness_kit.engagement.changes import Change, Data, canonical, found
from readiness_kit.engagement.dates import Clock, day, instant, stamp
from readiness_kit.engagement.profile import Profile

_DATED = {
    "ratings": "at",
    "evidence": "on",
    "waivers": "granted",
    "decisions": "on",
    "replies": "on",
}


def dated(data: Data, change: Change, profile: Profile, clock: Clock) -> Change:
    """Fill in the day on which a change counts, where the caller left that to us."""
    name = _DATED.get(change.path[0] if change.path else "")
    if name is None or change.new is None or change.new.get(name) is not None:
        return change
    now = clock()
    if name != "at":
        return replace(change, new={**change.new, name: day(profile, now).isoformat()})
    moment = instant(stamp(profile, now))
    anew = replace(change, new={**change.new, "at": moment})
    before = found(data, change.path)
    if before and before["at"][:10] == moment[:10]:
        # Said again on the same day is not said anew.
        again = canonical(replace(change, new={**change.new, "at": before["at"]}))
        return again if again.new == before else anew
    return anew
