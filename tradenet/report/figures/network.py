"""The network of the last full period: largest traders, intense ties, communities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    FAINT,
    INK,
    MUTED,
    OKABE_ITO,
    PAPER,
    RULE,
    canvas,
    glyph,
    panel,
    readable_on,
    style,
)
from tradenet.report.figures.labels import Box, Disc, beside, place
from tradenet.report.figures.layout import Places, attraction, spread, spring
from tradenet.report.view import Row, View
from tradenet.report.wording import known, percent, plural, usd, when

_NAME: Final = "network"
_WIDTH, _HEIGHT = 780.0, 640.0
_LARGEST, _SMALLEST = 33.0, 5.0
_MARGIN: Final = 3.5
# Ties drawn: twice what is expected, and a flow that matters to the smaller of the two.
_LEAST_INTENSITY: Final = 2.0
_LEAST_SHARE: Final = 0.02
_NAMED: Final = 4
_LETTER: Final = 3.4  # radius that a disc needs for each character of the word inside
_COLOURS: Final = (
    OKABE_ITO[4],
    OKABE_ITO[1],
    OKABE_ITO[2],
    OKABE_ITO[3],
    OKABE_ITO[6],
    OKABE_ITO[0],
)


@dataclass(frozen=True, slots=True)
class _Node:
    """A disc: who, which community, where (pixels), how large, whether a member."""

    code: str
    name: str
    community: int
    x: float
    y: float
    radius: float
    member: bool


def draw(view: View) -> Figure:
    """Return the network picture."""
    title = finding(view)
    method = view.result.config.communities.summary()
    return Figure(
        name=_NAME,
        title=title,
        caption=(
            "Discs are the largest traders and the members (dark rings); area grows with total "
            "trade, exports plus imports. Colours are communities. A line joins two economies if "
            f"a flow between them is at least {_LEAST_INTENSITY:.0f} times what their sizes lead "
            f"one to expect and at least {percent(_LEAST_SHARE)} of the smaller one’s trade; "
            "nearness on the page follows such lines and means nothing else. Communities are "
            f"exploratory: found by the method {method}, not tested for significance, against a "
            "null that knows the size of economies but not the distance between them, so "
            "neighbours fall together for that reason alone."
        ),
        panels=(_panel(view, title),),
        key=_key(view),
        source=view.told_by_period(view.network_period),
        wide=True,
    )


def finding(view: View) -> str:
    """Say how large the communities are in which the members sit."""
    code = view.network_period
    rows = [row for row in view.rows("communities") if row["period"] == code]
    home = {row["economy"]: row["community"] for row in rows}
    members = [m for m in view.result.config.bloc.members if m in home]
    if not members:
        return "No communities were drawn"
    sizes = {label: sum(row["community"] == label for row in rows) for label in home.values()}
    if len({home[m] for m in members}) == 1:
        size = sizes[home[members[0]]]
        return (
            f"In {when(code)} all {len(members)} members fall into one community, with "
            f"{plural(size - len(members), 'other economy', 'other economies')} of {len(rows)}"
        )
    said = ", ".join(f"{view.name(m)} in one of {sizes[home[m]]}" for m in members)
    return f"In {when(code)} the members fall into communities of different sizes: {said}"


def _panel(view: View, title: str) -> Panel:
    nodes = nodes_of(view)
    with style(_NAME):
        sheet, axes = canvas(_WIDTH, _HEIGHT, (2, 2, 2, 2))
        axes.set_xlim(0, _WIDTH - 4)
        axes.set_ylim(_HEIGHT - 4, 0)
        axes.set_axis_off()
        _lines(axes, nodes, ties_of(view))
        for node in sorted(nodes, key=lambda n: -n.radius):
            _disc(axes, node)
        _names(axes, nodes)
        if not nodes:
            axes.text(
                0.5, 0.5, "no network to draw", transform=axes.transAxes, ha="center", color=MUTED
            )
        return panel(sheet, _NAME, title, _describe(view, nodes))


def ties_of(view: View) -> dict[tuple[str, str], float]:
    """Return the directed ties that are drawn and how intense they are."""
    trade = {row["economy"]: row["trade_usd"] for row in view.rows("nodes")}
    return {
        (row["exporter"], row["importer"]): row["intensity"]
        for row in view.rows("edges")
        if known(row["intensity"])
        and row["intensity"] >= _LEAST_INTENSITY
        and row["value_usd"] >= _LEAST_SHARE * min(trade[row["exporter"]], trade[row["importer"]])
    }


def nodes_of(view: View) -> tuple[_Node, ...]:
    """Return the discs with their places."""
    rows = view.rows("nodes")
    if not rows:
        return ()
    members = view.result.config.bloc.members
    most = max(float(row["trade_usd"]) for row in rows) or 1.0
    radii = np.array([max(_SMALLEST, _LARGEST * (row["trade_usd"] / most) ** 0.5) for row in rows])
    places = spread(_places(view, rows), radii + _MARGIN, (_WIDTH - 4, _HEIGHT - 4))
    return tuple(
        _Node(row["economy"], view.name(row["economy"]), row["community"], float(x), float(y),
              float(radius), row["economy"] in members)
        for row, (x, y), radius in zip(rows, places, radii, strict=True)
    )  # fmt: skip


def _places(view: View, rows: Sequence[Row]) -> Places:
    ties = {pair: float(np.log2(value)) for pair, value in ties_of(view).items()}
    order = sorted(range(len(rows)), key=lambda k: (rows[k]["community"], -rows[k]["trade_usd"]))
    return spring(attraction([row["economy"] for row in rows], ties), order)


def shade(community: int) -> str:
    """Return the colour of a community; all beyond the sixth are grey."""
    return _COLOURS[community] if community < len(_COLOURS) else RULE


def _lines(axes: Axes, nodes: Sequence[_Node], ties: Mapping[tuple[str, str], float]) -> None:
    where = {node.code: node for node in nodes}
    pairs = sorted({tuple(sorted(pair)) for pair in ties})
    for inside in (False, True):
        chosen = [
            (where[a], where[b]) for a, b in pairs
            if _touches(where[a], where[b]) == inside
        ]  # fmt: skip
        axes.add_collection(
            LineCollection(
                [[(a.x, a.y), (b.x, b.y)] for a, b in chosen],
                colors=INK if inside else FAINT,
                linewidths=2.0 if inside else 0.7,
                alpha=0.85 if inside else 0.45,
                zorder=1 + inside,
            )
        )


def _touches(one: _Node, other: _Node) -> bool:
    return one.member and other.member


def _disc(axes: Axes, node: _Node) -> None:
    fill = shade(node.community)
    axes.add_patch(
        Circle((node.x, node.y), node.radius, facecolor=fill, zorder=3,
               edgecolor=INK if node.member else PAPER, linewidth=2.6 if node.member else 0.9)
    )  # fmt: skip


def _names(axes: Axes, nodes: Sequence[_Node]) -> None:
    """Write members' names and the others' codes, inside a disc or beside it if there is room."""
    discs = np.array([*((n.x, n.y, n.radius) for n in nodes), *_along(nodes)]).reshape(-1, 3)
    taken: list[Box] = []
    for node in sorted(nodes, key=lambda n: (not n.member, -n.radius)):
        text, size = (node.name, 13.0) if node.member else (node.code, 9.0)
        if node.radius >= _LETTER * len(text):
            _write(axes, node, text, (node.x, node.y), 11.5 if node.radius > _LARGEST / 2 else size)
            continue
        around = beside(Disc(node.x, node.y, node.radius), text, size)
        box, hits = place(around, discs, taken, (_WIDTH - 4, _HEIGHT - 4))
        if box is not None and (node.member or not hits):
            taken.append(box)
            _write(axes, node, text, (box.x, box.y), size)


def _along(nodes: Sequence[_Node]) -> Iterator[tuple[float, float, float]]:
    """Yield specks along the lines among the members, which words should not cover either."""
    members = [node for node in nodes if node.member]
    for one, other in combinations(members, 2):
        for part in np.linspace(0, 1, 40):
            yield one.x + part * (other.x - one.x), one.y + part * (other.y - one.y), 1.0


def _write(axes: Axes, node: _Node, text: str, at: tuple[float, float], size: float) -> None:
    inside = at == (node.x, node.y)
    axes.text(*at, text, ha="center", va="center_baseline", zorder=5, size=size,
              weight="bold" if node.member else "normal",
              color=readable_on(shade(node.community)) if inside else INK if node.member else MUTED,
              )  # fmt: skip


def _describe(view: View, nodes: Sequence[_Node]) -> str:
    trade = {row["economy"]: row["trade_usd"] for row in view.rows("nodes")}
    said = [
        f"{n.name}: community {n.community + 1}, {usd(trade[n.code])}" for n in nodes if n.member
    ]
    return f"{plural(len(nodes), 'economy', 'economies')}. Members: {'; '.join(said)}."


def _key(view: View) -> tuple[Key, ...]:
    rows = sorted(view.rows("nodes"), key=lambda row: (row["community"], -row["trade_usd"]))
    ring = f'<circle cx="11" cy="7" r="5" fill="{PAPER}" stroke="{INK}" stroke-width="2.4"/>'
    line = f'<path d="M1 7h20" stroke="{INK}" stroke-width="2"/>'
    keys = []
    for label, group in groupby(rows, key=lambda row: int(row["community"])):
        largest = [view.name(row["economy"]) for row in group]
        words = ", ".join(largest[:_NAMED]) + (" …" if len(largest) > _NAMED else "")
        keys.append(Key(glyph(f'<circle cx="11" cy="7" r="5.5" fill="{shade(label)}"/>'), words))
    return (
        *keys[: len(_COLOURS)],
        Key(glyph(ring), "member"),
        Key(glyph(line), "tie between two members"),
    )
