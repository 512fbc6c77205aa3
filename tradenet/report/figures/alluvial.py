"""How economies flow from community to community over the years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from tradenet.domain.text import listed
from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import FAINT, INK, MUTED, canvas, glyph, panel, style, write
from tradenet.report.groups import (
    MARGINS,
    NULL_WORDS,
    colour_keys,
    cores,
    homes,
    hues,
    lines,
    milestones,
    shade,
)
from tradenet.report.view import Row, View
from tradenet.report.wording import percent, plural, slug, when

_WIDTH, _HEIGHT = 780, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 136, 136, 34, 24
_COLUMNS: Final = 9
_BAR: Final = 0.09  # half a bar, of the way from one year to the next
_GAP: Final = 0.03  # between communities, of all trade
_LINE: Final = 0.042  # height of a line of text, of all trade
_LEAST_NAMED: Final = 0.03


@dataclass(frozen=True, slots=True)
class Seat:
    """The place of an economy in a year's bar: its community, and from where to where."""

    label: int
    low: float
    high: float

    @property
    def middle(self) -> float:
        """Half way."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Bar:
    """A year: the order of economies on the left side of its bar, and on the right side.

    On the left they are ordered by where they come from, on the right by where they go, so that
    bands do not cross inside a community.
    """

    period: int
    colours: Mapping[int, str]
    left: Mapping[str, Seat]
    right: Mapping[str, Seat]

    def spans(self) -> dict[int, tuple[float, float]]:
        """Return from where to where each community reaches."""
        found: dict[int, tuple[float, float]] = {}
        for seat in self.left.values():
            low, high = found.get(seat.label, (seat.low, seat.high))
            found[seat.label] = min(low, seat.low), max(high, seat.high)
        return found


def draw(view: View) -> Figure:
    """Return the flow of economies between communities, once under each null."""
    return Figure(
        name="alluvial",
        title=finding(view),
        caption=(
            "Each bar is world trade in one year, cut into communities; a band between two bars is "
            "the economies that were in one community and then in another, as thick as their share "
            "of world trade. Lines follow the members. The names at the ends are the economies "
            "with most trade inside the community, in the first and in the last year. Broad bands "
            "that run through are communities that last; a tangle is a sign that there is little "
            "to be found. Colours are those of the last year on the maps; grey communities had "
            "ended by then. Economies alone in a community are left out."
        ),
        panels=tuple(_panel(view, null) for null in NULL_WORDS),
        key=(
            *colour_keys(view, MARGINS, view.network_period),
            Key(glyph(f'<path d="M1 7h20" stroke="{INK}" stroke-width="1.6"/>'), "a member"),
        ),
        source=view.told_by,
        wide=True,
        data=("communities", "community_lines"),
    )


def finding(view: View) -> str:
    """Say how the core of the hub's community changed, or that it did not."""
    hub, code = view.result.config.bloc.hub, view.network_period
    home = homes(view, MARGINS, code)
    label = home[hub]["label"] if hub in home else None
    told = cores(view, MARGINS, label) if label is not None else ()
    if not told:
        return _counts(view)
    now = told[-1][0]
    before = [view.name(core) for core, _ in told if core != now]
    since = next(first for core, first in told if core == now)
    if not before:
        return f"The community of {view.name(hub)} has had one core in all years: {view.name(now)}"
    return (
        f"The community of {view.name(hub)} had its core in {listed(list(dict.fromkeys(before)))} "
        f"until {view.name(now)} became it in {when(since)}"
    )


def _counts(view: View) -> str:
    chosen = milestones(view, MARGINS, _COLUMNS)
    if not chosen:
        return "No communities were drawn"
    sizes = [plural(len(lines(view, MARGINS, code)), "community", "communities")
             for code in (chosen[0], chosen[-1])]  # fmt: skip
    return f"{sizes[0]} in {when(chosen[0])}, {sizes[1]} in {when(chosen[-1])}"


