// Cells as text: what a spreadsheet puts on the clipboard, read and written.

const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]/g;
const SHOWN_NAMES = 5;
const tidy = (text) => text.replace(/\r\n?/g, "\n").replace(CONTROL, "").trim();
const alike = (word) => word.trim().toLowerCase().replace(/[\s_-]+/g, " ");

/* The rows of a clipboard; a cell in quotes may hold tabs and line ends. */
function rowsOfTsv(text) {
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
  const rows = [];
  let row = [];
  for (;;) {
    const [, inQuotes, plain, end] = cell.exec(text);
    row.push(tidy(inQuotes === undefined ? plain : inQuotes.replace(/""/g, '"')));
    if (end === "\t") continue;
    rows.push(row);
    row = [];
    if (cell.lastIndex >= text.length) return rows;
  }
}

function tsvOfRows(rows) {
  const quoted = (text) => (/[\t\n"]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);
  return rows.map((row) => row.map(quoted).join("\t")).join("\n");
}

/* The column that each cell of a first row names, null where it names none; null for no header. */
function headerOf(first, columns) {
  const named = first.map((cell) =>
    columns.find(({ id, title }) => [id, title].some((word) => alike(word) === alike(cell))) ?? null);
  const found = named.filter((column) => column !== null);
  const enough = first.length === 1 ? 1 : 2;
  return found.length >= enough && found.length * 2 >= first.filter(Boolean).length ? named : null;
}

/* Columns as they are called in a sentence: the first of them, and how many more. */
function namesOf(columns) {
  const more = columns.length - SHOWN_NAMES;
  return [...columns.slice(0, SHOWN_NAMES).map((name) => name || "a column without a name"), ...(more > 0 ? [`${more} more`] : [])].join(", ");
}

/* What somebody typed or pasted as the cell's text: a choice may be called by its title. */
function valueFor(column, text) {
  const said = tidy(text);
  const choice = column.choices.find(([value, title]) => [value, title].some((word) => alike(word) === alike(said)));
  return choice ? choice[0] : said;
}
