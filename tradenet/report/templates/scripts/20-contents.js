// The contents show where the reader is; on a narrow window they fold into a bar at the top.
{
  const nav = document.getElementById("contents");
  const toggle = nav.querySelector(".toggle");
  const now = nav.querySelector(".now");
  const links = new Map();
  for (const link of nav.querySelectorAll("a")) links.set(link.hash.slice(1), link);

  const fold = (open) => {
    nav.classList.toggle("open", open);
    toggle.setAttribute("aria-expanded", String(open));
  };
  toggle.addEventListener("click", () => fold(!nav.classList.contains("open")));
  nav.addEventListener("click", (event) => { if (event.target.closest("a")) fold(false); });
  nav.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !nav.classList.contains("open")) return;
    fold(false);
    toggle.focus();
  });
  addEventListener("hashchange", () => {
    if (location.hash === "#contents" && getComputedStyle(toggle).display !== "none") {
      fold(true);
      toggle.focus();
    }
  });

  let current = null;
  let opened = null;
  const show = (link) => {
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "location");
    current = link;
    now.textContent = link.textContent;
    const part = link.closest("details");
    if (opened && opened !== part) { opened.open = false; opened = null; }
    if (!part.open) { part.open = true; opened = part; }
    // The rail follows, and the page stays where it is.
    const list = getComputedStyle(nav).overflowY === "auto" ? nav : null;
    if (list) {
      const place = link.getBoundingClientRect().top - list.getBoundingClientRect().top;
      if (place < 40 || place > list.clientHeight - 60) list.scrollTop += place - list.clientHeight / 2;
    }
  };
  const seen = new Set();
  const sections = [...document.querySelectorAll("main > section")];
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries)
      if (entry.isIntersecting) seen.add(entry.target);
      else seen.delete(entry.target);
    const first = sections.find((section) => seen.has(section));
    if (first) show(links.get(first.id));
  }, { rootMargin: "-12% 0px -80% 0px" });
  for (const section of sections) watch.observe(section);
}
