
function render({ model, el: root }) {
  const form = new Form(model, root);
  const heard = {
    "msg:custom": (reply) => form.onReply(reply),
    "change:answers": () => form.onAnswers(),
    "change:evidence": () => form.paint(),
    "change:actions": () => form.paint(),
    "change:meetings": () => form.paint(),
    "change:respondent": () => form.paint(),
    "change:criteria": () => form.build(),
    "change:people": () => form.build(),
  };
  return mounted(model, heard, { leave: () => form.flush(), close: () => form.close() });
}

export default { render };
