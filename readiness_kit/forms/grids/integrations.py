"""The integration map as a grid."""

from __future__ import annotations

from pathlib import Path

from readiness_kit.engagement.atomic import Fs
from readiness_kit.engagement.integrations import COLUMNS, INTEGRATIONS, Integration
from readiness_kit.engagement.merging import KINDS
from readiness_kit.forms.grids.sheets import SheetSource
from readiness_kit.forms.grids.source import Column, choices_of

_HELP: dict[str, tuple[str, str]] = {
    "system": ("System", "what people call it; each system once"),
    "kind": ("Kind", "what it is, such as web, batch, mainframe"),
    "owner": ("Owner", "who answers for it, by name"),
    "direction": ("Direction", "seen from the assessed system"),
    "protocol": ("Protocol", "such as REST, SFTP, MQ"),
    "authentication": ("Authentication", "such as OAuth, key, mTLS"),
    "data_class": ("Data class", "the most sensitive data that pass"),
    "volume_per_day": ("Volume", "records on a usual day"),
    "service_level": ("Service level", "what its owner promises"),
    "test_environment": ("Test environment", "yes, no, or what there is"),
    "failure_mode": ("When it fails", "what happens to the records then"),
    "fallback": ("Fallback", "what steps in; `none` where nothing does"),
    "criticality": ("Criticality", "A is the highest"),
    "status": ("Status", "how far the connection is"),
    "effort_days": ("Effort", "working days still to go"),
    "planned": ("Planned", "the day on which it shall be connected"),
    "depends_on": ("Depends on", "systems of this map, separated by `;`"),
}
"""By column: how the page calls it, and what belongs there."""
_KINDS = {
    **dict.fromkeys(("direction", "data_class", "criticality", "status"), "choice"),
    **dict.fromkeys(("volume_per_day", "effort_days"), "number"),
    "planned": "date",
    "depends_on": "list",
}
_UNITS = {"volume_per_day": "a day", "effort_days": "days"}


def integrations(folder: Path, *, fs: Fs | None = None) -> SheetSource:
    """The rows of integrations.csv."""
    return SheetSource(
        folder,
        next(kind for kind in KINDS if kind.file == INTEGRATIONS),
        "Integrations",
        "The systems that a record touches, one row each. An empty cell means that nobody knows.",
        ("system",),
        tuple(_column(name) for name in COLUMNS),
        fs,
    )


def _column(name: str) -> Column:
    title, help = _HELP[name]
    kind = _KINDS.get(name, "text")
    return Column(
        name,
        title,
        kind,  # type: ignore[arg-type]  # the table above holds words of the closed set
        help,
        _UNITS.get(name, ""),
        name == "system",
        choices_of(Integration, name) if kind == "choice" else (),
    )
