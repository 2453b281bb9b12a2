// The page of GridForm: a table to type in, and the truth about which rows are on disk.
//
// Its parts are joined into one module, in the order of grid.py. An edit stays here until a reply
// says that it is saved, and a message carries all rows that the file has not. Client text enters
// by textContent alone.

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const KEYS = [
  ["Enter", "edit"], ["↑ ↓ ← →", "move"], ["Ctrl+V", "paste from a spreadsheet"], ["Ctrl+Z", "undo"],
  ["Ctrl+Delete", "delete the row"],
];

class Grid {
  constructor(model, root) {
    this.model = model;
    this.uid = `rk-${Math.random().toString(36).slice(2)}`;
    this.drafts = new Drafts(model.get("place"));
    this.blank = `${this.uid}-0`; // the key of the empty row below
    this.at = { key: null, column: null };
    this.from = null; // the other corner of a range
    this.entry = null; // while typing along a row: the column it began in
    this.nodes = new Map(); // by row: {node, drawn}
    this.sent = null; // {t, rows}: the newest message without a reply
    this.beatAt = performance.now(); // the kernel beats while a page shows the table
    this.silent = false;
    this.fault = null; // {cause, error} of a whole message
    this.said = "";
    this.note = ""; // what of a paste has no place here
    this.turn = 0; // counts the changes
    this.savedTurn = null; // the newest one in the last save
    this.dropped = [];
    this.lastT = 0;
    this.build(root);
    this.pulse = setInterval(() => this.checkPulse(), LISTEN_MS);
    this.tell({ kind: "hello", id: this.uid, t: this.nextT() });
    this.send({ waiting: true, again: true });
  }

  get columns() {
    return this.model.get("columns").filter((column) => !column.hidden);
  }

  /* The rows as shown: those of the file, with what is changed on them, new ones, and a blank one. */
  get rows() {
    const rows = this.model.get("rows").map(({ ref, cells }) => {
      const draft = this.drafts.of(ref);
      return { key: ref, cells: draft?.cells ?? cells, draft };
    });
    const known = new Set(rows.map(({ key }) => key));
    for (const draft of this.drafts.list) {
      if (!known.has(draft.key)) rows.push({ key: draft.key, cells: draft.cells ?? draft.seen, draft });
    }
    return [...rows, { key: this.blank, cells: this.empty(), draft: null }];
  }

  /* The row as the file had it when it was last looked at. */
  stored(key) {
    return this.model.get("rows").find(({ ref }) => ref === key);
  }

  empty() {
    return Object.fromEntries(this.model.get("columns").map(({ id }) => [id, ""]));
  }

  // building

  build(root) {
    const id = (part) => `${this.uid}-${part}`;
    const { model } = this;
    this.state = el("span", { class: "rk-grid-state", role: "status" });
    this.undoButton = button("Undo", () => this.undo());
    this.redoButton = button("Redo", () => this.step("redo"));
    this.alarm = new Alarm(this);
    this.clipboard = new Clipboard(this);
    this.head = el("tr", {});
    this.body = el("tbody", {});
    this.table = el("table", { role: "grid", "aria-labelledby": id("title"), "aria-describedby": id("hint"), "aria-multiselectable": "true" },
      el("thead", {}, this.head), this.body);
    this.about = el("p", { class: "rk-grid-about", id: id("about") });
    // a click beside the cells is the table's too: the notebook must not keep the focus and its keys
    this.root = el("section", { class: "rk-grid", tabindex: -1, "aria-labelledby": id("title") },
      el("div", { class: "rk-grid-top" },
        el("strong", { id: id("title") }, model.get("title")), this.state,
        el("div", { class: "rk-grid-buttons" },
          button("Add a row", () => this.focusBlank()), button("Delete the row", () => this.remove()),
          this.undoButton, this.redoButton)),
      el("p", { class: "rk-grid-hint", id: id("hint") }, model.get("hint")),
      this.alarm.node,
      el("div", { class: "rk-grid-box" }, this.table),
      this.about,
      el("p", { class: "rk-grid-keys" }, ...KEYS.map(([key, does]) => el("span", {}, kbd(key), ` ${does}`))));
    this.listen();
    root.append(this.root);
    this.paintHead();
    this.paint();
  }

