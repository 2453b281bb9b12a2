"""The frameworks that come with the kit are clean, and lose no id that was ever published."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.evidence import provided
from readiness_kit.framework import available, load_framework
from readiness_kit.framework.crosswalks import catalogues
from readiness_kit.framework.lint import lint

PLANNED = {
    "adoption",
    "documents",
    "load",
    "monitoring-drill",
    "pilot-metrics",
    "probes",
    "qa",
    "rebuild",
    "recovery-drill",
    "rollback-drill",
    "security-probes",
    "trace-replay",
}
"""Methods that the framework names and that later versions provide."""


def published() -> dict[str, set[str]]:
    """By framework: the ids that were ever released."""
    ids: dict[str, set[str]] = {}
    text = Path(__file__).with_name("published-ids.txt").read_text(encoding="utf-8")
    for line in filter(None, text.splitlines()):
        if line.startswith("["):
            current = ids.setdefault(line.strip("[]"), set())
        elif not line.startswith("#"):
            current.add(line)
    return ids


@pytest.mark.parametrize("name", available())
def test_a_built_in_framework_is_clean(name: str) -> None:
    framework = load_framework(name)
    methods = PLANNED | set(provided())
    known = {key: catalogue.ids for key, catalogue in catalogues().items()}
    found = lint(framework, methods=methods, catalogues=known, published=published()[name])
    assert [str(remark) for remark in found] == []


def test_every_released_framework_is_still_there() -> None:
    assert set(published()) == set(available())


def test_the_first_version_published_37_criteria_29_practices_and_16_metrics() -> None:
    ids = published()["poc-to-production"]
    framework = load_framework("poc-to-production")
    assert len([id for id in ids if id.count(".") == 1]) == 29
    assert len([id for id in ids if id.count(".") == 2]) >= 37
    assert {metric.id for metric in framework.metrics} <= ids
