"""One map for all years: every economy stands in one place, however the communities change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle

from tradenet.domain.text import listed
from tradenet.report.blocks import Panel
from tradenet.report.drawing import (
    FAINT,
    INK,
    MUTED,
    PAPER,
    canvas,
    panel,
    readable_on,
    style,
    write,
)
from tradenet.report.figures.labels import Box, Disc, beside, place
from tradenet.report.figures.layout import attraction, spread, spring
from tradenet.report.groups import MARGINS, homes, lines, milestones, shade
from tradenet.report.tested import target
from tradenet.report.view import Row, View
from tradenet.report.wording import plural, slug, when

WIDTH, HEIGHT = 776.0, 636.0
_SIZE: Final = (WIDTH, HEIGHT)
MAPS: Final = 6  # years drawn on small maps, for which there must be room
_LARGEST, _SMALLEST = 33.0, 5.0
_MARGIN: Final = 3.5
_SMALL, _HEAD = 372.0, 22.0
_FACTOR: Final = _SMALL / WIDTH
_LETTER: Final = 3.4  # radius that a disc needs for each character of the word inside


@dataclass(frozen=True, slots=True)
class Node:
    """A disc: who, which community, in what colour, where (pixels), how large, whether a member."""

    code: str
    name: str
    label: int | None
    hue: int | None
    x: float
    y: float
    radius: float
    member: bool

    def scaled(self, factor: float) -> Node:
        """Return the disc on a smaller map."""
        return replace(self, x=factor * self.x, y=factor * self.y, radius=factor * self.radius)


@dataclass(frozen=True, slots=True)
class Word:
    """A word on the map: whose disc, what, where its centre is (pixels), points."""

    node: Node
    text: str
    x: float
    y: float
    size: float

    @property
    def inside(self) -> bool:
        """True where the word stands on its disc."""
        return (self.x, self.y) == (self.node.x, self.node.y)


Places = Mapping[str, tuple[float, float]]
Coordinates = npt.NDArray[np.float64]


def places(view: View) -> Places:
    """Return where each economy of the picture stands, in pixels of the large map.

    Economies that trade intensely over all periods attract each other; room is left for the largest
    disc that an economy has in any of the drawn years.
    """
    rows = view.rows("nodes")
    if not rows:
        return {}
    codes = [row["economy"] for row in rows]
    ties = {(row["one"], row["other"]): 1.0 for row in view.rows("ties")}
    home = homes(view, MARGINS, view.network_period)
    start = [home[code]["label"] if code in home else None for code in codes]
    order = sorted(
        range(len(rows)), key=lambda k: (start[k] is None, start[k] or 0, -rows[k]["trade_usd"])
    )
    radii = np.array([_radii(home, codes) for home in _drawn(view)], dtype=np.float64)
    room = np.asarray(radii.max(axis=0) + _MARGIN, dtype=np.float64)
    found = spread(_turned(view, codes, spring(attraction(codes, ties), order)), room, _SIZE)
    return {code: (float(x), float(y)) for code, (x, y) in zip(codes, found, strict=True)}


def _turned(view: View, codes: Sequence[str], at: Coordinates) -> Coordinates:
    """Mirror the map so that the hub stands on the right and the target of the event above."""
    for axis, code, wanted in ((0, view.result.config.bloc.hub, 1), (1, target(view), 0)):
        if code in codes and round(at[codes.index(code), axis]) != wanted:
            at[:, axis] = 1 - at[:, axis]
    return at


def _drawn(view: View) -> Iterator[Mapping[str, Row]]:
    yield {row["economy"]: row for row in view.rows("nodes")}
    for code in milestones(view, MARGINS, MAPS):
        yield homes(view, MARGINS, code)


def _radii(home: Mapping[str, Row], codes: Sequence[str]) -> Coordinates:
    """Return radii in pixels: area grows with trade, as a share of the largest trader's."""
    trade = np.array([home[code]["trade_usd"] if code in home else 0.0 for code in codes])
    largest = max((float(row["trade_usd"]) for row in home.values()), default=0.0) or 1.0
    return np.maximum(_SMALLEST, _LARGEST * np.sqrt(trade / largest))


def nodes(view: View, where: Places, home: Mapping[str, Row]) -> tuple[Node, ...]:
    """Return the discs of those economies that trade in a period, largest first.

    Parameters
    ----------
    view : View
        What is drawn.
    where : mapping of str to (float, float)
        Places of the large map.
    home : mapping of str to row
        Label and trade of each economy in the period.
    """
    present = [code for code in where if code in home and home[code]["trade_usd"] > 0]
    members = view.result.config.bloc.members
    made = [
        Node(
            code,
            view.name(code),
            home[code]["label"],
            home[code]["hue"],
            *where[code],
            float(radius),
            code in members,
        )
        for code, radius in zip(present, _radii(home, present), strict=True)
    ]
    return tuple(sorted(made, key=lambda node: (-node.radius, node.code)))


