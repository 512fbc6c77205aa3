"""How many communities there are depends on how fine one looks: where the answer stands still."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import BAND, FORTH, MUTED, RULE, canvas, glyph, panel, style, write
from tradenet.report.groups import NULL_WORDS
from tradenet.report.view import Row, View
from tradenet.report.wording import plural, ratio, slug

_WIDTH, _HEIGHT = 372, 214


def draw(view: View) -> Figure:
    """Return the number of communities by resolution, once under each null."""
    rows = view.rows("community_resolutions")
    return Figure(
        name="resolutions",
        title=finding(view),
        caption=(
            "The resolution says how far trade must exceed its expectation to hold economies "
            "together: to the left communities are few and large, to the right many and small; 1 "
            "is the usual choice. Where the dots stay on one level the number of communities does "
            "not depend on the choice. Shaded: the longest stretch on which the search keeps "
            "finding the same groups."
        ),
        panels=tuple(_panel(view, null) for null in NULL_WORDS),
        key=(
            Key(
                glyph(f'<circle cx="11" cy="7" r="4" fill="{FORTH}"/>'),
                "communities of two or more",
            ),
            Key(glyph(f'<rect x="1" y="1" width="20" height="12" fill="{BAND}"/>'), "plateau"),
        ),
        source=view.told_by_period(rows[0]["period"]) if rows else "",
        data=("community_resolutions",),
    )


def of_null(view: View, null: str) -> tuple[Row, ...]:
    """Return the rows of a null, the coarsest resolution first."""
    rows = [row for row in view.rows("community_resolutions") if row["null"] == null]
    return tuple(sorted(rows, key=lambda row: float(row["resolution"])))


def plateaus(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """Return from where to where the search keeps finding the same groups."""
    runs = [list(run) for on, run in groupby(rows, key=lambda row: bool(row["on_plateau"])) if on]
    return [(run[0]["resolution"], run[-1]["resolution"]) for run in runs]


def finding(view: View) -> str:
    """Say where the plateau lies under each null, and how many communities there are on it."""
    said = []
    for null, words in NULL_WORDS.items():
        rows = of_null(view, null)
        for low, high in plateaus(rows):
            inside = [row["communities"] for row in rows if low <= row["resolution"] <= high]
            many = plural(max(inside), "community", "communities")
            what = many if max(inside) > 1 else "the world as one community"
            said.append(f"{what} from {low:g} to {high:g} ({words.lower()})")
    if said:
        return f"What does not depend on the resolution: {'; '.join(said)}"
    if view.rows("community_resolutions"):
        return "At no stretch of resolutions does the search keep finding the same groups"
    return "How many communities there are at other resolutions was not looked at"


def _panel(view: View, null: str) -> Panel:
    name, rows = slug("resolutions", null), of_null(view, null)
    with style(name):
        sheet, axes = canvas(_WIDTH, _HEIGHT, (34, 10, 40, 46))
        _steps(axes, rows)
        axes.set_xlabel("resolution", color=MUTED)
        write(sheet, (0, 15), NULL_WORDS[null], size=13, weight="bold")
        write(sheet, (0, 33), "number of communities", size=11, color=MUTED)
        return panel(sheet, name, NULL_WORDS[null], _describe(rows))


def _steps(axes: Axes, rows: Sequence[Row]) -> None:
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    for low, high in plateaus(rows):
        axes.axvspan(low, high, color=BAND, linewidth=0)
    across = [row["resolution"] for row in rows]
    up = [row["communities"] for row in rows]
    axes.plot(across, up, color=FORTH, linewidth=1, alpha=0.5)
    axes.plot(across, up, "o", color=FORTH, markersize=4.5, clip_on=False)
    axes.axvline(1, color=MUTED, linewidth=0.9)
    axes.set_ylim(0, 1.1 * max(up, default=1))


def _describe(rows: Sequence[Row]) -> str:
    said = [f"{ratio(row['resolution'])}: {row['communities']}" for row in rows]
    return "; ".join(said or ["Not looked at"]) + "."
