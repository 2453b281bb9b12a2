"""The layer table of CONTRIBUTING.md, held by walking every import of the package."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "readiness_kit"

GROUND = {"errors", "starting", "engagement.atomic", "__init__"}
MODEL = {"reading", "framework", "engagement"}
JUDGEMENT = {"judgement"}
PROOF = {"evidence"}
VIEW = {"views", "forms", "prework"}
OUTPUT = {"report", "batch", "lab"}
EDGE = {"cli", "__main__", "resources"}

ALLOWED: dict[str, set[str]] = {
    **{room: {"errors", "__init__"} for room in GROUND},
    **dict.fromkeys(MODEL, MODEL | GROUND),
    **dict.fromkeys(JUDGEMENT, MODEL | GROUND | JUDGEMENT),
    **dict.fromkeys(PROOF, MODEL | GROUND | PROOF),
    **dict.fromkeys(VIEW, MODEL | GROUND | JUDGEMENT | VIEW),
    "workbook": MODEL | GROUND | JUDGEMENT | PROOF | VIEW | {"resources"},
    **dict.fromkeys(OUTPUT, GROUND | OUTPUT),
    "resources": {"errors"},
    "cli": MODEL | GROUND | JUDGEMENT | PROOF | VIEW | OUTPUT | EDGE | {"workbook"},
    "__main__": {"cli"},
}
"""By room: the rooms that it may import."""

THIRD_PARTIES: dict[str, set[str]] = {
    "errors": set(),
    "starting": set(),
    "engagement.atomic": set(),
    "reading": {"pydantic", "pydantic_core", "yaml"},
    "framework": {"pydantic"},
    "engagement": {"pydantic", "filelock", "yaml"},
    "judgement": {"numpy"},
    "evidence": {
        "aiohttp",
        "charset_normalizer",
        "numpy",
        "openpyxl",
        "pandas",
        "pandera",
        "pyarrow",
        "pydantic",
        "scipy",
        "sklearn",
        "threadpoolctl",
    },
    "views": {"altair", "vl_convert", "markupsafe"},
    "prework": {"openpyxl"},
    "forms": {"anywidget", "traitlets", "ipywidgets", "markupsafe"},
    "workbook": {"IPython", "markupsafe", "altair"},
    "report": {
        "papermill",
        "nbconvert",
        "nbclient",
        "nbformat",
        "jinja2",
        "markupsafe",
        "nh3",
        "psutil",
        "traitlets",
        "vl_convert",
    },
    "batch": {"jinja2", "markupsafe"},
    "lab": {"jinja2", "jupyter_server", "jupyterlab", "markupsafe", "tornado"},
    "cli": {"click", "rich"},
}
"""By room: the third parties that it may import; a room that is not listed imports none."""


def modules() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("*.py"))


def room(parts: list[str]) -> str:
    """The room that a module belongs to; atomic is ground although it lives with its users."""
    if parts[:2] == ["engagement", "atomic"]:
        return "engagement.atomic"
    return parts[0] if parts else "__init__"


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield node.module or ""
            if node.module == "readiness_kit":
                yield from (f"readiness_kit.{alias.name}" for alias in node.names)


def name(path: Path) -> list[str]:
    parts = list(path.relative_to(PACKAGE).with_suffix("").parts)
    return parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts


@pytest.mark.parametrize("path", list(modules()), ids=lambda p: ".".join(name(p)))
def test_module_imports_only_what_its_layer_may(path):
    """Data flows one way: a room imports its own layer and those below it."""
    own = room(name(path))
    assert own in ALLOWED, f"{own} stands in no layer: add it to the table"
    for imported in imports(path):
        top, *rest = imported.split(".")
        if top == "readiness_kit":
            other = room(rest if rest != ["__version__"] else [])
            assert other == own or other in ALLOWED[own], f"{own} imports {imported}"
        elif top not in sys.stdlib_module_names:
            assert top in THIRD_PARTIES.get(own, set()), f"{own} imports {top}"


HEAVY = {"pandas", "numpy", "altair", "papermill", "sklearn", "scipy", "nbconvert", "IPython"}


@pytest.mark.parametrize("code", ["import readiness_kit", "import readiness_kit.cli"])
def test_start_loads_nothing_heavy(code):
    """The package and its command start without what only a measurement or a report needs."""
    probe = f"import sys; {code}; print(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, encoding="utf-8", check=True
    )
    loaded = set(done.stdout.split())
    assert not loaded & (HEAVY | {"pydantic", "yaml"})


def test_help_loads_nothing_heavy():
    """`readiness --help` names every command without importing one."""
    probe = (
        "import sys\n"
        "from readiness_kit.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert "evidence" in done.stdout
    assert not set(done.stderr.split()) & (HEAVY | {"pydantic", "yaml"})
