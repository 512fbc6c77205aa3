"""The largest traders and the chosen economies: communities by colour, intense ties as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

import numpy as np

from tradenet.domain.text import listed
from tradenet.explore.scene import Moment, Scene
from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import INK, PAPER, canvas, glyph, panel, style, write
from tradenet.report.figures.layout import attraction, spread, spring
from tradenet.report.figures.world import Node, draw_discs, draw_names, draw_ties, frame
from tradenet.report.groups import shade
from tradenet.report.wording import percent, plural, when

_DRAWN: Final = 40  # largest traders; the chosen economies are drawn beside them
_LEAST_INTENSITY, _LEAST_SHARE = 2.0, 0.02  # of a tie, as in a report
_SIZE: Final = (776.0, 636.0)  # pixels of the map that `frame` spans
_LARGEST, _SMALLEST, _MARGIN = 33.0, 5.0, 3.5
_HEAD: Final = 26.0
_COLOURED, _NAMED = 6, 4

Ties = frozenset[tuple[str, str]]


def draw(seen: Scene) -> Figure:
    """Return a map of each period; an economy stands in the same place on both."""
    hues = [_hues(seen, moment) for moment in seen.moments]
    where = _places(seen)
    return Figure(
        name="network",
        title=finding(seen),
        caption=(
            f"Discs are the {_DRAWN} largest traders and the chosen economies (dark rings); area "
            "grows with exports plus imports. Colours are communities. A line joins two economies "
            f"if a flow between them is at least {_LEAST_INTENSITY:.0f} times what is expected and "
            f"at least {percent(_LEAST_SHARE)} of the smaller one’s trade. Nearness has no meaning "
            f"beyond such lines. Communities: {seen.now.partition.method}."
        ),
        panels=tuple(
            _panel(seen, moment, where, shades)
            for moment, shades in zip(seen.moments, hues, strict=True)
        ),
        key=_key(seen, hues[0]),
        wide=True,
    )


def finding(seen: Scene) -> str:
    """Say which of the chosen economies share a community."""
    homes: dict[int | None, list[str]] = {}
    for code in seen.choice.economies:
        homes.setdefault(seen.now.home.get(code), []).append(seen.name(code))
    alone = homes.pop(None, [])
    told = [listed(names) for names in homes.values()]
    count = len(seen.choice.economies)
    if len(told) == 1 and not alone:
        return f"In {when(seen.now.period)} all {count} chosen economies fall into one community"
    words = "; ".join([*told, *(f"{name} in none" for name in alone)])
    return f"In {when(seen.now.period)} the chosen economies fall apart: {words}"


def _drawn(moment: Moment, chosen: Sequence[str]) -> tuple[str, ...]:
    ordered = sorted(moment.trade, key=lambda code: (-moment.trade[code], code))
    extra = [code for code in chosen if code in moment.trade and code not in ordered[:_DRAWN]]
    return (*ordered[:_DRAWN], *extra)


def _ties(moment: Moment, drawn: Sequence[str]) -> Ties:
    """Return the pairs between which a flow is intense and matters to the smaller."""
    names, values, ratios = moment.graph.economies, moment.graph.values, moment.intensities
    at = {code: names.index(code) for code in drawn}
    found = set()
    for one, other in combinations(sorted(drawn), 2):
        least = _LEAST_SHARE * min(moment.trade[one], moment.trade[other])
        cells = ((at[one], at[other]), (at[other], at[one]))
        if any(ratios[c] >= _LEAST_INTENSITY and values[c] >= least for c in cells):
            found.add((one, other))
    return frozenset(found)


def _places(seen: Scene) -> Mapping[str, tuple[float, float]]:
    """Return where each economy stands, in pixels: near those to which it is tied."""
    drawn = {moment.period: _drawn(moment, seen.choice.economies) for moment in seen.moments}
    codes = tuple(dict.fromkeys(code for names in drawn.values() for code in names))
    weights: dict[tuple[str, str], float] = {}
    for moment in seen.moments:
        for pair in sorted(_ties(moment, drawn[moment.period])):
            weights[pair] = weights.get(pair, 0.0) + 1.0
    home = seen.now.home
    order = sorted(range(len(codes)), key=lambda k: (home.get(codes[k], len(codes)), codes[k]))
    widest = np.max([_radii(moment, codes) for moment in seen.moments], axis=0)
    reach = np.asarray(widest + _MARGIN, dtype=np.float64)
    found = spread(spring(attraction(codes, weights), order), reach, _SIZE)
    return {code: (float(x), float(y)) for code, (x, y) in zip(codes, found, strict=True)}


def _radii(moment: Moment, codes: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    trade = np.array([moment.trade.get(code, 0.0) for code in codes])
    largest = max(moment.trade.values(), default=0.0) or 1.0
    return np.maximum(_SMALLEST, _LARGEST * np.sqrt(trade / largest))


def _hues(seen: Scene, moment: Moment) -> Mapping[int, int]:
    """Return the number of the colour of each community: those of most trade have one.

    In the period compared a community has the colour of the one with which it shares most trade.
    """
    first = _by_trade(seen.now)
    if moment is seen.now:
        return {community: hue for hue, community in enumerate(first[:_COLOURED])}
    shared: dict[tuple[int, int], float] = {}
    for code, here in moment.home.items():
        there = seen.now.home.get(code)
        if there is not None:
            shared[here, there] = shared.get((here, there), 0.0) + moment.trade[code]
    found: dict[int, int] = {}
    for here, there in sorted(shared, key=lambda pair: (-shared[pair], pair)):
        hue = first.index(there)
        if here not in found and hue not in found.values() and hue < _COLOURED:
            found[here] = hue
    return found


def _by_trade(moment: Moment) -> list[int]:
    total: dict[int, float] = {}
    for code, label in moment.home.items():
        total[label] = total.get(label, 0.0) + moment.trade[code]
    return sorted(total, key=lambda label: (-total[label], label))


def _panel(
    seen: Scene,
    moment: Moment,
    where: Mapping[str, tuple[float, float]],
    hues: Mapping[int, int],
) -> Panel:
    name = f"network-{moment.period}"
    drawn = sorted(_nodes(seen, moment, where, hues), key=lambda node: (-node.radius, node.code))
    ties = _ties(moment, [node.code for node in drawn])
    title = f"The network of {when(moment.period)}"
    with style(name):
        sheet, axes = canvas(_SIZE[0] + 4, _SIZE[1] + 4 + _HEAD, (2, 2, 2, 2 + _HEAD))
        frame(axes)
        draw_ties(axes, drawn, sorted(ties))
        draw_discs(axes, drawn)
        draw_names(axes, drawn, 13.0)
        write(sheet, (2, 17), when(moment.period), size=14, weight="bold")
        return panel(sheet, name, title, _describe(seen, moment, ties))


def _nodes(
    seen: Scene,
    moment: Moment,
    where: Mapping[str, tuple[float, float]],
    hues: Mapping[int, int],
) -> Iterator[Node]:
    present = [code for code in where if moment.trade.get(code, 0.0) > 0]
    for code, radius in zip(present, _radii(moment, present).tolist(), strict=True):
        label = moment.home.get(code)
        hue = hues.get(label) if label is not None else None
        member = code in seen.choice.economies
        yield Node(code, seen.name(code), label, hue, *where[code], radius, member)


def _describe(seen: Scene, moment: Moment, ties: Ties) -> str:
    chosen = seen.choice.economies
    seats = [
        f"{seen.name(code)}: community {moment.home[code] + 1}"
        if code in moment.home
        else f"{seen.name(code)}: in none"
        for code in chosen
    ]
    mine = [f"{seen.name(a)} and {seen.name(b)}" for a, b in sorted(ties) if {a, b} <= {*chosen}]
    among = f" Tied among themselves: {'; '.join(mine)}." if mine else ""
    return f"{plural(len(ties), 'intense tie')}. {'; '.join(seats)}.{among}"


def _key(seen: Scene, hues: Mapping[int, int]) -> tuple[Key, ...]:
    trade, home = seen.now.trade, seen.now.home
    made = []
    for label, hue in hues.items():
        inside = sorted((c for c in home if home[c] == label), key=lambda c: (-trade[c], c))
        words = ", ".join(seen.name(code) for code in inside[:_NAMED])
        more = " …" if len(inside) > _NAMED else ""
        disc = glyph(f'<circle cx="11" cy="7" r="5.5" fill="{shade(hue)}"/>')
        made.append(Key(disc, f"{label + 1}: {words}{more}"))
    ring = f'<circle cx="11" cy="7" r="5" fill="{PAPER}" stroke="{INK}" stroke-width="2.4"/>'
    line = f'<path d="M1 7h20" stroke="{INK}" stroke-width="2"/>'
    return (*made, Key(glyph(ring), "chosen"), Key(glyph(line), "tie between two chosen"))
