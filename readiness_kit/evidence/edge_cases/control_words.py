"""How the edge-case method says whether its figures can be relied on, and what the guard stops."""

from __future__ import annotations

from readiness_kit.engagement.observation import Check
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.edge_cases.control import Again
from readiness_kit.evidence.edge_cases.guard import Guard
from readiness_kit.evidence.edge_cases.running import Tried
from readiness_kit.evidence.edge_cases.words import share_said
from readiness_kit.evidence.intervals import wilson
from readiness_kit.evidence.verdict import at_most_warn, decide

MISSED_WARN, MISSED_FAIL = 0.10, 0.20
"""The guard should stop nine in ten; the second only bounds how wide an interval may be to warn."""
_N_MIN = 30
_GUARD = "your own validation stops what the model fails on"
_LOOKS = "the model looks at its records"


def control_checks(seen: Tried) -> list[Check]:
    """Whether the same record gets the same answer, however it is asked, and depends on it."""
    control = seen.control
    checks = [
        _again(
            "the same answer twice",
            control.twice,
            "when the same batch was asked again",
            "Fix the seed, the temperature or the order of the data",
        ),
        _again(
            "the same answer in another order",
            control.shuffled,
            "when the records came in another order",
            "Let no answer depend on what else is in the batch",
        ),
        _again(
            "the same answer after a round trip through JSON",
            control.rewritten,
            "when the record was written as JSON and read again, its fields in another order",
            "Find fields by their names, never by their place",
        ),
    ]
    if control.alone.n:
        checks.append(
            _again(
                "the same answer alone",
                control.alone,
                "when the record was asked alone",
                "Let no answer depend on what else is in the batch",
            )
        )
    checks += [_ignores(seen)] if seen.weights.ignored else []
    if unanswered := control.n - len(control.answers):
        checks.append(_unanswered(unanswered, control.n))
    return checks + _spoiled(seen)


def guard_check(guard: Guard) -> Check:
    """What the client's validation stopped of the records that the model fails on."""
    if guard.problem is not None:
        told = f"It could not be asked: {guard.problem}."
        return Check(check=_GUARD, cause=told.replace("..", "."), verdict="inconclusive", n=0)
    wrongly = ""
    if guard.clean:
        share = share_said(guard.stopped / guard.clean, wilson(guard.stopped, guard.clean))
        wrongly = f" It wrongly stops {guard.stopped:,} of {guard.clean:,} unchanged records: "
        wrongly += f"{share}."
    if not guard.failing:
        return Check(check=_GUARD, cause=f"The model failed on no record.{wrongly}", n=0)
    missed = guard.failing - guard.caught
    interval = wilson(missed, guard.failing)
    caught = share_said(guard.caught / guard.failing, wilson(guard.caught, guard.failing))
    verdict = at_most_warn(
        decide(
            missed / guard.failing,
            *interval,
            guard.failing,
            warn=MISSED_WARN,
            fail=MISSED_FAIL,
            n_min=_N_MIN,
        )
    )
    return Check(
        check=_GUARD,
        cause=f"It stops {guard.caught:,} of {guard.failing:,} records that the model fails on: "
        f"{caught}; nine in ten should be.{wrongly}",
        share=rounded(missed / guard.failing),
        interval=bounds(interval),
        verdict=verdict,
        severity="high" if verdict == "warn" else None,
        fix="Add the rules that are missing: the contract that readiness-kit writes has them."
        if verdict == "warn"
        else None,
        n=guard.failing,
    )


def _again(name: str, again: Again, when: str, fix: str) -> Check:
    told = f"{again.differing} of {again.n} clean records got another answer {when}."
    return Check(
        check=name,
        cause=told,
        share=rounded(again.share),
        interval=bounds(wilson(again.differing, again.n)),
        verdict="warn" if again.differing else "pass",
        severity="medium" if again.differing else None,
        fix=f"{fix}: every other figure is blurred by this share." if again.differing else None,
        n=again.n,
    )


def _ignores(seen: Tried) -> Check:
    n = len(seen.control.answers)
    return Check(
        check=_LOOKS,
        cause=f"Whichever field changed places among {n:,} records of different labels, no answer "
        f"moved: the model ignores its input, or answers the same to all.",
        verdict="warn",
        severity="high",
        fix="See that the function passes the record on to the model, and that the model is the "
        "trained one. Until then that faults change no answer means nothing.",
        n=n,
    )


def _spoiled(seen: Tried) -> list[Check]:
    """That spoiled answers could not be looked for, or not to the end."""
    name = "a faulty record spoils no other"
    if not seen.planted.poison_sought:
        told = "Not looked for: answers change by themselves."
        return [Check(check=name, cause=told, n=0)]
    if seen.planted.spoiled_by is not None:
        told = (
            f"After this fault the model answered unchanged records otherwise ever after, so what "
            f"was tried later may be its doing: {seen.planted.spoiled_by}."
        )
        return [Check(check=name, cause=told, n=0)]
    return []


def _unanswered(unanswered: int, n: int) -> Check:
    return Check(
        check="clean records are answered",
        cause=f"{unanswered} of {n} records got no usable answer before anything was changed; they "
        f"were left out.",
        share=rounded(unanswered / n),
        interval=bounds(wilson(unanswered, n)),
        verdict="warn",
        severity="medium",
        fix="Let the function answer every record of the POC sample.",
        n=n,
    )
