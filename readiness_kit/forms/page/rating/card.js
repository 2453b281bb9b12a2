
/* One criterion: its levels, what links to it, and whether all that is on disk. */
class Card {
  constructor(form, criterion) {
    this.form = form;
    this.criterion = criterion;
    this.id = criterion.id;
    const name = (part) => `${form.line.uid}-${this.id}-${part}`;
    this.save = el("span", { class: "rk-form-save" });
    this.options = [
      ...criterion.levels.map((level) => this.level(level)),
      this.other("unknown", "Don't know", "U"),
      this.other("not_applicable", "Not applicable", "N"),
    ];
    // no tab stop of its own: Backspace does the same from the levels
    this.erase = button("Clear", () => this.clear(), { class: "rk-form-clear", tabindex: "-1" });
    this.note = el("textarea", {
      rows: 1, maxlength: 20000, placeholder: "What makes you say so? Who said it, where is it written?",
      oninput: () => this.onType(), onchange: () => this.sendNote(),
    });
    this.proof = new Proof(this, name("proof"));
    this.plan = new Plan(this, name("plan"));
    this.reason = this.reasonPanel();
    this.trouble = el("div", { class: "rk-form-trouble" });
    this.hint = el("span", { class: "rk-form-hint" });
    this.agreed = el("p", { class: "rk-form-agreed" });
    this.elsewhere = el("p", { class: "rk-form-elsewhere", role: "status" });
    this.node = el("article", { class: "rk-form-card", tabindex: "-1", "data-id": this.id, "aria-labelledby": name("title") },
      el("header", {}, this.eyebrow(), this.save),
      el("h4", { id: name("title") }, criterion.title),
      el("p", { class: "rk-form-question", id: name("question") }, criterion.question),
      this.agreed, this.elsewhere,
      el("div", { role: "radiogroup", "aria-labelledby": name("title"), "aria-describedby": name("question") },
        el("div", { class: "rk-form-levels" }, ...this.options.slice(0, -2).map((o) => o.node)),
        el("div", { class: "rk-form-others" }, ...this.options.slice(-2).map((o) => o.node), this.erase)),
      this.reason, this.trouble,
      el("div", { class: "rk-form-links" }, this.proof.opener, this.plan.opener),
      this.proof.node, this.plan.node,
      el("label", { class: "rk-form-note" }, el("span", {}, "Note"), this.note, this.hint),
    );
  }

  get answer() {
    return this.form.answer(this.id);
  }

  eyebrow() {
    const { practice, blocker, answered_by: roles } = this.criterion;
    const said = [el("span", {}, practice)];
    this.asked = el("span", { class: "rk-form-quiet" });
    if (roles.length) said.push(this.asked);
    if (blocker) said.push(el("span", { class: "rk-form-blocker" }, blockerWords(this.criterion)));
    return el("div", { class: "rk-form-eyebrow" }, ...said);
  }

  level({ level, name, text }) {
    const needed = this.criterion.blocker?.required_level === level;
    const node = this.radio(level, "rk-form-level",
      el("span", { class: "rk-form-number" }, String(level)),
      el("span", { class: "rk-form-name" }, name, needed ? el("span", { class: "rk-form-needed" }, "needed") : null),
      el("span", { class: "rk-form-text" }, text));
    node.dataset.level = level;
    return { value: level, node };
  }

  other(value, label, key) {
    return { value, node: this.radio(value, "rk-form-other", label, " ", kbd(key)) };
  }

  radio(value, kind, ...children) {
    return el("button", { type: "button", role: "radio", class: kind, onclick: () => this.choose(value) }, ...children);
  }

  reasonPanel() {
    const { blocker } = this.criterion;
    this.why = el("select", {}, el("option", { value: "" }, "choose a reason"),
      ...REASONS.map(([value, words]) => el("option", { value }, words)));
    const onEnter = (event) => event.key === "Enter" && (event.preventDefault(), this.notApplicable());
    this.approver = el("input", { type: "text", maxlength: 200, autocomplete: "off", onkeydown: onEnter });
    this.missing = el("span", { class: "rk-form-hint", role: "status" });
    return el("div", { class: "rk-form-reason", role: "group", "aria-label": "Why does it not apply?" },
      labelled("Why does it not apply?", this.why),
      blocker ? labelled("It is a blocker: who approved that?", this.approver) : null,
      button("Set not applicable", () => this.notApplicable(), { class: "rk-form-primary" }),
      button("Cancel", () => this.ask(false)), this.missing);
  }

  // acting

