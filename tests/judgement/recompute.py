"""The scoring rules once more, from their text alone, in plain Python on plain data.

An oracle for the package: it shares no line with it and imports nothing of it. It is slow and
literal on purpose; where it and the package differ, one of them has misread the rules.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Data = dict[str, Any]

GRADES = ("none", "statement", "document", "demonstrated", "test", "recurring")
DEPTHS = ("quick", "standard", "full")
REASONS = ("out_of_scope", "business_priority", "architecture_constraint", "other")
WORST_FIRST = ("NO_GO", "NOT_ASSESSABLE", "CONDITIONAL", "GO")
TRIGGERS = ("kind", "acts", "regulated", "criticality")

# What a file may leave out, with the value that its schema then states.
THRESHOLDS: Data = {"coverage": 0.80, "factors_offset": -10, "criticality": {}}
RECURRENCE: Data = {"dates": 3, "within_days": 90}
FILLED: Data = {"property_pass": 3, "property_warn": 2, "property_fail": 1, "activity": 2}
SCOPE: Data = {"kind": "tabular", "acts": False, "regulated": False, "criticality": "B"}


def recompute(
    framework: Data,
    engagement: Data,
    assessment: Data,
    observations: list[Data],
    *,
    as_of: dt.date,
    methods: set[str],
) -> Data:
    """The result document of one engagement, without flip, shortfall and warnings."""
    case = _Case(framework, engagement, assessment, observations, as_of, methods)
    sections = [_section(case, section) for section in framework["sections"]]
    return {
        "engagement": {
            "client": engagement["client"],
            "system": engagement["system"],
            "phase": case.phase,
        },
        "framework": {"id": framework["id"], "version": framework["version"]},
        "as_of": as_of.isoformat(),
        "headline": _headline(case, sections),
        "sections": sections,
        "gates": _gates(case, {section["id"]: section for section in sections}),
        "methods_provided": sorted(methods),
    }


@dataclass(frozen=True)
class _Look:
    """A day on which evidence is looked at, and whether a run of another version counts then."""

    day: dt.date
    versions: bool
    """Which version was current on an earlier day cannot be told from today's file."""


