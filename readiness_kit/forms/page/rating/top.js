
const FILTERS = [
  ["all", "All"], ["open", "Open"], ["blockers", "Blockers"], ["disagreement", "Disagreement"],
  ["unknown", "Unknown"], ["agenda", "On the agenda"],
];

const LISTED = 5; // of what is not saved; the rest is counted

function homelessWords({ kind, about, choice, note, proof, plan, id }) {
  if (kind === "answer") {
    const answer = new Answer(null);
    Object.assign(answer, { choice, note });
    return `${JSON.parse(about).join(", ")}: ${spelled(answer.value, note ?? "")}`;
  }
  return `${id}: ${linkWords(proof ?? plan)}`;
}

/* On top of the cards and always in sight: whose answers, how far, which cards, and what is not on disk. */
class Top {
  constructor(form) {
    this.form = form;
    this.count = el("span", { class: "rk-form-count" });
    this.progress = el("progress", { "aria-label": "Answered" });
    this.alarm = el("div", { class: "rk-form-alarm", role: "alert" });
    this.notice = el("div", { class: "rk-form-notice", role: "status" });
    this.people = this.choosePeople();
    this.filters = FILTERS.map(([id, words]) => this.filterButton(id, words));
    this.jump = el("select", { "aria-label": "Go to a criterion", onchange: () => this.leap() });
    this.fillJump();
    this.node = el("div", { class: "rk-form-top" },
      el("div", { class: "rk-form-head" },
        el("label", { class: "rk-form-who" }, "Answers of ", this.people), this.progress, this.count),
      el("div", { class: "rk-form-tools" },
        el("div", { class: "rk-form-filters", role: "group", "aria-label": "Which cards are shown" }, ...this.filters.map((f) => f.node)),
        this.jump,
        button([kbd("A"), " Agenda"], () => form.agenda.toggle()),
        button([kbd("R"), " Room"], () => form.room.enter()),
        (this.verdict = button([kbd("V"), " Verdict"], () => form.strip.toggle(), { "aria-pressed": "false" }))),
      form.strip.node, this.alarm, this.notice);
    this.keys = this.keyLine();
  }

  choosePeople() {
    const people = el("select", { onchange: () => this.form.changeRespondent(people.value) });
    for (const { id, name, role } of this.form.model.get("people")) {
      people.append(el("option", { value: id }, name === role ? name : `${name}, ${role}`));
    }
    people.append(el("option", { value: ROOM }, "The room, agreed"));
    return people;
  }

  filterButton(id, words) {
    const count = el("span", { class: "rk-form-number-of" });
    const node = button([`${words} `, count], () => this.form.which.choose(id), { "data-filter": id });
    return { id, node, count };
  }

  fillJump() {
    let group = null;
    this.leaps = new Map();
    this.jump.replaceChildren(el("option", { value: "" }, "Go to …"));
    for (const { id, title, practice } of this.form.criteria) {
      if (group?.label !== practice) this.jump.append((group = el("optgroup", { label: practice })));
      const option = el("option", { value: id });
      group.append(option);
      this.leaps.set(id, [option, title]);
    }
  }

  leap() {
    const id = this.jump.value;
    this.jump.value = "";
    if (id) this.form.which.goTo(id);
  }

  keyLine() {
    const levels = this.form.criteria[0]?.levels.map(({ level }) => level) ?? [];
    const parts = [
      [`${levels[0]}–${levels.at(-1)}`, "choose"], ["U", "don't know"], ["N", "not applicable"], ["⌫", "clear"],
      ["J K", "next, previous"], ["← →", "look around, Space chooses"], ["S", "was shown to us"], ["E", "evidence"],
      ["O", "owner, due"], ["G", "go to"],
    ];
    return el("p", { class: "rk-form-keys" },
      ...parts.map(([key, does]) => el("span", {}, el("kbd", {}, key), ` ${does}`)));
  }

  onKey({ key, repeat }) {
    const act = {
      a: () => this.form.agenda.toggle(), r: () => this.form.room.enter(), v: () => this.form.strip.toggle(),
      g: () => this.jump.focus(), f: () => this.filters.find((each) => each.id === this.form.which.filter).node.focus(),
    }[key.toLowerCase()];
    if (act && !repeat) act();
    return Boolean(act);
  }

  // painting

