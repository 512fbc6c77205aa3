// Look at some kinds of choice alone: which lines of the curve, and what they give together.
{
  const { make, draw } = live;
  const told = live.told("specifications");
  const ROW = 24;

  if (told) {
    const figure = document.getElementById("figure-specifications");
    const count = kind => told.lines.filter(line => line[0] === kind).length;
    const box = (words, checked) => {
      const input = make("input", { type: "checkbox", autocomplete: "off" });
      input.checked = checked;
      input.addEventListener("change", () => tell());
      return { input, label: make("label", {}, input, make("span", {}, words)) };
    };
    const kinds = told.kinds.map((words, k) => box(`${words} (${count(k)})`, true));
    const critical = box("only choices that can make the verdict depend on the data", false);
    const all = (words, checked) => {
      const button = make("button", { type: "button" }, words);
      button.addEventListener("click", () => {
        kinds.forEach(kind => { kind.input.checked = checked; });
        tell();
      });
      return button;
    };
    const said = make("p", { class: "live-said", role: "status" });

    // A veil over each line that is not chosen: the drawing itself stays as it is.
    const veils = told.panels.map((panel) => {
      const svg = document.getElementById(`${panel.id}-title`).closest("svg");
      const width = svg.viewBox.baseVal.width;
      const each = panel.lines.map(line => draw("rect", {
        x: 0, y: line[3] - ROW / 2, width, height: ROW, class: "live-veil",
      }));
      svg.append(draw("g", { "aria-hidden": "true" }, ...each));
      return each;
    });

    const chosen = ([kind, weighs]) =>
      kind < 0 || (kinds[kind].input.checked && (weighs || !critical.input.checked));

    // Lines of a panel stand in the order of their estimates.
    const range = (panel) => {
      const found = panel.lines.filter(line => chosen(told.lines[line[0]]) && line[1] !== null);
      if (!found.length) return `${panel.what}: no estimate.`;
      const [low, high] = [found[0][2], found[found.length - 1][2]];
      return `${panel.what} ${low === high ? low : `${low} to ${high}`} beyond expectation.`;
    };

    const rows = (lines) => {
      const times = number => lines.filter(line => line[2] === number).length;
      const words = told.rows.map(([number, verdict]) =>
        `row ${number} (${verdict}) in ${times(number) || "none"}`);
      if (times(0)) words.push(`not computed in ${times(0)}`);
      return `The decision table gives ${words.join(", ")}.`;
    };

    const tell = () => {
      told.panels.forEach((panel, k) => panel.lines.forEach((line, level) =>
        veils[k][level].classList.toggle("live-veiled", !chosen(told.lines[line[0]]))));
      const lines = told.lines.filter(chosen);
      said.textContent = [
        `${lines.length} of ${told.lines.length} specifications chosen, the main one always ` +
        "among them.", ...told.panels.map(range), rows(lines),
      ].join(" ");
    };

    live.above(figure, make("div", { class: "live" },
      make("fieldset", {}, make("legend", {}, "Choices made otherwise about"),
        make("div", { class: "live-row" }, ...kinds.map(kind => kind.label)),
        make("div", { class: "live-row" }, critical.label, all("All", true), all("None", false))),
      said));
    tell();
  }
}
