// The page of RubricForm: cards, keys, and for every card the truth about whether it is on disk.
//
// An edit stays here until a reply says that it is saved; each message carries all that its card
// has not saved yet, so only the newest reply counts. Client text enters by textContent alone.

const PATIENCE_MS = 3000;
const TYPING_MS = 400;
const REASONS = [
  ["out_of_scope", "out of scope for this system"],
  ["business_priority", "left out by business priority"],
  ["architecture_constraint", "ruled out by the architecture"],
  ["other", "other (say why in the note)"],
];
const SILENT = "the kernel does not answer";

function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

const clock = (at) => new Date(at).toLocaleTimeString("en-GB");

/* What one respondent said of one criterion, and what of it is not on disk. */
class Answer {
  constructor(stored) {
    this.stored = stored; // as the file has it; null where nothing is there
    this.choice = null; // {kind, level, reason, approver}, not on disk yet
    this.note = null; // typed, not on disk yet
    this.sent = null; // {t, choice, note}: the newest message without a reply
    this.theirs = null; // in a conflict: what the file has instead
    this.fault = null; // {cause, error}
    this.savedAt = null;
    this.asksReason = false;
  }

  get unsaved() {
    return this.choice !== null || (this.note !== null && this.answered);
  }

  /* The chosen option's key: a level, "unknown", "not_applicable", or null. */
  get value() {
    if (this.choice) {
      if (this.choice.kind === "clear") return null;
      return this.choice.kind === "rate" ? this.choice.level : this.choice.kind;
    }
    const { state, level } = this.stored ?? {};
    if (state === "rated") return level;
    return state === "unknown" || state === "not_applicable" ? state : null;
  }

  get answered() {
    return this.value !== null;
  }

  get text() {
    return this.note ?? this.stored?.note ?? "";
  }
}

class Form {
  constructor(model, root) {
    this.model = model;
    this.uid = `rk-${Math.random().toString(36).slice(2)}`;
    this.answers = new Map();
    this.waiting = new Map(); // t -> [criterion, respondent]
    this.lastT = 0;
    this.root = el("section", { class: "rk-form", "aria-label": `Ratings: ${model.get("title")}` });
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    root.append(this.root);
    this.build();
  }

  get who() {
    return this.model.get("respondent");
  }

  answer(id, who = this.who) {
    const key = JSON.stringify([who, id]);
    if (!this.answers.has(key)) this.answers.set(key, new Answer(this.stored(id, who)));
    return this.answers.get(key);
  }

  stored(id, who) {
    return this.model.get("answers")[who]?.[id] ?? null;
  }

  // building

  build() {
    const criteria = this.model.get("criteria");
    this.status = el("div", { class: "rk-form-unseen", role: "status" });
    this.alarm = el("div", { class: "rk-form-alarm", role: "alert" });
    this.cards = criteria.map((criterion) => new Card(this, criterion));
    this.root.replaceChildren(
      el("div", { class: "rk-form-top" }, this.head(), this.alarm), this.keys(), ...this.headed(), this.status,
    );
    if (!criteria.length) this.root.append(el("p", {}, "Nothing is asked here at this depth."));
    this.paint();
  }

  /* The cards, a heading before each section where there are several. */
  headed() {
    const sections = new Set(this.cards.map((card) => card.criterion.section));
    let before = sections.size > 1 ? null : [...sections][0];
    return this.cards.flatMap((card) => {
      const { section } = card.criterion;
      const heading = section === before ? [] : [el("h3", {}, section)];
      before = section;
      return [...heading, card.node];
    });
  }

  head() {
    this.count = el("span", { class: "rk-form-count" });
    this.progress = el("progress", { "aria-label": "Answered" });
    const people = el("select", { onchange: () => this.changeRespondent(people.value) });
    for (const { id, name, role } of this.model.get("people")) {
      people.append(el("option", { value: id }, name === role ? name : `${name}, ${role}`));
    }
    people.value = this.who;
    this.people = people;
    const label = el("label", { class: "rk-form-who" }, "Answers of ", people);
    return el("div", { class: "rk-form-head" }, label, this.progress, this.count);
  }