  listen() {
    const { root, table } = this;
    root.addEventListener("keydown", (event) => this.onKey(event));
    root.addEventListener("focusout", (event) => {
      if (!this.painting && !table.contains(event.relatedTarget)) this.leave();
    });
    this.body.addEventListener("pointerdown", (event) => (this.pointer = event.pointerType));
    this.body.addEventListener("mousedown", (event) => this.onPress(event));
    this.body.addEventListener("mouseover", (event) => this.onDrag(event));
    this.body.addEventListener("dblclick", (event) => this.cellOf(event.target) && this.edit());
    for (const kind of ["copy", "cut", "paste"]) {
      table.addEventListener(kind, (event) => this.editor || this.clipboard.on(kind, event));
    }
  }

  paintHead() {
    const head = ({ title, unit, required, help }) => el("th", { scope: "col", title: help },
      title, unit ? el("small", {}, ` ${unit}`) : null,
      required ? el("span", { class: "rk-grid-required" }, " *", el("span", { class: "rk-grid-unseen" }, "required")) : null);
    const corner = el("th", { scope: "col" }, el("span", { class: "rk-grid-unseen" }, "Row"));
    this.head.replaceChildren(corner, ...this.columns.map(head));
  }

  // painting

  paint() {
    const rows = this.rows;
    if (this.editor && !rows.some(({ key }) => key === this.editor.key)) return this.commit();
    if (!rows.some(({ key }) => key === this.at.key)) {
      const near = Math.min(this.place?.row ?? 0, rows.length - 1);
      this.at = { key: rows[near].key, column: this.at.column };
    }
    if (!this.columns.some(({ id }) => id === this.at.column)) this.at.column = this.columns[0]?.id ?? null;
    const focused = this.body.contains(document.activeElement) && !this.editor;
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
    this.place = this.placeOf(this.at, rows);
    this.paintFocus();
    if (focused) this.node()?.focus({ preventScroll: true });
    this.paintState();
  }

  drawn(row, index, before) {
    const faults = this.faultsOf(row);
    const signature = JSON.stringify([index, row.cells, faults, this.standing(row)]);
    const open = this.editor?.key === row.key;
    if (before && (open || before.signature === signature)) return before;
    const node = el("tr", { "data-state": this.standing(row) }, this.gutter(row, index),
      ...this.columns.map((column) => this.cell(row, column, faults, index)));
    return { node, signature };
  }

  standing({ key, draft }) {
    if (key === this.blank) return "blank";
    if (!draft) return "saved";
    if (draft.conflict) return "conflict";
    if (draft.faults.length) return "bad";
    return draft.cells === null ? "going" : "draft";
  }

