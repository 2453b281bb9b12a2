"""The one writer of an engagement: all or nothing, journal first, and never over a damaged file."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.atomic import (
    DiskFs,
    Fs,
    append_line,
    remove_stale,
    replace_file,
)
from readiness_kit.engagement.changes import (
    Change,
    Data,
    apply_change,
    canonical,
    canonical_bytes,
    numbered,
)
from readiness_kit.engagement.dates import Clock, day, instant, stamp, utc_now
from readiness_kit.engagement.journal import JOURNAL, Entry, line_of, sha256
from readiness_kit.engagement.lock import locked
from readiness_kit.engagement.observation import Observation, next_id, observation_bytes
from readiness_kit.engagement.parts import EVIDENCE, Ground, read_ground
from readiness_kit.engagement.profile import Profile
from readiness_kit.engagement.stamping import dated
from readiness_kit.engagement.state import ASSESSMENT, Stored, plain, read_state, readable
from readiness_kit.engagement.validity import assessment_problems
from readiness_kit.errors import ConflictError, InvalidFileError, NotSavedError, Problem
from readiness_kit.reading import Document, validated
from readiness_kit.reading.document import file_name


@dataclass(frozen=True)
class _Base:
    """The bytes on disk and the journal's end, which the next act starts from."""

    data: Data
    raw: bytes
    seq: int
    end: int


__all__ = ["Writer", "day", "stamp", "utc_now"]