  paint() {
    const { form } = this;
    this.people.value = form.who;
    const done = form.cards.filter((card) => card.answer.answered).length;
    this.count.textContent = `${done} of ${form.cards.length} answered`;
    this.progress.max = Math.max(form.cards.length, 1);
    this.progress.value = done;
    for (const { id, node, count } of this.filters) {
      count.textContent = form.cards.filter((card) => form.which.matches(card.id, id)).length;
      node.setAttribute("aria-pressed", String(id === form.which.filter));
      node.hidden = id === "agenda" && !form.meeting;
    }
    for (const [id, [option, title]] of this.leaps) {
      const { value } = form.answer(id);
      const mark = { unknown: "?", not_applicable: "–" }[value] ?? value ?? "·";
      option.textContent = `${mark}  ${title}`;
    }
    this.paintAlarm();
    this.paintNotice();
  }

  paintAlarm() {
    this.say(this.alarm, this.alarmed());
    this.form.room.paintAlarm();
  }

  /* What has to be told in red, or nothing. */
  alarmed() {
    const { form } = this;
    const stuck = [...this.stuckAnswers(), ...this.stuckSlips(), ...this.homeless()];
    const gone = form.line.silent && !kernelIsBusy(form.root);
    return stuck.length ? this.notSaved(stuck) : gone ? this.gone() : form.trouble ? this.unread() : [];
  }

  /* Only what is new is put on the page, so that a screen reader says it once. */
  say(node, told) {
    const words = told.map((part) => part.textContent ?? part).join("");
    node.hidden = !told.length;
    if (node.dataset.said === words) return;
    node.dataset.said = words;
    const pressed = node.contains(document.activeElement);
    node.replaceChildren(...told);
    if (pressed) this.form.refocus();
  }

  // what is not saved, each as {fault, words, go, drop}

  stuckAnswers() {
    const { form } = this;
    return [...form.answers].filter(([, { fault }]) => fault && fault.cause !== "busy").map(([key, answer]) => {
      const [who, id] = JSON.parse(key);
      const go = form.criterion(id) && form.known(who) ? () => this.goTo(who, id) : null;
      const words = `${form.nameOf(who)}, ${form.titleOf(id)}: ${spelled(answer.value, answer.text)}`;
      return { fault: answer.fault, words, go, drop: () => form.giveUp(who, id) };
    });
  }

  stuckSlips() {
    const { form } = this;
    return form.slips.faulty.filter(({ fault }) => fault.cause !== "busy").map((slip) => {
      const about = slip.about ? `${form.titleOf(slip.about)}: ` : "";
      const go = slip.about && form.criterion(slip.about) ? () => this.goTo(form.who, slip.about) : null;
      return { fault: slip.fault, words: `${about}${linkWords(slip.content)}`, go, drop: () => form.slips.drop(slip) };
    });
  }

  homeless() {
    const { form } = this;
    const fault = { cause: "homeless", error: "the question or the person is not here any more" };
    return Object.entries(form.kept.homeless).map(([key, entry]) => {
      const drop = () => {
        delete form.kept.homeless[key];
        form.paintTotals();
      };
      return { fault, words: homelessWords(entry), go: null, drop };
    });
  }

  goTo(who, id) {
    if (who !== this.form.who) this.form.changeRespondent(who);
    this.form.room.close();
    this.form.which.goTo(id);
  }

  notSaved(stuck) {
    const why = [...new Set(stuck.map(({ fault }) => fault.error.replace(/\.$/, "")))].join("; ");
    const again = stuck.some(({ fault }) => !["conflict", "homeless"].includes(fault.cause));
    const gone = stuck.some(({ fault }) => fault.cause === "silent");
    const hint = gone ? " Where the kernel was restarted, run the notebook's cells again: what is not saved stays on this page and is saved then." : "";
    return [
      el("strong", {}, "Not saved. "), `${plural(stuck.length, "change is", "changes are")} on this page only: ${why}.${hint} `,
      ...(again ? [button("Try again", () => this.form.retry())] : []),
      el("ul", {}, ...stuck.slice(0, LISTED).map(({ words, go, drop }) => el("li", {},
        el("span", {}, words), go ? button("Go there", go) : null, button("Give it up", drop, { "aria-label": `Give it up: ${words}` })))),
      ...(stuck.length > LISTED ? [`and ${stuck.length - LISTED} more`] : []),
    ];
  }

  gone() {
    return [
      el("strong", {}, "The kernel does not answer. "),
      "What is ticked is on disk. Run the notebook's cells again to go on; what you choose before that stays on this page.",
    ];
  }

  unread() {
    return [el("strong", {}, "The engagement's files do not read at the moment. "), this.form.trouble];
  }

  paintNotice() {
    const { form } = this;
    const waiting = [...form.answers.values(), ...form.slips.open.values()].filter(({ fault }) => fault?.cause === "busy").length;
    const told = waiting ? [`The kernel is at work: ${plural(waiting, "change waits", "changes wait")} on this page until it is free.`] : [];
    this.say(this.notice, told);
  }
}
