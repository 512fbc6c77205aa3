"""One mark for each row of the decision table, so that the same row looks the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from matplotlib.lines import Line2D

from tradenet.report.blocks import Key
from tradenet.report.drawing import FORTH, OKABE_ITO, glyph
from tradenet.report.view import Row, View

Look = tuple[str, str]  # colour and marker

# The row of the main specification is blue and round; others differ in colour and in shape.
_OTHERS: Final[Sequence[Look]] = tuple(
    zip((OKABE_ITO[5], OKABE_ITO[2], OKABE_ITO[3], OKABE_ITO[1]), "sD^v", strict=True)
)
_SHAPES: Final[Mapping[str, str]] = {
    "o": '<circle cx="11" cy="7" r="4" {ink}/>',
    "s": '<path d="M7 3h8v8h-8z" {ink}/>',
    "D": '<path d="M11 2l5 5l-5 5l-5-5z" {ink}/>',
    "^": '<path d="M11 2l5 9h-10z" {ink}/>',
    "v": '<path d="M11 12l5-9h-10z" {ink}/>',
}


def looks(main: int, rows: Iterable[Row]) -> dict[int, Look]:
    """Return colour and marker of each row of the table that occurs, the main one's first.

    Examples
    --------
    >>> list(looks(11, [{"row": 7}, {"row": 11}, {"row": None}]).items())[0]
    (11, ('#0072b2', 'o'))
    """
    found = sorted({int(row["row"]) for row in rows if row["row"] is not None} - {main})
    return {main: (FORTH, "o"), **{n: _OTHERS[k % len(_OTHERS)] for k, n in enumerate(found)}}


def keys(view: View, marks: Mapping[int, Look]) -> tuple[Key, ...]:
    """Return the legend: number and verdict of each row that occurs."""
    verdicts = {row.number: row.verdict for row in view.table}
    return tuple(
        Key(glyph(_SHAPES[marker].format(ink=f'fill="{colour}"')),
            f"row {number}: {verdicts.get(number, 'unknown')}")
        for number, (colour, marker) in marks.items()
    )  # fmt: skip


def mark(look: Look, at: tuple[float, float], size: float, *, hollow: bool = False) -> Line2D:
    """Return the mark of a row at a place; hollow where it does not count."""
    colour, marker = look
    return Line2D([at[0]], [at[1]], color=colour, marker=marker, markersize=size, linestyle="none",
                  markerfacecolor="#ffffff" if hollow else colour, zorder=3)  # fmt: skip
