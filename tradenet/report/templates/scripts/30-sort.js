// A column's head is a button: upwards, downwards, and back to the order of the report.
{
  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  document.body.append(said);

  // "1,234.5", "× 1.19", "95 %", "−0.3", "0.8 to 1.7", "< 0.001", "3 of 30": by the first number.
  const number = (text) => {
    const found = /[-\u2212\u2013]?\d[\d,\u2009\u202f\u00a0]*(?:\.\d+)?/.exec(text.trim());
    if (!found) return NaN;
    return Number(found[0].replace(/[,\u2009\u202f\u00a0]/g, "").replace(/^[\u2212\u2013]/, "-"));
  };
  const absent = (text) => /^(?:[-\u2013\u2014]?|not .*|no estimate)$/.test(text.trim());
  const words = new Intl.Collator("en", { numeric: true });

  const order = (texts, numeric, sign) => (one, other) => {
    const [a, b] = [texts.get(one), texts.get(other)];
    if (absent(a) || absent(b)) return absent(a) - absent(b);
    if (!numeric) return sign * words.compare(a, b);
    const [x, y] = [number(a), number(b)];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y);
    return sign * (x - y);
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.tBodies[0];
    const original = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const next = { none: "ascending", ascending: "descending", descending: "none" }[
          head.getAttribute("aria-sort") ?? "none"];
        for (const other of heads) other.removeAttribute("aria-sort");
        const texts = new Map(original.map((row) => [row, row.cells[column]?.textContent ?? ""]));
        const numeric = head.classList.contains("n");
        const rows = next === "none" ? original
          : [...original].sort(order(texts, numeric, next === "ascending" ? 1 : -1));
        if (next !== "none") head.setAttribute("aria-sort", next);
        body.append(...rows);
        const name = button.textContent.trim();
        said.textContent = next === "none" ? "In the order of the report" : `Sorted by ${name}, ${next}`;
      });
    });
    const hint = document.createElement("span");
    hint.className = "unseen";
    hint.textContent = " (the heads of the columns sort it)";
    table.caption.append(hint);
  }
}
