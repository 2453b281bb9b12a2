
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/* Where one is in the table: a cell, or a range from one corner to another. */
class Place {
  constructor(grid) {
    this.grid = grid;
    this.at = { key: null, column: null };
    this.from = null; // the other corner of a range
    this.entry = null; // while typing along a row: the column it began in
    Object.assign(this, { row: 0, column: 0 }); // of `at`, as the table was last drawn
  }

  /* Be on a cell that is there, whatever the rows are now. */
  hold(rows) {
    const { columns } = this.grid;
    if (!rows.some(({ key }) => key === this.at.key)) {
      this.at = { key: rows[Math.min(this.row, rows.length - 1)].key, column: this.at.column };
    }
    if (!columns.some(({ id }) => id === this.at.column)) this.at.column = columns[0]?.id ?? null;
    this.find(rows);
  }

  find(rows) {
    Object.assign(this, this.placeOf(this.at, rows));
  }

  /* A row is known by another key from now on. */
  follow(before, after) {
    if (this.at.key === before) this.at = { ...this.at, key: after };
    if (this.from?.key === before) this.from = { ...this.from, key: after };
  }

  placeOf({ key, column }, rows = this.grid.rows) {
    return { row: rows.findIndex((row) => row.key === key), column: this.grid.columns.findIndex(({ id }) => id === column) };
  }

  range() {
    const { row, column } = this;
    const other = this.from ? this.placeOf(this.from) : this;
    return [Math.min(row, other.row), Math.min(column, other.column), Math.max(row, other.row), Math.max(column, other.column)];
  }

  go(key, column, extend = false) {
    if (extend) this.from ??= this.at;
    else this.from = null;
    const left = this.at.key !== key;
    this.at = { key, column: this.grid.columns.some(({ id }) => id === column) ? column : this.grid.columns[0].id };
    this.find();
    this.grid.drawing.paintFocus();
    this.grid.drawing.cellHere()?.focus({ preventScroll: true });
    this.grid.drawing.cellHere()?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (left) this.grid.saving.send();
  }

  move(down, along, extend = false) {
    const rows = this.grid.rows;
    const row = Math.min(Math.max(this.row + down, 0), rows.length - 1);
    const column = Math.min(Math.max(this.column + along, 0), this.grid.columns.length - 1);
    this.go(rows[row].key, this.grid.columns[column].id, extend);
  }

  /* After Enter: on to the next row, back to where typing along this one began. */
  enter(step) {
    const column = this.entry ?? this.at.column;
    this.entry = null;
    const rows = this.grid.rows;
    this.go(rows[Math.min(Math.max(this.row + step, 0), rows.length - 1)].key, column);
  }

  /* On to the next cell; false where there is none, and Tab leaves the table. */
  tab(step) {
    const width = this.grid.columns.length;
    const next = this.row * width + this.column + step;
    const rows = this.grid.rows;
    if (next < 0 || next >= rows.length * width) return false;
    if (Math.floor(next / width) !== this.row) this.entry = this.grid.columns[0].id;
    this.go(rows[Math.floor(next / width)].key, this.grid.columns[next % width].id);
    return true;
  }

  focusBlank() {
    this.entry = null;
    this.go(this.grid.blank, this.grid.columns.find(({ fixed }) => !fixed).id);
  }

  chooseAll() {
    const rows = this.grid.rows;
    this.from = { key: rows[0].key, column: this.grid.columns[0].id };
    this.at = { key: rows.at(-2)?.key ?? rows[0].key, column: this.grid.columns.at(-1).id };
    this.find();
    this.grid.drawing.paintFocus();
    this.grid.drawing.cellHere().focus({ preventScroll: true });
  }
}
