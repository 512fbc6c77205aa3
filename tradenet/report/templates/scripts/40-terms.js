// A word of the glossary explains itself under the pointer, on focus and on a first tap; Escape
// closes, and the explanation stays while the pointer is on it.
{
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.id = "term-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  document.body.append(tip);
  let shown = null;
  let leaving = 0;

  const hide = () => {
    clearTimeout(leaving);
    shown?.removeAttribute("aria-describedby");
    shown = null;
    tip.hidden = true;
  };
  const show = (term) => {
    clearTimeout(leaving);
    if (term === shown) return;
    const row = document.getElementById(decodeURIComponent(term.hash.slice(1)));
    if (!row?.cells) return;
    hide();
    shown = term;
    tip.textContent = row.cells[1].textContent;
    tip.hidden = false;
    term.setAttribute("aria-describedby", tip.id);
    const box = term.getClientRects()[0];
    const left = Math.min(box.left, document.documentElement.clientWidth - tip.offsetWidth - 12);
    const under = box.bottom + 6;
    const above = under + tip.offsetHeight > innerHeight && box.top > tip.offsetHeight + 12;
    tip.style.left = `${Math.max(12, left) + scrollX}px`;
    tip.style.top = `${(above ? box.top - tip.offsetHeight - 6 : under) + scrollY}px`;
  };
  const leave = () => { clearTimeout(leaving); leaving = setTimeout(hide, 250); };

  for (const term of document.querySelectorAll("a.term")) {
    let tapped = false;
    term.addEventListener("pointerenter", (event) => { if (event.pointerType !== "touch") show(term); });
    term.addEventListener("pointerleave", (event) => { if (event.pointerType !== "touch") leave(); });
    term.addEventListener("pointerdown", (event) => {
      tapped = event.pointerType === "touch" && shown !== term;
    });
    term.addEventListener("focus", () => show(term));
    term.addEventListener("blur", leave);
    term.addEventListener("click", (event) => {
      if (tapped) { event.preventDefault(); show(term); } else hide();
      tapped = false;
    });
  }
  addEventListener("resize", hide);
  tip.addEventListener("pointerenter", () => clearTimeout(leaving));
  tip.addEventListener("pointerleave", leave);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  document.addEventListener("pointerdown", (event) => {
    if (shown && event.target !== shown && event.target !== tip) hide();
  });
}
