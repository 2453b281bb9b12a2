"""What --help says is true, and costs nothing."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from tests.cli.commands import commands, examples, parsed
from tests.cli.conftest import Type

HEAVY = {"pandas", "numpy", "altair", "nbconvert", "papermill", "pydantic", "yaml", "sklearn"}


@pytest.mark.parametrize("name", commands())
def test_each_command_shows_an_example_of_itself_that_parses(name: str, say: Type) -> None:
    lines = examples(commands()[name])
    assert lines
    assert [parsed(line) for line in lines] == [name] * len(lines)
    shown = say(*name.split(), "--help")
    assert shown.code == 0
    assert "Example:" in shown.out
    assert lines[0].split(" --")[0] in shown.out


def test_an_option_that_is_not_there_would_not_parse() -> None:
    with pytest.raises(click.UsageError):
        parsed("readiness rate acme poc.data.real --levle 2")


@pytest.mark.parametrize("name", commands())
def test_each_option_and_command_says_what_it_is_for(name: str) -> None:
    command = commands()[name]
    assert command.help
    told = [p.help for p in command.params if isinstance(p, click.Option)]
    assert all(told)


def test_no_help_page_imports_what_only_the_work_needs() -> None:
    lines = [["--help"], ["--version"], *([*name.split(), "--help"] for name in commands())]
    probe = (
        "import sys\nfrom readiness_kit.cli import main\n"
        f"for words in {lines!r}:\n"
        "    try:\n        main(words)\n"
        "    except SystemExit as left:\n        assert left.code == 0, words\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert not set(done.stderr.split()) & HEAVY


def test_the_help_page_names_every_command_and_loads_none() -> None:
    probe = (
        "import sys\nfrom readiness_kit.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert all(f"  {name.split()[0]} " in done.stdout for name in commands())
    ours = {name for name in done.stderr.split() if name.startswith("readiness_kit")}
    assert ours == {
        "readiness_kit",
        "readiness_kit.cli",
        "readiness_kit.cli.faults",
        "readiness_kit.cli.main",
        "readiness_kit.errors",
        "readiness_kit.starting",
    }


def test_a_misspelled_command_is_answered_with_the_nearest(say: Type) -> None:
    said = say("scores", "acme")
    assert said.code == 2
    assert "Did you mean score?" in said.err
