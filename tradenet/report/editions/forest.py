"""One line for each class of each study: its factor and interval, on one axis."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

from matplotlib.axes import Axes

from tradenet.report.blocks import Figure
from tradenet.report.drawing import FORTH, INK, MUTED, canvas, panel, style
from tradenet.report.editions.told import Change, Told
from tradenet.report.figures.axis import factor_scale
from tradenet.report.wording import plural

_WIDTH, _ROW = 760, 34
_NAME: Final = "changes"
Line = tuple[str, Change]


def forest(studies: Sequence[Told]) -> Figure | None:
    """Return the changes of all studies on one axis; None where no study estimates any."""
    lines = [(told.study, change) for told in studies for change in told.changes]
    if not lines:
        return None
    title = finding(lines)
    with style(_NAME):
        sheet, axes = canvas(_WIDTH, 56 + _ROW * len(lines), (230, 170, 44, 12))
        factor_scale(axes, list(_logs(lines)), "x")
        axes.set_ylim(len(lines) - 0.5, -0.5)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.set_xlabel("trade after the event over its expectation", color=MUTED)
        for level, line in enumerate(lines):
            _row(axes, level, line)
        said = "; ".join(f"{study}, {change.words}: {_told(change)}" for study, change in lines)
        drawn = panel(sheet, _NAME, title, f"{said}.")
    return Figure(
        name=_NAME,
        title=title,
        caption=(
            "Each dot is what trade of a class of pairs became after the event of its study, over "
            "what size, distance and diversion let one expect; the line is its 95 % interval. Only "
            "studies that make this test stand here; the events and the sets differ."
        ),
        panels=(drawn,),
        source="the reports beside this page (verdict.json)",
        wide=True,
    )


def finding(lines: Sequence[Line]) -> str:
    """Say how many intervals leave out 1, and what cannot be seen.

    Examples
    --------
    >>> finding(
    ...     [
    ...         ("a", Change("Mutual", 1.2, 0.9, 1.5)),
    ...         ("b", Change("Mutual", None, None, None, "not seen")),
    ...     ]
    ... )
    'No estimate of 1 lies wholly above or below expectation; 1 class cannot be estimated'
    """
    held = [change for _, change in lines if change.factor is not None]
    above = sum(change.low is not None and change.low > 1 for change in held)
    below = sum(change.high is not None and change.high < 1 for change in held)
    words = (
        f"Of {plural(len(held), 'estimate')}, {above} wholly above expectation and {below} below"
        if above or below
        else f"No estimate of {len(held)} lies wholly above or below expectation"
    )
    missing = len(lines) - len(held)
    more = f"; {plural(missing, 'class', 'classes')} cannot be estimated" if missing else ""
    return f"{words}{more}" if held else f"No class of {missing} can be estimated"


def _logs(lines: Sequence[Line]) -> Iterator[float]:
    for _, change in lines:
        for value in (change.low, change.factor, change.high):
            if value:
                yield math.log(value)


def _told(change: Change) -> str:
    if change.factor is None:
        return f"no estimate: {change.why_not or 'not computed'}"
    low, high = (f"× {x:,.2f}" if x is not None else "no bound" for x in (change.low, change.high))
    return f"× {change.factor:,.2f} ({low} to {high})"


def short(name: str, most: int = 20) -> str:
    """Return a name that fits beside the axis.

    Examples
    --------
    >>> short("a-study-with-a-very-long-name")
    'a-study-with-a-very…'
    """
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _row(axes: Axes, level: int, line: Line) -> None:
    study, change = line
    side: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "size": 11}
    words = f"{short(study)}: {change.words.lower()}"
    axes.text(-0.03, level, words, ha="right", color=INK, **side)
    if not change.factor:
        axes.text(0.5, level, "cannot be estimated", ha="center", color=MUTED, **side)
        return
    left, right = axes.get_xlim()
    low = math.log(change.low) if change.low else left
    high = math.log(change.high) if change.high else right
    axes.plot([low, high], [level, level], color=FORTH, linewidth=2, solid_capstyle="butt")
    axes.plot([math.log(change.factor)], [level], "o", color=FORTH, markersize=8, zorder=3)
    axes.text(1.03, level, _told(change), ha="left", color=INK, **side)
