"""Texts that try to run, to call home or to break a page, in every field that takes a text."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.integrations import INTEGRATIONS
from readiness_kit.engagement.metrics import METRIC_TARGETS, METRICS
from readiness_kit.resources import samples

PAYLOADS = (
    "<script>window.__ran=1</script>",
    "</script><script>window.__ran=1</script>",
    "<img src=x onerror=window.__ran=1>",
    "<svg onload=window.__ran=1><animate onbegin=window.__ran=1 attributeName=x dur=1s>",
    '"><svg onload=window.__ran=1>',
    "' onmouseover='window.__ran=1' onfocus='window.__ran=1' autofocus tabindex='0",
    "<a href=javascript:window.__ran=1>x</a> [x](javascript:window.__ran=1) javascript:alert(1)",
    "<details open ontoggle=window.__ran=1><summary onclick=alert(1)>x</summary></details>",
    "</title></style></textarea></pre></bdi></table></section></main><b onclick=alert(1)>x",
    "</style><style>body{background:url(http://127.0.0.1:9/beacon)}@import '//evil.invalid';",
    "background:url(http://127.0.0.1:9/beacon);expression(alert(1))",
    "<!--<script> --> <!-- ]]> <![CDATA[ <?php ?> --!>",
    "{{7*7}} {% raw %} {% include 'report.js' %} {# x #} ${7*7} <%= 7*7 %>",
    "%%html\n<script>window.__ran=1</script>\n!touch pwned",
    "<math><mtext></table><mglyph><style><!--</style><img title='--><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>parent.__ran=1</script>'></iframe><object data=//evil.invalid>",
    "data:text/html,<script>window.__ran=1</script> ![x](http://127.0.0.1:9/beacon.png)",
    "<meta http-equiv=refresh content='0;url=http://127.0.0.1:9/'><base href=//evil.invalid/>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x.css><form action=//evil.invalid><input>",
    "&lt;script&gt;window.__ran=1&lt;/script&gt; &#60;script&#62; &amp;#60; &nbsp;",
    "\u202egnp.exe\u202c \u2066isolated\u2069 \u200f\u200e\ufeff right to left",
    "\u2028window.__ran=1\u2029 separators of lines\u00ad\u200b",
    "\\x1b[31mred\\x1b[0m \\u003cscript\\u003e %s %(name)s {0.__class__} {name!r}",
    'O\'Brien "Q" `x` $(touch pwned) ; DROP TABLE x -- \\',
    '=HYPERLINK("http://127.0.0.1:9/","x") +1 -1 @SUM(1)',
    "W" * 400,
    "Zoë 客户 ﷽ 👩‍👩‍👧‍👦 e\u0301" + "\u0300" * 40,
)
"""None holds what the readers refuse: control characters and lone surrogates."""

_SAMPLE = "claims-triage"
_WORDS = {
    "title", "question", "purpose", "text", "cost_of_neglect", "name", "remedy", "prompt", "source",
}  # fmt: skip
"""The keys of a framework whose values are for people."""
_OF_A_SYSTEM = (
    "kind", "owner", "protocol", "authentication", "service_level", "test_environment",
    "failure_mode", "fallback",
)  # fmt: skip
"""The columns of a map that take any text."""
_LONGEST = 200
"""The characters that a framework gives a title."""


def hostile_engagement(
    folder: Path, texts: Iterator[str], *, running: tuple[str, str] | None = None
) -> Path:
    """The sample with one of these texts in each field of each file that is free text.

    With the names of two files to be, the model and its records are there too, and can be run.
    """
    opened = Engagement.open(samples()[_SAMPLE])
    folder.mkdir(parents=True)
    framework = _framework(opened.framework.model_dump(mode="json", by_alias=True), texts)
    profile = opened.profile.model_dump(mode="json", by_alias=True, exclude_none=True)
    _write_yaml(folder / "rubric.yaml", framework)
    facts = _running(folder, running) if running else {}
    _write_yaml(folder / "engagement.yaml", {**_profile(profile, texts), **facts})
    assessment = opened.assessment.model_dump(mode="json", by_alias=True)
    _write_json(folder / "assessment.json", _assessment(assessment, texts))
    for seen in opened.observations:
        told = _observation(seen.model_dump(mode="json", by_alias=True), texts)
        _write_json(folder / "evidence" / f"{seen.id}.json", told)
    one_each = {metric.dimension: metric.id for metric in opened.framework.metrics}
    _write_sheets(folder, list(one_each.values()), texts)
    return folder


def _write_sheets(folder: Path, metrics: Sequence[str], texts: Iterator[str]) -> None:
    """A map whose systems have these names, and metrics whose cohorts have."""
    systems = [f"{n} {next(texts)}"[:_LONGEST].replace(";", ",").strip() for n in range(5)]
    rows = [
        [name, *(next(texts) for _ in _OF_A_SYSTEM), "in", systems[0] if n else ""]
        for n, name in enumerate(systems)
    ]
    _write_csv(folder, INTEGRATIONS, ["system", *_OF_A_SYSTEM, "direction", "depends_on"], rows)
    days = [f"2026-09-{day:02}" for day in (7, 14, 21)]
    cohorts = ["", next(texts)[:_LONGEST].strip(), f"b {next(texts)}"[:_LONGEST].strip()]
    values = [[d, m, "0.5", c] for m in metrics for c in cohorts for d in days]
    _write_csv(folder, METRICS, ["date", "metric", "value", "cohort"], values)
    targets = [[metric, "0.4", "0.9"] for metric in metrics]
    _write_csv(folder, METRIC_TARGETS, ["metric", "baseline", "target"], targets)


def _write_csv(folder: Path, name: str, head: Sequence[str], rows: Sequence[Any]) -> None:
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def _running(folder: Path, names: tuple[str, str]) -> dict[str, Any]:
    """Copy the sample's model and records under these names; what engagement.yaml says of them."""
    sample, label = samples()[_SAMPLE], "<b onclick=window.__ran=1>approved"
    (folder / "data").mkdir()
    shutil.copy(sample / "model.py", folder)
    shutil.copy(sample / "data" / "training.csv", folder / "data")
    for source, name in zip(("poc.csv", "production.csv"), names, strict=True):
        text = (sample / "data" / source).read_text(encoding="utf-8")
        renamed = text.replace("approved", label, 1)
        (folder / "data" / name).write_text(renamed, encoding="utf-8", newline="")
    poc, production = (f"data/{name}" for name in names)
    files = {"poc": poc, "production": production, "key": "claim_id", "time": "received_at"}
    return {
        "data": {**files, "label": label},
        "target": {"id": "claims-model", "version": "2", "python": "model:predict"},
        "excluded_segments": ["channel == '<img src=x onerror=window.__ran=1>'"],
        "error_costs": {"0": 340.0, "1": 25.0},
    }


