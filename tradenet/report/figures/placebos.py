"""Where the real set stands among sets that could have been the bloc and are not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from tradenet.bloc import BlocTestResult
from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    FORTH,
    HATCH,
    INK,
    MUTED,
    OKABE_ITO,
    canvas,
    glyph,
    panel,
    style,
    swatch,
)
from tradenet.report.tested import TEST_OF, of_class, outcome
from tradenet.report.view import View
from tradenet.report.wording import p_is, percent, plural, slug

_WIDTH, _HEIGHT = 640, 250
_BARS: Final = 44
_BEYOND: Final = OKABE_ITO[1]
_AT_MOST: Final = {"hub_spoke": "one set in twenty", "spoke_spoke": "one set in a hundred"}


def draw(view: View, class_: str) -> Figure | None:
    """Return the comparison sets of a class as bars, the real set as a line."""
    test = outcome(view, TEST_OF[class_])
    others = [float(row["statistic"]) for row in of_class(view, "placebos", class_)]
    if test is None or test.statistic is None or not others:
        return None
    title = (
        f"Of {plural(len(others) + 1, 'set')}, the real one included, {percent(test.p_value)} rose "
        "at least as much as the real one"
    )
    return Figure(
        name=slug("placebos", class_),
        title=title,
        caption=_caption(view, class_),
        panels=(_panel(view.class_words[class_], test, others, title),),
        key=(
            Key(swatch(HATCH), "comparison sets that rose less"),
            Key(swatch(_BEYOND), "those that rose at least as much"),
            Key(glyph(f'<path d="M11 1v12" stroke="{FORTH}" stroke-width="2.5"/>'), "the real set"),
        ),
        source=view.told_by,
        wide=True,
        data=("placebos",),
    )


def _caption(view: View, class_: str) -> str:
    hub = view.result.config.bloc.hub
    stays = f"{view.name(hub)} stays, and one spoke or more" if hub else "one member or more"
    axis = "How much trade rose beyond expectation, in units of how much such trade usually moves"
    return (
        f"Every comparison set is made in the same way: {stays} is replaced by economies of "
        f"like size that have nothing to do with the question. {axis}: left it fell, right it "
        "rose. If nothing special happened to the real set, its line stands anywhere among the "
        f"bars; it counts only where at most {_AT_MOST[class_]} is to its right."
    )


def _panel(words: str, test: BlocTestResult, others: Sequence[float], title: str) -> Panel:
    name = slug("placebos", words)
    real = float(test.statistic or 0.0)
    with style(name):
        sheet, axes = canvas(_WIDTH, _HEIGHT, (46, 14, 44, 26))
        _bars(axes, others, real)
        axes.axvline(real, color=FORTH, linewidth=2.2)
        right = real > sum(axes.get_xlim()) / 2
        axes.annotate(f"the real set, {p_is(test.p_value)}", (real, 1), (0, 6), color=INK,
                      xycoords=axes.get_xaxis_transform(), textcoords="offset points", size=11,
                      ha="right" if right else "left", va="bottom")  # fmt: skip
        axes.set_xlabel("← less than expected  ·  more than expected →", color=MUTED)
        axes.set_ylabel("comparison sets", color=MUTED)
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        said = (
            f"{words} trade of {plural(len(others), 'comparison set')} between "
            f"{min(others):.2f} and {max(others):.2f}; the real set "
            f"stands at {real:.2f}, {p_is(test.p_value)}."
        )
        return panel(sheet, name, title, said)


def _bars(axes: Axes, others: Sequence[float], real: float) -> None:
    """Draw a histogram whose bars end at the real set, so that none stands on both sides."""
    low, high = min(*others, real), max(*others, real)
    width = (high - low) / _BARS or 1.0
    left, right = np.ceil((real - low) / width), np.floor((high - real) / width) + 1
    edges = real + width * np.arange(-left, right + 1)
    counts, _ = np.histogram(others, edges)
    beyond = edges[:-1] >= real - width / 2
    axes.bar(edges[:-1], counts, width=width * 0.94, align="edge",
             color=[_BEYOND if far else HATCH for far in beyond])  # fmt: skip
