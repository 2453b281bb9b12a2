"""What the light sample engagements say: a dozen clients that never were, in few words.

Levels are given section by section: one for all of its criteria, and those that differ. 3t is a
level 3 shown by a test (s statement, d document, h demonstrated, t test, r recurring), 3t! one that
was shown too long ago. u is not known, n does not apply, x was not asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field

POC, MVP, PILOT, HARDENING, ROLLOUT = "poc", "mvp", "pilot", "hardening", "rollout"


@dataclass(frozen=True)
class Light:
    """One light sample."""

    name: str
    client: str
    system: str
    phase: str
    remark: str
    """What stands at the top of engagement.yaml."""
    levels: dict[str, str]
    differ: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    """By criterion, what was said in the room."""
    kind: str = "tabular"
    acts: bool = False
    regulated: bool = False
    criticality: str = "B"
    depth: str = "quick"
    crosswalk: str = ""
    """The frameworks that its summary is set beside."""
    as_of: str = "2026-10-30"
    start: str = "2026-03-02"
    decided: dict[str, str] = field(default_factory=dict)
    """By phase: the verdict that the client's body gave."""
    commands: tuple[str, ...] = ()
    """Further acts, without `readiness` and PATH."""
    seen_on: str = "2026-10-05"
    """The day of the evidence."""
    systems: str = ""
    """Rows of integrations.csv: system,owner,direction,protocol,status,fallback,criticality."""
    metrics: tuple[tuple[str, float, float, float, float], ...] = ()
    """Metric, first and last value, baseline and target."""


