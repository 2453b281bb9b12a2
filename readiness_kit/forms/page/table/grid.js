// The page of GridForm: a table to type in, and the truth about which rows are on disk.
//
// An edit stays here until a reply says that it is saved. Place, drawing, saving and keys each are
// one part of it; the rows and what is done to them are here.

class Grid {
  constructor(model, root) {
    this.model = model;
    this.saving = new Saving(this);
    this.uid = this.saving.line.uid;
    this.drafts = new Drafts(model.get("place"));
    this.blank = `${this.uid}-0`; // the key of the empty row below
    this.place = new Place(this);
    this.editor = null; // the field of the cell that is typed in
    this.said = "";
    this.note = ""; // what of a paste has no place here
    this.turn = 0; // counts the changes
    this.dropped = []; // new rows that were taken away before they were saved
    this.alarm = new Alarm(this);
    this.clipboard = new Clipboard(this);
    this.keys = new Keys(this);
    this.drawing = new Drawing(this);
    this.drawing.build(root);
    this.drawing.restart();
    this.saving.line.open();
    this.saving.send({ waiting: true, again: true });
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

  standing({ key, draft }) {
    if (key === this.blank) return "blank";
    if (!draft) return "saved";
    if (draft.conflict) return "conflict";
    if (draft.faults.length) return "bad";
    return draft.cells === null ? "going" : "draft";
  }

  /* What is wrong with a row: as it is wanted, or as the file has it. */
  faultsOf({ key, draft }) {
    if (draft) return draft.faults;
    return this.model.get("faults").filter(({ ref }) => ref === key && ref !== null);
  }

  leave() {
    if (!document.hasFocus()) return; // only another window is looked at, such as the spreadsheet
    this.place.entry = null;
    this.saving.send({ waiting: true });
  }

  // typing

  edit(seed) {
    const column = this.columns[this.place.column];
    if (this.editor || !column || column.fixed) return;
    this.place.entry ??= column.id;
    this.place.from = null;
    const row = this.rows[this.place.row];
    if (row.draft?.cells === null) return;
    this.editor = new Editor(this, this.drawing.cellHere(), column, row.cells[column.id] ?? "", seed);
    // what is seen now; the file may change meanwhile
    Object.assign(this.editor, { key: row.key, row: this.stored(row.key) });
    this.drawing.paintState();
  }

  commit() {
    const { editor } = this;
    if (!editor) return;
    const text = valueFor(editor.column, editor.text);
    this.close();
    if (text !== editor.before) this.put([{ key: editor.key, stored: editor.row, cells: { [editor.column.id]: text } }]);
    else this.drawing.paint();
  }

  cancel() {
    this.close();
    this.drawing.paint();
    this.drawing.cellHere().focus({ preventScroll: true });
  }

  close() {
    this.drawing.forget(this.editor.key);
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
      // a row that was to go and is written into stays after all
      draft.put({ ...(draft.cells ?? draft.seen ?? this.empty()), ...cells }, this.turn);
      this.settle(draft);
    }
    this.drafts.keep();
    this.drawing.paint();
    this.saving.send({ waiting });
  }

  begin(key, stored) {
    if (stored) return this.drafts.begin(stored.ref, stored.cells);
    const draft = this.drafts.begin(null, this.empty());
    if (key === this.blank) {
      this.blank = `${this.uid}-${draft.local}`;
      this.place.follow(key, draft.key);
    }
    return draft;
  }

  /* A draft that says what the file says, or nothing at all, is none. */
  settle(draft) {
    const asBefore = draft.ref !== null && same(draft.cells, draft.seen);
    const nothing = draft.ref === null && Object.values(draft.cells ?? {}).every((text) => !text);
    const underWay = this.saving.sent?.rows.has(draft.local);
    if ((asBefore || nothing) && !underWay) this.drafts.drop(draft);
  }

  clear() {
    const rows = this.rows;
    const [top, left, bottom, right] = this.place.range();
    const empty = Object.fromEntries(this.columns.slice(left, right + 1).filter(({ fixed }) => !fixed).map(({ id }) => [id, ""]));
    this.put(rows.slice(top, bottom + 1).filter(({ key, draft }) => key !== this.blank && draft?.cells !== null).map(({ key }) => ({ key, cells: empty })));
  }

  remove(keys) {
    const rows = this.rows;
    const [top, , bottom] = this.place.range();
    const gone = keys ?? rows.slice(top, bottom + 1).map(({ key }) => key);
    this.editor = null;
    this.turn += 1;
    const dropped = [];
    for (const key of gone.filter((key) => key !== this.blank)) {
      const draft = this.drafts.of(key) ?? this.drafts.begin(key, this.stored(key).cells);
      draft.faults = [];
      if (draft.ref === null && !this.saving.sent?.rows.has(draft.local)) {
        this.drafts.drop(draft);
        dropped.push(draft); // it was never saved, so that only this page can bring it back
      } else draft.put(null, this.turn);
    }
    this.dropped = dropped;
    this.place.from = null;
    this.drafts.keep();
    this.drawing.paint();
    this.drawing.cellHere()?.focus({ preventScroll: true });
    this.saving.send({ waiting: true });
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
    if (turn === this.saving.savedTurn) this.step("undo");
    this.drafts.keep();
    this.drawing.paint();
    this.saving.send();
  }

  step(kind) {
    this.said = "";
    this.note = "";
    this.saving.step(kind);
  }

  /* A row is known by another key from now on; a cell that is typed in meanwhile stays open. */
  follow(before, after) {
    if (before === after) return;
    this.place.follow(before, after);
    if (this.editor?.key !== before) return;
    Object.assign(this.editor, { key: after, row: this.stored(after) });
    this.drawing.follow(before, after);
  }

  /* The file says something else now: what it refused may fit, and what was seen may be outdated. */
  onRows() {
    if (this.saving.sent) return; // the reply that follows paints both at once
    this.drawing.paint();
    this.saving.send({ again: true });
  }

  /* The file reads again: what waited for that goes to disk. */
  onTrouble() {
    this.drawing.paintState();
    if (!this.model.get("trouble")) this.saving.send({ again: true });
  }

  keepMine(draft) {
    draft.seen = draft.theirs;
    if (draft.theirs === null) draft.ref = null;
    draft.conflict = false;
    this.saving.send({ waiting: true, again: true });
    this.drawing.paint();
  }

  giveUp(draft) {
    this.turn += 1;
    this.dropped = draft.ref === null ? [draft] : [];
    this.drafts.drop(draft);
    this.drawing.paint();
  }

  end() {
    this.commit();
    this.saving.send({ waiting: true });
    this.saving.line.close();
  }
}

function render({ model, el: root }) {
  const grid = new Grid(model, root);
  const heard = {
    "msg:custom": (reply) => grid.saving.onReply(reply),
    "change:rows": () => grid.onRows(),
    "change:faults": () => grid.drawing.paint(),
    "change:trouble": () => grid.onTrouble(),
    "change:undoable": () => grid.drawing.paintState(),
    "change:redoable": () => grid.drawing.paintState(),
    "change:columns": () => {
      grid.commit();
      grid.drawing.restart();
    },
  };
  return mounted(model, heard, { leave: () => grid.commit(), close: () => grid.end() });
}

export default { render };
