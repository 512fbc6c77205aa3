"""Trade by month with the closed border drawn, gaps as gaps, and the rouble under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    BACK,
    BAND,
    FORTH,
    INK,
    MUTED,
    RULE,
    canvas,
    glyph,
    panel,
    style,
    swatch,
    write,
)
from tradenet.report.figures.axis import marks, segments, year_ticks
from tradenet.report.figures.neighbours import words_of
from tradenet.report.figures.strip import events_below, keys, room
from tradenet.report.view import Row, View
from tradenet.report.wording import plural, position

_WIDTH, _HEIGHT, _LOW = 640, 222, 150
_MILLION, _HALF_MONTH = 1e6, 1 / 24
_COLOUR = {"to_large": FORTH, "to_small": BACK}


def draw(view: View) -> Figure | None:
    """Return both directions by month, and the rate, with the closures behind them."""
    rows = view.rows("substitution_months")
    if not rows:
        return None
    held = [row for row in rows if row["direction"] == "to_large" and row["trade_usd"] is not None]
    months = len([row for row in rows if row["direction"] == "to_large"])
    return Figure(
        name="border-months",
        title=(
            f"Of {plural(months, 'month')}, {len(held)} are known of the exports that earn hard "
            f"currency, {sum(row['freight_runs'] for row in held)} of them with freight running"
        ),
        caption=(
            "Goods by month as the large side’s customs told them, current prices, millions of US "
            "dollars; each panel has its own scale. A month that is not known has no mark, and no "
            "line crosses it. Grey: rail freight did not run. Below: roubles for a dollar in the "
            "month before."
        ),
        panels=(*(_trade(view, rows, name) for name in _COLOUR), _rate(view, rows)),
        key=(
            Key(glyph(f'<path d="M1 7h20" stroke="{FORTH}" stroke-width="1.6"/>'
                      f'<circle cx="11" cy="7" r="3" fill="{FORTH}"/>'), "to the large side"),
            Key(glyph(f'<path d="M1 7h20" stroke="{BACK}" stroke-width="1.6"/>'
                      f'<circle cx="11" cy="7" r="3" fill="{BACK}"/>'), "from it"),
            Key(swatch(BAND), "rail freight did not run"),
            *keys(view),
        ),
        source=str(view.result.facts["months_told_by"]),
        wide=True, data=("substitution_months", "timeline"),
    )  # fmt: skip


def _trade(view: View, rows: Sequence[Row], direction: str) -> Panel:
    name = f"border-months-{direction.replace('_', '-')}"
    mine = [row for row in rows if row["direction"] == direction]
    known = [row for row in mine if row["trade_usd"] is not None]
    with style(name):
        sheet, axes = canvas(_WIDTH, _HEIGHT + room(view), (54, 12, 26 + room(view), 34))
        _behind(axes, mine)
        look = {"colors": _COLOUR[direction], "linewidths": 1.4}
        segments(axes, list(pieces(mine)), look)
        points = [(position(row["month"]), row["trade_usd"] / _MILLION) for row in known]
        marks(axes, points, {"marker": "o", "markersize": 4, "color": _COLOUR[direction]})
        axes.set_ylim(0, max((y for _, y in points), default=1.0) * 1.08)
        title = f"{words_of(view, direction)}, M USD a month"
        write(sheet, (0, 16), title, size=12, color=INK)
        said = f"{plural(len(known), 'month')} of {len(mine)} are known."
        return panel(sheet, name, title, said + events_below(axes, view))


def _rate(view: View, rows: Sequence[Row]) -> Panel:
    mine = [row for row in rows if row["direction"] == "to_large"]
    known = [row for row in mine if row["rub_per_usd_before"] is not None]
    rates = [row["rub_per_usd_before"] for row in known]
    with style("border-months-rate"):
        sheet, axes = canvas(_WIDTH, _LOW + room(view), (54, 12, 26 + room(view), 34))
        _behind(axes, mine)
        axes.plot([position(row["month"]) for row in known],
                  rates, color=INK, linewidth=1.4)  # fmt: skip
        title = "Roubles for a dollar, the month before"
        write(sheet, (0, 16), title, size=12)
        said = f"Between {min(rates):.0f} and {max(rates):.0f}." if rates else "No rate is held."
        return panel(sheet, "border-months-rate", title, said + events_below(axes, view))


def _behind(axes: Axes, rows: Sequence[Row]) -> None:
    """Span the months, and shade those without freight."""
    at = [position(row["month"]) for row in rows]
    axes.set_xlim(at[0] - _HALF_MONTH, at[-1] + _HALF_MONTH)
    for x, row in zip(at, rows, strict=True):
        if not row["freight_runs"]:
            axes.axvspan(x - _HALF_MONTH, x + _HALF_MONTH, facecolor=BAND, linewidth=0, zorder=0.5)
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.tick_params(labelcolor=MUTED)
    year_ticks(axes, 9)


def pieces(rows: Sequence[Row]) -> Iterator[list[tuple[float, float]]]:
    """Yield the runs of known months; a month that is not known ends one."""
    piece: list[tuple[float, float]] = []
    for row in [*rows, None]:
        if row is not None and row["trade_usd"] is not None:
            piece.append((position(row["month"]), row["trade_usd"] / _MILLION))
            continue
        if len(piece) > 1:
            yield piece
        piece = []
