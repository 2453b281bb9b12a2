"""What a client's files and model may be called in engagement.yaml, and what a choice changes."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from readiness_kit.engagement.profile import Profile
from readiness_kit.engagement.yaml_edit import Changes
from readiness_kit.views.sources import FILES as TITLES

FILES = {f"data.{key}": title for key, title in TITLES.items()}
COLUMNS = {
    "data.label": "Label (the true answer)",
    "data.key": "Key (names a record)",
    "data.time": "Time",
    "data.group": "Group (such as the customer)",
}


class Form(NamedTuple):
    """One way to reach a model, and what is asked about it."""

    title: str
    asked: str
    more: str | None = None
    """A second key of the target that belongs to this way."""
    more_asked: str = ""
    own: tuple[str, ...] = ()
    """Keys that mean nothing for any other way."""


FORMS = {
    "python": Form(
        "Python function",
        "Function (module:function)",
        "interpreter",
        "Its Python, if another",
        ("interpreter",),
    ),
    "url": Form(
        "HTTP address",
        "Address",
        "prediction",
        "JSON path of the answer",
        ("batch", "request", "prediction", "auth_env", "auth_header"),
    ),
    "file": Form("File of recorded answers", "File"),
    "skops": Form("skops file", "File", own=("trusted",)),
    "onnx": Form("ONNX file", "File"),
}
_DATA = (".csv", ".tsv", ".txt", ".csv.gz", ".parquet", ".xlsx")
_SHOWN = 200
"""Files that a list offers; more of them nobody reads."""
_LARGEST_SOURCE = 1_000_000

Picks = Mapping[str, str]
"""By dotted key, `target.form` and `target.value` among them: what is chosen, "" for nothing."""


def data_files(folder: Path) -> list[str]:
    """The files under data/ that can be read as a table, relative to the engagement."""
    return _listed(folder, (folder / "data").rglob("*"), _DATA)


def suggestions(folder: Path, form: str) -> list[str]:
    """What a target of this form could be here, from the names in the engagement's folder."""
    if form == "python":
        return functions(folder)
    if form == "file":
        return data_files(folder)
    # not deeper: a client's folder may hold a whole environment
    near = [*folder.glob("*"), *folder.glob("*/*")]
    return _listed(folder, near, (f".{form}",)) if form in ("skops", "onnx") else []


def functions(folder: Path) -> list[str]:
    """The functions of one argument in the folder's *.py, as module:function.

    The files are read and not run.
    """
    found: list[str] = []
    for path in sorted(folder.glob("*.py")):
        if path.stem.isidentifier():
            found += [f"{path.stem}:{name}" for name in _takes_records(path)]
    return found[:_SHOWN]


def picks_of(profile: Profile) -> dict[str, str]:
    """What engagement.yaml names now, as a form shows it."""
    target = profile.target
    picks = {key: getattr(profile.data, key[5:]) or "" for key in (*FILES, *COLUMNS)}
    form = target.form if target else ""
    more = FORMS[form].more if form in FORMS else None
    return picks | {
        "target.id": target.id if target else "",
        "target.version": target.version if target else "",
        "target.form": form,
        "target.value": getattr(target, form) if target else "",
        "target.more": (getattr(target, more) if more else None) or "",
    }


def changes(profile: Profile, picks: Picks) -> Changes:
    """The keys of engagement.yaml that these choices change; None takes one away."""
    now = picks_of(profile)
    made: dict[tuple[str, ...], str | None] = {
        ("data", key[5:]): picks[key] or None
        for key in (*FILES, *COLUMNS)
        if picks[key] != now[key]
    }
    if any(picks[key] != now[key] for key in now if key.startswith("target.")):
        made |= _target(profile, picks, now)
    return made


def field_of(key: str, picks: Picks) -> str:
    """In which field of the form a key of engagement.yaml is asked for; itself where in none."""
    form = picks["target.form"]
    if key in ("target", f"target.{form}"):
        return "target.value" if form else "target.form"
    more = FORMS[form].more if form in FORMS else None
    return "target.more" if more and key == f"target.{more}" else key


def _target(profile: Profile, picks: Picks, now: Picks) -> dict[tuple[str, ...], str | None]:
    """What a model's choices change; of the way that was left, its own keys go too."""
    form, said = picks["target.form"], profile.target
    there = said.model_fields_set if said else set()
    wanted: dict[str, str] = {key: picks[f"target.{key}"] for key in ("id", "version")}
    if form:
        wanted[form] = picks["target.value"]
        if more := FORMS[form].more if form in FORMS else None:
            wanted[more] = picks["target.more"]
    left = now["target.form"]
    gone = {left, *_own(left)} if left not in ("", form) else set()
    made: dict[tuple[str, ...], str | None] = {}
    for key in [*sorted(gone & there), *wanted]:
        value = wanted.get(key) or None
        if value != (getattr(said, key) if said else None):
            made["target", key] = value
    return made


def _own(form: str) -> tuple[str, ...]:
    return FORMS[form].own if form in FORMS else ("sha256",)  # of a pickle, which is not offered


def _takes_records(path: Path) -> Iterator[str]:
    """Names of the functions that can be called with one list of records."""
    try:
        if path.stat().st_size > _LARGEST_SOURCE:
            return
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the client's spelling, which is theirs to mend
            tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            args = node.args
            given = [*args.posonlyargs, *args.args]
            needed = len(given) - len(args.defaults)
            keywords = [d for d in args.kw_defaults if d is None]
            if needed <= 1 and (given or args.vararg) and not keywords:
                yield node.name


def _listed(folder: Path, paths: Iterable[Path], suffixes: tuple[str, ...]) -> list[str]:
    names = (
        path.relative_to(folder).as_posix()
        for path in paths
        if path.name.lower().endswith(suffixes) and not path.name.startswith((".", "~$"))
    )
    return sorted(name for name in names if (folder / name).is_file())[:_SHOWN]
