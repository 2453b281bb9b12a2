"""How the claim check says what it found in the data: one check a question, in plain words."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_kit.engagement.observation import Check
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.claim_check import rule
from readiness_kit.evidence.claim_check.findings import FEWEST_LABELS, Found, Part
from readiness_kit.evidence.claim_check.known_parts import Known
from readiness_kit.evidence.claim_check.rule import Judged
from readiness_kit.evidence.claim_check.same_rows import Overlap
from readiness_kit.evidence.scope import absence

IN_TRAINING = "rows seen in training"
KEYS = "keys seen in training"
REPEATED = "cases counted twice"
GROUPS = "groups seen in training"
DAYS = "days before training ended"
COLUMNS = "a column that knows the answer"
LABELS = "labels to judge by"
_NAMED = 3
"""So many columns are named in one sentence."""
_SEVERITY = {"fail": "high", "warn": "medium"}


def check(name: str, judged: Judged, cause: str, *, column: str | None, fix: str | None) -> Check:
    """A judged figure with its cause; the fix is told where something is to be done."""
    return Check(
        check=name,
        column=column,
        cause=cause,
        share=rounded(judged.estimate),
        interval=bounds(judged.interval),
        verdict=judged.verdict,
        severity=_SEVERITY.get(judged.verdict),
        fix=None if judged.verdict == "pass" else fix,
        n=judged.n,
    )


def open_check(name: str, cause: str, fix: str | None, *, column: str | None = None) -> Check:
    """A question that could not be answered, with the step that would."""
    return Check(check=name, column=column, cause=cause, verdict="inconclusive", fix=fix)


def overlap_check(found: Found) -> Check:
    """On the rows of the sample that the model was trained on."""
    same, stuff = found.overlap, found.material
    if same is None:
        why = stuff.no_training or "the two files have no input column in common"
        fix = "Name the file that the model was trained on as data.training in engagement.yaml."
        return open_check(IN_TRAINING, f"Not compared: {why}.", fix)
    judged = rule.judged_overlap(same, whole=found.whole)
    cause = f"{_alike_said(found, same)}{_hidden_said(same)}"
    return check(IN_TRAINING, judged, cause, column=None, fix=_overlap_fix(same, judged))


def _overlap_fix(same: Overlap, judged: Judged) -> str:
    if judged.verdict != "inconclusive":
        return (
            "Take these rows out of the sample and measure again: on them the model repeats what "
            "it was told."
        )
    if same.partial:
        return "Name as data.training the file with all inputs that the model was trained on."
    if same.powerless:
        return (
            "Add columns that tell one record from another to both files, or measure on rows that "
            "are known to be new."
        )
    return "Measure on rows that are not in the training data, or on more, to rule out a leak."


def _hidden_said(same: Overlap) -> str:
    """What keeps the comparison from telling a leak."""
    told = ""
    if same.partial:
        told += (
            f" The training data has only {same.shared:,} of the {same.inputs:,} input columns: "
            "too few to tell a row by."
        )
    if same.powerless and same.alike:
        told += " Where so many coincide, a leak would hardly show."
    return told


def _alike_said(found: Found, same: Overlap) -> str:
    """How many rows are alike, how many would be by chance, and what the model does without."""
    more = f" {same.more:,} further rows of the training data were not looked at."
    left = more if same.more else ""
    if not same.alike:
        none = f"None of {same.n:,} rows of the sample has the inputs of a row that was trained on."
        return none + left
    told = (
        f"{same.alike:,} of {same.n:,} rows of the sample ({same.alike / same.n:.1%}) have the "
        f"same inputs as a row that the model was trained on{_but_for(same)}"
    )
    cell = "other cell" if same.but_for else "cell"
    told += f"; {same.exact:,} agree in every {cell}, the key too." if same.exact else "."
    if same.by_chance:
        told += (
            f" Records of this kind coincide by themselves: about {same.by_chance:.1%} would "
            "without any leak."
        )
    if unseen := found.unseen:
        told += f" On the {unseen.n:,} labelled rows besides, it is right in {unseen.accuracy:.1%}."
    return told + left


def _but_for(same: Overlap) -> str:
    if not same.but_for:
        return ""
    named, more = ", ".join(same.but_for[:_NAMED]), len(same.but_for) - _NAMED
    return f", leaving out {named}" + (f" and {more:,} more columns" if more > 0 else "")


def keys_check(found: Found, keys: Known) -> Check:
    """On cases whose key stands in the training data, whatever became of their other cells."""
    judged = rule.judged_keys(keys, whole=found.whole)
    cause = f"{_counted(keys.known, keys.n)} rows have a key that the training data holds too."
    fix = (
        "Look whether these are the same cases; if so, take them out of the sample and measure "
        "again. Where each file is numbered anew, the same keys mean nothing."
    )
    return check(KEYS, judged, cause, column=None, fix=fix)


def repeats_check(found: Found) -> Check:
    """On cases that the sample holds more than once."""
    judged = rule.judged_repeats(found.repeats)
    copies, n = found.repeats.copies, found.repeats.n
    by = "the same key" if found.repeats.by == "key" else "the same cells"
    cause = f"None of {n:,} rows has {by} as a row before it."
    if copies:
        cause = (
            f"{copies:,} of {n:,} rows have {by} as a row before them, so the figure rests on "
            f"{n - copies:,} cases."
        )
    fix = "Keep each case once, and measure again."
    if judged.verdict == "inconclusive":
        fix = "Name data.key in engagement.yaml, to tell one case counted twice from two alike."
    return check(REPEATED, judged, cause, column=None, fix=fix)


def group_check(found: Found, part: Part) -> Check:
    """On groups, such as customers, that the model has met."""
    if part.known is None or not part.known.n:
        why = part.why_not or "no row of the sample names its group"
        return open_check(GROUPS, f"Not compared: {why}.", "Name data.training and data.group.")
    n, known = part.known.n, part.known.known
    judged = rule.judged_share(known, n, rule.GROUPS, whole=found.whole)
    cause = f"{_counted(known, n)} rows belong to a group that the training data holds too."
    fix = (
        "Split by group and measure again. Where the same groups come back in production, this is "
        "meant: take data.group out of engagement.yaml."
    )
    return check(GROUPS, judged, cause, column=None, fix=fix)


def days_check(found: Found, part: Part) -> Check:
    """On whether the sample is later than what the model learnt from."""
    if part.known is None or not part.known.n:
        why = part.why_not or "no row of the sample has a day that reads"
        return open_check(
            DAYS, f"Not compared: {why}.", "Write the days of both files as ISO 8601."
        )
    n, known = part.known.n, part.known.known
    judged = rule.judged_days(known, n, whole=found.whole)
    cause = f"{_counted(known, n)} rows are dated before the training data ends."
    if judged.verdict == "warn":
        cause += " The figure tells of the time that was trained on, not of the months to come."
    fix = "Measure on rows that are later than all that the model was trained on."
    return check(DAYS, judged, cause, column=None, fix=fix)


def column_checks(found: Found) -> Iterator[Check]:
    """On each column that knows the answer nearly alone; else that none does."""
    telling = [single for single in found.singles if rule.judged_column(single) != "pass"]
    for single in telling:
        verdict = rule.judged_column(single)
        told = (
            "holds the label under another name"
            if single.copy
            else f"alone tells the label ({_measure(found)} {single.estimate:.3f})"
        )
        yield Check(
            check=COLUMNS,
            column=single.column,
            cause=f"The column {single.column} {told}.",
            share=rounded(single.estimate),
            interval=bounds(single.interval),
            verdict=verdict,
            severity="high" if verdict == "fail" else "medium",
            fix="Ask whether it is known before the answer is due. If it is filled in afterwards, "
            "take it out, train again and measure again.",
            n=single.n,
        )
    if telling:
        return
    if not found.singles:
        why = "no label has enough rows to be told from the others"
        yield open_check(COLUMNS, f"Not looked at: {why}.", more_labels())
        return
    best = found.singles[0]
    yield Check(
        check=COLUMNS,
        cause=f"None of {len(found.singles):,} columns tells the label alone; the most telling is "
        f"{best.column} ({_measure(found)} {best.estimate:.3f}).",
        share=rounded(best.estimate),
        interval=bounds(best.interval),
        verdict="pass",
        n=best.n,
    )


def label_check(found: Found) -> Check:
    """On labels that cannot be used: absent, too few, or the same throughout."""
    stuff, label = found.material, found.material.label
    n = len(stuff.labels)
    if found.fault == "absent":
        why = absence(stuff.poc, "data.label", label) or ""
        fix = "Correct data.label in engagement.yaml, or add the column."
        return open_check(LABELS, f"{why}.", fix, column=label)
    if found.fault == "few":
        cause = f"{n:,} of {stuff.poc.rows:,} rows have a label; {FEWEST_LABELS} are needed."
        return open_check(LABELS, cause, more_labels(), column=label)
    cause = "Every labelled row has the same label, so any answer that never changes is right."
    return open_check(LABELS, cause, "Add cases of the other kinds.", column=label)


def more_labels() -> str:
    """The step where too few rows are labelled."""
    return f"Label more rows of the sample, {FEWEST_LABELS} at the least."


def _counted(k: int, n: int) -> str:
    return f"{k:,} of {n:,}" if k else f"None of {n:,}"


def _measure(found: Found) -> str:
    return "rank correlation" if found.amounts else "AUC"
