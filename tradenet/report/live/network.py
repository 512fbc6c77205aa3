"""The map of world trade in every period: discs, colours, words, ties and what they show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tradenet.domain.text import listed
from tradenet.report.drawing import RULE, readable_on
from tradenet.report.figures.network import NAMES, finding
from tradenet.report.figures.world import HEIGHT, WIDTH, Node, Places, Word, nodes, places, words
from tradenet.report.groups import MARGINS, homes, hues, lines, named, shade
from tradenet.report.view import Row, View
from tradenet.report.wording import when


def told(view: View) -> dict[str, Any]:
    """Return the map of every period of the calendar, in the places of the large map.

    Returns
    -------
    dict
        ``unit`` (a year or a month), ``box`` (of the drawing), ``economies`` (code, name, x, y, 1
        for a member), ``colours`` (by number: of a disc, of a word on it; none on grey), ``years``,
        ``at`` (which of them the page shows) and ``ties`` (one, other, and a hexadecimal number
        whose bit k tells of year k). A year is ``when``, ``source``, ``said``, ``note``, ``key``
        (number of a colour and whose it is) and ``discs``, largest first: economy, radius in
        pixels, number of a colour (the last one for none) and, where there is room for a word, its
        place from the centre (pixels, 0 and 0 on the disc) and its size in points. A year that is
        not held has only ``when`` and ``said``. Empty where no communities were drawn.
    """
    calendar, where = view.calendar, places(view)
    if not where or view.network_period not in calendar:
        return {}
    codes = tuple(where)
    drawn = {code: nodes(view, where, homes(view, MARGINS, code)) for code in calendar}
    most = max((n.hue for each in drawn.values() for n in each if n.hue is not None), default=-1)
    colours = [shade(hue) for hue in (*range(most + 1), None)]
    return {
        "unit": view.unit,
        "box": [-2, -2, WIDTH + 4, HEIGHT + 4],
        "economies": _economies(view, where),
        "colours": [[it, "" if it == RULE else readable_on(it)] for it in colours],
        "years": [_year(view, code, codes, drawn[code], most + 1) for code in calendar],
        "at": calendar.index(view.network_period),
        "ties": _ties(view, codes),
    }


def _economies(view: View, where: Places) -> list[list[Any]]:
    members = view.result.config.bloc.members
    return [
        [code, view.name(code), round(x, 1), round(y, 1), int(code in members)]
        for code, (x, y) in where.items()
    ]


def _year(
    view: View, period: int, codes: Sequence[str], drawn: Sequence[Node], none: int
) -> dict[str, Any]:
    home = homes(view, MARGINS, period)
    if not home:
        said = f"No full report for {when(period)}: it is not held, and nothing is drawn"
        return {"when": when(period), "said": said}
    at = {code: k for k, code in enumerate(codes)}
    beside = {word.node.code: word for word in words(drawn, NAMES, (WIDTH, HEIGHT))}
    hue = hues(home)
    return {
        "when": when(period),
        "source": view.source_of(period),
        "said": finding(view, period),
        "note": _unseen(view, period, home),
        "key": [
            [hue[label], named(view, home, label)]
            for label in lines(view, MARGINS, period)
            if label in hue
        ],
        "discs": [
            [
                at[node.code],
                _short(node.radius),
                none if node.hue is None else node.hue,
                *(_word(beside[node.code]) if node.code in beside else ()),
            ]
            for node in drawn
        ],
    }


def _word(word: Word) -> tuple[float, ...]:
    return round(word.x - word.node.x), round(word.y - word.node.y), _short(word.size)


def _short(number: float) -> float:
    """Return a number to one digit after the point, whole where it is."""
    told = round(number, 1)
    return int(told) if told == int(told) else told


def _unseen(view: View, period: int, home: Mapping[str, Row]) -> str:
    """Say which members are not drawn, and why."""
    members = view.result.config.bloc.members
    silent = [view.name(m) for m in members if m not in home]
    idle = [view.name(m) for m in members if m in home and not home[m]["trade_usd"] > 0]
    said = []
    if silent:
        said.append(
            f"Not drawn: {listed(silent)}, none of whose trade in {when(period)} could be "
            "observed. That is not zero trade."
        )
    if idle:
        said.append(f"Not drawn: {listed(idle)}, for whom no trade was listed.")
    return " ".join(said)


def _ties(view: View, codes: Sequence[str]) -> list[list[Any]]:
    at = {code: k for k, code in enumerate(codes)}
    bit = {period: 1 << k for k, period in enumerate(view.calendar)}
    held: dict[tuple[int, int], int] = defaultdict(int)
    for row in view.rows("ties_by_year"):
        held[at[row["one"]], at[row["other"]]] |= bit[row["period"]]
    return [[one, other, f"{years:x}"] for (one, other), years in sorted(held.items())]
