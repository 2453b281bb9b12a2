// Keeps keys that are meant for a form away from the notebook, where b, d d and 0 0 are commands.
//
// The form is made of plain widgets, which know nothing of this; Ctrl+S still saves the notebook.

const PATIENCE_MS = 100;
const TRIES = 50;

function guard(event) {
  if (!(event.ctrlKey || event.metaKey || event.altKey)) event.stopPropagation();
}

export default {
  render({ el }) {
    let tries = 0;
    const attach = () => {
      // the widget is drawn before it is put among its neighbours
      const box = el.closest(".rk-plain-form");
      if (box) box.addEventListener("keydown", guard);
      else if (++tries < TRIES) setTimeout(attach, PATIENCE_MS);
    };
    attach();
  },
};
