"""Observed over expected trade among the chosen economies, as a matrix for each period."""

from __future__ import annotations

import math
from typing import Final

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tradenet.explore.scene import Moment, Scene
from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
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
from tradenet.report.figures.intensity import colour
from tradenet.report.wording import plural, ratio, when

_LEFT, _TOP, _WIDTH = 52, 58, 372
_TALLEST: Final = 46.0
# Black itself is left out of an SVG as its default, so that no rule could turn it after dark.
_STEPS: Final = ((0.125, "⅛ or less"), (0.5, "½"), (1.0, "1, as expected"), (2.0, "2"),
                 (8.0, "8 or more"))  # fmt: skip


def draw(seen: Scene) -> Figure:
    """Return a matrix for each period: rows export, columns import."""
    return Figure(
        name="intensities",
        title=finding(seen),
        caption=(
            "Each cell is one flow: reported trade divided by what is expected (1 = as expected). "
            "Rows export, columns import. Blue is more, brown less; the colours end at ⅛ and 8. "
            "Hatched: no number counts, or nothing is expected, so none is shown. "
            f"Expected: {seen.now.expected.null}."
        ),
        panels=tuple(_panel(seen, moment) for moment in reversed(seen.moments)),
        key=(
            *(Key(swatch(colour(value)), words) for value, words in _STEPS),
            Key(swatch(PAPER, "/"), "no number"),
        ),
    )


def finding(seen: Scene) -> str:
    """Say how many flows are above expectation, and how many cannot be seen."""
    ratios = [seen.now.cell(*pair)[2] for pair in seen.choice.flows]
    known = [value for value in ratios if math.isfinite(value)]
    above = sum(value > 1 for value in known)
    words = f"In {when(seen.now.period)} {above} of {plural(len(known), 'flow')} with a number"
    verb = "is" if above == 1 else "are"
    hidden = len(ratios) - len(known)
    rest = f"; {plural(hidden, 'flow')} of {len(ratios)} cannot be seen" if hidden else ""
    return f"{words} {verb} above what is expected{rest}"


def _panel(seen: Scene, moment: Moment) -> Panel:
    codes = seen.choice.economies
    tall = min(_TALLEST, (_WIDTH - _LEFT) / len(codes))
    name = f"intensities-{moment.period}"
    with style(name):
        sheet, axes = canvas(_WIDTH, _TOP + tall * len(codes) + 4, (_LEFT, 0, 4, _TOP))
        axes.set_xlim(-0.5, len(codes) - 0.5)
        axes.set_ylim(len(codes) - 0.5, -0.5)
        axes.set_axis_off()
        write(sheet, (0, 15), when(moment.period), size=13.5, weight="bold")
        write(sheet, (0, _TOP - 8), "from ↓ to →", size=8, color=MUTED)
        for at, code in enumerate(codes):
            hub = "bold" if code == seen.choice.hub else "normal"
            axes.text(at, -0.6, code, ha="center", va="bottom", size=10.5, color=INK, weight=hub)
            axes.text(-0.62, at, code, ha="right", va="center", size=10.5, color=INK, weight=hub)
        for pair in seen.choice.flows:
            _cell(axes, (codes.index(pair[1]), codes.index(pair[0])), moment.cell(*pair)[2])
        title = f"Observed ÷ expected trade in {when(moment.period)}"
        return panel(sheet, name, title, _describe(seen, moment))


def _cell(axes: Axes, at: tuple[int, int], value: float) -> None:
    seen = math.isfinite(value)
    fill = colour(value) if seen else PAPER
    axes.add_patch(
        Rectangle((at[0] - 0.48, at[1] - 0.46), 0.96, 0.92, facecolor=fill, linewidth=0.5,
                  edgecolor=fill if seen else FAINT, hatch=None if seen else "////")
    )  # fmt: skip
    if seen:
        size = 11.5 if axes.get_xlim()[1] < 6 else 8.5  # noqa: PLR2004 - six columns have room
        axes.text(*at, ratio(value), ha="center", va="center_baseline", size=size,
                  color=on_cell(fill))  # fmt: skip


def _describe(seen: Scene, moment: Moment) -> str:
    said = (
        f"{seen.name(a)} to {seen.name(b)}: {ratio(moment.cell(a, b)[2])}"
        for a, b in seen.choice.flows
    )
    return f"{'; '.join(said)}."
