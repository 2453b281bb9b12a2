
/* An act that is no rating, until a reply says that it is on disk. */
class Slip {
  constructor(key, about, make) {
    this.key = key; // of one key only the newest act counts
    this.about = about; // the criterion that it belongs to, or null
    this.make = make; // the message, made when it is sent: what it replaces may have changed
    this.done = null; // called when it is on disk
    this.dropped = null; // called when it is given up
    this.t = null; // of the message without a reply
    this.fault = null;
    this.theirs = null;
    this.again = false; // it was changed while it was on its way
  }
}

const ASKED = new Set(["propose", "score", "talk"]); // these lose nothing where they fail

/* Everything that was done and is no rating; sends one message of a key after the other. */
class Slips {
  constructor(form) {
    this.form = form;
    this.open = new Map();
    this.waiting = new Map(); // t -> slip
    this.savedAt = new Map(); // about -> clock
  }

  post(key, about, make, done = null) {
    let slip = this.open.get(key);
    if (slip?.t) {
      Object.assign(slip, { make, done, again: true });
    } else {
      slip = new Slip(key, about, make);
      slip.done = done;
      this.open.set(key, slip);
      this.send(slip);
    }
    return slip;
  }

  send(slip, t = this.form.line.nextT()) {
    Object.assign(slip, { t, fault: null, theirs: null });
    slip.content = { respondent: this.form.who, ...slip.make() };
    this.waiting.set(t, slip);
    setTimeout(() => this.onSilence(t), PATIENCE_MS);
    this.form.onSlip(slip);
    if (!this.form.line.tell({ ...slip.content, t })) this.onSilence(t);
  }

  onReply(reply) {
    const slip = this.waiting.get(reply.t);
    if (!slip) return false;
    this.waiting.delete(reply.t);
    if (slip.t !== reply.t) return true;
    slip.t = null;
    if (slip.again) {
      slip.again = false;
      if (reply.ok) slip.done?.(reply);
      this.send(slip);
      return true;
    }
    if (reply.ok) {
      this.open.delete(slip.key);
      if (slip.about) this.savedAt.set(slip.about, clock(reply.at));
      slip.done?.(reply);
    } else {
      slip.fault = { cause: reply.cause, error: reply.error.replace(/^NOT SAVED: /, "") };
      slip.theirs = reply.stored ?? null;
    }
    this.form.onSlip(slip);
    return true;
  }

  onSilence(t) {
    const slip = this.waiting.get(t);
    if (slip?.t !== t) return;
    if (ASKED.has(slip.content.kind)) this.open.delete(slip.key);
    else slip.fault = this.form.silence();
    this.form.onSlip(slip);
  }

  /* The same number again: a kernel that was only busy does nothing twice. */
  retry() {
    for (const slip of this.faulty) if (slip.fault.cause !== "conflict") this.send(slip, slip.t ?? undefined);
  }

  keepMine(slip, make) {
    slip.make = make;
    this.send(slip);
  }

  drop(slip) {
    this.open.delete(slip.key);
    slip.dropped?.();
    this.form.onSlip(slip);
  }

  of(about) {
    return [...this.open.values()].filter((slip) => slip.about === about);
  }

  /* What somebody would miss. */
  get unsaved() {
    return [...this.open.values()].filter(({ content }) => !ASKED.has(content.kind));
  }

  get faulty() {
    return this.unsaved.filter((slip) => slip.fault);
  }
}
