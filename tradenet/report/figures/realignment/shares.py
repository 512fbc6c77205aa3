"""The share of each patron in an economy's reported trade, with who told it drawn in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    BACK,
    BAND,
    FAINT,
    FORTH,
    HATCH,
    MUTED,
    OKABE_ITO,
    PAPER,
    WORDS,
    canvas,
    glyph,
    panel,
    style,
    write,
)
from tradenet.report.figures.axis import event_line, marks, segments, year_ticks
from tradenet.report.figures.strip import events_below, keys, room
from tradenet.report.states import Fill, runs, strip
from tradenet.report.view import Row, View
from tradenet.report.wording import calendar, known, percent, slug, spans

TOLD: Final = MappingProxyType(
    {
        "partner": Fill("the patron told both directions", "#0b4a75"),
        "part": Fill(
            "told in part, by the economy itself, or estimated: not drawn, not tested",
            OKABE_ITO[1],
        ),
        "set_aside": Fill("reported, doubtful and set aside", "#e6b8c8"),
        "none_listed": Fill("somebody filed and listed no trade: zero or missing", "#d7ead9"),
        "unobservable": Fill("neither filed: nobody can know", BAND),
        "not_held": Fill("our files lack it", PAPER, "////"),
    }
)
_WIDE, _SMALL = 760, 500
_STRIP = 26


def draw(view: View, economies: Sequence[str], name: str) -> Figure | None:
    """Return one panel per economy: shares above, who told them below."""
    rows = {code: of(view, code) for code in economies}
    shown = [code for code in economies if rows[code]]
    if not shown:
        return None
    wide = len(shown) == 1
    seen = {row["state"] for code in shown for row in rows[code]} | {"not_held"}
    return Figure(
        name=name,
        title="; ".join(finding(view, code) for code in shown),
        caption=(
            "The share of each patron in exports plus imports that the partners of the economy "
            "report, by year, per cent. Below: who told the patron’s trade in that year. A line "
            "stops where the patron does not tell; it does not fall to zero. Shares are of what "
            "is told: where one patron is silent, the other’s share is too large. The dotted line "
            "marks where one state’s code follows another’s."
        ),
        panels=tuple(_panel(view, code, wide=wide) for code in shown),
        key=(
            Key(glyph(f'<path d="M1 7h20" stroke="{FORTH}" stroke-width="2"/>'), "first patron"),
            Key(glyph(f'<path d="M1 7h20" stroke="{BACK}" stroke-width="2"/>'), "second patron"),
            *(fill.key for state, fill in TOLD.items() if state in seen),
            *keys(view),
        ),
        source=view.told_by,
        wide=True,
        data=("patrons",),
    )


def of(view: View, economy: str) -> tuple[Row, ...]:
    """Return the rows of an economy's patrons, in order."""
    return tuple(row for row in view.rows("patrons") if row["economy"] == economy)


def patrons(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the two patrons, the first first."""
    return tuple(dict.fromkeys(str(row["patron"]) for row in rows))


def finding(view: View, economy: str) -> str:
    """Say how large each patron's last told share is."""
    said = []
    for patron in patrons(of(view, economy)):
        told = [x for x in of(view, economy) if x["patron"] == patron and known(x["share"])]
        words = f"{percent(told[-1]['share'])} in {told[-1]['period']}" if told else "never told"
        said.append(f"{view.name(patron)} {words}")
    return f"{view.name(economy)}’s last told shares: {', '.join(said)}"


def _panel(view: View, economy: str, *, wide: bool) -> Panel:
    rows = of(view, economy)
    name, width = slug("patrons", economy), _WIDE if wide else _SMALL
    every = calendar(min(r["period"] for r in rows), max(r["period"] for r in rows))
    below = room(view)
    height = (330 if wide else 260) + below
    with style(name):
        sheet, axes = canvas(width, height, (96, 14, 40 + 2 * _STRIP + below, 40))
        axes.set_xlim(every[0] - 0.5, every[-1] + 0.5)
        axes.set_ylim(0, 1)
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        axes.grid(axis="y", color="#d5dade", linewidth=0.6)
        axes.tick_params(labelbottom=False)
        lower = sheet.add_axes((96 / width, (30 + below) / height, (width - 110) / width,
                                2 * _STRIP / height))  # fmt: skip
        who = patrons(rows)
        for patron, colour, marker in zip(who, (FORTH, BACK), ("o", "s"), strict=True):
            line = [row for row in rows if row["patron"] == patron]
            _line(axes, line, colour, marker)
            _joins(axes, line)
        _states(view, lower, rows, every)
        event_line(axes, view, label=wide)
        x = 96.0
        for patron, colour in zip(who, (FORTH, BACK), strict=True):
            write(sheet, (x, 12), view.name(patron), size=11, color=WORDS[colour], weight="bold")
            x += 16 + 8 * len(view.name(patron))
        title = f"Shares of {' and '.join(map(view.name, who))} in {view.name(economy)}’s trade"
        said = _described(view, rows) + events_below(lower, view)
        return panel(sheet, name, title, said, view.name(economy))


def _line(axes: Axes, rows: Sequence[Row], colour: str, marker: str) -> None:
    told = [(row["period"], row["share"]) for row in rows if known(row["share"])]
    near = [pair for pair in pairwise(told) if pair[1][0] - pair[0][0] == 1]
    segments(axes, near, {"colors": colour, "linewidths": 1.6, "zorder": 2})
    marks(axes, told, {"marker": marker, "color": colour, "markersize": 3.2, "zorder": 3})


def _joins(axes: Axes, rows: Sequence[Row]) -> None:
    for one, other in pairwise(rows):
        if (one["economy_code"], one["patron_code"]) != (
            other["economy_code"], other["patron_code"]
        ):  # fmt: skip
            axes.axvline(other["period"] - 0.5, color=FAINT, linewidth=1.2, linestyle=(0, (1, 2)))


def _states(view: View, axes: Axes, rows: Sequence[Row], every: Sequence[int]) -> None:
    who = patrons(rows)
    for level, patron in enumerate(reversed(who)):
        told = {row["period"]: row["state"] for row in rows if row["patron"] == patron}
        listed = [told.get(code, "not_held") for code in every]
        strip(axes, level, runs(every, listed), TOLD)
    axes.set_xlim(every[0] - 0.5, every[-1] + 0.5)
    axes.set_ylim(-0.6, 1.6)
    axes.set_yticks(range(len(who)), [view.name(patron) for patron in reversed(who)])
    axes.tick_params(axis="y", labelsize=10, labelcolor=MUTED)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(HATCH)
    year_ticks(axes, 9)


def _described(view: View, rows: Sequence[Row]) -> str:
    said = []
    for patron in patrons(rows):
        told = [r["period"] for r in rows if r["patron"] == patron and r["state"] == "partner"]
        said.append(f"{view.name(patron)} tells {spans(told)}")
    return f"{'; '.join(said)}. {finding(view, str(rows[0]['economy']))}."
