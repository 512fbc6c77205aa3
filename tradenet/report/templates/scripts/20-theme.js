// Light, dark, or as the system; the choice is remembered where the browser allows it.
{
  const root = document.documentElement;
  const choices = document.querySelectorAll('input[name="theme"]');
  for (const choice of choices) {
    choice.checked = choice.value === (root.dataset.theme ?? "");
    choice.addEventListener("change", () => {
      if (choice.value) root.dataset.theme = choice.value;
      else delete root.dataset.theme;
      try { localStorage.setItem("tradenet-theme", choice.value); } catch { /* for this visit only */ }
    });
  }
}
