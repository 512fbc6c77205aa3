"""What a worker's quota costs as the rouble moves, and what the state loses: bands over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    BACK,
    EVENT,
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
from tradenet.report.figures.axis import event_line, year_ticks
from tradenet.report.figures.strip import events_below, keys, room
from tradenet.report.view import Row, View
from tradenet.report.wording import percent, position, usd, when

_WIDTH, _HEIGHT = 640, 232
_THOUSAND: Final = 1e3


def draw(view: View) -> Figure | None:
    """Return the share of the wage and the shortfall per 1,000 workers, by month."""
    rows = view.rows("substitution_account")
    if not rows:
        return None
    worst = max(rows, key=lambda row: float(row["share_of_wage_high"]))
    return Figure(
        name="remittances",
        title=(
            f"At its dearest, in {when(worst['month'])}, the quota cost "
            f"{percent(worst['share_of_wage_low'])} to {percent(worst['share_of_wage_high'])} of a "
            "wage in roubles"
        ),
        caption=(
            "Each band goes from the lowest to the highest value that the published figures allow. "
            "Above: roubles that the dollar quota costs, as a share of a wage in roubles that does "
            "not move; above 100 % the wage no longer pays the quota. Below: dollars a month that "
            "1,000 workers bring less than at the base rate if as many roubles are taken; below "
            "zero they bring more."
        ),
        panels=(_share(view, rows), _shortfall(view, rows)),
        key=(
            Key(swatch(_pale(FORTH)), "share of the wage"),
            Key(swatch(_pale(BACK)), "shortfall of 1,000 workers"),
            Key(glyph(f'<path d="M11 0v14" stroke="{EVENT}" stroke-width="1.6"/>'), "the event"),
            *keys(view),
        ),
        source="Bank of Russia and market rates; published estimates, each in the table below",
        wide=True,
        data=("substitution_account",),
    )


def _pale(colour: str) -> str:
    return f"{colour}66"


def _share(view: View, rows: Sequence[Row]) -> Panel:
    with style("remittances-share"):
        sheet, axes = canvas(_WIDTH, _HEIGHT + room(view), (54, 12, 26 + room(view), 34))
        _band(axes, rows, "share_of_wage", FORTH, 1.0)
        axes.axhline(1.0, color=INK, linewidth=1, linestyle=(0, (4, 3)))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:.0f} %"))
        axes.set_ylim(0, None)
        happened = _dress(axes, view)
        write(sheet, (0, 16), "Roubles for the quota, share of the wage", size=12)
        last = rows[-1]
        said = (
            f"From {percent(rows[0]['share_of_wage_low'])} to "
            f"{percent(rows[0]['share_of_wage_high'])} of the wage in {when(rows[0]['month'])}, "
            f"{percent(last['share_of_wage_low'])} to {percent(last['share_of_wage_high'])} in "
            f"{when(last['month'])}."
        )
        return panel(sheet, "remittances-share", "Share of the wage that the quota costs",
                     said + happened)  # fmt: skip


def _shortfall(view: View, rows: Sequence[Row]) -> Panel:
    name = "shortfall_per_thousand_usd"
    with style("remittances-shortfall"):
        sheet, axes = canvas(_WIDTH, _HEIGHT + room(view), (54, 12, 26 + room(view), 34))
        _band(axes, rows, name, BACK, _THOUSAND)
        axes.axhline(0, color=MUTED, linewidth=0.9)
        happened = _dress(axes, view)
        write(sheet, (0, 16), "Shortfall of 1,000 workers a month, thousand USD", size=12)
        worst = max(rows, key=lambda row: float(row[f"{name}_high"]))
        said = (
            f"At most {usd(worst[f'{name}_low'])} to {usd(worst[f'{name}_high'])} a month, in "
            f"{when(worst['month'])}."
        )
        return panel(sheet, "remittances-shortfall", "Shortfall of 1,000 workers a month",
                     said + happened)  # fmt: skip


def _band(axes: Axes, rows: Sequence[Row], name: str, colour: str, unit: float) -> None:
    at = [position(row["month"]) for row in rows]
    low, high = ([row[f"{name}_{end}"] / unit for row in rows] for end in ("low", "high"))
    axes.fill_between(at, low, high, color=colour, alpha=0.4, linewidth=0)
    for line in (low, high):
        axes.plot(at, line, color=colour, linewidth=1.1)
    axes.set_xlim(at[0], at[-1])


def _dress(axes: Axes, view: View) -> str:
    """Draw what all panels share, and return in words what happened."""
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    axes.yaxis.set_major_locator(MaxNLocator(5))
    year_ticks(axes, 9)
    event_line(axes, view)
    return events_below(axes, view)
