
/* What is on its way to the file: all that it has not, in one message, and one message at a time. */
class Saving {
  constructor(grid) {
    this.grid = grid;
    this.line = new Line(grid.model, () => grid.drawing.paintState());
    this.sent = null; // {t, rows, turns}: the newest message without a reply
    this.fault = null; // {cause, error} of a whole message
    this.savedAt = null;
    this.savedTurn = null; // the newest change in the last save
  }

  tell(message) {
    // where the connection is gone nothing is lost: it stays here
    if (!this.line.tell(message)) this.grid.drawing.paintState();
  }

  /* A row that is being filled in and lacks a cell that it needs is left in peace until one goes on. */
  waits(draft) {
    const { columns, drawing, place } = this.grid;
    const inside = place.at.key === draft.key && drawing.body.contains(document.activeElement);
    const lacks = columns.some(({ id, required }) => required && !draft.cells?.[id]);
    return inside && draft.cells !== null && draft.ref === null && lacks;
  }

  /* With `waiting`, also rows that are not filled in yet; with `again`, also what was refused. */
  send({ waiting = false, again = false } = {}) {
    if (this.sent) return;
    const due = this.grid.drafts.list.filter((draft) => !draft.conflict && (waiting || !this.waits(draft)));
    if (!due.some((draft) => again || JSON.stringify(draft.cells) !== draft.tried)) return;
    const t = this.line.nextT();
    for (const draft of due) draft.tried = JSON.stringify(draft.cells);
    this.sent = { t, rows: new Map(due.map((draft) => [draft.local, draft.tried])), turns: new Map(due.map((draft) => [draft.local, draft.turn])) };
    this.tell({ kind: "save", t, rows: due.map((draft) => draft.plain) });
    setTimeout(() => this.onSilence(t), PATIENCE_MS);
    this.grid.drawing.paintState();
  }

  retry() {
    this.sent = null;
    this.fault = null;
    this.send({ waiting: true, again: true });
  }

  /* Take back, or do again, what is in the file. */
  step(kind) {
    this.savedTurn = null;
    this.tell({ kind, t: this.line.nextT() });
  }

  onSilence(t) {
    // The message stays on its way: a kernel that was only busy will still answer it.
    if (this.sent?.t !== t) return;
    this.line.silent = true;
    this.grid.drawing.paintState();
  }

  onReply(reply) {
    const { drawing } = this.grid;
    const silent = this.line.heard();
    if (reply.kind === "beat" && !silent) return;
    if (["beat", "hello"].includes(reply.kind)) drawing.paintState();
    else if (reply.kind === "save") this.onSaved(reply);
    else if (reply.ok) this.savedAt = clock(reply.at);
    else this.grid.said = `✗ ${reply.error}`;
    drawing.paint();
    this.send();
  }

  onSaved(reply) {
    if (reply.t !== this.sent?.t) return;
    const { columns, drafts } = this.grid;
    const { rows, turns } = this.sent;
    this.sent = null;
    this.fault = reply.saved ? null : { cause: reply.cause, error: reply.error.replace(/^NOT SAVED: /, "").replace(/\.$/, "") };
    const gone = Object.entries(reply.saved ?? {}).map(([local, ref]) => this.onRow(local, ref, rows.get(local)));
    if (reply.changed) {
      this.savedAt = clock(reply.at);
      this.savedTurn = Math.max(...Object.keys(reply.saved).map((local) => turns.get(local)));
    }
    for (const local of reply.saved ? rows.keys() : []) {
      const draft = drafts.all.get(local);
      if (!draft) continue;
      draft.faults = reply.refused.filter((fault) => fault.local === local).map(({ column, text }) => ({ column: column || columns[0].id, text }));
      const conflict = reply.conflicts.find((one) => one.local === local);
      draft.conflict = conflict !== undefined;
      draft.theirs = conflict?.theirs ?? null;
    }
    drafts.keep(...gone);
  }

  /* A row is in the file; what was typed on it meanwhile is the next change of it. */
  onRow(local, ref, sent) {
    const { drafts } = this.grid;
    const draft = drafts.all.get(local);
    if (!draft) return local;
    if (ref !== null) this.grid.follow(draft.key, ref);
    if (JSON.stringify(draft.cells) === sent) drafts.all.delete(local);
    else {
      draft.ref = ref;
      draft.seen = this.grid.stored(ref)?.cells ?? null;
      draft.savedAs(sent);
    }
    return local;
  }
}
