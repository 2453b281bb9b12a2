"""The live form that names files, columns and model in engagement.yaml.

It shows how each file was read before anything is saved; what is saved was checked by the strict
reader, and what somebody else wrote meanwhile is never overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ipywidgets

from readiness_kit.engagement.dates import Clock, utc_now
from readiness_kit.engagement.parts import Ground, read_ground
from readiness_kit.engagement.profile_file import save_profile
from readiness_kit.errors import ConflictError, InvalidFileError, ReadinessError, UsageError
from readiness_kit.forms import naming
from readiness_kit.forms.keys import guarded
from readiness_kit.views.html import number, tag
from readiness_kit.views.read_as import ReadAs, Reader

_WIDE: dict[str, Any] = {"style": {"description_width": "17em"}, "layout": {"width": "42em"}}
_NONE = "(none)"
_HEADS = {"data.poc": "Files", "data.label": "Columns", "target.form": "Model"}
"""By the first field of a group."""
_ELSEWHERE = (
    "engagement.yaml was changed elsewhere since it was shown here. Nothing was written; Read "
    "again shows what it says now."
)


class SourcesForm:
    """Dropdowns and text fields over one engagement.yaml; displays itself in a notebook."""

    def __init__(self, path: Path, read: Reader, *, clock: Clock = utc_now) -> None:
        self.path, self._read, self._clock = path, read, clock
        self._known: dict[tuple[str, float, int], ReadAs | str] = {}
        self.fields: dict[str, Any] = {
            **{key: _dropdown(title) for key, title in naming.FILES.items()},
            **{key: _dropdown(title) for key, title in naming.COLUMNS.items()},
            "target.form": _dropdown("How the model is reached"),
            "target.value": ipywidgets.Combobox(continuous_update=False, **_WIDE),
            "target.more": ipywidgets.Text(continuous_update=False, **_WIDE),
            "target.id": _text("Its id"),
            "target.version": _text("Its version"),
        }
        self.remarks = {key: ipywidgets.HTML() for key in self.fields}
        """By field: how a file was read, or what is wrong with what was chosen."""
        self.told = ipywidgets.HTML()
        """Whether what is shown is on disk."""
        self.box = guarded(list(self._parts()))
        self._filling = False
        self.refresh()
        for key, field in self.fields.items():
            field.observe(lambda _change, key=key: self._changed(key), names="value")

    def refresh(self) -> None:
        """Read engagement.yaml and the folder again; what was chosen and not saved is given up.

        Raises InvalidFileError where engagement.yaml does not read.
        """
        self._ground: Ground = read_ground(self.path)
        picks = naming.picks_of(self._ground.profile)
        self._filling = True
        try:
            self._offer_files(picks)
            self._offer_columns(picks)
            self._offer_forms(picks)
            for key in ("target.value", "target.more", "target.id", "target.version"):
                self.fields[key].value = picks[key]
        finally:
            self._filling = False
        self._ask_for_form()
        self._tell_files()
        self._say("")

    @property
    def picks(self) -> dict[str, str]:
        """What is chosen now, "" for nothing."""
        return {key: (field.value or "").strip() for key, field in self.fields.items()}

    def save(self) -> bool:
        """Write what was chosen into engagement.yaml; False where the page says why it was not."""
        self._tell_files()
        self._follow()
        made = naming.changes(self._ground.profile, self.picks)
        try:
            self._must_name_a_function()
            save_profile(self.path, made, seen=self._ground.raw)
            self.refresh()
        except ConflictError:
            self._say(_ELSEWHERE, wrong=True)
        except InvalidFileError as error:
            self._blame(error)
        except ReadinessError as error:
            self._say(f"Not saved: {error}", wrong=True)
        else:
            at = self._clock().astimezone()
            self._say(f"✓ saved {at:%H:%M:%S}; run the cells below to measure with it.")
            return True
        return False

    def _parts(self) -> Iterator[Any]:
        for key, field in self.fields.items():
            if key in _HEADS:
                yield ipywidgets.HTML(str(tag("b", _HEADS[key])))
            wrapped = {"flex_flow": "row wrap"}  # on a phone the remark goes below
            yield ipywidgets.HBox([field, self.remarks[key]], layout=wrapped)
        save = ipywidgets.Button(description="Save", button_style="primary")
        again = ipywidgets.Button(description="Read again")
        save.on_click(lambda _button: self.save())
        again.on_click(lambda _button: self._read_again())
        yield ipywidgets.HBox([save, again])
        yield self.told

    def _read_again(self) -> None:
        try:
            self.refresh()
        except ReadinessError as error:
            self._say(f"engagement.yaml does not read: {error}", wrong=True)
        else:
            self._say("Shown is what engagement.yaml says now.")

    def _changed(self, key: str) -> None:
        if self._filling:
            return
        if key in naming.FILES:
            self._tell_files()
            self._offer_columns(self.picks)
        if key == "target.form":
            self.fields["target.value"].value = self.fields["target.more"].value = ""
            self._ask_for_form()
        if self._follow():
            self._say("Not saved yet.")
        else:
            self._say(_ELSEWHERE, wrong=True)

    def _follow(self) -> bool:
        """Take in what was changed elsewhere; False where it changed what is shown here."""
        now = self._ground.followed(self.path, naming.picks_of)
        self._ground = now or self._ground
        return now is not None

    def _offer_files(self, picks: naming.Picks) -> None:
        there = naming.data_files(self.path)
        for key in naming.FILES:
            absent = [(f"{picks[key]} (not there)", picks[key])]
            named = absent if picks[key] and picks[key] not in there else []
            _offer(self.fields[key], [(name, name) for name in there] + named, picks[key])

    def _offer_columns(self, picks: naming.Picks) -> None:
        """The columns that both samples have; of one sample alone, its own."""
        read = [self._reading(picks[key]) for key in ("data.poc", "data.production")]
        known = [one.columns for one in read if isinstance(one, ReadAs)]
        both = [name for name in known[0] if name in known[-1]] if known else []
        was, self._filling = self._filling, True
        for key in naming.COLUMNS:
            absent = [(f"{picks[key]} (not in both)", picks[key])]
            named = absent if picks[key] and picks[key] not in both else []
            _offer(self.fields[key], [(name, name) for name in both] + named, picks[key])
        self._filling = was

    def _offer_forms(self, picks: naming.Picks) -> None:
        forms = [(form.title, name) for name, form in naming.FORMS.items()]
        if picks["target.form"] and picks["target.form"] not in naming.FORMS:
            forms.append((f"{picks['target.form']} file", picks["target.form"]))
        _offer(self.fields["target.form"], forms, picks["target.form"])

    def _ask_for_form(self) -> None:
        """The one or two fields of the way that is chosen."""
        name = self.fields["target.form"].value
        form = naming.FORMS.get(name) or naming.Form("", "File")
        value, more = self.fields["target.value"], self.fields["target.more"]
        value.description, more.description = form.asked, form.more_asked
        value.options = naming.suggestions(self.path, name)
        value.layout.display = None if name else "none"
        more.layout.display = None if form.more else "none"

    def _must_name_a_function(self) -> None:
        picks = self.picks
        if picks["target.form"] == "python" and ":" not in picks["target.value"]:
            self.remarks["target.value"].value = _wrong("module:function, such as model:predict")
            raise UsageError("see above")

    def _tell_files(self) -> None:
        for key, remark in self.remarks.items():
            read = self._reading(self.picks[key]) if key in naming.FILES else None
            remark.value = "" if read is None else _how(read)

    def _reading(self, name: str) -> ReadAs | str | None:
        """How a file was read, or why it was not; None where none is chosen."""
        if not name:
            return None
        try:
            state = (self.path / name).stat()
        except (OSError, ValueError):
            return "is not there yet"
        # a large file takes seconds to read, so the same bytes are read once
        key = (name, state.st_mtime, state.st_size)
        if key not in self._known:
            self._known[key] = self._read_now(name)
        return self._known[key]

    def _read_now(self, name: str) -> ReadAs | str:
        try:
            return self._read(name)
        except InvalidFileError as error:
            first = error.problems[0]
            return f"does not read: {first.allowed}" + (f"; got {first.came}" * bool(first.came))
        except ReadinessError as error:
            return str(error)

    def _blame(self, error: InvalidFileError) -> None:
        """Put each problem at its field, and the rest where it is said that nothing was saved."""
        others = []
        for problem in error.problems:
            key = naming.field_of(problem.field, self.picks)
            if key in self.remarks:
                self.remarks[key].value = _wrong(problem.allowed)
            else:
                others.append(str(problem))
        self._say("; ".join(["Not saved: see above", *others]), wrong=True)

    def _say(self, words: str, *, wrong: bool = False) -> None:
        self.told.value = str(tag("p", tag("b", words) if wrong else words, role="status"))

    def _repr_mimebundle_(self, **given: Any) -> Any:
        return self.box._repr_mimebundle_(**given)

    def __repr__(self) -> str:
        """What a page shows where widgets are not at hand."""
        return "This form is live only: run this cell again. What it saves is in engagement.yaml."


def _dropdown(title: str) -> Any:
    return ipywidgets.Dropdown(description=title, options=[(_NONE, "")], value="", **_WIDE)


def _text(title: str) -> Any:
    return ipywidgets.Text(description=title, continuous_update=False, **_WIDE)


def _offer(field: Any, options: list[tuple[str, str]], chosen: str) -> None:
    field.options = [(_NONE, ""), *options]
    field.value = chosen


def _how(read: ReadAs | str) -> str:
    if isinstance(read, str):
        return _wrong(read)
    count = len(read.columns)
    columns = f"{number(count, 0)} column{'' if count == 1 else 's'}"
    return str(tag("small", "; ".join([read.how, columns, *read.notes])))


def _wrong(words: str) -> str:
    return str(tag("span", tag("b", "✗ "), words, role="alert"))
