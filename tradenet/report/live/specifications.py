"""The specifications by kind of choice, so that a reader may look at some of them alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from tradenet.report.figures.rows_of_rule import looks
from tradenet.report.figures.specifications import choices, classes, line_at, ordered
from tradenet.report.tested import main_line
from tradenet.report.view import Row, View
from tradenet.report.wording import factor, known, slug
from tradenet.study.answer import MAIN

_OWN: Final = "an effect of its own"


def told(view: View) -> dict[str, Any]:
    """Return every line of the curve: its kind of choice, what it gives, where it stands.

    Returns
    -------
    dict
        ``kinds`` (in the order of the study), ``rows`` (number and verdict of each row of the
        decision table that occurs, the main one's first), ``lines`` (of each specification:
        number of its kind or -1 for the main one, 1 if critical, row or 0 where not computed) and
        ``panels``: ``id``, ``what`` (is estimated) and ``lines`` from above: which specification,
        log change or null, the factor in words, y in pixels. Empty where nothing was chosen
        otherwise.
    """
    rows, main = choices(view), main_line(view)
    if main is None or main["row"] is None or len(rows) == 1:
        return {}
    kinds = list(dict.fromkeys(kind(r["variant"]) for r in rows if r["variant"] != MAIN))
    at = {name: k for k, name in enumerate(kinds)}
    verdicts = {row.number: row.verdict for row in view.table}
    met = looks(int(main["row"]), rows)
    return {
        "kinds": kinds,
        "rows": [[number, verdicts.get(number, "unknown")] for number in met],
        "lines": [
            [at.get(kind(row["variant"]), -1), int(row["critical"]), row["row"] or 0]
            for row in rows
        ],
        "panels": [_panel(view, rows, class_) for class_ in classes(rows)],
    }


def _panel(view: View, rows: Sequence[Row], class_: str) -> dict[str, Any]:
    number = {row["variant"]: k for k, row in enumerate(rows)}
    changes = [(row["variant"], row[f"{class_}_log_change"]) for row in ordered(rows, class_)]
    return {
        "id": slug("specifications", class_),
        "what": f"{view.class_words[class_]} trade",
        "lines": [
            [
                number[variant],
                round(change, 6) if known(change) else None,
                factor(change),
                line_at(level),
            ]
            for level, (variant, change) in enumerate(changes)
        ],
    }


def kind(variant: str) -> str:
    """Return what kind of choice a variant makes otherwise.

    Examples
    --------
    >>> kind("freight: CIF/FOB 1.10"), kind("IND: an effect of its own")
    ('freight', 'the effect of one economy')
    """
    head, _, tail = variant.partition(": ")
    return "the effect of one economy" if tail == _OWN else head
