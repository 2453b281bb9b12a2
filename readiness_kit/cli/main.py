"""The entry point: one lazy group of commands, and one place where errors become exit codes."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from readiness_kit import __version__
from readiness_kit.cli.faults import debugging, unexpected
from readiness_kit.errors import InvalidFileError, ReadinessError
from readiness_kit.starting import with_patience, without_grammars

_COMMANDS: dict[str, tuple[str, str]] = {
    "new": ("folder", "Make an engagement folder with every question explained."),
    "check": ("folder", "Name every problem of every file at once."),
    "rate": ("ratings", "Record one respondent's answer to one criterion."),
    "consensus": ("ratings", "Record what the room agreed on."),
    "import": ("importing", "Take ratings, pre-work or a table from spreadsheets."),
    "waive": ("gates", "Accept a shortfall for a time, with owner and control."),
    "decide": ("gates", "Record what the client's body decided at a gate."),
    "plan": ("planning", "Plan what closes a finding, or change what is planned."),
    "reply": ("replies", "Record what the client answers to a finding."),
    "score": ("judgement", "Show the scorecard, or the canonical result document."),
    "gate": ("judgement", "May it go on? The verdict, and every rule that holds."),
    "agenda": ("agenda", "What a workshop would talk about first, and why."),
    "snapshot": ("snapshots", "Freeze the state under a name, or list what was frozen."),
    "diff": ("snapshots", "What changed between two states, in parts that sum."),
    "history": ("history", "Who changed what, when."),
    "undo": ("history", "Take back the last act, or go to an earlier state."),
    "merge": ("history", "Take what was done in another copy."),
    "evidence": ("evidence", "List the evidence methods, or run one."),
    "export": ("export", "Write pre-work to fill in, a data contract, or tests to run."),
    "run": ("batch", "Execute the notebooks and write the HTML reports."),
    "lab": ("lab", "Open the workbook in JupyterLab."),
    "demo": ("demo", "Run the sample engagements end to end."),
    "framework": ("framework", "List the frameworks, show one, or hold one against others."),
}
"""Module and short help of each command: the help page loads none of them."""

_INTERRUPTED = 130
_READER_GONE = 141
"""As the shell says it of a signal: 128 and the number of SIGINT, or of SIGPIPE."""


class LazyGroup(click.Group):
    """A group that knows its commands by name and loads one when it is called."""

    def make_context(self, *args: Any, **named: Any) -> click.Context:
        """Read the options of the group, among them --help."""
        with _reader_may_leave():
            return super().make_context(*args, **named)

    def invoke(self, ctx: click.Context) -> Any:
        """Call a command so that, however it is stopped, it stops what it has started."""
        from readiness_kit.report.process import unwinding

        with unwinding(), _reader_may_leave():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they are met."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"readiness_kit.cli.{_COMMANDS[cmd_name][0]}")
        name = "import_" if cmd_name == "import" else cmd_name
        command: click.Command = getattr(module, name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command where none has the name."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            close = difflib.get_close_matches(args[0], _COMMANDS, n=1)
            hint = f" Did you mean {close[0]}?" if close else ""
            raise click.UsageError(f"{error.message}{hint}", ctx=ctx) from None


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: readiness demo · readiness new acme · readiness COMMAND --help",
)
@click.version_option(__version__, prog_name="readiness")
def cli() -> None:
    """Say whether an AI proof of concept may go on, and on what evidence."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave with the exit code that says what happened."""
    _speak_utf8()
    without_grammars()
    with_patience(os.environ)
    try:
        code = cli.main(args=arguments, prog_name="readiness", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(_INTERRUPTED)
    except ReadinessError as error:
        _report(error)
        sys.exit(error.exit_code)
    except Exception as error:
        if debugging():
            raise
        click.echo(unexpected(error), err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


@contextmanager
def _reader_may_leave() -> Iterator[None]:
    """Leave without a word when whoever read our output, such as `head`, has enough of it."""
    try:
        yield
    except BrokenPipeError:
        # a flush at exit would only fail again
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for stream in (sys.stdout, sys.stderr):
            os.dup2(nowhere, stream.fileno())
        raise click.exceptions.Exit(_READER_GONE) from None


def _report(error: ReadinessError) -> None:
    click.echo(str(error), err=True)
    if isinstance(error, InvalidFileError):
        count = len(error.problems)
        click.echo(f"{count} problem{'s' if count != 1 else ''}; nothing was written.", err=True)


def _speak_utf8() -> None:
    """Print names and dashes on consoles that are not UTF-8 by default, such as on Windows."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower() not in ("utf-8", "utf8"):
            reconfigure(encoding="utf-8", errors="replace")
