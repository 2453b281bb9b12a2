"""The pages of docs/reference are what the frameworks say, whole, and short where they must be."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import mistune
import pytest

from readiness_kit.evidence.registry import provided
from readiness_kit.framework import Framework, Section
from readiness_kit.framework.criterion import DEPTHS, Depth
from readiness_kit.framework.hours import spoken
from tests.browser import browser_page

FOLDER = Path(__file__).parents[1] / "docs" / "reference"

_ANCHOR = re.compile(r'<a id="([^"]+)"></a>')
_LINK = re.compile(r"\]\(([^)\s]*)\)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TARGET = re.compile(r"\]\([^)]*\)")


@pytest.fixture(scope="module")
def render() -> Iterator[ModuleType]:
    """The program of `make reference`, with its folder on the path as when it is run."""
    sys.path.insert(0, str(FOLDER))
    spec = importlib.util.spec_from_file_location("render_reference", FOLDER / "render.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(FOLDER))


@pytest.fixture(scope="module")
def frameworks(render: ModuleType) -> list[Framework]:
    return list(render.built_in())


@pytest.fixture(scope="module")
def pages(render: ModuleType, frameworks: list[Framework]) -> dict[str, str]:
    return dict(render.pages(frameworks))


def test_the_committed_pages_are_those_of_the_frameworks(pages: dict[str, str]) -> None:
    written = {
        path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8")
        for path in FOLDER.rglob("*.md")
    }
    stale = sorted(n for n in written.keys() | pages.keys() if written.get(n) != pages.get(n))
    assert stale == [], "run `make reference` and commit docs/reference"


def test_every_criterion_stands_in_exactly_one_section_page(
    frameworks: list[Framework], pages: dict[str, str]
) -> None:
    for framework in frameworks:
        sections = framework.sections
        found = {
            s.id: _ANCHOR.findall(pages[f"{framework.id}/sections/{s.id}.md"]) for s in sections
        }
        places = [
            (id, name) for name, ids in found.items() for id in ids if id in framework.criteria
        ]
        assert places == [(c.id, s.id) for s in sections for c in s.criteria]


def test_every_text_of_a_criterion_is_on_the_page_of_its_section(
    frameworks: list[Framework], pages: dict[str, str]
) -> None:
    """Levels, evidence, what is good, remediation and cost: nothing is lost in rendering."""
    for framework in frameworks:
        for criterion in framework.criteria.values():
            section = framework.section_of[criterion.id]
            shown = plain(pages[f"{framework.id}/sections/{section.id}.md"])
            said = [criterion.title, criterion.question, criterion.good, *criterion.levels.values()]
            if criterion.evidence:
                said += criterion.evidence.model_dump().values()
            if criterion.remediation:
                said += [criterion.remediation.text, criterion.remediation.cost_of_neglect]
            assert [text for text in said if text and plain(text) not in shown] == []


def plain(text: str) -> str:
    """A text without the backslashes that keep it from being markup."""
    return " ".join(text.replace("\\", "").split())


def test_the_figures_are_those_that_were_published(pages: dict[str, str]) -> None:
    """By hand, so that the program which writes the pages cannot agree with its own mistake."""
    home, mvp, brief = (
        pages[f"poc-to-production/{name}.md"] for name in ("README", "sections/mvp", "briefs/mvp")
    )
    for row in (
        "| [brief](briefs/poc.md) | 1 to 4 | 35 / 55 |",
        "| [brief](briefs/rollout.md) | 29 to 36 | 60 / 70 |",
    ):
        assert row in home
    rows = {line.split("`")[1]: line for line in home.splitlines() if line.startswith("| `")}
    told = rows["mvp.deployment.rollback"].rpartition("](")[2].partition(" | ")[2]
    assert told == (
        "measurable | operations | 3 | quick | all | mvp 3, stays open | "
        "`rollback-drill` (property) |"
    )
    assert "- No go below 45 points, go from 60 on, before criticality moves both." in mvp
    assert "supported level 3 at the gate `mvp`, and at every later gate" in mvp
    assert "No go below 45 points, go from 60 on, before criticality moves both." in brief
    assert "**Blockers.** The previous version comes back within its time limit (level 3);" in brief
    assert "Hours of talking and rating: quick 1¼ (1 to 1¾), standard 2 (1¼ to 3½), full" in brief


def test_every_place_that_a_link_names_is_there(pages: dict[str, str]) -> None:
    missing = []
    for name, text in pages.items():
        for target in _LINK.findall(text):
            path, _, place = target.partition("#")
            page = resolved(name, path) if path else name
            if page not in pages or (place and place not in _ANCHOR.findall(pages[page])):
                missing.append((name, target))
    assert missing == []


def resolved(name: str, path: str) -> str:
    """The page, from the reference's folder, that a link on another page leads to."""
    return (FOLDER / name).parent.joinpath(path).resolve().relative_to(FOLDER.resolve()).as_posix()


