"""Every section of a workbook renders for every engagement: safe, well formed, with its facts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from readiness_kit.judgement.scorecard import Range
from readiness_kit.judgement.words import VERDICT_NAMES, gate_sentence, reason_sentence
from readiness_kit.views.accuracy import accuracy
from readiness_kit.views.baselines import baselines
from readiness_kit.views.brief import brief
from readiness_kit.views.cover import cover, long_day
from readiness_kit.views.findings import findings
from readiness_kit.views.gate import gate
from readiness_kit.views.html import number, plain
from readiness_kit.views.intake import scope
from readiness_kit.views.integrations import integrations
from readiness_kit.views.method import footer, method
from readiness_kit.views.metrics import metrics, metrics_brief
from readiness_kit.views.people import people
from readiness_kit.views.questions import questions
from readiness_kit.views.ratings import ratings
from readiness_kit.views.scores import scores
from readiness_kit.views.story import Story
from readiness_kit.views.summary import risks, summary
from readiness_kit.views.view import View
from tests.judgement.build import criterion, evidence, framework, rating, run, section
from tests.views.stories import FLOORS, HOSTILE, built, empty, gateless, hostile, sample, seen

VOID = {"br", "hr", "img", "col", "wbr"}
DRAWN = {"svg", "g", "path", "rect", "circle", "line", "text", "tspan", "defs", "clippath"}
ALLOWED = DRAWN | {
    "section", "header", "footer", "div", "p", "span", "b", "bdi", "code", "article",
    "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "details", "summary",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption",
}  # fmt: skip


def measured(story: Story) -> View:
    """The accuracy section of what was run, or of a run that was not possible."""
    last = story.latest("accuracy") or run("accuracy", None, state="skipped", reason="No data.")
    return accuracy(story, last, recorded=False)


VIEWS: dict[str, Callable[[Story], View]] = {
    "cover": cover,
    "summary": summary,
    "risks": risks,
    "scope": scope,
    "people": people,
    "baselines": baselines,
    "questions": questions,
    "integrations": integrations,
    "metrics": metrics,
    "metrics-brief": metrics_brief,
    "brief": brief,
    "ratings": ratings,
    "accuracy": measured,
    "scores": scores,
    "gate": gate,
    "findings": findings,
    "method": method,
    "footer": footer,
}
STORIES = ("sample", "empty", "gateless", "hostile")


@cache
def story(name: str, folder: Path) -> Story:
    return {
        "sample": sample,
        "empty": lambda: empty(folder),
        "gateless": gateless,
        "hostile": hostile,
    }[name]()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("views")


class Reader(HTMLParser):
    """Reads a fragment as a browser that forgives nothing."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []
        """Each piece of text with its innermost element."""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102
        assert len({name for name, _ in attrs}) == len(attrs), "an attribute twice"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:  # noqa: D102
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:  # noqa: D102
        if data.strip() and not {"svg", "script"} & set(self.open):
            self.words.append((self.open[-1], data))

    def handle_comment(self, data: str) -> None:  # noqa: D102
        raise AssertionError(f"a comment: {data}")


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_well_formed_and_holds_nothing_that_runs(
    folder: Path, view: str, name: str
) -> None:
    read = Reader(str(VIEWS[view](story(name, folder)).element))
    assert {tag for tag, _ in read.tags} - {"script"} <= ALLOWED
    # a figure's figures travel as data, which no browser runs
    assert {attrs["type"] for tag, attrs in read.tags if tag == "script"} <= {"application/json"}
    attributes = [(key, value or "") for _, attrs in read.tags for key, value in attrs.items()]
    assert not [key for key, _ in attributes if key.startswith("on") or key == "style"]
    assert not [key for key, _ in attributes if key in ("src", "href", "xlink:href")]
    ids = [value for key, value in attributes if key == "id"]
    assert len(ids) == len(set(ids))
    assert {value for key, value in attributes if key == "aria-labelledby"} <= set(ids)


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_has_one_heading_and_skips_no_level(folder: Path, view: str, name: str) -> None:
    made = VIEWS[view](story(name, folder))
    levels = [int(t[1]) for t, _ in Reader(str(made.element)).tags if re.fullmatch(r"h\d", t)]
    first = {"cover": [1], "footer": []}.get(view, [2])
    assert levels[:1] == first
    assert levels[1:].count(1) + levels[1:].count(2) == 0
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("view", VIEWS)
def test_the_plain_twin_says_the_same_words(folder: Path, view: str, name: str) -> None:
    made = VIEWS[view](story(name, folder))
    twin = str(made._repr_mimebundle_()["text/plain"])
    assert "<div" not in twin
    told = " ".join(twin.split())
    words = [" ".join(data.split()) for _, data in Reader(str(made.element)).words]
    assert words
    assert [word for word in words if word not in told] == []


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("view", VIEWS)
def test_nothing_absent_is_spelled_out(folder: Path, view: str, name: str) -> None:
    """A value that is not there is a dash or a word, never the program's name for it."""
    told = plain(VIEWS[view](story(name, folder)).element)
    assert not re.search(r"\bNone\b|\bnan\b|\binf\b|Undefined|Markup|\bTrue\b|\bFalse\b", told)


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("view", VIEWS)
def test_the_same_story_gives_the_same_bytes(folder: Path, view: str, name: str) -> None:
    made = VIEWS[view]
    assert made(story(name, folder)).element == made(story(name, folder)).element


