"""Seeded engagements in states that are valid and nasty, and small frameworks to judge them by.

Days are drawn on the edges of lives, decisions and waivers more often than between them, since
that is where two readings of the same rule part.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

Data = dict[str, Any]

PHASES = ("poc", "mvp", "pilot")
METHODS = ("accuracy", "data-gap", "edge-cases", "load", "rollback-drill")
ROLES = ("facilitator", "ml_engineer", "data_owner", "sponsor", "operations")
KINDS = ("measurable", "operating", "organisational")
THEMES = ("data", "model", "integration", "operations", "security_and_law", "people", "value")
REASONS = ("out_of_scope", "business_priority", "architecture_constraint", "other")
CAPS: dict[str, list[float]] = {
    "measurable": [0.25, 0.40, 0.50, 0.65, 0.90, 1],
    "operating": [0.25, 0.50, 0.60, 0.75, 0.90, 1],
    "organisational": [0.25, 0.50, 0.75, 0.90, 0.90, 1],
}
GRADES = ("none", "statement", "document", "demonstrated", "test", "recurring")
LIVES = {"statement": 90, "document": 180, "demonstrated": 90, "test": 90, "recurring": 35}


def chance(rng: random.Random, share: float) -> bool:
    """True in about this share of draws."""
    return rng.random() < share


# ---- frameworks ----------------------------------------------------------------------------


def small_framework(rng: random.Random) -> Data:
    """A framework of two or three phases with success factors, valid as plain data."""
    phases = list(PHASES[: rng.choice((2, 3))])
    sections = [_phase_section(rng, phase, place, phases) for place, phase in enumerate(phases)]
    for name in ("factors", "people_factors")[: 2 if chance(rng, 0.15) else 1]:
        factors = _section(rng, name, phases)
        sections.insert(0 if chance(rng, 0.2) else len(sections), factors)
    framework: Data = {
        "schema": "readiness-framework/1",
        "id": "small",
        "version": "1.0",
        "title": "A small framework",
        "scale": _scale(rng),
        "lives_days": _lives(rng),
        "observation_caps": rng.choice(({"warn": 0.60, "fail": 0.25}, {"warn": 0.75, "fail": 0})),
        "thresholds": _thresholds(rng),
        "roles": [{"id": role, "title": role} for role in ROLES],
        "sections": sections,
    }
    if not chance(rng, 0.06):
        framework["caps"] = _caps(rng)
    if chance(rng, 0.2):
        framework["recurrence"] = {"dates": 2, "within_days": 30}
    if chance(rng, 0.2):
        framework["filled_levels"] = {
            "property_pass": 4,
            "property_warn": 3,
            "property_fail": 0,
            "activity": 1,
        }
    if chance(rng, 0.3):
        framework["unanswered"] = rng.choice(("earns_nothing", "earns_nothing", "left_out"))
    return framework


def _scale(rng: random.Random) -> list[Data]:
    values = rng.choice(([0, 0.25, 0.5, 0.75, 1], [0, 0.25, 0.5, 0.75, 1], [0, 0.1, 0.4, 0.7, 1]))
    return [{"level": n, "value": v, "name": f"level {n}"} for n, v in enumerate(values)]


def _caps(rng: random.Random) -> Data:
    lift = rng.choice((0, 0, 0.05))
    return {
        kind: {grade: min(1, round(cap + lift, 2)) for grade, cap in zip(GRADES, row, strict=True)}
        for kind, row in CAPS.items()
    }


def _lives(rng: random.Random) -> dict[str, int]:
    if chance(rng, 0.7):
        return dict(LIVES)
    return {grade: max(5, days + rng.choice((-30, -5, 1, 40))) for grade, days in LIVES.items()}


def _thresholds(rng: random.Random) -> Data:
    return {
        "coverage": rng.choice((0.80, 0.80, 0.65)),
        "na_warning": 0.20,
        "factors_offset": rng.choice((-10, -10, -7.5)),
        "criticality": rng.choice(({"A": 5, "B": 0, "C": -5}, {"A": 7.5, "B": 1, "C": -2.5})),
    }


def _phase_section(rng: random.Random, id: str, place: int, phases: list[str]) -> Data:
    no_go = rng.choice((30, 35, 45, 50)) + 3 * place
    return {
        **_section(rng, id, phases),
        "floors": {"no_go": no_go, "go": no_go + rng.choice((0, 10, 15, 20))},
        "admits_unproved": chance(rng, 0.6 if place == 0 else 0.15),
        "must_run": rng.sample(METHODS, rng.randint(0, 2)),
        "must_pass": rng.sample(METHODS, rng.choice((0, 1, 1, 2))),
    }


def _section(rng: random.Random, id: str, phases: list[str]) -> Data:
    practices = []
    for place in range(rng.randint(1, 3)):
        name = f"{id}.practice{place}"
        criteria = [_criterion(rng, f"{name}.c{n}", phases) for n in range(rng.randint(1, 3))]
        practices.append({"id": name, "title": name, "criteria": criteria})
    return {"id": id, "title": f"Section {id}", "practices": practices}


def _criterion(rng: random.Random, id: str, phases: list[str]) -> Data:
    criterion: Data = {
        "id": id,
        "title": f"Criterion {id}",
        "question": "How does it stand?",
        "kind": rng.choice(KINDS),
        "theme": rng.choice(THEMES),
        "weight": 0.7 if chance(rng, 0.2) else round(rng.uniform(0.1, 5), 3),
        "depth": rng.choices(("quick", "standard", "full"), (7, 2, 1))[0],
        "scope": _criterion_scope(rng),
        "answered_by": rng.sample(ROLES[1:], rng.choice((0, 1, 2))),
        "levels": {level: f"What level {level} looks like" for level in range(5)},
        "methods": _method_links(rng),
    }
    if chance(rng, 0.35):
        criterion["blocker"] = {
            "gate": rng.choice(phases),
            "required_level": rng.choice((1, 2, 2, 3)),
            "stays_open": chance(rng, 0.35),
        }
    return criterion


def _criterion_scope(rng: random.Random) -> Data:
    scope: Data = {}
    if chance(rng, 0.12):
        scope["kind"] = rng.sample(("tabular", "text", "generative"), rng.randint(1, 2))
    if chance(rng, 0.08):
        scope["acts"] = chance(rng, 0.5)
    if chance(rng, 0.08):
        scope["regulated"] = chance(rng, 0.5)
    if chance(rng, 0.08):
        scope["criticality"] = rng.sample(("A", "B", "C"), rng.randint(1, 2))
    return scope


def _method_links(rng: random.Random) -> list[Data]:
    methods = rng.sample(METHODS, rng.choice((0, 0, 1, 1, 2)))
    return [{"id": method, "proves": rng.choice(("activity", "property"))} for method in methods]


# ---- engagements ---------------------------------------------------------------------------


def random_case(seed: int, framework: Data) -> tuple[Data, Data, list[Data], dt.date]:
    """One engagement, its assessment, its observations and the day, the same for a seed."""
    rng = random.Random(seed)
    as_of = dt.date(2026, 10, 1) + dt.timedelta(days=rng.randint(0, 120))
    draw = _Draw(rng, framework, as_of)
    engagement = draw.engagement()
    assessment = draw.assessment(engagement)
    return engagement, assessment, draw.observations(engagement), as_of


class _Draw:
    """The dice of one case: its day, its framework and how well things stand in it."""

    def __init__(self, rng: random.Random, framework: Data, as_of: dt.date) -> None:
        self.rng, self.framework, self.as_of = rng, framework, as_of
        self.lives: dict[str, int] = framework["lives_days"]
        self.phases = [s["id"] for s in framework["sections"] if s.get("floors")]
        self.criteria = [
            c for s in framework["sections"] for p in s["practices"] for c in p["criteria"]
        ]
        named = {m["id"] for c in self.criteria for m in c["methods"]}
        for section in framework["sections"]:
            named.update(section.get("must_run", []), section.get("must_pass", []))
        self.methods = [method for method in METHODS if method in named]
        self.mood = rng.choice(("ideal", "good", "good", "mixed", "mixed", "bleak"))
        self.decisions = self._decisions() if chance(rng, 0.45) else []
        self.anchors = [as_of, as_of, *(dt.date.fromisoformat(d["on"]) for d in self.decisions)]

    def engagement(self) -> Data:
        """Who the client is, what is asked of them, and who answers."""
        rng = self.rng
        engagement: Data = {
            "schema": "readiness-engagement/1",
            "client": "Northwind",
            "system": "Triage",
            "framework": self.framework["id"],
            "phase": rng.choice(self.phases),
            "scope": {
                "kind": rng.choice(("tabular", "tabular", "text", "generative")),
                "acts": chance(rng, 0.5),
                "regulated": chance(rng, 0.5),
                "criticality": rng.choice(("A", "B", "B", "C")),
            },
            "as_of": self.as_of.isoformat(),
            "depth": rng.choice(("quick", "standard", "full", "full")),
            "people": [
                {"id": f"person{n}", "role": rng.choice(ROLES)} for n in range(rng.randint(0, 4))
            ],
        }
        if chance(rng, 0.75):
            version = rng.choice(("v1", "v2"))
            engagement["target"] = {"id": "model", "version": version, "python": "model:predict"}
        return engagement

    def assessment(self, engagement: Data) -> Data:
        """Everything that people said, linked, waived and decided."""
        people = [person["id"] for person in engagement["people"]] or ["lead"]
        evidence = [link for criterion in self.criteria for link in self._links(criterion)]
        for number, link in enumerate(evidence):
            link["id"] = f"e-{number:04}"
        assessment: Data = {
            "schema": "readiness-assessment/1",
            "ratings": [r for c in self.criteria for r in self._ratings(c, people)],
            "evidence": evidence,
            "waivers": self._waivers(),
            "actions": [],
            "decisions": self.decisions,
            "replies": [],
        }
        for name in ("ratings", "evidence"):
            self.rng.shuffle(assessment[name])
        return assessment

    def observations(self, engagement: Data) -> list[Data]:
        """Runs of the methods: of all kinds, on the day's model, an older one and another one."""
        rng = self.rng
        current = engagement.get("target")
        runs: list[Data] = []
        for method in METHODS:
            if chance(rng, 0.05 if self.mood == "ideal" else 0.2):
                continue
            days = self._series() if chance(rng, 0.4) else [self._day("test")]
            if self.mood == "ideal":
                days.append(self.as_of - dt.timedelta(days=rng.randint(0, 20)))
            days.extend(self._day("test") for _ in range(rng.choice((0, 0, 1, 3))))
            # Twice on a day: only the hour, or nothing but the id, says which was later.
            days.extend(day for day in list(days) if chance(rng, 0.25))
            runs.extend(self._run(method, day, current) for day in days)
        rng.shuffle(runs)
        for number, run in enumerate(runs):
            run["id"] = f"run-{number:03}"
        rng.shuffle(runs)
        return runs

    # ---- days

    def _day(self, grade: str) -> dt.date:
        """A day before, on or after an edge of a life, seen from now or from a decision."""
        rng, life = self.rng, self.lives[grade]
        if self.mood == "ideal" and chance(rng, 0.93):
            return self.as_of - dt.timedelta(days=rng.randint(0, min(life, 30)))
        edges = (0, 1, life - 1, life, life + 1, -1, rng.randint(0, life), rng.randint(0, life))
        ago = rng.choice((*edges, rng.randint(0, life), rng.randint(life, 2 * life)))
        return rng.choice(self.anchors) - dt.timedelta(days=ago)

    def _series(self) -> list[dt.date]:
        """Days of something recurring: enough or too few, close or a day too far apart."""
        rng, life = self.rng, self.lives["recurring"]
        ago = rng.choice((0, 1, life - 1, life, life, life + 1, rng.randint(0, life), -2))
        last = rng.choice(self.anchors) - dt.timedelta(days=ago)
        span = rng.choice((30, 31, 60, 89, 90, 90, 91))
        days = [last, last - dt.timedelta(days=rng.randint(0, span))]
        days.append(last - dt.timedelta(days=span))
        days.extend(last - dt.timedelta(days=rng.randint(0, 120)) for _ in range(rng.randint(0, 2)))
        rng.shuffle(days)
        return days[: rng.choice((1, 2, 3, 5, 5, 5))]

    def _moment(self, day: dt.date) -> str:
        return f"{day.isoformat()}T{self.rng.choice((0, 9, 9, 23)):02}:12:03Z"

    # ---- ratings

    def _ratings(self, criterion: Data, people: list[str]) -> list[Data]:
        rng = self.rng
        asked: list[str | None] = [p for p in people if chance(rng, 0.45)]
        if chance(rng, 0.15):
            asked.append(None)
        if chance(rng, 0.12 if self.mood != "ideal" else 0.6):
            asked.append("consensus")
        if self.mood == "ideal" and not asked:
            asked.append(people[0])
        unanimous = chance(rng, 0.08)
        ratings: list[Data] = []
        for respondent in asked:
            rounds = rng.choice(([0], [0], [0], [0, 1], [2, 0], [1]))
            ratings.extend(self._rating(criterion, respondent, n, unanimous) for n in rounds)
        return ratings

    def _rating(
        self, criterion: Data, respondent: str | None, round: int, not_applicable: bool
    ) -> Data:
        rng = self.rng
        state = "not_applicable" if not_applicable else self._state()
        if respondent == "consensus" and state not in ("rated", "not_applicable"):
            state = "rated"
        named = state == "not_applicable" and ("blocker" in criterion or chance(rng, 0.4))
        return {
            "criterion": criterion["id"],
            "respondent": respondent,
            "round": round,
            "state": state,
            "level": self._level() if state == "rated" else None,
            "reason": rng.choice(REASONS) if state == "not_applicable" else None,
            "approver": "Chief risk officer" if named else None,
            "note": None,
            "at": self._moment(self._day("statement")),
        }

    def _state(self) -> str:
        weights = {"ideal": (99, 1, 0, 0), "bleak": (60, 20, 10, 10)}.get(self.mood, (84, 6, 4, 6))
        states = ("rated", "unknown", "unrated", "not_applicable")
        return self.rng.choices(states, weights)[0]

    def _level(self) -> int:
        levels = {"ideal": (3, 3, 4, 4), "good": (1, 2, 3, 3, 4), "bleak": (0, 0, 1, 1, 2, 3)}
        return self.rng.choice(levels.get(self.mood, (0, 1, 2, 2, 3, 4)))

    # ---- what stands behind them

    def _links(self, criterion: Data) -> list[Data]:
        rng = self.rng
        if self.mood == "ideal":
            count = rng.choice((1, 2))
        else:
            count = rng.choice((0, 0, 1, 2, 3) if self.mood == "good" else (0, 0, 0, 1, 2))
        return [self._link(criterion["id"]) for _ in range(count)]

    def _link(self, criterion: str) -> Data:
        rng = self.rng
        strong = self.mood == "ideal" and chance(rng, 0.9)
        grade = rng.choice(("test", "test", "recurring") if strong else GRADES[1:])
        on = self._day(grade)
        edges = (-1, 0, 0, 1, rng.randint(-20, 200))
        expires = rng.choice(self.anchors) + dt.timedelta(days=rng.choice(edges))
        return {
            "criterion": criterion,
            "grade": grade,
            "reference": "a file",
            "by": rng.choice((None, "person0")),
            "on": on.isoformat(),
            "expires": expires.isoformat() if chance(rng, 0.2) else None,
            "instances": self._instances(grade, on),
        }

    def _instances(self, grade: str, on: dt.date) -> list[str]:
        if grade != "recurring" or chance(self.rng, 0.05):
            return []
        days = self._series()
        if chance(self.rng, 0.3):
            days = [*days, on, self.rng.choice(days)]
        return [day.isoformat() for day in days]

    def _run(self, method: str, day: dt.date, current: Data | None) -> Data:
        rng = self.rng
        state = rng.choices(("done", "error", "skipped"), (18, 1, 1))[0]
        sure = self.mood in ("ideal", "good") and chance(rng, 0.85)
        verdicts = ("pass",) if sure else ("pass", "pass", "warn", "fail", "inconclusive")
        # A failed run may have reached a verdict before it broke; it still decides nothing.
        verdict = rng.choice(verdicts) if state == "done" or chance(rng, 0.2) else None
        return {
            "schema": "readiness-observation/1",
            "id": "",
            "method": method,
            "method_version": "1",
            "finished_at": self._moment(day + dt.timedelta(days=rng.choice((0, 0, 0, 1)))),
            "state": state,
            "verdict": verdict,
            "as_of": day.isoformat(),
            "target": self._run_target(current),
            "criteria": [],
        }

    def _run_target(self, current: Data | None) -> Data | None:
        rng = self.rng
        if chance(rng, 0.15):
            return None
        if current is not None and chance(rng, 0.9 if self.mood == "ideal" else 0.6):
            return {"id": current["id"], "version": current["version"]}
        version = rng.choice(("v1", "v2"))
        return {"id": rng.choice(("model", "model", "other")), "version": version}

    # ---- what people accepted

    def _waivers(self) -> list[Data]:
        rng = self.rng
        blockers = [c["id"] for c in self.criteria if "blocker" in c]
        pairs: list[tuple[str, str]] = [("criterion", id) for id in blockers if chance(rng, 0.35)]
        pairs.extend(("method", method) for method in self.methods if chance(rng, 0.3))
        return [self._waiver(what, id) for what, id in pairs]

    def _waiver(self, what: str, id: str) -> Data:
        rng, day = self.rng, dt.timedelta(days=1)
        spans = ((-30, 60), (-30, 60), (-30, 0), (0, 30), (0, 0), (-30, -1), (1, 30))
        granted, expires = rng.choice(spans)
        return {
            "criterion": id if what == "criterion" else None,
            "method": id if what == "method" else None,
            "owner": "Head of claims",
            "reason": "The season ends first",
            "control": "Every case is read by a person",
            "granted": (self.as_of + granted * day).isoformat(),
            "expires": (self.as_of + expires * day).isoformat(),
        }

    def _decisions(self) -> list[Data]:
        rng = self.rng
        decisions = []
        for _ in range(rng.randint(1, 3)):
            ago = rng.choice((-1, 0, 1, 20, 20, 60, rng.randint(0, 150)))
            decisions.append(
                {
                    "phase": rng.choice((*self.phases, self.phases[0])),
                    "verdict": rng.choice(("GO", "CONDITIONAL", "NO_GO")),
                    "on": (self.as_of - dt.timedelta(days=ago)).isoformat(),
                    "by": "Steering committee",
                    "conditions": rng.choice(([], ["Close it by May"])),
                    "reference": rng.choice((None, "minutes 7")),
                }
            )
        return decisions
