"""The specification curve: all estimates of a multiverse, and the choices under each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from matplotlib.axes import Axes

from tradenet.report.drawing import FORTH, INK, MUTED, RULE, canvas, panel, style
from tradenet.report.figures.axis import factor_scale
from tradenet.report.wording import factor, known, plural

_WIDTH: Final = 900
_TOP, _ROW, _LEFT, _RIGHT = 230, 17, 270, 16
_KEY = "hub_spoke_log_change"


def draw(found: Mapping[str, Any]) -> str:
    """Return the curve of hub–spoke trade as an SVG document.

    Parameters
    ----------
    found : mapping
        As `study.multiverse.Multiverse.to_json` gives it.
    """
    shown = sorted(
        (line for line in found["specifications"] if known(line.get(_KEY))),
        key=lambda line: line[_KEY],
    )
    rows = [(c["name"], c["key"], value) for c in found["choices"] for value in c["values"]]
    height = _TOP + _ROW * len(rows) + 30
    title = f"{found['study']}: rise of hub–spoke trade under {plural(len(shown), 'specification')}"
    with style("multiverse"):
        sheet, axes = canvas(_WIDTH, height, (_LEFT, _RIGHT, height - _TOP, 34))
        below = sheet.add_axes(
            (_LEFT / _WIDTH, 12 / height, 1 - (_LEFT + _RIGHT) / _WIDTH, _ROW * len(rows) / height)
        )
        axes.set_title(title, loc="left", color=INK, size=12, weight="bold", x=-0.37)
        _curve(axes, shown, found["level"])
        _choices(below, shown, rows)
        ends = (factor(shown[0][_KEY]), factor(shown[-1][_KEY])) if shown else ("–", "–")
        return panel(sheet, "multiverse", title, f"From {ends[0]} to {ends[1]}.").svg


def _curve(axes: Axes, shown: Sequence[Mapping[str, Any]], level: float) -> None:
    rises = [line[_KEY] for line in shown]
    factor_scale(axes, [*rises, 0.0], "y")
    axes.axhline(0.0, color=INK, linewidth=0.8)
    for few, colour, words in (
        (False, MUTED, f"p > {level}"),
        (True, FORTH, f"p ≤ {level}"),
    ):
        at = [k for k, line in enumerate(shown) if (line["hub_spoke_p_value"] <= level) == few]
        axes.plot(at, [rises[k] for k in at], "o", markersize=3.5, color=colour, label=words)
    axes.legend(loc="upper left", frameon=False, handletextpad=0.2)
    axes.set_ylabel("rise beyond expectation", color=MUTED)
    axes.set_xlim(-1, len(shown))
    axes.set_xticks([])


def _choices(
    axes: Axes, shown: Sequence[Mapping[str, Any]], rows: Sequence[tuple[str, str, Any]]
) -> None:
    """Mark under each estimate what was chosen."""
    axes.set_xlim(-1, len(shown))
    axes.set_ylim(len(rows) - 0.5, -0.5)
    for level, (_, key, value) in enumerate(rows):
        at = [k for k, line in enumerate(shown) if line["choices"][key] == value]
        axes.plot(at, [level] * len(at), "|", color=INK, markersize=7)
        first = level == 0 or rows[level - 1][1] != key
        if first and level:
            axes.axhline(level - 0.5, color=RULE, linewidth=0.8)
    axes.set_yticks(range(len(rows)), [_label(name, value) for name, _, value in rows], size=9.5)
    axes.set_xticks([])
    axes.spines[:].set_visible(False)


def _label(name: str, value: object) -> str:
    if isinstance(value, bool):
        told = "yes" if value else "no"
    elif isinstance(value, list | tuple):
        told = f"{value[0]}–{value[-1]}" if len(value) > 1 else str(value[0]) if value else "none"
    else:
        told = str(value)
    return f"{name}: {told}"
