"""How closely trade went with votes, window by window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import BACK, EVENT, FORTH, MUTED, RULE, canvas, glyph, panel, style
from tradenet.report.view import Row, View
from tradenet.report.wording import plural

_WIDTH, _HEIGHT = 640, 290
_FAR = 1.96


def draw(view: View) -> Figure | None:
    """Return the coefficient of every window with its 95 % interval, and the three-way ones."""
    rows, within = view.rows("alignment_levels"), view.rows("alignment_within")
    if not rows:
        return None
    return Figure(
        name="alignment-levels",
        title=finding(rows),
        caption=(
            "Dots: elasticity of trade to the distance of votes among all economies, with exporter "
            "and importer effects, distance in km, border, language and colony; below zero, those "
            "who vote alike trade more. Squares: the same with pair effects, so that what is "
            "constant about a pair is taken out; their level is not comparable with the dots', "
            "their change is. Bars: 95 % by dyadic-robust errors. The last dot is of another "
            "source than the others."
        ),
        panels=(_panel(rows, within),),
        key=(
            Key(glyph(f'<circle cx="11" cy="7" r="3.5" fill="{FORTH}"/>'), "across pairs"),
            Key(glyph(f'<rect x="7" y="3" width="8" height="8" fill="{BACK}"/>'), "within pairs"),
            Key(glyph(f'<path d="M11 1v12" stroke="{EVENT}" stroke-width="2"/>'), "the event"),
        ),
        source=view.told_by,
        wide=True,
        data=("alignment_levels", "alignment_within"),
    )


def finding(rows: Sequence[Row]) -> str:
    """Say how the coefficient went from the first to the last window."""
    first, last = rows[0], rows[-1]
    way = "fell" if last["elasticity"] < first["elasticity"] else "rose"
    return (
        f"The elasticity of trade to the distance of votes {way} from {first['elasticity']:.2f} "
        f"({first['window']}) to {last['elasticity']:.2f} ({last['window']})"
    )


def _panel(rows: Sequence[Row], within: Sequence[Row]) -> Panel:
    name = "alignment-levels"
    with style(name):
        sheet, axes = canvas(_WIDTH, _HEIGHT, (58, 14, 30, 22))
        axes.axhline(0, color=MUTED, linewidth=0.9)
        axes.grid(axis="y", color=RULE, linewidth=0.6)
        at = {row["window"]: float(place) for place, row in enumerate(rows)}
        _series(axes, rows, at, (FORTH, "o"))
        beside = {window: place + 0.14 for window, place in at.items()}
        _series(axes, [row for row in within if row["window"] in at], beside, (BACK, "s"))
        axes.set_xticks(range(len(rows)), [_label(row) for row in rows])
        axes.set_xlim(-0.5, len(rows) - 0.4)
        axes.set_ylabel("elasticity", color=MUTED)
        before = sum(not row["after"] for row in rows)
        axes.axvline(before - 0.5, color=EVENT, linewidth=1.3)
        said = "; ".join(f"{row['window']}: {row['elasticity']:.3f}" for row in rows)
        return panel(sheet, name, finding(rows), f"{plural(len(rows), 'window')}: {said}.")


def _series(
    axes: Axes, rows: Sequence[Row], at: Mapping[int, float], look: tuple[str, str]
) -> None:
    for row in rows:
        axes.errorbar(at[row["window"]], row["elasticity"], yerr=_FAR * row["dyadic_error"],
                      fmt=look[1], color=look[0], markersize=6, elinewidth=1.4)  # fmt: skip


def _label(row: Row) -> str:
    return f"{row['window']}" if row["after"] else f"from {row['window']}"
