"""readiness framework crosswalk: what of other people's frameworks one of ours covers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_kit.cli.options import FOLDER, example
from readiness_kit.cli.typed import typed
from readiness_kit.errors import UsageError

if TYPE_CHECKING:
    from readiness_kit.framework import Framework
    from readiness_kit.judgement.scorecard import SectionResult


@click.command(
    epilog=example(
        "readiness framework crosswalk poc-to-production --to nist_ai_rmf --engagement acme"
    )
)
@click.argument("name", metavar="NAME")
@click.option(
    "--to", metavar="CATALOGUE", help="Entry by entry of this one; without it, a line for each."
)
@click.option(
    "--engagement", type=FOLDER, metavar="PATH", help="Tell the levels of this engagement, too."
)
def crosswalk(name: str, to: str | None, engagement: Path | None) -> None:
    """Show what of the ML Test Score, NIST AI RMF, ISO 42001, EU AI Act and others is covered.

    NAME is an id from `readiness framework list`, or the path of a YAML file.
    """
    from readiness_kit.cli.coverage_table import print_line, print_table
    from readiness_kit.framework import load_framework
    from readiness_kit.framework.crosswalks import catalogue, catalogues
    from readiness_kit.judgement.coverage import coverage

    chosen = None if to is None else catalogue(to)
    loaded = load_framework(name)
    sections = None if engagement is None else _sections(engagement, loaded)
    if chosen is not None:
        print_table(coverage(loaded, chosen, sections))
        return
    for each in catalogues().values():
        print_line(coverage(loaded, each, sections))
    click.echo(f"Entry by entry: {typed('framework', 'crosswalk', name, '--to', 'ml_test_score')}")


def _sections(path: Path, loaded: Framework) -> tuple[SectionResult, ...]:
    """The judged sections of an engagement; raises UsageError where another text judges it."""
    from readiness_kit.cli.opening import framework_name, judged, open_engagement

    opened = open_engagement(path)
    if (own := opened.framework).sha256 != loaded.sha256:
        theirs = typed("framework", "crosswalk", framework_name(opened), "--engagement", path)
        raise UsageError(
            f"{path} is judged by {own.id} {own.version}, not by this text of {loaded.id} "
            f"{loaded.version}. Its own: {theirs}"
        )
    return judged(opened).sections
