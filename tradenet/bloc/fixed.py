"""Every threshold and row that decides, in one place: what a registration holds of the rule."""

from __future__ import annotations

from typing import Any

from tradenet.bloc.classes import LOW_BELOW, PASS_AT, SMALLEST_RISE
from tradenet.bloc.findings import BROAD_LEVEL
from tradenet.bloc.placebo import FEWEST_CANDIDATES, MOST_SETS, NEIGHBOURS, SAME_CLASS
from tradenet.bloc.row import as_plain
from tradenet.bloc.significance import LEVEL
from tradenet.bloc.verdict import TABLE, TABLE_WITHOUT_HUB


def rule() -> dict[str, Any]:
    """Return the thresholds of the inference and the decision table as plain values.

    Examples
    --------
    >>> made = rule()
    >>> made["level"], len(made["table"]), made["table"][0]
    (0.05, 11, [1, 'INSUFFICIENT-DATA', 'not O_h and not O_s'])
    """
    return {
        "level": LEVEL,
        "pass_at": dict(PASS_AT),
        "smallest_rise": SMALLEST_RISE,
        "low_below": dict(LOW_BELOW),
        "broad_level": BROAD_LEVEL,
        "neighbours": NEIGHBOURS,
        "same_class": SAME_CLASS,
        "fewest_candidates": FEWEST_CANDIDATES,
        "most_sets": MOST_SETS,
        "table": as_plain(TABLE),
        "table_without_hub": as_plain(TABLE_WITHOUT_HUB),
    }
