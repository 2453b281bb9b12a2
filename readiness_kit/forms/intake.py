"""The live form of the intake: what is agreed on, and what it means, before it is saved.

It writes into engagement.yaml only the keys that were changed; what is saved was checked by the
strict reader, and what somebody else wrote meanwhile is never overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import ipywidgets

from readiness_kit.engagement.atomic import Fs
from readiness_kit.engagement.dates import Clock, utc_now
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.parts import PROFILE, read_ground
from readiness_kit.engagement.profile_file import must_be_valid, rewrite_profile, save_profile
from readiness_kit.engagement.yaml_edit import Changes, edited
from readiness_kit.errors import ConflictError, InvalidFileError, Problem, ReadinessError
from readiness_kit.forms.intake_effect import (
    criticalities,
    depths,
    effect,
    extent,
    not_asked,
    skips,
)
from readiness_kit.forms.intake_fields import (
    DECIDES,
    SYSTEM,
    TITLES,
    changes,
    draft,
    field_of,
    on_a_form,
    picks_of,
    spoken,
)
from readiness_kit.forms.intake_figures import FIGURES, left_out
from readiness_kit.forms.intake_widgets import Fold, Look, fault, field, head, offer, row
from readiness_kit.forms.keys import guarded
from readiness_kit.judgement.case import Case
from readiness_kit.views.html import tag

_ELSEWHERE = (
    "Not saved: engagement.yaml was changed elsewhere since it was shown here. Nothing was "
    "written; Read again shows what it says now and keeps your choices."
)


class IntakeForm:
    """Fields over one engagement.yaml in three steps; displays itself in a notebook."""

    def __init__(
        self,
        path: Path,
        methods: Mapping[str, str],
        *,
        clock: Clock = utc_now,
        fs: Fs | None = None,
    ) -> None:
        """`methods` are the titles, by id, of the evidence methods that can be run here."""
        self.path, self._methods, self._clock, self._fs = path, methods, clock, fs
        self.fields = {key: field(key, title) for key, title in TITLES.items()}
        self.remarks = {key: ipywidgets.HTML() for key in self.fields}
        """By field: what a figure is for, or what is wrong with what was chosen."""
        self.rows = {key: row(self.fields[key], self.remarks[key]) for key in self.fields}
        self.effect = ipywidgets.HTML()
        """What the choices come to, before they are saved."""
        self.skipped, self.unasked = Fold("Questions that are skipped"), Fold("Figures not asked")
        self.undo_button = ipywidgets.Button(description="Undo", disabled=True)
        self.told = ipywidgets.HTML()
        """Whether what is shown is on disk."""
        self._saves: list[tuple[bytes, bytes]] = []
        """engagement.yaml before and after each save of this form."""
        self._filling = False
        self._shown: dict[str, Any] = {}
        self.box = guarded([*self._parts(), Look()])
        self.box.add_class("rk-intake")
        self.refresh()
        for each in self.fields.values():
            each.observe(lambda _change: self._changed(), names="value")

    def refresh(self) -> list[str]:
        """Read the engagement again; what was chosen and not saved stays.

        Where the file has changed in the same field, the file is shown: those fields are returned,
        each with both values. Raises InvalidFileError where the engagement does not read.
        """
        ground, opened = read_ground(self.path), Engagement.open(self.path)
        opened = replace(opened, profile=ground.profile, framework=ground.framework)
        self._ground = ground
        self._saved = Case.of(opened, as_of=opened.as_of(), methods=self._methods.keys())
        shown, now = self._shown, picks_of(ground.profile)
        mine = {key: pick for key, pick in self.picks.items() if pick != shown.get(key, pick)}
        phases = {phase.id: phase.title for phase in ground.framework.phases}
        taken = {
            key: pick
            for key, pick in mine.items()
            if now[key] not in (shown[key], pick) or (key == "phase" and pick not in phases)
        }
        self._shown = now
        with self._quiet():
            named = [(title, id) for id, title in phases.items()]
            offer(self.fields["phase"], named or [("none", None)], now["phase"])
            for key, value in {**now, **mine, **{key: now[key] for key in taken}}.items():
                self.fields[key].value = value
        self._tell()
        self._say("")
        return [
            f"{TITLES[key]}: you chose {spoken(pick)}, it says {spoken(now[key])}"
            for key, pick in taken.items()
        ]

    @property
    def picks(self) -> dict[str, Any]:
        """What is chosen now, by dotted key."""
        return {key: each.value for key, each in self.fields.items()}

    @property
    def changes(self) -> Changes:
        """The keys that a save would change; raises InvalidFileError where a cost has no label."""
        return changes(self._saved.profile, self.picks, without=self._left_out)

    def save(self) -> bool:
        """Write what was changed into engagement.yaml; False where the page says why it was not."""
        self._follow()
        before = self._ground.raw
        try:
            after = save_profile(self.path, self.changes, seen=before, fs=self._fs)
        except ReadinessError as error:
            self._refused(error)
            return False
        if after != before:
            self._saves.append((before, after))
        self._written(f"✓ saved {self._time}. Run the cells below again: they are from before.")
        return True

    def undo(self) -> bool:
        """Put back what stood before the last save, where the file is as that save left it."""
        before, after = self._saves[-1]
        try:
            rewrite_profile(self.path, lambda _raw: before, seen=after, fs=self._fs)
        except ReadinessError as error:
            self._refused(error)
            return False
        self._saves.pop()
        self._written(f"✓ undone {self._time}: engagement.yaml is as it was before that save.")
        return True

    def read_again(self) -> None:
        """Show what engagement.yaml says now, and say what that did to choices not saved."""
        try:
            taken = self.refresh()
        except ReadinessError as error:
            self._say(f"The engagement does not read: {error}", wrong=True)
            return
        lost = f" It was changed where you had chosen, and is shown: {'; '.join(taken)}."
        kept = " Your other choices are not saved yet." if self._wrong or self.changes else ""
        self._say(f"Shown is what engagement.yaml says now.{lost if taken else ''}{kept}")

    def _parts(self) -> Iterator[Any]:
        yield head("1 · The system")
        yield from (self.rows[key] for key in SYSTEM)
        yield self.effect
        yield from self.skipped.parts
        yield head("2 · What it has to beat, and how much it may err")
        yield from (self.rows[key] for key in FIGURES)
        yield from self.unasked.parts
        yield head("3 · Who decides")
        yield from (self.rows[key] for key in DECIDES)
        save = ipywidgets.Button(description="Save", button_style="primary")
        again = ipywidgets.Button(description="Read again")
        save.on_click(lambda _button: self.save())
        self.undo_button.on_click(lambda _button: self.undo())
        again.on_click(lambda _button: self.read_again())
        yield row(save, self.undo_button, again)
        yield self.told

    def _changed(self) -> None:
        if self._filling:
            return
        stands = self._follow()
        self._tell()
        if not stands:
            self._say(_ELSEWHERE, wrong=True)
        elif self._wrong:
            self._say("Not saved yet; what is marked above has to be mended first.", wrong=True)
        else:
            self._say("Not saved yet." if self.changes else "As saved.")

    def _follow(self) -> bool:
        """Take in what was changed elsewhere; False where it changed what is shown here.

        So a save of the form of data and model, in the same notebook, keeps nobody waiting.
        """
        now = self._ground.followed(self.path, picks_of)
        if now is not None and now is not self._ground:
            try:
                self.refresh()
            except ReadinessError:
                return False
        return now is not None

    def _tell(self) -> None:
        """Show what the choices come to, and what is wrong with them, in every part of the form."""
        picks = self.picks
        chosen = replace(self._saved, profile=draft(self._saved.profile, picks))
        given = {key for key in FIGURES if picks[key].strip()}
        self._left_out = left_out(chosen, self._methods, given)
        hidden = {*self._left_out, *(() if chosen.framework.phases else ("phase",))}
        for key, shown in self.rows.items():
            shown.layout.display = "none" if key in hidden else None
        self.effect.value = str(effect(self._saved, chosen))
        left = extent(chosen.framework, chosen.profile).skipped
        self.skipped.show(skips(chosen), len(left))
        self.unasked.show(not_asked(self._left_out, self._shown), len(self._left_out))
        with self._quiet():
            for key, options in (("depth", depths), ("scope.criticality", criticalities)):
                offer(self.fields[key], options(chosen), picks[key])
        self._remark(self._problems())

    def _problems(self) -> Sequence[Problem]:
        """What the strict reader would have against the file with these choices in it."""
        try:
            must_be_valid(edited(self._ground.raw, self.changes, name=PROFILE), self.path)
        except InvalidFileError as error:
            return error.problems
        except ReadinessError:
            pass  # what cannot be written without harm is said where it is tried
        return ()

    def _remark(self, problems: Sequence[Problem]) -> None:
        """Say beside each field what is wrong with it, else what it is for."""
        wrong = {field_of(problem): on_a_form(problem) for problem in reversed(problems)}
        self._wrong = bool(wrong)
        for key, remark in self.remarks.items():
            if key in wrong:
                remark.value = fault(wrong[key])
            else:
                remark.value = str(tag("small", FIGURES[key].why)) if key in FIGURES else ""

    def _written(self, words: str) -> None:
        """Show the file as it is now; that it was written is true even where it reads no more."""
        try:
            self.refresh()
        except ReadinessError as error:
            words = f"{words} The engagement does not read: {error}"
        self.undo_button.disabled = not self._saves
        self._say(words)

    def _refused(self, error: ReadinessError) -> None:
        if isinstance(error, ConflictError):
            self._say(_ELSEWHERE, wrong=True)
        elif isinstance(error, InvalidFileError):
            self._remark(error.problems)
            wrong = {field_of(problem) for problem in error.problems}
            marked = [title for key, title in TITLES.items() if key in wrong]
            others = [str(p) for p in error.problems if field_of(p) is None]
            self._say(
                f"Not saved: {'; '.join(filter(None, [', '.join(marked), *others]))}", wrong=True
            )
        else:
            self._say(f"Not saved: {str(error).removeprefix('NOT SAVED: ')}", wrong=True)

    @property
    def _time(self) -> str:
        return f"{self._clock().astimezone():%H:%M:%S}"

    @contextmanager
    def _quiet(self) -> Iterator[None]:
        """What is set here was chosen by nobody."""
        was, self._filling = self._filling, True
        try:
            yield
        finally:
            self._filling = was

    def _say(self, words: str, *, wrong: bool = False) -> None:
        self.told.value = str(tag("p", tag("b", words) if wrong else words, role="status"))

    def _repr_mimebundle_(self, **given: Any) -> Any:
        return self.box._repr_mimebundle_(**given)

    def __repr__(self) -> str:
        """What a page shows where widgets are not at hand."""
        return "This form is live only: run this cell again. What it saves is in engagement.yaml."
