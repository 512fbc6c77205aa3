"""Whether the communities, and the members, are more than chance: three nulls side by side."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, Final

from matplotlib.axes import Axes

from tradenet.domain.significance import LEVEL
from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import (
    FORTH,
    INK,
    MUTED,
    RULE,
    WORDS,
    canvas,
    glyph,
    panel,
    style,
    write,
)
from tradenet.report.view import Row, View
from tradenet.report.wording import known, p_is, ratio, slug, when
from tradenet.report.words import NULL_MODELS

_WIDTH, _ROW, _LEFT, _TOP, _BOTTOM = 372, 42, 132, 46, 40
_BAR: Final = "#aeb9c2"
_SUBJECTS: Final = MappingProxyType(
    {
        "partition": ("All communities of the world", "modularity, 0 = as expected from sizes"),
        "members": ("The members as a set", "trade among them ÷ expected from sizes"),
    }
)


def draw(view: View) -> Figure:
    """Return what was found beside what is found where only chance is at work."""
    return Figure(
        name="nulls",
        title=finding(view),
        caption=(
            "The dot is the real world; it is the same in every row. The bar is where nine of ten "
            "artificial worlds lie that were made by the rule named at the left, and the stroke in "
            "it their median. A dot far to the right of its bar is more than that rule explains; "
            "a dot within its bar is not. The first rule knows nothing of geography, so that every "
            "neighbourhood looks like a discovery; the third knows distance, and has the noise of "
            "real trade. p is the share of worlds, the real one among them, that reach the dot."
        ),
        panels=tuple(_panel(view, subject) for subject in _SUBJECTS),
        key=(
            Key(glyph(f'<circle cx="11" cy="7" r="5" fill="{FORTH}"/>'), "the real world"),
            Key(
                glyph(f'<rect x="1" y="3" width="20" height="8" fill="{_BAR}"/>'
                      f'<path d="M11 2v10" stroke="{INK}" stroke-width="2"/>'),
                "90 % of artificial worlds, and their median",
            ),
        ),
        source=view.told_by_period(tested_period(view)), data=("community_tests",),
    )  # fmt: skip


def tested_period(view: View) -> int:
    """Return the period that was tested; that of the network where none was."""
    rows = view.rows("community_tests")
    return int(rows[0]["period"]) if rows else view.network_period


def lines_of(view: View, subject: str) -> tuple[Row, ...]:
    """Return the line of each null for a subject, in the order of the nulls."""
    by_null = {row["null_model"]: row for row in view.rows("community_tests")
               if row["subject"] == subject}  # fmt: skip
    return tuple(by_null[name] for name in NULL_MODELS if name in by_null)


def finding(view: View) -> str:
    """Say which nulls the communities exceed."""
    rows = [row for row in lines_of(view, "partition") if known(row["p_value"])]
    if not rows:
        return "Whether the communities are more than chance was not tested"
    code = when(tested_period(view))
    beyond = [NULL_MODELS[row["null_model"]].short for row in rows if row["p_value"] <= LEVEL]
    within = [NULL_MODELS[row["null_model"]].short for row in rows if row["p_value"] > LEVEL]
    if not beyond:
        return f"The communities of {code} are no more than chance under any of the nulls"
    told = f"The communities of {code} stand out among worlds that keep {', or '.join(beyond)}"
    return told + (f"; not among worlds that keep {', or '.join(within)}" if within else "")


def _panel(view: View, subject: str) -> Panel:
    rows = lines_of(view, subject)
    head, unit = _SUBJECTS[subject]
    name = slug("nulls", subject)
    with style(name):
        height = _TOP + _BOTTOM + _ROW * max(len(rows), 1)
        sheet, axes = canvas(_WIDTH, height, (_LEFT, 72, _BOTTOM, _TOP))
        axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(axis="x", color=RULE, linewidth=0.6)
        _span(axes, rows)
        for level, row in enumerate(rows):
            _line(axes, level, row)
        if not rows:
            axes.set_xticks([])
            axes.text(0.5, 0.5, "not tested", transform=axes.transAxes, ha="center", color=MUTED)
        write(sheet, (0, 15), head, size=13, weight="bold")
        write(sheet, (0, 33), unit, size=11, color=MUTED)
        return panel(sheet, name, head, _describe(rows))


def _span(axes: Axes, rows: Sequence[Row]) -> None:
    values = [row[key] for row in rows for key in ("value", "low", "high") if known(row[key])]
    if values:
        low, high = min([0.0, *values]), max(values)
        axes.set_xlim(low, high + 0.06 * (high - low or 1.0))


def _line(axes: Axes, level: int, row: Row) -> None:
    side: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "size": 10.5}
    words = NULL_MODELS[row["null_model"]].row
    axes.text(-0.03, level, words, ha="right", color=INK, linespacing=1.25, **side)
    if known(row["low"]):
        axes.barh(level, row["high"] - row["low"], 0.34, left=row["low"], color=_BAR)
        axes.plot([row["median"]] * 2, [level - 0.22, level + 0.22], color=INK, linewidth=1.6)
    if known(row["value"]):
        axes.plot([row["value"]], [level], "o", color=FORTH, markersize=8, clip_on=False, zorder=4)
    sure = known(row["p_value"]) and row["p_value"] <= LEVEL
    axes.text(1.03, level, p_is(row["p_value"]), ha="left", color=WORDS[FORTH] if sure else MUTED,
              weight="bold" if sure else "normal", **side)  # fmt: skip


def _describe(rows: Sequence[Row]) -> str:
    said = [
        f"{NULL_MODELS[row['null_model']].name}: {ratio(row['value'])}, in worlds "
        f"{ratio(row['low'])} to {ratio(row['high'])}, {p_is(row['p_value'])}"
        for row in rows
    ]
    return "; ".join(said or ["Not tested"]) + "."
