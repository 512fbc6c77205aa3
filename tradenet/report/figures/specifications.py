"""Every choice made otherwise: the estimate, its p-value and the row of the table it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes

from tradenet.report.blocks import Figure, Key, Panel
from tradenet.report.drawing import BAND, FORTH, INK, MUTED, PAPER, canvas, glyph, panel, style
from tradenet.report.figures.axis import factor_scale
from tradenet.report.figures.rows_of_rule import Look, keys, looks, mark
from tradenet.report.tested import HIDDEN, HUB_SPOKE, SPOKE_SPOKE, main_line
from tradenet.report.view import Row, View
from tradenet.report.wording import chance, factor, known, p_is, plural, slug
from tradenet.study.answer import MAIN

_WIDTH, _ROW, _LEFT, _RIGHT = 720, 24, 292, 168
_TOP = 34


def draw(view: View) -> Figure | None:
    """Return a panel for each class that has estimates: one line a specification, sorted."""
    rows = choices(view)
    main = main_line(view)
    if main is None or main["row"] is None or len(rows) == 1:
        return None
    marks = looks(int(main["row"]), rows)
    drawn, title = classes(rows), finding(int(main["row"]), rows)
    if not drawn:
        return None
    return Figure(
        name="specifications",
        title=title,
        caption=(
            "Each line is the whole analysis made once more with one choice made otherwise; the "
            "main specification is bold and its estimate is the vertical line. Sorted by the "
            "estimated rise. The mark says which row of the decision table holds; a filled mark is "
            "a choice that can make the verdict depend on the data, a hollow one is shown only. "
            "Assumptions about hidden trade have a picture of their own."
        ),
        panels=tuple(
            _panel(view, marks, c, title if len(drawn) == 1 else f"{view.class_words[c]}: {title}")
            for c in drawn
        ),
        key=(*keys(view, marks), _hollow()),
        source=view.told_by,
        wide=True,
        data=("specifications",),
    )


def choices(view: View) -> list[Row]:
    """Return the main specification and its variants, without assumptions on hidden trade."""
    return [r for r in view.rows("specifications") if not r["variant"].startswith(HIDDEN)]


def classes(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the classes of dyads that have an estimate."""
    return tuple(
        c for c in (HUB_SPOKE, SPOKE_SPOKE) if any(known(r[f"{c}_log_change"]) for r in rows)
    )


def line_at(level: int) -> float:
    """Return where a line of the drawing has its middle, in pixels from the top.

    Examples
    --------
    >>> line_at(0), line_at(1)
    (46.0, 70.0)
    """
    return _TOP + (level + 0.5) * _ROW


def finding(main: int, rows: Sequence[Row]) -> str:
    """Say how many critical choices give another row of the table."""
    critical = [r for r in rows if r["critical"] and r["variant"] != MAIN]
    moved = sum(r["row"] is not None and r["row"] != main for r in critical)
    held = plural(len(critical), "critical choice")
    if not moved:
        return f"With {held} made otherwise, row {main} of the table holds in every case"
    return f"{moved} of {held} give another row of the table than row {main}"


def ordered(rows: Sequence[Row], class_: str) -> list[Row]:
    """Return the specifications by estimate; those without one are last, and shown once."""
    key = f"{class_}_log_change"
    shown = [r for r in rows if known(r[key]) or r["variant"] == MAIN or class_ == HUB_SPOKE]
    return sorted(shown, key=lambda r: (not known(r[key]), r[key] or 0.0, r["variant"]))


def _panel(view: View, marks: Mapping[int, Look], class_: str, title: str) -> Panel:
    name = slug("specifications", class_)
    key = f"{class_}_log_change"
    lines, words = ordered(choices(view), class_), view.class_words[class_]
    with style(name):
        sheet, axes = canvas(_WIDTH, 60 + _ROW * len(lines), (_LEFT, _RIGHT, 26, _TOP))
        factor_scale(axes, [row[key] for row in lines if known(row[key])], "x")
        axes.set_ylim(len(lines) - 0.5, -0.5)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        _heads(axes)
        for level, row in enumerate(lines):
            _row(axes, level, (row, class_), marks)
        said = "; ".join(
            f"{row['variant']}: {factor(row[key])}, {p_is(row[f'{class_}_p_value'])}, "
            f"row {row['row'] or 'not computed'}"
            for row in lines
        )
        return panel(sheet, name, title, f"{said}.", words)


def _heads(axes: Axes) -> None:
    side: dict[str, Any] = {
        "transform": axes.get_yaxis_transform(),
        "va": "bottom",
        "size": 10.5,
        "color": MUTED,
    }
    for x, words, ha in (
        (-0.05, "choice made otherwise", "right"), (0.5, "rise beyond expectation", "center"),
        (1.06, "p", "left"), (1.34, "row", "left"),
    ):  # fmt: skip
        axes.text(x, -0.75, words, ha=ha, **side)


def _row(axes: Axes, level: int, line: tuple[Row, str], marks: Mapping[int, Look]) -> None:
    row, class_ = line
    main, change = row["variant"] == MAIN, row[f"{class_}_log_change"]
    side: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "size": 10.5}
    weight = "bold" if main else "normal"
    if main:
        axes.axhspan(level - 0.46, level + 0.46, color=BAND, linewidth=0, zorder=0)
    words = "main specification" if main else row["variant"]
    axes.text(-0.05, level, _cut(words), ha="right", color=INK, weight=weight, **side)
    axes.text(1.06, level, chance(row[f"{class_}_p_value"]), ha="left", color=INK, **side)
    told = "not computed" if row["row"] is None else str(row["row"])
    axes.text(1.34, level, told, ha="left", color=INK, weight=weight, **side)
    if not known(change):
        axes.text(0.5, level, "no estimate", ha="center", color=MUTED,
                  bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5}, **side)  # fmt: skip
        return
    if main:
        axes.axvline(change, color=FORTH, linewidth=1, zorder=1)
    if row["row"] is not None:
        look, hollow = marks[int(row["row"])], not row["critical"]
        axes.add_line(mark(look, (change, level), 9 if main else 7, hollow=hollow))


def _cut(words: str, most: int = 46) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _hollow() -> Key:
    ink = f'fill="{PAPER}" stroke="{INK}"'
    return Key(glyph(f'<circle cx="11" cy="7" r="4" {ink}/>'), "hollow: shown only")
