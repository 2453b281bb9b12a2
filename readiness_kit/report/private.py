"""Nothing private leaves in a report: secrets and paths of a machine are masked, and counted.

Views show what people typed: a note may hold a key, a reference the path of somebody's home. Each
is replaced by a mark that can be seen, in the executed notebook before its page is made of it.
"""

from __future__ import annotations

import html
import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from markupsafe import escape

from readiness_kit.report.notebook import notebook_bytes, read_notebook
from readiness_kit.report.place import placed
from readiness_kit.report.secret_forms import PATHS, SECRETS, TRACEBACK, paths_below
from readiness_kit.report.spec import block, split

PATH = "path"
"""The name by which masked paths are counted."""

_SHORTEST = 8
_TELLING = re.compile(r"TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|API_?KEY|(?:^|_)KEYS?(?:_|$)")
_AUTH = re.compile(
    r"^[ \t{,#-]*auth_env:[ \t]*[\"']?([A-Za-z_]\w*)|[{,][ \t]*auth_env:[ \t]*(\w+)", re.M
)
_PARTS = re.compile(r"(<(style|script)\b[^>]*>.*?</\2>)", re.DOTALL)
_MARKED = re.compile(r"\[(?:secret|path) removed[^\]]*\]")


class Masker:
    """Replaces what is private in texts, and counts it by kind."""

    def __init__(self, engagement: Path, environment: Mapping[str, str]) -> None:
        self.counts: Counter[str] = Counter()
        self._values = _any_of(_secret_values(engagement, environment))
        self._places = paths_below(_spelled(_own_places(engagement)))

    def text(self, text: str) -> str:
        """A text, or HTML, without what is private."""
        text = TRACEBACK.sub(self._traceback, text)
        if self._values is not None:
            text = self._values.sub(lambda found: self._secret("environment variable"), text)
        for form in SECRETS:
            name = form.name
            text = form.pattern.sub(lambda found, name=name: self._part(found, name), text)  # type: ignore[misc]
        # first those that are known: their names may hold blanks
        text = self._places.sub(self._path, text)
        return PATHS.sub(self._path, text)

    def view(self, shown: str) -> str:
        """A view's HTML, with the texts in its data blocks masked one by one."""
        parts = []
        for stretch, data in split(shown):
            parts.append(self.text(stretch))
            if data is not None:
                parts.append(block(data.figure, self.value(json.loads(data.text))))
        return "".join(parts)

    def value(self, value: Any) -> Any:
        """Plain data with every text in it masked; names of keys stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(inner) for inner in value]
        if isinstance(value, dict):
            return {key: self.value(inner) for key, inner in value.items()}
        return value

    def _part(self, found: re.Match[str], name: str) -> str:
        groups = [group for group, value in found.groupdict().items() if value is not None]
        if not groups:
            return self._secret(name)
        start, end = (place - found.start() for place in found.span(groups[0]))
        if _MARKED.search(found[0][max(0, start - 1) :]):
            # a narrower form was here before
            return found[0]
        return found[0][:start] + self._secret(name) + found[0][end:]

    def _secret(self, name: str) -> str:
        self.counts[name] += 1
        return f"[secret removed: {name}]"

    def _traceback(self, found: re.Match[str]) -> str:
        self.counts["traceback"] += 1
        return "[traceback removed]"

    def _path(self, found: re.Match[str]) -> str:
        self.counts[PATH] += 1
        # the full stop of a sentence is no part of a path
        tail = "." if found[0].endswith(".") else ""
        return f"[path removed]{tail}"


def mask_notebook(path: Path, engagement: Path) -> dict[str, int]:
    """Mask an executed notebook where it stands; how many of each kind a reader would have met."""
    notebook = read_notebook(path)
    masker, unseen = (Masker(engagement, os.environ) for _ in range(2))
    for cell in notebook.cells:
        cell.source = masker.text(cell.source)
        for output in cell.get("outputs", []):
            for mime, shown in output.get("data", {}).items():
                if mime == "text/html":
                    output.data[mime] = masker.view(_joined(shown))
                else:
                    # the same words again, or what is told of them: masked, and not counted twice
                    output.data[mime] = unseen.value(shown)
    notebook.metadata = type(notebook.metadata)(unseen.value(notebook.metadata))
    placed(notebook_bytes(notebook), path)
    return dict(sorted(masker.counts.items()))


def mask_page(path: Path, engagement: Path) -> dict[str, int]:
    """Mask a page where it stands, but for its style and scripts, whose hashes it names."""
    page = path.read_bytes().decode("utf-8")
    masker = Masker(engagement, os.environ)
    kept = "".join(part if inert else masker.text(part) for part, inert in _stretches(page))
    if masker.counts:
        placed(kept.encode("utf-8"), path)
    return dict(sorted(masker.counts.items()))


def _stretches(page: str) -> Iterator[tuple[str, bool]]:
    start = 0
    for found in _PARTS.finditer(page):
        yield page[start : found.start()], False
        yield found[0], True
        start = found.end()
    yield page[start:], False


def _joined(value: Any) -> str:
    # the file format allows a list of lines
    return "".join(value) if isinstance(value, list) else str(value)


def _spelled(texts: set[str]) -> set[str]:
    """These texts as they stand in plain words, in HTML and in quoted code."""
    forms = texts | {text.replace("\\", "\\\\") for text in texts}
    forms |= {str(escape(text)) for text in forms} | {html.escape(text, False) for text in forms}
    return forms


def _any_of(values: set[str]) -> re.Pattern[str] | None:
    ordered = sorted(_spelled(values), key=lambda text: (-len(text), text))
    # never in the middle of a longer word
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)") if ordered else None


def _secret_values(engagement: Path, environment: Mapping[str, str]) -> set[str]:
    """The values of variables whose names say that they are secret, where these can be told."""
    named = _named_by(engagement)
    told = {name for name in environment if _TELLING.search(name.upper())}
    values = {environment[name].strip() for name in told | (named & set(environment))}
    return {value for value in values if _is_telling(value)}


def _named_by(engagement: Path) -> set[str]:
    """The variable by which engagement.yaml lets a model's address ask for its key."""
    try:
        text = (engagement / "engagement.yaml").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return set()
    return {first or second for first, second in _AUTH.findall(text)}


def _is_telling(value: str) -> bool:
    """Long, of one piece, and no plain word, which a report may well hold for itself."""
    mixed = re.search(r"\d", value) or (value.lower() != value != value.upper())
    return len(value) >= _SHORTEST and not re.search(r"\s", value) and bool(mixed)


def _own_places(engagement: Path) -> set[str]:
    """Where the engagement, the home and the passing files of this machine are."""
    known = [engagement.absolute(), engagement.resolve(), Path.home(), Path(tempfile.gettempdir())]
    # a root says nothing, and is in every address
    return {
        spelled
        for place in known
        if len(place.parts) > 1
        for spelled in (str(place), place.as_posix())
    }
