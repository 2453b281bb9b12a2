
const RETRY_MS = 100;
const TRIES = 50;

/* A form of plain widgets, which know nothing of this: its keys stay away from the notebook, where
   b, d d and 0 0 are commands, and it says when nobody is there who saves. */
function render({ model, el: root }) {
  const alarm = el("p", { class: "rk-plain-alarm", role: "alert", hidden: true });
  root.append(alarm);
  const paint = () => {
    const gone = line.silent && !kernelIsBusy(root);
    if (alarm.hidden !== gone) return;
    alarm.hidden = !gone;
    alarm.textContent = gone ? "✗ The kernel does not answer: what you choose now is not saved. Run the notebook's cells again." : "";
  };
  const line = new Line(model, paint);
  const guard = (event) => forNotebook(event) || event.stopPropagation();
  let tries = 0;
  const attach = () => {
    // the widget is drawn before it is put among its neighbours
    const box = root.closest(".rk-plain-form");
    if (box) box.addEventListener("keydown", guard);
    else if (++tries < TRIES) setTimeout(attach, RETRY_MS);
  };
  attach();
  line.open();
  const onReply = () => {
    line.heard();
    paint();
  };
  return mounted(model, { "msg:custom": onReply }, { leave: () => {}, close: () => line.close() });
}

export default { render };
