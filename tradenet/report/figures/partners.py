"""The hub among the other partners of the economy that the event is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    FAINT,
    FORTH,
    INK,
    MUTED,
    OKABE_ITO,
    RULE,
    canvas,
    glyph,
    panel,
    style,
)
from tradenet.report.tested import details, target
from tradenet.report.view import Row, View
from tradenet.report.wording import factor

_WIDTH, _ROW = 640, 21
_RIVAL = OKABE_ITO[1]


def draw(view: View) -> Figure | None:
    """Return the target's partners, those that rose most first."""
    rows = sorted(view.rows("partners"), key=lambda row: -float(row["z"]))
    if not rows:
        return None
    title = finding(view, rows)
    whose = f"{view.name(target(view))}’s" if target(view) else "the target’s"
    return Figure(
        name="partners",
        title=title,
        caption=(
            f"One line for each of {whose} best-observed partners that took no part in the "
            "sanctions: how much their trade with it rose beyond expectation, in units of how much "
            "such trade usually moves; at the right the same as a factor. If the hub stood first, "
            "its rise would be special; if others stand above it, something simpler is at work."
        ),
        panels=(_panel(view, rows, title),),
        key=tuple(
            Key(glyph(f'<circle cx="11" cy="7" r="4" fill="{colour}"/>'), words)
            for colour, words in (
                (FORTH, "the hub"),
                (_RIVAL, "rivals named beforehand"),
                (FAINT, "other partners"),
            )
        ),
        source=view.told_by,
        wide=True,
        data=("partners",),
    )


def finding(view: View, rows: Sequence[Row]) -> str:
    """Say on which rank the hub stands, and who is first."""
    hub, first = view.result.config.bloc.hub, rows[0]["partner"]
    rank = details(view, "T6").get("rank")
    if rank is None:
        return f"{view.name(first)} rose most"
    lead = "" if first == hub else f"; {view.name(first)} rose most"
    return f"{view.name(hub)} stands on rank {rank} of {len(rows)}{lead}"


def _panel(view: View, rows: Sequence[Row], title: str) -> Panel:
    hub, rivals = view.result.config.bloc.hub, {row["rival"] for row in view.rows("rivals")}
    with style("partners"):
        sheet, axes = canvas(_WIDTH, 58 + _ROW * len(rows), (190, 74, 44, 14))
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.axvline(0, color=MUTED, linewidth=0.9)
        axes.grid(axis="x", color=RULE, linewidth=0.6)
        axes.set_xlabel("← less than expected  ·  more than expected →", color=MUTED)
        for level, row in enumerate(rows):
            code = row["partner"]
            colour = FORTH if code == hub else _RIVAL if code in rivals else FAINT
            _row(axes, level, (view.name(code), row), colour)
        said = "; ".join(f"{view.name(row['partner'])} {row['z']:.2f}" for row in rows)
        return panel(sheet, "partners", title, f"{said}.")


def _row(axes: Axes, level: int, line: tuple[str, Row], colour: str) -> None:
    name, row = line
    weight = "bold" if colour == FORTH else "normal"
    side: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "size": 10.5}
    axes.plot([0, row["z"]], [level, level], color=colour, linewidth=1.4)
    axes.plot([row["z"]], [level], "o", color=colour, markersize=7, clip_on=False, zorder=3)
    axes.text(-0.02, level, name, ha="right", color=INK, weight=weight, **side)
    axes.text(1.03, level, factor(row["log_change"]), ha="left", color=MUTED, **side)