def small_map(view: View, where: Places, which: tuple[str, str, int], head: str) -> Panel:
    """Return a small map of a figure: the communities under one null in one period."""
    figure, null, period = which
    home = homes(view, null, period)
    drawn = [node.scaled(_FACTOR) for node in nodes(view, where, home)]
    name = slug(figure, null, when(period))
    members = [node for node in drawn if node.member]
    shared = [(a.code, b.code) for a, b in combinations(members, 2) if a.label == b.label]
    with style(name):
        sheet, axes = canvas(_SMALL, _FACTOR * HEIGHT + _HEAD, (0, 0, 0, _HEAD))
        frame(axes, _FACTOR)
        draw_ties(axes, drawn, shared)
        draw_discs(axes, drawn, 1.8)
        draw_names(axes, drawn, 9.5, few=True)
        if not drawn:
            axes.text(
                0.5, 0.5, "no network to draw", transform=axes.transAxes, ha="center", color=MUTED
            )
        write(sheet, (0, 15), head, size=13, weight="bold")
        return panel(sheet, name, head, _describe(view, lines(view, null, period), home))


def _describe(view: View, found: Mapping[int, Row], home: Mapping[str, Row]) -> str:
    members = [m for m in view.result.config.bloc.members if m in home]
    said = []
    for label, line in found.items():
        inside = [view.name(m) for m in members if home[m]["label"] == label]
        with_ = f", with {listed(inside)}" if inside else ""
        said.append(f"around {view.name(line['core'])}, {line['economies']} economies{with_}")
    return f"{plural(len(said), 'community', 'communities')}: {'; '.join(said)}."


def frame(axes: Axes, factor: float = 1.0) -> None:
    """Give axes the pixels of the map, scaled."""
    axes.set_xlim(0, factor * WIDTH)
    axes.set_ylim(factor * HEIGHT, 0)
    axes.set_axis_off()


def draw_discs(axes: Axes, drawn: Sequence[Node], ring: float = 2.6) -> None:
    """Draw the discs in the colours of their communities; members have a dark ring."""
    for node in drawn:
        axes.add_patch(
            Circle((node.x, node.y), node.radius, facecolor=shade(node.hue), zorder=3,
                   edgecolor=INK if node.member else PAPER,
                   linewidth=ring if node.member else 0.35 * ring)
        )  # fmt: skip


def draw_ties(axes: Axes, drawn: Sequence[Node], pairs: Sequence[tuple[str, str]]) -> None:
    """Draw a line for each pair of economies; those between members are dark."""
    where = {node.code: node for node in drawn}
    known = [(where[a], where[b]) for a, b in pairs if a in where and b in where]
    for inside in (False, True):
        axes.add_collection(
            LineCollection(
                [[(a.x, a.y), (b.x, b.y)] for a, b in known if (a.member and b.member) == inside],
                colors=INK if inside else FAINT,
                linewidths=2.0 if inside else 0.7,
                alpha=0.85 if inside else 0.45,
                zorder=1 + inside,
            )
        )


def draw_names(axes: Axes, drawn: Sequence[Node], size: float, *, few: bool = False) -> None:
    """Write members' names and the others' codes; parameters as in `words`."""
    page = (axes.get_xlim()[1], axes.get_ylim()[0])
    for word in words(drawn, size, page, few=few):
        _write(axes, word)


def words(
    drawn: Sequence[Node], size: float, page: tuple[float, float], *, few: bool = False
) -> Iterator[Word]:
    """Yield members' names and the others' codes, inside a disc or beside it if there is room.

    Parameters
    ----------
    drawn : sequence of Node
        The discs.
    size : float
        Of members' names, points.
    page : tuple of two floats
        Width and height of the map, pixels.
    few : bool
        True where only members and discs with room inside get a word.
    """
    discs = np.array([*((n.x, n.y, n.radius) for n in drawn), *_along(drawn)]).reshape(-1, 3)
    taken: list[Box] = []
    for node in sorted(drawn, key=lambda n: (not n.member, -n.radius)):
        text, points = (node.name, size) if node.member else (node.code, 0.7 * size)
        if node.radius >= _LETTER * len(text) * size / 13:
            large = node.radius > _LARGEST / 2
            yield Word(node, text, node.x, node.y, 0.88 * size if large else points)
            continue
        if few and not node.member:
            continue
        around = beside(Disc(node.x, node.y, node.radius), text, points)
        box, hits = place(around, discs, taken, page)
        if box is not None and (node.member or not hits):
            taken.append(box)
            yield Word(node, text, box.x, box.y, points)


def _along(drawn: Sequence[Node]) -> Iterator[tuple[float, float, float]]:
    """Yield specks along the lines among the members, which words should not cover either."""
    for one, other in combinations([node for node in drawn if node.member], 2):
        for part in np.linspace(0, 1, 40):
            yield one.x + part * (other.x - one.x), one.y + part * (other.y - one.y), 1.0


def _write(axes: Axes, word: Word) -> None:
    node, outside = word.node, INK if word.node.member else MUTED
    axes.text(word.x, word.y, word.text, ha="center", va="center_baseline", zorder=5,
              size=word.size, weight="bold" if node.member else "normal",
              color=readable_on(shade(node.hue)) if word.inside else outside)  # fmt: skip
