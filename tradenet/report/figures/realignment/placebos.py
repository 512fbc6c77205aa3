"""The division of the economy in question among those of economies with patrons of their own."""

from __future__ import annotations

from itertools import pairwise

from tradenet.report.blocks import Figure, Key
from tradenet.report.drawing import FORTH, HATCH, canvas, glyph, panel, style
from tradenet.report.figures.axis import factor_scale, marks, segments, year_ticks
from tradenet.report.figures.realignment.division import stretches
from tradenet.report.figures.strip import events_below, keys, room
from tradenet.report.view import View
from tradenet.report.wording import chance, plural, slug


def draw(view: View, economy: str) -> Figure | None:
    """Return every path around its own mean, the economy in question in front."""
    rows = [row for row in view.rows("division_paths") if row["economy"] == economy]
    if not rows:
        return None
    paths: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        paths.setdefault(row["placebo"], []).append((row["period"], row["deviation"]))
    own, name = paths.pop(""), slug("division-placebos", economy)
    with style(name):
        sheet, axes = canvas(760, 340 + room(view), (64, 14, 30 + room(view), 14))
        axes.set_xlim(own[0][0] - 1, own[-1][0] + 1)
        factor_scale(axes, [level for path in (own, *paths.values()) for _, level in path], "y")
        for path in paths.values():
            segments(axes, list(pairwise(path)), {"colors": HATCH, "linewidths": 0.8, "zorder": 1})
        segments(axes, list(pairwise(own)), {"colors": FORTH, "linewidths": 2, "zorder": 3})
        marks(axes, own, {"marker": "o", "color": FORTH, "markersize": 4.4, "zorder": 4})
        year_ticks(axes, 9)
        title = finding(view, economy)
        drawing = panel(sheet, name, title, f"{title}.{events_below(axes, view)}")
    return Figure(
        name=name,
        title=title,
        caption=(
            "Each line: an economy’s trade with the first of its two patrons over that with the "
            "second, against its own mean over the years, as a factor. Blue: the economy in "
            "question. Grey: economies of like size, each between its own two largest partners, in "
            "the same years and seen in the same way, by the partners’ reports. Divisions wander: "
            "a shift counts as a break only if few grey lines shift as much."
        ),
        panels=(drawing,),
        key=(
            Key(glyph(f'<path d="M1 7h20" stroke="{FORTH}" stroke-width="2"/>'),
                view.name(economy)),
            Key(glyph(f'<path d="M1 7h20" stroke="{HATCH}"/>'), "an economy compared"),
            *keys(view),
        ),
        source=view.told_by,
        wide=True, data=("division_paths", "division_placebos"),
    )  # fmt: skip


def finding(view: View, economy: str) -> str:
    """Say where the economy stands among those compared."""
    count = sum(row["economy"] == economy for row in view.rows("division_placebos"))
    lines, among = stretches(view, economy), plural(count, "economy", "economies")
    if not lines:
        return f"{view.name(economy)} beside {among}: nothing could be ranked"
    line = lines[0]
    larger = sum(
        row["statistic"] >= line["statistic"]
        for row in view.rows("division_placebos")
        if row["economy"] == economy and row["statistic"] is not None
    )
    return (
        f"{larger} of {among} compared shift at least as strongly as {view.name(economy)} at some "
        f"date (p = {chance(line['p_value'])})"
    )
