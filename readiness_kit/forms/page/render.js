
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
  const onLeave = () => form.flush();
  for (const [event, hear] of Object.entries(heard)) model.on(event, hear);
  window.addEventListener("pagehide", onLeave);
  return () => {
    form.close();
    for (const [event, hear] of Object.entries(heard)) model.off(event, hear);
    window.removeEventListener("pagehide", onLeave);
  };
}

export default { render };
