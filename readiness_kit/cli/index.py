"""What the index page of a batch says of each engagement: judged here, handed on as plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_kit import __version__
from readiness_kit.cli.opening import judged

if TYPE_CHECKING:
    from readiness_kit.batch.index import Row, Standing
    from readiness_kit.batch.jobs import Job
    from readiness_kit.engagement.folder import Engagement

_LOOKS = {
    "GO": ("go", "✓"),
    "CONDITIONAL": ("conditional", "!"),
    "NO_GO": ("no-go", "✕"),
    "NOT_ASSESSABLE": ("unknown", "?"),
}
"""By verdict: the tone and the sign that the reports give it."""


@dataclass
class Entry:
    """One engagement of a batch, and what came of it so far."""

    path: Path
    folder: str
    """Its name in the folder of reports."""
    opened: Engagement | None = None
    jobs: list[Job] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    """What the reports are called, by the notebook's name."""
    standing: Standing | None = None
    made: list[str] = field(default_factory=list)
    """The notebooks whose report is published."""
    failures: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of its folder as it is."""
        return self.path.resolve().name

    @property
    def touched(self) -> bool:
        """Whether anything came of it before all was stopped."""
        return bool(self.standing or self.made or self.failures)

    def row(self) -> Row:
        """It as a row of the index, with links and failures in an order of their own."""
        from readiness_kit.batch.index import Link, Row

        links = tuple(Link(self.titles[name], f"{name}.html") for name in sorted(self.made))
        return Row(self.folder, self.name, self.standing, links, tuple(sorted(self.failures)))


def standing_of(opened: Engagement) -> Standing:
    """Where an engagement stands as its files are now."""
    from readiness_kit.batch.index import Standing
    from readiness_kit.judgement import displayed
    from readiness_kit.judgement.words import VERDICT_NAMES, gate_sentence, headline_sentence

    card = displayed(judged(opened))
    verdict, look, reason, phase = "No gate", ("unknown", "→"), headline_sentence(card), ""
    if card.phase is not None:
        gate = card.gate(card.phase)
        verdict, look = VERDICT_NAMES[gate.verdict], _LOOKS[gate.verdict]
        reason = gate_sentence(gate, opened.framework)
        phase = opened.framework.section(card.phase).title
    day = opened.as_of().isoformat()
    return Standing(card.client, card.system, phase, verdict, *look, reason, day)


def title_of(notebook: Path, section: str | None, opened: Engagement) -> str:
    """What a report is called: its section's title, else the words of the notebook's name."""
    titles = {each.id: each.title for each in opened.framework.sections}
    if section in titles:
        return titles[section]
    return notebook.stem.lstrip("0123456789_").replace("_", " ").capitalize() or notebook.stem


def write_index(
    entries: Iterable[Entry], out: Path, *, warn: Callable[[str], object]
) -> Path | None:
    """Write the index over these and what an earlier call left there; None if there is nothing."""
    from readiness_kit.batch.index import made, merged, read_rows, write_rows
    from readiness_kit.batch.page import write_page

    before, fault = read_rows(out)
    if fault:
        warn(f"warning {fault}")
    rows = merged([entry.row() for entry in entries if entry.touched], before, out)
    if not rows:
        return None
    made(out)
    write_rows(rows, out)
    return write_page(rows, out, made_by=f"readiness-kit {__version__}")