  keys() {
    const levels = this.model.get("criteria")[0]?.levels.map(({ level }) => level) ?? [];
    const parts = [
      [`${levels[0]}–${levels.at(-1)}`, "choose"], ["U", "don't know"], ["N", "not applicable"],
      ["⌫", "clear"], ["J K", "next, previous"], ["← →", "look around, Space chooses"],
    ];
    return el("p", { class: "rk-form-keys" },
      ...parts.map(([key, does]) => el("span", {}, el("kbd", {}, key), ` ${does}`)));
  }

  changeRespondent(who) {
    this.flush();
    this.model.set("respondent", who);
    this.model.save_changes();
    this.paint();
  }

  // painting

  paint() {
    this.people.value = this.who;
    for (const card of this.cards) card.paint();
    this.paintTotals();
  }

  paintTotals() {
    const done = this.cards.filter((card) => card.answer.answered).length;
    this.count.textContent = `${done} of ${this.cards.length} answered`;
    this.progress.max = Math.max(this.cards.length, 1);
    this.progress.value = done;
    const stuck = [...this.answers.values()].filter((answer) => answer.fault);
    this.alarm.hidden = !stuck.length;
    if (!stuck.length) return this.alarm.replaceChildren();
    const only = stuck.length === 1 ? "1 answer is" : `${stuck.length} answers are`;
    const why = [...new Set(stuck.map((answer) => answer.fault.error.replace(/\.$/, "")))].join("; ");
    const again = stuck.some((answer) => answer.fault.cause !== "conflict");
    this.alarm.replaceChildren(
      el("strong", {}, "Not saved. "), `${only} on this page only: ${why}.`,
      ...(again ? [el("button", { type: "button", onclick: () => this.retry() }, "Try again")] : []),
    );
  }

  // saving

  send(id, who = this.who) {
    const answer = this.answer(id, who);
    const { choice, note } = answer;
    const t = (this.lastT = Math.max(performance.timeOrigin + performance.now(), this.lastT + 0.01));
    answer.sent = { t, choice, note };
    this.waiting.set(t, [id, who]);
    setTimeout(() => this.onSilence(t), PATIENCE_MS);
    this.model.send({
      kind: "note", level: null, reason: null, approver: null, ...choice,
      id, respondent: who, note, seen: answer.stored, t,
    });
    this.painted(id, who);
  }

  onReply(reply) {
    const about = this.waiting.get(reply.t);
    if (!about) return;
    this.waiting.delete(reply.t);
    const [id, who] = about;
    const answer = this.answer(id, who);
    if (answer.sent?.t !== reply.t) return;
    const { choice, note } = answer.sent;
    answer.sent = null;
    if (reply.ok) {
      if (answer.choice === choice) answer.choice = null;
      if (answer.note === note && choice?.kind !== "clear") answer.note = null;
      answer.fault = null;
      answer.savedAt = clock(reply.at);
      answer.stored = reply.stored;
      this.status.textContent = `Saved: ${this.titleOf(id)}`;
    } else {
      answer.fault = { cause: reply.cause, error: reply.error.replace(/^NOT SAVED: /, "") };
      answer.theirs = reply.stored ?? null;
    }
    this.painted(id, who);
  }

  onSilence(t) {
    const [id, who] = this.waiting.get(t) ?? [];
    if (!id || this.answer(id, who).sent?.t !== t) return;
    // The message stays in waiting: a kernel that was only busy will still answer it.
    this.answer(id, who).fault = { cause: "silent", error: SILENT };
    this.painted(id, who);
  }

  onAnswers() {
    for (const [key, answer] of this.answers) {
      const [who, id] = JSON.parse(key);
      const stored = this.stored(id, who);
      // What an unsaved edit was made on stays, so that the file can tell a conflict.
      if (answer.fault?.cause === "conflict") answer.theirs = stored;
      if (!answer.unsaved && !answer.sent && JSON.stringify(stored) !== JSON.stringify(answer.stored)) {
        answer.stored = stored;
        answer.savedAt = null;
      }
    }
    this.paint();
  }

  retry() {
    for (const [key, answer] of this.answers) {
      const [who, id] = JSON.parse(key);
      if (answer.fault && answer.fault.cause !== "conflict") this.send(id, who);
    }
  }

  keepMine(id) {
    const answer = this.answer(id);
    answer.stored = answer.theirs;
    this.send(id);
  }

  takeTheirs(id) {
    const fresh = new Answer(this.answer(id).theirs);
    this.answers.set(JSON.stringify([this.who, id]), fresh);
    this.painted(id, this.who);
  }

  flush() {
    for (const card of this.cards) card.sendNote();
  }

