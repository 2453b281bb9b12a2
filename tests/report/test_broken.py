"""A broken template is told by its file and line, and leaves no page behind."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from readiness_kit.errors import NotebookError
from readiness_kit.report import html
from tests.report.demonstration import executed, views, write

MAIN = "index.html.j2"


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the template that may be broken."""
    copy = tmp_path / "template"
    shutil.copytree(html._TEMPLATE, copy)
    monkeypatch.setattr(html, "_TEMPLATE", copy)
    return copy


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (MAIN, None, f"{MAIN}: No such file"),
        ("report.css", None, "report.css: No such file"),
        ("figures.js", None, "figures.js: No such file"),
        ("conf.json", None, "conf.json: No such file"),
        (MAIN, "{%- extends 'display_priority.j2' -%}\n\n{% block %}", f"{MAIN}:3: "),
        (MAIN, "\n{{ page.title.missing.more }}", f"{MAIN}:2: "),
        (MAIN, "{% include 'absent.html' %}", "absent.html: the file is missing"),
        (MAIN, "\n{{ 1 | no_such_filter }}", f"{MAIN}:2: "),
        ("conf.json", "\n{", "conf.json:2: "),
        ("report.js", b"\xff", "report.js: text in UTF-8"),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    template: Path, tmp_path: Path, name: str, content: str | bytes | None, told: str
) -> None:
    if content is None:
        (template / name).unlink()
    else:
        (template / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    notebook, output = write(executed(views()[:3]), tmp_path / "n.ipynb"), tmp_path / "n.html"
    with pytest.raises(NotebookError, match=re.escape(f"template/{told}")):
        html.export(notebook, output)
    assert not output.exists()
    shutil.rmtree(template)
    with pytest.raises(NotebookError, match="template"):
        html.export(notebook, output)