def _framework(data: Any, texts: Iterator[str]) -> Any:
    """The same rubric in other words; ids, numbers and rules stay."""
    if isinstance(data, list):
        return [_framework(part, texts) for part in data]
    if not isinstance(data, dict):
        return data
    changed = {}
    for key, value in data.items():
        if key in _WORDS and isinstance(value, str):
            changed[key] = next(texts)[:_LONGEST]
        elif key == "levels":
            changed[key] = {int(level): next(texts)[:_LONGEST] for level in value}
        elif key == "evidence":
            changed[key] = {grade: next(texts)[:_LONGEST] for grade in value}
        elif value is not None:
            changed[key] = _framework(value, texts)
    return changed


def _profile(profile: dict[str, Any], texts: Iterator[str]) -> dict[str, Any]:
    return {
        **profile,
        "framework": "rubric.yaml",
        **{key: next(texts) for key in ("client", "system", "codename", "decision_body")},
        "people": [{**person, "name": next(texts)} for person in profile["people"]],
        "data": {key: next(texts) for key in ("label", "key", "time")},
        "target": {"id": "claims-model", "version": next(texts), "python": next(texts)},
        "service": next(texts),
        "excluded_segments": [next(texts)],
        "error_costs": {next(texts): 340.0},
        "probes": {"allow": [next(texts)]},
        "drills": {key: next(texts) for key in ("deploy", "rollback", "start", "stop", "health")},
        "budget": {**profile["budget"], "currency": next(texts)},
    }


def _assessment(assessment: dict[str, Any], texts: Iterator[str]) -> dict[str, Any]:
    criterion, day = assessment["ratings"][0]["criterion"], "2026-10-01"
    accepted = {"granted": day, "expires": "2026-12-31"}
    for rating in assessment["ratings"]:
        rating["note"], rating["approver"] = next(texts), next(texts)
    for link in assessment["evidence"]:
        link["reference"], link["by"] = next(texts), next(texts)
    waived: list[dict[str, Any]] = [{"criterion": criterion}, {"method": "accuracy"}]
    worded = ("owner", "reason", "control")
    waivers = [{**w, **accepted, **{key: next(texts) for key in worded}} for w in waived]
    action = {"id": "a-001", "criterion": criterion, "kind": "do", "text": next(texts)}
    decision = {"phase": "poc", "verdict": "NO_GO", "on": day, "by": next(texts)}
    reply = {"finding": next(texts), "response": "dispute", "text": next(texts), "on": day}
    return {
        **assessment,
        "framework": None,
        "waivers": waivers,
        "actions": [{**action, "owner": next(texts)}],
        "decisions": [{**decision, "conditions": [next(texts)], "reference": next(texts)}],
        "replies": [{**reply, "by": next(texts)}],
    }


def _observation(seen: dict[str, Any], texts: Iterator[str]) -> dict[str, Any]:
    for check in seen["checks"]:
        check |= {key: next(texts) for key in ("check", "column", "cause", "fix", "example")}
    for file in seen["inputs"]:
        file["path"], file["sha256"] = next(texts), next(texts)
    figures = seen["figures"]
    for cell in figures.get("confusion", []):
        cell["label"], cell["prediction"] = next(texts), next(texts)
    families = figures.get("families", [])
    for family in families:
        family["title"] = next(texts)
        family["worst"] = family["worst"] and next(texts)
    spoiled = [field for family in families for field in family["fields"]]
    for field in (*figures.get("fields", []), *spoiled):
        field["field"] = next(texts)
    figures |= {"currency": next(texts), "excluded_segments": [next(texts)]}
    figures |= {"notes": [next(texts)], "binding_limit": next(texts)}
    return {
        **seen,
        "method_version": next(texts),
        "reason": next(texts),
        "target": {"id": next(texts), "version": next(texts)},
        "environment": {next(texts): next(texts)},
    }


def _write_yaml(path: Path, data: Any) -> None:
    # the C dumper writes escapes alone: some of these characters may not stand in YAML as they are
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(data, Dumper=dumper, allow_unicode=False, sort_keys=False, width=10_000)
    path.write_text(text, encoding="utf-8")


def _write_json(path: Path, data: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(data), encoding="utf-8")
