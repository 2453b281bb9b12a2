"""The index as one HTML page: a row an engagement, in the look of the reports, without a script."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from readiness_kit.batch.index import Row
from readiness_kit.report.place import placed

NAME = "index.html"
_HERE = Path(__file__).parent
_VIEW_STYLE = _HERE.parent / "views" / "view.css"
_ORDER = ("go", "conditional", "no-go", "unknown")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Count:
    """How many engagements have one verdict."""

    number: int
    verdict: str
    tone: str
    sign: str


def write_page(rows: Sequence[Row], out: Path, *, made_by: str) -> Path:
    """Write index.html into the folder of reports; the same rows give the same bytes."""
    return placed(_rendered(rows, made_by).encode("utf-8", "replace"), out / NAME)


def _rendered(rows: Sequence[Row], made_by: str) -> str:
    # only a batch with an index needs a template engine
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(shown=_shown, address=_address)
    style = _VIEW_STYLE.read_text(encoding="utf-8")
    style += (_HERE / "index.css").read_text(encoding="utf-8")
    page: str = environment.get_template("index.html.j2").render(
        rows=rows,
        counts=_counts(rows),
        unread=sum(row.standing is None for row in rows),
        failed=sum(bool(row.failures) and row.standing is not None for row in rows),
        # markup of our own: the browser takes what stands in a style as it is, and hashes that
        style=Markup(style),
        policy=_policy(style),
        made_by=made_by,
    )
    return page


def _counts(rows: Sequence[Row]) -> list[Count]:
    """The verdicts there are, best first."""
    verdicts = Counter(
        (row.standing.tone, row.standing.verdict, row.standing.sign) for row in rows if row.standing
    )
    found = [Count(number, word, tone, sign) for (tone, word, sign), number in verdicts.items()]
    return sorted(found, key=lambda each: (_place(each.tone), each.verdict))


def _place(tone: str) -> int:
    return _ORDER.index(tone) if tone in _ORDER else len(_ORDER)


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _shown(text: str) -> str:
    """A name as it is, but for what a page cannot hold and what would not fit any."""
    whole = "".join("�" if ord(c) < 32 or 127 <= ord(c) < 160 else c for c in text)
    return whole if len(whole) <= _LONGEST else f"{whole[:_LONGEST]}…"


def _address(row: Row, file: str) -> str:
    """The way from the index to a report."""
    return f"./{quote(row.folder, safe='')}/{quote(file, safe='')}"
