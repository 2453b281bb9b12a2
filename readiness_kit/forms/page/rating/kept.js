
/* What is not on disk yet, kept by the browser's tab over a reload or a new kernel.

   Another view of the same form keeps its own beside it, so that only what was kept here is let go. */
class Kept {
  constructor(form) {
    this.form = form;
    this.name = `readiness-kit/${form.model.get("key")}`;
    const found = heldByTab(this.name); // before the first painting, which keeps what it finds
    this.found = Object.entries(found);
    this.mine = new Set(Object.keys(found)); // this view's from now on
    this.homeless = {}; // edits of questions or people that are not here, by key
  }

  keep() {
    const kept = { ...this.homeless };
    for (const [key, { unsaved, choice, note, stored }] of this.form.answers) {
      if (unsaved || note !== null) kept[`answer/${key}`] = { kind: "answer", about: key, choice, note, seen: stored };
    }
    for (const { key, about, content } of this.form.slips.unsaved) kept[`slip/${key}`] = { kind: "slip", key, about, content };
    for (const card of this.form.cards) {
      const draft = card.draft();
      if (draft) kept[`draft/${card.id}`] = { kind: "draft", ...draft };
    }
    this.write(kept);
  }

  write(kept) {
    const keys = Object.keys(kept);
    if (!keys.length && !this.mine.size) return;
    const all = heldByTab(this.name);
    for (const key of this.mine) delete all[key];
    Object.assign(all, kept);
    this.mine = new Set(keys);
    holdInTab(this.name, all);
  }

  /* Put what was found back where it belongs; what has no place here is kept on. */
  restore() {
    for (const [key, entry] of this.found) if (!this.placed(entry)) this.homeless[key] = entry;
  }

  /* False where that question or person is not here. */
  placed({ kind, ...entry }) {
    const { form } = this;
    if (kind === "draft") {
      form.takeDrafts([entry]);
      return Boolean(form.criterion(entry.id));
    }
    if (kind === "answer") {
      const [who, id] = JSON.parse(entry.about);
      if (!form.criterion(id) || !form.known(who)) return false;
      form.answers.set(entry.about, Answer.kept(form.stored(id, who), entry));
      return true;
    }
    const slip = new Slip(entry.key, entry.about, () => entry.content);
    Object.assign(slip, { content: entry.content, fault: { cause: "kept", error: "the page was left before it was saved" } });
    if (["plan", "unplan"].includes(entry.content.kind)) form.card(slip.about)?.plan.adopt(slip);
    form.slips.open.set(slip.key, slip);
    return true;
  }
}
