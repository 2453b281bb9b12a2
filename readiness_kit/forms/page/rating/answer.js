
/* What one respondent said of one criterion, and what of it is not on disk. */
class Answer {
  constructor(stored) {
    this.stored = stored; // as the file has it; null where nothing is there
    this.choice = null; // {kind, level, reason, approver}, not on disk yet
    this.note = null; // typed, not on disk yet
    this.sent = null; // {t, choice, note}: the newest message without a reply
    this.theirs = null; // in a conflict: what the file has instead
    this.fault = null; // {cause, error}
    this.savedAt = null;
    this.asksReason = false;
    this.changed = null; // {was, by, via, at}: somebody else changed it while it was shown
  }

  /* One that was kept when a page went before it was saved; what the file says by now is no edit. */
  static kept(stored, { choice, note, seen }) {
    const answer = new Answer(stored);
    const chosen = choice && new Answer(null);
    if (chosen) chosen.choice = choice;
    const said = (!choice || chosen.value === valueOf(stored)) && (note === null || note === (stored?.note ?? ""));
    if (said) return answer;
    Object.assign(answer, { choice, note, stored: seen });
    if (!same(seen, stored)) Object.assign(answer, { theirs: stored, fault: { cause: "conflict", error: "changed elsewhere" } });
    else answer.fault = { cause: "kept", error: "the page was left before it was saved" };
    return answer;
  }

  get unsaved() {
    return this.choice !== null || (this.note !== null && this.answered);
  }

  /* The chosen option's key: a level, "unknown", "not_applicable", or null. */
  get value() {
    if (this.choice) {
      if (this.choice.kind === "clear") return null;
      return this.choice.kind === "rate" ? this.choice.level : this.choice.kind;
    }
    return valueOf(this.stored);
  }

  get answered() {
    return this.value !== null;
  }

  get text() {
    return this.note ?? this.stored?.note ?? "";
  }
}

function valueOf(rating) {
  const { state, level } = rating ?? {};
  if (state === "rated") return level;
  return state === "unknown" || state === "not_applicable" ? state : null;
}

function spelled(value, text = "") {
  const words = { unknown: "don't know", not_applicable: "not applicable" };
  const said = value === null ? "no answer" : words[value] ?? `level ${value}`;
  return text ? `${said}, note “${text}”` : said;
}

const spelledRating = (rating) => spelled(valueOf(rating), rating?.note ?? "");
