// Comfort only: without it the report reads, links and prints the same.
(() => {
  const root = document.documentElement;
  const button = document.getElementById("rk-theme");
  const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const label = () => { button.textContent = dark() ? "Light look" : "Dark look"; };
  button.hidden = false;
  button.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; label(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);
  label();

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach((part) => { part.open = true; });
  });
  addEventListener("afterprint", () => { opened.forEach((part) => { part.open = false; }); });

  const links = new Map([...document.querySelectorAll(".rk-contents a")].map((link) => [link.hash.slice(1), link]));
  const sections = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const mark = () => {
    const edge = innerHeight * 0.35;
    const bottom = scrollY > 0 && innerHeight + scrollY >= root.scrollHeight - 2;
    const passed = sections.filter((section) => section.getBoundingClientRect().top <= edge);
    const current = bottom ? sections.at(-1) : passed.at(-1);
    links.forEach((link) => link.removeAttribute("aria-current"));
    if (!current) return;
    const link = links.get(current.id);
    link.setAttribute("aria-current", "true");
    const list = link.closest("ol");
    if (list.scrollWidth > list.clientWidth) list.scrollLeft = link.offsetLeft - list.offsetLeft - 20;
  };
  addEventListener("scroll", mark, { passive: true });
  addEventListener("resize", mark);
  mark();
})();
