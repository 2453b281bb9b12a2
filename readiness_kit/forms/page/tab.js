
/* What the browser's tab keeps under a name, over a reload or a new kernel: an object, empty where nothing is. */
function heldByTab(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
}

/* False where the storage is full or forbidden: then the page alone has what is not saved. */
function holdInTab(name, entries) {
  try {
    if (Object.keys(entries).length) sessionStorage.setItem(name, JSON.stringify(entries));
    else sessionStorage.removeItem(name);
    return true;
  } catch {
    return false;
  }
}
