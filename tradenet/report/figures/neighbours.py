"""The dyad in question among other neighbours of large economies, both directions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from matplotlib.axes import Axes

from tradenet.bloc.substitution import MAIN
from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    EVENT,
    FORTH,
    HATCH,
    INK,
    MUTED,
    OKABE_ITO,
    canvas,
    glyph,
    panel,
    style,
    write,
)
from tradenet.report.figures.axis import event_line, factor_scale, marks, segments, year_ticks
from tradenet.report.figures.strip import events_below, keys, room
from tradenet.report.view import Row, View
from tradenet.report.wording import factor, p_is, plural, slug

_WIDTH, _HEIGHT = 640, 262
_FURTHEST: Final = 2.5  # log points drawn: a dozen times; what lies beyond stands at the frame
_STRUCK: Final = OKABE_ITO[1]


def paths(view: View) -> Figure | None:
    """Return yearly trade of the dyad and of its comparisons, over the mean before the event."""
    rows = view.rows("substitution_paths")
    if not rows:
        return None
    main = {row["direction"]: row for row in _main(view)}
    first = main["to_large"]
    return Figure(
        name="neighbours",
        title=_finding(view, first),
        caption=(
            "Each grey line is a dyad of a large economy and a smaller neighbour, as the large one "
            "tells it: trade of a year over its mean in the years before the event, on a scale of "
            "factors, before anything is controlled for. Blue: the dyad in question."
        ),
        panels=tuple(_paths(view, rows, direction) for direction in main),
        key=(
            Key(glyph(f'<path d="M1 7h20" stroke="{FORTH}" stroke-width="2.4"/>'),
                "the dyad in question"),
            Key(glyph(f'<path d="M1 7h20" stroke="{HATCH}" stroke-width="1.2"/>'),
                "a comparison"),
            Key(glyph(f'<path d="M11 0v14" stroke="{EVENT}" stroke-width="1.6"/>'), "the event"),
            *keys(view),
        ),
        source=view.told_by_period(view.result.config.window.post[0]),
        wide=True,
        data=("substitution_paths", "timeline"),
    )  # fmt: skip


def scores(view: View) -> Figure | None:
    """Return where the dyad stands among its comparisons once the usual is taken off."""
    rows = view.rows("substitution_neighbours")
    if not rows:
        return None
    main = {row["direction"]: row for row in _main(view)}
    return Figure(
        name="neighbour-changes",
        title=(
            "Neighbours move much without any collapse: only a rise of "
            f"{factor(main['to_large']['detectable'])} would be found in four cases of five"
        ),
        caption=(
            "Each mark is a dyad: its change at the event beyond usual growth and coal prices. "
            "Grey: the comparisons. Orange: dyads with a successor of the USSR, which the rouble "
            "struck itself; they are no comparison. Marks at the frame lie beyond it."
        ),
        panels=tuple(_scores(view, rows, main[direction]) for direction in main),
        key=(
            Key(glyph(f'<path d="M11 1v12" stroke="{FORTH}" stroke-width="2.6"/>'),
                "the dyad in question"),
            Key(glyph(f'<circle cx="11" cy="7" r="3.4" fill="{MUTED}" fill-opacity=".45"/>'),
                "a comparison"),
            Key(glyph(f'<circle cx="11" cy="7" r="3.4" fill="{_STRUCK}" fill-opacity=".7"/>'),
                "struck by the rouble itself"),
        ),
        source=view.told_by_period(view.result.config.window.post[0]),
        wide=True,
        data=("substitution_neighbours", "substitution_choices"),
    )  # fmt: skip


def words_of(view: View, direction: str) -> str:
    """Return a direction of the dyad in question in words."""
    large, small = _dyad(view)
    return view.flow(small, large) if direction == "to_large" else view.flow(large, small)


def _dyad(view: View) -> tuple[str, str]:
    config = view.result.config
    return config.bloc.hub, str(config.design.to_dict()["dependent"])


def _main(view: View) -> list[Row]:
    return [
        row
        for row in view.rows("substitution_choices")
        if row["choice"] == MAIN and row["change"] is not None
    ]


def _finding(view: View, row: Row) -> str:
    """Say how the dyad moved, and whether that is more than its comparisons do."""
    usual = min(row["p_rise"], row["p_fall"]) > view.result.facts["level"]
    return (
        f"Exports to {view.name(_dyad(view)[0])} moved by {factor(row['change'])} beyond what is "
        f"usual, {'within' if usual else 'outside'} what {row['comparisons']} like neighbours show"
    )


def _paths(view: View, rows: Sequence[Row], direction: str) -> Panel:
    name = slug("neighbours", direction)
    lines: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["direction"] == direction:
            lines.setdefault((row["large"], row["small"]), []).append(row)
    with style(name):
        sheet, axes = canvas(_WIDTH, _HEIGHT + room(view), (58, 12, 26 + room(view), 34))
        _lines(axes, [each for each in lines.values() if not each[0]["in_question"]], HATCH, 0.9)
        own = [each for each in lines.values() if each[0]["in_question"]]
        _lines(axes, own, FORTH, 2.4)
        factor_scale(axes, [-_FURTHEST, _FURTHEST], "y")
        axes.set_xlim(own[0][0]["year"], own[0][-1]["year"] + 0.3)
        year_ticks(axes, 9)
        event_line(axes, view)
        title = f"{words_of(view, direction)}, over its mean before the event"
        write(sheet, (0, 16), title, size=12)
        last = own[0][-1]
        said = (
            f"In {last['year']} × {last['index']:.2f} of the mean before the event; beside it "
            f"{plural(len(lines) - 1, 'comparison')}."
        )
        return panel(sheet, name, title, said + events_below(axes, view))


def _lines(axes: Axes, dyads: Sequence[Sequence[Row]], colour: str, width: float) -> None:
    """Draw each dyad where it has trade; a year without any breaks the line."""
    pieces: list[list[tuple[float, float]]] = []
    for rows in dyads:
        pieces.append([])
        for row in rows:
            if row["index"] is None or not row["index"] > 0:
                pieces.append([])
                continue
            pieces[-1].append((row["year"], math.log(row["index"])))
    look: dict[str, Any] = {"colors": colour, "linewidths": width, "zorder": 2 + width}
    segments(axes, [piece for piece in pieces if len(piece) > 1], look)


def _scores(view: View, rows: Sequence[Row], main: Row) -> Panel:
    direction = main["direction"]
    name = slug("neighbour-changes", direction)
    mine = [row for row in rows if row["direction"] == direction]
    with style(name):
        sheet, axes = canvas(_WIDTH, 150, (12, 12, 26, 36))
        for level, role, colour, clear in ((0.66, "compared", MUTED, 0.45),
                                           (0.28, "exposed", _STRUCK, 0.7)):  # fmt: skip
            points = [(_kept(row["change"]), level) for row in mine if row["role"] == role]
            marks(axes, points, {"marker": "o", "markersize": 6, "color": colour, "alpha": clear,
                                 "markeredgecolor": "none"})  # fmt: skip
        axes.axvline(main["change"], color=FORTH, linewidth=2.4)
        axes.set_ylim(0, 1)
        axes.set_yticks([])
        factor_scale(axes, [-_FURTHEST, _FURTHEST], "x")
        title = f"{words_of(view, direction)} ({p_is(main['p_rise'])} of a rise)"
        write(sheet, (0, 16), title, size=12, color=INK)
        said = (
            f"The dyad changed by {factor(main['change'])}; one-sided 95 % bounds "
            f"{factor(main['lower'])} and {factor(main['upper'])}."
        )
        return panel(sheet, name, title, said)


def _kept(change: float) -> float:
    return max(-_FURTHEST, min(_FURTHEST, change))
