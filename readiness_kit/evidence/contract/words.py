"""How the contract method says what it saw: its checks in plain words, never with a value."""

from __future__ import annotations

from readiness_kit.engagement.observation import Check, CheckVerdict
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.contract.judging import Held, RuleResult, needed_rows
from readiness_kit.evidence.contract.terms import Field
from readiness_kit.evidence.intervals import wilson

MOST_CHECKS = 60
"""So many rules are told one by one, the gravest first."""
WHOLE = "records in, out and rejected"
_NAMES = {
    "column": "column is there",
    "unique": "another in every record",
    "empty": "not empty",
    "form": "form",
    "values": "allowed values",
    "range": "range",
    "length": "length",
}
_FIXES = {
    "column": "Agree with the sender that the column comes, or take it out of the contract and "
    "train without it.",
    "unique": "Find where records are sent twice, and let the pipeline take each once.",
    "empty": "Ask the sender why it is empty; hold such records back, or fill them in and mark the "
    "answer for a person.",
    "form": "Fix the form in the agreement with the sender, and hold back what is in another one.",
    "values": "Map the new codes to known ones, or train with them; hold them back until then.",
    "range": "Look for another unit, a code for nothing or a slip of the decimal point; hold such "
    "records back.",
    "length": "Look for fields that were joined or shifted; hold such records back.",
}


def rule_check(result: RuleResult) -> Check:
    """One rule that is broken, or may be."""
    undecided, name = result.verdict == "inconclusive", named(result.field)
    return Check(
        check=f"{name}: {_NAMES[result.rule]}",
        column=name,
        cause=cause(result),
        share=None if result.rule == "column" else rounded(result.share),
        interval=bounds(result.interval) if result.interval else None,
        verdict=result.verdict,
        severity={"fail": "high", "warn": "medium"}.get(result.verdict),
        fix=_more(result.decides_at_n) if undecided else _FIXES[result.rule],
    )


def named(entry: Field) -> str:
    """A field's name as an observation can hold it."""
    return "".join(c if c.isprintable() else "\ufffd" for c in entry.name)


def cause(result: RuleResult) -> str:
    """What is wrong with a field, with its share."""
    entry, share = result.field, f"{result.share:.1%} of records"
    name = named(entry)
    if result.rule == "column":
        return f"The file has no column {name}."
    told = {
        "unique": f"{name} repeats in {share}; it should identify each.",
        "empty": f"{name} is empty in {share}",
        "form": f"{name} is not written as {entry.layout} in {share}",
        "values": f"{name} has a value that the contract does not list in {share}",
        "range": f"{name} lies outside {_reach(entry)} in {share}",
        "length": f"{name} is longer than {entry.longest or 0:,} characters in {share}",
    }[result.rule]
    if result.rule == "unique":
        return told
    return f"{told}; the contract allows {result.allowed:.1%}."


def whole_check(held: Held) -> Check:
    """The counts of the run, and the rules that are not told on their own."""
    kept = sum(result.verdict == "pass" for result in held.results)
    open_ = [result for result in held.quiet if result.verdict == "inconclusive"]
    told = [rejections(held), f"{kept:,} of {len(held.results):,} rules are kept."]
    if open_:
        told.append(f"Of {len(open_):,} these records cannot tell.")
    if len(held.noted) > MOST_CHECKS:
        told.append(f"The {MOST_CHECKS} gravest of {len(held.noted):,} broken rules are listed.")
    verdict: CheckVerdict | None = "inconclusive" if open_ else None if held.noted else "pass"
    return Check(
        check=WHOLE,
        cause=" ".join(told),
        share=rounded(held.rejected / held.n),
        interval=bounds(wilson(held.rejected, held.n)),
        verdict=verdict,
        fix=_more(needed_rows(open_)) if open_ else None,
        n=held.n,
    )


def rejections(held: Held) -> str:
    """How many records came in, kept to the contract, and would be held back."""
    out = held.n - held.rejected
    return f"{held.n:,} records in, {out:,} out, {held.rejected:,} rejected."


def undecided(held: Held) -> str:
    """Why the run could not tell."""
    open_ = sum(result.verdict == "inconclusive" for result in held.results)
    return f"{held.n:,} records do not decide about {open_:,} of {len(held.results):,} rules"


def _reach(entry: Field) -> str:
    return f"{entry.low or 0:,.12g} to {entry.high or 0:,.12g}"


def _more(needed: int | None) -> str:
    if needed is None:
        return "The share lies too close to a limit for any number of records to decide."
    return f"About {needed:,} records would decide."
