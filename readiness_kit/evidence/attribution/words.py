"""How the explanation of the fall is told: its checks in plain words."""

from __future__ import annotations

from readiness_kit.engagement.observation import Check
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.attribution.explained import N_MIN, Explained
from readiness_kit.evidence.attribution.groups import TITLES, Group
from readiness_kit.evidence.attribution.material import Material
from readiness_kit.evidence.attribution.waterfall import Bar, Fall, Share, Waterfall

LEFT = "left over"
PLANTED = "the same defects in the POC's records"
REPAIRS: dict[Group, str] = {
    "unit": "Bringing numbers back into the POC's unit",
    "missing": "Filling in missing values with the POC's usual ones",
    "variants": "Spelling categories as the POC does",
    "format": "Writing numbers and days as the POC does",
    "duplicates": "Dropping records that come twice",
    "shift": "Giving the records the POC's mix again",
}
_FIXES: dict[Group, str] = {
    "unit": "Convert where the data come in, and fix the unit in the contract with the sender.",
    "missing": "Ask the source for the values; fill in on arrival only what is known to be usual, "
    "and send the rest to a person.",
    "variants": "Bring letters, spaces and encoding into one form before the model sees them.",
    "format": "Read numbers and days by the sender's notation before the model sees them.",
    "duplicates": "Answer a repeated record once.",
    "shift": "Train on the new mix, or agree on the accuracy that it allows.",
}


def repair_checks(found: Explained) -> list[Check]:
    """One check a bar, and one on what is left; they explain and judge nothing."""
    if found.repaired is None:
        return []
    fall = found.fall.fall if found.fall else None
    checks = [_bar_check(bar, fall, found.production.n) for bar in found.repaired.bars]
    return checks + ([_left_check(found.fall)] if found.fall else [])


def planted_checks(found: Explained) -> list[Check]:
    """What the defects cost where they are planted, beside what was observed."""
    if found.planted is None or not found.planted.bars:
        return []
    lost = lost_of(found.planted)
    seen = f"; observed are {points(found.fall.fall.estimate)}" if found.fall else ""
    return [
        Check(
            check=PLANTED,
            cause=f"Planted in the POC's records in the shares measured, the defects cost "
            f"{points(lost.estimate)} points ({_reach(lost)}){seen}.",
            share=rounded(lost.estimate),
            interval=bounds(lost.interval),
            n=found.poc.n,
        )
    ]


def lost_of(planted: Waterfall) -> Share:
    """What all planted defects together cost: above 0 where accuracy falls."""
    return turned(planted.together)


def turned(share: Share) -> Share:
    """A gain as a loss."""
    low, high = share.interval
    return Share(-share.estimate, type(share.interval)(-high, -low))


def points(share: float) -> str:
    """A share as percentage points."""
    return f"{100 * share + 0.0:.1f}".replace("-0.0", "0.0")


def too_few(stuff: Material, found: Explained) -> str | None:
    """Why the fall could not be shared out, or not in full; None where it could."""
    parts = []
    if found.repaired is None:
        parts.append(_few(found.production.n, "production"))
    if found.planted is None:
        parts.append(_few(found.poc.n, "the POC sample"))
    if not parts:
        return None
    left = "only what planted defects cost is told" if found.planted else "nothing is shared out"
    if found.repaired:
        left = "only what repairs bring back is told"
    return f"{' and '.join(parts)}, so {left}"


def _few(n: int, where: str) -> str:
    if not n:
        return f"no record of {where} has a label"
    return f"only {n:,} records of {where} have a label, where {N_MIN} are the least"


def _bar_check(bar: Bar, fall: Share | None, n: int) -> Check:
    return Check(
        check=TITLES[bar.group],
        cause=f"{_alone(bar, fall)} Its part of the fall is {points(bar.share.estimate)} points "
        f"({_reach(bar.share)}); it touches {bar.records:,} of {n:,} records.",
        share=rounded(bar.share.estimate),
        interval=bounds(bar.share.interval),
        fix=_FIXES[bar.group] if bar.share.interval.low > 0 else None,
        n=n,
    )


def _alone(bar: Bar, fall: Share | None) -> str:
    """What repairing this group and nothing else would do."""
    what = REPAIRS[bar.group]
    if round(1000 * bar.alone) == 0:
        return f"{what} alone would bring back nothing to speak of."
    if bar.alone < 0:
        return f"{what} alone would cost {points(-bar.alone)} points more."
    of = f" of the {points(fall.estimate)} lost" if fall and fall.estimate > 0 else ""
    return f"{what} alone would bring back about {points(bar.alone)} points{of}."


def _left_check(fall: Fall) -> Check:
    return Check(
        check=LEFT,
        cause=f"{points(fall.left.estimate)} points ({_reach(fall.left)}) are left once all of "
        "this is repaired: values that nobody wrote down, what the model never learnt, and a "
        "world that changed.",
        share=rounded(fall.left.estimate),
        interval=bounds(fall.left.interval),
    )


def _reach(share: Share) -> str:
    return f"{points(share.interval.low)} to {points(share.interval.high)}"
