
const KEYS = [
  ["Enter", "edit"], ["↑ ↓ ← →", "move"], ["Ctrl+V", "paste from a spreadsheet"], ["Ctrl+Z", "undo"],
  ["Ctrl+Delete", "delete the row"],
];

/* The table on the page: what is drawn of it, and no more of that than has changed. */
class Drawing {
  constructor(grid) {
    this.grid = grid;
    this.uid = grid.uid;
    this.nodes = new Map(); // by row: {node, signature}
  }

  build(root) {
    const { grid } = this;
    const id = (part) => `${this.uid}-${part}`;
    this.state = el("span", { class: "rk-grid-state", role: "status" });
    this.undoButton = button("Undo", () => grid.undo());
    this.redoButton = button("Redo", () => grid.step("redo"));
    this.head = el("tr", {});
    this.body = el("tbody", {});
    this.table = el("table", { role: "grid", "aria-labelledby": id("title"), "aria-describedby": id("hint"), "aria-multiselectable": "true" },
      el("thead", {}, this.head), this.body);
    this.about = el("p", { class: "rk-grid-about", id: id("about") });
    // a click beside the cells is the table's too: the notebook must not keep the focus and its keys
    this.root = el("section", { class: "rk-grid", tabindex: -1, "aria-labelledby": id("title") },
      el("div", { class: "rk-grid-top" },
        el("strong", { id: id("title") }, grid.model.get("title")), this.state,
        el("div", { class: "rk-grid-buttons" },
          button("Add a row", () => grid.place.focusBlank()), button("Delete the row", () => grid.remove()),
          this.undoButton, this.redoButton)),
      el("p", { class: "rk-grid-hint", id: id("hint") }, grid.model.get("hint")),
      grid.alarm.node,
      el("div", { class: "rk-grid-box" }, this.table),
      this.about,
      el("p", { class: "rk-grid-keys" }, ...KEYS.map(([key, does]) => el("span", {}, kbd(key), ` ${does}`))));
    this.listen();
    root.append(this.root);
  }

  listen() {
    const { grid, root, body, table } = this;
    root.addEventListener("keydown", (event) => grid.keys.onKey(event));
    root.addEventListener("focusout", (event) => {
      if (!this.painting && !table.contains(event.relatedTarget)) grid.leave();
    });
    body.addEventListener("pointerdown", (event) => (grid.keys.pointer = event.pointerType));
    body.addEventListener("mousedown", (event) => grid.keys.onPress(event));
    body.addEventListener("mouseover", (event) => grid.keys.onDrag(event));
    body.addEventListener("dblclick", (event) => this.cellOf(event.target) && grid.edit());
    for (const kind of ["copy", "cut", "paste"]) {
      table.addEventListener(kind, (event) => grid.editor || grid.clipboard.on(kind, event));
    }
  }

  paintHead() {
    const head = ({ title, unit, required, help }) => el("th", { scope: "col", title: help },
      title, unit ? el("small", {}, ` ${unit}`) : null,
      required ? el("span", { class: "rk-grid-required" }, " *", el("span", { class: "rk-grid-unseen" }, "required")) : null);
    const corner = el("th", { scope: "col" }, el("span", { class: "rk-grid-unseen" }, "Row"));
    this.head.replaceChildren(corner, ...this.grid.columns.map(head));
  }

  paint() {
    const { editor, place, rows } = this.grid;
    if (editor && !rows.some(({ key }) => key === editor.key)) return this.grid.commit();
    place.hold(rows);
    const focused = this.body.contains(document.activeElement) && !editor;
    const old = this.nodes;
    this.nodes = new Map();
    rows.forEach((row, index) => this.nodes.set(row.key, this.drawn(row, index, old.get(row.key))));
    // nodes that stay are not moved, lest the one that is typed in lose the focus
    this.painting = true;
    let next = this.body.firstChild;
    for (const { node } of this.nodes.values()) {
      if (node === next) next = next.nextSibling;
      else this.body.insertBefore(node, next);
    }
    while (next) {
      const gone = next;
      next = next.nextSibling;
      gone.remove();
    }
    this.painting = false;
    this.paintFocus();
    if (focused) this.cellHere()?.focus({ preventScroll: true });
    this.paintState();
  }

  drawn(row, index, before) {
    const faults = this.grid.faultsOf(row);
    const signature = JSON.stringify([index, row.cells, faults, this.grid.standing(row)]);
    const open = this.grid.editor?.key === row.key;
    if (before && (open || before.signature === signature)) return before;
    const node = el("tr", { "data-state": this.grid.standing(row) }, this.gutter(row, index),
      ...this.grid.columns.map((column) => this.cell(row, column, faults, index)));
    return { node, signature };
  }

  gutter({ key, cells }, index) {
    if (key === this.grid.blank) return el("td", { class: "rk-grid-gutter", role: "rowheader" }, el("span", { "aria-hidden": "true" }, "+"), el("span", { class: "rk-grid-unseen" }, "new row"));
    const name = Object.values(cells).find(Boolean) ?? "";
    return el("td", { class: "rk-grid-gutter", role: "rowheader" }, el("span", { class: "rk-grid-number" }, String(index + 1)),
      button("✕", () => this.grid.remove([key]), { tabindex: -1, title: "Delete this row", "aria-label": `Delete row ${index + 1} ${name}`.trim() }));
  }

