// The field in which one cell is typed; Enter and Tab commit it, Escape leaves the cell as it was.

class Editor {
  constructor(grid, node, column, text, seed) {
    this.grid = grid;
    this.column = column;
    this.before = text;
    this.quick = seed !== undefined; // begun by typing: arrows go on to the next cell
    this.field = column.kind === "choice" ? this.select(text, seed) : this.area(seed ?? text);
    this.field.classList.add("rk-grid-field");
    this.field.setAttribute("aria-label", column.title);
    this.field.setAttribute("aria-describedby", grid.drawing.about.id);
    this.field.addEventListener("blur", (event) => this.onBlur(event));
    node.replaceChildren(this.field);
    if (column.kind === "date") node.append(this.picker());
    node.classList.add("rk-grid-open");
    this.field.focus({ preventScroll: true });
    if (this.field.select && !this.quick) this.field.select();
  }

  /* The focus goes elsewhere; closing the cell takes the field away, and nobody hears that it left. */
  onBlur({ relatedTarget }) {
    const { grid } = this;
    if (grid.editor !== this) return;
    grid.commit();
    if (!grid.drawing.table.contains(relatedTarget)) grid.leave();
  }

  get text() {
    return this.column.kind === "choice" ? this.field.value : tidy(this.field.value);
  }

  area(text) {
    const numeric = { number: "decimal", date: "numeric" }[this.column.kind];
    const hint = { date: "2026-09-14", list: "one; another" }[this.column.kind];
    const field = el("textarea", { rows: 1, maxlength: 20000, spellcheck: "false", inputmode: numeric, placeholder: hint });
    field.value = text;
    return field;
  }

  select(text, seed) {
    const choices = [["", "(empty)"], ...this.column.choices];
    if (!choices.some(([value]) => value === text)) choices.push([text, `${text} (not allowed)`]);
    const field = el("select", { onchange: () => this.byPointer && this.grid.commit(), onpointerdown: () => (this.byPointer = true) },
      ...choices.map(([value, title]) => el("option", { value }, title)));
    const meant = seed && choices.find(([, title]) => title.toLowerCase().startsWith(seed.toLowerCase()));
    field.value = meant ? meant[0] : text;
    return field;
  }

  /* The browser's own calendar beside a date that can also be typed. */
  picker() {
    const hidden = el("input", { type: "date", tabindex: -1, "aria-hidden": "true", onchange: () => {
      this.field.value = hidden.value || this.field.value;
      this.field.focus();
    } });
    // keeps the focus, which would commit the cell
    const open = button("▾", () => this.open(), { tabindex: -1, "aria-label": "Calendar", onmousedown: (event) => event.preventDefault() });
    this.calendar = hidden;
    return el("span", { class: "rk-grid-calendar" }, open, hidden);
  }

  /* Show the list or the calendar, where the browser lets us. */
  open() {
    const field = this.calendar ?? this.field;
    if (this.calendar && /^\d{4}-\d{2}-\d{2}$/.test(this.text)) this.calendar.value = this.text;
    try {
      field.showPicker?.();
      this.byPointer = true;
    } catch {
      // only after a click or a key of the user's own
    }
  }

  /* Whether a key was for the grid: then the cell is closed and the focus goes on. */
  onKey(event) {
    const { key, shiftKey: shift, altKey: alt } = event;
    if (event.isComposing) return false;
    if (alt && key === "Enter" && this.field.matches("textarea")) {
      this.field.setRangeText("\n", this.field.selectionStart, this.field.selectionEnd, "end");
      return true;
    }
    if (alt && key === "ArrowDown") return this.open(), true;
    if (alt) return false;
    if (key === "Escape") return this.grid.cancel(), true;
    if (key === "Enter") return this.grid.commit(), this.grid.place.enter(shift ? -1 : 1), true;
    if (key === "Tab") return this.grid.commit(), this.grid.place.tab(shift ? -1 : 1);
    const step = this.quick && this.field.matches("textarea") && ARROWS[key];
    if (!step) return false;
    this.grid.commit();
    this.grid.place.move(...step);
    return true;
  }
}
