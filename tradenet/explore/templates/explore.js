// Without this script the page works as well: it saves the press of a button and keeps the focus.
"use strict";
{
  const form = document.querySelector("form");
  const remembered = "tradenet-explore-focus";
  let byKey = false;

  const remember = () => {
    const at = document.activeElement;
    try {
      sessionStorage.setItem(remembered, at && form.contains(at) ? at.id : "");
    } catch {
      // a browser that keeps nothing starts at the top of the page
    }
  };

  const restore = () => {
    let id = "";
    try {
      id = sessionStorage.getItem(remembered) || "";
      sessionStorage.removeItem(remembered);
    } catch {
      return;
    }
    const control = id && document.getElementById(id);
    if (control) control.focus({ preventScroll: true });
  };

  // With the keyboard an arrow key already changes a list, so only a pointer sends at once.
  addEventListener("keydown", () => { byKey = true; }, true);
  addEventListener("pointerdown", () => { byKey = false; }, true);
  form.addEventListener("submit", remember);
  form.addEventListener("change", (event) => {
    if (!byKey && event.target.matches("select, input[type=checkbox]")) form.requestSubmit();
  });
  document.querySelector(".at-once").hidden = false;
  restore();

  for (const button of document.querySelectorAll(".copy")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = document.getElementById(button.dataset.copies).textContent;
      try {
        await navigator.clipboard.writeText(text);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Not allowed: select the text";
      }
    });
  }
}
