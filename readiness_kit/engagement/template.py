"""Writes a new engagement.yaml in which every key is explained where it stands."""

from __future__ import annotations

import re
from pathlib import Path

from readiness_kit.engagement.atomic import DiskFs, replace_file
from readiness_kit.engagement.parts import PROFILE
from readiness_kit.engagement.profile import Profile
from readiness_kit.engagement.validity import profile_problems
from readiness_kit.engagement.yaml_text import quoted
from readiness_kit.errors import InvalidFileError, NotSavedError, UsageError
from readiness_kit.framework.library import load_framework
from readiness_kit.framework.schema import Framework
from readiness_kit.reading import parse_yaml, validated
from readiness_kit.reading.document import file_name

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")

_TEXT = """\
# One engagement: one system of one client. Prose stands behind `# `; a key behind `#` alone is
# optional: take the mark away to use it. After an edit, `readiness check` names what is wrong.
schema: readiness-engagement/1

# Who it is for, as on the cover of every report.
client: {client}
system: {system}

# The rubric: the id of a built-in one, or a path to a YAML file.
framework: {framework}

# The phase whose gate is next{phases}.
phase: {phase}

# What kind of system it is; {decides}.
# kind: tabular, text or generative · acts: it does things without a person in between
# regulated: a law names this use · criticality: A (highest), B or C{floors}
scope: {{kind: tabular, acts: false, regulated: false, criticality: B}}

# The day that is judged, such as 2026-09-14. null is today; a fixed day keeps results for ever.
as_of: null

# The first day of the work; the roadmap counts from it.
#start: 2026-09-07

# Who answers, and as what. Without this list there is one respondent, `lead`, who facilitates.
# Roles: {roles}.
#people: [{{id: lead, role: facilitator}}]

# The client's samples, in this folder: CSV, Parquet or Excel. training is what the model learnt
# from. label, key, time and group (such as the customer) name columns of them.
#data:
#  poc: data/poc.csv
#  production: data/production.csv
#  training: data/training.csv
#  label: approved
#  key: claim_id
#  time: received_at
#  group: customer_id

# What the demonstration is said to have shown, and on how many labelled records.
#claim: {{accuracy: 0.95, rows: 400}}

# How much is asked: quick, standard or full.
depth: quick

# The model that evidence runs call; version covers model, prompt, index and contract. One form of:
# python (module:function; interpreter names the Python it runs in, which may lie elsewhere), url
# (with batch, request: the body around "$records", the JSON paths prediction, proba and flag, and
# auth_env: the environment variable with the key, sent as auth_header; its host belongs into
# probes.allow), file (your answers to the cases that we write),
# skops (with trusted: the types you vouch for), onnx, pickle (with sha256, and loaded only with
# --trust-pickle). Such as
# target: {{id: m, version: "1", url: "http://127.0.0.1:8077/score", prediction: "$.label"}}
# The function named by python gets a list of records (dicts by column) and returns one answer each,
# in order: a label as the label column spells it. model.py lies in this folder.
#target:
#  id: my-model
#  version: "1"
#  python: "model:predict"
#  interpreter: ../client-venv/bin/python

# The running service, for load and probes alone.
#service: http://127.0.0.1:8077/score

# What the business asks of the system. Shares are 0 to 1; below accuracy_min it is switched off.
#service_levels:
#  records_per_day: 10000
#  active_hours: 10
#  peak_factor: 4
#  concurrent_users: 50
#  latency_p95_ms: 1000
#  error_rate: 0.01
#  accuracy_min: 0.9
#  wrong_answers_per_day: 100

# What a wrong answer costs, by the true label of the record, in the budget's currency.
#error_costs: {{"1": 340, "0": 85}}

# What edge cases should come to where it differs from the catalogue, by field and case: I the same
# answer, R refused or marked, D about as accurate, F marked. guard is your own validation, as
# module:function: it gets a list of records and returns true or false for each. synonyms are words
# that mean the same.
#edge_cases:
#  expected: {{postcode: {{case_variant: R}}}}
#  guard: "checks:validate"
#  synonyms: {{Street: [St., Str.]}}

# How well, and how fast, people do this work today.
#human_baseline: {{accuracy: 0.91, minutes_per_case: 11}}

# Parts of the data that the system is not meant for, as conditions on columns.
#excluded_segments: ["channel == 'legacy'"]

# What the executive summary sets beside frameworks of others: which of their demands are asked
# here, and which are not, and why. One or more of ml_test_score, nist_ai_rmf, iso_42001,
# eu_ai_act, mltrl, aws_ml_lens.
#crosswalk: [ml_test_score, eu_ai_act]

# Who decides at a gate.
#decision_body: Steering committee

# The name that stands for the client in portfolios and packs.
#codename: Heron

# The only hosts that are ever contacted, and only when a run is told to.
#probes: {{allow: ["127.0.0.1:8077"]}}

# The client's own commands for recovery drills, and a file of cases with known answers.
#drills:
#  deploy: ./deploy.sh
#  rollback: ./rollback.sh
#  start: ./start.sh
#  stop: ./stop.sh
#  health: "curl -fsS http://127.0.0.1:8077/health"
#  golden: data/golden.csv

# Money, for a check against experience: one figure, or low, middle and high.
#budget:
#  poc_cost: 120000
#  production_cost: [300000, 420000, 700000]
#  integration_share: 0.22
#  currency: EUR
"""


def new_engagement(
    path: Path | str, *, framework: str, client: str | None = None, system: str | None = None
) -> Path:
    """Make an engagement folder with an explained engagement.yaml, and return that file's path.

    Raises UsageError where there is an engagement already; nothing is ever overwritten.
    """
    folder = Path(path)
    target = folder / PROFILE
    if target.exists():
        raise UsageError(f"{file_name(target)} exists: this is an engagement already")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{file_name(folder)} is a file; an engagement is a folder")
    rubric = load_framework(framework, near=folder)
    own = _spoken(folder)
    text = _filled(client or own, system or own, framework, rubric)
    _must_be_valid(text, rubric, folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(DiskFs(), target, text.encode())
    except OSError as error:
        raise NotSavedError(target, error) from None
    return target


def _filled(client: str, system: str, framework: str, rubric: Framework) -> str:
    phases = [phase.id for phase in rubric.phases]
    scoped = any(not criterion.scope.of_all for criterion in rubric.criteria.values())
    return _TEXT.format(
        client=quoted(client),
        system=quoted(system),
        framework=quoted(framework),
        phases=f": {', '.join(phases)}" if phases else "; this framework has none",
        phase=phases[0] if phases else "null",
        decides="this decides which criteria are asked"
        if scoped
        else "every system is asked the same",
        floors="; it moves the floors" if phases else "",
        roles=", ".join(role.id for role in rubric.roles) or "any word; facilitator is one",
    )


def _must_be_valid(text: str, rubric: Framework, folder: Path) -> None:
    document = parse_yaml(text.encode("utf-8", "replace"), PROFILE)
    try:
        profile = validated(Profile, document)
    except InvalidFileError as error:
        reasons = "; ".join(f"{p.field}: {p.allowed}; got {p.came}" for p in error.problems)
        raise UsageError(f"no engagement can be made of these names: {reasons}") from None
    if problems := profile_problems(document, profile, rubric, folder):
        raise InvalidFileError(problems)


def _spoken(folder: Path) -> str:
    """A folder's name as people would say it: `claims-triage` is Claims triage."""
    name = _UNPRINTABLE.sub("", folder.absolute().resolve().name)
    words = " ".join(name.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:] or "Unnamed"