  cell({ cells }, column, faults, index) {
    const text = cells[column.id] ?? "";
    const wrong = faults.filter((fault) => fault.column === column.id).map((fault) => fault.text);
    const shown = column.choices.find(([value]) => value === text)?.[1] ?? text;
    const why = wrong.length ? el("span", { hidden: true, id: `${this.uid}-why-${index}-${column.id}` }, `Not saved: ${wrong.join("; ")}`) : null;
    return el("td", {
      role: "gridcell", tabindex: -1, "data-column": column.id, "data-kind": column.kind,
      title: wrong.join("; ") || null, "aria-invalid": wrong.length ? "true" : null, "aria-describedby": why?.id,
      "aria-readonly": column.fixed ? "true" : null,
    }, el("div", {}, shown), why);
  }

  paintFocus() {
    const { place } = this.grid;
    const [top, left, bottom, right] = place.range();
    let row = -1;
    for (const { node } of this.nodes.values()) {
      row += 1;
      [...node.children].slice(1).forEach((cell, column) => {
        const here = row === place.row && column === place.column;
        const chosen = place.from !== null && row >= top && row <= bottom && column >= left && column <= right;
        cell.tabIndex = here ? 0 : -1;
        cell.classList.toggle("rk-grid-here", here);
        if (chosen) cell.setAttribute("aria-selected", "true");
        else cell.removeAttribute("aria-selected");
      });
    }
    this.paintAbout();
  }

  paintAbout() {
    const { columns, place, rows } = this.grid;
    const column = columns[place.column];
    if (!column) return this.about.replaceChildren();
    const wrong = this.grid.faultsOf(rows[place.row]).filter((fault) => fault.column === column.id);
    const help = column.help ? `: ${column.help}` : "";
    this.about.replaceChildren(el("b", {}, column.title), help,
      ...wrong.map(({ text }) => el("span", { class: "rk-grid-wrong" }, ` ✗ ${text}`)));
  }

  paintState() {
    const { alarm, drafts, model } = this.grid;
    const [state, words] = this.words();
    this.state.dataset.state = state;
    if (this.state.textContent !== words) this.state.textContent = words;
    const undoable = model.get("undoable");
    const redoable = model.get("redoable");
    this.undoButton.disabled = !undoable && !drafts.list.length && !this.grid.dropped.length;
    this.undoButton.title = undoable ? `Take back: ${undoable}` : "";
    this.redoButton.disabled = !redoable;
    this.redoButton.title = redoable ? `Do again: ${redoable}` : "";
    alarm.paint();
  }

  words() {
    const { editor, model, note, said, saving } = this.grid;
    const drafts = this.grid.drafts.list;
    if (!drafts.length) saving.fault = null;
    if (model.get("trouble")) return ["fault", "✗ the file does not read"];
    if (saving.line.silent && drafts.length) return ["fault", `✗ not saved: ${this.silence()}`];
    if (saving.line.silent) return ["fault", `✗ ${this.silence()}`];
    if (saving.fault) return ["fault", `✗ not saved: ${saving.fault.error}`];
    if (drafts.some((draft) => draft.conflict)) return ["fault", "✗ not saved: changed elsewhere"];
    const bad = drafts.filter((draft) => draft.faults.length).length;
    if (editor || drafts.some((draft) => saving.waits(draft))) return ["busy", "editing…"];
    if (bad) return ["fault", `✗ not saved: ${plural(bad, "row")}${note}`];
    if (saving.sent || drafts.length) return ["busy", "saving…"];
    if (said) return ["fault", said];
    if (saving.savedAt) return ["saved", `✓ saved ${saving.savedAt}${note}`];
    const count = model.get("rows").length;
    return ["", `${plural(count, "row")} · ${model.get("file")}${note}`];
  }

  silence() {
    return kernelIsBusy(this.root) ? "the kernel is busy with another cell" : "the kernel does not answer";
  }

  /* The cell in which one is. */
  cellHere() {
    const { at, column } = this.grid.place;
    return this.nodes.get(at.key)?.node.children[column + 1];
  }

  cellOf(target) {
    const cell = target.closest?.("td[data-column]");
    if (!cell || cell.contains(this.grid.editor?.field)) return null;
    const key = [...this.nodes].find(([, { node }]) => node === cell.parentNode)?.[0];
    return key === undefined ? null : { key, column: cell.dataset.column };
  }

  /* A row is known by another key from now on. */
  follow(before, after) {
    this.nodes.set(after, this.nodes.get(before));
    this.nodes.delete(before);
  }

  /* Draw a row anew the next time, whatever it says. */
  forget(key) {
    this.nodes.delete(key);
  }

  /* Draw all anew: there are other columns. */
  restart() {
    this.nodes.clear();
    this.paintHead();
    this.paint();
  }
}