class Writer:
    """Writes one engagement; what `apply` returned is on disk, and what it raised for is not."""

    def __init__(
        self, path: Path | str, *, via: str, fs: Fs | None = None, clock: Clock = utc_now
    ) -> None:
        self.path = Path(path)
        self._via, self._fs, self._clock = via, fs or DiskFs(), clock
        self._ground: Ground | None = None

    def apply(
        self,
        changes: Sequence[Change],
        *,
        by: str,
        op: str,
        about: Sequence[str] = (),
        on: int | None = None,
    ) -> Assessment:
        """Make all changes as one act of the journal, or none; changes that change nothing pass.

        `about` names what several changes came from, such as `ratings.csv`. `on` is the number of
        the act that they were worked out on; where another came since, this is a ConflictError.
        """
        ground = self._read_ground()
        with locked(self.path):
            base = self._recover(ground, by)
            if on is not None and on != base.seq:
                raise ConflictError((JOURNAL,), seen=f"act {on}", found=f"act {base.seq}")
            data, acts = self._acts(base.data, changes, ground.profile)
            if not acts:
                return self._valid(data, ground)[1]
            first = data["framework"] is None
            data = {**data, "framework": data["framework"] or ground.reference}
            raw, assessment = self._valid(data, ground)
            if first:
                base = self._start(base, ground, by)
            self._commit(base, data, raw, by, _said(acts, op, about))
            return assessment

    def recover(self, *, by: str) -> Assessment:
        """Finish what a crash interrupted, and take in what was edited by hand."""
        ground = self._read_ground()
        with locked(self.path):
            return self._valid(self._recover(ground, by).data, ground)[1]

    def save_observation(self, observation: Observation) -> Path:
        """Write evidence/<id>.json and return its path.

        An observation is never overwritten, only superseded: where another run took its id
        meanwhile, this one takes the next number.
        """
        folder = self.path / EVIDENCE
        observation_bytes(observation)  # refuse what cannot be written before anything is made
        with locked(self.path):
            target = folder / f"{observation.id}.json"
            try:
                folder.mkdir(exist_ok=True)
                remove_stale(self._fs, folder, "*.json")
                while target.exists():
                    observation = observation.model_copy(update={"id": next_id(observation.id)})
                    target = folder / f"{observation.id}.json"
                self._keep(target, observation_bytes(observation))
            except OSError as error:
                raise NotSavedError(target, error) from None
        return target

    def _keep(self, target: Path, raw: bytes) -> None:
        try:
            replace_file(self._fs, target, raw)
        except OSError:
            # It is new, so that taking it away again restores what was there before.
            with suppress(OSError):
                self._fs.unlink(target)
            raise

    def _read_ground(self) -> Ground:
        # Parsing a framework takes longer than saving: it is read again only with a new profile.
        if self._ground is None or self._ground.stale(self.path):
            self._ground = read_ground(self.path)
        return self._ground

    def _recover(self, ground: Ground, by: str) -> _Base:
        """Bring file and journal together, under the lock; what comes back is where both stand."""
        remove_stale(self._fs, self.path, ASSESSMENT)
        stored = read_state(self.path)
        tail = stored.tail
        seq = tail.entry.seq if tail.entry else 0
        try:
            if tail.size > tail.end:
                self._fs.truncate(self.path / JOURNAL, tail.end)
            if stored.standing == "pending":
                raw = canonical_bytes(stored.data)
                self._replace(self.path / ASSESSMENT, raw)
                return _Base(stored.data, raw, seq, tail.end)
        except OSError as error:
            raise NotSavedError(self.path / ASSESSMENT, error) from None
        base = _Base(stored.data, stored.raw, seq, tail.end)
        return self._adopt(base, stored, ground, by) if stored.standing == "edited" else base

    def _adopt(self, base: _Base, stored: Stored, ground: Ground, by: str) -> _Base:
        problems = self._problems(stored.document, stored.assessment, ground)
        if problems:
            raise InvalidFileError(problems)
        data = plain(stored.assessment)
        said: Data = {"op": "adopt", "path": [], "old": None, "new": data}
        return self._commit(base, data, canonical_bytes(data), by, said)

    def _start(self, base: _Base, ground: Ground, by: str) -> _Base:
        """Record, before the first act, which text the ratings will answer."""
        data = {**base.data, "framework": ground.reference}
        said = {"op": "start", "path": ["framework"], "old": None, "new": ground.reference}
        return self._commit(base, data, canonical_bytes(data), by, said)

    def _acts(
        self, data: Data, changes: Sequence[Change], profile: Profile
    ) -> tuple[Data, list[Data]]:
        acts = []
        for asked in changes:
            when = dated(data, asked, profile, self._clock)
            change = numbered(data, canonical(when))
            data, old = apply_change(data, change)
            if old != change.new:
                act = {"op": change.op, "path": list(change.path), "old": old, "new": change.new}
                acts.append(act)
        return data, acts

    def _valid(self, data: Data, ground: Ground) -> tuple[bytes, Assessment]:
        name = f"{file_name(self.path / ASSESSMENT)} (not saved)"
        raw, document, assessment = readable(data, name)
        problems = self._problems(document, assessment, ground)
        if problems:
            raise InvalidFileError(problems)
        return raw, assessment

    def _problems(
        self, document: Document, assessment: Assessment, ground: Ground
    ) -> list[Problem]:
        as_of = day(ground.profile, self._clock())
        found = assessment_problems(
            document, assessment, ground.profile, ground.framework, as_of=as_of
        )
        return [problem for problem in found if problem.severity == "error"]

    def _commit(self, base: _Base, data: Data, raw: bytes, by: str, said: Data) -> _Base:
        """Append the journal's line, then replace the file; on a full disk, neither."""
        entry = {
            **said,
            "seq": base.seq + 1,
            "at": instant(self._clock()),
            "by": by,
            "via": self._via,
            "base": sha256(base.raw),
            "after": sha256(raw),
        }
        line = line_of(validated(Entry, Document("journal entry", entry)))
        journal, target = self.path / JOURNAL, self.path / ASSESSMENT
        try:
            append_line(self._fs, journal, line)
            if raw != base.raw:
                self._replace(target, raw)
        except OSError as error:
            with suppress(OSError):
                self._fs.truncate(journal, base.end)
            raise NotSavedError(target, error) from None
        return replace(base, data=data, raw=raw, seq=base.seq + 1, end=base.end + len(line))

    def _replace(self, target: Path, raw: bytes) -> None:
        try:
            replace_file(self._fs, target, raw)
        except OSError:
            # Only the folder's sync failed: the journal's line is on disk and repeats the act,
            # should a power cut take the new name away.
            if _bytes(target) != raw:
                raise


def _said(acts: list[Data], op: str, about: Sequence[str]) -> Data:
    """One change stands in its line as it is; several, or an import, stand in it as a list."""
    if len(acts) == 1 and not about and op != "import":
        return {**acts[0], "op": op}
    source = ["ratings.csv"] if op == "import" else [op]
    return {"op": op, "path": list(about) or source, "old": None, "new": acts}


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
