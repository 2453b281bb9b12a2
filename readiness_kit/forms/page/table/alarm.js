// What somebody has to know or to decide, above the table: each row that is not on disk, and why.

const SHOWN_FAULTS = 6;

class Alarm {
  constructor(grid) {
    this.grid = grid;
    this.node = el("div", { class: "rk-grid-alarm", role: "alert" });
  }

  paint() {
    const stuck = this.stuck();
    const signature = JSON.stringify([stuck, this.grid.drafts.list.filter((draft) => draft.conflict).map((draft) => [draft.plain, draft.theirs])]);
    if (signature === this.drawn) return; // what is read out is not read out again
    this.drawn = signature;
    this.node.hidden = !stuck.length;
    if (!stuck.length) return this.node.replaceChildren();
    const again = stuck.some(({ again }) => again);
    this.node.replaceChildren(
      ...stuck.slice(0, SHOWN_FAULTS).map((one) => this.trouble(one)),
      stuck.length > SHOWN_FAULTS ? el("p", {}, `and ${stuck.length - SHOWN_FAULTS} more`) : "",
      again ? button("Try again", () => this.grid.saving.retry()) : "");
  }

  /* What somebody has to know or to decide: about the file, a message, or a row. */
  stuck() {
    const drafts = this.grid.drafts.list;
    const found = [];
    const here = drafts.length ? ` ${plural(drafts.length, "row is", "rows are")} on this page only.` : "";
    const trouble = this.grid.model.get("trouble");
    if (trouble) found.push({ words: `${trouble}.${here}`.replace("..", "."), again: false });
    if (this.grid.saving.line.silent) found.push({ words: `${this.grid.drawing.silence()[0].toUpperCase()}${this.grid.drawing.silence().slice(1)}.${here || " What you type stays on this page."}`, again: drafts.length > 0 });
    if (this.grid.saving.fault && !this.grid.saving.line.silent) found.push({ words: `Not saved: ${this.grid.saving.fault.error}.${here}`.replace("..", "."), again: true });
    for (const draft of drafts) {
      if (draft.conflict) found.push({ conflict: draft.local });
      else if (!this.grid.saving.waits(draft)) found.push(...draft.faults.map((fault) => ({ key: draft.key, ...fault })));
    }
    const own = this.grid.model.get("faults").filter(({ ref }) => ref === null || !this.grid.drafts.of(ref));
    return [...found, ...own.map(({ ref, ...fault }) => ({ key: ref, inFile: true, ...fault }))];
  }

  trouble({ words, conflict, key, column, text, inFile }) {
    if (words) return el("p", {}, words);
    if (conflict) return this.conflict(this.grid.drafts.all.get(conflict));
    const place = this.grid.rows.findIndex((row) => row.key === key);
    const title = this.grid.columns.find(({ id }) => id === column)?.title ?? column;
    const where = [place < 0 ? "" : `row ${place + 1}`, title].filter(Boolean).join(", ");
    const said = `${inFile ? "In the file" : "Not saved"}, ${where}: ${text}`;
    const draft = this.grid.drafts.of(key);
    return el("p", {}, said, place < 0 ? null : button("Go there", () => this.grid.place.go(key, column)),
      draft ? button(this.wayOut(draft), () => this.grid.giveUp(draft)) : null);
  }

  wayOut(draft) {
    if (draft.ref === null) return "Drop the row";
    return draft.cells === null ? "Keep the row" : "Take the file's";
  }

  conflict(draft) {
    const { cells, theirs, seen } = draft;
    const name = Object.values(cells ?? seen ?? {}).find(Boolean) ?? "a row";
    const differing = this.grid.columns.filter(({ id }) => cells && theirs && cells[id] !== theirs[id]);
    const spelled = (text) => el("strong", {}, text ? `“${text}”` : "empty");
    return el("div", { class: "rk-grid-conflict", role: "group", "aria-label": `Conflict: ${name}` },
      el("p", {}, `“${name}” was changed elsewhere since you saw it.`),
      cells ? null : el("p", {}, "Yours: ", el("strong", {}, "the row is deleted")),
      theirs ? null : el("p", {}, "In the file: ", el("strong", {}, "the row is deleted")),
      ...differing.map(({ id, title }) => el("p", {}, `${title}. Yours: `, spelled(cells[id]), ", in the file: ", spelled(theirs[id]))),
      button("Keep mine", () => this.grid.keepMine(draft)), button("Take the file's", () => this.grid.giveUp(draft)));
  }
}
