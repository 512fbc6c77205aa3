"""How often each member shares a community with the others, and with its rivals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    FAINT,
    INK,
    MUTED,
    PAPER,
    RULE,
    canvas,
    on_cell,
    panel,
    style,
    swatch,
    write,
)
from tradenet.report.groups import NULL_WORDS, chance_colour
from tradenet.report.view import Row, View
from tradenet.report.wording import known, percent, slug, when

_CELL, _ROW, _LEFT, _TOP, _SPLIT = 31.0, 27.0, 88.0, 62.0, 6.0
_LETTERS: Final = 12
Shares = Mapping[tuple[str, str], float | None]


def draw(view: View) -> Figure:
    """Return one square of shares for each null and each period that is compared."""
    others = others_of(view)
    return Figure(
        name="company",
        title=finding(view),
        caption=(
            "The search was repeated from many starts, with coarser and finer communities and with "
            "trade as uncertain as it is. A number is in how many of 100 searches the two "
            "economies fell into one community. The members stand left of the gap, economies that "
            "stand near them right of it: if those numbers are as high as the members’ own, "
            "nothing sets the members apart. Hatched: one of the two has no observed trade."
        ),
        panels=tuple(
            _panel(view, null, code, others) for null in NULL_WORDS for code in view.compared
        )
        or (_panel(view, next(iter(NULL_WORDS)), view.network_period, others),),
        key=(
            *(
                Key(swatch(chance_colour(share)), percent(share))
                for share in (0, 0.25, 0.5, 0.75, 1)
            ),
            Key(swatch(PAPER, "/"), "not observed"),
        ),
        source=view.told_by,
        data=("company", "community_stability"),
    )


def others_of(view: View) -> tuple[str, ...]:
    """Return the economies beside the members, in the order of the study."""
    members = view.result.config.bloc.members
    named = dict.fromkeys(row["other"] for row in view.rows("company"))
    return tuple(code for code in named if code not in members)


def shares_of(view: View, null: str, period: int) -> Shares:
    """Return the share of searches in which two economies were together, both ways round."""
    found: dict[tuple[str, str], float | None] = {}
    for row in view.rows("company"):
        if row["period"] == period and row["null"] == null:
            found[row["one"], row["other"]] = found[row["other"], row["one"]] = row["share"]
    return found


def stability(view: View, null: str, period: int) -> Row | None:
    """Return how far the searches of a period agree; None where there were none."""
    for row in view.rows("community_stability"):
        if (row["null"], row["period"]) == (null, period):
            return row
    return None


def finding(view: View) -> str:
    """Say how often members are together, and a member and another, before and after."""
    null = list(NULL_WORDS)[-1]
    told = [(code, stability(view, null, code)) for code in view.compared]
    seen = [(code, row) for code, row in told if row and known(row["members"])]
    if not seen:
        return "How often members share a community is not known"
    own = " and ".join(
        f"{percent(row['members'])} of searches in {when(code)}" for code, row in seen
    )
    words = f"With distance expected, two members share a community in {own}"
    other = [percent(row["others"]) for _, row in seen if known(row["others"])]
    if len(other) == len(seen):
        words += f"; a member and one of these others in {' and '.join(other)}"
    return words


def _panel(view: View, null: str, period: int, others: tuple[str, ...]) -> Panel:
    members = view.result.config.bloc.members
    name = slug("company", null, when(period))
    shares = shares_of(view, null, period)
    width = _LEFT + _CELL * (len(members) + len(others)) + _SPLIT
    with style(name):
        sheet, axes = canvas(width, _TOP + _ROW * len(members) + 2, (_LEFT, 0, 2, _TOP))
        axes.set_xlim(0, width - _LEFT)
        axes.set_ylim(_ROW * len(members), 0)
        axes.set_axis_off()
        for k, one in enumerate(members):
            axes.text(-8, _ROW * (k + 0.5), _short(view, one), ha="right", va="center_baseline",
                      size=10.5, color=INK)  # fmt: skip
            for column, other in enumerate((*members, *others)):
                if one != other:
                    at = (_CELL * column + _SPLIT * (other in others), _ROW * k)
                    _cell(axes, at, shares.get((one, other)))
        for column, other in enumerate((*members, *others)):
            across = _CELL * (column + 0.5) + _SPLIT * (other in others)
            axes.text(across, -6, other, ha="center", va="bottom", size=9.5, color=MUTED)
        write(sheet, (0, 15), f"{NULL_WORDS[null]}, {when(period)}", size=13, weight="bold")
        write(sheet, (0, 33), "% of searches in one community", size=11, color=MUTED)
        return panel(sheet, name, f"{NULL_WORDS[null]}, {when(period)}", _describe(view, shares))


def _short(view: View, code: str) -> str:
    name = view.name(code)
    return name if len(name) <= _LETTERS else code


def _cell(axes: Axes, at: tuple[float, float], share: float | None) -> None:
    seen = share is not None and known(share)
    fill = chance_colour(share) if share is not None and seen else PAPER
    axes.add_patch(
        Rectangle((at[0] + 1, at[1] + 1), _CELL - 2, _ROW - 2, facecolor=fill, linewidth=0.5,
                  edgecolor=RULE if seen else FAINT, hatch=None if seen else "////")
    )  # fmt: skip
    if share is not None and seen:
        axes.text(at[0] + _CELL / 2, at[1] + _ROW / 2, f"{100 * share:.0f}", ha="center",
                  va="center_baseline", size=10, color=on_cell(fill))  # fmt: skip


def _describe(view: View, shares: Shares) -> str:
    pairs = dict.fromkeys((min(pair), max(pair)) for pair in shares)
    return (
        "; ".join(
            f"{view.name(one)} and {view.name(other)} {percent(shares[one, other])}"
            for one, other in pairs
        )
        + "."
    )
