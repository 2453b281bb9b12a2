
/* One criterion on the screen for everybody: the levels in full, fingers, and what is agreed. */
class Room {
  constructor(form) {
    this.form = form;
    this.at = null; // the criterion on the screen
    this.timer = new Timer(this);
    this.fingers = new Fingers(this);
    this.node = el("dialog", { class: "rk-form-room", "aria-label": "One criterion for the room", onclose: () => this.left() });
    this.build();
  }

  build() {
    this.place = el("span", {});
    this.title = el("h2", {});
    this.question = el("p", { class: "rk-form-asked" });
    this.facts = el("p", { class: "rk-form-facts" });
    this.levels = el("div", { class: "rk-form-wide", role: "radiogroup", "aria-label": "What the room agrees on" });
    this.result = el("p", { class: "rk-form-result", role: "status" });
    this.save = el("span", { class: "rk-form-save" });
    this.note = el("span", { class: "rk-form-quiet", role: "status" });
    this.strip = el("div", { class: "rk-form-strip" });
    this.alarm = el("div", { class: "rk-form-alarm", role: "alert", hidden: true });
    const { agenda } = this.form;
    this.park = this.noteField("P", "Park it", (field) => agenda.parked.add(field, this.at));
    this.decide = this.noteField("D", "Decision", (field) => agenda.decided.add(field, this.at));
    this.node.replaceChildren(
      el("header", {}, this.place, this.timer.node, this.timer.remains,
        button([kbd("K"), " Before"], () => this.step(-1)), button([kbd("J"), " Next"], () => this.step(1)),
        button([kbd("V"), " Verdict"], () => this.form.strip.toggle()), button([kbd("Esc"), " Leave"], () => this.node.close()),
        this.alarm, this.strip),
      this.title, this.question, this.facts, this.levels,
      el("footer", {},
        this.fingers.node,
        el("div", { class: "rk-form-outcome" }, this.result, this.save, this.note),
        this.park.label, this.decide.label,
        button([kbd("S"), " Shown to us"], () => this.stamp()), button([kbd("F"), " Fingers again"], () => this.again())));
  }

  noteField(key, words, add) {
    const field = el("input", { type: "text", maxlength: 2000, autocomplete: "off",
      onkeydown: (event) => event.key === "Enter" && (event.preventDefault(), add(field), this.focus()) });
    return { field, label: el("label", { class: `rk-form-field ${WIDE}` }, el("span", {}, kbd(key), ` ${words}`), field) };
  }

  /* What was typed in the one before, which the page lost to new questions or people. */
  take({ fingers, park, decide }) {
    this.fingers.field.value = fingers.field.value;
    this.park.field.value = park.field.value;
    this.decide.field.value = decide.field.value;
    this.fingers.paint();
  }

  get isOpen() {
    return this.node.open;
  }

  get topics() {
    return this.form.meeting?.agenda.map(({ criterion }) => criterion).filter((id) => this.form.criterion(id)) ?? [];
  }

  get agreed() {
    return this.form.answer(this.at, ROOM);
  }

  // coming and going

  /* At a topic, or at the first that was not talked about; without a meeting the agenda comes first. */
  enter(at = null) {
    const { meeting } = this.form;
    if (!meeting || !this.topics.length) return this.form.agenda.toggle(true);
    if (!this.isOpen) this.node.showModal();
    this.timer.run();
    this.show(this.topics.find((id) => (at ? id === at : !talked(meeting, id))) ?? this.topics[0]);
  }

  left() {
    this.timer.tell();
    this.timer.halt();
    if (this.at && !this.leading) this.form.which.goTo(this.at);
    this.leading = false;
  }

  close() {
    this.leading = this.isOpen; // somewhere else than to the card
    if (this.isOpen) this.node.close();
    this.timer.halt();
  }

  show(id) {
    this.timer.tell();
    this.at = id;
    this.timer.begin();
    this.fingers.begin();
    this.note.textContent = "";
    this.node.scrollTop = 0;
    this.paint();
    this.focus();
  }

