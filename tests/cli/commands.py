"""Every command that there is, and whether a line that somebody typed or wrote down is one."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import click

from readiness_kit.cli.main import cli


def commands() -> dict[str, click.Command]:
    """Every command that does something, by its words: `new`, `evidence run`."""
    return dict(_leaves(cli, ()))


def _leaves(group: click.Group, words: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from _leaves(command, (*words, name))
        else:
            yield " ".join((*words, name)), command


def options(command: click.Command) -> set[str]:
    """The options of a command as they are typed, without --help."""
    found = (p for p in command.params if isinstance(p, click.Option))
    return {name for option in found for name in option.opts}


def examples(command: click.Command) -> list[str]:
    """The example lines of a command's help, those that go on in the next line joined."""
    _, _, shown = (command.epilog or "").partition("Example:")
    return [line.strip() for line in shown.replace("\\\n", " ").splitlines() if line.strip()]


def words_of(line: str) -> list[str]:
    """The words of a line as a shell splits it, without comment, redirection and `readiness`."""
    words = shlex.split(line.partition(" > ")[0], comments=True)
    assert words[0] == "readiness"
    return words[1:]


def parsed(line: str) -> str:
    """Parse a whole line, whatever is in the files it names, and return its command's name.

    Raises click.UsageError for what the command line would refuse.
    """
    group: click.Group = cli
    context = group.make_context("readiness", words_of(line))
    while True:
        rest = [*context._protected_args, *context.args]
        name, command, rest = group.resolve_command(context, rest)
        assert command is not None
        context = command.make_context(name, rest, parent=context)
        if not isinstance(command, click.Group):
            return context.command_path.removeprefix("readiness ")
        group = command


def named(line: str) -> tuple[str, set[str]]:
    """The command that a line names, and the options that it gives, which may be left half said."""
    words = words_of(line)
    known = commands()
    name = next((n for n in known if words[: len(n.split())] == n.split()), words[0])
    return name, {word.partition("=")[0] for word in words if word.startswith("--")}
