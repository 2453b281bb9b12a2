
/* Which of the cards are shown: all of them, or those that a filter finds. */
class Which {
  constructor(form, filter = "all") {
    this.form = form;
    this.filter = filter;
  }

  matches(id, filter) {
    const { form } = this;
    if (filter === "open") return !form.answer(id).answered;
    if (filter === "blockers") return Boolean(form.criterion(id).blocker);
    if (filter === "disagreement") return this.apart(id) > 0 && !form.stored(id, ROOM);
    if (filter === "unknown") return form.answer(id).value === "unknown" || form.voices(id).some(([, r]) => r.state === "unknown");
    if (filter === "agenda") return Boolean(form.meeting?.agenda.some((topic) => topic.criterion === id));
    return true;
  }

  /* Levels between the lowest and the highest that people gave. */
  apart(id) {
    const levels = this.form.voices(id).map(([, rating]) => rating.level).filter((level) => level !== null);
    return levels.length ? Math.max(...levels) - Math.min(...levels) : 0;
  }

  /* What is answered under a filter stays in sight until the filter is chosen again. */
  choose(filter = this.filter) {
    const { cards, list, none, top } = this.form;
    this.filter = filter;
    for (const card of cards) card.node.hidden = !this.matches(card.id, filter);
    for (const heading of list.querySelectorAll("h3")) {
      let next = heading.nextElementSibling;
      while (next?.hidden) next = next.nextElementSibling;
      heading.hidden = next?.tagName !== "ARTICLE";
    }
    const found = this.shown().length > 0;
    none.hidden = found;
    none.textContent = cards.length ? "Nothing here: no card matches this filter." : "Nothing is asked here at this depth.";
    top.paint();
  }

  shown() {
    return this.form.cards.filter((card) => !card.node.hidden);
  }

  goTo(id) {
    const card = this.form.card(id);
    if (!card) return;
    if (card.node.hidden) this.choose("all");
    card.focus("start");
  }
}
