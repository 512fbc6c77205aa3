"""What is known of a cell, as the figures show it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Final

from matplotlib.axes import Axes

from tradenet.report.blocks import Key
from tradenet.report.drawing import BAND, HATCH, MUTED, OKABE_ITO, PAPER, swatch
from tradenet.report.view import Row, View
from tradenet.report.wording import position


@dataclass(frozen=True, slots=True)
class Fill:
    """A state in words, its colour and hatching (empty for none)."""

    words: str
    colour: str
    hatch: str = ""

    @property
    def key(self) -> Key:
        """The entry of a legend."""
        return Key(swatch(self.colour, self.hatch[:1]), self.words)


STATES: Final[Mapping[str, Fill]] = MappingProxyType(
    {
        "both": Fill("exporter and importer both reported", "#0b4a75"),
        "exporter_only": Fill("only the exporter reported", "#3f86b9"),
        "importer_only": Fill("only the importer reported", "#9cc6e2"),
        "reconciled": Fill("reported; the source does not say by whom", "#6d7fb3"),
        "imputed": Fill("estimated by the office that publishes it", OKABE_ITO[1]),
        "structural_zero": Fill("a side filed and listed no trade", "#d7ead9"),
        "zero_or_missing": Fill("a side filed: zero or missing", "#eef3d2"),
        "self_report": Fill(
            "reported, but only by an economy that does not file throughout: does not count",
            "#d9c3a8",
        ),
        "quarantined": Fill("reported, doubtful and set aside: does not count", "#e6b8c8"),
        "unobservable": Fill("neither side filed: nobody can know", BAND),
        "not_held": Fill("our files lack it", PAPER, "////"),
    }
)


def state(row: Row | None) -> str:
    """Return the name of a cell's state; a cell without a row is not held."""
    if row is None:
        return "not_held"
    if row["status"] in {"self_report", "zero_or_missing", "quarantined"}:
        return str(row["status"])
    seen = str(row["observed"])
    if row["status"] == "kept":
        return seen
    return seen if seen in {"unobservable", "not_held"} else "unobservable"


def states_of(view: View, exporter: str, importer: str) -> tuple[str, ...]:
    """Return the state of a directed dyad in every period of the calendar."""
    cells = view.cells
    return tuple(state(cells.get((code, exporter, importer))) for code in view.calendar)


def runs(calendar: Sequence[int], states: Sequence[str]) -> Iterator[tuple[str, float, float]]:
    """Yield each stretch of one state: the state, where it begins and ends on the axis of years.

    Examples
    --------
    >>> list(runs((2019, 2020, 2021), ("both", "both", "not_held")))
    [('both', 2018.5, 2020.5), ('not_held', 2020.5, 2021.5)]
    """
    half = half_width(calendar)
    pairs = zip(calendar, states, strict=True)
    for name, stretch in groupby(pairs, key=lambda pair: pair[1]):
        codes = [code for code, _ in stretch]
        yield name, round(position(codes[0]) - half, 6), round(position(codes[-1]) + half, 6)


def half_width(calendar: Sequence[int]) -> float:
    """Return half the width of a period on an axis of years."""
    first_month = 100_000
    return 1 / 24 if calendar and calendar[0] >= first_month else 0.5


def strip(
    axes: Axes,
    level: float,
    stretches: Iterator[tuple[str, float, float]],
    fills: Mapping[str, Fill] = STATES,
) -> None:
    """Draw one row of a time line: a bar of height 0.8 around a level for each stretch."""
    for name, start, end in stretches:
        fill = fills[name]
        axes.broken_barh(
            [(start, end - start)],
            (level - 0.4, 0.8),
            facecolor=fill.colour,
            edgecolor=HATCH if fill.hatch else fill.colour,
            hatch=fill.hatch or None,
            linewidth=0.6 if fill.hatch else 0,
        )


def ruled(axes: Axes, calendar: Sequence[int]) -> None:
    """Cut a time line into years with thin paper-coloured lines, and frame its ticks."""
    half = half_width(calendar)
    first, last = position(calendar[0]) - half, position(calendar[-1]) + half
    for year in range(int(first), int(last) + 1):
        axes.axvline(year + 0.5, color=PAPER, linewidth=0.9)
    axes.set_xlim(first, last)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="x", length=0, labelcolor=MUTED)
