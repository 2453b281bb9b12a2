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
WRONGLY_WARN = 0.05
"""From this share of unchanged records on, what it stops stands for nothing."""
_N_MIN = 30
_MOST_TOLD = 3
"""Fields in which shuffling ended the process."""
_GUARD = "your own validation stops what the model fails on"
_LOOKS = "the model looks at its records"
_MISSING = "Add the rules that are missing: the contract that readiness-kit writes has them."
_LOOSER = "Loosen the rules that stop unchanged records, or nobody will heed them."


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
    checks += [_uneven(control.n)] if control.uneven else []
    checks += [_ignores(seen)] if seen.weights.ignored else []
    checks += _ended_by_shuffling(seen)
    if unanswered := control.n - len(control.answers):
        checks.append(_unanswered(unanswered, control.n))
    return checks + _spoiled(seen)


def guard_check(guard: Guard) -> Check:
    """What the client's validation stopped of the records that the model fails on."""
    if guard.problem is not None:
        told = f"It tells nothing: {guard.problem}."
        return Check(check=_GUARD, cause=told.replace("..", "."), verdict="inconclusive", n=0)
    too_many = guard.stopped >= WRONGLY_WARN * guard.clean > 0
    if not guard.failing:
        return Check(
            check=_GUARD,
            cause=f"The model failed on no record.{_wrongly(guard)}",
            verdict="warn" if too_many else None,
            severity="high" if too_many else None,
            fix=_LOOSER if too_many else None,
            n=0,
        )
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
    fixes = [_MISSING] if verdict == "warn" else []
    fixes += [_LOOSER] if too_many else []
    verdict = "warn" if fixes else verdict
    return Check(
        check=_GUARD,
        cause=f"It stops {guard.caught:,} of {guard.failing:,} records that the model fails on: "
        f"{caught}; nine in ten should be.{_wrongly(guard)}",
        share=rounded(missed / guard.failing),
        interval=bounds(interval),
        verdict=verdict,
        severity="high" if fixes else None,
        fix=" ".join(fixes) or None,
        n=guard.failing,
    )


def _wrongly(guard: Guard) -> str:
    """What it stops of the unchanged records."""
    if not guard.clean:
        return ""
    share = share_said(guard.stopped / guard.clean, wilson(guard.stopped, guard.clean))
    return f" It wrongly stops {guard.stopped:,} of {guard.clean:,} unchanged records: {share}."


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


def _uneven(n: int) -> Check:
    return Check(
        check="one answer a record",
        cause="Asked for several records at once, the model did not give one answer a record; "
        "asked for one alone, it answered. So each was asked alone.",
        verdict="warn",
        severity="high",
        fix="Let the function return a list with one answer for each record of the list it gets.",
        n=n,
    )


def _ended_by_shuffling(seen: Tried) -> list[Check]:
    """That a mixture of the sample's own cells was too much for the process."""
    found = [(weight.field.name, weight.ended) for weight in seen.weights.every if weight.ended]
    if not found:
        return []
    told = ", ".join(f"{count:,} in {name}" for name, count in found[:_MOST_TOLD])
    more = f", and others in {len(found) - _MOST_TOLD:,} more" if found[_MOST_TOLD:] else ""
    return [
        Check(
            check="the process goes on whatever cells come together",
            column=found[0][0],
            cause=f"Records with the cell of another unchanged record ended the process, or held "
            f"it up for good: {told}{more}. How much these fields matter is told by the records "
            f"asked until then.",
            verdict="warn",
            severity="high",
            fix="Catch what the model cannot take before its own code, and raise a ValueError.",
            n=len(seen.control.answers),
        )
    ]


def _spoiled(seen: Tried) -> list[Check]:
    """That spoiled answers could not be looked for, or not to the end."""
    name = "a faulty record spoils no other"
    if not seen.planted.poison_sought:
        told = "Not looked for: answers change by themselves."
        return [Check(check=name, cause=told, n=0)]
    if seen.planted.spoiled_by is not None:
        elsewhere = seen.about.get("target_form") in ("url", "file")
        then = (
            "So what was tried later may be its doing"
            if elsewhere
            else "Its process was opened anew for what was tried next, but of the case itself "
            "the other figures may be too high"
        )
        told = (
            f"After such a fault the model answered unchanged records otherwise ever after. "
            f"{then}: {seen.planted.spoiled_by}."
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
