"""readiness evidence: what can be measured, and one measurement."""

from __future__ import annotations

import re
from pathlib import Path

import click

from readiness_kit.cli.opening import PROFILE, open_engagement
from readiness_kit.cli.options import SEED, engagement, example
from readiness_kit.cli.typed import typed
from readiness_kit.errors import UsageError

_FILE = re.compile(r"[\w-]\.(ya?ml|csv|py|json|skops|onnx|joblib|pkl|pickle)\b", re.IGNORECASE)
"""The end of a file's name, of the kinds that an engagement has."""

EXIT_CODES = {
    "pass": 0,
    "explained": 0,
    "warn": 10,
    "fail": 20,
    "inconclusive": 30,
    "error": 30,
    "skipped": 30,
}
"""By verdict, or by state; a run that is done without a verdict explains and decides nothing."""


@click.group(epilog=example("readiness evidence run accuracy acme"))
def evidence() -> None:
    """List the evidence methods, or run one."""


@evidence.command("list", epilog=example("readiness evidence list"))
def list_() -> None:
    """List the methods that this version can run."""
    from readiness_kit.evidence.registry import provided

    for method in provided().values():
        click.echo(f"{method.id:14} {method.version:6} {method.title}")


@evidence.command(epilog=example("readiness evidence run accuracy acme --seed 7"))
@click.argument("name", metavar="NAME")
@engagement
@click.option(
    "--seed",
    type=SEED,
    default=0,
    show_default=True,
    metavar="N",
    help="For what is drawn by chance.",
)
@click.option(
    "--trust-pickle",
    is_flag=True,
    help="Open a model that is a pickle or joblib file, which runs the code in it.",
)
def run(name: str, path: Path, seed: int, trust_pickle: bool) -> int:
    """Run one method on the client's own data and model, and record what it saw.

    A model behind a network is asked, at a host that probes.allow in engagement.yaml names. Leaves
    with 0 for pass, 10 warn, 20 fail, 30 where it cannot tell.
    """
    from readiness_kit.cli.progress import Progress
    from readiness_kit.engagement.writer import Writer
    from readiness_kit.evidence.registry import provided
    from readiness_kit.evidence.run import run_method

    if name not in provided() and str(path) in provided() and _is_engagement(name):
        right = typed("evidence", "run", path, name)
        raise UsageError(f"the method comes first, then the engagement: {right}")
    opened, progress = open_engagement(path), Progress()
    if name not in provided():
        there = ", ".join(provided())
        raise UsageError(
            f"no evidence method {name!r}; there is {there}: {typed('evidence', 'list')}"
        )
    progress.line(f"Running {name} on {opened.profile.system} …")
    seen = run_method(
        name, opened, seed=seed, contact=True, trust_pickle=trust_pickle, progress=progress
    )
    where = Writer(path, via="command line").save_observation(seen)
    progress.clear()
    verdict = (seen.verdict or "explained") if seen.state == "done" else seen.state
    click.secho(f"{name}: {verdict}", bold=True)
    for check in seen.checks:
        share = "" if check.share is None else f"{check.share:.1%}"
        reach = f" ({check.interval[0]:.1%} to {check.interval[1]:.1%})" if check.interval else ""
        column = f"{check.column}: " if check.column else ""
        told = f"{column}{check.cause or check.check}"
        click.echo(f"  {check.verdict or '-':13}{share}{reach}  {told}")
    if seen.reason:
        click.echo(f"  {seen.reason}")
    click.echo(f"Recorded as {where.relative_to(path)}.")
    if seen.state == "done":
        click.echo(f"What it changes: {typed('gate', path)}")
    else:
        target = opened.profile.target
        untrusted = target is not None and target.form == "pickle" and not trust_pickle
        click.echo(_next_step(seen.reason or "", name, path, untrusted=untrusted))
    return EXIT_CODES[verdict]


def _next_step(reason: str, name: str, path: Path, *, untrusted: bool) -> str:
    """What to type once the reason is mended, and where to mend it."""
    if untrusted and "--trust-pickle" in reason:
        again = typed("evidence", "run", name, path, "--trust-pickle")
        return f"If you know where that file comes from: {again}"
    # a reason that names another file has said where: the model's source, or a sample
    place = "" if _FILE.search(reason.replace(PROFILE, "")) else f" in {path / PROFILE}"
    return f"Mend that{place}, then: {typed('evidence', 'run', name, path)}"


def _is_engagement(name: str) -> bool:
    """Whether what was typed for a method is an engagement's folder."""
    try:
        return (Path(name) / PROFILE).is_file()
    except (OSError, ValueError):
        # no name that this system can hold
        return False
