
/* Let a page hear its model; `leave` is called when the tab goes, `close` when the cell does.

   Returns what a widget's module has to: the function that takes it all back. */
function mounted(model, heard, { leave, close }) {
  for (const [event, hear] of Object.entries(heard)) model.on(event, hear);
  window.addEventListener("pagehide", leave);
  return () => {
    close();
    for (const [event, hear] of Object.entries(heard)) model.off(event, hear);
    window.removeEventListener("pagehide", leave);
  };
}
