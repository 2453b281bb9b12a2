"""Each planted fault is found once, by the rule meant and at the place meant; its like is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.framework.lint import RULES
from tests.framework.lint.planting import (
    Change,
    Record,
    criterion,
    new_remarks,
    practice,
    says,
    section,
    without,
)

TESTED = "poc.edge_cases.tested"
SEGMENTS = "poc.edge_cases.segments"
LABELS = "rollout.improvement_pipeline.fresh_labels"
GATE = "mvp.deployment.question_set_gate"
INPUTS = "mvp.data_pipeline.same_inputs"
STOP = "poc.production_metrics.stop_number"

LONG = " ".join(["This is one line of a text that does not end."] * 6)
HARD = (
    "Which organisational accountability considerations necessitate interdepartmental "
    "operationalisation of responsibilities regarding representativeness verification?"
)


def renamed(data: Record) -> None:
    criterion(data, TESTED)["id"] = "poc.edge_cases.tried"


def successor(data: Record) -> None:
    """A new criterion that names the one whose place it takes."""
    renamed(data)
    criterion(data, "poc.edge_cases.tried")["replaces"] = TESTED


def unlinked(data: Record) -> None:
    found = criterion(data, "poc.production_like_data.representative")
    found["methods"] = [link for link in found["methods"] if link["id"] != "data-gap"]


def paraphrased(data: Record) -> None:
    """Whoever asks for fresh labels asks what was asked about inputs, in other words."""
    found = criterion(data, LABELS)
    found["title"] = "Training and the live service compute inputs alike"
    found["question"] = (
        "Pick 200 live records and compute each input as in training. In how many does a field "
        "differ from what the service used, and in which?"
    )


def shown_twice(data: Record) -> None:
    """Labels are asked for as before, and shown by what shows that the question set was run."""
    found = criterion(data, LABELS)
    found["levels"][3] = (
        "The newest change was run on the stored questions; differences from the running version "
        "with interval, what was decided and the day are on file."
    )
    found["levels"][4] = (
        "Every change sets the run off and is held back when it exceeds the limit; questions that "
        "users reported within 90 days were added to the set."
    )


def shown_twice_to_others(data: Record) -> None:
    """The same, but no system is asked both."""
    shown_twice(data)
    criterion(data, LABELS)["scope"] = {"kind": ["tabular"]}
    criterion(data, GATE)["scope"] = {"kind": ["generative"]}


def paraphrased_for_others(data: Record) -> None:
    """The same, but no system is asked both."""
    paraphrased(data)
    criterion(data, LABELS)["scope"] = {"kind": ["generative"]}
    criterion(data, INPUTS)["scope"] = {"kind": ["tabular", "text"]}


def moved(data: Record) -> None:
    """A practice of the factors with the id of an MVP's, its criteria with it."""
    found = practice(data, "factors.mlops")
    found["id"] = "mvp.mlops"
    for asked in found["criteria"]:
        asked["id"] = asked["id"].replace("factors.", "mvp.")