def _panel(view: View, null: str) -> Panel:
    bars = bars_of(view, null, milestones(view, null, _COLUMNS))
    name = slug("alluvial", null)
    with style(name):
        sheet, axes = canvas(_WIDTH, _HEIGHT, (_LEFT, _RIGHT, _BOTTOM, _TOP))
        axes.set_xlim(-_BAR, max(len(bars) - 1, 0) + _BAR)
        axes.set_ylim(max((_lowest(bar) for bar in bars), default=0.0) or 1.0, 0)
        axes.set_yticks([])
        axes.set_xticks(range(len(bars)), [when(bar.period) for bar in bars])
        axes.tick_params(axis="x", length=0)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        _draw_bands(axes, bars)
        _draw_members(view, axes, bars)
        if bars:
            _name_ends(view, axes, null, bars)
        write(sheet, (0, 15), NULL_WORDS[null], size=13, weight="bold")
        return panel(sheet, name, NULL_WORDS[null], _describe(view, null, bars))


def bars_of(view: View, null: str, chosen: Sequence[int]) -> tuple[Bar, ...]:
    """Return the bars of some years."""
    every = [homes(view, null, code) for code in chosen]
    last = hues(every[-1]) if every else {}
    colours = {label: shade(last.get(label)) for home in every for label in hues(home)}
    known = [{code: row["label"] for code, row in home.items()} for home in every]
    before, after = [*known[1:2], *known[:-1]], [*known[1:], *known[-2:-1]]
    return tuple(
        Bar(code, colours, _seats(home, whence), _seats(home, where))
        for code, home, whence, where in zip(
            chosen, every, before or known, after or known, strict=True
        )
    )


def _seats(home: Mapping[str, Row], beside: Mapping[str, int | None]) -> dict[str, Seat]:
    """Return the places of economies from the top, by community and by that of the year beside."""
    whole = sum(float(row["trade_usd"]) for row in home.values()) or 1.0
    inside = [code for code, row in home.items() if row["label"] is not None]

    def order(code: str) -> tuple[int, int, str]:
        other = beside.get(code)
        return home[code]["label"], -1 if other is None else other, code

    seats: dict[str, Seat] = {}
    low, label = 0.0, None
    for code in sorted(inside, key=order):
        if label is not None and home[code]["label"] != label:
            low += _GAP
        label = home[code]["label"]
        high = low + float(home[code]["trade_usd"]) / whole
        seats[code] = Seat(label, low, high)
        low = high
    return seats


def _lowest(bar: Bar) -> float:
    return max((seat.high for seat in bar.left.values()), default=0.0)


def _draw_bands(axes: Axes, bars: Sequence[Bar]) -> None:
    for k, bar in enumerate(bars):
        for label, (low, high) in bar.spans().items():
            axes.add_patch(
                Rectangle(
                    (k - _BAR, low), 2 * _BAR, high - low, facecolor=bar.colours[label], zorder=2
                )
            )
    for k, (one, other) in enumerate(pairwise(bars)):
        for label, (a, b) in _bands(one.right, other.left):
            axes.add_patch(
                PathPatch(
                    _band(k, a, b), facecolor=one.colours[label], alpha=0.45, edgecolor="none"
                )
            )


def _bands(
    right: Mapping[str, Seat], left: Mapping[str, Seat]
) -> Iterator[tuple[int, tuple[tuple[float, float], tuple[float, float]]]]:
    """Yield each band between two bars: whence, and its extent on both sides."""
    groups: dict[tuple[int, int], list[str]] = {}
    for code in right:
        if code in left:
            groups.setdefault((right[code].label, left[code].label), []).append(code)
    for (label, _), codes in sorted(groups.items()):
        yield label, (_extent(right, codes), _extent(left, codes))


def _extent(seats: Mapping[str, Seat], codes: Sequence[str]) -> tuple[float, float]:
    return min(seats[code].low for code in codes), max(seats[code].high for code in codes)