WORDS_OF_A_PAGE, LINES_OF_A_PAGE = 700, 42


def briefs(pages: dict[str, str]) -> dict[str, str]:
    """The text of each brief as it is printed, by its name."""
    return {name: _COMMENT.sub("", text) for name, text in pages.items() if "/briefs/" in name}


def test_a_brief_is_short_enough_to_prepare_from(pages: dict[str, str]) -> None:
    """It is one printed page: at most 700 words on 42 lines that are not empty.

    Calibrated with Chromium, mistune for the HTML and the browser's own style sheet on A4: all ten
    were printed at 10 pt with margins of 20 mm, serif and sans, at 10.5 pt with 15 mm, and at 11 pt
    with Chromium's own 10 mm, each on one page. Then words were added to each of the six long ones
    until a second page came: at 10 pt and 10.5 pt none did up to 700 words, the first at 720.
    """
    sizes = {
        name: (
            len(_TARGET.sub("]", text).split()),
            len([n for n in text.splitlines() if n.strip()]),
        )
        for name, text in briefs(pages).items()
    }
    assert len(sizes) == 10
    long = {n: s for n, s in sizes.items() if s[0] > WORDS_OF_A_PAGE or s[1] > LINES_OF_A_PAGE}
    assert long == {}


@pytest.mark.browser
@pytest.mark.parametrize(("size", "margin"), [("10pt serif", "20mm"), ("11pt serif", "10mm")])
def test_a_brief_is_printed_on_one_page(
    pages: dict[str, str], tmp_path: Path, size: str, margin: str
) -> None:
    """As it comes from Markdown, in the browser's own style; eight of them are more than one."""
    look = f"<style>body {{font: {size}}} @page {{size: A4; margin: {margin}}}</style>"
    made = mistune.create_markdown(escape=False)
    texts = briefs(pages)
    texts["eight"] = "\n".join([*texts.values()][:8])
    counted = {}
    with browser_page() as opened:
        for name, text in texts.items():
            page = tmp_path / "page.html"
            html = f"<!doctype html><meta charset=utf-8>{look}{made(text)}"
            page.write_text(html, encoding="utf-8")
            opened.page.goto(page.as_uri())
            paper = opened.page.pdf(prefer_css_page_size=True)
            counted[name] = len(re.findall(rb"/Type\s*/Page\b", paper))
    assert counted.pop("eight") > 1
    assert counted == dict.fromkeys(counted, 1)


def test_a_brief_leaves_to_the_section_what_is_rated_and_what_others_block(
    frameworks: list[Framework], pages: dict[str, str]
) -> None:
    for framework in frameworks:
        for section in framework.sections:
            text = pages[f"{framework.id}/briefs/{section.id}.md"]
            assert "Rated:" not in text
            assert "Blockers of other sections" not in text
            own = [c for c in section.criteria if not c.blocker]
            assert [c.title for c in own if c.title in text] == []
            assert f"(../sections/{section.id}.md)" in text


def test_the_guide_counts_criteria_and_hours_as_they_are(
    render: ModuleType, frameworks: list[Framework]
) -> None:
    """Its tables are prose to whoever edits the framework, and would stay behind unseen."""
    guide = (FOLDER.parent / "guide.md").read_text(encoding="utf-8")
    systems = sys.modules["rendering.systems"]
    rubric = next(f for f in frameworks if f.phases)
    rows = [
        line.split(" | ")[1:] for line in guide.splitlines() if re.match(r"\| (reads|gen)", line)
    ]
    told = [[int(cell.strip(" |")) for cell in row] for row in rows]

    def counts(criticality: str) -> list[list[int]]:
        scopes = [s.scope.model_copy(update={"criticality": criticality}) for s in systems.SYSTEMS]
        return [
            [sum(systems.asked(rubric, scope, depth)) for depth in systems.DEPTHS]
            for scope in scopes
        ]

    assert told == counts("A") == counts("B")
    fewer = [
        [b - c for b, c in zip(*rows, strict=True)] for rows in zip(told, counts("C"), strict=True)
    ]
    assert fewer == [[0, 1, 2]] * 3, "a system of criticality C is asked one and two fewer"
    assert f"| a phase with the success factors | {' | '.join(hours_of_a_phase(rubric))} |" in guide
    totals = [
        spoken(sum(middle(section, depth) for section in rubric.sections))
        for depth in systems.DEPTHS
    ]
    assert f"| all five phases and the factors | {' | '.join(totals)} |" in guide


