"""What the intake agrees on, as the fields of a form, and what a choice changes in the file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from readiness_kit.engagement.parts import PROFILE
from readiness_kit.engagement.profile import Profile
from readiness_kit.engagement.yaml_edit import Changes
from readiness_kit.engagement.yaml_text import Value
from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.forms.intake_figures import COSTS, FIGURES
from readiness_kit.reading.document import shown

SYSTEM = {
    "client": "Client",
    "system": "System",
    "phase": "Phase whose gate is next",
    "scope.kind": "Kind",
    "scope.acts": "It acts by itself",
    "scope.regulated": "Regulated",
    "scope.criticality": "Criticality",
    "depth": "Depth",
}
DECIDES = {
    "decision_body": "Who decides at the gate",
    "start": "First day of the work",
    "codename": "Name that hides the client",
}
TITLES = {**SYSTEM, **{key: figure.title for key, figure in FIGURES.items()}, **DECIDES}
"""By dotted key of engagement.yaml, in the order of the form."""
_SCOPE = ("kind", "acts", "regulated", "criticality")
_FIGURE = re.compile(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?")
_SHARE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?%")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}([.,][0-9]{3})+")
_OF_A_FILE = re.compile(r"\bfinite |, without quotes.*")
"""What the reader says of a figure that is of use only to whoever writes the file by hand."""

Picks = Mapping[str, Any]
"""By dotted key: what is chosen. Figures are text as typed, "" for none; a day may be None."""


def picks_of(profile: Profile) -> dict[str, Any]:
    """What engagement.yaml says now, as the form shows it."""
    return {key: _pick(profile, key) for key in TITLES}


def draft(profile: Profile, picks: Picks) -> Profile:
    """The profile with all that decides which questions are asked as it is chosen now."""
    scope = profile.scope.model_copy(update={key: picks[f"scope.{key}"] for key in _SCOPE})
    now = {"scope": scope, "phase": picks["phase"], "depth": picks["depth"]}
    return profile.model_copy(update=now)


def changes(profile: Profile, picks: Picks, *, without: Collection[str] = ()) -> Changes:
    """The keys of engagement.yaml that these choices change; `without` are not asked, so they stay.

    Raises InvalidFileError where a cost cannot be told from its label, and where a figure can be
    read with decimals or with thousands.
    """
    now = picks_of(profile)
    made: dict[tuple[str, ...], Value | None] = {}
    unclear: list[Problem] = []
    for key, pick in picks.items():
        if pick == now[key] or key in without:
            continue
        if key == COSTS:
            made |= _costs(profile, pick)
        else:
            made[tuple(key.split("."))] = _value(key, pick)
        if key in FIGURES and FIGURES[key].large:
            unclear += _unclear(key, pick, known=now[key])
    if unclear:
        raise InvalidFileError(unclear)
    return made


def field_of(problem: Problem) -> str | None:
    """The field of the form that a problem with engagement.yaml belongs to."""
    if problem.field.startswith(COSTS):
        return COSTS
    return problem.field if problem.field in TITLES else None


def on_a_form(problem: Problem) -> Problem:
    """A problem with engagement.yaml, in the words of somebody who fills in a form."""
    return replace(problem, allowed=_OF_A_FILE.sub("", problem.allowed))


def spoken(pick: Any) -> str:
    """What was chosen, in a sentence."""
    if isinstance(pick, bool):
        return "yes" if pick else "no"
    return ", ".join(str(pick).splitlines()) if pick else "nothing"


def figure_text(value: float | None) -> str:
    """A figure as people write it: 10000 and 0.9."""
    return "" if value is None else f"{value:.15g}"


def _pick(profile: Profile, key: str) -> Any:
    if key == COSTS:
        return "\n".join(f"{label}: {figure_text(cost)}" for label, cost in _said(profile, COSTS))
    said: Any = profile
    for part in key.split("."):
        said = getattr(said, part)
    if key in FIGURES:
        return figure_text(said)
    return "" if said is None and key in ("decision_body", "codename") else said


def _said(profile: Profile, key: str) -> list[tuple[str, float]]:
    return list(getattr(profile, key).items())


def _value(key: str, pick: Any) -> Value | None:
    """A choice as the file is to have it; the reader refuses text where a figure should be."""
    if not isinstance(pick, str):
        return pick  # type: ignore[no-any-return]
    text = pick.strip()
    if key in FIGURES:
        return _number(text, share=FIGURES[key].share)
    return text or None


def _number(text: str, *, share: bool = False) -> Value | None:
    if share and (percent := _SHARE.fullmatch(text)):
        return round(float(percent[1]) / 100, 12)
    try:
        return float(text) if _FIGURE.fullmatch(text) else text or None
    except ValueError:
        return text


def _unclear(key: str, pick: str, *, known: str) -> Iterator[Problem]:
    """The figures of a field whose marks can be decimal points or stand between thousands."""
    for line in pick.splitlines():
        text = line.rpartition(":")[2].strip()
        if _THOUSANDS.fullmatch(text) and line not in known.splitlines():
            yield Problem(PROFILE, None, key, _readings(text), "")


def _readings(text: str) -> str:
    thousands, mark, rest = text.replace(",", ".").rpartition(".")
    large = re.sub("[.,]", "", text)
    if mark in thousands:
        return f"a number without marks between its thousands: write {text} as {large}"
    small = figure_text(float(f"{thousands}.{rest}"))
    few = "fewer decimals" if small.endswith(rest) else small
    return f"{text} can be read as {small} or as {small} thousand: write {few} or {large}"


def _costs(profile: Profile, pick: str) -> dict[tuple[str, ...], Value | None]:
    now = dict(_said(profile, COSTS))
    wanted: dict[str, Value | None] = {}
    for line in filter(str.strip, pick.splitlines()):
        label, colon, cost = (part.strip() for part in line.rpartition(":"))
        if not (colon and label and cost) or label in wanted:
            allowed = "each label once, and what it costs, a line each, such as `0: 340`"
            raise InvalidFileError([Problem(PROFILE, None, COSTS, allowed, shown(line))])
        wanted[label] = _number(cost)
    gone: dict[str, Value | None] = dict.fromkeys(now.keys() - wanted.keys())
    differ = {label: cost for label, cost in wanted.items() if cost != now.get(label)}
    return {(COSTS, label): cost for label, cost in {**differ, **gone}.items()}
