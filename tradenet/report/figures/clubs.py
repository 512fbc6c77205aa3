"""All sets of four economies: how far their trade moved, and where the members stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import BACK, FORTH, MUTED, RULE, canvas, glyph, panel, style, write
from tradenet.report.view import Row, View
from tradenet.report.wording import percent, ratio, slug

NETWORKS: Final = {"all": "All economies", "neutral": "Without sanctioning economies"}
_WIDTH, _HEIGHT = 372, 214
_RARE: Final = 1e-5  # bins with a smaller share of all sets are not drawn


def draw(view: View) -> Figure:
    """Return the distribution of the studentized change over all sets, with the members in it."""
    return Figure(
        name="clubs",
        title=finding(view),
        caption=(
            "Sets of four economies by how far the trade inside them rose or fell beyond what the "
            "growth of each economy explains, in standard errors (0 = as expected). A description, "
            "not a test: these sets are matched to nothing."
        ),
        panels=tuple(_panel(view, network) for network in networks(view)),
        key=(
            Key(glyph(f'<rect x="2" y="1.5" width="18" height="11" fill="{FORTH}"/>'), "sets"),
            Key(glyph(f'<path d="M11 1v12" stroke="{BACK}" stroke-width="2"/>'), "the members"),
        ),
        source=view.told_by,
        data=("clubs_histogram", "club_places"),
    )


def networks(view: View) -> Mapping[str, str]:
    """Return the networks in words; they are one where nobody was left out."""
    return NETWORKS if view.left_out else {"all": NETWORKS["all"]}


def finding(view: View) -> str:
    """Say which share of all sets stands where the members stand, or above."""
    row = place(view, "all")
    if row is None or not row["counted"]:
        return "All sets of four economies cannot be compared here"
    if row["above"] is None:
        return f"{row['counted']:,} sets of four economies, in which the members have no place"
    return (
        f"{percent(row['share'])} of {row['counted']:,} sets of four economies stand where the "
        "members stand, or above"
    )


def place(view: View, network: str, statistic: str = "studentized") -> Row | None:
    """Return the line of ``club_places`` of a network and a statistic; None where it has none."""
    for row in view.rows("club_places"):
        if (row["network"], row["statistic"]) == (network, statistic):
            return row
    return None


def _panel(view: View, network: str) -> Panel:
    name, row = slug("clubs", network), place(view, network)
    bins = [
        line
        for line in view.rows("clubs_histogram")
        if (line["network"], line["statistic"]) == (network, "studentized")
        and row is not None
        and line["sets"] > _RARE * row["counted"]
        and line["from"] is not None
        and line["below"] is not None
    ]
    with style(name):
        sheet, axes = canvas(_WIDTH, _HEIGHT, (44, 8, 26, 42))
        _bars(axes, bins)
        if row is not None and row["value"] is not None:
            axes.axvline(row["value"], color=BACK, linewidth=2)
        write(sheet, (0, 15), NETWORKS[network], size=13, weight="bold")
        write(sheet, (0, 33), "million sets, by standard errors", size=11, color=MUTED)
        return panel(sheet, name, NETWORKS[network], _describe(row))


def _bars(axes: Axes, bins: Sequence[Row]) -> None:
    axes.grid(axis="y", color=RULE, linewidth=0.6)
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda sets, _: f"{sets / 1e6:.3g}"))
    if bins:
        widths = [line["below"] - line["from"] for line in bins]
        left, sets = [line["from"] for line in bins], [line["sets"] for line in bins]
        axes.bar(left, sets, widths, align="edge", color=FORTH, edgecolor=FORTH, linewidth=0.6)


def _describe(row: Row | None) -> str:
    if row is None:
        return "No number."
    where = "stand nowhere" if row["value"] is None else f"stand at {ratio(row['value'])}"
    return f"{row['counted']:,} of {row['sets']:,} sets count; the members {where}."
