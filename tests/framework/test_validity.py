"""A framework that cannot be judged by is refused, each fault with its line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.errors import InvalidFileError
from readiness_kit.framework import Framework, load_framework

SMALL = (Path(__file__).parents[1] / "fixtures" / "small.yaml").read_text(encoding="utf-8")
CONVENTIONS = """\
display: {of: 100}
caps:
  measurable: {none: .25, statement: .4, document: .5, demonstrated: .65, test: .9, recurring: 1}
  operating: {none: .25, statement: .5, document: .6, demonstrated: .75, test: .9, recurring: 1}
  organisational: {none: .25, statement: .5, document: .7, demonstrated: .9, test: .9, recurring: 1}
lives_days: {statement: 90, document: 180, demonstrated: 90, test: 90, recurring: 35}
observation_caps: {warn: .60, fail: .25}
filled_levels: {property_pass: 3, property_warn: 2, property_fail: 1, activity: 2}
recurrence: {dates: 3, within_days: 90}
thresholds: {coverage: .8, na_warning: .2, factors_offset: -10}
sources: [{id: convention, kind: convention, text: Ours.}]
pitfalls: [{id: late, title: Late, signals: [Slow.], remedy: Start., close_by: mvp}]
metrics:
- {id: right, title: Right, dimension: technical, unit: share, better: up, definition: Of all.}
rules_of_thumb: [{id: months, title: Months, range: [6, 12], unit: months, source: article}]
operation: [{id: owner, title: Owner, prompt: Who?}]
"""
WHOLE = SMALL + CONVENTIONS

REAL = "sections[0].practices[0].criteria[0]"
OWNED = "sections[0].practices[0].criteria[1]"
CONTRACT = "sections[1].practices[0].criteria[0]"

TYPES = {
    "an unknown key": ("weight: 2", "heft: 2", f"{REAL}.heft: no such key"),
    "a missing key": ("weight: 2", "depth: quick", f"{REAL}.weight: this key is required"),
    "weight 0": ("weight: 2", "weight: 0", f"{REAL}.weight: "),
    "a negative weight": ("weight: 2", "weight: -1", f"{REAL}.weight: "),
    "an endless weight": ("weight: 2", "weight: .inf", f"{REAL}.weight: a finite number"),
    "no number as weight": ("weight: 2", "weight: .nan", f"{REAL}.weight: a finite number"),
    "too large a weight": ("weight: 2", "weight: 1000001", f"{REAL}.weight: "),
    "too small a weight": ("weight: 2", "weight: 0.0000001", f"{REAL}.weight: "),
    "a quoted weight": ("weight: 2", "weight: '2'", f"{REAL}.weight: a finite number"),
    "a cap above 1": ("test: .9,", "test: 1.1,", "caps.measurable.test: "),
    "a cap below 0": ("none: .25", "none: -.25", "caps.measurable.none: "),
    "an unknown grade": ("none: .25", "nought: .25", "caps.measurable.nought"),
    "an unknown kind of caps": ("  operating: {none", "  operated: {none", "caps.operated"),
    "an unknown kind": ("kind: measurable", "kind: technical", f"{REAL}.kind: one of"),
    "an unknown theme": ("theme: integration", "theme: api", f"{CONTRACT}.theme: one of"),
    "no points at all": ("display: {of: 100}", "display: {of: 0}", "display.of: "),
    "a value above 1": ("level: 4, value: 1", "level: 4, value: 100", "scale[4].value: "),
    "a level that is no number": ("0: none, 1", "zero: none, 1", f"{REAL}.levels.zero: a whole"),
    "an empty text of a level": ("1: some", "1: ''", f"{REAL}.levels.1: "),
    "no criteria": ("sections:\n", "sections:\n"
                    "  - {id: x, title: X, practices: [{id: y, title: Y, criteria: []}]}\n",
                    "sections[0].practices[0].criteria: "),
    "a threshold above 1": ("coverage: .8", "coverage: 80", "thresholds.coverage: "),
    "an unknown dimension": ("dimension: technical", "dimension: speed", "metrics[0].dimension"),
    "an id with a blank": ("id: poc.data.owned", "id: poc data", f"{OWNED}.id: an id of letters"),
    "two weeks missing": ("floors: {no_go: 35", "weeks: [1]\n    floors: {no_go: 35",
                          "sections[0].weeks: "),
    "another schema": ("readiness-framework/1", "readiness-framework/2", "schema: one of"),
}  # fmt: skip

MEETINGS = {
    "a criterion twice": ("id: poc.data.owned", "id: poc.data.real", f"{OWNED}.id: an id that is"),
    "a criterion twice, far apart": ("id: mvp.api.contract", "id: poc.data.real", f"{CONTRACT}.id"),
    "a practice twice": ("id: mvp.api\n", "id: poc.data\n", "sections[1].practices[0].id: an id"),
    "a section twice": ("- id: mvp\n", "- id: poc\n", "sections[1].id: an id that is used once"),
    "a role twice": ("id: sponsor,", "id: ml_engineer,", "roles[2].id: an id that is used once"),
    "a level that is missing": ("3: most, 4", "4", f"{REAL}.levels: a text for [0, 1, 2, 3, 4]"),
    "a level too many": ("4: all", "4: all, 5: more", f"{REAL}.levels: a text for"),
    "a scale that falls": ("level: 3, value: 0.75", "level: 3, value: 0.4", "scale[3]: levels and"),
    "a scale that stands": ("level: 3, value: 0.75", "level: 2, value: 0.75", "scale[3]: levels"),
    "a scale without 0": ("level: 0, value: 0,", "level: 0, value: 0.1,", "scale[0].value: 0"),
    "caps that fall": ("statement: .4", "statement: .2", "caps.measurable.statement: at least"),
    "a grade without a cap": ("demonstrated: .65, ", "", "caps.measurable: a cap for every grade"),
    "a kind without caps": (CONVENTIONS.splitlines(keepends=True)[3], "",
                            "caps: caps for criteria of kind operating"),
    "a grade without a life": ("test: 90, ", "", "lives_days: days that grade test lives"),
    "a life of no day": ("test: 90, ", "test: 0, ", "lives_days: days that grade test lives"),
    "a verdict without a cap": ("warn: .60, ", "", "observation_caps: a cap for verdict warn"),
    "fail above warn": ("fail: .25", "fail: .75", "observation_caps.fail: at most"),
    "filled off the scale": ("property_pass: 3", "property_pass: 5", "filled_levels.property_pass"),
    "filled the wrong way": ("property_fail: 1", "property_fail: 4", "filled_levels.property_fail"),
    "recurrence of nothing": ("dates: 3", "dates: 0", "recurrence.dates: at least 2"),
    "recurrence in no time": ("within_days: 90", "within_days: -1", "recurrence.within_days: "),
    "floors the wrong way": ("no_go: 35, go: 55", "no_go: 55, go: 35", "sections[0].floors: no_go"),
    "a floor out of reach": ("no_go: 35, go: 55", "no_go: 35, go: 155", "sections[0].floors: 0 to"),
    "weeks the wrong way": ("floors: {no_go: 35", "weeks: [4, 1]\n    floors: {no_go: 35",
                            "sections[0].weeks: "),
    "a blocker of no gate": ("blocker: {gate: poc", "blocker: {gate: pco", f"{REAL}.blocker.gate"),
    "a blocker of the factors": ("blocker: {gate: poc", "blocker: {gate: factors",
                                 f"{REAL}.blocker.gate: a phase: mvp, poc"),
    "a blocker off the scale": ("required_level: 2", "required_level: 7",
                                f"{REAL}.blocker.required_level: a level"),
    "a target off the scale": ("weight: 2", "weight: 2\n            target_level: 5",
                               f"{REAL}.target_level: a level of the scale"),
    "an unknown role": ("weight: 2", "weight: 2\n            answered_by: [ml_enginer]",
                        f"{REAL}.answered_by: roles that are listed"),
    "a rule without a gate": ("title: Success factors\n", "title: F\n    must_pass: [accuracy]\n",
                              "sections[2].must_pass: nothing"),
    "a pitfall of no phase": ("close_by: mvp", "close_by: mpv", "pitfalls[0].close_by: a phase"),
    "a pitfall of no criterion": ("title: Late,", "title: Late, criteria: [poc.data.unreal],",
                                  "pitfalls[0].criteria[0]: a criterion"),
    "bands that fall": ("display: {of: 100}", "display: {of: 100, bands: [{up_to: 50, name: a},"
                        " {up_to: 50, name: b}, {up_to: 100, name: c}]}", "display.bands[1].up_to"),
    "bands that begin under 0": ("display: {of: 100}", "display: {of: 100, bands: [{up_to: -1, "
                                 "name: a}, {up_to: 100, name: b}]}", "display.bands[0].up_to: 0"),
    "bands that end too early": ("display: {of: 100}", "display: {of: 100, bands: [{up_to: 50, "
                                 "name: a}]}", "display.bands[0].up_to: 100, the most points"),
    "points that floors know not": ("display: {of: 100}", "display: {of: 7}", "display.of: 100"),
    "a range the wrong way": ("range: [6, 12]", "range: [12, 6]", "rules_of_thumb[0].range: "),
}  # fmt: skip


def load(folder: Path, text: str) -> Framework:
    (folder / "f.yaml").write_text(text, encoding="utf-8")
    return load_framework("f.yaml", near=folder)


def faults(folder: Path, *changes: tuple[str, str]) -> list[str]:
    """Each fault that the changes cause, without the name of the file."""
    text = WHOLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(InvalidFileError) as caught:
        load(folder, text)
    assert all(p.line for p in caught.value.problems)
    return [f"{p.field}: {p.allowed}; {p.came}" for p in caught.value.problems]


def test_the_framework_that_is_broken_here_is_valid(tmp_path: Path) -> None:
    assert load(tmp_path, WHOLE).id == "small"


@pytest.mark.parametrize("case", [*TYPES, *MEETINGS])
def test_a_broken_framework_is_refused_by_field(tmp_path: Path, case: str) -> None:
    old, new, message = (TYPES | MEETINGS)[case]
    found = faults(tmp_path, (old, new))
    assert [fault for fault in found if fault.startswith(message)], found
    assert len(found) == 1 or case in FOLLOWED, found


FOLLOWED = {"an unknown key", "a missing key", "an unknown grade", "a section twice",
            "an unknown kind of caps", "a kind without caps", "a scale that stands"}  # fmt: skip
"""Faults that cannot but cause another one."""


TOGETHER = {
    "types": ("a negative weight", "an unknown theme", "a cap above 1", "an unknown grade",
              "a value above 1", "a threshold above 1", "an unknown dimension", "another schema",
              "two weeks missing", "an id with a blank"),
    "meetings": ("a criterion twice, far apart", "a role twice", "a level that is missing",
                 "a scale that falls", "caps that fall", "a grade without a life",
                 "fail above warn", "recurrence of nothing", "a blocker of no gate",
                 "floors the wrong way", "a rule without a gate", "a pitfall of no phase"),
}  # fmt: skip


@pytest.mark.parametrize("look", TOGETHER)
def test_all_faults_of_one_look_come_at_once(tmp_path: Path, look: str) -> None:
    """Types are looked at first, then whether what is named exists and what climbs does."""
    cases = [(TYPES | MEETINGS)[case] for case in TOGETHER[look]]
    found = faults(tmp_path, *[(old, new) for old, new, _ in cases])
    missing = [m for *_, m in cases if not any(fault.startswith(m) for fault in found)]
    assert missing == []


def test_a_method_that_nobody_provides_is_no_fault(tmp_path: Path) -> None:
    """Methods come with plug-ins: one that is not installed is not required."""
    text = WHOLE.replace("must_run: [documents]", "must_run: [of-a-plug-in]")
    assert load(tmp_path, text).section("poc").must_run == ["of-a-plug-in"]


def test_without_caps_no_life_and_no_cap_is_asked_for(tmp_path: Path) -> None:
    assert load(tmp_path, SMALL).caps is None
