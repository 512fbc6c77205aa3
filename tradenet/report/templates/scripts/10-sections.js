"use strict";
// A link to something that is folded away opens it; on paper everything is open.
{
  const open = () => {
    let name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch { /* a stray percent sign is part of the name */ }
    const target = document.getElementById(name);
    for (let box = target; box; box = box.parentElement)
      if (box instanceof HTMLDetailsElement) box.open = true;
    if (target) target.scrollIntoView({ behavior: "instant" });
  };
  addEventListener("hashchange", open);
  if (location.hash) open();

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const box of closed) box.open = true;
  });
  addEventListener("afterprint", () => {
    for (const box of closed) box.open = false;
  });
}
