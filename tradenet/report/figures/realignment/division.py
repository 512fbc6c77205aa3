"""How an economy's trade divides between its patrons: first over second, with break dates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from matplotlib.axes import Axes

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    FAINT,
    FORTH,
    INK,
    MUTED,
    PAPER,
    canvas,
    glyph,
    panel,
    style,
    swatch,
)
from tradenet.report.figures.axis import event_line, factor_scale, marks, segments, year_ticks
from tradenet.report.figures.strip import events_below, keys, room
from tradenet.report.view import Row, View
from tradenet.report.wording import chance, known, ratio, slug

_SET: Final = "#f3e6c8"
_LINE: Final = "#8a6d1d"
_WIDE, _SMALL = 760, 500
_TICKS: Final = tuple(step * 10.0**power for power in range(-4, 5) for step in (1, 3))


def draw(view: View, economies: Sequence[str], name: str) -> Figure | None:
    """Return one panel per economy whose division is told in some year."""
    shown = [code for code in economies if of(view, code)]
    if not shown:
        return None
    wide = len(shown) == 1
    return Figure(
        name=name,
        title="; ".join(finding(view, code) for code in shown),
        caption=(
            "Each dot: trade with the first patron divided by trade with the second, in one year, "
            "on a logarithmic scale; at 1 both are as large. A solid brown line is a break that "
            "was found, a dashed one the strongest date where no break was: economies compared "
            "show shifts as large. Shaded: the dates that the data do not tell from it. Grey "
            "lines below the top: dated facts that the study names. Years without a dot are told "
            "by one patron or none."
        ),
        panels=tuple(_panel(view, code, wide=wide) for code in shown),
        key=(
            Key(glyph(f'<circle cx="11" cy="7" r="3.5" fill="{FORTH}"/>'), "tested"),
            Key(glyph(f'<circle cx="11" cy="7" r="3.5" fill="{PAPER}" stroke="{FORTH}"/>'),
                "before a join of codes: drawn, not tested"),
            Key(glyph(f'<path d="M11 1v12" stroke="{_LINE}" stroke-width="2"/>'), "a break"),
            Key(glyph(f'<path d="M11 1v12" stroke="{_LINE}" stroke-width="2" '
                      'stroke-dasharray="3 2"/>'), "the strongest date, no break"),
            Key(swatch(_SET), "its set of dates"),
            Key(glyph(f'<path d="M11 1v12" stroke="{FAINT}"/>'), "a dated fact"),
            *keys(view),
        ),
        source=view.told_by,
        wide=True, data=("division", "division_breaks", "division_dates"),
    )  # fmt: skip


def of(view: View, economy: str) -> tuple[Row, ...]:
    """Return the years in which an economy's division is told."""
    rows = view.rows("division")
    return tuple(r for r in rows if r["economy"] == economy and known(r["log_ratio"]))


def stretches(view: View, economy: str) -> tuple[Row, ...]:
    """Return the stretches searched for breaks, the whole first."""
    return tuple(row for row in view.rows("division_breaks") if row["economy"] == economy)


def patrons(view: View, economy: str) -> tuple[str, str]:
    """Return the names of the two patrons."""
    row = next(r for r in view.rows("division_verdicts") if r["economy"] == economy)
    return view.name(row["first"]), view.name(row["second"])


def finding(view: View, economy: str) -> str:
    """Say whether and when the division broke."""
    lines, name = stretches(view, economy), view.name(economy)
    first, second = patrons(view, economy)
    if not lines:
        return f"{name} between {first} and {second}: no break could be sought"
    broke = [str(line["year"]) for line in lines if line["breaks"]]
    if broke:
        return f"{name} between {first} and {second}: breaks in {', '.join(broke)}"
    return (
        f"{name} between {first} and {second}: strongest date {lines[0]['year']}, no break "
        f"(p = {chance(lines[0]['p_value'])})"
    )


def _panel(view: View, economy: str, *, wide: bool) -> Panel:
    rows, name = of(view, economy), slug("division", economy)
    first, second = patrons(view, economy)
    (width, height), below = (_WIDE, 320) if wide else (_SMALL, 250), room(view)
    with style(name):
        sheet, axes = canvas(width, height + below, (64, 14, 30 + below, 28))
        axes.set_xlim(rows[0]["period"] - 1.5, max(r["period"] for r in view.rows("division")) + 1)
        factor_scale(axes, [row["log_ratio"] for row in rows], "y")
        low, high = (math.exp(end) for end in axes.get_ylim())
        ticks = [tick for tick in _TICKS if low <= tick <= high]
        axes.set_yticks([math.log(tick) for tick in ticks], [f"{tick:,g}" for tick in ticks])
        _breaks(axes, stretches(view, economy))
        for row in view.rows("division_dates"):
            if row["economy"] == economy:
                axes.axvline(row["first_year"] - 0.5, ymax=0.93, color=FAINT, linewidth=0.8)
        _points(axes, rows)
        event_line(axes, view, label=wide)
        year_ticks(axes, 9)
        axes.set_ylabel(f"{first} ÷ {second}", color=MUTED, size=10.5)
        said = "; ".join(f"{r['period']}: {ratio(math.exp(r['log_ratio']))}" for r in rows)
        said = f"{said}.{events_below(axes, view)}"
        return panel(sheet, name, finding(view, economy), said, view.name(economy))


def _points(axes: Axes, rows: Sequence[Row]) -> None:
    points = [(row["period"], row["log_ratio"]) for row in rows]
    near = [pair for pair in pairwise(points) if pair[1][0] - pair[0][0] == 1]
    segments(axes, near, {"colors": FAINT, "linewidths": 1, "zorder": 2})
    for tested, fill in ((True, FORTH), (False, PAPER)):
        here = [p for p, row in zip(points, rows, strict=True) if row["tested"] is tested]
        marks(axes, here, {"marker": "o", "markersize": 4.6, "markerfacecolor": fill,
                           "markeredgecolor": FORTH, "zorder": 3})  # fmt: skip


def _breaks(axes: Axes, lines: Sequence[Row]) -> None:
    shown = [line for line in lines if line["breaks"]] or list(lines[:1])
    for line in shown:
        for year in map(int, line["set"].split()):
            axes.axvspan(year - 1, year, color=_SET, linewidth=0, zorder=0.4)
        axes.axvline(line["year"] - 0.5, color=_LINE, linewidth=1.6, zorder=1.5,
                     linestyle="solid" if line["breaks"] else (0, (4, 3)))  # fmt: skip
        axes.text(line["year"] - 0.3, 0.02, str(line["year"]), color=INK, size=10,
                  transform=axes.get_xaxis_transform(), va="bottom")  # fmt: skip
