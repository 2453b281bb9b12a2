"""What earlier versions wrote opens and scores the same for ever; what later ones did is left."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from readiness_kit.engagement import Engagement, check
from readiness_kit.engagement.journal import rebuild
from readiness_kit.engagement.snapshots import read_snapshot
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import DamagedFileError, InvalidFileError
from readiness_kit.judgement import Case, canonical_json, judge_case, result_document
from tests.engagement.folders import assessment, written

CORPUS = Path(__file__).parent / "corpus"
VERSIONS = sorted(folder.name for folder in CORPUS.iterdir() if folder.is_dir())


@pytest.fixture(params=VERSIONS)
def frozen(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of what one version wrote."""
    copy = tmp_path / request.param
    shutil.copytree(CORPUS / request.param, copy)
    return copy


def test_what_an_earlier_version_wrote_opens_and_scores_the_same(frozen: Path) -> None:
    opened = Engagement.open(frozen)
    case = Case.of(opened, as_of=opened.as_of(), methods=())
    document = json.loads(canonical_json(result_document(judge_case(case))))
    expected = json.loads((frozen / "expected-scores.json").read_bytes())
    verdicts = {gate["phase"]: gate["verdict"] for gate in document["gates"]}
    assert {key: document.get(key, verdicts) for key in expected} == expected
    assert [problem for problem in check(frozen) if problem.severity == "error"] == []
    assert rebuild(frozen / "journal.jsonl") == assessment(frozen)
    assert read_snapshot(frozen, "first").assessment.ratings


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("engagement.yaml", "readiness-engagement"),
        ("assessment.json", "readiness-assessment"),
        ("evidence/integration-map-2026-11-20-01.json", "readiness-observation"),
        ("snapshots/first.json", "readiness-snapshot"),
        ("small.yaml", "readiness-framework"),
    ],
)
@pytest.mark.parametrize("change", ["a later version", "an unknown field", "no schema"])
def test_what_this_version_does_not_know_is_named_and_left(
    name: str, schema: str, change: str, tmp_path: Path
) -> None:
    """Another version, none, or an unknown field is named by file, line and field, and left."""
    folder = tmp_path / "v1"
    shutil.copytree(CORPUS / "v1", folder)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    if change == "a later version":
        changed, field = text.replace(f"{schema}/1", f"{schema}/2"), "schema"
    elif change == "no schema":
        lines = text.splitlines(keepends=True)
        changed, field = "".join(line for line in lines if f"{schema}/1" not in line), "schema"
        changed = changed.replace(",\n}", "\n}")
    elif name.endswith(".yaml"):
        changed, field = f"{text}extra: 1\n", "extra"
    else:
        spelled = json.dumps({**json.loads(text), "extra": 1}, indent=1, ensure_ascii=False)
        changed, field = spelled, "extra"
    path.write_text(changed, encoding="utf-8")
    before = written(folder)
    problems = [str(problem) for problem in check(folder) if problem.severity == "error"]
    line = r":\d+" if change != "no schema" else ""
    named = re.compile(rf"{re.escape(path.name)}{line}.*: {field}: ")
    assert [problem for problem in problems if named.search(problem)], problems
    if not name.startswith("snapshots"):
        with pytest.raises(InvalidFileError):
            Engagement.open(folder)
    assert written(folder) == before


def test_an_empty_group_is_no_assessment_in_which_nobody_said_anything(tmp_path: Path) -> None:
    """It is damage: the next save would otherwise take it for the wish to forget everything."""
    folder = tmp_path / "v1"
    shutil.copytree(CORPUS / "v1", folder)
    (folder / "assessment.json").write_text("{}", encoding="utf-8")
    before = written(folder)
    with pytest.raises(DamagedFileError, match=r"schema: this key is required[\s\S]*--restore"):
        Writer(folder, via="test").recover(by="lead")
    assert written(folder) == before
