
/* The whole form: whose answers are shown, which cards, and what is not on disk. */
class Form {
  constructor(model, root) {
    this.model = model;
    this.line = new Line(model, () => this.top.paintAlarm());
    this.answers = new Map();
    this.waiting = new Map(); // t -> [criterion, respondent]
    this.trouble = null; // why the files do not read at the moment
    this.slips = new Slips(this);
    this.kept = new Kept(this);
    // a click on plain text focuses the form too, so that the keys after it are not the notebook's
    this.root = el("section", { class: "rk-form", tabindex: "-1", "aria-label": `Ratings: ${model.get("title")}` });
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    root.append(this.root);
    this.build();
    requestAnimationFrame(() => freeOutputs(this.root)); // a widget is drawn before it is put in its place
    this.kept.restore();
    this.retry();
    this.paint();
    this.line.open();
  }

  get who() {
    return this.model.get("respondent");
  }

  get meeting() {
    return this.model.get("meetings").find((meeting) => !meeting.ended) ?? null;
  }

  get criteria() {
    return this.model.get("criteria");
  }

  criterion(id) {
    return this.criteria.find((criterion) => criterion.id === id);
  }

  card(id) {
    return this.cards.find((card) => card.id === id);
  }

  answer(id, who = this.who) {
    const key = JSON.stringify([who, id]);
    if (!this.answers.has(key)) this.answers.set(key, new Answer(this.stored(id, who)));
    return this.answers.get(key);
  }

  stored(id, who) {
    return this.model.get("answers")[who]?.[id] ?? null;
  }

  /* What every person said, the room aside: [person, rating], by when it was said. */
  voices(id, when = "answers") {
    const said = this.model.get(when);
    return this.model.get("people").map((person) => [person, said[person.id]?.[id]]).filter(([, rating]) => rating);
  }

  // building

  /* Also again, where people or questions change: what is typed and open stays. */
  build() {
    const { criteria } = this;
    const drafts = (this.cards ?? []).map((card) => card.draft()).filter(Boolean);
    const { agenda, room } = this;
    const planning = agenda && !agenda.node.hidden;
    const showing = room?.isOpen ? room.at : null;
    this.status = el("div", { class: "rk-form-unseen", role: "status" });
    this.cards = criteria.map((criterion) => new Card(this, criterion));
    this.strip = new Strip(this);
    this.which = new Which(this, this.which?.filter);
    this.top = new Top(this);
    this.agenda = new Agenda(this);
    this.list = el("div", { class: "rk-form-list" }, ...this.headed());
    this.none = el("p", { class: "rk-form-none", role: "status" });
    this.room?.close();
    this.room = new Room(this);
    // cards stop below what is always in sight, however many lines it takes
    this.sight?.disconnect();
    this.sight = new ResizeObserver(() => this.root.style.setProperty("--rk-top", `${this.top.node.offsetHeight}px`));
    this.sight.observe(this.top.node);
    this.root.replaceChildren(
      this.top.node, this.agenda.node, this.top.keys, this.list, this.none, this.room.node, this.status,
    );
    this.takeDrafts(drafts);
    this.which.choose();
    this.paint();
    if (agenda) this.agenda.take(agenda);
    if (planning) this.agenda.toggle(true);
    if (showing) this.room.enter(showing);
    if (showing && this.room.at === showing) this.room.take(room);
  }

  takeDrafts(drafts) {
    for (const draft of drafts) this.card(draft.id)?.take(draft);
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

  changeRespondent(who) {
    this.flush();
    this.model.set("respondent", who);
    this.model.save_changes();
    this.which.choose();
    this.paint();
  }

  // painting

  paint() {
    for (const card of this.cards) card.paint();
    this.paintTotals();
    this.agenda.paint();
    this.room.paint();
  }

  paintTotals() {
    this.top.paint();
    this.kept.keep();
  }

  painted(id, who) {
    if (who === this.who) this.card(id)?.paint();
    this.room.paint();
    this.paintTotals();
  }

  titleOf(id) {
    return this.criterion(id)?.title ?? id;
  }

  say(words) {
    this.status.textContent = words;
  }

  /* Where the keys work on after the button that was pressed is gone. */
  refocus() {
    if (this.room.isOpen) this.room.focus();
    else this.root.focus({ preventScroll: true });
  }

  // saving

  send(id, who = this.who) {
    const answer = this.answer(id, who);
    const { choice, note } = answer;
    const t = this.line.nextT();
    answer.sent = { t, choice, note };
    answer.changed = null;
    this.waiting.set(t, [id, who]);
    setTimeout(() => this.onSilence(t), PATIENCE_MS);
    this.painted(id, who);
    const sent = this.line.tell({
      kind: "note", level: null, reason: null, approver: null, ...choice,
      id, respondent: who, note, seen: answer.stored, t,
    });
    if (!sent) this.onSilence(t);
  }

  onReply(reply) {
    if (reply.kind === "beat") return this.onBeat(reply);
    this.onLife();
    if (reply.ok && reply.respondent) this.onStored(reply);
    if (this.slips.onReply(reply)) return;
    this.strip.ask();
    const about = this.waiting.get(reply.t);
    if (!about) return reply.respondent && this.painted(reply.id, reply.respondent);
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
      this.say(`Saved: ${this.titleOf(id)}`);
    } else {
      answer.fault = { cause: reply.cause, error: reply.error.replace(/^NOT SAVED: /, "") };
      answer.theirs = reply.stored ?? null;
    }
    this.painted(id, who);
  }

