"""Agreement of votes and trade communities, beside worlds that size and distance alone make."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import FORTH, HATCH, INK, MUTED, RULE, canvas, glyph, panel, style
from tradenet.report.view import Row, View
from tradenet.report.wording import known, p_is

_WIDTH = 640


def draw(view: View) -> Figure | None:
    """Return a line for each grouping: worlds as ticks, the real agreement as a dot."""
    rows = [row for row in view.rows("alignment_communities") if known(row["ami"])]
    worlds = view.rows("alignment_worlds")
    if not rows or not worlds:
        return None
    return Figure(
        name="alignment-worlds", title=finding(rows),
        caption=(
            "Adjusted mutual information of trade communities with groupings of voters: 0 as "
            "expected of random groups of these sizes, 1 the same groups. Ticks: communities "
            "sought in the same way in worlds in which size, distance and the unevenness of trade "
            "alone decide."
        ),
        panels=(_panel(rows, worlds),),
        key=(
            Key(glyph(f'<circle cx="11" cy="7" r="4" fill="{FORTH}"/>'), "the real world"),
            Key(glyph(f'<path d="M11 1v12" stroke="{MUTED}" stroke-width="1.5"/>'), "a world"),
        ),
        source=view.told_by, wide=True, data=("alignment_communities", "alignment_worlds"),
    )  # fmt: skip


def finding(rows: Sequence[Row]) -> str:
    """Say how far the groupings agree, and whether worlds agree as far."""
    told = "; ".join(f"{row['grouping']} {row['ami']:.2f} ({p_is(row['p_value'])})" for row in rows)
    return f"How far communities of trade are blocs of voters, 0 to 1: {told}"


def _panel(rows: Sequence[Row], worlds: Sequence[Row]) -> Panel:
    name = "alignment-worlds"
    with style(name):
        sheet, axes = canvas(_WIDTH, 70 + 44 * len(rows), (170, 20, 40, 12))
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks(range(len(rows)), [row["grouping"] for row in rows], color=INK)
        axes.axvline(0, color=MUTED, linewidth=0.9)
        axes.grid(axis="x", color=RULE, linewidth=0.6)
        axes.set_xlabel("adjusted mutual information", color=MUTED)
        for level, row in enumerate(rows):
            _line(axes, level, row, [w["ami"] for w in worlds if w["grouping"] == row["grouping"]])
        return panel(sheet, name, finding(rows), f"{finding(rows)}.")


def _line(axes: Axes, level: int, row: Row, worlds: Sequence[float]) -> None:
    axes.vlines(worlds, level - 0.2, level + 0.2, color=HATCH, linewidth=1.2)
    axes.plot([row["ami"]], [level], marker="o", color=FORTH, markersize=8)
