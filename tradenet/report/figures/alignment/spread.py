"""One estimate under many choices, or in many samples: a line each, sorted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from tradenet.bloc.alignment.distance import plain
from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    BAND,
    FORTH,
    INK,
    MUTED,
    PAPER,
    RULE,
    canvas,
    glyph,
    panel,
    style,
)
from tradenet.report.view import Row, View
from tradenet.report.wording import chance, plural
from tradenet.study.designs.alignment.variants import MAIN

_WIDTH, _ROW, _LEFT, _RIGHT = 760, 24, 330, 90
_FAR, _MOST, _LEVEL = 1.96, 54, 0.05
_ALL = "all economies"
_TABLES = {
    "alignment-samples": "alignment_samples",
    "alignment-choices": "alignment_specifications",
}


def samples(view: View) -> Figure | None:
    """Return the coefficient of the last window before the event in every sample."""
    rows = view.rows("alignment_samples")
    if not rows:
        return None
    signs = {row["elasticity"] < 0 for row in rows}
    title = (
        f"Before the event the sign of the association hangs on the sample: below zero in "
        f"{sum(row['elasticity'] < 0 for row in rows)} of {plural(len(rows), 'sample')}"
        if len(signs) > 1 else "Before the event the association has one sign in every sample"
    )  # fmt: skip
    lines = [{**row, "label": row["sample"], "side": str(row["economies"]),
              "bold": row["sample"] == _ALL, "filled": True} for row in rows]  # fmt: skip
    return _figure(view, ("alignment-samples", title, "economies"), lines, (
        "Elasticity of trade to the distance of votes in the last window before the event, each "
        "line another set of economies; bars are 95 % by dyadic-robust errors."
    ))  # fmt: skip


def choices(view: View) -> Figure | None:
    """Return the movement of trade under every choice."""
    rows = [row for row in view.rows("alignment_specifications") if row["row"] is not None]
    if not rows:
        return None
    towards = sum(row["p_towards"] <= _LEVEL for row in rows)
    title = (
        f"Under {towards} of {plural(len(rows), 'choice')} trade moved towards those who had voted "
        "alike (p ≤ 0.05)"
    )
    lines = [
        {**row, "dyadic_error": row["error"], "label": row["variant"],
         "side": f"{chance(row['p_towards'])}    {row['row']}", "bold": row["variant"] == MAIN,
         "filled": row["critical"]} for row in rows
    ]  # fmt: skip
    return _figure(view, ("alignment-choices", title, "p    row"), lines, (
        "Elasticity of trade after the event to the distance of votes before it, each line the "
        "whole analysis with one choice made otherwise; bars are 95 % by errors robust "
        "among pairs that share an economy or, where larger, clustered by pair; p "
        "is by permutation within regions, row that of the decision table. Filled: the verdict "
        "must stand this choice; hollow: shown only."
    ))  # fmt: skip


def _figure(view: View, said: tuple[str, str, str], lines: Sequence[Row], caption: str) -> Figure:
    name, title, side = said
    ordered = sorted(lines, key=lambda row: (row["elasticity"], row["label"]))
    ink = f'fill="{PAPER}" stroke="{INK}"'
    return Figure(
        name=name, title=title, caption=caption, panels=(_panel(name, title, side, ordered),),
        key=(
            Key(glyph(f'<circle cx="11" cy="7" r="3.5" fill="{FORTH}"/>'), "estimate"),
            *([Key(glyph(f'<circle cx="11" cy="7" r="4" {ink}/>'), "hollow: shown only")]
              if not all(row["filled"] for row in lines) else []),
        ),
        source=view.told_by, wide=True, data=(_TABLES[name],),
    )  # fmt: skip


def _panel(name: str, title: str, side: str, rows: Sequence[Row]) -> Panel:
    with style(name):
        sheet, axes = canvas(_WIDTH, 62 + _ROW * len(rows), (_LEFT, _RIGHT, 30, 30))
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.axvline(0, color=MUTED, linewidth=0.9)
        axes.grid(axis="x", color=RULE, linewidth=0.6)
        beside: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "size": 10.5}
        axes.text(1.03, -0.75, side, color=MUTED, va="bottom", **beside)
        axes.text(0.5, -0.75, "← alike trade more  ·  less →", color=MUTED, ha="center",
                  va="bottom", **beside)  # fmt: skip
        for level, row in enumerate(rows):
            _row(axes, level, row, beside)
        told = "; ".join(f"{row['label']}: {plain(row['elasticity'])}" for row in rows)
        return panel(sheet, name, title, f"{told}.")


def _row(axes: Axes, level: int, row: Row, beside: dict[str, Any]) -> None:
    if row["bold"]:
        axes.axhspan(level - 0.46, level + 0.46, color=BAND, linewidth=0, zorder=0)
    weight = "bold" if row["bold"] else "normal"
    label = row["label"] if len(row["label"]) <= _MOST else f"{row['label'][: _MOST - 1]}…"
    axes.text(-0.03, level, label, ha="right", va="center", color=INK, weight=weight, **beside)
    axes.text(1.03, level, row["side"], va="center", color=INK, weight=weight, **beside)
    axes.errorbar(row["elasticity"], level, xerr=_FAR * row["dyadic_error"], fmt="o", color=FORTH,
                  markerfacecolor=FORTH if row["filled"] else PAPER, markersize=6,
                  elinewidth=1.3)  # fmt: skip
