"""How large a rise would have to be for the test to find it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from matplotlib.axes import Axes

from tradenet.report.blocks import Figure, Panel
from tradenet.report.drawing import EVENT, FORTH, INK, MUTED, RULE, canvas, panel, style
from tradenet.report.tested import TEST_OF, details, of_class
from tradenet.report.view import Row, View
from tradenet.report.wording import known, percent, plural, slug

_WIDTH, _HEIGHT = 640, 240
_WANTED: Final = 0.8


def draw(view: View, class_: str) -> Figure | None:
    """Return the share of planted rises that are found, by their size."""
    rows = sorted(of_class(view, "power", class_), key=lambda row: float(row["factor"]))
    if not rows:
        return None
    least = details(view, TEST_OF[class_]).get("detectable_factor")
    title = (
        f"A rise of × {least:.2f} would be found in four cases of five"
        if known(least)
        else "No rise that was tried would be found in four cases of five"
    )
    return Figure(
        name=slug("power", class_),
        title=title,
        caption=(
            f"In {plural(int(rows[0]['draws']), 'comparison set')} the "
            f"{view.class_words[class_].lower()} trade after the event was multiplied by a factor, "
            "and the test run again. The dots say how often it then found a rise; the bars are one "
            "standard error of the simulation. Where the curve is below the dotted line, not "
            "finding a rise of that size says little."
        ),
        panels=(_panel(class_, rows, least, title),),
        source=view.told_by,
        wide=True,
        data=("power",),
    )


def _panel(class_: str, rows: Sequence[Row], least: float | None, title: str) -> Panel:
    name = slug("power", class_)
    at = [math.log(row["factor"]) for row in rows]
    with style(name):
        sheet, axes = canvas(_WIDTH, _HEIGHT, (58, 14, 46, 22))
        axes.errorbar(at, [row["power"] for row in rows], [row["error"] for row in rows], fmt="o-",
                      color=FORTH, linewidth=1.6, markersize=6, clip_on=False)  # fmt: skip
        axes.set_xlim(0, max(at) + 0.06)
        axes.set_ylim(0, 1)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
        axes.set_xticks([0, *at], ["× 1", *(f"× {row['factor']:g}" for row in rows)])
        axes.grid(axis="y", color=RULE, linewidth=0.6)
        axes.set_xlabel("the rise that is planted", color=MUTED)
        axes.set_ylabel("found", color=MUTED)
        _wanted(axes, least)
        said = "; ".join(f"× {row['factor']:g}: {percent(row['power'])} found" for row in rows)
        return panel(sheet, name, title, f"{said}.")


def _wanted(axes: Axes, least: float | None) -> None:
    axes.axhline(_WANTED, color=EVENT, linewidth=1.2, linestyle=(0, (1, 2)))
    axes.text(0.005, _WANTED + 0.02, "four of five", color=EVENT, size=10.5, ha="left",
              va="bottom", transform=axes.get_yaxis_transform())  # fmt: skip
    if least is not None and known(least):
        x = math.log(least)
        axes.plot([x, x], [0, _WANTED], color=INK, linewidth=1)
        axes.text(x + 0.015, 0.04, f"× {least:.2f}", color=INK, size=11, ha="left", va="bottom")
