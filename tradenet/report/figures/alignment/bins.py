"""Trade after the event over its expectation, by the distance of votes before it."""

from __future__ import annotations

from collections.abc import Sequence

from tradenet.report.blocks import Figure, Panel
from tradenet.report.drawing import FORTH, MUTED, canvas, panel, style
from tradenet.report.figures.axis import factor_scale
from tradenet.report.view import Row, View
from tradenet.report.wording import factor

_WIDTH, _HEIGHT = 640, 270


def draw(view: View) -> Figure | None:
    """Return a dot for each tenth of the cells, from those who vote alike to those far apart."""
    rows = view.rows("alignment_bins")
    if not rows:
        return None
    near, far = rows[0], rows[-1]
    title = (
        f"Trade of the tenth that votes most alike stands at {factor(near['log_change'])} of its "
        f"expectation, of the tenth furthest apart at {factor(far['log_change'])}"
    )
    return Figure(
        name="alignment-bins", title=title,
        caption=(
            "Each dot: a tenth of the directed cells of the main network, by the distance of ideal "
            "points before the event; up: their trade after the event over what the two-period fit "
            "without votes expects. Trade moving towards those who vote alike would fall from left "
            "to right."
        ),
        panels=(_panel(title, rows),), source=view.told_by, wide=True, data=("alignment_bins",),
    )  # fmt: skip


def _panel(title: str, rows: Sequence[Row]) -> Panel:
    name = "alignment-bins"
    with style(name):
        sheet, axes = canvas(_WIDTH, _HEIGHT, (62, 14, 44, 14))
        factor_scale(axes, [row["log_change"] for row in rows], "y")
        axes.plot([row["distance"] for row in rows], [row["log_change"] for row in rows],
                  marker="o", color=FORTH, markersize=6, linewidth=1)  # fmt: skip
        axes.set_xlabel("distance of ideal points (median of the tenth)", color=MUTED)
        axes.set_ylabel("trade over expectation", color=MUTED)
        said = "; ".join(f"{row['distance']:.2f}: {factor(row['log_change'])}" for row in rows)
        return panel(sheet, name, title, f"{said}.")
