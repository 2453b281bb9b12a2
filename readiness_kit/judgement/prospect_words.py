"""The way on from a gate in words: what is missing, what would turn it, what a GO costs."""

from __future__ import annotations

from readiness_kit.framework.schema import Framework
from readiness_kit.judgement.levers import Lever
from readiness_kit.judgement.prospect import Flip, Path, Prospect
from readiness_kit.judgement.words import VERDICT_NAMES, listed, method_title

_EFFORTS = {"prove": "proof", "do": "work", "run": "runs of ours"}


def lever_title(lever: Lever, framework: Framework) -> str:
    """What a lever brings about, by the name of its criterion or method."""
    if lever.kind == "method":
        return f"A passing run of {method_title(lever.id)}"
    return framework.criteria[lever.id].title


def lever_words(lever: Lever) -> str:
    """What kind of effort a lever is."""
    if lever.kind == "rating":
        return "answer and prove"
    return {"prove": "prove", "do": "do and prove", "run": "run"}[lever.work]


def missing_sentence(prospect: Prospect) -> str | None:
    """Of the points that miss, how many are proof and how many are work; None if none miss.

    Printed figures are whole where that tells the same, and always sum to the first one.
    """
    missing = prospect.missing
    if missing.points <= 0:
        return None
    digits = 0 if missing.points >= 10 and _tells(missing.by_proof) else 1
    whole = round(missing.points, digits)
    proof = min(whole, round(missing.by_proof, digits))
    work = round(whole - proof, digits)
    of = f"Of {whole:g} missing {'point' if whole == 1 else 'points'}"
    rest = "work or answers" if missing.unanswered else "work"
    if not work:
        return f"{of} all are proof: the levels are claimed, and only have to be shown."
    if not proof:
        return f"{of} all are {rest}: no evidence for what is claimed would close them."
    return f"{of}, {proof:g} {_are(proof)} proof and {work:g} {_are(work)} {rest}."


def flip_sentence(flip: Flip, framework: Framework) -> str:
    """How little would turn the verdict."""
    to = VERDICT_NAMES[flip.to].lower()
    if flip.levers is None:
        return (
            f"Nothing that can be tried reaches “{to}”: even with every open criterion at its "
            "target and every method passed the gate stays as it is."
        )
    names = listed([f"“{lever_title(lever, framework)}”" for lever in flip.levers])
    least = "A small set that suffices" if flip.approximate else "The least that suffices"
    return f"{least} for “{to}”: {names}."


def path_sentence(path: Path) -> str:
    """What the way to a GO costs, by kind of effort."""
    if path.steps is None:
        return "No path leads to a go: even with everything at its target the gate stays shut."
    days = {
        word: sum(step.lever.effort_days for step in path.steps if step.lever.work == work)
        for work, word in _EFFORTS.items()
    }
    parts = [f"{amount:g} for {word}" for word, amount in days.items() if amount]
    split = listed(parts) if len(parts) > 1 else f"all for {parts[0].partition(' for ')[2]}"
    count = len(path.steps)
    found = "One path" if path.approximate else "The cheapest path"
    said = (
        f"{found} to a go: {count} {'step' if count == 1 else 'steps'} in about {path.days:g} "
        f"working days, {split}."
    )
    failed = [method_title(s.lever.id) for s in path.steps if s.lever.failed]
    if failed:
        said += (
            f" What makes {listed(failed)} pass is not in it: it failed last time, and the quarter "
            "of a day is the run alone."
        )
    return said


def _are(points: float) -> str:
    return "is" if points == 1 else "are"


def _tells(points: float) -> bool:
    """Whether a whole number says it: neither nothing nor all by rounding alone."""
    return points == 0 or points >= 1
