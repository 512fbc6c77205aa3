"""Mistakes in a study that no single section can see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from tradenet.domain import Period, UnknownName
from tradenet.sources import reference


def unknown_economies(raw: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for each name that is no economy, nearest name suggested."""
    for section, keys in _ECONOMIES.items():
        content = raw.get(section)
        for part in content if isinstance(content, list) else [content]:
            if isinstance(part, Mapping):
                yield from (said for key in keys for said in _unknown(section, part.get(key)))


_ECONOMIES = {
    "bloc": ("spokes", "hub"),
    "structure": ("others",),
    "inference": ("target", "rivals", "apart", "critical_apart", "sanctioners"),
    "hidden": ("exporter", "importer", "recorded_exporter", "recorded_importer"),
}


def _unknown(section: str, named: object) -> Iterator[str]:
    for code in named if isinstance(named, list) else [named]:
        try:
            if isinstance(code, str) and code:
                reference.economies().check(code)
        except UnknownName as error:
            yield f"{section}: {error}"


def event_outside(raw: Mapping[str, Any]) -> Iterator[str]:
    """Say so where the event lies in or before the last pre period, or after the first post one."""
    sections = [raw.get(name) for name in ("event", "window")]
    event, window = (content if isinstance(content, Mapping) else {} for content in sections)
    date, pre, post = event.get("date"), window.get("pre"), window.get("post")
    try:
        when = dt.date.fromisoformat(str(date))
        last, first = max(pre or ()), min(post or ())
        code = period_of(when, first)
        outside = not last < code <= first
    except (TypeError, ValueError):
        return  # no date or no periods: told elsewhere
    if outside:
        yield f"event.date: {date} lies in {code}, which must be after {last} and at most {first}"


def period_of(date: dt.date, like: int) -> int:
    """Return the year or the month of a date, whichever another period code is.

    Examples
    --------
    >>> period_of(dt.date(2022, 2, 24), 2019), period_of(dt.date(2022, 2, 24), 201901)
    (2022, 202202)
    """
    months = Period.from_code(like).month > 0
    return Period(date.year, date.month if months else 0).code


def sentence(entry: Any) -> str:  # noqa: ANN401 - pydantic's own dictionary
    """Say one mistake that pydantic found: where, what was expected, what was given."""
    place = ".".join(str(part) for part in entry["loc"])
    if entry["type"] == "missing":
        return f"{place} is missing"
    reason = entry["msg"].removeprefix("Value error, ")
    given = "" if isinstance(entry["input"], (dict, list)) else f" (got {entry['input']!r})"
    return f"{place}: {reason}{given}" if place else f"{reason}{given}"
