// Copy, cut and paste of cells, as a spreadsheet does it.

class Clipboard {
  constructor(grid) {
    this.grid = grid;
  }

  on(kind, event) {
    event.preventDefault();
    event.stopPropagation();
    if (kind === "paste") return this.paste(event.clipboardData.getData("text/plain"));
    const [top, left, bottom, right] = this.grid.place.range();
    const columns = this.grid.columns.slice(left, right + 1);
    const rows = this.grid.rows.slice(top, bottom + 1).map(({ cells }) => columns.map(({ id }) => cells[id] ?? ""));
    event.clipboardData.setData("text/plain", tsvOfRows(rows));
    if (kind === "cut") this.grid.clear();
  }

  /* With a first row of column names, rows go by name; without, cells go where one is. */
  paste(text) {
    const pasted = rowsOfTsv(text);
    while (pasted.length && !pasted.at(-1).some(Boolean)) pasted.pop();
    if (!pasted.length) return;
    const header = pasted.length > 1 ? headerOf(pasted[0], this.grid.columns) : null;
    const left = this.grid.place.range()[1];
    const named = header ?? pasted.reduce((most, row) => (row.length > most.length ? row : most)).map((_, at) => this.grid.columns[left + at] ?? null);
    // by name an empty row names none; by place it empties the cells that it comes onto
    const body = header ? pasted.slice(1).filter((row) => row.some(Boolean)) : pasted;
    const lost = named.flatMap((column, at) => (column === null && body.some((row) => row[at]) ? [at] : []));
    const cellsOf = (row) => Object.fromEntries(named.flatMap((column, at) =>
      column && !column.fixed && row[at] !== undefined ? [[column.id, valueFor(column, row[at])]] : []));
    const keys = header ? this.keysByName(header, body) : this.keysByPlace(body);
    this.grid.put(body.map((row, at) => ({ key: keys[at], cells: cellsOf(row) })), { waiting: true });
    const without = header ? namesOf(lost.map((at) => pasted[0][at])) : `${plural(lost.length, "column")}, no room to the right`;
    if (lost.length) this.grid.note = `; left out: ${without}`;
    this.grid.drawing.paintState();
  }

  keysByPlace(body) {
    const rows = this.grid.rows.filter(({ key }) => key !== this.grid.blank);
    const top = this.grid.place.range()[0];
    return body.map((_, at) => rows[top + at]?.key ?? null);
  }

  /* The row of the same key; null, a new one, for every other. */
  keysByName(header, body) {
    const known = this.grid.model.get("known_by");
    const places = known.map((id) => header.findIndex((column) => column?.id === id));
    const needed = this.grid.columns.filter(({ id, required }) => known.includes(id) && required).map(({ id }) => id);
    const usable = places.some((at) => at >= 0) && needed.every((id) => places[known.indexOf(id)] >= 0);
    const spelled = (values) => (values.some(Boolean) ? JSON.stringify(values.map(alike)) : null);
    const rows = new Map(this.grid.rows.map(({ key, cells }) => [spelled(known.map((id) => cells[id] ?? "")), key]));
    const columns = known.map((id) => this.grid.columns.find((column) => column.id === id));
    return body.map((row) => {
      const name = usable ? spelled(places.map((at, place) => (at < 0 ? "" : valueFor(columns[place], row[at] ?? "")))) : null;
      return (name && rows.get(name)) ?? null;
    });
  }
}
