// A chart becomes live when somebody turns to it; its drawing stays for print, and if that fails.
(() => {
  const held = document.getElementById("rk-specs");
  if (!held || typeof window.vegaEmbed !== "function") return;
  const { config, figures } = JSON.parse(held.textContent);
  const specs = new Map(Object.entries(figures));
  const refuse = () => Promise.reject(new Error("a report loads nothing"));
  const closed = { options: {}, load: refuse, sanitize: refuse, http: refuse, file: refuse };
  const longest = 300;

  const tip = document.createElement("dl");
  tip.className = "rk-tip";
  tip.hidden = true;
  document.body.append(tip);
  const hide = () => { tip.hidden = true; };
  const part = (name, value) => {
    const element = document.createElement(name);
    const words = String(value);
    // text, never HTML: names in it are a client's
    element.textContent = words.length > longest ? words.slice(0, longest) + "…" : words;
    return element;
  };
  const place = (event) => {
    const { width, height } = tip.getBoundingClientRect();
    const left = event.clientX + 14 + width > innerWidth - 8 ? event.clientX - 14 - width : event.clientX + 14;
    const top = event.clientY + 14 + height > innerHeight - 8 ? event.clientY - 14 - height : event.clientY + 14;
    tip.style.left = `${Math.max(8, Math.min(left, innerWidth - 8 - width))}px`;
    tip.style.top = `${Math.max(8, top)}px`;
  };
  const tell = (handler, event, item, value) => {
    if (value === null || value === undefined || value === "") return hide();
    const rows = typeof value === "object" ? Object.entries(value) : [["", value]];
    tip.replaceChildren(...rows.flatMap(([name, told]) => (name ? [part("dt", name), part("dd", told)] : [part("dd", told)])));
    tip.hidden = false;
    place(event);
  };
  addEventListener("scroll", hide, { passive: true, capture: true });
  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  const enliven = async (drawing) => {
    const name = drawing.dataset.figure;
    const spec = specs.get(name);
    if (!spec) return;
    specs.delete(name);
    const box = document.createElement("div");
    box.className = drawing.getAttribute("class").replace("rk-chart ", "").replace(/^rk-chart$/, "") + " rk-live";
    box.hidden = true;
    drawing.after(box);
    try {
      await window.vegaEmbed(box, { config, ...spec }, {
        mode: "vega-lite", ast: true, renderer: "svg", actions: false, defaultStyle: false, loader: closed, tooltip: tell,
      });
      // Vega gives it a name of its own; it is read out as the drawing was
      box.setAttribute("role", "img");
      box.setAttribute("aria-label", drawing.getAttribute("aria-label"));
      box.removeAttribute("aria-roledescription");
      box.hidden = false;
      drawing.classList.add("rk-replaced");
    } catch {
      box.remove();
    }
  };
  for (const figure of document.querySelectorAll("figure.rk-figure")) {
    const wake = () => {
      for (const drawing of figure.querySelectorAll("svg[data-figure]")) {
        if (drawing.getClientRects().length) enliven(drawing);
      }
    };
    for (const event of ["pointerenter", "focusin", "touchstart"]) figure.addEventListener(event, wake, { passive: true });
    figure.addEventListener("pointerleave", hide);
  }
})();