  gutter({ key, cells }, index) {
    if (key === this.blank) return el("td", { class: "rk-grid-gutter", role: "rowheader" }, el("span", { "aria-hidden": "true" }, "+"), el("span", { class: "rk-grid-unseen" }, "new row"));
    const name = Object.values(cells).find(Boolean) ?? "";
    return el("td", { class: "rk-grid-gutter", role: "rowheader" }, el("span", { class: "rk-grid-number" }, String(index + 1)),
      button("✕", () => this.remove([key]), { tabindex: -1, title: "Delete this row", "aria-label": `Delete row ${index + 1} ${name}`.trim() }));
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

  /* What is wrong with a row: as it is wanted, or as the file has it. */
  faultsOf({ key, draft }) {
    if (draft) return draft.faults;
    return this.model.get("faults").filter(({ ref }) => ref === key && ref !== null);
  }

  paintFocus() {
    const [top, left, bottom, right] = this.range();
    let row = -1;
    for (const { node } of this.nodes.values()) {
      row += 1;
      [...node.children].slice(1).forEach((cell, column) => {
        const here = row === this.place.row && column === this.place.column;
        const chosen = this.from !== null && row >= top && row <= bottom && column >= left && column <= right;
        cell.tabIndex = here ? 0 : -1;
        cell.classList.toggle("rk-grid-here", here);
        if (chosen) cell.setAttribute("aria-selected", "true");
        else cell.removeAttribute("aria-selected");
      });
    }
    this.paintAbout();
  }

  paintAbout() {
    const column = this.columns[this.place.column];
    if (!column) return this.about.replaceChildren();
    const row = this.rows[this.place.row];
    const wrong = this.faultsOf(row).filter((fault) => fault.column === column.id);
    const help = column.help ? `: ${column.help}` : "";
    this.about.replaceChildren(el("b", {}, column.title), help,
      ...wrong.map(({ text }) => el("span", { class: "rk-grid-wrong" }, ` ✗ ${text}`)));
  }

  paintState() {
    const [state, words] = this.words();
    this.state.dataset.state = state;
    if (this.state.textContent !== words) this.state.textContent = words;
    const undoable = this.model.get("undoable");
    const redoable = this.model.get("redoable");
    this.undoButton.disabled = !undoable && !this.drafts.list.length;
    this.undoButton.title = undoable ? `Take back: ${undoable}` : "";
    this.redoButton.disabled = !redoable;
    this.redoButton.title = redoable ? `Do again: ${redoable}` : "";
    this.alarm.paint();
  }

  words() {
    const drafts = this.drafts.list;
    if (!drafts.length) this.fault = null;
    if (this.model.get("trouble")) return ["fault", "✗ the file does not read"];
    if (this.silent && drafts.length) return ["fault", `✗ not saved: ${this.silence()}`];
    if (this.silent) return ["fault", `✗ ${this.silence()}`];
    if (this.fault) return ["fault", `✗ not saved: ${this.fault.error}`];
    if (drafts.some((draft) => draft.conflict)) return ["fault", "✗ not saved: changed elsewhere"];
    const bad = drafts.filter((draft) => draft.faults.length).length;
    if (this.editor || drafts.some((draft) => this.waits(draft))) return ["busy", "editing…"];
    if (bad) return ["fault", `✗ not saved: ${plural(bad, "row")}${this.note}`];
    if (this.sent || drafts.length) return ["busy", "saving…"];
    if (this.said) return ["fault", this.said];
    if (this.savedAt) return ["saved", `✓ saved ${this.savedAt}${this.note}`];
    const count = this.model.get("rows").length;
    return ["", `${plural(count, "row")} · ${this.model.get("file")}${this.note}`];
  }

  silence() {
    return kernelIsBusy(this.root) ? "the kernel is busy with another cell" : "the kernel does not answer";
  }

  // where one is

  placeOf({ key, column }, rows = this.rows) {
    return { row: rows.findIndex((row) => row.key === key), column: this.columns.findIndex(({ id }) => id === column) };
  }

  range() {
    const { row, column } = this.place;
    const other = this.from ? this.placeOf(this.from) : this.place;
    return [Math.min(row, other.row), Math.min(column, other.column), Math.max(row, other.row), Math.max(column, other.column)];
  }

  node() {
    return this.nodes.get(this.at.key)?.node.children[this.place.column + 1];
  }

  cellOf(target) {
    const cell = target.closest?.("td[data-column]");
    if (!cell || cell.contains(this.editor?.field)) return null;
    const key = [...this.nodes].find(([, { node }]) => node === cell.parentNode)?.[0];
    return key === undefined ? null : { key, column: cell.dataset.column };
  }

  go(key, column, extend = false) {
    if (extend) this.from ??= this.at;
    else this.from = null;
    const left = this.at.key !== key;
    this.at = { key, column: this.columns.some(({ id }) => id === column) ? column : this.columns[0].id };
    this.place = this.placeOf(this.at);
    this.paintFocus();
    this.node()?.focus({ preventScroll: true });
    this.node()?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (left) this.send();
  }

  move(down, along, extend = false) {
    const rows = this.rows;
    const row = Math.min(Math.max(this.place.row + down, 0), rows.length - 1);
    const column = Math.min(Math.max(this.place.column + along, 0), this.columns.length - 1);
    this.go(rows[row].key, this.columns[column].id, extend);
  }

  /* After Enter: on to the next row, back to where typing along this one began. */
  enter(step) {
    const column = this.entry ?? this.at.column;
    this.entry = null;
    const rows = this.rows;
    this.go(rows[Math.min(Math.max(this.place.row + step, 0), rows.length - 1)].key, column);
  }

  /* On to the next cell; false where there is none, and Tab leaves the table. */
  tab(step) {
    const width = this.columns.length;
    const next = this.place.row * width + this.place.column + step;
    const rows = this.rows;
    if (next < 0 || next >= rows.length * width) return false;
    if (Math.floor(next / width) !== this.place.row) this.entry = this.columns[0].id;
    this.go(rows[Math.floor(next / width)].key, this.columns[next % width].id);
    return true;
  }

  focusBlank() {
    this.go(this.blank, this.columns.find(({ fixed }) => !fixed).id);
  }

  leave() {
    if (!document.hasFocus()) return; // only another window is looked at, such as the spreadsheet
    this.entry = null;
    this.send({ waiting: true });
  }

  // typing

  edit(seed) {
    const column = this.columns[this.place.column];
    if (this.editor || !column || column.fixed) return;
    this.entry ??= column.id;
    this.from = null;
    const row = this.rows[this.place.row];
    if (row.draft?.cells === null) return;
    this.editor = new Editor(this, this.node(), column, row.cells[column.id] ?? "", seed);
    // what is seen now; the file may change meanwhile
    Object.assign(this.editor, { key: row.key, row: this.stored(row.key) });
    this.paintState();
  }

  commit() {
    const { editor } = this;
    if (!editor) return;
    const text = valueFor(editor.column, editor.text);
    this.close();
    if (text !== editor.before) this.put([{ key: editor.key, stored: editor.row, cells: { [editor.column.id]: text } }]);
    else this.paint();
  }

  cancel() {
    this.close();
    this.paint();
    this.node().focus({ preventScroll: true });
  }

  close() {
    this.nodes.delete(this.editor.key);
    this.editor = null; // before anything is drawn: taking the field away blurs it
  }

  /* Change cells of rows; the blank row and those under no key yet become new ones. */
  put(changes, { waiting } = {}) {
    this.said = "";
    this.note = "";
    this.dropped = [];
    this.turn += 1;
    for (const { key, stored = this.stored(key), cells } of changes) {
      const draft = this.drafts.of(key) ?? this.begin(key, stored);
      draft.put({ ...(draft.cells ?? this.empty()), ...cells }, this.turn);
      this.settle(draft);
    }
    this.drafts.keep();
    this.paint();
    this.send({ waiting });
  }

  begin(key, stored) {
    if (stored) return this.drafts.begin(stored.ref, stored.cells);
    const draft = this.drafts.begin(null, this.empty());
    if (key === this.blank) {
      this.blank = `${this.uid}-${draft.local}`;
      if (this.at.key === key) this.at = { ...this.at, key: draft.key };
    }
    return draft;
  }

  /* A draft that says what the file says, or nothing at all, is none. */
  settle(draft) {
    const asBefore = draft.ref !== null && same(draft.cells, draft.seen);
    const nothing = draft.ref === null && Object.values(draft.cells ?? {}).every((text) => !text);
    const underWay = this.sent?.rows.has(draft.local);
    if ((asBefore || nothing) && !underWay) this.drafts.drop(draft);
  }

  clear() {
    const rows = this.rows;
    const [top, left, bottom, right] = this.range();
    const empty = Object.fromEntries(this.columns.slice(left, right + 1).filter(({ fixed }) => !fixed).map(({ id }) => [id, ""]));
    this.put(rows.slice(top, bottom + 1).filter(({ key }) => key !== this.blank).map(({ key }) => ({ key, cells: empty })));
  }

  remove(keys) {
    const rows = this.rows;
    const [top, , bottom] = this.range();
    const gone = keys ?? rows.slice(top, bottom + 1).map(({ key }) => key);
    this.editor = null;
    this.turn += 1;
    const dropped = [];
    for (const key of gone.filter((key) => key !== this.blank)) {
      const draft = this.drafts.of(key) ?? this.drafts.begin(key, this.stored(key).cells);
      draft.faults = [];
      if (draft.ref === null && !this.sent?.rows.has(draft.local)) {
        this.drafts.drop(draft);
        dropped.push(draft); // it was never saved, so that only this page can bring it back
      } else draft.put(null, this.turn);
    }
    this.dropped = dropped;
    this.from = null;
    this.drafts.keep();
    this.paint();
    this.node()?.focus({ preventScroll: true });
    this.send({ waiting: true });
  }

  /* What is not saved goes first, wherever it is; what was saved of the same change goes with it. */
  undo() {
    const turn = this.dropped.length ? this.turn : Math.max(0, ...this.drafts.list.map((draft) => draft.turn));
    if (!turn) return this.step("undo");
    for (const draft of this.drafts.list.filter((one) => one.turn === turn)) {
      draft.takeBack();
      this.settle(draft);
    }
    for (const draft of this.dropped) {
      draft.tried = null; // its faults are to be told again
      this.drafts.all.set(draft.local, draft);
    }
    this.dropped = [];
    this.note = "";
    if (turn === this.savedTurn) this.step("undo");
    this.drafts.keep();
    this.paint();
    this.send();
  }

  step(kind) {
    this.said = "";
    this.note = "";
    this.savedTurn = null;
    this.tell({ kind, t: this.nextT() });
  }

  // saving

  nextT() {
    return (this.lastT = Math.max(performance.timeOrigin + performance.now(), this.lastT + 0.01));
  }

  tell(message) {
    try {
      this.model.send(message);
    } catch {
      this.silent = true; // the connection is gone; nothing is lost here
      this.paintState();
    }
  }

  /* A row that is being filled in and lacks a cell that it needs is left in peace until one goes on. */
  waits(draft) {
    const inside = this.at.key === draft.key && this.body.contains(document.activeElement);
    const lacks = this.columns.some(({ id, required }) => required && !draft.cells?.[id]);
    return inside && draft.cells !== null && draft.ref === null && lacks;
  }

  /* Send what the file has not, all in one message, and one message at a time.

     With `waiting`, also rows that are not filled in yet; with `again`, also what was refused. */
  send({ waiting = false, again = false } = {}) {
    if (this.sent) return;
    const due = this.drafts.list.filter((draft) => !draft.conflict && (waiting || !this.waits(draft)));
    if (!due.some((draft) => again || JSON.stringify(draft.cells) !== draft.tried)) return;
    const t = this.nextT();
    for (const draft of due) draft.tried = JSON.stringify(draft.cells);
    this.sent = { t, rows: new Map(due.map((draft) => [draft.local, draft.tried])), turns: new Map(due.map((draft) => [draft.local, draft.turn])) };
    this.tell({ kind: "save", t, rows: due.map((draft) => draft.plain) });
    setTimeout(() => this.onSilence(t), PATIENCE_MS);
    this.paintState();
  }

  retry() {
    this.sent = null;
    this.fault = null;
    this.send({ waiting: true, again: true });
  }

  onSilence(t) {
    // The message stays on its way: a kernel that was only busy will still answer it.
    if (this.sent?.t !== t) return;
    this.silent = true;
    this.paintState();
  }

  checkPulse() {
    const silent = performance.now() - this.beatAt > HEARD_MS;
    if (!silent && !this.silent) return;
    this.silent = silent || this.silent;
    this.paintState();
  }

  onReply(reply) {
    this.beatAt = performance.now();
    const { silent } = this;
    this.silent = false;
    if (reply.kind === "beat" && !silent) return;
    if (["beat", "hello"].includes(reply.kind)) this.paintState();
    else if (reply.kind === "save") this.onSaved(reply);
    else if (reply.ok) this.savedAt = clock(reply.at);
    else this.said = `✗ ${reply.error}`;
    this.paint();
    this.send();
  }

  onSaved(reply) {
    if (reply.t !== this.sent?.t) return;
    const { rows, turns } = this.sent;
    this.sent = null;
    this.fault = reply.saved ? null : { cause: reply.cause, error: reply.error.replace(/^NOT SAVED: /, "").replace(/\.$/, "") };
    const gone = Object.entries(reply.saved ?? {}).map(([local, ref]) => this.onRow(local, ref, rows.get(local)));
    if (reply.changed) {
      this.savedAt = clock(reply.at);
      this.savedTurn = Math.max(...Object.keys(reply.saved).map((local) => turns.get(local)));
    }
    for (const local of reply.saved ? rows.keys() : []) {
      const draft = this.drafts.all.get(local);
      if (!draft) continue;
      draft.faults = reply.refused.filter((fault) => fault.local === local).map(({ column, text }) => ({ column: column || this.columns[0].id, text }));
      const conflict = reply.conflicts.find((one) => one.local === local);
      draft.conflict = conflict !== undefined;
      draft.theirs = conflict?.theirs ?? null;
    }
    this.drafts.keep(...gone);
  }

  /* A row is in the file; what was typed on it meanwhile is the next change of it. */
  onRow(local, ref, sent) {
    const draft = this.drafts.all.get(local);
    if (!draft) return local;
    if (ref !== null) this.follow(draft.key, ref);
    if (JSON.stringify(draft.cells) === sent) this.drafts.all.delete(local);
    else {
      draft.ref = ref;
      draft.seen = this.stored(ref)?.cells ?? null;
      draft.savedAs(sent);
    }
    return local;
  }

  /* A row is known by another key from now on; a cell that is typed in meanwhile stays open. */
  follow(before, after) {
    if (before === after) return;
    if (this.at.key === before) this.at = { ...this.at, key: after };
    if (this.from?.key === before) this.from = { ...this.from, key: after };
    if (this.editor?.key !== before) return;
    Object.assign(this.editor, { key: after, row: this.stored(after) });
    this.nodes.set(after, this.nodes.get(before));
    this.nodes.delete(before);
  }

  /* The file says something else now: what it refused may fit, and what was seen may be outdated. */
  onRows() {
    if (this.sent) return; // the reply that follows paints both at once
    this.paint();
    this.send({ again: true });
  }

  keepMine(draft) {
    draft.seen = draft.theirs;
    if (draft.theirs === null) draft.ref = null;
    draft.conflict = false;
    this.send({ waiting: true, again: true });
    this.paint();
  }

  giveUp(draft) {
    this.drafts.drop(draft);
    this.paint();
  }

  // keys and the mouse

  onKey(event) {
    const mod = event.ctrlKey || event.metaKey;
    const own = this.body.contains(event.target);
    // The notebook's own keys (b, d d, 0 0, …) must not see what is meant for the table.
    if (!mod && !event.altKey) event.stopPropagation();
    const done = mod ? this.onControl(event, own) : own && (this.editor ? this.editor.onKey(event) : this.onPlain(event));
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /* Ctrl+S and Ctrl+Enter are for the notebook; what is being typed goes to disk before them. */
  onControl(event, own) {
    const key = event.key.toLowerCase();
    if (this.editor && "acvxzy".includes(key)) return event.stopPropagation(), false;
    if (key === "z") return (event.shiftKey ? this.step("redo") : this.undo()), true;
    if (key === "y") return this.step("redo"), true;
    if (own && !this.editor) {
      if ("cvx".includes(key)) return event.stopPropagation(), false;
      if (key === "delete" || key === "backspace") return this.remove(), true;
      if (key === "a") return this.chooseAll(), true;
      if (key === "home") return this.move(-Infinity, -Infinity, event.shiftKey), true;
      if (key === "end") return this.move(Infinity, Infinity, event.shiftKey), true;
    }
    if (key === "s" || key === "enter") {
      this.commit();
      this.send({ waiting: true });
    }
    return false;
  }

  onPlain(event) {
    const { key, shiftKey: shift, altKey: alt } = event;
    if (alt && key === "ArrowDown") {
      this.edit();
      this.editor?.open();
      return true;
    }
    if (alt) return false;
    if (key === "Tab") return this.entry !== null && this.tab(shift ? -1 : 1);
    if (key === "Enter" || key === "F2") return this.edit(), true;
    if (key === "Delete" || key === "Backspace") return this.clear(), true;
    if (key.length === 1 && key !== " ") return this.edit(key), true;
    if (key === " ") return this.edit(), true;
    const step = ARROWS[key] ?? { PageUp: [-10, 0], PageDown: [10, 0], Home: [0, -Infinity], End: [0, Infinity] }[key];
    if (key === "Escape") this.from = null;
    if (!step) return this.paintFocus(), (this.entry = null), false;
    this.entry = null;
    this.move(...step, shift);
    return true;
  }

  chooseAll() {
    const rows = this.rows;
    this.from = { key: rows[0].key, column: this.columns[0].id };
    this.at = { key: rows.at(-2)?.key ?? rows[0].key, column: this.columns.at(-1).id };
    this.place = this.placeOf(this.at);
    this.paintFocus();
    this.node().focus({ preventScroll: true });
  }

  onPress(event) {
    const place = this.cellOf(event.target);
    if (!place || event.button !== 0) return;
    event.preventDefault();
    this.commit();
    this.entry = null;
    // a finger has no double click and no key to edit by
    const again = this.pointer === "touch" && same(place, this.at) && this.node() === document.activeElement;
    this.go(place.key, place.column, event.shiftKey);
    if (again) this.edit();
  }

  onDrag(event) {
    const place = event.buttons === 1 && !this.editor ? this.cellOf(event.target) : null;
    if (place && !same(place, this.at)) this.go(place.key, place.column, true);
  }

  end() {
    clearInterval(this.pulse);
    this.commit();
    this.send({ waiting: true });
    this.tell({ kind: "bye", id: this.uid, t: this.nextT() });
  }
}

function render({ model, el: root }) {
  const grid = new Grid(model, root);
  const on = {
    "msg:custom": (reply) => grid.onReply(reply),
    "change:rows": () => grid.onRows(),
    "change:faults": () => grid.paint(),
    "change:trouble": () => grid.paintState(),
    "change:undoable": () => grid.paintState(),
    "change:redoable": () => grid.paintState(),
    "change:columns": () => {
      grid.commit();
      grid.nodes.clear();
      grid.paintHead();
      grid.paint();
    },
  };
  for (const [name, act] of Object.entries(on)) model.on(name, act);
  const onLeave = () => grid.commit();
  window.addEventListener("pagehide", onLeave);
  return () => {
    grid.end();
    for (const [name, act] of Object.entries(on)) model.off(name, act);
    window.removeEventListener("pagehide", onLeave);
  };
}

export default { render };
