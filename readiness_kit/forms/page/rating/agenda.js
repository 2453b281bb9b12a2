
const USUAL_MINUTES = 120;
const MOST_MINUTES = 600;
const CAUSES = {
  blocker: "open blocker", spread: "people are far apart", unknown: "not known", range: "nobody was asked yet", proof: "ask to be shown",
};

/* What the meeting talks about, who is in it, what is parked and what was decided. */
class Agenda {
  constructor(form) {
    this.form = form;
    this.proposal = null; // {topics, left}, asked for and not begun
    this.seats = null; // the ids that are ticked, before they are saved
    this.touched = false; // in a meeting: its minutes were changed
    this.minutes = el("input", { type: "number", min: 5, max: MOST_MINUTES, step: 5, value: USUAL_MINUTES, onchange: () => afterFocus(() => this.onMinutes()) });
    this.people = el("div", { class: "rk-form-seats", role: "group", "aria-label": "Who is in the room" });
    this.topics = el("ol", { class: "rk-form-topics" });
    this.left = el("details", { class: "rk-form-left" });
    this.sum = el("p", { class: "rk-form-quiet", role: "status" });
    this.told = el("p", { class: "rk-form-hint", role: "status" });
    this.go = button("Begin the meeting", () => this.begin(), { class: "rk-form-primary" });
    this.anew = button("Propose anew", () => this.propose());
    this.discard = button("Discard the changes", () => this.forget());
    this.end = button("End the meeting", () => this.act("end"));
    this.reopen = button("Go on with the last meeting", () => this.act("reopen"));
    this.title = el("h3", {});
    this.parked = new Notes(this, "park", "Parking lot", "what is for another day?");
    this.decided = new Notes(this, "decide", "Decisions", "what was decided, and by whom?");
    this.node = el("section", { class: "rk-form-agenda", "aria-label": "Agenda", hidden: true },
      this.title,
      el("div", { class: "rk-form-row" }, labelled("Minutes", this.minutes), this.people),
      el("p", { class: "rk-form-quiet" }, "Fingers are keyed in this order. Blockers come first, then where people are apart, then what nobody knows."),
      this.topics, this.sum, this.left, this.told,
      el("div", { class: "rk-form-row" }, this.go, this.discard, this.anew, this.reopen, this.end, button("Close", () => this.toggle(false))),
      el("div", { class: "rk-form-notes" }, this.parked.node, this.decided.node));
  }

  /* What was put in order or typed in the one before, which the page lost to new questions or people. */
  take({ proposal, seats, touched, minutes, parked, decided }) {
    Object.assign(this, { proposal, seats, touched });
    this.minutes.value = minutes.value;
    this.parked.field.value = parked.field.value;
    this.decided.field.value = decided.field.value;
  }

  get seated() {
    if (this.seats) return this.seats;
    return this.form.meeting?.people ?? this.form.model.get("people").map(({ id }) => id);
  }

  toggle(open = this.node.hidden) {
    this.node.hidden = !open;
    if (!open) return this.form.which.shown()[0]?.focus();
    if (!this.form.meeting && !this.proposal) this.propose();
    this.paint();
    this.node.scrollIntoView({ block: "nearest" });
    this.minutes.focus();
  }

  // acting

  /* In a meeting, its length alone; before, what the time holds. */
  onMinutes() {
    if (!this.form.meeting) return this.propose();
    this.touched = true;
    this.paint();
  }

  forget() {
    this.proposal = this.seats = null;
    this.touched = false;
    if (!this.form.meeting) this.propose();
    this.paint();
  }

  propose() {
    const wanted = Math.round(Number(this.minutes.value)) || USUAL_MINUTES;
    this.form.slips.post("propose", null, () => ({ kind: "propose", minutes: wanted }), ({ proposal }) => {
      this.proposal = proposal;
      this.paint();
    });
  }

  planned() {
    const topics = this.proposal ? this.proposal.topics : this.form.meeting.agenda;
    return topics.map(({ criterion, minutes, why }) => ({ criterion, minutes, why }));
  }

  begin() {
    const kind = this.form.meeting ? "replan" : "begin";
    const [minutes, people, agenda] = [Math.round(Number(this.minutes.value)), this.seated, this.planned()];
    this.form.slips.post("meeting", null, () => ({ kind, minutes, people, agenda }), () => {
      this.proposal = this.seats = null;
      this.touched = false;
      this.form.paint();
      if (kind === "begin") this.enter();
    });
  }

  /* The room comes in the place of the agenda, which A opens again. */
  enter() {
    this.node.hidden = true;
    this.form.room.enter();
  }

  act(kind) {
    this.form.slips.post("meeting", null, () => ({ kind }), () => {
      this.forget();
      this.form.paint();
      this.told.textContent = kind === "end" ? "The meeting has ended. What was not reached keeps its value." : "";
      (kind === "end" ? this.reopen : this.end).focus();
    });
  }

  seat(id, on) {
    const order = this.form.model.get("people").map((person) => person.id);
    const seats = new Set(this.seated);
    if (on) seats.add(id);
    else seats.delete(id);
    this.seats = [...this.seated.filter((each) => seats.has(each)), ...order.filter((each) => seats.has(each) && !this.seated.includes(each))];
    this.paint();
  }

  /* The topics as they are put in order; a meeting's own stay as they are until that is saved. */
  drafted() {
    return (this.proposal ??= { topics: [...this.form.meeting.agenda], left: [] });
  }