def middle(section: Section, depth: Depth) -> float:
    """The usual hours of a section."""
    spread = section.brief.hours.at(depth) if section.brief else None
    assert spread is not None
    return spread[1]


def hours_of_a_phase(rubric: Framework) -> Iterator[str]:
    """By depth: the least and the most that a phase takes together with the factors."""
    for depth in DEPTHS:
        factors = sum(middle(section, depth) for section in rubric.factors)
        whole = sorted({middle(phase, depth) + factors for phase in rubric.phases})
        yield " to ".join(dict.fromkeys(map(spoken, (whole[0], whole[-1]))))


def test_the_methods_of_this_version_are_marked(
    frameworks: list[Framework], pages: dict[str, str]
) -> None:
    for framework in frameworks:
        text = pages[f"{framework.id}/README.md"].partition("\n## Evidence methods\n")[2]
        rows = re.findall(r"^\| `([^`]+)` \| (yes|-) \|", text.partition("\n## ")[0], re.MULTILINE)
        linked = {m.id for c in framework.criteria.values() for m in c.methods}
        required = {m for s in framework.sections for m in (*s.must_run, *s.must_pass)}
        assert dict(rows) == {id: "yes" if id in provided() else "-" for id in linked | required}


def test_the_examples_of_scope_grow_with_depth_and_with_what_a_system_does(
    render: ModuleType, frameworks: list[Framework]
) -> None:
    """A deeper assessment asks no less, nor does one of a system that may do more harm."""
    systems = sys.modules["rendering.systems"]
    for framework in frameworks:
        counts = [
            [sum(systems.asked(framework, system.scope, depth)) for depth in systems.DEPTHS]
            for system in systems.SYSTEMS
        ]
        assert counts == [sorted(row) for row in counts]
        assert counts == sorted(counts)


def test_a_page_that_no_framework_asks_for_is_removed(render: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "README.md").write_text("gone", encoding="utf-8")
    (tmp_path / "render.py").write_text("stays", encoding="utf-8")
    render.write({"README.md": "a\n", "new/sections/poc.md": "b\n"}, tmp_path)
    left = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert left == {"README.md", "new/sections/poc.md", "render.py"}


def test_what_is_not_said_leaves_no_line(render: ModuleType, frameworks: list[Framework]) -> None:
    """A framework with nothing but what is required still has all its pages."""
    bare = bare_framework(frameworks[0])
    pages = render.pages([bare])
    sections = [f"{kind}/{s.id}.md" for s in bare.sections for kind in ("sections", "briefs")]
    home = {f"{bare.id}/{name}" for name in ("README.md", *sections)}
    assert pages.keys() == {"README.md", *home}
    joined = "\n".join(pages.values())
    optional = (
        "None",
        "good looks",
        "Evidence methods",
        "Pitfalls",
        "its gate",
        "grade",
        "## Sources",
    )
    assert [word for word in optional if word in joined] == []
    assert "\n\n\n" not in joined


def bare_framework(full: Framework) -> Framework:
    """A framework without gates that says only what it must."""
    return Framework.model_validate(
        {
            "schema": "readiness-framework/1",
            "id": full.id,
            "version": full.version,
            "title": full.title,
            "scale": full.scale,
            "sections": [bare_section(section) for section in full.sections],
        }
    )


def bare_section(section: Section) -> Section:
    """The section with its optional fields left out."""
    keep = ("id", "title", "kind", "theme", "question", "weight", "levels")
    practices = [
        type(practice)(
            id=practice.id,
            title=practice.title,
            criteria=[
                type(c).model_validate({name: getattr(c, name) for name in keep})
                for c in practice.criteria
            ],
        )
        for practice in section.practices
    ]
    return type(section)(id=section.id, title=section.title, practices=practices)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a | b", "a \\| b"),
        ("2 * 3 * 4", "2 \\* 3 \\* 4"),
        ("<b>", "\\<b>"),
        ("snake_case stays, _this_ is kept", "snake_case stays, \\_this\\_ is kept"),
        ("1. first", "1\\. first"),
        ("1.1", "1.1"),
        ("- dash", "\\- dash"),
        (">5 rows", "\\>5 rows"),
        ("two\nlines", "two lines"),
        ("[x](y)", "\\[x](y)"),
    ],
)
def test_a_text_is_shown_as_it_was_written(render: ModuleType, text: str, shown: str) -> None:
    assert sys.modules["rendering.markdown"].prose(text) == shown
