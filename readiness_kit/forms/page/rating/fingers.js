
/* A show of fingers: one line for the whole room, and what was shown. */
class Fingers {
  constructor(room) {
    this.room = room;
    this.revealed = false;
    this.field = el("input", { type: "text", inputmode: "text", autocomplete: "off", spellcheck: "false", oninput: () => this.paint() });
    this.seats = el("div", { class: "rk-form-seated", "aria-hidden": "true" });
    this.node = el("div", { class: "rk-form-fingers" }, labelled("Fingers, then Enter", this.field), this.seats);
  }

  get people() {
    return this.room.form.meeting?.people ?? [];
  }

  /* Another topic comes onto the screen. */
  begin() {
    this.field.value = "";
    this.revealed = this.shown().length > 0;
  }

  again() {
    this.field.value = "";
    this.revealed = false;
  }

  /* What is keyed, by seat: `3 2 2 4 u 1`, or the same without blanks. */
  keyed() {
    const typed = this.field.value.trim().toLowerCase();
    return typed.includes(" ") ? typed.split(/\s+/) : [...typed];
  }

  /* Why what is keyed cannot be, with these levels; null where it can. */
  wrong(levels) {
    const keyed = this.keyed();
    const { people } = this;
    const bad = keyed.find((finger) => ![...levels, "u", "-"].includes(finger));
    if (bad) return `“${bad}” is no level: ${levels.join(", ")}, u for don't know, - for nothing shown.`;
    if (keyed.length !== people.length) return `${plural(people.length, "person is", "people are")} in the room, ${keyed.length} keyed.`;
    return null;
  }

  /* Show what is keyed and send it; `done` is called when it is on disk. */
  reveal(since, done) {
    const { at: id, form } = this.room;
    const { people } = this;
    const fingers = this.keyed();
    form.slips.post(`fingers/${id}`, id, () => ({ kind: "fingers", id, at: since, people, fingers }), done);
    this.revealed = true;
  }

  /* By seat: [name, finger], as last shown. */
  shown() {
    const { at, form } = this.room;
    const unsaved = form.slips.open.get(`fingers/${at}`)?.content.fingers;
    const saved = form.meeting.talks.filter(({ criterion, fingers }) => criterion === at && fingers).at(-1)?.fingers;
    return (unsaved ?? saved ?? []).map((finger, seat) => [form.nameOf(this.people[seat]), finger]);
  }

  /* How far apart they are, in words. */
  words() {
    const fingers = this.shown().map(([, finger]) => finger);
    const levels = fingers.filter((finger) => /^\d$/.test(finger)).map(Number);
    const unknown = fingers.filter((finger) => finger === "u").length;
    const [low, high] = [Math.min(...levels), Math.max(...levels)];
    const spread = !levels.length ? "nobody showed a level" : low === high ? `all at ${low}` : `${low} to ${high}, ${plural(high - low, "level")} apart`;
    const doubt = unknown ? `, ${plural(unknown, "person does not know", "people do not know")}` : "";
    return `Fingers: ${spread}${doubt}.`;
  }

  paint() {
    const keyed = this.keyed();
    this.node.hidden = this.revealed;
    this.seats.replaceChildren(...this.people.map((id, seat) =>
      el("span", { "data-keyed": keyed[seat] ? "" : null }, el("small", {}, this.room.form.nameOf(id)), keyed[seat] ?? "·")));
  }
}