def text(view: View) -> str:
    return " ".join(plain(view.element).split())


@pytest.mark.parametrize("view", [v for v in VIEWS if v not in ("method",)])
def test_hostile_text_stays_text(view: str) -> None:
    """It is there, in full, as words."""
    assert HOSTILE in text(VIEWS[view](hostile()))
    for raw in ("<img", "<script>", "onerror=alert(1)>\"'"):
        assert raw not in VIEWS[view](hostile()).element


@pytest.mark.parametrize(
    ("view", "count"), [("cover", 3), ("footer", 1), ("gate", 9), ("ratings", 6)]
)
def test_a_word_that_turns_the_line_around_turns_only_itself(view: str, count: int) -> None:
    """Each of the client's own words stands apart: names, notes, references, approvers."""
    turned = "\u202eabc"
    assert str(VIEWS[view](hostile(turned)).element).count(f"<bdi>{turned}</bdi>") == count


def test_the_cover_says_whose_what_and_why() -> None:
    told = sample()
    said, gate_ = text(cover(told)), told.gate
    assert (gate_.verdict, VERDICT_NAMES[gate_.verdict]) == ("NO_GO", "No go")
    for fact in (
        "Northwind Insurance · Production-minded POC, weeks 1 to 4",
        "Claims triage assistant",
        "Advice to the Claims steering committee, as of 12 October 2026",
        "No go",
        gate_sentence(gate_, told.engagement.framework),
        f"the weakest section’s score, of 100: {number(told.card.headline.supported)}",
        f"as claimed: {number(told.result.claimed.score)}",
        f"of this phase was asked: {told.result.coverage:.0%}",
    ):
        assert fact in said
    assert len(gate_.reasons) == 3
    assert "2 further rules hold it back." in said


def test_the_cover_counts_blockers_of_this_gate_and_those_that_stay_open() -> None:
    early = {"gate": "poc", "required_level": 2}
    rubric = framework(
        section(
            "poc",
            [criterion("a", blocker=early), criterion("b", blocker=early | {"stays_open": True})],
            floors=FLOORS,
        ),
        section("mvp", [criterion("c", blocker=early | {"gate": "mvp"})], floors=FLOORS),
    )
    said = {"ratings": [rating("a", 2), rating("b", 1)]}
    at_poc = text(cover(built(rubric, "poc", said=said)))
    assert "blockers met: 0 of 2: 2 open" in at_poc
    at_mvp = text(cover(built(rubric, "mvp", said=said, phase="mvp")))
    assert "blockers met: 0 of 2: 1 open, 1 not rated" in at_mvp


