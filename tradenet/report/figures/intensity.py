"""Observed over expected trade of every directed dyad, before and after the event."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex
from matplotlib.patches import Rectangle

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    EVENT,
    FAINT,
    INK,
    MUTED,
    PAPER,
    canvas,
    on_cell,
    panel,
    style,
    swatch,
)
from tradenet.report.figures.axis import row_label
from tradenet.report.view import Row, View
from tradenet.report.wording import known, plural, ratio, when

_NAME: Final = "intensity"
# Less than expected is brown, more is blue: told apart by all common kinds of colour vision.
_SCALE: Final = LinearSegmentedColormap.from_list(
    "less-more", ["#8c510a", "#d8b365", "#f6f4ef", "#7fb3d5", "#0b4a75"], N=257
)
_REACH: Final = 3.0  # doublings: the colours end at one eighth and at eight times
_MOST_PRE, _MOST_POST = 8, 4
_LEFT, _ROW, _TOP, _BOTTOM = 168, 28, 46, 8
_WIDTH, _WIDEST_CELL = 760, 96


def draw(view: View) -> Figure:
    """Return the directed dyads as rows, the periods compared as columns."""
    title = finding(view)
    return Figure(
        name=_NAME,
        title=title,
        caption=(
            "Each cell is one directed dyad in one year: reported trade divided by what the sizes "
            "of exporter and importer alone would lead one to expect (1 = as expected; distance, "
            "prices and diversion are not taken out). Blue is more, brown less; the colours end "
            "at ⅛ and 8. Hatched: no number counts, so none is shown. The line between the "
            "columns is the event."
        ),
        panels=(_panel(view, title),),
        key=_key(),
        source=view.told_by,
        wide=True,
        data=("dyads",),
    )


def colour(value: float) -> str:
    """Return the colour of an intensity: white at 1, symmetric in doublings.

    Examples
    --------
    >>> colour(1.0), colour(8.0) == colour(100.0), colour(0.0)
    ('#f6f4ef', True, '#8c510a')
    """
    doublings = math.log2(value) if value > 0 else -_REACH
    return to_hex(_SCALE(0.5 + max(-_REACH, min(_REACH, doublings)) / (2 * _REACH)))


def finding(view: View) -> str:
    """Say in how many directed dyads the intensity is higher than before the event."""
    if len(view.compared) < len(("pre", "post")):
        return "Intensities cannot be compared: no period is held on one side of the event"
    before, after = view.compared
    pairs = [
        (view.cells.get((before, a, b)), view.cells.get((after, a, b))) for _, a, b in view.flows
    ]
    both = [
        (one["intensity"], other["intensity"])
        for one, other in pairs
        if one and other and known(one["intensity"]) and known(other["intensity"])
    ]
    higher = sum(one < other for one, other in both)
    return (
        f"Observed ÷ expected trade was higher in {when(after)} than in {when(before)} in {higher} "
        f"of the {plural(len(both), 'directed dyad')} that can be compared; "
        f"{len(pairs) - len(both)} of {len(pairs)} cannot"
    )


def _columns(view: View) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return view.held("pre")[-_MOST_PRE:], view.held("post")[-_MOST_POST:]


def _panel(view: View, title: str) -> Panel:
    pre, post = _columns(view)
    levels = view.levels
    columns = {code: k + 0.25 * (code in post) for k, code in enumerate((*pre, *post))}
    across = max(columns.values(), default=0) + 1
    width = _LEFT + 12 + min(_WIDTH - _LEFT - 12, _WIDEST_CELL * across)
    height = _TOP + _BOTTOM + _ROW * len(levels)
    with style(_NAME):
        sheet, axes = canvas(width, height, (_LEFT, 12, _BOTTOM, _TOP))
        axes.set_xlim(-0.5, across - 0.5)
        axes.set_ylim(len(levels) - 0.5, -0.5)
        axes.set_axis_off()
        _heads(axes, columns, (pre, post))
        for flow, level in levels.items():
            _row(axes, view, flow, level, columns)
        return panel(sheet, _NAME, title, _describe(view, tuple(columns)))


def _heads(
    axes: Axes, columns: Mapping[int, float], phases: tuple[Sequence[int], Sequence[int]]
) -> None:
    for code, x in columns.items():
        axes.text(x, -0.62, when(code), ha="center", va="bottom", size=11, color=MUTED)
    for codes, words in zip(phases, ("before the event", "after"), strict=True):
        if codes:
            x = (columns[codes[0]] + columns[codes[-1]]) / 2
            axes.text(x, -1.2, words, ha="center", va="bottom", size=10.5, color=INK, weight="bold")
    if all(phases):
        x = (columns[phases[0][-1]] + columns[phases[1][0]]) / 2
        axes.axvline(x, color=EVENT, linewidth=1.3)


def _row(
    axes: Axes, view: View, flow: tuple[str, ...], level: int, columns: Mapping[int, float]
) -> None:
    if len(flow) == 1:
        row_label(axes, level, view.class_words[flow[0]], head=True)
        return
    row_label(axes, level, view.brief(flow[1], "→", flow[2]))
    cells = view.cells
    for code, x in columns.items():
        _cell(axes, (x, level), cells.get((code, flow[1], flow[2])))


def _cell(axes: Axes, at: tuple[float, float], row: Row | None) -> None:
    value = row["intensity"] if row is not None else None
    seen = value is not None and known(value)
    fill = colour(value) if value is not None and seen else PAPER
    axes.add_patch(
        Rectangle((at[0] - 0.48, at[1] - 0.45), 0.96, 0.9, facecolor=fill, linewidth=0.5,
                  edgecolor=fill if seen else FAINT, hatch=None if seen else "////")
    )  # fmt: skip
    if seen:
        axes.text(at[0], at[1], ratio(value), ha="center", va="center_baseline", size=11.5,
                  color=on_cell(fill))  # fmt: skip


def _describe(view: View, codes: Sequence[int]) -> str:
    said = []
    for _, exporter, importer in view.flows:
        cells = (view.cells.get((code, exporter, importer)) for code in codes)
        values = [ratio(row["intensity"]) if row else "–" for row in cells]
        said.append(f"{view.flow(exporter, importer)}: {', '.join(values)}")
    return f"Periods {', '.join(when(code) for code in codes)}. " + "; ".join(said) + "."


def _key() -> tuple[Key, ...]:
    steps = (
        (0.125, "⅛ or less"),
        (0.5, "½"),
        (1.0, "1, as expected"),
        (2.0, "2"),
        (8.0, "8 or more"),
    )
    return (
        *(Key(swatch(colour(value)), words) for value, words in steps),
        Key(swatch(PAPER, "/"), "no number counts"),
    )
