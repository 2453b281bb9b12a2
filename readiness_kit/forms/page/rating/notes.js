
/* Lines of one kind: the parking lot, or the decisions log. */
class Notes {
  constructor(agenda, kind, title, placeholder) {
    this.form = agenda.form;
    this.kind = kind;
    this.list = el("ul", {});
    this.field = el("input", { type: "text", maxlength: 2000, autocomplete: "off", placeholder, "aria-label": title,
      onkeydown: (event) => event.key === "Enter" && this.add(this.field) });
    this.node = el("div", {}, el("h4", {}, title), this.list,
      el("div", { class: "rk-form-row" }, this.field, button("Keep", () => this.add(this.field))));
  }

  /* Also from the room, about the criterion on the screen. */
  add(field, id = null) {
    const text = field.value.trim();
    if (!text) return;
    const { kind } = this;
    const meeting = this.form.meeting?.number ?? null;
    this.form.slips.post(`${kind}/${this.form.line.nextT()}`, null, () => ({ kind, text, id, note: null, meeting }), () => this.form.room.noted(kind));
    field.value = "";
  }

  rewrite(note, text) {
    const { kind } = this;
    if (text !== note.text) this.form.slips.post(`${kind}/${note.id}`, null, () => ({ kind, text, id: null, note: note.id, meeting: this.form.meeting?.number ?? null }));
  }

  paint(meeting) {
    const notes = meeting?.[this.kind === "park" ? "parked" : "decided"] ?? [];
    const open = Boolean(meeting && !meeting.ended);
    this.node.hidden = !open && !notes.length;
    this.field.parentElement.hidden = !open;
    const waiting = [...this.form.slips.open.values()].filter(({ content }) => content?.kind === this.kind && !content.note);
    const inside = this.list.contains(document.activeElement);
    if (inside && document.activeElement.matches("input")) return; // a line is being put otherwise
    this.list.replaceChildren(
      ...notes.map((note) => this.line(note, open)),
      ...waiting.map(({ content, fault }) => el("li", { class: "rk-form-hint" }, `${content.text} (${fault ? `not saved: ${fault.error}` : "saving…"})`)),
    );
    if (inside) this.field.focus();
  }

  line(note, open) {
    const about = note.criterion ? `${this.form.titleOf(note.criterion)}: ` : "";
    if (!open) return el("li", {}, about, note.text);
    const field = el("input", { type: "text", maxlength: 2000, value: note.text, "aria-label": `Change ${note.id}`,
      onchange: () => this.rewrite(note, field.value.trim()) });
    return el("li", {}, about && el("span", { class: "rk-form-quiet" }, about), field,
      button("Remove", () => this.rewrite(note, ""), { "aria-label": `Remove: ${note.text}` }));
  }
}