def test_a_section_where_nothing_applies_was_not_asked_nought() -> None:
    rubric = framework(section("poc", [criterion("a")], floors=FLOORS))
    absent = rating("a", state="not_applicable", reason="other")
    told = text(cover(built(rubric, "poc", said={"ratings": [absent]})))
    assert "of this phase was asked: –: nothing of it applies to this system" in told


def test_the_brief_asks_every_criterion_and_names_what_is_not_asked() -> None:
    told = sample()
    said = text(brief(told))
    for result in told.result.criteria:
        asked = told.criterion(result.id)
        assert f"{asked.title} {' '.join(asked.question.split())}" in said
        if asked.blocker:
            assert f"level {asked.blocker.required_level}" in said
    assert "Bar for a go: 55 of 100, in the bad case" in said
    assert "Floor: 35 of 100" in said
    assert "Measured by us: accuracy (must pass)" in said
    assert "Not yet measured by this version: claim check, data gap, edge cases" in said
    skipped = text(brief(hostile()))
    assert "One criterion is not asked of this system, and what would ask it" in skipped
    assert f"Asked only where it acts by itself: {HOSTILE}" in skipped


def test_the_ratings_show_each_criterion_twice_and_who_said_what() -> None:
    told = sample()
    said = text(ratings(told))
    names = {level.level: level.name for level in told.engagement.framework.scale}
    for part in told.looked_at:
        for result in part.criteria:
            levels = [
                f"{level} {names[level]}"
                for level in (result.level, result.supported_level)
                if level is not None
            ]
            assert " ".join([told.criterion(result.id).title, *levels]) in said
    asked = {c.id for part in told.looked_at for c in part.criteria}
    assessment = told.engagement.assessment
    notes = [r.note for r in assessment.ratings if r.criterion in asked and r.note]
    links = [e.reference for e in assessment.evidence if e.criterion in asked]
    assert min(len(notes), len(links)) > 3
    short = [words for words in (*notes, *links) if len(words) <= 300]
    assert [words for words in short if " ".join(words.split()) not in said] == []


def span(reach: Range) -> str:
    open_ = reach.low is not None and reach.low != reach.high
    return f"{number(reach.low)} … {number(reach.high)}" if open_ else "–"


def test_the_scores_are_those_of_the_scorecard() -> None:
    told = sample()
    said = text(scores(told))
    for part in told.looked_at:
        claimed, supported = number(part.claimed.score), number(part.supported.score)
        figures = f"{claimed} {span(part.claimed)} {supported} {span(part.supported)}"
        assert f"{part.title} {figures} {number(part.margin, signed=True)}" in said
        for result in part.criteria:
            assert f"{number(result.cap, 2)} {number(result.supported, 2)} " in said
        assert f"Sum {claimed} {supported}" in said


def test_without_gates_every_section_is_scored_and_none_decided() -> None:
    told = gateless()
    said, claimed = text(scores(told)), number(told.result.claimed.score)
    assert f"One {claimed} – {number(told.result.supported.score)}" in said
    assert "Two – 0.0 … 100.0 – 0.0 … 100.0" in said
    assert "Small has no gates. It says where you stand" in text(gate(told))
    assert "Against its bar" not in said
    assert "floors" not in text(footer(told))
    assert "Open the score of Two" in said
    assert "of the least asked section was asked" in text(cover(told))
    assert "Go means" not in text(method(told))
    assert "Bar for a go" not in text(brief(told))
    assert "blockers met" not in text(cover(told))
    assert not [name for name in VERDICT_NAMES.values() if name in text(cover(told))]


