// Choose a year of the map of world trade.
{
  const { make, draw } = live;
  const told = live.told("network");

  if (told) {
    const figure = document.getElementById("figure-network");
    const panel = figure.querySelector(".panel");
    const last = told.years.length - 1;
    let at = told.at;

    const slider = make("input", {
      type: "range", min: 0, max: last, step: 1, value: at, id: "live-year", autocomplete: "off",
    });
    const shown = make("output", { for: "live-year" });
    const said = make("p", { class: "live-said", role: "status" });
    const hint = make("p", { class: "live-hint" });
    const step = (by, words, sign) => {
      const button = make("button", { type: "button", "aria-label": words }, sign);
      button.addEventListener("click", () => choose(at + by));
      return button;
    };
    const back = step(-1, `Previous ${told.unit}`, "◀"), forth = step(1, `Next ${told.unit}`, "▶");

    // The map: one disc and one word for each economy, which stay where they are.
    const lines = draw("g"), dark = draw("g"), missing = draw("text", {
      x: told.box[2] / 2, y: told.box[3] / 2, class: "live-missing",
    });
    const discs = told.economies.map(([code, name, x, y, member]) => {
      const circle = draw("circle", { cx: x, cy: y, r: 0, class: member ? "live-member" : "" },
        draw("title", {}, code === name ? name : `${name} (${code})`));
      return { circle, member };
    });
    const words = told.economies.map(([code, name, , , member]) =>
      draw("text", { class: member ? "live-member" : "" }, member ? name : code));
    const title = draw("title", { id: "live-network-title" });
    const map = draw("svg", {
      viewBox: told.box.join(" "), role: "img", "aria-labelledby": title.id, class: "live-map",
      style: panel.querySelector("svg").getAttribute("style"),
    }, title, lines, dark, draw("g"), draw("g"), missing);
    const [below, above] = [...map.querySelectorAll("g")].slice(2);
    above.append(...words);

    const key = figure.querySelector(".key");
    const still = [...key.children].slice(0, told.years[told.at].key.length);
    const moving = () => [...key.querySelectorAll(".live-key")];

    const tie = ([one, other]) => {
      const [a, b] = [told.economies[one], told.economies[other]];
      const both = a[4] && b[4];
      (both ? dark : lines).append(draw("line", {
        x1: a[2], y1: a[3], x2: b[2], y2: b[3], class: both ? "live-between" : "live-tie",
      }));
    };

    const redraw = (year) => {
      lines.replaceChildren();
      dark.replaceChildren();
      missing.textContent = year.discs ? "" : `${year.when}: not held`;
      title.textContent = year.said;
      const present = new Map((year.discs || []).map(disc => [disc[0], disc]));
      for (const pair of told.ties) {
        const held = (BigInt(`0x${pair[2]}`) >> BigInt(at)) & 1n;
        if (held && present.has(pair[0]) && present.has(pair[1])) tie(pair);
      }
      told.economies.forEach(([, , x, y], k) => {
        const disc = present.get(k), word = words[k], { circle } = discs[k];
        circle.setAttribute("r", disc ? disc[1] : 0);
        circle.setAttribute("visibility", disc ? "visible" : "hidden");
        word.setAttribute("visibility", disc && disc.length > 3 ? "visible" : "hidden");
        if (!disc) return;
        const [fill, ink] = told.colours[disc[2]];
        circle.setAttribute("fill", fill);
        if (disc.length <= 3) return;
        const [dx, dy, size] = disc.slice(3), inside = !dx && !dy;
        word.setAttribute("x", x + dx);
        word.setAttribute("y", y + dy + 0.35 * size);
        word.setAttribute("font-size", size);
        word.classList.toggle("live-on", inside && ink !== "");
        word.classList.toggle("live-on-grey", inside && ink === "");
        word.style.setProperty("--on", ink);
      });
      // Large discs lie under small ones, as in the drawing that stands in the page.
      for (const [k] of year.discs || []) below.append(discs[k].circle);
    };

    const legend = (year) => {
      moving().forEach(item => item.remove());
      still.forEach(item => { item.hidden = true; });
      key.prepend(...(year.key || []).map(([hue, whose]) => make("li", { class: "live-key" },
        draw("svg", { viewBox: "0 0 22 14", width: 22, height: 14, "aria-hidden": "true" },
          draw("circle", { cx: 11, cy: 7, r: 5.5, fill: told.colours[hue][0] })),
        make("span", {}, whose))));
    };

    const tell = () => {
      const year = told.years[at];
      slider.value = at;
      slider.setAttribute("aria-valuetext", year.when);
      shown.textContent = year.when;
      back.setAttribute("aria-disabled", at === 0);
      forth.setAttribute("aria-disabled", at === last);
      hint.textContent = [year.source && `Source of ${year.when}: ${year.source}.`, of]
        .filter(Boolean).join(" ");
      return year;
    };
    const of = `Drawn are the largest traders of ${told.years[told.at].when} and the members, ` +
      `${told.economies.length} economies; sizes of communities count all.`;

    // A small window shows a part of the map: first the one where the members are.
    const seek = () => {
      const all = told.economies.filter(economy => economy[4]).map(economy => economy[2]);
      const middle = (Math.min(...all) + Math.max(...all)) / 2 / told.box[2];
      const scroll = panel.parentElement;
      scroll.scrollLeft = middle * map.getBoundingClientRect().width - scroll.clientWidth / 2;
    };

    const choose = (to) => {
      at = Math.min(Math.max(to, 0), last);
      const year = tell(), first = !map.parentElement;
      said.textContent = [`${year.said}.`, year.note].filter(Boolean).join(" ");
      if (first) panel.querySelector("svg").after(map);
      figure.classList.add("live-moved");
      if (first) seek();
      redraw(year);
      legend(year);
    };
    slider.addEventListener("input", () => choose(Number(slider.value)));

    live.above(figure, make("div", { class: "live" },
      make("div", { class: "live-row" },
        make("label", { for: "live-year" }, told.unit === "year" ? "Year" : "Month"), shown, back, slider, forth),
      said, hint));
    tell();
  }
}
