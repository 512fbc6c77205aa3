"""Whether one dyad alone carries the answer of its class."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes

from tradenet.report.blocks import Figure, Panel
from tradenet.report.drawing import FAINT, FORTH, INK, MUTED, OKABE_ITO, canvas, panel, style
from tradenet.report.figures.axis import factor_scale
from tradenet.report.tested import TEST_OF, details, of_class, outcome, pair_name
from tradenet.report.view import View
from tradenet.report.wording import factor, p_is, slug

Line = tuple[str, float | None, float | None]

_WIDTH, _ROW = 640, 32
_WHOLE: Final = "all dyads"


def draw(view: View, class_: str) -> Figure | None:
    """Return the change of a class, whole and without each of its dyads."""
    test = outcome(view, TEST_OF[class_])
    rows = of_class(view, "without_each", class_)
    if test is None or not rows:
        return None
    lines: list[Line] = [(_WHOLE, details(view, test.name).get("log_change"), test.p_value)]
    lines += [(f"without {pair_name(view, row['left_out'])}", row["log_change"], row["p_value"])
              for row in rows]  # fmt: skip
    title = finding(lines)
    return Figure(
        name=slug("without-each", class_),
        title=title,
        caption=(
            f"How much {view.class_words[class_].lower()} trade rose beyond its expectation, once "
            "as a whole and once without each dyad. Where the dots stay together, no dyad alone "
            "makes the answer; where one of them jumps, the dyad left out made it. The first dot "
            "is the estimate of the test, the others a quick approximation of it."
        ),
        panels=(_panel(class_, lines, title),),
        source=view.told_by,
        wide=True,
        data=("without_each",),
    )


def finding(lines: Sequence[Line]) -> str:
    """Say between which factors the class lies when one dyad is left out.

    Examples
    --------
    >>> finding(
    ...     [("all dyads", 0.2, 0.01), ("without A – B", 0.1, 0.1), ("without A – C", 0.3, 0.1)]
    ... )
    'Without any one dyad, the class moved by × 1.11 (without A – B) to × 1.35 (without A – C)'
    """
    rest = [(change, words) for words, change, _ in lines[1:] if change is not None]
    if not rest:
        return "Without any one dyad nothing is left to be compared"
    (low, least), (high, most) = min(rest), max(rest)
    return (
        f"Without any one dyad, the class moved by {factor(low)} ({least}) to {factor(high)} "
        f"({most})"
    )


def _panel(class_: str, lines: Sequence[Line], title: str) -> Panel:
    name = slug("without-each", class_)
    with style(name):
        sheet, axes = canvas(_WIDTH, 56 + _ROW * len(lines), (210, 92, 44, 12))
        factor_scale(axes, [change for _, change, _ in lines if change is not None], "x")
        axes.set_ylim(len(lines) - 0.5, -0.5)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("rise beyond expectation", color=MUTED)
        for level, line in enumerate(lines):
            _row(axes, level, line)
        said = "; ".join(f"{words}: {factor(change)}, {p_is(p)}" for words, change, p in lines)
        return panel(sheet, name, title, f"{said}.")


def _row(axes: Axes, level: int, line: Line) -> None:
    words, change, p_value = line
    whole = words == _WHOLE
    side: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "size": 11}
    axes.text(-0.02, level, words, ha="right", color=INK, weight="bold" if whole else "normal",
              **side)  # fmt: skip
    if change is None or not math.isfinite(change):
        axes.text(0.5, level, "nothing left to compare", ha="center", color=MUTED, **side)
        return
    axes.plot([0, change], [level, level], color=FAINT, linewidth=1)
    axes.plot([change], [level], "o", color=FORTH if whole else OKABE_ITO[4], clip_on=False,
              markersize=9 if whole else 7, zorder=3)  # fmt: skip
    told = p_is(p_value)
    axes.text(1.02, level, told, ha="left", color=MUTED, **side)