def test_the_gate_gives_every_rule_and_every_blocker_in_force() -> None:
    told = sample()
    said, rubric = text(gate(told)), told.engagement.framework
    assert said.startswith("May it go on? ✕ No go")
    assert all(reason_sentence(reason, rubric) in said for reason in told.gate.reasons)
    blockers = [c for s in told.card.sections for c in s.criteria if c.blocker]
    for result in blockers:
        if result.blocker and result.blocker.gate == "poc":
            row = f"{told.criterion(result.id).title} level {result.blocker.required_level}"
            assert row in said
    run_ = told.latest("accuracy")
    assert run_ is not None
    assert f"Accuracy must pass ✕ Fail {long_day(run_.as_of)} {run_.n:,}" in said
    assert "has not decided yet" in said


def test_the_gate_shows_what_the_clients_body_decided_and_waived() -> None:
    said = text(gate(hostile()))
    assert "Their decision" in said
    assert "✕ No go 1 Oct 2026" in said
    assert "Waived State Owner Reason Control meanwhile" in said
    assert said.count("holds until 31 Dec 2026") == 2


def test_a_finding_carries_its_remediation() -> None:
    told = sample()
    said = text(findings(told))
    found = told.findings
    assert found
    for finding in found:
        asked = told.criterion(finding.criterion)
        assert asked.remediation is not None
        kind = "only proof is missing" if finding.only_proof else "needs work"
        head = f"{finding.severity.capitalize()} {kind} {asked.title}"
        assert f"{head} Claimed at level {finding.level}, supported at" in said
        assert " ".join(asked.remediation.text.split()) in said
        assert " ".join(asked.remediation.cost_of_neglect.split()) in said
        low, middle, high = asked.remediation.prove_days
        days = "1 working day" if middle == 1 else f"{middle:g} working days"
        assert f"Proof: {days} ({low:g} to {high:g})" in said
        assert said.count(finding.criterion) == 1
    needs_work = sum(not finding.only_proof for finding in found)
    assert said.count("Work: ") == said.count("needs work") == needs_work
    proof = sum(finding.only_proof for finding in found)
    assert f"{len(found)} criteria fall short of the target; for {proof} of them" in said


def test_of_several_runs_of_a_method_a_finding_names_the_newest_with_its_day() -> None:
    told = text(findings(hostile()))
    older, newer = seen("x", id="accuracy-1"), seen("x", id="accuracy-2")
    runs = tuple(
        made.model_copy(update={"as_of": dt.date(2026, 10, day)})
        for made, day in ((older, 3), (newer, 4))
    )
    assert "Seen by: accuracy, " in told
    links = [{"id": "accuracy", "proves": "property"}]
    rubric = framework(section("poc", [criterion("a", methods=links)], floors=FLOORS))
    said = text(findings(built(rubric, "poc", runs=runs, said={"ratings": [rating("a", 1)]})))
    assert "Seen by: accuracy, 4 October 2026 accuracy-2" in said
    assert "accuracy-1" not in said


def test_a_waived_finding_says_until_when_and_by_whom() -> None:
    rubric = framework(section("poc", [criterion("a"), criterion("b")], floors=FLOORS))
    waiver = {"owner": "Ada", "reason": "r", "control": "c", "granted": "2026-10-01"}
    waivers = [waiver | {"criterion": "a", "expires": "2026-12-31"}]
    waivers += [waiver | {"criterion": "b", "expires": "2026-10-02"}]
    said = {"ratings": [rating("a", 1), rating("b", 1)], "waivers": waivers}
    told = text(findings(built(rubric, "poc", said=said)))
    assert told.count("waived until 31 December 2026 by Ada") == told.count("waived") == 1


