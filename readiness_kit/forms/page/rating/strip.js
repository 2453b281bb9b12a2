
/* The verdict and the scores, hidden until somebody asks: seen, they make people bid. */
class Strip {
  constructor(form) {
    this.form = form;
    this.on = false;
    this.told = null;
    this.node = el("section", { class: "rk-form-strip", "aria-label": "Verdict and scores", hidden: true });
  }

  toggle() {
    this.on = !this.on;
    this.node.hidden = !this.on;
    this.form.top.verdict.setAttribute("aria-pressed", String(this.on));
    this.form.room.paintStrip();
    if (this.on) this.ask();
  }

  ask() {
    if (this.on) this.form.slips.post("score", null, () => ({ kind: "score" }), ({ strip }) => this.paint(strip));
  }

  paint(told) {
    this.told = told;
    this.node.replaceChildren(...this.parts());
    this.form.room.paintStrip();
  }

  parts() {
    const { verdict, phase, reason, sections, of, floors } = this.told ?? {};
    if (!this.told) return [el("p", {}, "Working it out …")];
    const words = verdict ? el("strong", { class: "rk-form-verdict", "data-verdict": verdict }, verdict.replace("_", " ")) : null;
    return [
      el("p", {}, words, verdict ? ` at the gate of ${phase}. ` : "", reason),
      el("div", { class: "rk-form-bars" }, ...sections.map((section) => this.bar(section, of, floors))),
    ];
  }

  /* Supported in full, claimed behind it, the range as a line, the bars of the gate as marks. */
  bar({ title, claimed, supported, low, high, weakest }, of, floors) {
    const at = (value) => `${(100 * value) / of}%`;
    const figure = (value) => (value === null ? "–" : value.toFixed(1).replace(/\.0$/, ""));
    const range = low !== null && low !== high ? `, ${figure(low)} to ${figure(high)}` : "";
    const mark = (value, kind, words) => el("i", { class: `rk-form-mark rk-form-${kind}`, style: `inset-inline-start:${at(value)}`, title: words });
    return el("div", { class: "rk-form-bar" },
      el("span", {}, weakest ? `${title} (weakest)` : title),
      el("span", { class: "rk-form-track", "aria-hidden": "true" },
        claimed === null ? null : el("i", { class: "rk-form-claimed", style: `inline-size:${at(claimed)}` }),
        supported === null ? null : el("i", { class: "rk-form-supported", style: `inline-size:${at(supported)}` }),
        floors ? mark(floors.no_go, "floor", "floor") : null, floors ? mark(floors.go, "go", "bar for a go") : null),
      el("span", { class: "rk-form-figures" }, `${figure(supported)} supported${range}; ${figure(claimed)} claimed`));
  }
}
