"""People come and go in engagement.yaml, and every comment and every other line stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness_kit.engagement import Writer
from readiness_kit.engagement.people_file import save_people
from readiness_kit.engagement.profile import Profile
from readiness_kit.engagement.template import new_engagement
from readiness_kit.engagement.yaml_people import Listed, with_people
from readiness_kit.errors import ConflictError, InvalidFileError, NotSavedError, UsageError
from readiness_kit.reading import parse_yaml, validated
from readiness_kit.resources import samples
from tests.engagement.disks import Failing
from tests.engagement.folders import PROFILE, make, now, rated

A, B = Listed("a", "x", was="a"), Listed("b", "y", was="b")
NEW = Listed("c", "z", "Cy Lo")
ROOM = "people:   # the room\n"
BLOCK = f"{ROOM}  - id: a  # ours\n    role: x\n  - id: b\n    role: y\ndepth: quick\n"
FLOW = f"{ROOM}  - {{id: a, role: x}}   # ours\n  - {{id: b, role: y}}\ndepth: quick\n"
LINES = "people: [  # the room\n  {id: a, role: x},  # ours\n  {id: b, role: y}  # theirs\n]\n"


def changed(text: str, *people: Listed) -> str:
    return with_people(text.encode(), people, name="e.yaml").decode()


@pytest.mark.parametrize(
    ("before", "people", "after"),
    [
        (
            "people: [{id: a, role: x}, {id: b, role: y}] # c\n",
            [A, B, NEW],
            'people: [{id: a, role: x}, {id: b, role: y}, {id: c, role: z, name: "Cy Lo"}] # c\n',
        ),
        ("people: [{id: a, role: x}, {id: b, role: y}]\n", [B], "people: [{id: b, role: y}]\n"),
        ("people: [{id: a, role: x}, {id: b, role: y}]\n", [A], "people: [{id: a, role: x}]\n"),
        ("people: [{id: a, role: x},]\nx: 1\n", [], "people: []\nx: 1\n"),
        (
            "people: [{id: a, role: x}]\n",
            [Listed("c", "z"), A],
            "people: [{id: c, role: z}, {id: a, role: x}]\n",
        ),
        (
            FLOW,
            [A, B, NEW],
            FLOW.replace("y}\n", 'y}\n  - {id: c, role: z, name: "Cy Lo"}\n'),
        ),
        (
            FLOW,
            [A, Listed("c", "z"), B],
            FLOW.replace("# ours\n", "# ours\n  - {id: c, role: z}\n"),
        ),
        (FLOW, [A], FLOW.replace("  - {id: b, role: y}\n", "")),
        (
            FLOW,
            [Listed("a2", "x", "Ann", was="a"), B],
            FLOW.replace("{id: a, role: x}   #", "{id: a2, role: x, name: Ann}   #"),
        ),
        (
            BLOCK,
            [A, B, NEW],
            BLOCK.replace("y\n", 'y\n  - id: c\n    role: z\n    name: "Cy Lo"\n'),
        ),
        (BLOCK, [A], BLOCK.replace("  - id: b\n    role: y\n", "")),
        (
            BLOCK,
            [A, Listed("b", "q", "Bo", was="b")],
            BLOCK.replace("role: y\n", "role: q\n    name: Bo\n"),
        ),
        (
            LINES,
            [A, B, Listed("c", "z")],
            LINES.replace("role: y}  # theirs\n", "role: y},  # theirs\n  {id: c, role: z}\n"),
        ),
        (
            "people: []  # c\nx: 1\n",
            [Listed("c", "z")],
            "people:  # c\n  - {id: c, role: z}\nx: 1\n",
        ),
        ("people:\nx: 1\n", [NEW], 'people:\n  - {id: c, role: z, name: "Cy Lo"}\nx: 1\n'),
        ("people:\n- {id: a, role: x}\n", [A, Listed("c", "z")],
         "people:\n- {id: a, role: x}\n- {id: c, role: z}\n"),
        ("people:\n  - {id: a, role: x}\nx: 1\n", [], "people: []\nx: 1\n"),
        ("x: 1\n", [], "x: 1\n"),
        ("x: 1\n", [Listed("c", "z")], "x: 1\n\npeople:\n  - {id: c, role: z}\n"),
        (
            "#people: [{id: a, role: x}]\n\nx: 1\n",
            [Listed("c", "z")],
            "#people: [{id: a, role: x}]\npeople:\n  - {id: c, role: z}\n\nx: 1\n",
        ),
        (
            "people:\r\n  - {id: a, role: x}\r\nx: 1\r\n",
            [A, Listed("c", "z")],
            "people:\r\n  - {id: a, role: x}\r\n  - {id: c, role: z}\r\nx: 1\r\n",
        ),
        (
            "\ufeffpeople: [{id: a, role: x}]\n",
            [Listed("a", "z", was="a")],
            "\ufeffpeople: [{id: a, role: z}]\n",
        ),
        (
            "people: [{id: a, role: x, name: Ann}]\n",
            [Listed("a", "x", was="a")],
            "people: [{id: a, role: x}]\n",
        ),
    ],
)  # fmt: skip
def test_only_who_came_went_or_changed_differs(
    before: str, people: list[Listed], after: str
) -> None:
    assert changed(before, *people) == after


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (FLOW, [B]),
        (BLOCK, [B]),
        (LINES, [A]),
        (FLOW, []),
        ("people: [{id: a, role: x} # c\n]\n", []),
    ],
)
def test_nobody_goes_together_with_a_comment(text: str, people: list[Listed]) -> None:
    with pytest.raises(UsageError, match=r"without losing a comment; change it in e.yaml by hand"):
        changed(text, *people)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (FLOW, [B, A]),
        ("people: lead\n", [NEW]),
        ("people: {id: a, role: x}\n", [A]),
        ("{x: 1}\n", [NEW]),
        ("{people: []}\n", [NEW]),
        ("people: [a]\n", [NEW]),
        ("[]\n", [NEW]),
        (FLOW, [Listed("q", "x", was="q")]),
    ],
)
def test_what_cannot_be_changed_in_place_is_refused(text: str, people: list[Listed]) -> None:
    with pytest.raises(UsageError, match="by hand"):
        changed(text, *people)


def test_a_new_engagement_gets_its_first_people_below_the_example(tmp_path: Path) -> None:
    path = new_engagement(tmp_path / "acme", framework="poc-to-production")
    before = path.read_text(encoding="utf-8")
    people = [Listed("lead", "facilitator", "Nora Calder"), Listed("ml", "ml_engineer")]
    after = changed(before, *people)
    block = (
        '  - {id: lead, role: facilitator, name: "Nora Calder"}\n  - {id: ml, role: ml_engineer}\n'
    )
    example = "#people: [{id: lead, role: facilitator}]\n"
    assert after == before.replace(example, f"{example}people:\n{block}")
    assert validated(Profile, parse_yaml(after.encode(), "e")).roles["ml"] == "ml_engineer"


@settings(max_examples=25, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20),
    st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_any_name_reads_back_and_moves_nobody_else(name: str, stays: list[bool]) -> None:
    raw = (samples()["claims-triage"] / "engagement.yaml").read_bytes()
    there = parse_yaml(raw, "e").data["people"]
    remarked = ("lead", "sponsor", "ml")  # their lines have a comment
    people = [
        Listed(**person, was=person["id"])
        for person, stay in zip(there, stays, strict=True)
        if stay or person["id"] in remarked
    ]
    made = with_people(raw, [*people, Listed("new", "legal", name)], name="e")
    read = parse_yaml(made, "e").data
    assert [person["name"] for person in read["people"]] == [*(p.name for p in people), name]
    new = next(line for line in made.splitlines() if b"{id: new," in line)
    kept = [line for line in made.splitlines() if line != new]
    assert kept == [line for line in raw.splitlines() if line in kept]


# ---- the file ----------------------------------------------------------------------------------

LEAD = Listed("lead", "facilitator", was="lead")
ML = Listed("ml", "ml_engineer", was="ml")


def saved(folder: Path, *people: Listed, **more: object) -> str:
    seen = (folder / "engagement.yaml").read_bytes()
    return save_people(folder, people, seen=seen, **more).decode()  # type: ignore[arg-type]


def test_it_is_on_disk(folder: Path) -> None:
    made = saved(folder, LEAD, ML, Listed("ann", "sponsor"))
    assert (folder / "engagement.yaml").read_text(encoding="utf-8") == made
    assert made == PROFILE.replace("ml_engineer}", "ml_engineer}, {id: ann, role: sponsor}")


@pytest.mark.parametrize(
    ("people", "field"),
    [
        ([LEAD], "people"),
        ([LEAD, Listed("ml2", "ml_engineer", was="ml")], "people[1].id"),
        ([], "people"),
    ],
)
def test_who_has_answered_stays_under_the_same_id(
    folder: Path, people: list[Listed], field: str
) -> None:
    writer = Writer(folder, via="test", clock=now)
    writer.apply([rated(2, respondent="ml"), rated(3, "poc.data.owned", "ml")], by="ml", op="rate")
    with pytest.raises(InvalidFileError, match="2 answers stand under that id") as refused:
        saved(folder, *people)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert (folder / "engagement.yaml").read_text(encoding="utf-8") == PROFILE


def test_the_default_respondent_who_has_answered_must_be_listed_too(tmp_path: Path) -> None:
    """Without a list there is `lead`; a list without them would orphan their answers."""
    folder = make(tmp_path / "claims", PROFILE.replace("people:", "#people:"))
    Writer(folder, via="test", clock=now).apply([rated(2)], by="lead", op="rate")
    with pytest.raises(InvalidFileError, match="`lead` listed, since 1 answer stands"):
        saved(folder, Listed("ann", "sponsor"))
    assert "ann" in saved(folder, Listed("lead", "facilitator"), Listed("ann", "sponsor"))


@pytest.mark.parametrize(
    ("person", "field"),
    [
        (Listed("no id", "sponsor"), "people[2].id"),
        (Listed("tool", "sponsor"), "people[2]"),
        (Listed("ann", "dancer"), "people[2].role"),
        (Listed("ann", ""), "people[2].role"),
        (Listed("ml", "sponsor"), ""),
    ],
)
def test_what_the_strict_reader_refuses_is_not_written(
    folder: Path, person: Listed, field: str
) -> None:
    with pytest.raises(InvalidFileError) as refused:
        saved(folder, LEAD, ML, person)
    assert [problem.field for problem in refused.value.problems] == [field]
    assert (folder / "engagement.yaml").read_text(encoding="utf-8") == PROFILE


def test_a_change_of_somebody_else_is_not_overwritten(folder: Path) -> None:
    with pytest.raises(ConflictError):
        save_people(folder, [LEAD], seen=b"what was there before")


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_a_disk_that_refuses_leaves_the_old_bytes(folder: Path, step: int) -> None:
    with pytest.raises(NotSavedError):
        saved(folder, LEAD, fs=Failing(step))
    assert (folder / "engagement.yaml").read_text(encoding="utf-8") == PROFILE
