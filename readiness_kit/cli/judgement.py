"""readiness score and readiness gate: what it amounts to."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_kit.cli import notices
from readiness_kit.cli.explain import explain as show_section
from readiness_kit.cli.explain import points, span
from readiness_kit.cli.next_step import show_after_gate, show_after_score
from readiness_kit.cli.opening import case_of, open_engagement
from readiness_kit.cli.options import as_of, engagement, example
from readiness_kit.cli.prospect import show_prospect
from readiness_kit.cli.typed import typed
from readiness_kit.errors import UsageError

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.judgement import Scorecard
    from readiness_kit.judgement.scorecard import GateVerdict, SectionResult

EXIT_CODES = {"GO": 0, "CONDITIONAL": 10, "NO_GO": 20, "NOT_ASSESSABLE": 30}


@click.command(
    epilog=example(
        "readiness score acme",
        "readiness score acme --explain poc",
        "readiness score acme --json > result.json",
    )
)
@engagement
@click.option("--json", "as_json", is_flag=True, help="Print the canonical result document.")
@as_of
@click.option("--explain", metavar="SECTION", help="Open one section: every criterion's part.")
def score(path: Path, as_json: bool, as_of: dt.date | None, explain: str | None) -> None:
    """Show the scorecard of an engagement.

    Each score stands twice, as claimed and as evidence supports it; once where the framework
    weighs no evidence. The range says what the unknowns leave open.
    """
    from readiness_kit.judgement import (
        canonical_json,
        displayed,
        judge_case,
        prospects,
        result_document,
    )
    from readiness_kit.judgement.words import headline_sentence

    opened = open_engagement(path)
    case = case_of(opened, as_of)
    card = judge_case(case)
    if as_json:
        click.echo(canonical_json(result_document(card, prospects(case, card))), nl=False)
        return
    card = displayed(card)
    if explain is not None:
        show_section(_section(card, explain), card, opened)
        return
    click.secho(f"{card.client} · {card.system}", bold=True)
    click.echo(f"as of {card.as_of}, {opened.framework.title} {card.framework.version}\n")
    _print_sections(card, weighed=opened.framework.weighs_evidence)
    click.echo(f"\n{headline_sentence(card)}")
    for warning in dict.fromkeys(w for section in card.sections for w in section.warnings):
        click.echo(f"warning: {warning}")
    show_after_score(path, opened, card)


@click.command(epilog=example("readiness gate acme", "readiness gate acme --phase mvp --json"))
@engagement
@click.option("--phase", metavar="PHASE", help="Another gate than the current phase's.")
@click.option("--json", "as_json", is_flag=True, help="Print the gate as JSON.")
@as_of
def gate(path: Path, phase: str | None, as_json: bool, as_of: dt.date | None) -> int:
    """Say whether the engagement may pass its gate, and why.

    Of what would turn the verdict, `answer` is still to be rated, `do` needs work, `prove` is
    claimed and needs evidence, and `run` is a method that has to be run, and to pass.

    Leaves with 0 for GO, 10 CONDITIONAL, 20 NO_GO, 30 NOT_ASSESSABLE.
    """
    from readiness_kit.judgement import canonical_json, judge_case, prospect, result_document

    opened = open_engagement(path)
    case = case_of(opened, as_of)
    card = judge_case(case)
    known = [verdict.phase for verdict in card.gates]
    wanted = phase or card.phase
    if not known:
        raise UsageError(
            f"the framework {card.framework.id} has no gates. Its scores: {typed('score', path)}"
        )
    if wanted not in known:
        raise UsageError(f"{wanted!r} is not a phase; there is {', '.join(known)}")
    verdict = card.gate(wanted)
    ahead = None if card.section(wanted).closed else prospect(case, card, wanted)
    if as_json:
        gates = result_document(card, {wanted: ahead} if ahead else None)["gates"]
        click.echo(canonical_json(gates[known.index(wanted)]), nl=False)
    else:
        _print_gate(verdict, opened)
        if ahead:
            show_prospect(ahead, opened.framework)
        waived = notices.live_waivers(wanted, opened, card.as_of)
        if waived:
            click.echo("\n" + "\n".join(waived))
        show_after_gate(path, opened, card, verdict)
    return EXIT_CODES[verdict.verdict]


def _print_sections(card: Scorecard, *, weighed: bool) -> None:
    scores = f"{'claimed':>9}{'supported':>11}" if weighed else f"{'score':>9}"
    bar = f"{'margin':>9}" if card.gates else ""
    click.echo(f"{'section':34}{scores}{'range':>15}{bar}{'asked':>8}")
    for section in card.sections:
        supported = f"{points(section.supported.score):>11}" if weighed else ""
        bar = f"{points(section.margin):>9}" if card.gates else ""
        click.echo(
            f"{section.title[:33]:34}{points(section.claimed.score):>9}{supported}"
            f"{span(section.supported):>15}{bar}{_percent(section.coverage):>8}"
        )


def _print_gate(gate: GateVerdict, opened: Engagement) -> None:
    from readiness_kit.judgement.words import VERDICT_NAMES, gate_sentence, reason_sentence

    title = opened.framework.section(gate.phase).title
    ahead = " (ahead)" if gate.ahead else ""
    click.secho(f"{VERDICT_NAMES[gate.verdict]} · gate of {title}{ahead}", bold=True)
    click.echo(f"{gate_sentence(gate, opened.framework)}  [{gate.rule}]")
    if len(gate.reasons) > 1:
        click.echo("\nAlso:")
    for reason in gate.reasons[1:]:
        click.echo(f"  {reason_sentence(reason, opened.framework)}  [{reason.rule}]")
    if gate.decision:
        decision = gate.decision
        click.echo(f"\nDecided {decision.on} by {decision.by}: {VERDICT_NAMES[decision.verdict]}")
        for condition in decision.conditions:
            click.echo(f"  on condition: {condition}")


def _section(card: Scorecard, id: str) -> SectionResult:
    known = [section.id for section in card.sections]
    if id not in known:
        raise click.BadParameter(f"{id!r} is none of {', '.join(known)}", param_hint="--explain")
    return card.section(id)


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.0%}"
