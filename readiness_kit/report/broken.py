"""A broken template is told by its file and line, as any other fault of a report is."""

from __future__ import annotations

import json
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from readiness_kit.errors import NotebookError

_MAIN = "index.html.j2"
_FILES = (_MAIN, "conf.json", "report.css", "report.js", "figures.js")


@contextmanager
def whole_template(template: Path) -> Iterator[None]:
    """Make a page with this template; raises NotebookError for whatever in its files is broken."""
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    _check_files(template)
    try:
        yield
    except TemplateNotFound as error:
        raise _broken(template, f"{error.name}: the file is missing") from error
    except TemplateSyntaxError as error:
        file = Path(error.filename or error.name or _MAIN).name
        raise _broken(template, f"{file}:{error.lineno}: {error.message}") from error
    except TemplateError as error:
        raise _broken(template, f"{_place(error)}: {error.message}") from error


def _check_files(template: Path) -> None:
    # nbconvert passes over some that are missing and fails on others in ways of its own
    for name in _FILES:
        try:
            text = (template / name).read_text(encoding="utf-8")
            if name.endswith(".json"):
                json.loads(text)
        except json.JSONDecodeError as error:
            raise _broken(template, f"{name}:{error.lineno}: {error.msg}") from error
        except UnicodeDecodeError as error:
            raise _broken(template, f"{name}: text in UTF-8; got {error.reason}") from error
        except OSError as error:
            raise _broken(template, f"{name}: {error.strerror or error}") from error


def _broken(template: Path, what: str) -> NotebookError:
    return NotebookError(
        f"the report's {template.name}/{what}. No report was made; put the file right or install "
        "readiness-kit anew, and run again."
    )


def _place(error: BaseException) -> str:
    """The file and line of the template that was being filled in when this came up."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(".j2")]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else _MAIN