  step(by) {
    const { topics } = this;
    const at = topics.indexOf(this.at) + by;
    if (at >= 0 && at < topics.length) return this.show(topics[at]);
    this.note.textContent = at < 0 ? "This is the first topic." : "This was the last topic. Esc leaves the room; the agenda (A) ends the meeting.";
  }

  /* A line was kept; it is told beside the field, since what is kept is out of sight here. */
  noted(kind) {
    if (!this.isOpen) return;
    const kept = this.form.meeting?.[kind === "park" ? "parked" : "decided"].length ?? 0;
    this.note.textContent = `✓ ${kind === "park" ? "parked" : "decided"} (${kept})`;
  }

  focus() {
    if (!this.fingers.revealed) return this.fingers.field.focus({ preventScroll: true });
    const options = [...this.levels.querySelectorAll("[role=radio]")];
    (options.find((node) => node.tabIndex === 0) ?? options[0])?.focus({ preventScroll: true });
  }

  // acting

  reveal() {
    const levels = this.form.criterion(this.at).levels.map(({ level }) => String(level));
    const wrong = this.fingers.wrong(levels);
    if (wrong) return this.say(wrong);
    this.fingers.reveal(this.timer.since, () => this.paint());
    this.timer.talked();
    this.paint();
    this.focus();
  }

  again() {
    this.fingers.again();
    this.paint();
    this.focus();
  }

  agree(value) {
    this.agreed.choice = value === "unknown" ? { kind: "unknown" } : { kind: "rate", level: value };
    this.timer.talked();
    this.form.send(this.at, ROOM);
    this.focus();
  }

  stamp() {
    this.form.card(this.at).proof.stamp();
    this.paint();
    this.focus();
  }

  /* A reason and an approver are asked for on the card. */
  notApplicable() {
    const id = this.at;
    this.leading = true;
    this.node.close();
    this.form.changeRespondent(ROOM);
    this.form.which.goTo(id);
    this.form.card(id).ask(true);
  }

  onKey(event) {
    const key = event.key.toLowerCase();
    const inField = event.target === this.fingers.field;
    if (event.target.matches("input") && !inField) {
      if (key === "escape") (event.preventDefault(), this.focus());
      return;
    }
    if (inField && key === "enter") return event.preventDefault(), this.reveal();
    const act = {
      j: () => this.step(1), k: () => this.step(-1), v: () => this.form.strip.toggle(), s: () => this.stamp(),
      p: () => this.park.field.focus(), d: () => this.decide.field.focus(), f: () => this.again(),
      ...(inField ? {} : { u: () => this.agree("unknown"), n: () => this.notApplicable(), backspace: () => this.again() }),
    }[key] ?? this.levelKey(key, inField) ?? this.arrow(key, inField);
    if (!act) return;
    event.preventDefault();
    if (!event.repeat) act();
  }

  levelKey(key, inField) {
    const level = !inField && /^\d$/.test(key) && this.form.criterion(this.at).levels.find((each) => each.level === Number(key));
    return level ? () => this.agree(level.level) : null;
  }

  arrow(key, inField) {
    const step = inField ? 0 : { arrowright: 1, arrowdown: 1, arrowleft: -1, arrowup: -1 }[key];
    if (!step) return null;
    const nodes = [...this.levels.querySelectorAll("[role=radio]")];
    const at = nodes.indexOf(document.activeElement);
    return () => nodes[(at + step + nodes.length) % nodes.length].focus();
  }

  say(words) {
    this.result.textContent = words;
    this.fingers.field.focus();
  }

  // painting

  paint() {
    if (!this.isOpen || !this.at) return;
    if (!this.topics.includes(this.at)) return this.over();
    const criterion = this.form.criterion(this.at);
    const { topics } = this;
    this.place.textContent = `${topics.indexOf(this.at) + 1} of ${topics.length} · ${criterion.practice}`;
    this.title.textContent = criterion.title;
    this.question.textContent = criterion.question;
    this.paintFacts(criterion);
    this.paintLevels(criterion);
    this.fingers.paint();
    this.paintResult();
    this.timer.paint();
    this.paintStrip();
    this.paintAlarm();
  }

