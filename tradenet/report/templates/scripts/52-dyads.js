// Point at a year of a dyad, or walk along the years: both reports, their gap, who could see it.
{
  const { make, draw } = live;
  const told = live.told("dyads");

  const near = (values, wanted) => values.reduce(
    (best, value, k) => Math.abs(value - wanted) < Math.abs(values[best] - wanted) ? k : best, 0);

  const panel = (about) => {
    const svg = document.getElementById(`${about.id}-title`).closest("svg");
    const [width, height] = about.box, [top, bottom] = about.plot;
    const heights = (flow, year) => about.flows[flow].cells[year][0];
    const texts = (flow, year) => about.flows[flow].cells[year][1].map(k => told.words[k]);

    const cross = draw("line", { y1: top, y2: bottom }), rings = draw("g");
    const over = draw("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
      cross, rings);
    over.setAttribute("class", "live-over");
    const hand = make("div", {
      class: "live-hand", role: "slider", tabindex: 0, "aria-valuemin": 0,
      "aria-valuemax": told.years.length - 1,
      "aria-label": `${about.pair}, ${told.unit} by ${told.unit}; up and down change the direction`,
    });
    const head = make("p", { class: "live-head" }), list = make("dl");
    const card = make("div", { class: "live-card" }, head, list);
    const box = make("div", { class: "live-box" });
    box.style.setProperty("--natural", svg.style.getPropertyValue("--natural"));
    svg.replaceWith(box);
    box.append(svg, over, hand, card);

    // Where somebody begins who comes with the keyboard: the last year that somebody told of.
    let flow = 0, pinned = false;
    let year = told.years.length - 1;
    while (year > 0 && !heights(0, year).length && !heights(1, year).length) year -= 1;

    const say = () => {
      const said = about.flows[flow].said, cell = texts(flow, year);
      hand.setAttribute("aria-valuenow", year);
      hand.setAttribute("aria-valuetext",
        [`${told.years[year]}, ${said}`, ...told.heads.map((h, k) => `${h}: ${cell[k]}`)].join(". "));
      head.textContent = `${told.years[year]} · ${said}`;
      list.replaceChildren(...told.heads.flatMap((words, k) =>
        [make("dt", {}, words), make("dd", {}, cell[k])]));
      const x = about.across[year];
      cross.setAttribute("x1", x);
      cross.setAttribute("x2", x);
      rings.replaceChildren(...heights(flow, year).map(y => draw("circle", { cx: x, cy: y, r: 7 })));
    };

    const hide = () => {
      pinned = false;
      box.classList.remove("live-open");
    };

    const show = () => {
      say();
      box.classList.add("live-open");
      const frame = box.getBoundingClientRect(), scale = frame.width / width;
      const left = about.across[year] * scale - card.offsetWidth / 2;
      card.style.left = `${Math.max(0, Math.min(left, frame.width - card.offsetWidth))}px`;
      const under = innerHeight - frame.bottom < card.offsetHeight && frame.top > card.offsetHeight;
      card.classList.toggle("live-under", !under);
    };

    const point = (event) => {
      const frame = svg.getBoundingClientRect();
      const x = (event.clientX - frame.left) / frame.width * width;
      const y = (event.clientY - frame.top) / frame.height * height;
      year = near(about.across, x);
      const away = [0, 1].map(k => Math.min(...heights(k, year).map(at => Math.abs(at - y))));
      // Where neither is drawn, the upper half of a band is of the first direction.
      flow = away[0] === away[1] ? Number(y > (top + bottom) / 2) : Number(away[1] < away[0]);
      show();
    };

    const keys = {
      ArrowLeft: () => { year = Math.max(year - 1, 0); },
      ArrowRight: () => { year = Math.min(year + 1, told.years.length - 1); },
      ArrowUp: () => { flow = 0; },
      ArrowDown: () => { flow = 1; },
      Home: () => { year = 0; },
      End: () => { year = told.years.length - 1; },
    };
    hand.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
      if (!Object.hasOwn(keys, event.key)) return;
      event.preventDefault();
      keys[event.key]();
      show();
    });
    hand.addEventListener("pointermove", event => { if (!pinned) point(event); });
    hand.addEventListener("click", event => {
      point(event);
      pinned = true;
    });
    hand.addEventListener("focus", () => { if (hand.matches(":focus-visible")) show(); });
    hand.addEventListener("blur", hide);
    box.addEventListener("pointerleave", () => {
      if (!pinned && document.activeElement !== hand) hide();
    });
    document.addEventListener("keydown", event => { if (event.key === "Escape") hide(); });
    document.addEventListener("pointerdown", event => { if (!box.contains(event.target)) hide(); });
    say();
  };

  if (told) {
    const figure = document.getElementById("figure-dyads");
    live.above(figure, make("p", { class: "live live-hint" },
      `Point at a ${told.unit}, tap it, or reach a drawing with the tab key and walk with the ` +
      `arrow keys (left and right the ${told.unit}s, up and down the direction): what both sides ` +
      "told, and their gap. All of it also stands in tables below."));
    told.panels.forEach(panel);
  }
}
