"""How much the set trades within itself, period by period."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from tradenet.report.blocks import Figure, Panel
from tradenet.report.drawing import FORTH, MUTED, canvas, panel, style, write
from tradenet.report.figures.axis import (
    event_line,
    factor_scale,
    marks,
    segments,
    source_changes,
    years_from_to,
)
from tradenet.report.figures.strip import events_below, keys, room
from tradenet.report.view import Row, View
from tradenet.report.wording import calendar, factor, known, percent, position, slug, when

_WIDTH, _HEIGHT = 372, 220
_MEASURES = {
    "persistence": ("The set stays among itself", "% of the members’ observed exports"),
    "spokes_log_intensity": ("The spokes alone", "observed ÷ expected trade among them"),
}


def draw(view: View) -> Figure | None:
    """Return both measures of cohesion over time."""
    rows = sorted(view.rows("cohesion"), key=lambda row: int(row["period"]))
    if not any(known(row[measure]) for row in rows for measure in _MEASURES):
        return None
    return Figure(
        name="cohesion",
        title=finding(rows),
        caption=(
            f"First, the share of the members’ observed exports that goes to members{_hub(view)}. "
            f"Second, trade among the {view.spokes} over what "
            "their sizes lead one to expect. A gap: not observed in that year, or not held."
        ),
        panels=tuple(_panel(view, rows, measure) for measure in _MEASURES),
        key=keys(view),
        source=view.told_by,
        data=("cohesion",),
    )


def _hub(view: View) -> str:
    large = ": with a large hub in the set this follows the hub’s size"
    return large if view.result.config.bloc.hub else ""


def finding(rows: Sequence[Row]) -> str:
    """Say what share of exports stays in the set, in the first and the last period seen."""
    seen = [row for row in rows if known(row["persistence"])]
    if not seen:
        return "What share of exports stays in the set is not observed"
    first, last = seen[0], seen[-1]
    was = f"; it was {percent(first['persistence'])} in {when(first['period'])}"
    return (
        f"{percent(last['persistence'])} of the members’ observed exports stay in the set in "
        f"{when(last['period'])}" + (was if len(seen) > 1 else "")
    )


def _panel(view: View, rows: Sequence[Row], measure: str) -> Panel:
    name = slug("cohesion", measure.split("_", maxsplit=1)[0])
    words, unit = _MEASURES[measure]
    words = words.replace("spokes", view.spokes)
    points = [(position(r["period"]), float(r[measure])) for r in rows if known(r[measure])]
    below = room(view)
    with style(name):
        sheet, axes = canvas(_WIDTH, _HEIGHT + below, (50, 10, 26 + below, 48))
        years_from_to(axes, calendar(rows[0]["period"], rows[-1]["period"]))
        if not points:
            axes.set_yticks([])
            axes.text(0.5, 0.5, "not observed in any period", ha="center", va="center",
                      color=MUTED, transform=axes.transAxes)  # fmt: skip
        elif measure == "persistence":
            axes.set_ylim(0, 1.12 * max(y for _, y in points) or 1.0)
            axes.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:.3g}"))
        else:
            factor_scale(axes, [y for _, y in points], "y")
        _line(axes, points)
        source_changes(axes, view.sources)
        event_line(axes, view)
        happened = events_below(axes, view)
        write(sheet, (0, 15), words, size=13, weight="bold")
        write(sheet, (0, 33), unit, size=11, color=MUTED)
        told = percent if measure == "persistence" else factor
        said = "; ".join(f"{when(r['period'])}: {told(r[measure])}" for r in rows)
        return panel(sheet, name, f"{words}, by period", f"{said}.{happened}")


def _line(axes: Axes, points: Sequence[tuple[float, float]]) -> None:
    joined = [(one, other) for one, other in pairwise(points) if other[0] - one[0] <= 1]
    segments(axes, joined, {"colors": FORTH, "linewidths": 1.5})
    marks(axes, points, {"marker": "o", "color": FORTH, "markersize": 3.6})
