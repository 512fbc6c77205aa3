"""Which row of the decision table holds when trade that nobody records is put into the data."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tradenet.report.blocks import Figure, Panel
from tradenet.report.drawing import BAND, INK, MUTED, RULE, canvas, panel, style
from tradenet.report.figures.rows_of_rule import Look, keys, looks, mark
from tradenet.report.tested import HIDDEN, details, main_line
from tradenet.report.view import Row, View
from tradenet.report.wording import factor, plural

_WIDTH, _ROW, _TOP, _RIGHT = 700, 24, 52, 150
_NARROWEST: Final = 96
_SHORT: Final = 22  # letters that fit into a column


def draw(view: View) -> Figure | None:
    """Return the scenarios as rows: what is assumed of each factor, and the row that holds."""
    main = main_line(view)
    rows = scenarios(view)
    if main is None or main["row"] is None or not rows:
        return None
    marks = looks(int(main["row"]), rows)
    title = finding(int(main["row"]), rows)
    return Figure(
        name="hidden",
        title=title,
        caption=(
            "Each line is one assumption about trade that the records do not show; the columns say "
            "what is assumed of which trade, a blank nothing. At the right, the rise of "
            f"{_word(view)} "
            "trade that is then estimated, and the row of the decision table that then holds. If "
            "all marks are alike, hidden trade of this kind changes nothing."
        ),
        panels=(_panel(view, rows, marks, title),),
        key=keys(view, marks),
        source=view.told_by,
        wide=True,
        data=("specifications",),
    )


def scenarios(view: View) -> list[Row]:
    """Return the lines of the specifications that assume hidden trade, in order."""
    return [row for row in view.rows("specifications") if row["variant"].startswith(HIDDEN)]


def finding(main: int, rows: Sequence[Row]) -> str:
    """Say how many scenarios give another row of the table."""
    moved = sum(row["row"] != main for row in rows)
    held = plural(len(rows), "assumption")
    if not moved:
        return f"With {held} about hidden trade, row {main} of the table holds in every case"
    return f"{moved} of {held} about hidden trade give another row of the table than row {main}"


def assumed(name: str, levels: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the level of each factor that a scenario's name holds; the longest that fits.

    Examples
    --------
    >>> assumed("oil: 1.5 and arms: 1", {"oil": ["1", "1.5"], "arms": ["1"], "gold": ["2"]})
    {'oil': '1.5', 'arms': '1'}
    """
    held = {
        name_: max((x for x in known if f"{name_}: {x}" in name), key=len, default="")
        for name_, known in levels.items()
    }
    return {name_: level for name_, level in held.items() if level}


def _rise(view: View) -> str:
    """Return the column of the rise that is shown: of trade with the hub where there is one."""
    return f"{'hub' if view.result.config.bloc.hub else 'spoke'}_spoke_log_change"


def _word(view: View) -> str:
    return view.result.config.bloc.word(_rise(view).removesuffix("_log_change"))


def _levels(view: View) -> dict[str, list[str]]:
    levels: dict[str, list[str]] = {}
    listed: Sequence[Mapping[str, Any]] = details(view, "T8").get("hidden", ())
    for one in listed:
        levels.setdefault(str(one["factor"]), []).append(str(one["level"]))
    return levels


def _panel(view: View, rows: Sequence[Row], marks: Mapping[int, Look], title: str) -> Panel:
    levels = _levels(view) or {"assumed": [row["variant"].removeprefix(HIDDEN) for row in rows]}
    step = max(_NARROWEST, (_WIDTH - _RIGHT) / len(levels))
    width = step * len(levels) + _RIGHT
    with style("hidden"):
        sheet, axes = canvas(width, _TOP + 8 + _ROW * len(rows), (0, 0, 8, _TOP))
        axes.set_xlim(0, width)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_axis_off()
        _heads(axes, [*levels], step)
        said = []
        for level, row in enumerate(rows):
            name = row["variant"].removeprefix(HIDDEN)
            held = assumed(name, levels) or assumed(f"assumed: {name}", levels)
            _cells(axes, level, [held.get(factor_, "") for factor_ in levels], step)
            _answer(axes, level, (row, factor(row[_rise(view)])), (marks, width))
            said.append(f"{name}: row {row['row'] or 'not computed'}, {factor(row[_rise(view)])}")
        return panel(sheet, "hidden", title, "; ".join(said) + ".")


def _heads(axes: Axes, names: Sequence[str], step: float) -> None:
    for k, name in enumerate(names):
        words = "\n".join(textwrap.wrap(name, int(step / 6.6))[:3])
        axes.text(k * step + 4, -0.7, words, ha="left", va="bottom", size=10, color=MUTED)
    for x, words in ((4, "rise"), (74, "row")):
        axes.text(len(names) * step + 8 + x, -0.7, words, ha="left", va="bottom", size=10,
                  color=MUTED)  # fmt: skip


def _cells(axes: Axes, level: int, held: Sequence[str], step: float) -> None:
    for k, words in enumerate(held):
        box = ((k * step + 2, level - 0.42), step - 4, 0.84)
        look: dict[str, Any] = {
            "facecolor": BAND if words else "none",
            "edgecolor": RULE,
            "linewidth": 0.5,
        }
        axes.add_patch(Rectangle(*box, **look))
        size = 10.5 if len(words) <= _SHORT else 8.0
        axes.text(k * step + 8, level, words, ha="left", va="center", size=size, color=INK)


def _answer(
    axes: Axes, level: int, told_row: tuple[Row, str], marked: tuple[Mapping[int, Look], float]
) -> None:
    marks, width = marked
    row, told = told_row
    left = width - _RIGHT + 12
    axes.text(left, level, told, ha="left", va="center", size=10.5, color=INK)
    if row["row"] is None:
        axes.text(left + 70, level, "not computed", ha="left", va="center", size=10, color=MUTED)
        return
    axes.add_line(mark(marks[int(row["row"])], (left + 76, level), 7))
    axes.text(left + 88, level, str(row["row"]), ha="left", va="center", size=10.5, color=INK)