def mixed_story() -> Story:
    """One criterion that nobody rated, one that nobody knows, one that only a test rated."""
    must = {"gate": "poc", "required_level": 2}
    links = [{"id": "accuracy", "proves": "property"}]
    parts = [
        criterion("a", answered_by=["lead"]),
        criterion("b", blocker=must),
        criterion("c", blocker=must),
        criterion("d", methods=links),
        criterion("e"),
    ]
    rubric = framework(
        section("poc", parts, floors=FLOORS), roles=[{"id": "lead", "title": "Team lead"}]
    )
    said = {"ratings": [rating("c", state="unknown"), rating("e", 4)]}
    return built(rubric, "poc", runs=(seen("x"),), said=said)


def test_what_has_no_answer_is_listed_under_the_findings_blockers_first() -> None:
    told = mixed_story()
    made = str(findings(told).element)
    open_ = made[made.index("Not answered yet") :]
    heads = re.findall(r'role="rowheader">(.*?)</th>', open_)
    assert heads == ["b", "c", "a"]
    said = " ".join(plain(open_).split())
    for id, state, who in (
        ("b", "blocker, not rated", "anybody"),
        ("c", "blocker, not known", "anybody"),
        ("a", "not rated", "Team lead"),
    ):
        assert f"{id} {state} {who} {told.criterion(id).question}" in said
    answered = built(
        framework(section("poc", [criterion("a")], floors=FLOORS)),
        "poc",
        said={"ratings": [rating("a", 1)]},
    )
    assert "Not answered yet" not in text(findings(answered))


def test_a_long_list_of_open_questions_is_cut_and_counted(tmp_path: Path) -> None:
    told = empty(tmp_path)
    open_ = [r.id for s in told.looked_at for r in s.criteria]
    blockers = {r.id for r in told.blockers}
    rest = len([id for id in open_ if id not in blockers]) - 12
    said = text(findings(told))
    assert (f"And {rest} more, among the ratings above." in said) == (rest > 0)
    assert all(told.criterion(id).title in said for id in blockers)


def test_not_known_and_not_rated_are_told_apart() -> None:
    told = mixed_story()
    shown, at_gate = text(ratings(told)), text(gate(told))
    assert "b Not rated – nothing that holds blocker, not rated" in shown
    assert "c Not known – nothing that holds blocker, not known" in shown
    assert "b level 2 – not rated" in at_gate
    assert "c level 2 – not known" in at_gate
    assert "blockers met: 0 of 2: 1 not known, 1 not rated" in text(cover(told))


def test_a_level_that_a_test_set_is_nobodys_claim() -> None:
    told = mixed_story()
    name = told.level_name(1)
    shown = text(ratings(told))
    assert f"d Nobody; set by test 1 {name} test, until 10 Jan 2027 nobody gave" in shown
    assert "d Nobody claimed a level; a test supports 1; the target is" in text(findings(told))


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"scope": {"acts": True}}, "it acts by itself"),
        ({"scope": {"regulated": True}}, "it is regulated"),
        ({"scope": {"kind": ["text", "generative"]}}, "kind is text or generative"),
        ({"scope": {"criticality": ["A"]}}, "criticality is A"),
        ({"depth": "full"}, "depth is full"),
    ],
)
def test_the_brief_says_in_words_where_a_criterion_is_asked(more: dict, where: str) -> None:
    rubric = framework(section("poc", [criterion("a"), criterion("b", **more)], floors=FLOORS))
    profiled = {"depth": "standard"} if "depth" in more else {}
    assert f"Asked only where {where}: b" in text(brief(built(rubric, "poc", **profiled)))


def test_all_that_keeps_a_criterion_out_is_said_at_once() -> None:
    """Changing the scope alone would not ask it; what is met already would change nothing."""
    scope = {"acts": True, "kind": ["text"], "regulated": False}
    deep = criterion("b", scope=scope, depth="standard")
    rubric = framework(section("poc", [criterion("a"), deep], floors=FLOORS))
    where = "kind is text and it acts by itself and depth is standard or full"
    assert f"Asked only where {where}: b" in text(brief(built(rubric, "poc")))


