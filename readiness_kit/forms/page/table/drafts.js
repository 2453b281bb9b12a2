// Rows that are not on disk: they stay on the page, and in the browser's tab over a reload.

/* One row as it is wanted, and how it stood in the file when somebody began to change it. */
class Draft {
  constructor({ local, ref, seen, cells }) {
    this.local = local;
    this.ref = ref; // null for a new row
    this.seen = seen;
    this.cells = cells; // null where the row is to go
    this.past = []; // {turn, cells}: the cells before each change, for an undo before anything was saved
    this.faults = []; // {column, text}: why the file does not take it
    this.conflict = false;
    this.theirs = null; // in a conflict: what the file has instead
  }

  get key() {
    return this.ref ?? this.local;
  }

  /* The newest change of this row; one paste is one turn in all of its rows. */
  get turn() {
    return this.past.at(-1)?.turn ?? 0;
  }

  put(cells, turn) {
    this.past.push({ turn, cells: this.cells });
    this.cells = cells;
  }

  takeBack() {
    this.cells = this.past.pop().cells;
    this.faults = [];
  }

  /* The row is in the file as it was sent: what can be taken back here are the changes since. */
  savedAs(sent) {
    const since = this.past.findLastIndex(({ cells }) => JSON.stringify(cells) === sent);
    this.past = since < 0 ? [] : this.past.slice(since);
  }

  /* As much as a message and the tab's storage need. */
  get plain() {
    const { local, ref, seen, cells } = this;
    return { local, ref, seen, cells };
  }
}

class Drafts {
  constructor(place) {
    this.storage = `rk-grid:${place}`;
    this.all = new Map();
    for (const plain of Object.values(heldByTab(this.storage))) this.all.set(plain.local, new Draft(plain));
    this.mirrored = new Set(this.all.keys());
  }

  get list() {
    return [...this.all.values()];
  }

  of(key) {
    return this.list.find((draft) => draft.key === key) ?? null;
  }

  begin(ref, cells) {
    const local = `n-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
    const draft = new Draft({ local, ref, seen: ref === null ? null : cells, cells });
    this.all.set(local, draft);
    return draft;
  }

  drop(draft) {
    this.all.delete(draft.local);
    this.keep(draft.local);
  }

  /* Mirror what is unsaved; another table of the same file in this tab keeps its own.

     What was mirrored and is gone was let go in another view of it, and does not come back. */
  keep(...gone) {
    const stored = heldByTab(this.storage);
    for (const local of gone) delete stored[local];
    for (const draft of this.list) {
      const elsewhere = this.mirrored.has(draft.local) && !(draft.local in stored) && !gone.includes(draft.local);
      if (elsewhere) this.all.delete(draft.local);
      else stored[draft.local] = draft.plain;
    }
    if (holdInTab(this.storage, stored)) this.mirrored = new Set(this.all.keys());
  }
}
