"""How often two members share a community, year by year."""

from __future__ import annotations

from typing import Final

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tradenet.domain.text import listed
from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import FAINT, PAPER, canvas, panel, style, swatch, write
from tradenet.report.figures.axis import event_line, row_label, year_ticks
from tradenet.report.figures.strip import events_below, keys, room
from tradenet.report.groups import NULL_WORDS, chance_colour
from tradenet.report.states import half_width
from tradenet.report.view import View
from tradenet.report.wording import percent, position, slug, spans, when

_WIDTH, _LEFT, _ROW, _TOP, _BOTTOM = 760, 168, 24, 52, 26
_OFTEN: Final = 0.5

Shares = dict[tuple[int, str, str], float | None]


def draw(view: View) -> Figure:
    """Return the time lines of the pairs of members, once under each null."""
    return Figure(
        name="together",
        title=finding(view),
        caption=(
            "Each row is a pair of members, each box a period: the darker, the more of the "
            "searches put the two into one community. Communities are large, and two members can "
            "share one because both trade with the same third economy, not with each other. "
            "Hatched: one of the two has no observed trade, or our files lack the period."
        ),
        panels=tuple(_panel(view, null) for null in NULL_WORDS),
        key=(
            *(Key(swatch(chance_colour(x)), percent(x)) for x in (0, 0.25, 0.5, 0.75, 1)),
            Key(swatch(PAPER, "/"), "not observed, or not held"),
            *keys(view),
        ),
        source=view.told_by,
        wide=True,
        data=("together", "company"),
    )


def shares_of(view: View, null: str) -> Shares:
    """Return the share of searches in which two economies were together, by period."""
    return {
        _key(row["period"], row["one"], row["other"]): row["share"]
        for row in view.rows("company")
        if row["null"] == null
    }


def _key(period: int, one: str, other: str) -> tuple[int, str, str]:
    return period, min(one, other), max(one, other)


def finding(view: View) -> str:
    """Name the pairs that mostly share a community in the last period of each phase."""
    shares = shares_of(view, next(iter(NULL_WORDS)))
    if not shares:
        return "No communities were drawn"
    said = []
    for code in view.compared:
        seen = {pair: shares.get(_key(code, *pair)) for _, pair in view.dyads}
        same = [pair for pair, share in seen.items() if share is not None and share > _OFTEN]
        names = listed([f"{view.name(one)} with {view.name(other)}" for one, other in same])
        if len(same) == len(view.dyads):
            names = f"all {len(same)} pairs"
        said.append(f"{names or 'no pair'} in {when(code)}")
    return f"Mostly in one community: {'; '.join(said)}"


def _panel(view: View, null: str) -> Panel:
    name, shares, calendar = slug("together", null), shares_of(view, null), view.calendar
    below, happened = room(view), ""
    with style(name):
        height = _TOP + _BOTTOM + _ROW * len(view.dyads)
        sheet, axes = canvas(_WIDTH, height + below, (_LEFT, 12, _BOTTOM + below, _TOP))
        axes.set_ylim(len(view.dyads) - 0.5, -0.5)
        axes.set_yticks([])
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.tick_params(axis="x", length=0)
        if calendar:
            half = half_width(calendar)
            axes.set_xlim(position(calendar[0]) - half, position(calendar[-1]) + half)
            year_ticks(axes)
            event_line(axes, view, label=True)
            happened = events_below(axes, view)
        for level, (_, (one, other)) in enumerate(view.dyads):
            row_label(axes, level, view.brief(one, "–", other))
            for code in calendar:
                _box(axes, (code, level), shares.get(_key(code, one, other)))
        write(sheet, (0, 15), NULL_WORDS[null], size=13, weight="bold")
        return panel(sheet, name, NULL_WORDS[null], _describe(view, shares) + happened)


def _box(axes: Axes, at: tuple[int, int], share: float | None) -> None:
    code, level = at
    half = half_width((code,))
    axes.add_patch(
        Rectangle((position(code) - 0.94 * half, level - 0.42), 1.88 * half, 0.84, linewidth=0.4,
                  facecolor=PAPER if share is None else chance_colour(share),
                  edgecolor=FAINT if share is None else "none",
                  hatch="////" if share is None else None)
    )  # fmt: skip


def _describe(view: View, shares: Shares) -> str:
    said = []
    for _, (one, other) in view.dyads:
        mostly = [
            code for code in view.calendar if (shares.get(_key(code, one, other)) or 0.0) > _OFTEN
        ]
        said.append(f"{view.name(one)} and {view.name(other)} mostly together: {spans(mostly)}")
    return ". ".join(said) + "."