def test_the_interview_guide_is_for_the_room_and_not_for_the_report() -> None:
    told = sample()
    practice = told.section.practices[0]
    said = text(brief(told, guide=True))
    assert told.section.brief is not None
    for words in (told.section.brief.opening, *told.section.brief.documents, *practice.interview):
        assert " ".join(words.split()) in said
    assert f"Warning signs: {practice.warning_signs[0]}" in said
    assert "It takes about 1¼ hours of talking and rating, ¾ to 1¾." in said
    assert "Must be in the room, with criteria to answer: Executive sponsor (" in said
    assert "For a part, with criteria to answer: " in said
    report = text(brief(told))
    assert "Must be in the room" not in report
    assert practice.interview[0] not in report
    assert "Warning signs" not in report


def test_the_guide_speaks_of_the_depth_and_the_criteria_of_this_engagement() -> None:
    """The same section takes longer at full depth, and roles without a question stay away."""
    roles = [{"id": id, "title": id.title()} for id in ("lead", "owner")]
    parts = [criterion("a", answered_by=["lead"])]
    parts.append(criterion("b", answered_by=["owner"], depth="full"))
    hours = {"quick": [0.5, 1, 1.5], "full": [1, 2, 3]}
    brief_ = {"opening": "Hello.", "documents": ["The list."], "hours": hours}
    rubric = framework(section("poc", parts, floors=FLOORS, brief=brief_), roles=roles)
    quick, full = (
        text(brief(built(rubric, "poc", depth=depth), guide=True)) for depth in ("quick", "full")
    )
    assert "It takes about 1 hour of talking and rating, ½ to 1½." in quick
    assert "To invite, with criteria to answer: Lead (1) Ask for" in quick
    assert "It takes about 2 hours of talking and rating, 1 to 3." in full
    assert "To invite, with criteria to answer: Lead (1), Owner (1) Ask for" in full


def test_the_guide_gives_examples_of_what_is_asked_only() -> None:
    asked = criterion("a", good="One of one.")
    other = criterion("b", good="Two of two.", scope={"acts": True})
    rubric = framework(section("poc", [asked, other], floors=FLOORS))
    rubric.sections[0].practices[0].interview.append("What is there?")
    said = text(brief(built(rubric, "poc"), guide=True))
    assert "One of one." in said
    assert "Two of two." not in said


def test_a_framework_without_a_guide_has_none() -> None:
    rubric = framework(section("poc", [criterion("a")], floors=FLOORS))
    story = built(rubric, "poc")
    assert brief(story, guide=True).html == brief(story).html


def test_the_accuracy_says_both_samples_and_that_it_is_not_on_record() -> None:
    told = sample()
    run_ = told.latest("accuracy")
    assert run_ is not None
    said = text(accuracy(told, run_, recorded=True))
    low, high = run_.interval or (0, 0)
    assert f"in {run_.estimate:.1%} of cases ({low:.1%} to {high:.1%})" in said
    assert f"the proof of concept showed {run_.figures['poc']['accuracy']:.1%}" in said
    assert "Not recorded" not in said
    assert "Not recorded" in text(accuracy(told, run_, recorded=False))
    silent = run("accuracy", None, state="skipped", reason="No labelled records yet.")
    assert "No labelled records yet." in text(accuracy(told, silent, recorded=True))
    few = seen("x", estimate=None, interval=None, reason="Too few.", verdict="inconclusive")
    assert "Too few." in text(accuracy(told, few, recorded=True))


def test_the_accuracy_says_whose_python_answered() -> None:
    """A forgotten interpreter shows; a run recorded before that was kept says the version alone."""
    told, run_ = sample(), seen("x")
    for whose, said in (
        ("the kit's own Python", "of its own under the kit's own Python, version 3.11.7, on"),
        ("the client's interpreter", "of its own under the client's interpreter, version 3.11.7,"),
        (None, "of its own under Python 3.11.7 on"),
    ):
        python = {"target_python": "3.11.7", "target_interpreter": whose}
        with_it = run_.model_copy(update={"environment": python})
        assert said in text(accuracy(told, with_it, recorded=True))