  painted(id, who) {
    if (who === this.who) this.cards.find((card) => card.id === id)?.paint();
    this.paintTotals();
  }

  titleOf(id) {
    return this.cards.find((card) => card.id === id)?.criterion.title ?? id;
  }

  // keys

  onKey(event) {
    // Ctrl+S and Ctrl+Enter are for the notebook; what is being typed goes to disk before them.
    if (event.ctrlKey || event.metaKey || event.altKey) return this.flush();
    // The notebook's own keys (b, d d, 0 0, …) must not see what is meant for the form.
    event.stopPropagation();
    const at = this.cards.findIndex((card) => card.node.contains(event.target));
    if (at < 0) return;
    if (event.target.matches("textarea, input, select")) {
      if (event.key === "Escape") this.cards[at].focus();
      return;
    }
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (step) this.cards[Math.min(Math.max(at + step, 0), this.cards.length - 1)].focus();
    else if (!this.cards[at].onKey(event)) return;
    event.preventDefault();
  }
}

class Card {
  constructor(form, criterion) {
    this.form = form;
    this.criterion = criterion;
    this.id = criterion.id;
    const name = (part) => `${form.uid}-${this.id}-${part}`;
    this.save = el("span", { class: "rk-form-save" });
    this.options = [
      ...criterion.levels.map((level) => this.level(level)),
      this.other("unknown", "Don't know", "U"),
      this.other("not_applicable", "Not applicable", "N"),
    ];
    this.erase = el("button", { type: "button", class: "rk-form-clear", onclick: () => this.clear() }, "Clear");
    this.note = el("textarea", {
      rows: 1, maxlength: 20000, placeholder: "What makes you say so? Who said it, where is it written?",
      oninput: () => this.onType(), onchange: () => this.sendNote(),
    });
    this.reason = this.reasonPanel();
    this.trouble = el("div", { class: "rk-form-trouble" });
    this.hint = el("span", { class: "rk-form-hint" });
    this.agreed = el("p", { class: "rk-form-agreed" });
    this.node = el("article", { class: "rk-form-card", "data-id": this.id, "aria-labelledby": name("title") },
      el("header", {}, this.eyebrow(), this.save),
      el("h4", { id: name("title") }, criterion.title),
      el("p", { class: "rk-form-question", id: name("question") }, criterion.question),
      this.agreed,
      el("div", { role: "radiogroup", "aria-labelledby": name("title"), "aria-describedby": name("question") },
        el("div", { class: "rk-form-levels" }, ...this.options.slice(0, -2).map((o) => o.node)),
        el("div", { class: "rk-form-others" }, ...this.options.slice(-2).map((o) => o.node), this.erase)),
      this.reason, this.trouble,
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
    if (blocker) {
      const gate = blocker.gate === this.criterion.section ? "this gate" : `the gate of ${blocker.gate}`;
      const needs = `Blocker: level ${blocker.required_level} needed at ${gate}`;
      said.push(el("span", { class: "rk-form-blocker" }, needs));
    }
    return el("div", { class: "rk-form-eyebrow" }, ...said);
  }

  level({ level, name, text }) {
    const needed = this.criterion.blocker?.required_level === level;
    const node = this.radio(level, "rk-form-level",
      el("span", { class: "rk-form-number" }, String(level)),
      el("span", { class: "rk-form-name" }, name),
      needed ? el("span", { class: "rk-form-needed" }, "needed") : null,
      el("span", { class: "rk-form-text" }, text));
    node.dataset.level = level;
    return { value: level, node };
  }

  other(value, label, key) {
    return { value, node: this.radio(value, "rk-form-other", label, " ", el("kbd", {}, key)) };
  }

  radio(value, kind, ...children) {
    return el("button", { type: "button", role: "radio", class: kind, onclick: () => this.choose(value) }, ...children);
  }

  reasonPanel() {
    const { blocker } = this.criterion;
    this.why = el("select", {}, el("option", { value: "" }, "choose a reason"),
      ...REASONS.map(([value, words]) => el("option", { value }, words)));
    const onEnter = (event) => event.key === "Enter" && this.notApplicable();
    this.approver = el("input", { type: "text", maxlength: 200, autocomplete: "off", onkeydown: onEnter });
    this.missing = el("span", { class: "rk-form-hint", role: "status" });
    const button = (words, onclick, look) => el("button", { type: "button", class: look, onclick }, words);
    return el("div", { class: "rk-form-reason", role: "group", "aria-label": "Why does it not apply?" },
      el("label", {}, "Why does it not apply?", this.why),
      blocker ? el("label", {}, "It is a blocker: who approved that?", this.approver) : null,
      button("Set not applicable", () => this.notApplicable(), "rk-form-primary"),
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

  onKey(event) {
    const inPanel = this.reason.contains(event.target);
    if (event.key === "Escape") return inPanel && (this.ask(false), true);
    if (inPanel) return false;
    const key = event.key.toLowerCase();
    const arrow = { arrowright: 1, arrowdown: 1, arrowleft: -1, arrowup: -1 }[key];
    if (arrow) return this.move(event.target, arrow);
    const level = /^\d$/.test(key) && this.option(Number(key));
    const act = level ? () => this.choose(level.value)
      : { u: () => this.choose("unknown"), n: () => this.choose("not_applicable"),
          backspace: () => this.clear(), delete: () => this.clear() }[key];
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

  focus() {
    (this.option(this.answer.value) ?? this.options[0]).node.focus({ preventScroll: true });
    this.node.scrollIntoView({ block: "nearest" });
  }

  option(value) {
    return this.options.find((option) => option.value === value);
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
    this.paintSave(answer);
    this.paintTrouble(answer);
  }

  /* Who is asked, and when what is chosen here does not count. */
  paintStanding() {
    const { answered_by: roles, counted } = this.criterion;
    const aside = counted.includes(this.form.who) ? "" : "; this answer counts while none of them has answered";
    this.asked.textContent = `for ${roles.join(", ")}${aside}`;
    const agreed = this.form.stored(this.id, "consensus");
    this.agreed.hidden = !agreed;
    if (agreed) this.agreed.textContent = `The room agreed: ${this.spelled(new Answer(agreed))}. That stands above single answers.`;
  }

  paintSave(answer) {
    const [state, words] = this.standing(answer);
    this.save.dataset.state = state;
    this.save.textContent = words;
  }

  standing({ fault, sent, note, answered, savedAt, stored }) {
    if (fault) return ["fault", `✗ not saved: ${fault.cause === "conflict" ? "changed elsewhere" : fault.error}`];
    if (note !== null && answered && sent?.note !== note) return ["busy", "editing…"];
    if (sent) return ["busy", "saving…"];
    if (savedAt) return ["saved", `✓ saved ${savedAt}`];
    return stored ? ["saved", `✓ saved ${stored.at.slice(0, 10)}`] : ["", "not answered"];
  }

  paintTrouble(answer) {
    const conflict = answer.fault?.cause === "conflict";
    this.trouble.hidden = !conflict;
    if (!conflict) return this.trouble.replaceChildren();
    const theirs = new Answer(answer.theirs);
    const button = (words, onclick) => el("button", { type: "button", onclick }, words);
    this.trouble.replaceChildren(
      el("p", {}, "This answer was changed elsewhere since you saw it."),
      el("p", {}, "Yours: ", el("strong", {}, this.spelled(answer))),
      el("p", {}, "In the file: ", el("strong", {}, this.spelled(theirs))),
      button("Keep mine", () => this.form.keepMine(this.id)),
      button("Take the file's", () => this.form.takeTheirs(this.id)),
    );
  }

  spelled({ value, text }) {
    const words = { unknown: "don't know", not_applicable: "not applicable" };
    const said = value === null ? "no answer" : words[value] ?? `level ${value}`;
    return text ? `${said}, note “${text}”` : said;
  }
}

function render({ model, el: root }) {
  const form = new Form(model, root);
  const onReply = (reply) => form.onReply(reply);
  const onAnswers = () => form.onAnswers();
  const onRespondent = () => form.paint();
  const onSheet = () => form.build();
  const onLeave = () => form.flush();
  model.on("msg:custom", onReply);
  model.on("change:answers", onAnswers);
  model.on("change:respondent", onRespondent);
  model.on("change:criteria", onSheet);
  model.on("change:people", onSheet);
  window.addEventListener("pagehide", onLeave);
  return () => {
    form.flush();
    model.off("msg:custom", onReply);
    model.off("change:answers", onAnswers);
    model.off("change:respondent", onRespondent);
    model.off("change:criteria", onSheet);
    model.off("change:people", onSheet);
    window.removeEventListener("pagehide", onLeave);
  };
}

export default { render };