  /* Another time for a topic; what is no time is put back. */
  allot(at, field) {
    const wanted = Math.round(Number(field.value));
    const { topics } = this.drafted();
    if (wanted >= 1 && wanted <= MOST_MINUTES) topics[at] = { ...topics[at], minutes: wanted };
    field.value = topics[at].minutes;
    this.paint();
  }

  move(at, step) {
    const { topics, left } = this.drafted();
    const [topic] = topics.splice(at, 1);
    if (step) topics.splice(at + step, 0, topic);
    else left.unshift({ ...topic, reason: topic.reason ?? "taken off by hand" });
    this.paint();
  }

  add(at) {
    const [topic] = this.proposal.left.splice(at, 1);
    this.proposal.topics.push(topic);
    this.paint();
  }

  // painting

  paint() {
    const { meeting } = this.form;
    if (this.node.hidden) return;
    const changed = Boolean(meeting && (this.proposal || this.seats || this.touched));
    const past = this.form.model.get("meetings").at(-1);
    this.title.textContent = meeting ? `Meeting ${meeting.number}, ${longDay(meeting.on)}` : "Agenda for the next meeting";
    if (meeting && document.activeElement !== this.minutes && !changed) this.minutes.value = meeting.minutes;
    this.go.textContent = meeting ? "Save the agenda" : "Begin the meeting";
    this.go.hidden = meeting ? !changed : !this.proposal?.topics.length;
    this.discard.hidden = !changed;
    this.anew.hidden = !meeting;
    this.end.hidden = !meeting;
    this.reopen.hidden = Boolean(meeting) || !past;
    this.paintSeats();
    this.paintTopics(meeting);
    this.paintTold();
    this.parked.paint(meeting ?? past);
    this.decided.paint(meeting ?? past);
  }

  paintSeats() {
    const { seated } = this;
    const listed = this.form.model.get("people");
    const strangers = seated.filter((id) => !this.form.known(id)).map((id) => ({ id, name: id, role: "not listed any more" }));
    keepFocus(this.people, () => this.people.replaceChildren(...[...listed, ...strangers].map(({ id, name, role }) => {
      const box = el("input", { type: "checkbox", "data-key": id, onchange: () => this.seat(id, box.checked) });
      box.checked = seated.includes(id);
      return el("label", {}, box, ` ${name === role ? name : `${name}, ${role}`}`);
    })));
  }

  paintTopics(meeting) {
    const topics = this.proposal?.topics ?? meeting?.agenda ?? [];
    keepFocus(this.topics, () =>
      this.topics.replaceChildren(...topics.map((topic, at) => this.topic(topic, at, topics.length, meeting))));
    const sum = topics.reduce((total, topic) => total + topic.minutes, 0);
    const over = sum - Math.round(Number(this.minutes.value));
    this.sum.textContent = topics.length ? `Planned: ${sum} min${over > 0 ? `, ${over} more than the meeting has` : ""}.` : "";
    const left = this.proposal?.left ?? [];
    this.left.hidden = !left.length;
    this.left.replaceChildren(
      el("summary", {}, `${plural(left.length, "more criterion", "more criteria")} that the time does not hold`),
      el("ol", {}, ...left.map((topic, at) => {
        const title = this.form.titleOf(topic.criterion);
        const add = button("Add", () => this.add(at), { "aria-label": `Add: ${title}` });
        return el("li", {}, this.line([el("strong", {}, title), ` ${topic.reason}`], [add]));
      })));
  }

  topic(topic, at, count, meeting) {
    const seconds = talked(meeting, topic.criterion);
    const spent = seconds ? ` ✓ discussed, ${minutes(seconds)}` : "";
    const title = this.form.titleOf(topic.criterion);
    const time = el("input", { type: "number", min: 1, max: MOST_MINUTES, value: topic.minutes, "aria-label": `Minutes for: ${title}`,
      "data-key": `${topic.criterion}/minutes`, onchange: () => afterFocus(() => this.allot(at, time)) });
    const act = (words, does, label) => button(words, does, { "aria-label": `${label}: ${title}`, "data-key": `${topic.criterion}/${label}` });
    return el("li", { "data-id": topic.criterion }, this.line(
      [button(title, () => this.form.which.goTo(topic.criterion), { class: "rk-form-linklike" }),
        " ", time, el("span", { class: "rk-form-quiet" }, ` min. ${topic.reason ?? topic.why.map((why) => CAUSES[why] ?? why).join(", ")}${spent} `)],
      [at > 0 ? act("↑", () => this.move(at, -1), "Earlier") : null,
        at < count - 1 ? act("↓", () => this.move(at, 1), "Later") : null,
        act("✕", () => this.move(at, 0), "Take off")]));
  }

  line(said, acts) {
    return el("div", { class: "rk-form-line" }, el("span", {}, ...said), el("span", {}, ...acts));
  }

  paintTold() {
    const { slips } = this.form;
    const faults = ["propose", "meeting"].map((key) => slips.open.get(key)?.fault).filter(Boolean);
    const none = this.proposal && !this.proposal.topics.length ? "Nothing has to be talked about: no blocker is open, people agree, and all is known." : "";
    if (faults.length || none || this.form.meeting) this.told.textContent = faults.map(({ error }) => `Not done: ${error}`).join(" ") || none;
  }
}

function talked(meeting, id) {
  return (meeting?.talks ?? []).filter(({ criterion }) => criterion === id).reduce((sum, { seconds }) => sum + Math.max(seconds, 1), 0);
}
