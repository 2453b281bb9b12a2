
/* A piece of evidence or an action, in words. */
function linkWords({ kind, seen, grade, reference, on, text, owner, due, fingers, minutes: long }) {
  if (kind === "withdraw" || kind === "unplan") return `take away: ${linkWords(seen)}`;
  if (kind === "fingers") return `fingers ${fingers.join(" ")}`;
  if (long) return `the agenda of ${long} minutes`;
  const said = grade ? [grade, on && longDay(on), reference] : [text, owner, due && `due ${longDay(due)}`];
  return said.filter(Boolean).join(" · ");
}

/* A part of a card that opens below it. */
class Panel {
  constructor(card, id, key) {
    this.card = card;
    this.form = card.form;
    this.words = el("span", {});
    this.opener = button([this.words, " ", kbd(key)], () => this.toggle(),
      { class: "rk-form-opener", "aria-expanded": "false", "aria-controls": id });
    this.node = el("div", { class: "rk-form-panel", id, hidden: true });
  }

  show(open) {
    this.node.hidden = !open;
    this.opener.setAttribute("aria-expanded", String(open));
  }

  toggle(open = this.node.hidden) {
    this.show(open);
    if (open) this.first.focus();
    else this.card.focus();
  }
}

/* What could be shown: pieces of evidence with grade, reference and day. */
class Proof extends Panel {
  constructor(card, id) {
    super(card, id, "E");
    this.seen = null; // the piece that is being changed
    this.changed = null;
    const onEnter = (event) => event.key === "Enter" && (event.preventDefault(), this.add());
    const oninput = () => { card.paint(); this.form.paintTotals(); };
    this.grade = el("select", { onchange: oninput }, el("option", { value: "" }, "how strong is it?"),
      ...GRADES.map(([value, words]) => el("option", { value }, words)));
    this.reference = el("input", { type: "text", maxlength: 2000, autocomplete: "off", onkeydown: onEnter, oninput,
      placeholder: "where would somebody else find it?" });
    this.on = el("input", { type: "date", onkeydown: onEnter });
    this.expires = el("input", { type: "date", onkeydown: onEnter });
    this.missing = el("span", { class: "rk-form-hint", role: "status" });
    this.list = el("ul", { class: "rk-form-pieces" });
    this.put = button("Add", () => this.add(), { class: "rk-form-primary" });
    this.stop = button("Cancel", () => this.reset());
    this.node.append(this.list,
      el("div", { class: "rk-form-row", role: "group", "aria-label": "Evidence" },
        labelled("Grade", this.grade), labelled("Reference", this.reference, WIDE), labelled("Seen on", this.on),
        labelled("Holds until (if known)", this.expires), this.put, this.stop, this.missing),
      button([kbd("S"), " It was shown to us just now"], () => this.stamp()));
    this.reset();
  }

  get first() {
    return this.grade;
  }

  get pieces() {
    return this.form.model.get("evidence")[this.card.id] ?? [];
  }

  /* Stamps what is on the screen as demonstrated, today. */
  stamp() {
    const { meeting } = this.form;
    const reference = meeting ? `Shown on the screen in meeting ${meeting.number}` : "Shown on the screen";
    this.post({ grade: "demonstrated", reference, on: this.form.model.get("today"), expires: null }, null);
    this.form.say("Stamped as demonstrated");
  }

  add() {
    const [grade, reference] = [this.grade.value, this.reference.value.trim()];
    const lacks = [!grade && "how strong it is", !reference && "where it is found", !this.on.value && "the day"].filter(Boolean);
    this.missing.textContent = lacks.length ? `Not added yet: ${lacks.join(" and ")} first.` : "";
    if (lacks.length) return (grade ? (reference ? this.on : this.reference) : this.grade).focus();
    this.post({ grade, reference, on: this.on.value, expires: this.expires.value || null }, this.seen);
    this.reset();
    this.grade.focus();
  }

  post(said, seen) {
    const id = this.card.id;
    const key = `support/${id}/${seen?.id ?? JSON.stringify(said)}`;
    this.form.slips.post(key, id, () => ({ kind: "support", id, ...said, seen }));
  }

