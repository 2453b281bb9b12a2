
const STRIDES = { PageUp: [-10, 0], PageDown: [10, 0], Home: [0, -Infinity], End: [0, Infinity] };

/* What keys and the mouse do in the table, and what they leave to the notebook around it. */
class Keys {
  constructor(grid) {
    this.grid = grid;
    this.pointer = "mouse"; // what pressed last: a mouse, a pen or a finger
  }

  onKey(event) {
    const { drawing, editor } = this.grid;
    const mod = event.ctrlKey || event.metaKey;
    const own = drawing.body.contains(event.target);
    if (!forNotebook(event)) event.stopPropagation();
    const done = mod ? this.onControl(event, own) : own && (editor ? editor.onKey(event) : this.onPlain(event));
    if (done) event.preventDefault();
  }

  /* What is being typed goes to disk before the notebook is saved or the cell is run. */
  onControl(event, own) {
    const { grid } = this;
    const key = event.key.toLowerCase();
    if (grid.editor && "acvxzy".includes(key)) return false;
    if (key === "z") return (event.shiftKey ? grid.step("redo") : grid.undo()), true;
    if (key === "y") return grid.step("redo"), true;
    if (own && !grid.editor) {
      if ("cvx".includes(key)) return false;
      if (key === "delete" || key === "backspace") return grid.remove(), true;
      if (key === "a") return grid.place.chooseAll(), true;
      if (key === "home") return grid.place.move(-Infinity, -Infinity, event.shiftKey), true;
      if (key === "end") return grid.place.move(Infinity, Infinity, event.shiftKey), true;
    }
    if (forNotebook(event)) {
      grid.commit();
      grid.saving.send({ waiting: true });
    }
    return false;
  }

  onPlain(event) {
    const { grid } = this;
    const { place } = grid;
    const { key, shiftKey: shift, altKey: alt } = event;
    if (alt && key === "ArrowDown") {
      grid.edit();
      grid.editor?.open();
      return true;
    }
    if (alt) return false;
    if (key === "Tab") return place.entry !== null && place.tab(shift ? -1 : 1);
    if (key === "Enter" || key === "F2" || key === " ") return grid.edit(), true;
    if (key === "Delete" || key === "Backspace") return grid.clear(), true;
    if (key.length === 1) return grid.edit(key), true;
    const step = ARROWS[key] ?? STRIDES[key];
    if (key === "Escape") place.from = null;
    if (!step) return grid.drawing.paintFocus(), (place.entry = null), false;
    place.entry = null;
    place.move(...step, shift);
    return true;
  }

  onPress(event) {
    const { drawing, place } = this.grid;
    const pressed = drawing.cellOf(event.target);
    if (!pressed || event.button !== 0) return;
    event.preventDefault();
    this.grid.commit();
    place.entry = null;
    // a finger has no double click and no key to edit by
    const again = this.pointer === "touch" && same(pressed, place.at) && drawing.cellHere() === document.activeElement;
    place.go(pressed.key, pressed.column, event.shiftKey);
    if (again) this.grid.edit();
  }

  onDrag(event) {
    const { drawing, editor, place } = this.grid;
    const over = event.buttons === 1 && !editor ? drawing.cellOf(event.target) : null;
    if (over && !same(over, place.at)) place.go(over.key, over.column, true);
  }
}