  /* One answer as the file now has it; it comes alone, and to every page that shows the form. */
  onStored({ id, respondent, stored }) {
    const said = (this.model.get("answers")[respondent] ??= {});
    if (stored) said[id] = stored;
    else delete said[id];
    const answer = this.answer(id, respondent);
    if (!answer.unsaved && !answer.sent) Object.assign(answer, { stored, savedAt: null });
  }

  onSlip(slip) {
    if (slip.about) this.card(slip.about)?.paint();
    if (!slip.t && !slip.fault) this.strip.ask();
    this.agenda.paint();
    this.room.paint();
    this.paintTotals();
  }

  onSilence(t) {
    const [id, who] = this.waiting.get(t) ?? [];
    if (!id || this.answer(id, who).sent?.t !== t) return;
    // The message stays in waiting: a kernel that was only busy will still answer it.
    this.answer(id, who).fault = this.silence();
    this.painted(id, who);
  }

  silence() {
    if (kernelIsBusy(this.root)) return { cause: "busy", error: "the kernel is at work; it is saved when that is done" };
    return { cause: "silent", error: "the kernel does not answer" };
  }

  // whether somebody is there who saves

  onBeat({ outside, trouble }) {
    const mended = this.trouble && !trouble;
    this.trouble = trouble ?? null;
    this.onLife();
    if (mended) this.retry();
    if (outside) this.onOutside(outside);
    this.paintTotals();
  }

  onLife() {
    if (!this.line.heard()) return;
    this.retry();
    this.paintTotals();
  }

  /* Another page or a command changed what is shown: both values are told. */
  onOutside({ answers, links, by, via }) {
    const at = clock(Date.now());
    for (const { respondent, id, was, now } of answers) {
      const answer = this.answer(id, respondent);
      if (!answer.unsaved) Object.assign(answer, { stored: now, savedAt: null, changed: { was, by, via, at } });
    }
    for (const id of links) this.card(id)?.linksChanged({ by, via, at });
    this.strip.ask();
    this.paint();
  }

  onAnswers() {
    for (const [key, answer] of this.answers) {
      const [who, id] = JSON.parse(key);
      const stored = this.stored(id, who);
      // What an unsaved edit was made on stays, so that the file can tell a conflict.
      if (answer.fault?.cause === "conflict") answer.theirs = stored;
      if (!answer.unsaved && !answer.sent && !same(stored, answer.stored)) {
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
    this.slips.retry();
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

  /* Words that were typed; what is half filled in stays a draft. */
  flush() {
    for (const card of this.cards) card.sendNote();
  }

  nameOf(who) {
    if (who === ROOM) return "The room";
    return this.model.get("people").find(({ id }) => id === who)?.name ?? who;
  }

  known(who) {
    return who === ROOM || this.model.get("people").some(({ id }) => id === who);
  }

  giveUp(who, id) {
    this.answers.delete(JSON.stringify([who, id]));
    this.painted(id, who);
  }

  close() {
    this.flush();
    this.sight.disconnect();
    this.room.close();
    this.line.close();
  }

  // keys

  onKey(event) {
    // what is being typed goes to disk before the notebook is saved or the cell is run
    if (forNotebook(event)) return this.cards.forEach((card) => card.flush());
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey) return; // the browser's own
    if (this.room.isOpen) return this.room.onKey(event);
    const here = this.cards.findIndex((card) => card.node.contains(event.target));
    const typing = event.target.matches("textarea, input, select");
    if (typing) {
      const left = event.key !== "Escape" || (here >= 0 && this.cards[here].onKey(event));
      if (!left) (this.cards[here] ?? this.which.shown()[0])?.focus();
      return;
    }
    if (here >= 0 && this.onCardKey(event, here)) event.preventDefault();
    else if (this.top.onKey(event)) event.preventDefault();
  }

  onCardKey(event, at) {
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (!step) return this.cards[at].onKey(event);
    const shown = this.which.shown();
    const here = shown.indexOf(this.cards[at]);
    shown[Math.min(Math.max(here + step, 0), shown.length - 1)]?.focus();
    return true;
  }
}
