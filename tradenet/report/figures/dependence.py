"""Who depends on whom: the share of each partner in each member’s trade."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm, to_hex
from matplotlib.patches import Rectangle

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    BAND,
    FAINT,
    INK,
    MUTED,
    PAPER,
    canvas,
    on_cell,
    panel,
    style,
    swatch,
    write,
)
from tradenet.report.view import Row, View
from tradenet.report.wording import known, percent, when

_SCALE: Final = LinearSegmentedColormap.from_list("share", ["#f4f6f8", "#7fb3d5", "#0b4a75"])
_WIDTH, _LEFT, _TOP, _ROW = 372, 62, 74, 40


def draw(view: View) -> Figure:
    """Return a matrix for the last period held before the event, and one for the last after."""
    return Figure(
        name="dependence",
        title=finding(view),
        caption=(
            "Each row is a member, each column a partner: the partner’s share in the member’s "
            "reported exports plus imports, in per cent. Read along a row: how much hangs on "
            "whom. The matrix is not symmetric, and that is the point. Hatched: no number counts, "
            "so the row’s other shares are shares of the trade that is seen."
        ),
        panels=tuple(_panel(view, code) for code in _periods(view)),
        key=(
            *(Key(swatch(colour(share)), words) for share, words in
              ((0.0, "0 %"), (0.1, "10 %"), (0.4, "40 %"), (1.0, "100 %"))),
            Key(swatch(PAPER, "/"), "no number counts"),
        ),
        source=view.told_by, data=("dependence",),
    )  # fmt: skip


def colour(share: float) -> str:
    """Return the colour of a share: lighter below, on a square-root scale.

    Examples
    --------
    >>> colour(0.0), colour(1.0)
    ('#f4f6f8', '#0b4a75')
    """
    return to_hex(_SCALE(math.sqrt(min(max(share, 0.0), 1.0))))


def finding(view: View) -> str:
    """Set the largest share in the last period compared against the share the other way."""
    for code in reversed(_periods(view)):
        rows = {
            (r["economy"], r["partner"]): r for r in view.rows("dependence") if r["period"] == code
        }
        seen = [row for row in rows.values() if known(row["share"])]
        if not seen:
            continue
        top = max(seen, key=lambda row: float(row["share"]))
        one, other = top["economy"], top["partner"]
        said = (
            f"{view.name(other)} takes {percent(top['share'])} of {view.name(one)}’s reported trade"
        )
        back = rows.get((other, one), {}).get("share")
        if not known(back):
            return f"{said} in {when(code)}"
        turned = f"{view.name(one)} takes {percent(back)} of {view.name(other)}’s"
        return f"{said} in {when(code)}; {turned}"
    return "No share can be shown"


def _periods(view: View) -> tuple[int, ...]:
    return view.compared or view.calendar[-1:]


def _panel(view: View, code: int) -> Panel:
    name = f"dependence-{code}"
    members = view.result.config.bloc.members
    cells = {
        (row["economy"], row["partner"]): row
        for row in view.rows("dependence")
        if row["period"] == code
    }
    title = f"Share of each partner in each member’s trade, {when(code)}"
    with style(name):
        sheet, axes = canvas(_WIDTH, _TOP + _ROW * len(members) + 8, (_LEFT, 2, 8, _TOP))
        _matrix(axes, [[_share(cells.get((i, j))) for j in members] for i in members])
        axes.set_axis_off()
        write(sheet, (0, 15), when(code), size=13.5, weight="bold")
        write(sheet, (0, 33), "% of the row’s trade", size=11, color=MUTED)
        _heads(axes, [view.name(code) for code in members])
        for i, one in enumerate(members):
            for j, other in enumerate(members):
                _cell(axes, (j + 0.5, i + 0.5), cells.get((one, other)), own=one == other)
        return panel(sheet, name, title, _describe(view, tuple(cells.values())))


def _share(row: Row | None) -> float:
    return float(row["share"]) if row is not None and known(row["share"]) else math.nan


def _matrix(axes: Axes, shares: list[list[float]]) -> None:
    """Colour the shares that are known; cell (i, j) fills the unit square at (j, i)."""
    import seaborn as sns  # late: two seconds

    table = np.array(shares)
    sns.heatmap(
        table,
        mask=np.isnan(table),
        vmin=0.0,
        vmax=1.0,
        norm=PowerNorm(0.5, vmin=0.0, vmax=1.0),
        cmap=_SCALE,
        cbar=False,
        linewidths=2.5,
        linecolor=PAPER,
        xticklabels=False,
        yticklabels=False,
        ax=axes,
    )


def _heads(axes: Axes, names: Sequence[str]) -> None:
    for k, name in enumerate(names):
        words = name.replace(" ", "\n")
        axes.text(k + 0.5, -0.08, words, ha="center", va="bottom", size=11, color=MUTED)
        axes.text(-0.08, k + 0.5, words, ha="right", va="center", size=11, color=INK)


def _cell(axes: Axes, at: tuple[float, float], row: Row | None, *, own: bool) -> None:
    """Write a known share; box and hatch the cells that have none."""
    share = _share(row)
    if not math.isnan(share):
        axes.text(*at, percent(share), ha="center", va="center_baseline", size=12,
                  color=on_cell(colour(share)))  # fmt: skip
        return
    axes.add_patch(
        Rectangle((at[0] - 0.48, at[1] - 0.46), 0.96, 0.92, facecolor=BAND if own else PAPER,
                  linewidth=0.5, edgecolor=BAND if own else FAINT, hatch=None if own else "////")
    )  # fmt: skip


def _describe(view: View, rows: Sequence[Row]) -> str:
    said = (
        f"{view.name(row['partner'])} in {view.name(row['economy'])}: {percent(row['share'])}"
        for row in rows
        if known(row["share"])
    )
    return ". ".join(said) or "No share can be shown"