def test_a_blocker_stands_in_a_report_as_at_that_reports_gate() -> None:
    """What stays open counts at the next gate, too: unproved at one, open at the other."""
    told = sample()
    mvp = built_at_mvp()
    for story in (told, mvp):
        by_gate = {
            "open": "blocker_open",
            "unproved": "blocker_unproved",
            "waived": "waiver",
            "not_rated": "blocker_unrated",
        }
        for result in story.blockers:
            state = story.blocker_state(result)
            rules = [r.rule for r in story.gate.reasons if result.id in r.ids]
            assert (by_gate.get(state) in rules) is (state not in ("met", "not_known"))
    assert {mvp.blocker_state(result) for result in mvp.blockers} == {"unproved"}


def built_at_mvp() -> Story:
    """The page of a phase that admits what is not proved, in an engagement at the next one."""
    held = criterion("a", blocker={"gate": "poc", "required_level": 2, "stays_open": True})
    rubric = framework(
        section("poc", [held], floors=FLOORS, admits_unproved=True),
        section("mvp", [criterion("b")], floors=FLOORS),
    )
    return built(rubric, "poc", said={"ratings": [rating("a", 2)]}, phase="mvp")


UNLABELLED = {"accuracy": None, "low": None, "high": None, "n": 900, "labelled": 0}
MEASURED = {"accuracy": 0.95, "low": 0.94, "high": 0.96, "n": 1200, "labelled": 800}


@pytest.mark.parametrize(
    ("poc", "production"),
    [(MEASURED, UNLABELLED), (UNLABELLED, MEASURED), (UNLABELLED, UNLABELLED)],
)
def test_a_sample_without_labels_is_counted_and_not_drawn(poc: dict, production: dict) -> None:
    """Unlabelled intake is the commonest case; the report has to come out."""
    share = {"accuracy": 0.87, "n": 850, "basis": "ESTIMATED from confidence"}
    figures = {"poc": poc, "production": {**production, "estimated": share}}
    unmeasured = {"estimate": None, "interval": None, "reason": "No row has a label"}
    run_ = seen("x", "inconclusive", figures=figures, **unmeasured)
    html = accuracy(sample(), run_, recorded=True).html
    said = text(accuracy(sample(), run_, recorded=True))
    assert ("<svg" in html) is (MEASURED in (poc, production))
    assert "900 0 – –" in said
    assert "ESTIMATED from the model's own confidence in 850 answers" in said
    assert ("1,200 800 95.0% 94.0% to 96.0%" in said) is (MEASURED in (poc, production))


def test_the_accuracy_says_what_wrong_answers_cost() -> None:
    costs = {"cost_per_1000": 20294.84, "cost_unpriced": 12, "currency": "EUR"}
    run_ = seen("x", figures={**seen("x").figures, **costs})
    said = text(accuracy(sample(), run_, recorded=True))
    assert "Wrong answers cost about EUR 20,295 per 1,000 records. 12 of them have no price" in said


def test_an_undecided_run_does_not_hide_the_one_that_counts() -> None:
    """The gate goes by the latest decisive run, so the report shows that one and says so."""
    told = sample()
    failed = told.latest("accuracy")
    assert failed is not None
    later = failed.model_copy(
        update={"id": "accuracy-later", "verdict": "inconclusive", "estimate": 0.9}
    )
    changed = replace(told.engagement, observations=(failed, later))
    story = replace(told, engagement=changed)
    assert story.latest("accuracy") == failed
    said = text(accuracy(story, failed, recorded=True))
    assert "could not tell; evidence/accuracy-later.json says why" in said