  remove(piece) {
    const id = this.card.id;
    this.form.slips.post(`support/${id}/${piece.id}`, id, () => ({ kind: "withdraw", id, seen: piece }));
    this.grade.focus();
  }

  change(piece) {
    this.seen = piece;
    Object.assign(this.grade, { value: piece.grade });
    Object.assign(this.reference, { value: piece.reference });
    this.on.value = piece.on;
    this.expires.value = piece.expires ?? "";
    this.card.paint();
    this.reference.focus();
  }

  reset() {
    this.seen = null;
    this.grade.value = this.reference.value = this.expires.value = this.missing.textContent = "";
    this.on.value = this.form.model.get("today");
    if (this.form.cards?.includes(this.card)) this.card.paint();
  }

  differs() {
    const { seen } = this;
    return !seen || seen.grade !== this.grade.value || seen.reference !== this.reference.value.trim()
      || seen.on !== this.on.value || (seen.expires ?? "") !== this.expires.value;
  }

  draft() {
    if (!this.reference.value.trim() || !this.differs()) return null;
    return { grade: this.grade.value, reference: this.reference.value, on: this.on.value, expires: this.expires.value, seen: this.seen };
  }

  take({ grade, reference, on, expires, seen }) {
    this.seen = seen;
    this.grade.value = grade;
    this.reference.value = reference;
    this.on.value = on;
    this.expires.value = expires;
    this.show(true);
  }

  paint() {
    const { pieces } = this;
    const ranks = GRADES.map(([grade]) => grade);
    const best = [...pieces].sort((a, b) => ranks.indexOf(b.grade) - ranks.indexOf(a.grade))[0];
    this.words.textContent = best ? `Evidence (${pieces.length}): ${best.grade}, ${longDay(best.on)}` : "No evidence yet";
    this.opener.dataset.grade = best?.grade ?? "";
    this.put.textContent = this.seen ? "Save the change" : "Add";
    this.stop.hidden = !this.seen && !this.draft();
    this.list.replaceChildren(...pieces.map((piece) => el("li", {},
      el("span", {}, linkWords(piece), piece.expires ? `, holds until ${longDay(piece.expires)}` : ""),
      button("Change", () => this.change(piece), { "aria-label": `Change: ${linkWords(piece)}` }),
      button("Remove", () => this.remove(piece), { "aria-label": `Remove: ${linkWords(piece)}` }))));
  }
}

const YEARS = [2000, 2199]; // typed digit by digit, a date is valid from the year 0002 on

/* Who closes it by when: the newest action of the criterion, saved as one when the panel is left. */
class Plan extends Panel {
  constructor(card, id) {
    super(card, id, "O");
    const names = `${id}-names`;
    const onEnter = (event) => event.key === "Enter" && (event.preventDefault(), this.flush({ again: true }));
    const oninput = () => { card.paint(); this.form.paintTotals(); };
    const field = (attributes) => el("input", { autocomplete: "off", oninput, onkeydown: onEnter, ...attributes });
    this.owner = field({ type: "text", maxlength: 200, list: names, placeholder: "who closes it?" });
    this.due = field({ type: "date", min: `${YEARS[0]}-01-01`, max: `${YEARS[1]}-12-31` });
    this.text = field({ type: "text", maxlength: 2000 });
    this.drop = button("Remove", () => this.remove());
    this.more = el("span", { class: "rk-form-quiet" });
    this.hint = el("span", { class: "rk-form-hint", role: "status" });
    this.node.append(
      el("div", { class: "rk-form-row", role: "group", "aria-label": "Who closes it" },
        labelled("Owner", this.owner, WIDE), labelled("Due", this.due), labelled("What is to be done", this.text, WIDE),
        button("Save", () => this.flush({ again: true }), { class: "rk-form-primary" }), this.drop, this.more, this.hint),
      el("datalist", { id: names }, ...this.form.model.get("people").map(({ name }) => el("option", { value: name }))));
    // another window is only looked at: what is half typed here is no answer
    this.node.addEventListener("focusout", ({ relatedTarget }) => {
      if (document.hasFocus() && !this.node.contains(relatedTarget)) this.flush();
    });
    this.shown = null; // the action that the fields were filled from
  }