def _band(k: int, a: tuple[float, float], b: tuple[float, float]) -> Path:
    start, end = k + _BAR, k + 1 - _BAR
    half = (start + end) / 2
    corners = [
        (start, a[0]), (half, a[0]), (half, b[0]), (end, b[0]),
        (end, b[1]), (half, b[1]), (half, a[1]), (start, a[1]), (start, a[0]),
    ]  # fmt: skip
    curve = [Path.CURVE4] * 3
    return Path(corners, [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY])


def _draw_members(view: View, axes: Axes, bars: Sequence[Bar]) -> None:
    """Draw a line along the seats of each member."""
    for member in view.result.config.bloc.members:
        for k, (one, other) in enumerate(pairwise(bars)):
            if member in one.right and member in other.left:
                y, z = one.right[member].middle, other.left[member].middle
                start, end = k + _BAR, k + 1 - _BAR
                half = (start + end) / 2
                path = Path([(start, y), (half, y), (half, z), (end, z)], _CURVE)
                axes.add_patch(PathPatch(path, facecolor="none", edgecolor=INK, linewidth=1.4))
        for k, bar in enumerate(bars):
            if member in bar.left:
                ends = bar.left[member].middle, bar.right[member].middle
                axes.plot([k - _BAR, k + _BAR], ends, color=INK, linewidth=1.4, zorder=4)


_CURVE: Final = [Path.MOVETO, *[Path.CURVE4] * 3]


def _name_ends(view: View, axes: Axes, null: str, bars: Sequence[Bar]) -> None:
    """Write the core of each community and the members in it beside the first and last bar."""
    for bar, seats, side in ((bars[0], bars[0].left, -1), (bars[-1], bars[-1].right, 1)):
        edge = axes.get_xlim()[side > 0]
        below = -1.0
        told = lines(view, null, bar.period)
        for label, (low, high) in sorted(bar.spans().items()):
            inside = [m for m in view.result.config.bloc.members if m in seats]
            inside = sorted(
                (m for m in inside if seats[m].label == label), key=lambda m: seats[m].middle
            )
            if high - low < _LEAST_NAMED and not inside:
                continue
            head = f"around {view.name(told[label]['core'])}" if label in told else "a community"
            words = [head, *map(view.name, inside)]
            top = max((low + high) / 2 - _LINE * (len(words) - 1) / 2, below)
            below = top + _LINE * len(words) + _LINE / 3
            for row, text in enumerate(words):
                _beside(axes, edge, side, (top + _LINE * row, text, row == 0))
                if row:
                    _lead(axes, edge, side, seats[inside[row - 1]].middle, top + _LINE * row)


def _beside(axes: Axes, edge: float, side: int, line: tuple[float, str, bool]) -> None:
    level, text, head = line
    axes.annotate(text, (edge, level), (side * (6 if head else 22), 0), va="center_baseline",
                  textcoords="offset points", ha="left" if side > 0 else "right", size=10.5,
                  color=MUTED if head else INK, weight="normal" if head else "bold",
                  annotation_clip=False)  # fmt: skip


def _lead(axes: Axes, edge: float, side: int, seat: float, level: float) -> None:
    """Draw a thin line from a member's line to its name."""
    width = _WIDTH - _LEFT - _RIGHT
    step = 18 / width * (axes.get_xlim()[1] - axes.get_xlim()[0]) * side
    axes.plot([edge, edge + step], [seat, level], color=FAINT, linewidth=0.8, clip_on=False)


def _describe(view: View, null: str, bars: Sequence[Bar]) -> str:
    said = []
    for bar in bars:
        told = lines(view, null, bar.period).values()
        words = [f"{view.name(row['core'])} {percent(row['share_of_trade'])}" for row in told]
        said.append(f"{when(bar.period)}: {listed(words)}")
    return "; ".join(said) + "."