def test_a_run_of_another_version_or_too_old_says_so() -> None:
    told = sample()
    failed = told.latest("accuracy")
    assert failed is not None
    assert failed.target is not None
    another = failed.model_copy(
        update={"target": failed.target.model_copy(update={"version": "0"})}
    )
    assert "version 0; in use is" in text(accuracy(told, another, recorded=True))
    old = failed.model_copy(update={"as_of": failed.as_of - dt.timedelta(days=91)})
    assert "more than 90 days old" in text(accuracy(told, old, recorded=True))
    assert "days old" not in text(accuracy(told, failed, recorded=True))


def test_the_method_prints_the_caps_of_this_framework() -> None:
    said = text(method(sample()))
    for row in (
        "Measurable 0.25 0.40 0.50 0.65 0.90 1.00",
        "Operating 0.25 0.50 0.60 0.75 0.90 1.00",
        "Organisational 0.25 0.50 0.75 0.90 0.90 1.00",
    ):
        assert row in said
    assert "Every criterion has levels from 0 to 4," in said
    assert "Your word alone carries to level 1 or 2, by what it is about." in said
    bare = framework(section("poc", [criterion("a")], floors=FLOORS), caps=None)
    assert "Each answer counts as it was given." in text(method(built(bare, "poc")))
    assert "Your word" not in text(method(built(bare, "poc")))


def test_where_no_evidence_is_weighed_nothing_is_said_of_it() -> None:
    """Not even of a link that somebody made, and that has lapsed: it changes no score."""
    lapsed = evidence("a", "document", "2026-01-01", expires="2026-01-02")
    said = {"ratings": [rating("a", 3, respondent=None)], "evidence": [lapsed]}
    parts = [criterion("a"), criterion("b")]
    weighed = framework(section("poc", parts, floors=FLOORS))
    bare = weighed.model_copy(update={"caps": None})
    told = [
        " ".join(text(view(built(rubric, "poc", said=said))) for view in (ratings, scores, method))
        for rubric in (bare, weighed)
    ]
    words = ("evidence", "Evidence", "Supported", "nothing that holds", "somewhere", "Cap")
    assert [word for word in words if word in told[0]] == []
    assert [word for word in words if word not in told[1]] == []
    assert "Criterion Level To note a 3 3 b Not rated Poc:" in told[0]


def test_points_that_are_earned_are_told_as_such() -> None:
    parts = [criterion("a"), criterion("b")]
    earned = framework(section("one", parts), unanswered="earns_nothing", caps=None)
    told = built(earned, "one", said={"ratings": [rating("a", 4)]}, phase=None)
    assert "what nobody answered brings none" in text(method(told))
    assert "One 50.0 50.0 … 100.0" in text(scores(told))
    assert "Points: 100 × weight × value, over the weight of all that applies" in text(scores(told))
    assert "what nobody answered brings none" not in text(method(gateless()))
    assert "over the weight of what is rated" in text(scores(gateless()))


def test_the_footer_names_the_rubric_to_the_byte() -> None:
    told = sample()
    said = text(footer(told))
    assert (
        f"version {told.engagement.framework.version} ({told.engagement.framework.sha256[:12]})"
        in said
    )
    assert "Northwind Insurance. As of 12 October 2026." in said


def test_what_the_client_replied_stands_beside_the_finding_and_changes_no_figure() -> None:
    rubric = framework(section("poc", [criterion("a")], floors=FLOORS))
    ratings_ = {"ratings": [rating("a", 1)]}
    reply = {"finding": "a", "response": "dispute", "text": HOSTILE, "by": "Ann"}
    later = {**reply, "response": "accept", "text": "yes", "on": "2031-01-01"}
    said = {**ratings_, "replies": [{**reply, "on": "2026-10-01"}, later]}
    told, without = built(rubric, "poc", said=said), built(rubric, "poc", said=ratings_)
    shown = text(findings(told))
    assert f"Disputed: {HOSTILE} (1 October 2026, Ann)" in shown
    assert "Accepted" not in shown
    assert told.card == without.card
