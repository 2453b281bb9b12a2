"""How the edge-case method says what it saw of a family: in plain words, never with a value."""

from __future__ import annotations

from collections.abc import Sequence

from readiness_kit.engagement.observation import Check
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.edge_cases.daily import Daily
from readiness_kit.evidence.edge_cases.drawing import RECORDS
from readiness_kit.evidence.edge_cases.family import Family
from readiness_kit.evidence.edge_cases.outcomes import OUTCOMES
from readiness_kit.evidence.edge_cases.rule import FamilyResult, FieldResult
from readiness_kit.evidence.edge_cases.silent import Silent
from readiness_kit.evidence.edge_cases.trial import Case, gravest_first
from readiness_kit.evidence.intervals import Interval

OUTCOME_WORDS = {
    "REJECTED": "refused",
    "FLAGGED": "marked for a person",
    "SAME": "answered as before",
    "CHANGED": "answered otherwise without a word",
    "INVALID": "answered by what is no answer",
    "CRASH": "broken off by a crash",
}
_MOST_TOLD = 2
"""Fields of production that a check tells of."""
SKIPPED = "skipped: no field that it would change"


def family_check(result: FamilyResult) -> Check:
    """One family: the share of silent failures over its fields, and the worst of them."""
    family, worst, silent = result.trial.family, result.worst, result.silent
    if silent is None or worst is None:
        raised = f"left out: raised {_raised(family)}" if family.raised else None
        return Check(check=family.title, cause=raised or SKIPPED, n=0)
    troubled = result.verdict in ("warn", "fail") or result.severity is not None
    return Check(
        check=family.title,
        column=worst.field or None,
        cause=" ".join(_cause(result, worst, silent)),
        share=rounded(silent.share),
        interval=bounds(silent.interval),
        verdict=result.verdict,
        severity=result.severity,
        fix=_needed(silent) if result.verdict == "inconclusive" else _fix(result, troubled),
        example=_example(worst),
        n=silent.cases,
    )


def undecided(results: Sequence[FamilyResult]) -> str | None:
    """Why the run could not tell, in words; None where it could."""
    if not any(field.field for result in results for field in result.fields):
        return "no fault could be planted: the POC sample has no field that any family applies to"
    names = [r.trial.family.title for r in results if r.verdict == "inconclusive"]
    if not names:
        return None
    return f"the records asked do not decide about: {'; '.join(names)}"


def share_said(share: float, interval: Interval) -> str:
    """A share with its interval."""
    return f"{share:.1%} ({interval.low:.1%} to {interval.high:.1%})"


def _cause(result: FamilyResult, worst: FieldResult, silent: Silent) -> list[str]:
    told = [_silently(result, silent)]
    if len(result.fields) > 1 and silent.count:
        own = worst.silent
        told.append(f"Most of all in {worst.field}: {share_said(own.share, own.interval)}.")
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
    return [*told, *_in_production(result), *_harm(result), *_left_out(result.trial.family)]


def _silently(result: FamilyResult, silent: Silent) -> str:
    changed = result.counts["CHANGED"]
    where = [_counted(silent.records, "record")]
    if any(field.field for field in result.fields):
        where.append(_counted(len(result.fields), "field"))
    of = f"of {silent.cases:,} cases ({', '.join(where)})"
    if silent.count == changed:
        share = share_said(silent.share, silent.interval)
        return f"In {changed:,} {of} the answer became another one without a word: {share}."
    # what the client expects, or a tolerance, counts otherwise than changed answers
    return (
        f"{silent.count:,} {of} did not come to what is expected, and nobody was told: "
        f"{share_said(silent.share, silent.interval)}. In {changed:,} the answer became another "
        f"one."
    )


def _harm(result: FamilyResult) -> list[str]:
    """What a fault does beyond the answer to its own record."""
    told, trial = [], result.trial
    if result.ended:
        told.append(f"{result.ended:,} of them ended the process or held it up for good.")
    if trial.poisoned:
        told.append(
            f"{_counted(trial.poisoned, 'unchanged record')} beside or after such a record got "
            f"another answer than before."
        )
    if trial.unasked:
        told.append(f"Stopped there: {trial.unasked:,} more were not asked.")
    return told


def _left_out(family: Family) -> list[str]:
    """That a plug-in raised on some records."""
    if not family.raised:
        return []
    return [f"On other records the plug-in {family.id} raised {_raised(family)}: left out."]


def _raised(family: Family) -> str:
    return ", ".join(sorted(family.raised))


def _drop(worst: FieldResult, estimate: float, interval: Interval) -> str:
    with_ = f" with {worst.field}" if worst.field else ""
    return (
        f"Accuracy on {worst.drop_n:,} labelled records falls by {100 * estimate:.1f} points "
        f"({100 * interval.low:.1f} to {100 * interval.high:.1f}){with_}."
    )


def _in_production(result: FamilyResult) -> list[str]:
    """What the fault costs a day in the fields where it costs most."""
    found = [(field.field, field.daily) for field in result.fields if field.daily]
    found.sort(key=lambda pair: -pair[1].share)
    told = [_a_day(name, daily) for name, daily in found[:_MOST_TOLD]]
    if len(found) > _MOST_TOLD:
        told.append(f"It has it in {_counted(len(found) - _MOST_TOLD, 'more field')}.")
    return told


def _a_day(field: str, daily: Daily) -> str:
    """How often production has the fault, and what that costs."""
    where = f" in {field}" if field else ""
    told = f"Production has it{where} in {daily.prevalence.share:.1%} of rows"
    per_day = [daily.a_day(share) for share in (daily.share, *daily.interval)]
    if per_day[0] is None or per_day[1] is None or per_day[2] is None:
        return f"{told}, which makes {share_said(daily.share, daily.interval)} wrong answers."
    counted = " (ESTIMATED: every changed answer is counted)" if daily.loss.estimated else ""
    return (
        f"{told}, which makes {per_day[0]:,.0f} ({per_day[1]:,.0f} to {per_day[2]:,.0f}) wrong "
        f"answers a day{counted}."
    )


def _fix(result: FamilyResult, troubled: bool) -> str | None:
    fix = result.trial.family.fix
    if not troubled:
        return None
    if result.ended:
        return (
            "Catch the fault before the model's own code, so that one record cannot end the "
            f"process. {fix}"
        )
    if result.trial.poisoned:
        return f"Let the model keep nothing of a record for the next one. {fix}"
    if result.severity == "low":
        return "Let the message of a refusal name the field, so that the sender can mend it."
    return fix


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
    case = next((c for c in gravest_first(worst.cases) if c.ended or c.silent), None)
    return None if case is None else f"{case.how}; {_what_came(case)}"


def _what_came(case: Case) -> str:
    if case.ended:
        return "the process ended or gave no answer in time"
    if case.outcome == "SAME":
        return "the model answered as before, and set no mark"
    return "the model gave another answer, and no sign"


def _counted(count: int, name: str) -> str:
    return f"{count:,} {name}" if count == 1 else f"{count:,} {name}s"