  get first() {
    return this.owner;
  }

  get actions() {
    const all = this.form.model.get("actions")[this.card.id] ?? [];
    return all.filter(({ status }) => status === "planned" || status === "started");
  }

  get action() {
    return this.actions.at(-1) ?? null;
  }

  get usual() {
    const { title, blocker, levels } = this.card.criterion;
    const wanted = blocker && levels.find(({ level }) => level === blocker.required_level);
    return wanted ? `Reach level ${wanted.level}: ${wanted.text}` : title;
  }

  get typed() {
    const text = this.text.value.trim() || this.shown?.text || this.usual;
    return { text, owner: this.owner.value.trim() || null, due: this.due.value || null };
  }

  get dirty() {
    const before = this.shown ?? { text: this.usual, owner: null, due: null };
    return ["text", "owner", "due"].some((field) => (before[field] ?? null) !== this.typed[field]);
  }

  /* Save what is typed; with `again`, also what was refused before. A conflict is decided by its buttons. */
  flush({ again = false } = {}) {
    const year = Number(this.due.value.slice(0, 4)) || YEARS[0];
    const odd = year < YEARS[0] || year > YEARS[1];
    this.hint.textContent = odd ? `Not saved yet: the year ${year} is none of ${YEARS.join(" to ")}.` : "";
    const id = this.card.id;
    const { slips } = this.form;
    const { typed } = this;
    const open = slips.open.get(`plan/${id}`);
    if (!this.dirty || odd || open?.fault?.cause === "conflict") return;
    // leaving the panel for a button about it must not take that button away
    const told = open && Object.entries(typed).every(([field, value]) => open.content[field] === value);
    if (told) return again && open.fault && slips.send(open);
    this.adopt(slips.post(`plan/${id}`, id, () => ({ kind: "plan", id, ...typed, seen: this.shown })));
  }

  /* The fields follow what comes of an act of theirs, also of one that the tab had kept. */
  adopt(slip) {
    const { card, form } = this;
    const current = () => form.card(card.id)?.plan; // the form may be drawn anew meanwhile
    slip.done = () => (slip.content.kind === "plan" ? current()?.settled() : current()?.fill());
    slip.dropped = () => current()?.fill(); // lest what was given up comes again with the next click
  }

  /* It is on disk; what was typed since is the next change of it. */
  settled() {
    this.shown = this.action;
    this.card.paint();
  }

  remove() {
    const id = this.card.id;
    const { shown } = this;
    if (shown) this.adopt(this.form.slips.post(`plan/${id}`, id, () => ({ kind: "unplan", id, seen: shown })));
    this.card.focus();
  }

  fill() {
    const { action } = this;
    this.shown = action;
    this.owner.value = action?.owner ?? "";
    this.due.value = action?.due ?? "";
    this.text.value = action?.text ?? "";
  }

  draft() {
    return this.dirty ? { owner: this.owner.value, due: this.due.value, text: this.text.value, shown: this.shown } : null;
  }

  take({ owner, due, text, shown }) {
    this.shown = shown;
    this.owner.value = owner;
    this.due.value = due;
    this.text.value = text;
    this.show(true);
  }

  paint() {
    const { action } = this;
    const underway = this.form.slips.open.has(`plan/${this.card.id}`);
    if (!this.dirty && !underway && !same(this.shown, action)) this.fill();
    this.text.placeholder = this.usual;
    const who = [action?.owner, action?.due && `due ${longDay(action.due)}`].filter(Boolean).join(", ");
    this.words.textContent = action ? `Owner: ${who || "nobody yet"}` : "No owner";
    this.drop.hidden = !this.shown;
    const others = this.actions.length - 1;
    this.more.textContent = others > 0 ? `${others} more in the table of actions` : "";
  }
}
