"""The dyads point by point: what both sides told, their gap, what counts, and who could see it."""

from __future__ import annotations

from typing import Any

from tradenet.report.both_sides import HEADS, Published, card, with_freight
from tradenet.report.figures.dyads import HEIGHT, Scale, scale, told_apart
from tradenet.report.figures.strip import room
from tradenet.report.view import Row, View, counts
from tradenet.report.wording import slug, when


def told(view: View) -> dict[str, Any]:
    """Return every cell of every panel: where its points stand, and what is known of it.

    Returns
    -------
    dict
        ``unit`` (a year or a month); ``heads`` of a card; ``words`` that cards hold; ``years`` of
        the calendar; ``panels``: ``id``, ``pair``, ``box`` (of the drawing), ``plot`` (top and
        bottom of the axes), ``across`` (pixels of each year) and ``flows``: ``said`` and, for each
        year, a cell: the height of each point in pixels (none where nothing is drawn) and, for each
        head, which of the words stands there. Empty where there is no period.
    """
    if not view.calendar:
        return {}
    words: dict[str, int] = {}
    published = with_freight(view)
    panels = [_panel(view, pair, words, published) for _, pair in view.dyads]
    return {
        "unit": view.unit,
        "heads": list(HEADS),
        "words": list(words),
        "years": [when(code) for code in view.calendar],
        "panels": panels,
    }


def _panel(
    view: View, pair: tuple[str, str], words: dict[str, int], published: Published
) -> dict[str, Any]:
    one, other = pair
    drawn = scale(view, pair)
    return {
        "id": slug("dyads", one, other),
        "pair": f"{view.name(one)} – {view.name(other)}",
        "box": [drawn.width, HEIGHT + room(view)],
        "plot": [drawn.top, drawn.bottom],
        "across": [round(drawn.across(code), 1) for code in view.calendar],
        "flows": [
            {
                "said": view.flow(*flow),
                "cells": [
                    _cell(row, card(view, row, published), drawn, words)
                    for row in (view.cells.get((code, *flow)) for code in view.calendar)
                ],
            }
            for flow in (pair, pair[::-1])
        ],
    }


def _cell(
    row: Row | None, texts: tuple[str, ...], drawn: Scale, words: dict[str, int]
) -> tuple[list[float], list[int]]:
    heights = [round(drawn.up(value), 1) for value in _drawn(row)]
    return heights, [words.setdefault(text, len(words)) for text in texts]


def _drawn(row: Row | None) -> tuple[float, ...]:
    if row is None:
        return ()
    return (float(row["value_usd"]),) if counts(row) else told_apart(row)
