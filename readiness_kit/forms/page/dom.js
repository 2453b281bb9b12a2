// A form's page. Its parts are joined into one module, in the order of __init__.py.
//
// An edit stays here until a reply says that it is on disk. Client text enters by textContent alone.

function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const button = (words, onclick, attributes = {}) => el("button", { type: "button", onclick, ...attributes }, ...[words].flat());
const kbd = (key) => el("kbd", { "aria-hidden": "true" }, key);
const labelled = (words, field, look = "") => el("label", { class: `rk-form-field ${look}` }, el("span", {}, words), field);
const clock = (at) => new Date(at).toLocaleTimeString("en-GB");
const plural = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
const longDay = (day) =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
const minutes = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/* Whether a key is the notebook's even here: Ctrl+S saves it, Ctrl+Enter runs the cell.

   Every other one that reaches the notebook may merge, move or cut the cell that a form is in. */
const forNotebook = ({ key, ctrlKey, metaKey, shiftKey, altKey }) =>
  (ctrlKey || metaKey) && !shiftKey && !altKey && ["s", "enter"].includes(key.toLowerCase());

/* Draw a part anew, and leave the focus on what bears the same key. */
function keepFocus(part, draw) {
  const key = part.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  draw();
  if (key) (part.querySelector(`[data-key="${CSS.escape(key)}"]`) ?? part.querySelector("[data-key]"))?.focus();
}

/* A field tells its change before the focus goes on; what is drawn anew then would lose it. */
const afterFocus = (act) => setTimeout(act);

/* The outputs around a form, as JupyterLab makes them, scroll by themselves and would take it along. */
function freeOutputs(node) {
  for (let up = node; (up = up.parentElement?.closest("[class*=jp-OutputArea], .jp-Cell-outputWrapper")); ) up.classList.add("rk-form-around");
}
