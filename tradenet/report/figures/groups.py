"""Trade inside the group, hub–spoke apart from spoke–spoke: intensity and share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from tradenet.domain.text import listed
from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    BAND,
    FAINT,
    FORTH,
    INK,
    MUTED,
    OKABE_ITO,
    PAPER,
    canvas,
    glyph,
    panel,
    style,
    swatch,
    write,
)
from tradenet.report.figures.axis import (
    event_line,
    marks,
    segments,
    source_changes,
    years_from_to,
)
from tradenet.report.figures.strip import events_below, keys, room
from tradenet.report.states import STATES, runs
from tradenet.report.view import Row, View
from tradenet.report.wording import known, percent, position, ratio, slug, spans, when

_MEASURES: Final[dict[str, tuple[str, str, Callable[[float | None], str]]]] = {
    "intensity": ("Observed ÷ expected trade", "ratio, 1 = as expected", ratio),
    "share_of_members_trade": ("Share of the members’ trade", "% of all their trade", percent),
}
_OTHER: Final = OKABE_ITO[1]
_WIDTH, _HEIGHT = 372, 214
_WIDE: Final = 0.5  # share of the axis above which a band is told in words


def draw(view: View) -> Figure:
    """Return intensity and share of each class over time, under both readings of absent cells."""
    return Figure(
        name="groups",
        title=finding(view),
        caption=(
            "First, reported trade of the class over the trade that the size of the economies "
            "alone would lead one to expect (1 = as expected); below it, the share of the class "
            "in all trade in which a member takes part, each dollar counted once. A share is no "
            "test: it rises for most sets of economies of this kind. Solid: absent cells read as "
            "zero; dashed: read as missing. Hollow: only part of the cells is observed. Grey: no "
            "cell of the class counts; hatched: our files lack the period."
        ),
        panels=tuple(
            _panel(view, class_, measure)
            for class_ in dict.fromkeys(class_ for class_, _ in view.dyads)
            for measure in _MEASURES
        ),
        key=(*_key(), *keys(view)),
        source=view.told_by,
        data=("groups",),
    )


def finding(view: View) -> str:
    """State the intensities that the study found before and after the event."""
    facts = view.result.facts
    before, after = (
        spans(view.held(phase)) if view.held(phase) else "no period held"
        for phase in ("pre", "post")
    )
    said = []
    for class_ in dict.fromkeys(class_ for class_, _ in view.dyads):
        pre, post = (facts.get(f"intensity_{class_}_{phase}") for phase in ("pre", "post"))
        if known(pre) and known(post):
            said.append(
                f"{view.class_words[class_].lower()} trade was {ratio(pre)} times expectation in "
                f"{before} and {ratio(post)} times in {after}"
            )
        else:
            said.append(f"{view.class_words[class_].lower()} trade cannot be compared")
    text = "; ".join(said)
    return text[:1].upper() + text[1:]


def _panel(view: View, class_: str, measure: str) -> Panel:
    name = slug("groups", class_, measure.split("_", maxsplit=1)[0])
    words, unit, written = _MEASURES[measure]
    title = f"{view.class_words[class_]} trade: {words.lower()}"
    readings = {r: _lines(view, class_, r) for r in ("missing", "zero")}
    below, happened = room(view), ""
    with style(name):
        sheet, axes = canvas(_WIDTH, _HEIGHT + below, (44, 8, 26 + below, 42))
        if view.calendar:
            years_from_to(axes, view.calendar)
            _bands(axes, view, readings["zero"] or readings["missing"])
            source_changes(axes, view.sources)
            event_line(axes, view)
            happened = events_below(axes, view)
        for reading, rows in readings.items():
            _line(axes, view, rows, measure, reading)
        _scale(axes, measure, [row[measure] for rows in readings.values() for row in rows])
        write(sheet, (0, 15), words, size=13, weight="bold")
        write(sheet, (0, 33), unit, size=11, color=MUTED)
        said = _describe(readings, measure, written) + happened
        return panel(sheet, name, title, said, view.class_words[class_])


def _lines(view: View, class_: str, reading: str) -> list[Row]:
    rows = [r for r in view.rows("groups") if r["class"] == class_ and r["reading"] == reading]
    return sorted(rows, key=lambda row: int(row["period"]))


def _bands(axes: Axes, view: View, rows: Sequence[Row]) -> None:
    """Shade the periods in which no cell of the class counts, and those not held."""
    seen = {row["period"]: row["cells_observed"] > 0 for row in rows}
    states = ["not_held" if code not in seen else "both" if seen[code] else "unobservable"
              for code in view.calendar]  # fmt: skip
    for name, start, end in runs(view.calendar, states):
        if name != "both":
            fill = STATES[name]
            axes.axvspan(start, end, facecolor=fill.colour, linewidth=0, edgecolor=FAINT,
                         hatch=fill.hatch or None, zorder=0.5)  # fmt: skip
        if name == "unobservable" and end - start > _WIDE * len(view.calendar):
            axes.text((start + end) / 2, 0.5, "no cell of the class counts", ha="center",
                      va="center", color=MUTED, transform=axes.get_xaxis_transform())  # fmt: skip


def _line(axes: Axes, view: View, rows: Sequence[Row], measure: str, reading: str) -> None:
    main = reading == "zero"
    colour = FORTH if main else _OTHER
    told = dict(view.sources)
    seen = [row for row in rows if known(row[measure])]
    joined = [
        [(position(one["period"]), one[measure]), (position(other["period"]), other[measure])]
        for one, other in pairwise(seen)
        if position(other["period"]) - position(one["period"]) <= 1
        and told.get(one["period"]) == told.get(other["period"])
    ]
    dashes = "-" if main else (0, (3, 2))
    look = {"colors": colour, "linewidths": 1.6, "linestyles": [dashes], "zorder": 3 - main}
    segments(axes, joined, look)
    for whole in (True, False):
        points = [
            (position(row["period"]), row[measure])
            for row in seen
            if (row["cells_observed"] == row["cells"]) is whole
        ]
        face = {"color": colour, "markerfacecolor": colour if whole else PAPER}
        size = {"marker": "o", "markersize": 4.6 if main else 2.6, "zorder": 3 - main}
        marks(axes, points, {**face, **size})


def _scale(axes: Axes, measure: str, values: Sequence[float | None]) -> None:
    """Start at zero, and draw the line of "as expected"."""
    seen = [value for value in values if value is not None and known(value)]
    axes.set_ylim(0, 1.12 * max(seen, default=0.0) or 1.0)
    axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    if measure != "intensity":
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.3g}"))
    elif seen:
        axes.axhline(1, color=MUTED, linewidth=0.9)
    if not seen:
        axes.set_yticks([])


def _describe(
    readings: dict[str, list[Row]], measure: str, written: Callable[[float | None], str]
) -> str:
    said = []
    for reading, rows in readings.items():
        seen = [row for row in rows if known(row[measure])]
        ends = listed([f"{written(r[measure])} in {when(r['period'])}" for r in _ends(seen)])
        said.append(f"Absent cells as {reading}: {ends or 'no number'}.")
    return " ".join(said)


def _ends(rows: list[Row]) -> list[Row]:
    return [*rows[:1], *rows[1:][-1:]]


def _key() -> tuple[Key, ...]:
    dash = 'stroke-dasharray="3.5 2.5"'
    dots = '<circle cx="11" cy="7" r="{r}" fill="{fill}" stroke="{line}"/>'
    return (
        Key(glyph(f'<path d="M1 7h20" stroke="{FORTH}" stroke-width="2"/>'
                  + dots.format(r=3, fill=FORTH, line=FORTH)), "absent cells read as zero"),
        Key(glyph(f'<path d="M1 7h20" stroke="{_OTHER}" stroke-width="2" {dash}/>'),
            "read as missing"),
        Key(glyph(dots.format(r=3.6, fill=PAPER, line=INK)), "part of the cells observed"),
        Key(swatch(BAND), "no cell of the class counts"),
        Key(swatch(PAPER, "/"), "not held"),
    )  # fmt: skip