@dataclass(frozen=True)
class _Case:
    """The five inputs, and what is asked of them again and again."""

    framework: Data
    engagement: Data
    assessment: Data
    observations: list[Data]
    as_of: dt.date
    methods: set[str]

    @property
    def phase(self) -> str | None:
        return self.engagement.get("phase")

    @cached_property
    def scope(self) -> Data:
        return {**SCOPE, **self.engagement.get("scope", {})}

    @cached_property
    def thresholds(self) -> Data:
        return {**THRESHOLDS, **self.framework.get("thresholds", {})}

    @cached_property
    def roles(self) -> dict[str, str]:
        people = self.engagement.get("people") or [{"id": "lead", "role": "facilitator"}]
        return {person["id"]: person["role"] for person in people}

    @cached_property
    def values(self) -> dict[int, float]:
        return {step["level"]: step["value"] for step in self.framework["scale"]}

    @cached_property
    def phases(self) -> list[Data]:
        return [s for s in self.framework["sections"] if s.get("floors")]

    @cached_property
    def current(self) -> int:
        """The place of the current phase among the phases; before all where there is none."""
        ids = [phase["id"] for phase in self.phases]
        return ids.index(self.phase) if self.phase in ids else -1

    @cached_property
    def runs(self) -> list[Data]:
        """The decisive runs that exist on this day, oldest first."""
        runs = [
            run
            for run in self.observations
            if run["state"] == "done"
            and run["verdict"] in ("pass", "warn", "fail")
            and _day(run["as_of"]) <= self.as_of
        ]
        return sorted(runs, key=lambda run: (run["as_of"], run["finished_at"], run["id"]))

    def floors(self, phase: Data) -> dict[str, float]:
        """The floors of a phase after criticality."""
        extra = self.thresholds["criticality"].get(self.scope["criticality"], 0)
        return {name: _round(phase["floors"][name] + extra) for name in ("no_go", "go")}

    def decision(self, phase: str) -> Data | None:
        """The latest decision on a phase that was taken by this day."""
        latest = None
        for decision in self.assessment.get("decisions", []):
            taken = decision["phase"] == phase and _day(decision["on"]) <= self.as_of
            if taken and (latest is None or decision["on"] >= latest["on"]):
                latest = decision
        return latest

    def closed_on(self, phase: str) -> dt.date | None:
        """The day on which a phase's gate was closed, if it is closed."""
        decision = self.decision(phase)
        if decision is None or decision["verdict"] == "NO_GO":
            return None
        return _day(decision["on"])

    def looked_at(self, section: str) -> list[_Look]:
        """When evidence of a section may be live: now, and when its gate was closed."""
        closed = self.closed_on(section)
        return [self.now] if closed is None else [self.now, _Look(closed, versions=False)]

    @property
    def now(self) -> _Look:
        return _Look(self.as_of, versions=True)

    def latest_runs(self, method: str) -> list[Data]:
        """The latest decisive run of a method on each model target that it was run on."""
        latest = {_target_id(run): run for run in self.runs if run["method"] == method}
        return list(latest.values())

    def live_runs(self, method: str, look: _Look) -> list[Data]:
        """The decisive runs of a method that are live on a day."""
        life = self.framework["lives_days"].get("test")
        return [
            run
            for run in self.runs
            if run["method"] == method
            and _within(run["as_of"], look.day, life)
            and not (look.versions and self._stale(run))
        ]

    def _stale(self, run: Data) -> bool:
        asked, now = run.get("target"), self.engagement.get("target")
        if not asked or not now:
            return False
        return (asked["id"], asked["version"]) != (now["id"], now["version"])

    def waived(self, what: str, id: str) -> bool:
        """Whether a live waiver covers a criterion or a method."""
        return any(
            waiver.get(what) == id
            and _day(waiver["granted"]) <= self.as_of <= _day(waiver["expires"])
            for waiver in self.assessment.get("waivers", [])
        )


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


def _within(start: str, day: dt.date, life: int | None, expires: str | None = None) -> bool:
    """Whether a day lies in a life, its first and last day included."""
    if expires is not None:
        return _day(start) <= day <= _day(expires)
    return _day(start) <= day and (life is None or (day - _day(start)).days <= life)


def _target_id(run: Data) -> str | None:
    target = run.get("target")
    return target["id"] if target else None


def _round(number: float) -> float:
    return round(number, 9)


def _criteria(section: Data) -> Iterator[Data]:
    for practice in section["practices"]:
        yield from practice["criteria"]


# ---- who said what -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Answers:
    """What people say of one criterion."""

    state: str
    level: int | None
    reason: str | None
    outside_role: bool
    disagreement: float | None
    statements: list[Data]
    """The counted ratings with a level by somebody with a name."""


def _answers(case: _Case, criterion: Data) -> _Answers:
    newest = _newest_rounds(case, criterion["id"])
    consensus = [r for r in newest if r["respondent"] == "consensus"]
    people = [r for r in newest if r["respondent"] not in ("consensus", "tool")]
    counted = [r for r in people if _counts(case, criterion, r["respondent"])]
    outside = not counted and bool(people)
    counted = counted or people
    state, level, reason = _combined(consensus or counted)
    given = [case.values[r["level"]] for r in people if r["state"] == "rated"]
    return _Answers(
        state,
        level,
        reason,
        outside and not consensus,
        _round(max(given) - min(given)) if given else None,
        [r for r in consensus + counted if r["state"] == "rated" and r["respondent"] is not None],
    )


def _newest_rounds(case: _Case, criterion: str) -> list[Data]:
    """Each respondent's answer of the highest round; who was not asked gave none."""
    newest: dict[str | None, Data] = {}
    for rating in case.assessment.get("ratings", []):
        if rating["criterion"] != criterion or _day(rating["at"]) > case.as_of:
            continue
        if rating["state"] == "unrated":
            continue
        known = newest.get(rating["respondent"])
        if known is None or rating.get("round", 0) > known.get("round", 0):
            newest[rating["respondent"]] = rating
    return list(newest.values())


