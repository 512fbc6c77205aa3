"""Where the real distance of votes stands among distances dealt anew."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

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
from tradenet.report.tested import outcome
from tradenet.report.view import View
from tradenet.report.wording import known, p_is, percent, plural

_WIDTH, _HEIGHT, _BARS = 640, 250, 44


def draw(view: View) -> Figure | None:
    """Return the permuted statistics as bars, the real one as a line."""
    others = [
        row["statistic"] for row in view.rows("alignment_permuted") if known(row["statistic"])
    ]
    real, test = view.result.facts.get("studentized"), outcome(view, "V2")
    if not others or real is None or test is None:
        return None
    title = (
        f"Of {plural(len(others) + 1, 'way', 'ways')} to deal the votes, the real one included, "
        f"{percent(test.p_value)} move trade at least as far towards those who vote alike"
    )
    return Figure(
        name="alignment-permuted",
        title=title,
        caption=(
            "Every bar holds statistics of worlds in which states of one region have exchanged "
            "their votes, and trade is as it is. If votes had nothing to do with trade, the real "
            "line would stand anywhere among the bars; it counts only where at most one in twenty "
            "is to its left."
        ),
        panels=(_panel(title, others, float(real), p_is(test.p_value)),),
        key=(
            Key(swatch(HATCH), "votes dealt anew"),
            Key(swatch(OKABE_ITO[1]), "those that moved trade at least as far towards"),
            Key(glyph(f'<path d="M11 1v12" stroke="{FORTH}" stroke-width="2.5"/>'), "real votes"),
        ),
        source=view.told_by,
        wide=True,
        data=("alignment_permuted",),
    )


def _panel(title: str, others: Sequence[float], real: float, told: str) -> Panel:
    name = "alignment-permuted"
    with style(name):
        sheet, axes = canvas(_WIDTH, _HEIGHT, (46, 14, 44, 26))
        bars(axes, others, real)
        axes.axvline(real, color=FORTH, linewidth=2.2)
        right = real > sum(axes.get_xlim()) / 2
        axes.annotate(f"real votes, {told}", (real, 1), (0, 6), color=INK, size=11,
                      xycoords=axes.get_xaxis_transform(), textcoords="offset points",
                      ha="right" if right else "left", va="bottom")  # fmt: skip
        axes.set_xlabel("← towards those who vote alike  ·  away from them →", color=MUTED)
        axes.set_ylabel("permutations", color=MUTED)
        axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
        said = f"{min(others):.2f} to {max(others):.2f}; the real one {real:.2f}, {told}."
        return panel(sheet, name, title, said)


def bars(axes: Axes, others: Sequence[float], real: float) -> None:
    """Draw a histogram whose bars end at the real value, so that none stands on both sides."""
    low, high = min(*others, real), max(*others, real)
    width = (high - low) / _BARS or 1.0
    left, right = np.ceil((real - low) / width) + 1, np.floor((high - real) / width) + 1
    edges = real + width * np.arange(-left, right + 1)
    counts, _ = np.histogram(others, edges)
    beyond = edges[1:] <= real + width / 2
    axes.bar(edges[:-1], counts, width=width * 0.94, align="edge",
             color=[OKABE_ITO[1] if far else HATCH for far in beyond])  # fmt: skip
