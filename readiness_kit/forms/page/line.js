
const PATIENCE_MS = 3000; // then somebody has to know that nothing answers
const HEARD_MS = 2500; // of a beat a second: after two that did not come, nobody is there
const LISTEN_MS = 250;

/* The line to the kernel, which beats once a second while a page shows the form. */
class Line {
  /* `onSilence` is called as long as nobody is there, and once more after that. */
  constructor(model, onSilence) {
    this.model = model;
    this.uid = `rk-${Math.random().toString(36).slice(2)}`;
    this.onSilence = onSilence;
    this.lastT = 0;
    this.silent = false;
    this.heardAt = performance.now();
  }

  open() {
    this.pulse = setInterval(() => this.listen(), LISTEN_MS);
    this.tell({ kind: "hello", id: this.uid, t: this.nextT() });
  }

  close() {
    clearInterval(this.pulse);
    this.tell({ kind: "bye", id: this.uid, t: this.nextT() });
  }

  /* By this a reply is known; later messages have larger ones, also after a reload. */
  nextT() {
    return (this.lastT = Math.max(performance.timeOrigin + performance.now(), this.lastT + 0.01));
  }

  /* False where there is no line any more. */
  tell(message) {
    try {
      this.model.send(message);
      return true;
    } catch {
      this.silent = true;
      return false;
    }
  }

  /* Something came: whether there was silence before. */
  heard() {
    const { silent } = this;
    this.heardAt = performance.now();
    this.silent = false;
    return silent;
  }

  listen() {
    const silent = performance.now() - this.heardAt > HEARD_MS;
    if (!silent && !this.silent) return;
    this.silent ||= silent;
    this.onSilence();
  }
}

/* Whether the notebook around a node says that its kernel is at work, which is no fault. */
function kernelIsBusy(node) {
  const panel = node.closest(".jp-NotebookPanel");
  return panel?.querySelector(".jp-Notebook-ExecutionIndicator")?.dataset.status === "busy";
}