def _counts(case: _Case, criterion: Data, respondent: str | None) -> bool:
    asked = criterion.get("answered_by", [])
    if respondent is None or not asked:
        return True
    role = case.roles.get(respondent)
    return role == "facilitator" or role in asked


def _combined(ratings: list[Data]) -> tuple[str, int | None, str | None]:
    """The state, level and reason that several answers amount to."""
    states = {rating["state"] for rating in ratings}
    if states == {"not_applicable"}:
        return "not_applicable", None, min((r["reason"] for r in ratings), key=REASONS.index)
    levels = sorted(rating["level"] for rating in ratings if rating["state"] == "rated")
    if levels:
        return "rated", levels[(len(levels) - 1) // 2], None
    return ("unknown" if "unknown" in states else "unrated"), None, None


def _filled_level(case: _Case, criterion: Data) -> int | None:
    """The level that our own runs give, the properties before the activities."""
    filled = {**FILLED, **case.framework.get("filled_levels", {})}
    links = criterion.get("methods", [])
    verdicts = [
        run["verdict"]
        for link in links
        if link["proves"] == "property"
        for run in case.latest_runs(link["id"])
    ]
    if verdicts:
        return int(min(filled[f"property_{verdict}"] for verdict in verdicts))
    if any(case.latest_runs(link["id"]) for link in links):
        return int(filled["activity"])
    return None


# ---- what stands behind it -----------------------------------------------------------------


def _grade(case: _Case, criterion: Data, statements: list[Data], looks: list[_Look]) -> str:
    """The best grade that is live on one of the days."""
    links, methods = _links(case, criterion["id"]), criterion.get("methods", [])
    grades = {"none"}
    for look in looks:
        grades.update(_statement_grades(case, statements, look.day))
        grades.update(_link_grade(case, link, look.day) for link in links)
        grades.update(_run_grade(case, method["id"], look) for method in methods)
    return max(grades, key=GRADES.index)


def _statement_grades(case: _Case, statements: list[Data], day: dt.date) -> Iterator[str]:
    life = case.framework["lives_days"].get("statement")
    for rating in statements:
        if _within(rating["at"], day, life):
            yield "statement"


def _links(case: _Case, criterion: str) -> list[Data]:
    """The linked evidence of a criterion that exists on this day."""
    return [
        link
        for link in case.assessment.get("evidence", [])
        if link["criterion"] == criterion and _day(link["on"]) <= case.as_of
    ]


def _link_grade(case: _Case, link: Data, day: dt.date) -> str:
    lives = case.framework["lives_days"]
    grade, start = link["grade"], link["on"]
    if _day(start) > day:
        return "none"
    if grade == "recurring":
        seen = _recurrent(case, link.get("instances", []), day)
        grade, start = ("recurring", seen.isoformat()) if seen else ("test", start)
    live = _within(start, day, lives.get(grade), link.get("expires"))
    return grade if live else "none"


def _recurrent(case: _Case, dates: Iterable[str], day: dt.date) -> dt.date | None:
    """The latest date, if enough of the dates up to a day lie close enough together."""
    rule = {**RECURRENCE, **case.framework.get("recurrence", {})}
    seen = sorted({_day(date) for date in dates if _day(date) <= day}, reverse=True)
    if len(seen) < rule["dates"]:
        return None
    first_needed = seen[rule["dates"] - 1]
    return seen[0] if (seen[0] - first_needed).days <= rule["within_days"] else None


def _run_grade(case: _Case, method: str, look: _Look) -> str:
    runs = case.live_runs(method, look)
    if not runs:
        return "none"
    last = _recurrent(case, (run["as_of"] for run in runs), look.day)
    life = case.framework["lives_days"].get("recurring")
    if last is not None and _within(last.isoformat(), look.day, life):
        return "recurring"
    return "test"


def _cap(case: _Case, criterion: Data, grade: str) -> float | None:
    """The lowest of what the grade and the latest runs allow."""
    if case.framework.get("caps") is None:
        return None
    caps = [case.framework["caps"][criterion["kind"]][grade]]
    for link in criterion.get("methods", []):
        if link["proves"] == "property":
            for run in case.latest_runs(link["id"]):
                if run["verdict"] != "pass":
                    caps.append(case.framework["observation_caps"][run["verdict"]])
    return _round(min(caps))


# ---- one criterion -------------------------------------------------------------------------


def _trigger(case: _Case, criterion: Data) -> str | None:
    """The first line of the scope that leaves a criterion out of this engagement."""
    scope = criterion.get("scope", {})
    for name in TRIGGERS:
        wanted = scope.get(name)
        if wanted is None:
            continue
        allowed = wanted if isinstance(wanted, list) else [wanted]
        if case.scope[name] not in allowed:
            return name
    depth = DEPTHS.index(case.engagement.get("depth", "quick"))
    return "depth" if DEPTHS.index(criterion.get("depth", "quick")) > depth else None


def _criterion(case: _Case, section: str, criterion: Data) -> Data:
    """What one criterion amounts to, its contribution left open."""
    said = _answers(case, criterion)
    state, level = said.state, said.level
    filled = _filled_level(case, criterion) if state in ("unknown", "unrated") else None
    if filled is not None:
        state, level = "rated", filled
    blocker = criterion.get("blocker")
    ages = bool(blocker and blocker.get("stays_open", False))
    looks = [case.now] if ages else case.looked_at(section)
    grade = _grade(case, criterion, said.statements, looks)
    cap = _cap(case, criterion, grade)
    claimed = None if level is None else _round(case.values[level])
    supported = claimed if claimed is None or cap is None else _round(min(claimed, cap))
    return {
        "id": criterion["id"],
        "kind": criterion["kind"],
        "theme": criterion["theme"],
        "weight": criterion["weight"],
        "state": state,
        "level": level,
        "reason": said.reason,
        "outside_role": said.outside_role and filled is None,
        "filled_by_test": filled is not None,
        "disagreement": said.disagreement,
        "evidence_grade": grade,
        "expired": state == "rated" and grade == "none" and _existed(case, criterion, said),
        "cap": cap,
        "claimed": claimed,
        "supported": supported,
        "contribution": {"claimed": None, "supported": None},
        "blocker": _blocker(case, criterion, state, level, supported),
        "risk": None,
    }


def _existed(case: _Case, criterion: Data, said: _Answers) -> bool:
    """Whether anything ever stood behind a criterion that has nothing behind it now."""
    methods = {link["id"] for link in criterion.get("methods", [])}
    ran = any(run["method"] in methods for run in case.runs)
    return ran or bool(said.statements) or bool(_links(case, criterion["id"]))


def _blocker(
    case: _Case, criterion: Data, state: str, level: int | None, supported: float | None
) -> Data | None:
    blocker = criterion.get("blocker")
    if blocker is None or state == "not_applicable":
        return None
    here = next((p for p in case.phases if p["id"] == case.phase), None)
    own = next(p for p in case.phases if p["id"] == blocker["gate"])
    gate = here if here is not None and _in_force(case, blocker, here["id"]) else own
    reached = _supported_level(case, supported)
    return {
        "gate": blocker["gate"],
        "stays_open": blocker.get("stays_open", False),
        "required_level": blocker["required_level"],
        "supported_level": reached,
        "state": _standing(case, criterion, gate, level, reached),
    }


def _supported_level(case: _Case, supported: float | None) -> int | None:
    if supported is None:
        return None
    return max(level for level, value in case.values.items() if value <= supported + 1e-9)


def _in_force(case: _Case, blocker: Data, phase: str) -> bool:
    """Whether a blocker stands at the gate of a phase."""
    ids = [p["id"] for p in case.phases]
    own, there = ids.index(blocker["gate"]), ids.index(phase)
    return own == there or (own < there and blocker.get("stays_open", False))


def _standing(
    case: _Case, criterion: Data, gate: Data, level: int | None, reached: int | None
) -> str:
    """How a blocker stands at a gate."""
    required = criterion["blocker"]["required_level"]
    if level is None or reached is None:
        return "not_rated"
    if reached >= required:
        return "met"
    if gate.get("admits_unproved", False) and level >= required:
        return "unproved"
    return "waived" if case.waived("criterion", criterion["id"]) else "open"


# ---- one section ---------------------------------------------------------------------------


def _section(case: _Case, section: Data) -> Data:
    asked, skipped = [], []
    for criterion in _criteria(section):
        trigger = _trigger(case, criterion)
        if trigger is None:
            asked.append(_criterion(case, section["id"], criterion))
        else:
            skipped.append({"id": criterion["id"], "trigger": trigger})
    applicable = [c for c in asked if c["state"] != "not_applicable"]
    rated = [c for c in asked if c["state"] == "rated"]
    answered = [c for c in asked if c["state"] in ("rated", "unknown")]
    not_applicable = [c for c in asked if c["state"] == "not_applicable"]
    # Where points are earned and added up, everything that applies could have earned some.
    earned = case.framework.get("unanswered", "left_out") == "earns_nothing"
    base = applicable if earned else rated
    for criterion in rated:
        for name in ("claimed", "supported"):
            part = 100 * criterion["weight"] * criterion[name] / _weight(base)
            criterion["contribution"][name] = _round(part)
    supported = _range("supported", rated, applicable, base)
    return {
        "id": section["id"],
        "title": section["title"],
        "state": "scored" if rated else "not_scored" if applicable else "not_assessed",
        "coverage": _share(answered, applicable),
        "known": _share(rated, applicable),
        "not_applicable_share": _share(not_applicable, asked) or 0.0,
        "score_if_na_zero": _if_na_zero(rated, base + not_applicable),
        "margin": _margin(case, section, supported["low"]),
        "claimed": _range("claimed", rated, applicable, base),
        "supported": supported,
        "criteria": asked,
        "skipped": skipped,
    }


def _weight(criteria: list[Data]) -> float:
    return math.fsum(c["weight"] for c in criteria)


def _worth(name: str, criteria: list[Data]) -> float:
    return math.fsum(c["weight"] * c[name] for c in criteria)


def _share(part: list[Data], whole: list[Data]) -> float | None:
    return _round(_weight(part) / _weight(whole)) if whole else None


def _range(name: str, rated: list[Data], applicable: list[Data], base: list[Data]) -> Data:
    """The score over its base, if anything is rated, and what the rest leaves open."""
    worth = _worth(name, rated)
    open_ = math.fsum(c["weight"] for c in applicable if c["state"] != "rated")
    whole = _weight(applicable)
    return {
        "score": _round(100 * worth / _weight(base)) if rated else None,
        "low": _round(100 * worth / whole) if applicable else None,
        "high": _round(100 * (worth + open_) / whole) if applicable else None,
    }


def _if_na_zero(rated: list[Data], base: list[Data]) -> float | None:
    if not rated:
        return None
    return _round(100 * _worth("supported", rated) / _weight(base))


def _margin(case: _Case, section: Data, low: float | None) -> float | None:
    """The distance of the supported low end to the bar of a section."""
    if low is None:
        return None
    if section.get("floors"):
        return _round(low - case.floors(section)["go"])
    if case.current < 0:
        return low
    return _round(low - _factors_bar(case, case.phases[case.current]))


def _factors_bar(case: _Case, phase: Data) -> float:
    """What a phase asks of the success factors."""
    return _round(case.floors(phase)["go"] + case.thresholds["factors_offset"])


def _headline(case: _Case, sections: list[Data]) -> Data:
    """The weakest link of what is not decided yet."""
    undecided = {p["id"] for p in case.phases[: case.current + 1] if not case.closed_on(p["id"])}
    beyond = {p["id"] for p in case.phases} - undecided
    pool = [section for section in sections if section["id"] not in beyond]
    scored = [section for section in pool if section["state"] == "scored"]
    reached = [section for section in pool if section["margin"] is not None]
    weakest = min(reached, key=lambda s: s["margin"], default=None)
    lowest = min(scored, key=lambda s: s["claimed"]["score"], default=None)
    return {
        "section": weakest and weakest["id"],
        "margin": weakest and weakest["margin"],
        "supported": weakest and weakest["supported"]["score"],
        "low": weakest and weakest["supported"]["low"],
        "high": weakest and weakest["supported"]["high"],
        "claimed": {
            "section": lowest and lowest["id"],
            "score": lowest and lowest["claimed"]["score"],
        },
        "mean": {name: _mean(scored, name) for name in ("claimed", "supported")},
        "not_scored": [section["id"] for section in pool if section["state"] != "scored"],
    }


def _mean(scored: list[Data], name: str) -> float | None:
    if not scored:
        return None
    return _round(math.fsum(section[name]["score"] for section in scored) / len(scored))


# ---- gates ---------------------------------------------------------------------------------


def _gates(case: _Case, sections: dict[str, Data]) -> list[Data]:
    own = {phase["id"]: _own_reasons(case, phase, sections) for phase in case.phases}
    return [_gate(case, place, own) for place in range(len(case.phases))]


def _gate(case: _Case, place: int, own: dict[str, list[tuple[str, Data]]]) -> Data:
    """The verdict of a phase, held back by what is undecided before it."""
    phase = case.phases[place]
    verdict, rule = _first(own[phase["id"]])
    reasons = [reason for _, reason in own[phase["id"]]]
    if case.closed_on(phase["id"]) is None:
        for earlier in case.phases[:place]:
            other, _ = _first(own[earlier["id"]])
            worse = WORST_FIRST.index(other) < WORST_FIRST.index(verdict)
            if worse and case.closed_on(earlier["id"]) is None:
                verdict, rule = other, f"earlier:{earlier['id']}"
    if rule.startswith("earlier:"):
        reasons = [_reason(rule, [rule.removeprefix("earlier:")]), *reasons]
    return {
        "phase": phase["id"],
        "ahead": place > case.current,
        "verdict": verdict,
        "rule": rule,
        "reasons": reasons,
        "floors": case.floors(phase),
        "decision": _shown_decision(case.decision(phase["id"])),
        "shortfall": None,
        "flip": None,
    }


def _first(reasons: list[tuple[str, Data]]) -> tuple[str, str]:
    """The verdict and rule of the first rule that holds."""
    return (reasons[0][0], reasons[0][1]["rule"]) if reasons else ("GO", "go")


def _shown_decision(decision: Data | None) -> Data | None:
    if decision is None:
        return None
    kept = {name: decision[name] for name in ("phase", "verdict", "on", "by")}
    conditions, reference = decision.get("conditions", []), decision.get("reference")
    return {**kept, "conditions": list(conditions), "reference": reference}


def _reason(
    rule: str, ids: Iterable[str] = (), value: float | None = None, limit: float | None = None
) -> Data:
    return {"rule": rule, "ids": list(ids), "value": value, "limit": limit}


def _own_reasons(case: _Case, phase: Data, sections: dict[str, Data]) -> list[tuple[str, Data]]:
    """Every rule that holds at a gate with its verdict, in the order in which they are asked."""
    floors, figures = case.floors(phase), sections[phase["id"]]["supported"]
    blockers = _blockers(case, phase, sections)
    failed = _failed_methods(case, phase)
    found: list[tuple[str, Data]] = []

    def ids(verdict: str, rule: str, which: list[str]) -> None:
        if which:
            found.append((verdict, _reason(rule, which)))

    def below(verdict: str, rule: str, figure: str, floor: str) -> None:
        value = figures[figure]
        if value is not None and value < floors[floor]:
            found.append((verdict, _reason(rule, [phase["id"]], value, floors[floor])))

    def standing(state: str) -> list[str]:
        return [id for id, at_gate in blockers if at_gate == state]

    ids("NO_GO", "blocker_open", standing("open"))
    ids("NO_GO", "method_failed", [m for m in failed if not case.waived("method", m)])
    below("NO_GO", "out_of_reach", "high", "no_go")
    coverage, limit = sections[phase["id"]]["coverage"], case.thresholds["coverage"]
    if coverage is None or coverage < limit:
        reason = _reason("coverage", [phase["id"]], coverage, limit)
        found.append(("NOT_ASSESSABLE", reason))
    ids("NOT_ASSESSABLE", "blocker_unrated", standing("not_rated"))
    below("NO_GO", "score_below_no_go", "score", "no_go")
    below("NOT_ASSESSABLE", "unknown_decides", "low", "no_go")
    waived = standing("waived") + [m for m in failed if case.waived("method", m)]
    ids("CONDITIONAL", "waiver", waived)
    ids("CONDITIONAL", "blocker_unproved", standing("unproved"))
    ids("CONDITIONAL", "expired", _expired(phase, sections, [id for id, _ in blockers]))
    ids("CONDITIONAL", "method_open", _open_methods(case, phase))
    found.extend(("CONDITIONAL", reason) for reason in _factors(case, phase, sections))
    below("CONDITIONAL", "low_below_go", "low", "go")
    return found


def _results(sections: dict[str, Data]) -> Iterator[Data]:
    for section in sections.values():
        yield from section["criteria"]


def _blockers(case: _Case, phase: Data, sections: dict[str, Data]) -> list[tuple[str, str]]:
    """The blockers in force at a gate that apply, each with how it stands there."""
    demands = {c["id"]: c for s in case.framework["sections"] for c in _criteria(s)}
    found = []
    for result in _results(sections):
        criterion = demands[result["id"]]
        if result["blocker"] is None or not _in_force(case, criterion["blocker"], phase["id"]):
            continue
        reached = result["blocker"]["supported_level"]
        state = _standing(case, criterion, phase, result["level"], reached)
        found.append((result["id"], state))
    return found


def _required(case: _Case, phase: Data, *lists: str) -> list[str]:
    """The methods that a gate asks for and this version provides, each once."""
    named = [method for name in lists for method in phase.get(name, [])]
    return [method for method in dict.fromkeys(named) if method in case.methods]


def _failed_methods(case: _Case, phase: Data) -> list[str]:
    return [
        method
        for method in _required(case, phase, "must_pass")
        if any(run["verdict"] == "fail" for run in case.latest_runs(method))
    ]


def _open_methods(case: _Case, phase: Data) -> list[str]:
    looks = case.looked_at(phase["id"])
    return [
        method
        for method in _required(case, phase, "must_run", "must_pass")
        if not any(case.live_runs(method, look) for look in looks)
    ]


def _expired(phase: Data, sections: dict[str, Data], blockers: list[str]) -> list[str]:
    concerned = {*blockers, *(c["id"] for c in sections[phase["id"]]["criteria"])}
    return [c["id"] for c in _results(sections) if c["expired"] and c["id"] in concerned]


def _factors(case: _Case, phase: Data, sections: dict[str, Data]) -> Iterator[Data]:
    """Where a section beside the phases holds a gate back: too little asked, or too low."""
    gated = {p["id"] for p in case.phases}
    limit, bar = case.thresholds["coverage"], _factors_bar(case, phase)
    for id, section in sections.items():
        if id in gated:
            continue
        # Where nothing applies there is no coverage, which is too little, and no low to compare.
        coverage, low = section["coverage"], section["supported"]["low"]
        if coverage is None or coverage < limit:
            yield _reason("factors", [id], coverage, limit)
        if low is not None and low < bar:
            yield _reason("factors", [id], low, bar)
