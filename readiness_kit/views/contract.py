"""The contract section: do fresh records look as the model expects them, and what to hand over."""

from __future__ import annotations

from markupsafe import Markup

from readiness_kit.engagement.observation import Observation
from readiness_kit.views.cover import long_day
from readiness_kit.views.evidence_opening import nothing_told, opening
from readiness_kit.views.html import (
    NOTHING,
    Column,
    bidi,
    fold,
    join,
    note,
    number,
    table,
    tag,
)
from readiness_kit.views.parts import badge
from readiness_kit.views.story import Story
from readiness_kit.views.view import View

RECORDS = "records in, out and rejected"
"""The check that stands for the run as a whole, and for no rule."""


def contract(story: Story, seen: Observation, *, recorded: bool) -> View:
    """Tell which rules of the data contract production breaks, and where the contract is had."""
    parts = opening(story, seen, contract_sentence(seen), recorded=recorded, done="counted")
    if any(check.check != RECORDS for check in seen.checks):
        parts.append(_broken(seen))
    if seen.state == "done":
        parts.append(_handed_over())
    parts.append(fold("How this was measured", _how(seen)))
    return View(join(parts), id="contract", title="Do fresh records keep to a data contract?")


def contract_sentence(seen: Observation) -> str:
    """What the run saw: records in, out, rejected, and how many rules are kept."""
    records = seen.figures.get("records")
    if not records:
        return nothing_told(seen)
    rules, kept = seen.figures.get("rules") or 0, seen.figures.get("kept") or 0
    told = (
        f"Of {records['in']:,} records like the real intake, a contract taken from the sample of "
        f"the proof of concept lets {records['out']:,} through and holds {records['rejected']:,} "
        f"back. {kept:,} of its {rules:,} rules are kept."
    )
    if seen.verdict == "inconclusive" and seen.decides_at_n:
        told += f" About {seen.decides_at_n:,} records would decide about the others."
    return told


def _broken(seen: Observation) -> Markup:
    rows = [
        (
            bidi(check.column or check.check),
            badge(check.verdict) if check.verdict else NOTHING,
            NOTHING if check.share is None else f"{check.share:.1%}",
            f"{check.interval[0]:.1%} to {check.interval[1]:.1%}" if check.interval else NOTHING,
            join([check.cause or "", f" {check.fix}" if check.fix else ""]),
        )
        for check in seen.checks
        if check.check != RECORDS
    ]
    columns = [
        Column("Column"),
        Column("Verdict"),
        Column("Records", numeric=True),
        Column("95 % interval", numeric=True),
        Column("What it means"),
    ]
    return table(columns, rows, "The rules that are broken, or may be")


def _handed_over() -> Markup:
    return note(
        "The contract is yours to run: ",
        tag("code", "readiness export PATH --to contract"),
        " writes it as Python and as YAML. What this run does not show is that the pipeline runs "
        "one, where rejected records wait, and who sees them.",
    )


def _how(seen: Observation) -> Markup:
    told = (
        f"Counted on {long_day(seen.as_of)} with pandera "
        f"{seen.environment.get('pandera', NOTHING)}; no model was asked. A rule allows what the "
        "sample itself shows, at the far end of its 95 % interval, and one point on top; it fails "
        "from five points on. Intervals are Wilson’s."
    )
    remarks = [tag("p", f"{remark}.") for remark in seen.figures.get("notes") or []]
    files = [(file.path, number(file.rows, 0), file.sha256[:12]) for file in seen.inputs]
    columns = [Column("File"), Column("Rows", numeric=True), Column("sha256 begins")]
    return join([tag("p", told), *remarks, table(columns, files, "What the run read")])