FAULTS: dict[str, tuple[Change, str, str]] = {
    "regularly, whatever figure stands beside it": (
        says(
            "levels", "4", text="It is regularly run, at least monthly; the last miss was repaired."
        ),
        "vague",
        f"{TESTED} levels.4",
    ),
    "adequate in a title": (
        says("title", text="Hard inputs get adequate care"),
        "vague",
        f"{TESTED} title",
    ),
    "timely without a limit": (
        says("remediation", "text", text="Collect the cases in a timely way and run them."),
        "vague",
        f"{TESTED} remediation.text",
    ),
    "timely with the limit in another sentence": (
        says("remediation", "text", text="Collect them in a timely way. Run them in 5 days."),
        "vague",
        f"{TESTED} remediation.text",
    ),
    "where possible": (
        says("evidence", "document", text="The list of cases, with dates where possible."),
        "vague",
        f"{TESTED} evidence.document",
    ),
    "best practice": (
        says("question", text="How does the list of hard inputs follow best practice?"),
        "vague",
        f"{TESTED} question",
    ),
    "well documented": (
        says("levels", "2", text="At least 30 hard cases are listed and well documented."),
        "vague",
        f"{TESTED} levels.2",
    ),
    "a vague signal": (
        lambda data: data["pitfalls"][0]["signals"].append("Interfaces lack proper tests."),
        "vague",
        "integration_underestimated signals[4]",
    ),
    "often, whatever figure stands beside it": (
        says("evidence", "recurring", text="The list is often run, on three dates or more."),
        "vague",
        f"{TESTED} evidence.recurring",
    ),
    "most of them": (
        says("levels", "2", text="Most of the 30 cases are listed with the reaction expected."),
        "vague",
        f"{TESTED} levels.2",
    ),
    "most with a figure of something else": (
        says("levels", "2", text="Most cases stand on one list; 30 rows have their reaction."),
        "vague",
        f"{TESTED} levels.2",
    ),
    "mostly": (
        says("remediation", "cost_of_neglect", text="Crashes are mostly seen by users first."),
        "vague",
        f"{TESTED} remediation.cost_of_neglect",
    ),
    "many cases": (
        says("levels", "2", text="Many hard cases stand on one list with the reaction expected."),
        "vague",
        f"{TESTED} levels.2",
    ),
    "several kinds": (
        says("levels", "2", text="30 hard cases of several kinds are listed with the reaction."),
        "vague",
        f"{TESTED} levels.2",
    ),
    "enough, with a figure in another clause": (
        says("levels", "2", text="Enough cases are listed with the reaction; 30 of them ran."),
        "vague",
        f"{TESTED} levels.2",
    ),
    "recent with a count and no age": (
        says("evidence", "test", text="A run on 400 recent records with its count of crashes."),
        "vague",
        f"{TESTED} evidence.test",
    ),
    "up to date": (
        says("evidence", "document", text="The list of 30 cases, kept up to date by its owner."),
        "vague",
        f"{TESTED} evidence.document",
    ),
    "key cases": (
        says("question", text="Which of the key hard cases did it get wrong in the latest run?"),
        "vague",
        f"{TESTED} question",
    ),
    "relevant cases, however many": (
        says("evidence", "document", text="The list of 30 relevant cases with their reactions."),
        "vague",
        f"{TESTED} evidence.document",
    ),
    "critical as praise": (
        says("evidence", "document", text="The list of 30 critical cases with their reactions."),
        "vague",
        f"{TESTED} evidence.document",
    ),
    "the main case": (
        says("remediation", "text", text="Run the main case on 30 broken inputs and count."),
        "vague",
        f"{TESTED} remediation.text",
    ),
    "clearly listed": (
        says("evidence", "document", text="The list of 30 cases with clearly set reactions."),
        "vague",
        f"{TESTED} evidence.document",
    ),
    "an open end": (
        says("remediation", "cost_of_neglect", text="Crashes, refusals etc. reach users."),
        "vague",
        f"{TESTED} remediation.cost_of_neglect",
    ),
    "two levels that are nearly the same": (
        says(
            "levels",
            "1",
            text=(
                "At least 30 hard cases are listed, with the expected reaction (answer, ask or "
                "refuse) and the person in the business."
            ),
        ),
        "step-alike",
        f"{TESTED} levels.2",
    ),
    "a level 2 of three things": (
        says(
            "levels",
            "2",
            text=(
                "At least 30 hard cases are listed; a script makes defects, and a rota names who "
                "reads the outcome."
            ),
        ),
        "step-many",
        f"{TESTED} levels.2",
    ),
    "a level 3 of four things": (
        says(
            "levels",
            "3",
            text=(
                "The list ran on the current version, crashes were closed, and the desk was told "
                "of each; refusals and date are on file."
            ),
        ),
        "step-many",
        f"{TESTED} levels.3",
    ),
    "a level 4 of five things": (
        says(
            "levels",
            "4",
            text=(
                "Both run before every release and a crash holds it back; a case is added monthly, "
                "misses are charted, and the last one led to a change."
            ),
        ),
        "step-many",
        f"{TESTED} levels.4",
    ),
    "a level 2 of mere belief": (
        says("levels", "2", text="The team knows which inputs are hard and cares for them."),
        "step-seen",
        f"{TESTED} levels.2",
    ),
    "a level 3 that left no trace": (
        says("levels", "3", text="The hard inputs ran on the current version and did well."),
        "step-trace",
        f"{TESTED} levels.3",
    ),
    "a level 4 without a rhythm": (
        says("levels", "4", text="The run was done again, and one case from intake was added."),
        "step-cadence",
        f"{TESTED} levels.4",
    ),
    "a level 4 that led to nothing": (
        says("levels", "4", text="Both run at every change of the model and stand on a page."),
        "step-led-to",
        f"{TESTED} levels.4",
    ),
    "a question asked twice": (paraphrased, "same-question", f"{LABELS} question"),
    "another question with the same to show": (
        shown_twice,
        "same-question",
        f"{LABELS} levels.3",
    ),
    "a question that must be read twice": (
        says("question", text=HARD),
        "reading-ease",
        f"{TESTED} question",
    ),
    "a level that must be read twice": (
        says(
            "levels",
            "1",
            text=(
                "Unsystematic experimentation with irregularities occurred opportunistically; "
                "documentation of organisational expectations is unavailable everywhere."
            ),
        ),
        "reading-ease",
        f"{TESTED} levels.1",
    ),
    "a long title": (says("title", text=LONG[:71].strip() + "x"), "length", f"{TESTED} title"),
    "a long question": (
        says("question", text=f"{LONG} Who tried it?"),
        "length",
        f"{TESTED} question",
    ),
    "a long level": (says("levels", "0", text=LONG), "length", f"{TESTED} levels.0"),
    "long evidence": (says("evidence", "test", text=LONG), "length", f"{TESTED} evidence.test"),
    "a long remediation": (
        says("remediation", "text", text=LONG),
        "length",
        f"{TESTED} remediation.text",
    ),
    "a long cost of neglect": (
        says("remediation", "cost_of_neglect", text=LONG),
        "length",
        f"{TESTED} remediation.cost_of_neglect",
    ),
    "a question without its mark": (
        says("question", text="Say which hard inputs were tried, and with what outcome."),
        "question-open",
        f"{TESTED} question",
    ),
    "a question for yes or no": (
        says("question", text="Take the ten hardest inputs. Have they all been tried?"),
        "question-open",
        f"{TESTED} question",
    ),
    "a question for yes or no behind a comma": (
        says("question", text="For the ten hardest inputs, is there a reaction that all expect?"),
        "question-open",
        f"{TESTED} question",
    ),
    "a capital in an id": (
        lambda data: data["metrics"][0].update(id="Model_accuracy"),
        "id-form",
        "Model_accuracy id",
    ),
    "a criterion under the id of another practice": (
        says("id", text="poc.production_metrics.segments", of=SEGMENTS),
        "id-form",
        "poc.production_metrics.segments id",
    ),
    "a practice under the id of another phase": (
        moved,
        "id-form",
        "mvp.mlops id",
    ),
    "a published id that is gone": (renamed, "id-stable", "poc-to-production"),
    "a replaced id that still stands": (
        says("replaces", text=TESTED, of=SEGMENTS),
        "id-stable",
        f"{SEGMENTS} replaces",
    ),
    "a role that answers nothing": (
        lambda data: data["roles"].append({"id": "auditor", "title": "Auditor"}),
        "roles",
        "auditor",
    ),
    "a role that nobody listed": (
        says("answered_by", text=["ml_engineer", "auditor"]),
        "roles",
        f"{TESTED} answered_by[1]",
    ),
    "the facilitator as somebody who knows": (
        says("answered_by", text=["facilitator"]),
        "roles",
        f"{TESTED} answered_by[0]",
    ),
    "a method that nobody provides": (
        says("methods", text=[{"id": "edge_cases", "proves": "property"}], of=SEGMENTS),
        "methods",
        f"{SEGMENTS} methods[0].id",
    ),
    "a gate that waits for a method that nobody provides": (
        lambda data: section(data, "mvp")["must_pass"].append("rollback"),
        "methods",
        "mvp must_pass[1]",
    ),
    "a gate's method that bears on nothing": (unlinked, "methods", "poc must_run[2]"),
    "no example": (without("good"), "complete-criterion", f"{TESTED} good"),
    "no evidence": (without("evidence"), "complete-criterion", f"{TESTED} evidence"),
    "nobody who answers": (without("answered_by"), "complete-criterion", f"{TESTED} answered_by"),
    "no remediation": (without("remediation"), "complete-criterion", f"{TESTED} remediation"),
    "a text of blanks": (
        says("evidence", "recurring", text="  "),
        "blank",
        f"{TESTED} evidence.recurring",
    ),
    "two interview questions": (
        lambda data: practice(data, "poc.edge_cases")["interview"].pop(),
        "complete-practice",
        "poc.edge_cases interview",
    ),
    "one warning sign": (
        lambda data: practice(data, "poc.edge_cases").update(warning_signs=["It never failed."]),
        "complete-practice",
        "poc.edge_cases warning_signs",
    ),
    "one criterion in a practice": (
        lambda data: practice(data, "poc.edge_cases")["criteria"].__delitem__(slice(1, None)),
        "complete-practice",
        "poc.edge_cases criteria",
    ),
    "a section without a brief": (
        lambda data: section(data, "factors").pop("brief"),
        "complete-section",
        "factors brief",
    ),
    "hours that leave four minutes a criterion": (
        lambda data: section(data, "poc")["brief"]["hours"].update(quick=[0.4, 1.25, 1.75]),
        "hours",
        "poc brief.hours.quick",
    ),
    "hours of more than a quarter of an hour a criterion": (
        lambda data: section(data, "poc")["brief"]["hours"].update(full=[1, 2.25, 5]),
        "hours",
        "poc brief.hours.full",
    ),
    "no hours at a depth that asks more": (
        lambda data: section(data, "poc")["brief"]["hours"].pop("full"),
        "hours",
        "poc brief.hours",
    ),
    "proving that takes longer than doing": (
        says("remediation", "prove_days", text=[1, 9, 40]),
        "days",
        f"{TESTED} remediation.prove_days",
    ),
    "doing that takes no time": (
        says("remediation", "effort_days", text=[0, 9, 40]),
        "days",
        f"{TESTED} remediation.effort_days",
    ),
    "doing that takes a year": (
        says("remediation", "effort_days", text=[60, 120, 250]),
        "days",
        f"{TESTED} remediation.effort_days",
    ),
    "a blocker that a quick scan leaves out": (
        says("depth", text="standard", of=STOP),
        "depth",
        f"{STOP} depth",
    ),
    "two quick criteria beside the blocker": (
        says("depth", text="quick", of=SEGMENTS),
        "depth",
        f"{SEGMENTS} depth",
    ),
    "a practice that a quick scan leaves out": (
        says("depth", text="standard"),
        "depth",
        "poc.edge_cases criteria",
    ),
    "a practice that a quick scan leaves out for some": (
        says("scope", text={"acts": True}),
        "depth",
        "poc.edge_cases criteria",
    ),
    "a reference into the air": (
        says("crosswalk", "nist_ai_rmf", text=["MEASURE 2.1", "MEASURE 9.9"]),
        "crosswalk",
        f"{TESTED} crosswalk.nist_ai_rmf[1]",
    ),
    "a number into the air": (
        says("crosswalk", "mltrl", text=[11]),
        "crosswalk",
        f"{TESTED} crosswalk.mltrl[0]",
    ),
    "a criterion as heavy as a blocker": (says("weight", text=3), "weight", f"{TESTED} weight"),
    "a blocker as light as the rest": (
        says("weight", text=2, of=STOP),
        "weight",
        f"{STOP} weight",
    ),
}

