"""The lint as a whole: which rules there are, what a remark says, and what is declared by whom."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import readiness_kit.framework.lint as package
from readiness_kit.errors import UsageError
from readiness_kit.framework import Framework, available
from readiness_kit.framework.lint import RULES, Remark, Rule, lint
from readiness_kit.reading import read_yaml
from tests.framework.lint.planting import METHODS, OWN, changed, remarks, says

THREE_STEPS: dict[str, object] = {
    "schema": "readiness-framework/1",
    "id": "tests",
    "version": "1.0",
    "title": "Three steps, no gates, no caps",
    "scale": [
        {"level": level, "value": level / 2, "name": name}
        for level, name in enumerate(["none", "by hand", "automatic"])
    ],
    "sections": [
        {
            "id": "data",
            "title": "Data",
            "practices": [
                {
                    "id": "data.tests",
                    "title": "Tests of data",
                    "criteria": [
                        {
                            "id": f"data.tests.{id}",
                            "title": title,
                            "question": question,
                            "kind": "measurable",
                            "theme": "data",
                            "weight": 1,
                            "levels": {
                                0: "Not done.",
                                1: "Checked by hand.",
                                2: "Runs automatically.",
                            },
                        }
                        for id, title, question in (
                            ("schema", "A schema exists", "Which rule holds for which column?"),
                            ("cost", "Inputs pay", "What does each input bring and take?"),
                        )
                    ],
                }
            ],
        }
    ],
}

FAULTS = {
    "vague": says("evidence", "document", text="An adequate list."),
    "step-alike": says("levels", "1", text=OWN.criteria["poc.edge_cases.tested"].levels[2]),
    "length": says("question", text="What " + "did it do " * 20 + "?"),
    "id-form": says("id", text="poc.edge_cases.Tested"),
    "crosswalk": says("crosswalk", "nist_ai_rmf", text=["MEASURE 9.9"]),
}


def test_every_rule_of_every_module_is_run() -> None:
    modules = pkgutil.iter_modules(package.__path__, f"{package.__name__}.")
    written = [
        value
        for module in modules
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, Rule)
    ]
    assert {rule.id for rule in written} == {rule.id for rule in RULES}


def test_a_rule_has_an_id_of_its_own_and_says_why() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert [rule.id for rule in RULES if not rule.why.endswith(".")] == []


def test_a_framework_is_not_held_to_what_it_does_not_declare() -> None:
    """No caps, no examples, no briefs, one depth and three steps are a framework too."""
    assert lint(Framework.model_validate(THREE_STEPS), methods=[]) == []


def test_a_remark_says_place_fault_words_and_rule() -> None:
    framework = changed(says("title", text="Hard inputs get adequate care"))
    (remark,) = [r for r in remarks(framework) if r.place == "poc.edge_cases.tested title"]
    assert str(remark) == (
        "poc.edge_cases.tested title: replace the vague word; say what would be seen: a list, a "
        "count, a date, a name; got 'adequate' [vague]"
    )


def test_a_remark_leads_to_the_line_of_its_field() -> None:
    path = available()["poc-to-production"]
    document = read_yaml(path)
    (place,) = [
        ("sections", s, "practices", p, "criteria", c, "levels", "2")
        for s, section in enumerate(OWN.sections)
        for p, practice in enumerate(section.practices)
        for c, criterion in enumerate(practice.criteria)
        if criterion.id == "poc.edge_cases.tested"
    ]
    problem = Remark("vague", "poc.edge_cases.tested levels.2", "say", "it", place).problem(
        document
    )
    line = path.read_text(encoding="utf-8").splitlines()[(problem.line or 0) - 1]
    assert line.strip().startswith("2:")
    assert (problem.severity, problem.came) == ("warning", "'it'")


@pytest.mark.parametrize("rule", ["vague", "step-alike", "length", "id-form", "crosswalk"])
def test_every_remark_points_into_the_file(rule: str) -> None:
    """The steps of each remark lead to a value that the file has."""
    data = read_yaml(available()["poc-to-production"])
    found = [r for r in remarks(changed(FAULTS[rule])) if r.rule == rule]
    assert found
    assert [r.path for r in found if r.path not in data.locate()] == []


def test_a_catalogue_under_a_key_that_the_crosswalk_lacks_is_refused() -> None:
    with pytest.raises(UsageError, match=r"no catalogue 'nist' .*; there is ml_test_score, nist"):
        lint(OWN, methods=METHODS, catalogues={"nist": ["MEASURE 2.1"]})


def test_the_same_framework_gives_the_same_remarks() -> None:
    framework = changed(says("levels", "4", text="It is done regularly."))
    assert remarks(framework) == remarks(framework)
