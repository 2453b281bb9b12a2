"""Write the light sample engagements from `light_engagements.py`: the same words, the same bytes.

Each gets engagement.yaml and ratings.csv, and where it has them integrations.csv, metrics.csv,
metric_targets.csv and acts.sh. `record.sh` then makes what the tool writes.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

from light_engagements import LIGHT, Light

from readiness_kit.engagement.profile import Profile
from readiness_kit.framework import load_framework
from readiness_kit.judgement.facts import trigger
from readiness_kit.reading import validated
from readiness_kit.reading.strict_yaml import parse_yaml

GRADES = {"s": "statement", "d": "document", "h": "demonstrated", "t": "test", "r": "recurring"}
LIVES = {"recurring": (0, 14, 28)}
PEOPLE = (("lead", "facilitator"), ("sponsor", "sponsor"), ("owner", "product_owner"))
REFERENCES = {
    "statement": "workshop, said about",
    "document": "project wiki, signed page on",
    "demonstrated": "shown on a shared screen:",
    "test": "test protocol of",
    "recurring": "monthly log of",
}
RATING_COLUMNS = (
    "criterion", "respondent", "state", "level", "reason", "approver", "note", "evidence_grade",
    "evidence_ref", "evidence_on",
)  # fmt: skip
SYSTEM_COLUMNS = ("system", "owner", "direction", "protocol", "status", "fallback", "criticality")
WEEKS = 20
STALE = 120
"""Days; longer than a test lives."""


def main() -> None:
    """Write all of them below a folder, this one unless told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    out: Path = parser.parse_args().out
    for light in LIGHT:
        folder = out / light.name
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files(light).items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
        print(folder.name)


def files(light: Light) -> dict[str, str]:
    """The texts of one sample by their names."""
    made = {"engagement.yaml": profile(light), "ratings.csv": ratings(light)}
    acts = [*decisions(light), *light.commands]
    if acts:
        lines = [f'"$readiness" {act}' for act in acts]
        made["acts.sh"] = "\n".join(["# What was decided and waived, in order.", *lines, ""])
    if light.systems:
        rows = csv.reader(io.StringIO(light.systems))
        made["integrations.csv"] = sheet(SYSTEM_COLUMNS, rows)
    if light.metrics:
        made |= {"metrics.csv": values(light), "metric_targets.csv": targets(light)}
    return made


def profile(light: Light) -> str:
    """engagement.yaml, with the remark that it opens with."""
    people = "\n".join(f"  - {{id: {id}, role: {role}}}" for id, role in PEOPLE)
    deeper = f"depth: {light.depth}\n" if light.depth != "quick" else ""
    beside = f"crosswalk: [{light.crosswalk}]\n" if light.crosswalk else ""
    flags = f"acts: {str(light.acts).lower()}, regulated: {str(light.regulated).lower()}"
    return f"""\
# {light.remark}
# Client, people and figures are invented; ../README.md says how this was made.
schema: readiness-engagement/1
client: {light.client}
system: {light.system}
framework: poc-to-production
phase: {light.phase}
scope: {{kind: {light.kind}, {flags}, criticality: {light.criticality}}}
{deeper}{beside}start: {light.start}
as_of: {light.as_of}                     # fixed, so that its results never change
people:
{people}
decision_body: Steering committee
"""


def ratings(light: Light) -> str:
    """Every answer of the room, and the sponsor's beside it on the success factors."""
    rows = []
    system = validated(Profile, parse_yaml(profile(light).encode(), "engagement.yaml"))
    for section in load_framework("poc-to-production").sections:
        for criterion in section.criteria:
            if trigger(criterion, system):
                continue
            code = light.differ.get(criterion.id) or light.levels.get(section.id, "x")
            if code != "x":
                rows.append(answer(light, criterion.id, "lead", code))
            if section.id == "factors" and code[0].isdigit():
                rows.append([criterion.id, "sponsor", "rated", min(4, int(code[0]) + 1)])
    return sheet(RATING_COLUMNS, rows)


def answer(light: Light, criterion: str, respondent: str, code: str) -> list[object]:
    """One row of ratings.csv."""
    if code == "u":
        return [criterion, respondent, "unknown"]
    if code == "n":
        remark = "fixed by statute, nothing learns here"
        return [criterion, respondent, "not_applicable", "", "out_of_scope", "Head of IT", remark]
    level, grade = code[0], GRADES.get(code[1:2], "")
    row = [criterion, respondent, "rated", level, "", "", light.notes.get(criterion, "")]
    if not grade:
        return row
    return [*row, grade, reference(criterion, grade), seen(light, grade, stale="!" in code)]


def reference(criterion: str, grade: str) -> str:
    """Where the evidence can be looked up, practice by practice."""
    title = load_framework("poc-to-production").practice_of[criterion].title
    return f"{REFERENCES[grade]} {title[0].lower() if title[1].islower() else title[0]}{title[1:]}"


def seen(light: Light, grade: str, *, stale: bool) -> str:
    """The days on which the evidence was seen: one, or as many as show a rhythm."""
    last = dt.date.fromisoformat(light.seen_on) - dt.timedelta(days=STALE if stale else 0)
    days = [last - dt.timedelta(days=back) for back in LIVES.get(grade, (0,))]
    return ";".join(sorted(day.isoformat() for day in days))


def decisions(light: Light) -> Iterable[str]:
    """What the client's body decided at the gates behind it, one in three months."""
    first = dt.date.fromisoformat(light.as_of) - dt.timedelta(days=80 * len(light.decided))
    for place, (phase, verdict) in enumerate(light.decided.items()):
        day = first + dt.timedelta(days=70 * place)
        condition = ' --condition "owners named"' if verdict == "CONDITIONAL" else ""
        yield f'decide . {phase} {verdict} --by "Steering committee" --on {day}{condition}'


def values(light: Light) -> str:
    """metrics.csv: a value a week, on a line from the first to the last with a little noise."""
    last = dt.date.fromisoformat(light.as_of) - dt.timedelta(days=4)
    rows = []
    for metric, start, end, _, _ in light.metrics:
        # a generator of its own for each: adding a metric changes no other
        chance = random.Random(f"{light.name} {metric}")
        for week in range(WEEKS):
            value = start + (end - start) * week / (WEEKS - 1)
            value += (chance.random() - 0.5) * abs(end - start) / 4 * (week < WEEKS - 1)
            day = last - dt.timedelta(weeks=WEEKS - 1 - week)
            rows.append((day.isoformat(), metric, spelled(value, start), chance.randrange(80, 400)))
    return sheet(("date", "metric", "value", "n"), sorted(rows))


def targets(light: Light) -> str:
    """metric_targets.csv: what it was before, and what it has to be by the end of the year."""
    due = f"{light.as_of[:4]}-12-31"
    rows = [
        (metric, before, light.start, goal, due) for metric, _, _, before, goal in light.metrics
    ]
    return sheet(("metric", "baseline", "baseline_date", "target", "due"), rows)


def spelled(value: float, scale: float) -> str:
    """A value with as many digits as its size deserves."""
    return f"{value:.3f}" if abs(scale) < 1 else f"{value:.1f}"


def sheet(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV of these columns; short rows end in empty cells."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([*row, *[""] * (len(columns) - len(row))] for row in rows)
    return text.getvalue()


if __name__ == "__main__":
    main()