  /* Another page ended the meeting, or took the topic off. */
  over() {
    if (this.topics.length) return this.show(this.topics[0]);
    this.node.close();
    this.form.agenda.toggle(true);
    this.form.agenda.told.textContent = "The meeting was ended elsewhere.";
  }

  paintAlarm() {
    if (this.isOpen) this.form.top.say(this.alarm, this.form.top.alarmed());
  }

  paintFacts(criterion) {
    const pieces = this.form.model.get("evidence")[this.at] ?? [];
    const before = this.form.voices(this.at, "before").length;
    const facts = [
      criterion.blocker && blockerWords(criterion),
      pieces.length ? `Evidence: ${linkWords(pieces.at(-1))}` : "No evidence yet",
      before ? `Before the meeting: ${plural(before, "answer")}, one dot each` : "Nobody answered before the meeting",
    ];
    this.facts.textContent = facts.filter(Boolean).join(" · ");
  }

  paintLevels(criterion) {
    const options = [
      ...criterion.levels.map(({ level, name, text }) => [level, `${level} ${name}`, text]), ["unknown", "Don't know", ""],
    ];
    const chosen = this.agreed.value;
    const focused = document.activeElement?.dataset?.value;
    const inside = this.levels.contains(document.activeElement);
    this.levels.replaceChildren(...options.map(([value, name, text], at) => {
      const resting = chosen === null ? at === 0 : value === chosen;
      const needed = criterion.blocker?.required_level === value;
      return el("button", {
        type: "button", role: "radio", "aria-checked": String(value === chosen), tabindex: resting ? "0" : "-1",
        class: "rk-form-broad", "data-value": value, "data-level": value, onclick: () => this.agree(value),
      }, el("strong", {}, name, " ", needed ? el("span", { class: "rk-form-needed" }, "needed") : null),
      this.fingers.revealed ? this.showing(value) : null, this.dots(value), text ? el("span", {}, text) : null);
    }));
    if (inside) this.levels.querySelector(`[data-value="${CSS.escape(focused)}"]`)?.focus();
  }

  /* How many said so before anybody talked, without names. */
  dots(value) {
    const count = this.form.voices(this.at, "before").filter(([, rating]) => valueOf(rating) === value).length;
    return el("span", { class: "rk-form-dots", "aria-label": `${plural(count, "answer")} before the meeting` }, "●".repeat(count));
  }

  showing(value) {
    const key = value === "unknown" ? "u" : String(value);
    const names = this.fingers.shown().filter(([, finger]) => finger === key).map(([name]) => el("span", {}, name));
    return el("span", { class: "rk-form-hands" }, ...names);
  }

  paintResult() {
    const { value } = this.agreed;
    const agreed = value === null ? "What does the room agree on?" : `Agreed: ${spelled(value)}.`;
    if (this.fingers.revealed) this.result.textContent = `${this.fingers.words()} ${agreed}`;
    else if (value !== null) this.result.textContent = agreed;
    else if (!this.fingers.field.value) this.result.textContent = "";
    const [state, words] = this.standing();
    this.save.dataset.state = state;
    this.save.textContent = words;
  }

  standing() {
    const { fault, sent, savedAt } = this.agreed;
    const slips = this.form.slips.of(this.at);
    const stuck = fault ?? slips.find((slip) => slip.fault)?.fault;
    if (stuck) return [stuck.cause === "busy" ? "busy" : "fault", stuck.cause === "busy" ? "waiting: the kernel is at work" : `✗ not saved: ${stuck.error}`];
    if (sent || slips.length) return ["busy", "saving…"];
    const at = [savedAt, this.form.slips.savedAt.get(this.at)].filter(Boolean).sort().at(-1);
    return at ? ["saved", `✓ saved ${at}`] : ["", ""];
  }

  paintStrip() {
    const { strip } = this.form;
    this.strip.hidden = !strip.on;
    if (strip.on) this.strip.replaceChildren(...strip.parts());
  }
}