LIGHT = (
    Light(
        "invoice-matching", "Halden Furniture", "Invoice matching", POC,
        "The pilot shop is thrilled; finance has not been asked yet.",
        {"poc": "2d", "factors": "2d"},
        {"poc.production_metrics.accuracy_holds": "x", "poc.edge_cases.tested": "x",
         "poc.integration_points.mapped": "x", "poc.integration_points.owned": "x",
         "factors.mlops.rebuild": "u"},
        criticality="C", start="2026-09-21",
        systems="ERP,Ola Berg,both,REST,agreed,,A\nScanner hub,,in,SFTP,unknown,,B",
    ),
    Light(
        "contract-reader", "Brandt & Sohn Legal", "Contract clause reader", POC,
        "Mandates from before 2019 may not leave the archive; nobody wrote down which ones were used.",
        {"poc": "3h", "factors": "2d"},
        {"poc.production_like_data.lawful_basis": "1s", "factors.sponsorship.committed": "3d"},
        kind="text", regulated=True, start="2026-08-31",
        systems="Document archive,R. Feld,in,WebDAV,built,,A\nMatter system,R. Feld,out,SQL,agreed,export,B",
    ),
    Light(
        "demand-forecast", "Kolvik Wholesale", "Fresh food demand forecast", MVP,
        "Forecasts are checked by the planner every morning; a bad one costs a crate.",
        {"poc": "3t", "mvp": "3t", "factors": "3h"},
        {"mvp.basic_ui.completes_cases": "3h", "factors.incremental_value.delivered": "3d"},
        criticality="C", start="2026-05-04", decided={"poc": "GO"},
        systems="Till data,Store IT,in,SFTP,live,last week,A\nOrder system,Store IT,out,REST,tested,planner,A\n"
        "Weather feed,,in,REST,live,average,C",
    ),
    Light(
        "chat-concierge", "Lagunaro Hotels", "Guest concierge", MVP,
        "It answers guests at night, when nobody is at the desk to put an older version back.",
        {"poc": "3t", "mvp": "3h", "factors": "2d"},
        {"mvp.deployment.rollback": "1s", "mvp.monitoring.planted_fault": "2h",
         "poc.production_like_data.unanswerable": "3t", "poc.production_like_data.corpus_rights": "2d",
         "poc.production_metrics.task_cost": "2d", "poc.production_metrics.retrieval_apart": "1s",
         "poc.edge_cases.segments": "2d", "poc.edge_cases.refusals": "3t", "poc.edge_cases.wrong_action": "2d",
         "poc.integration_points.reversible": "1d",
         "mvp.deployment.staged": "1s", "mvp.deployment.pinned": "1d", "mvp.deployment.question_set_gate": "2d",
         "mvp.data_pipeline.index_fresh": "2h", "mvp.data_pipeline.once": "2d",
         "mvp.api_layer.asker_permissions": "3t", "mvp.api_layer.own_identity": "2d",
         "mvp.monitoring.replay": "2d", "mvp.monitoring.traces": "3h", "mvp.monitoring.caps": "1s",
         "mvp.basic_ui.approval": "2h",
         "factors.sponsorship.run_budget": "u", "factors.sponsorship.accountable": "1s",
         "factors.data_quality.simple_baseline": "0s",
         "factors.user_centred.affected": "1d", "factors.user_centred.disclosure": "3h",
         "factors.incremental_value.business_case": "2d", "factors.mlops.pipeline_tested": "1d",
         "factors.mlops.skills": "1s"},
        {"mvp.deployment.rollback": "The prompt is edited in place by whoever is on shift.",
         "poc.production_metrics.retrieval_apart": "We looked at the passages of six wrong answers, and counted nothing.",
         "poc.integration_points.reversible": "A booking can be cancelled until 18:00; about key cards nobody knew.",
         "mvp.deployment.pinned": "The prompt lies in the repository; the provider's newest model is called.",
         "mvp.monitoring.caps": "Twenty steps, says the developer. About money nobody had thought.",
         "mvp.basic_ui.approval": "Cancellations wait for the desk; at night nobody is there, and they run out at six.",
         "factors.data_quality.simple_baseline": "The list of 40 answers that the desk used before was never compared.",
         "factors.sponsorship.accountable": "The night manager, said two; the agency, said the third.",
         "factors.user_centred.disclosure": "Guests asked in the lobby knew it: four of five."},
        kind="generative", acts=True, depth="full", start="2026-05-18", decided={"poc": "CONDITIONAL"},
        systems="Booking engine,,both,REST,built,,A\nKey cards,Facility,out,vendor API,agreed,desk,B",
    ),
    Light(
        "meter-fraud", "Stadtwerke Ahrenfeld", "Meter fraud detection", PILOT,
        "Two inspectors work its list; owners of the meter gateway sign in November.",
        {"poc": "3t", "mvp": "3t", "pilot": "3t", "factors": "3h"},
        {"poc.integration_points.owned": "1d", "pilot.feedback.acted_on": "2h"},
        regulated=True, start="2026-01-12", decided={"poc": "GO", "mvp": "GO"},
        commands=(
            'waive . poc.integration_points.owned --owner "U. Krahl" --reason "gateway contract is signed on '
            '20 November" --control "daily export by hand, counted" --granted 2026-10-05 --expires 2026-12-15',
        ),
        systems="Meter gateway,,in,MQTT,tested,daily export,A\nWork orders,U. Krahl,out,REST,live,paper,B",
        metrics=(("model_accuracy", .81, .86, .7, .85), ("active_users", .5, .92, 0, .8),
                 ("output_accuracy", .84, .87, .72, .85), ("cost_savings", 2000, 19000, 0, 30000)),
    ),
    Light(
        "cv-screening", "Norvik Staffing", "Application screening", PILOT,
        "High risk by law. The works council has a list of questions; so have we.",
        {"poc": "2d", "mvp": "3h", "pilot": "1s", "factors": "2s"},
        {"poc.production_like_data.lawful_basis": "2d", "mvp.deployment.rollback": "3t",
         "mvp.monitoring.planted_fault": "2h", "pilot.success_criteria.dated": "2d",
         "pilot.measure_everything.accuracy_in_production": "1s"},
        kind="text", regulated=True, criticality="A", start="2026-02-09",
        decided={"poc": "GO", "mvp": "CONDITIONAL"},
        metrics=(("model_accuracy", .74, .71, .7, .85), ("override_rate", .2, .04, .3, .15),
                 ("active_users", .4, .45, 0, .9), ("user_satisfaction", 48, 44, 50, 70)),
    ),
    Light(
        "route-planner", "Vandel Parcel", "Tour planning agent", PILOT,
        "It moves stops between vans by itself, within limits that dispatch set and can lift.",
        {"poc": "3t", "mvp": "3t", "pilot": "3t", "factors": "3t"},
        {"pilot.iterate.weekly": "4r", "factors.data_quality.owned": "4r"},
        acts=True, start="2026-01-19", decided={"poc": "GO", "mvp": "GO"},
        systems="Fleet telematics,Dispatch IT,in,MQTT,live,last position,A\nDriver app,Dispatch IT,out,push,live,phone,A\n"
        "Customer portal,Web team,out,REST,live,none,C",
        metrics=(("model_accuracy", .88, .93, .8, .92), ("time_saved", 1.0, 6.5, 0, 6),
                 ("override_rate", .3, .12, .4, .15), ("usage_frequency", .5, .95, 0, .9)),
    ),
    Light(
        "defect-camera", "Trelan Castings", "Surface defect inspection", HARDENING,
        "Load, recovery and security hold. The night shift has not been trained, and it shows.",
        {"poc": "3t", "mvp": "3t", "pilot": "3t", "hardening": "3t", "factors": "3h"},
        {"hardening.documentation.current": "2d", "hardening.training.catches_errors": "1d"},
        start="2025-11-10", decided={"poc": "GO", "mvp": "GO", "pilot": "GO"},
        systems="Line PLC,Plant IT,both,OPC UA,live,stop line,A\nQuality database,QM,out,SQL,live,paper,B",
        metrics=(("model_accuracy", .94, .962, .9, .96), ("latency_p95", 240, 175, 900, 200),
                 ("process_improvement", .6, .78, .55, .8), ("user_corrections", 9, 3.2, 14, 4)),
    ),
    Light(
        "credit-letters", "Sparbank Ostfeld", "Credit letter drafting", HARDENING,
        "Nobody could tell what the provider does above its quota; the reviewers asked first.",
        {"poc": "3t", "mvp": "3t", "pilot": "3t", "hardening": "2d", "factors": "3d"},
        {"hardening.scalability.load": "u", "hardening.failure_recovery.recovery": "3t",
         "hardening.security_review.independent": "u", "hardening.documentation.runbook_drill": "3t",
         "hardening.training.catches_errors": "u"},
        kind="generative", regulated=True, criticality="A", start="2025-10-06",
        decided={"poc": "GO", "mvp": "CONDITIONAL", "pilot": "GO"},
        metrics=(("output_accuracy", .9, .95, .93, .97), ("time_saved", 4, 11, 0, 12),
                 ("error_rate", .03, .02, .05, .01)),
    ),
    Light(
        "spare-parts", "Ferrolund Lifts", "Spare parts suggestion", ROLLOUT,
        "Every depot works with it; what is left is to hand it to operations.",
        {"poc": "3t", "mvp": "3t", "pilot": "3t", "hardening": "3t", "rollout": "3t", "factors": "3t"},
        {"rollout.continuous_monitoring.decides": "4r", "rollout.phased_expansion.by_rule": "4r",
         "rollout.support.first_line": "3h"},
        criticality="C", start="2025-06-02",
        decided={"poc": "GO", "mvp": "GO", "pilot": "GO", "hardening": "GO"},
        systems="Stock system,Depot IT,both,REST,live,list of last week,B",
        metrics=(("active_users", .4, .91, 0, .9), ("model_accuracy", .86, .9, .78, .88),
                 ("time_saved", 3, 9, 0, 8), ("user_satisfaction", 61, 74, 55, 70)),
    ),
    Light(
        "nurse-rota", "Klinik Seeblick", "Duty rota assistant", ROLLOUT,
        "It worked all summer. The head nurse who carried it has left, and nobody owns its data now.",
        {"poc": "3t", "mvp": "3t", "pilot": "3t", "hardening": "3t", "rollout": "3t", "factors": "2s"},
        {"rollout.change_management.owner": "3d", "rollout.phased_expansion.by_rule": "3t!",
         "factors.sponsorship.committed": "2d",
         "poc.edge_cases.segments": "4r", "poc.edge_cases.wrong_action": "3t", "poc.integration_points.reversible": "3t",
         "mvp.deployment.staged": "3h", "mvp.data_pipeline.once": "3t", "mvp.monitoring.replay": "3t",
         "mvp.monitoring.caps": "2d", "mvp.basic_ui.approval": "4r",
         "pilot.pilot_users.time_and_way_back": "3d", "pilot.success_criteria.comparison": "2d",
         "pilot.feedback.silent_users": "1s", "pilot.feedback.undone_actions": "4r",
         "pilot.measure_everything.offline_foretells": "2d",
         "hardening.scalability.cost_at_volume": "3d", "hardening.failure_recovery.manual_work": "4r",
         "hardening.failure_recovery.kill_switch": "3t", "hardening.security_review.parts_known": "2d",
         "hardening.documentation.technical_file": "3d", "hardening.training.trainers": "3h",
         "rollout.phased_expansion.next_cases_compared": "2d", "rollout.phased_expansion.autonomy": "3h",
         "rollout.change_management.tasks_after": "3d", "rollout.continuous_monitoring.drift": "2d",
         "rollout.improvement_pipeline.fresh_labels": "1s",
         "factors.sponsorship.run_budget": "1s", "factors.sponsorship.accountable": "0s",
         "factors.data_quality.simple_baseline": "3t", "factors.data_quality.inputs_earn": "1s",
         "factors.user_centred.affected": "2d", "factors.incremental_value.business_case": "3d",
         "factors.mlops.pipeline_tested": "2d", "factors.mlops.skills": "1s"},
        {"factors.sponsorship.accountable": "It was the head nurse; her chair is empty.",
         "rollout.improvement_pipeline.fresh_labels": "She marked twenty rotas a month by herself. Nobody does so since August.",
         "pilot.feedback.silent_users": "The surgical ward stopped in July, and we know of it from the log.",
         "factors.mlops.skills": "One physicist can renew it.",
         "hardening.failure_recovery.manual_work": "Each ward plans one day a month by hand, on paper.",
         "poc.edge_cases.segments": "Part-timers came off worst until June; the monthly list shows it.",
         "poc.edge_cases.wrong_action": "The worst is a night without a second nurse; the rule refuses it.",
         "poc.integration_points.reversible": "A plan can be taken back until it is printed; after that, by telephone.",
         "mvp.deployment.staged": "Ward 3 gets each version a week before the others.",
         "mvp.data_pipeline.once": "One sick note was loaded twice in May. Since then each has a key.",
         "mvp.monitoring.caps": "Forty swaps a night at most; what happens at forty, nobody has tried.",
         "mvp.basic_ui.approval": "A swap across wards waits for both heads.",
         "pilot.pilot_users.time_and_way_back": "Two hours a week on paper; the surgical ward says it was one.",
         "pilot.success_criteria.comparison": "Set against last summer, and last summer there was a strike.",
         "pilot.feedback.undone_actions": "Undone swaps go to the council each month: nine in September.",
         "pilot.measure_everything.offline_foretells": "The test said 88 %, live it was 84 %. Written down, not followed.",
         "hardening.scalability.cost_at_volume": "90 cents a rota; finance signed the sheet.",
         "hardening.failure_recovery.kill_switch": "The night supervisor used it in the drill: 40 seconds.",
         "hardening.security_review.parts_known": "The list is of March.",
         "hardening.documentation.technical_file": "Complete but for the chapter on changes.",
         "rollout.phased_expansion.autonomy": "Swaps within a ward run alone, all others are suggested.",
         "rollout.continuous_monitoring.drift": "The limit is written; nobody has looked since August.",
         "factors.sponsorship.run_budget": "The project pays until December. Then we shall see, says the director.",
         "factors.data_quality.inputs_earn": "Why age is an input, nobody could say.",
         "factors.incremental_value.business_case": "Agency hours fell by a fifth; the controller has it on one page."},
        acts=True, regulated=True, depth="full", crosswalk="ml_test_score, eu_ai_act", start="2025-05-05",
        decided={"poc": "GO", "mvp": "GO", "pilot": "GO", "hardening": "GO"},
        metrics=(("active_users", .3, .7, 0, .9), ("user_satisfaction", 55, 63, 50, 70),
                 ("override_rate", .35, .2, .5, .15)),
    ),
    Light(
        "permit-desk", "Stadt Immenau", "Building permit triage", ROLLOUT,
        "The alert drill was put off twice; the waiver for it ran out in September.",
        {"poc": "3t", "mvp": "3t", "pilot": "3t", "hardening": "3t", "rollout": "3t", "factors": "3d"},
        {"rollout.support.alert_drill": "1d", "rollout.improvement_pipeline.retraining": "n"},
        kind="text", regulated=True, start="2025-04-14",
        decided={"poc": "GO", "mvp": "GO", "pilot": "CONDITIONAL", "hardening": "GO"},
        commands=(
            'waive . rollout.support.alert_drill --owner "M. Quast" --reason "drill moved behind the move" '
            '--control "second reader on call" --granted 2026-06-01 --expires 2026-09-15',
        ),
        systems="Citizen portal,M. Quast,in,REST,live,counter,A\nGIS,Survey office,in,WMS,live,paper map,B",
        metrics=(("process_improvement", .2, .33, .2, .5), ("audit_outcomes", 6, 2, 8, 0),
                 ("usage_frequency", .3, .81, 0, .8)),
    ),
)  # fmt: skip
