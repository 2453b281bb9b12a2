
const TALKED_S = 10; // paging past a criterion is no talk about it
const TOLD_EVERY_S = 15;

/* How long a topic is on the screen, by itself and against what was planned. */
class Timer {
  constructor(room) {
    this.room = room;
    this.seconds = 0;
    this.node = button("", () => this.pause(), { class: "rk-form-timer", title: "Stop or go on" });
    this.remains = el("span", { class: "rk-form-quiet" });
  }

  /* Another topic comes onto the screen. */
  begin() {
    this.seconds = 0;
    this.stopped = false;
    this.meeting = this.room.form.meeting.number;
    this.since = `${new Date().toISOString().slice(0, 19)}Z`;
  }

  /* Something was said or agreed: it was talked about, however short. */
  talked() {
    this.seconds = Math.max(this.seconds, TALKED_S);
  }

  run() {
    this.tick ??= setInterval(() => this.onTick(), 1000);
  }

  halt() {
    clearInterval(this.tick);
    this.tick = null;
  }

  onTick() {
    if (!this.room.isOpen) return;
    if (!document.hidden && !this.stopped) {
      this.seconds += 1;
      if (this.seconds % TOLD_EVERY_S === 0) this.tell();
    }
    this.paint();
  }

  pause() {
    this.stopped = !this.stopped;
    this.paint();
    this.room.focus();
  }

  tell() {
    const { since: at, seconds } = this;
    const { at: id, form } = this.room;
    // what another meeting talked about is that one's
    if (!id || form.meeting?.number !== this.meeting || seconds < TALKED_S) return;
    form.slips.post(`talk/${at}`, null, () => ({ kind: "talk", id, at, seconds }));
  }

  paint() {
    const { at: topic, form } = this.room;
    const { meeting } = form;
    if (!meeting) return;
    const sum = (talks) => talks.reduce((total, { seconds }) => total + seconds, this.seconds);
    const others = meeting.talks.filter(({ at }) => at !== this.since);
    const planned = meeting.agenda.find(({ criterion }) => criterion === topic)?.minutes ?? 0;
    const here = sum(others.filter(({ criterion }) => criterion === topic));
    this.node.textContent = `${this.stopped ? "❚❚ " : ""}${minutes(here)} of ${planned} min`;
    this.node.dataset.over = String(here > planned * 60);
    this.remains.textContent = `${Math.max(0, Math.round(meeting.minutes - sum(others) / 60))} of ${meeting.minutes} min left`;
  }
}
