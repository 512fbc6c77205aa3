"""How often two members fall into one community that nobody asked for."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import FAINT, PAPER, RULE, canvas, panel, style, swatch
from tradenet.report.figures.axis import event_line, row_label, year_ticks
from tradenet.report.figures.dependence import colour
from tradenet.report.states import half_width
from tradenet.report.view import Row, View
from tradenet.report.wording import calendar, known, percent, position, when

_WIDTH, _ROW, _LEFT = 640, 30, 190


def draw(view: View) -> Figure | None:
    """Return a line of boxes for each pair of members, one box a period."""
    rows = view.rows("co_assignment")
    if not rows:
        return None
    title = finding(view, rows)
    return Figure(
        name="co-assignment",
        title=title,
        caption=(
            "Communities of the whole world were sought again and again, each time from another "
            "start. Each box says in what share of these searches the two economies fell into one "
            "community in that year: the darker, the more often. Hatched: one of the two has no "
            "observed trade in that year, or the year is not held."
        ),
        panels=(_panel(view, rows, title),),
        key=(
            *(Key(swatch(colour(share)), percent(share)) for share in (0.0, 0.1, 0.4, 1.0)),
            Key(swatch(PAPER, "/"), "not observed"),
        ),
        source=view.told_by,
        wide=True,
        data=("co_assignment",),
    )


def finding(view: View, rows: Sequence[Row]) -> str:
    """Name the pair that is found together most often in the last period."""
    last = max(int(row["period"]) for row in rows)
    seen = [row for row in rows if row["period"] == last and known(row["co_assignment"])]
    if not seen:
        return f"No two members have observed trade in {when(last)}"
    most = max(seen, key=lambda row: float(row["co_assignment"]))
    pair = f"{view.name(most['one'])} and {view.name(most['other'])}"
    return (
        f"In {when(last)}, of all pairs {pair} share a community most often: in "
        f"{percent(most['co_assignment'])} of the searches"
    )


def _panel(view: View, rows: Sequence[Row], title: str) -> Panel:
    shares = {(r["one"], r["other"], int(r["period"])): r["co_assignment"] for r in rows}
    pairs = list(dict.fromkeys((row["one"], row["other"]) for row in rows))
    periods = [int(row["period"]) for row in rows]
    every = calendar(min(periods), max(periods))
    half = half_width(every)
    with style("co-assignment"):
        sheet, axes = canvas(_WIDTH, 56 + _ROW * len(pairs), (_LEFT, 10, 26, 26))
        axes.set_xlim(position(every[0]) - half, position(every[-1]) + half)
        axes.set_ylim(len(pairs) - 0.5, -0.5)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        for level, (one, other) in enumerate(pairs):
            row_label(axes, level, view.brief(one, "–", other))
            for code in every:
                _box(axes, (position(code), level), half, shares.get((one, other, code)))
        year_ticks(axes, 7)
        event_line(axes, view, label=True)
        said = (
            f"{view.name(one)} and {view.name(other)}: "
            + ", ".join(f"{when(c)} {percent(shares.get((one, other, c)))}" for c in every)
            for one, other in pairs
        )
        return panel(sheet, "co-assignment", title, "; ".join(said) + ".")


def _box(axes: Axes, at: tuple[float, float], half: float, share: float | None) -> None:
    seen = share is not None and known(share)
    axes.add_patch(
        Rectangle((at[0] - 0.94 * half, at[1] - 0.4), 1.88 * half, 0.8, linewidth=0.5,
                  facecolor=colour(share) if share is not None and seen else PAPER,
                  edgecolor=RULE if seen else FAINT, hatch=None if seen else "////")
    )  # fmt: skip