  choose(value) {
    if (value === "not_applicable") return this.ask(true);
    this.put(value === "unknown" ? { kind: "unknown" } : { kind: "rate", level: value });
    this.option(value).node.focus();
  }

  ask(on) {
    this.answer.asksReason = on;
    this.missing.textContent = "";
    this.paint();
    if (on) this.why.focus();
    else this.focus();
  }

  notApplicable() {
    const approver = this.approver.value.trim();
    const lacks = [];
    if (!this.why.value) lacks.push("a reason");
    if (this.criterion.blocker && !approver) lacks.push("the approver's name");
    this.missing.textContent = lacks.length ? `Not set yet: ${lacks.join(" and ")} first.` : "";
    if (lacks.length) return (this.why.value ? this.approver : this.why).focus();
    this.put({ kind: "not_applicable", reason: this.why.value, approver: approver || null });
    this.focus();
  }

  clear() {
    if (!this.answer.answered) return;
    // The words stay in the field; they would go with the next answer.
    if (this.answer.text) this.answer.note = this.answer.text;
    this.put({ kind: "clear" });
    this.focus();
  }

  put(choice) {
    clearTimeout(this.typing);
    this.answer.choice = choice;
    this.answer.asksReason = false;
    this.form.send(this.id);
  }

  onType() {
    this.answer.note = this.note.value;
    this.paint();
    this.form.paintTotals();
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.sendNote(), TYPING_MS);
  }

  sendNote() {
    clearTimeout(this.typing);
    const { note, sent, answered } = this.answer;
    if (note !== null && answered && sent?.note !== note) this.form.send(this.id);
  }

  /* Ctrl+S: all that can go to disk goes there. */
  flush() {
    this.sendNote();
    this.plan.flush();
  }

  onKey(event) {
    for (const panel of [this.reason, this.proof.node, this.plan.node]) {
      if (!panel.contains(event.target)) continue;
      if (event.key !== "Escape") return false;
      if (panel === this.reason) this.ask(false);
      else this.focus();
      return true;
    }
    const key = event.key.toLowerCase();
    const arrow = { arrowright: 1, arrowdown: 1, arrowleft: -1, arrowup: -1 }[key];
    if (arrow) return this.move(event.target, arrow);
    const level = /^\d$/.test(key) && this.option(Number(key));
    const act = level ? () => this.choose(level.value)
      : { u: () => this.choose("unknown"), n: () => this.choose("not_applicable"),
          backspace: () => this.clear(), delete: () => this.clear(),
          s: () => this.proof.stamp(), e: () => this.proof.toggle(), o: () => this.plan.toggle() }[key];
    if (!act) return false;
    if (!event.repeat) act();
    return true;
  }

  move(from, step) {
    const nodes = this.options.map((option) => option.node);
    const at = nodes.indexOf(from.closest("[role=radio]"));
    if (at < 0) return false;
    nodes[(at + step + nodes.length) % nodes.length].focus();
    return true;
  }

  focus(block = "nearest") {
    (this.option(this.answer.value) ?? this.options[0]).node.focus({ preventScroll: true });
    this.node.scrollIntoView({ block });
  }

  option(value) {
    return this.options.find((option) => option.value === value);
  }

  /* What is typed and is no message yet, kept over a reload. */
  draft() {
    const [proof, plan] = [this.proof.draft(), this.plan.draft()];
    return (proof || plan) && { id: this.id, proof, plan };
  }

  take({ proof, plan }) {
    if (proof) this.proof.take(proof);
    if (plan) this.plan.take(plan);
  }

  linksChanged({ by, via, at }) {
    this.proof.changed = `Evidence or actions changed at ${at} by ${by} (${via}).`;
  }

  // painting

  paint() {
    const { answer } = this;
    const value = answer.value;
    const resting = this.option(value) ?? this.options[0];
    for (const option of this.options) {
      option.node.setAttribute("aria-checked", String(option.value === value));
      option.node.tabIndex = option === resting ? 0 : -1;
    }
    this.node.dataset.value = value ?? "";
    this.erase.hidden = value === null;
    this.reason.hidden = !answer.asksReason;
    if (!answer.asksReason) {
      const given = answer.choice ?? answer.stored;
      this.why.value = given?.reason ?? "";
      this.approver.value = given?.approver ?? "";
    }
    if (this.note.value !== answer.text) this.note.value = answer.text;
    this.paintStanding();
    this.hint.textContent = answer.note && !answer.answered ? "note is saved with the rating" : "";
    this.proof.paint();
    this.plan.paint();
    this.paintElsewhere(answer);
    this.paintSave(answer);
    this.paintTrouble(answer);
  }

  /* Who is asked, and when what is chosen here does not count. */
  paintStanding() {
    const { answered_by: roles, counted } = this.criterion;
    const { who } = this.form;
    const aside = who === ROOM || counted.includes(who) ? "" : "; this answer counts while none of them has answered";
    this.asked.textContent = `for ${roles.join(", ")}${aside}`;
    const agreed = who === ROOM ? null : this.form.stored(this.id, ROOM);
    this.agreed.hidden = !agreed;
    if (agreed) this.agreed.textContent = `The room agreed: ${spelledRating(agreed)}. That stands above single answers.`;
  }

  paintElsewhere({ changed, stored }) {
    const told = [
      changed && `Changed at ${changed.at} by ${changed.by} (${changed.via}): was ${spelledRating(changed.was)}, now ${spelledRating(stored)}.`,
      this.proof.changed,
    ].filter(Boolean).join(" ");
    this.elsewhere.hidden = !told;
    if (this.elsewhere.textContent !== told) this.elsewhere.textContent = told;
  }

  paintSave(answer) {
    const [state, words] = this.standing(answer);
    this.save.dataset.state = state;
    this.save.textContent = words;
  }

  standing({ fault, sent, note, answered, savedAt, stored }) {
    const slips = this.form.slips.of(this.id);
    const stuck = fault ?? slips.find((slip) => slip.fault)?.fault;
    if (stuck?.cause === "busy") return ["busy", "waiting: the kernel is at work"];
    if (stuck) return ["fault", `✗ not saved: ${stuck.cause === "conflict" ? "changed elsewhere" : stuck.error}`];
    if (note !== null && answered && sent?.note !== note) return ["busy", "editing…"];
    if (sent || slips.length) return ["busy", "saving…"];
    if (this.plan.dirty) return ["busy", "editing…"];
    if (this.proof.draft()) return ["busy", "editing… evidence is not added yet"];
    const at = [savedAt, this.form.slips.savedAt.get(this.id)].filter(Boolean).sort().at(-1);
    if (at) return ["saved", `✓ saved ${at}`];
    return stored ? ["saved", `✓ saved ${stored.at.slice(0, 10)}`] : ["", "not answered"];
  }

  paintTrouble(answer) {
    const conflict = answer.fault?.cause === "conflict";
    const slips = this.form.slips.of(this.id).filter(({ fault }) => fault && fault.cause !== "silent" && fault.cause !== "busy");
    const pressed = this.trouble.contains(document.activeElement);
    this.trouble.hidden = !conflict && !slips.length;
    keepFocus(this.trouble, () => this.trouble.replaceChildren(
      ...(conflict ? this.bothValues(answer) : []), ...slips.flatMap((slip) => this.bothLinks(slip)),
    ));
    if (pressed && !this.trouble.contains(document.activeElement)) this.focus();
  }

  bothValues(answer) {
    return [
      el("p", {}, "This answer was changed elsewhere since you saw it."),
      el("p", {}, "Yours: ", el("strong", {}, spelled(answer.value, answer.text))),
      el("p", {}, "In the file: ", el("strong", {}, spelledRating(answer.theirs))),
      button("Keep mine", () => this.form.keepMine(this.id), { "data-key": "mine" }),
      button("Take the file's", () => this.form.takeTheirs(this.id), { "data-key": "theirs" }),
    ];
  }

  /* The same for a piece of evidence or an action. */
  bothLinks(slip) {
    const { slips } = this.form;
    const drop = button(slip.fault.cause === "conflict" ? "Take the file's" : "Give it up", () => slips.drop(slip), { "data-key": `drop/${slip.key}` });
    const mine = el("p", {}, "Yours: ", el("strong", {}, linkWords(slip.content)));
    if (slip.fault.cause !== "conflict") return [el("p", {}, `Not saved: ${slip.fault.error}`), mine, drop];
    const { theirs, content } = slip;
    const typed = content.kind === "plan" ? () => this.plan.typed : () => ({});
    return [
      el("p", {}, "This was changed elsewhere since you saw it."), mine,
      el("p", {}, "In the file: ", el("strong", {}, theirs ? linkWords(theirs) : "taken away")),
      button("Keep mine", () => slips.keepMine(slip, () => ({ ...content, ...typed(), seen: theirs })), { "data-key": `mine/${slip.key}` }), drop,
    ];
  }
}

function blockerWords({ blocker, section }) {
  const gate = blocker.gate === section ? "this gate" : `the gate of ${blocker.gate}`;
  return `Blocker: level ${blocker.required_level} needed at ${gate}`;
}