CLEAN: dict[str, Change] = {
    "high findings are a severity": says(
        "levels", "3", text="Critical and high findings of the run were closed, with date."
    ),
    "as well as is no praise": says("evidence", "document", text="The list as well as its date."),
    "well in other senses": says("good", text="30 well-formed inputs went well, 2 did not."),
    "a saying is quoted": says("good", text='"We test regularly" was said, and 30 runs exist.'),
    "a published name": says(
        "good", text="The 10 principles of Good Machine Learning Practice hang on the wall."
    ),
    "a name that others gave": says("title", text="New features can be added quickly"),
    "a limit in the same sentence": says(
        "remediation", "text", text="Collect the cases in a timely way, within 5 working days."
    ),
    "a period in the same sentence": says(
        "remediation", "text", text="Make a periodic run of the cases, weekly from May on."
    ),
    "a number in the same sentence": says(
        "evidence", "test", text="A sufficient sample of at least 400 rows."
    ),
    "a regular expression": says("evidence", "test", text="A run with the regular expression."),
    "what a law requires": says("evidence", "document", text="The list as required by Article 10."),
    "foreseeable misuse": says("good", text="60 cases of reasonably foreseeable misuse ran."),
    "a level 2 that is only written": says(
        "levels", "2", text="At least 30 hard cases stand on one page with the reaction expected."
    ),
    "a level 3 with its trace": says(
        "levels", "3", text="The hard cases ran on the current version; the outcome is on file."
    ),
    "a level 4 with a guard": says(
        "levels", "4", text="No version goes live before the run; a crash held the last one back."
    ),
    "a level 4 with a change after a change": says(
        "levels", "4", text="Both run at every change of prompt; the last miss led to a change."
    ),
    "two systems, one question": paraphrased_for_others,
    "two systems, one thing to show": shown_twice_to_others,
    "a share in numbers": says(
        "levels",
        "2",
        text="28 of the 30 cases stand on one page, with date and the person who set them.",
    ),
    "most as a superlative": says(
        "evidence", "test", text="The 30 most recent cases, with the three that cost the most."
    ),
    "at most": says("evidence", "test", text="A run of 30 cases with at most 2 crashes."),
    "what is asked and not claimed": says(
        "question", text="How many hard cases ran, how often, and in how many did it crash?"
    ),
    "an age beside recent": says(
        "evidence", "test", text="A run on 400 recent records, of the last 30 days."
    ),
    "enough with its number": says(
        "good", text="46 cases ran: enough, since at least 30 were due."
    ),
    "a key that joins": says("evidence", "document", text="The list with the key that joins both."),
    "a list of one thing": says(
        "levels",
        "2",
        text=(
            "A list names each hard case with its reaction, the person who set it, the date, the "
            "rule behind it, and how it was found."
        ),
    ),
    "a thing and who accepted it": says(
        "levels", "2", text="30 hard cases are listed, and the head of claims accepted the list."
    ),
    "two verbs side by side": says(
        "levels",
        "3",
        text=(
            "The hard cases ran as listed; silent wrong answers were counted and closed, and "
            "crashes and date are on file."
        ),
    ),
    "a short level with a long word": says("levels", "0", text="No systematic experimentation."),
    "a question with a yes or no in it": says(
        "question", text="Was it ever tried on broken inputs? Which ones, and who counted?"
    ),
    "a question of what can be": says("question", text="Which hard inputs can it still not take?"),
    "a title of the longest length": says("title", text=LONG[:69] + "x"),
    "a question of the longest length": says(
        "question", text=" ".join([*LONG.split()[:37], "who", "tried", "it?"])
    ),
    "a gate that asks for the claim check": lambda data: section(data, "mvp")["must_run"].append(
        "claim-check"
    ),
    "hours of twelve minutes a criterion": lambda data: section(data, "poc")["brief"][
        "hours"
    ].update(quick=[0.75, 1.3, 1.75]),
    "proving that takes as long as doing": says("remediation", "prove_days", text=[1, 2, 20]),
    "a reference into a catalogue that was not given": says(
        "crosswalk", "iso_42001", text=["A.99"]
    ),
    "a lighter criterion": says("weight", text=1),
    "a published id with an heir": successor,
    "a heavier blocker": says("weight", text=4, of=STOP),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found_by_the_rule_meant_and_no_other(fault: str) -> None:
    change, rule, place = FAULTS[fault]
    assert new_remarks(change) == [(rule, place)]


@pytest.mark.parametrize("near", CLEAN)
def test_what_is_near_a_fault_stays_clean(near: str) -> None:
    assert new_remarks(CLEAN[near]) == []


def test_every_rule_has_a_planted_fault() -> None:
    assert {rule for _, rule, _ in FAULTS.values()} == {rule.id for rule in RULES}


def test_the_design_note_says_how_many_faults_are_planted() -> None:
    note = Path(__file__).parents[3] / "docs" / "design" / "levels.md"
    assert f"finds {len(FAULTS)} planted faults" in " ".join(note.read_text("utf-8").split())
