"""readiness framework: what can be judged by."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from readiness_kit.cli.brief import print_brief
from readiness_kit.cli.crosswalk import crosswalk
from readiness_kit.cli.options import example
from readiness_kit.errors import UsageError

if TYPE_CHECKING:
    from readiness_kit.framework import Section


@click.group(epilog=example("readiness framework show poc-to-production"))
def framework() -> None:
    """List the frameworks, show one, or hold one against others."""


framework.add_command(crosswalk)


@framework.command("list", epilog=example("readiness framework list"))
@click.argument("names", metavar="[NAME]...", nargs=-1)
def list_(names: tuple[str, ...]) -> None:
    """List the frameworks that can be named by id, or those of the named files."""
    from readiness_kit.framework import available, load_framework

    for name in names or available():
        loaded = load_framework(name)
        click.echo(
            f"{name:24} {loaded.version:8} {len(loaded.criteria):3} criteria  {loaded.title}"
        )


@framework.command(epilog=example("readiness framework show poc-to-production --section poc"))
@click.argument("name", metavar="NAME")
@click.option("--section", metavar="ID", help="Only this section, with questions and levels.")
@click.option(
    "--brief", is_flag=True, help="What a facilitator prepares from: questions, documents, signs."
)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of framework files instead.")
def show(name: str, section: str | None, brief: bool, schema: bool) -> None:
    """Show the sections, criteria and gates of a framework.

    NAME is an id from `readiness framework list`, or the path of a YAML file.
    """
    from readiness_kit.framework import Framework, load_framework
    from readiness_kit.framework.briefing import briefing

    if schema and (brief or section is not None):
        dropped = "--brief" if brief else "--section"
        raise UsageError(f"--schema is that of every framework file; take it or {dropped} out")
    if schema:
        click.echo(json.dumps(Framework.model_json_schema(by_alias=True), indent=2))
        return
    loaded = load_framework(name)
    known = [part.id for part in loaded.sections]
    if section is not None and section not in known:
        raise click.BadParameter(
            f"{section!r} is none of {', '.join(known)}", param_hint="--section"
        )
    click.echo(f"{loaded.title} ({loaded.id} {loaded.version})")
    for part in loaded.sections:
        if section not in (None, part.id):
            continue
        if brief:
            print_brief(briefing(part, loaded))
        else:
            _section(part, in_full=section is not None)


def _section(part: Section, *, in_full: bool) -> None:
    from readiness_kit.framework.asked_where import asked_where

    floors = f", floors {part.floors.no_go:g}/{part.floors.go:g}" if part.floors else ""
    weeks = f", weeks {part.weeks[0]} to {part.weeks[1]}" if part.weeks else ""
    click.secho(f"\n{part.title} [{part.id}{weeks}{floors}]", bold=True)
    for criterion in part.criteria:
        mark = f"  blocker at {criterion.blocker.gate}" if criterion.blocker else ""
        where = asked_where(criterion.scope, criterion.depth)
        asked = f"  asked where {where}" if where else ""
        click.echo(f"  {criterion.id:48} {criterion.title}{mark}{asked}")
        if in_full:
            click.echo(f"      {criterion.question}")
            for level, text in sorted(criterion.levels.items()):
                click.echo(f"      {level}  {text}")
            if criterion.good:
                click.echo(f"      Good, with made-up figures: {criterion.good}")
