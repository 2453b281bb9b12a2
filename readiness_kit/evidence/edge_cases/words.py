"""How the edge-case method says what it saw: its checks in plain words, never with a value."""

from __future__ import annotations

from collections.abc import Sequence

from readiness_kit.engagement.observation import Check
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.edge_cases.control import Control
from readiness_kit.evidence.edge_cases.drawing import RECORDS
from readiness_kit.evidence.edge_cases.outcomes import OUTCOMES
from readiness_kit.evidence.edge_cases.rule import FamilyResult, FieldResult, Silent
from readiness_kit.evidence.edge_cases.trial import Case
from readiness_kit.evidence.intervals import Interval, wilson

OUTCOME_WORDS = {
    "REJECTED": "refused",
    "FLAGGED": "marked for a person",
    "SAME": "answered as before",
    "CHANGED": "answered otherwise without a word",
    "INVALID": "answered by what is no answer",
    "CRASH": "broken off by a crash",
}
SKIPPED = "skipped: no field it applies to"


def family_check(result: FamilyResult) -> Check:
    """One family: the share of silent wrong answers over its fields, and the worst of them."""
    family, worst, silent = result.trial.family, result.worst, result.silent
    if silent is None or worst is None:
        return Check(check=family.title, cause=SKIPPED, n=0)
    troubled = result.verdict in ("warn", "fail") or result.severity is not None
    return Check(
        check=family.title,
        column=worst.field,
        cause=_cause(result, worst, silent),
        share=rounded(silent.share),
        interval=bounds(silent.interval),
        verdict=result.verdict,
        severity=result.severity,
        fix=_needed(silent) if result.verdict == "inconclusive" else _fix(result, troubled),
        example=_example(worst),
        n=silent.cases,
    )


def control_checks(control: Control) -> list[Check]:
    """Whether the same record gets the same answer, asked again and asked alone."""
    checks = [
        _control(
            "the same answer twice",
            control.twice,
            len(control.answers),
            "when the same batch was asked again",
            "Fix the seed, the temperature or the order of the data",
        )
    ]
    if control.alone_n:
        checks.append(
            _control(
                "the same answer alone",
                control.alone,
                control.alone_n,
                "when the record was asked alone",
                "Let no answer depend on what else is in the batch",
            )
        )
    if unanswered := control.n - len(control.answers):
        checks.append(_unanswered(unanswered, control.n))
    return checks


def undecided(results: Sequence[FamilyResult]) -> str | None:
    """Why the run could not tell, in words; None where it could."""
    if all(result.silent is None for result in results):
        return "no fault could be planted: the POC sample has no field that any family applies to"
    names = [r.trial.family.title for r in results if r.verdict == "inconclusive"]
    if not names:
        return None
    return f"the records asked do not decide about: {'; '.join(names)}"


def _cause(result: FamilyResult, worst: FieldResult, silent: Silent) -> str:
    trial = result.trial
    told = [
        f"In {silent.changed:,} of {silent.cases:,} cases ({silent.records:,} records, "
        f"{_counted(len(result.fields), 'field')}) the answer became another one without a word: "
        f"{_share(silent.share, silent.interval)}."
    ]
    if len(result.fields) > 1 and silent.changed:
        own = worst.silent
        told.append(f"Most of all in {worst.field}: {_share(own.share, own.interval)}.")
    rest = [
        f"{result.counts[outcome]:,} {OUTCOME_WORDS[outcome]}"
        for outcome in OUTCOMES
        if outcome != "CHANGED" and result.counts[outcome]
    ]
    if rest:
        told.append(f"The others: {', '.join(rest)}.")
    if silent.floor[0]:
        told.append(
            f"{silent.floor[0]:,} of {silent.floor[1]:,} answers change by themselves, and only "
            f"what goes beyond is judged."
        )
    if worst.drop and worst.drop.estimate > 0:
        told.append(_drop(worst, worst.drop.estimate, worst.drop.interval))
    if result.ended:
        told.append(f"{result.ended:,} of them ended the process or held it up for good.")
    if trial.unasked:
        told.append(f"Stopped there: {trial.unasked:,} more were not asked.")
    return " ".join(told)


def _drop(worst: FieldResult, estimate: float, interval: Interval) -> str:
    return (
        f"Accuracy on {worst.drop_n:,} labelled records falls by {100 * estimate:.1f} points "
        f"({100 * interval.low:.1f} to {100 * interval.high:.1f}) with {worst.field}."
    )


def _fix(result: FamilyResult, troubled: bool) -> str | None:
    if not troubled:
        return None
    if result.ended:
        return (
            "Catch the fault before the model's own code, so that one record cannot end the "
            f"process. {result.trial.family.fix}"
        )
    if result.severity == "low":
        return "Let the message of a refusal name the field, so that the sender can mend it."
    return result.trial.family.fix


def _needed(silent: Silent) -> str:
    needed, most = silent.decides_at_n, max(RECORDS.values())
    if needed is None:
        return "The share lies too close to a limit for any number of records to decide."
    if needed > most:
        return (
            f"The share lies close to the limit: only about {needed:,} records would decide, more "
            f"than the {most:,} of the full depth."
        )
    return f"About {needed:,} records would decide; a greater depth in engagement.yaml draws more."


def _example(worst: FieldResult) -> str | None:
    """The gravest case of the worst field, told without a value."""
    case = next((case for case in worst.cases if case.ended), None)
    case = case or next((case for case in worst.cases if case.outcome == "CHANGED"), None)
    return None if case is None else f"{case.how}; {_what_came(case)}"


def _what_came(case: Case) -> str:
    if case.ended:
        return "the process ended or gave no answer in time"
    return "the model gave another answer, and no sign"


def _control(name: str, differing: int, n: int, when: str, fix: str) -> Check:
    return Check(
        check=name,
        cause=f"{differing} of {n} clean records got another answer {when}.",
        share=rounded(differing / n),
        interval=bounds(wilson(differing, n)),
        verdict="warn" if differing else "pass",
        severity="medium" if differing else None,
        fix=f"{fix}: every other figure is blurred by this share." if differing else None,
        n=n,
    )


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


def _counted(count: int, name: str) -> str:
    return f"{count:,} {name}" if count == 1 else f"{count:,} {name}s"


def _share(share: float, interval: Interval) -> str:
    return f"{share:.1%} ({interval.low:.1%} to {interval.high:.1%})"
