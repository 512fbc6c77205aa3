"""All sets of four economies as tables, and where the set in question stands among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from tradenet.bloc import Evidence, Inference, infer
from tradenet.bloc.everyone import Distribution, Everyone, everyone, pairs_of, seen_pairs
from tradenet.bloc.visit import FOUR
from tradenet.domain import InsufficientData
from tradenet.study.inference_tables import table

ALL, NEUTRAL = "all", "neutral"
_TEXT, _NUMBER, _COUNT = pa.string(), pa.float64(), pa.int64()
SCHEMAS: Mapping[str, Mapping[str, pa.DataType]] = {
    "club_places": {
        "network": _TEXT, "statistic": _TEXT, "economies": _COUNT, "sets": _COUNT,
        "least_pairs": _COUNT, "counted": _COUNT, "value": _NUMBER, "above": _COUNT,
        "share": _NUMBER,
    },
    "clubs": {
        "network": _TEXT, "statistic": _TEXT, "rank": _COUNT, "set": _TEXT, "value": _NUMBER,
    },
    "clubs_histogram": {
        "network": _TEXT, "statistic": _TEXT, "from": _NUMBER, "below": _NUMBER, "sets": _COUNT,
    },
}  # fmt: skip


def clubs(evidence: Evidence) -> dict[str, pa.Table]:
    """Return all sets of four in the whole network, and in that without sanctioning economies.

    A set counts if as many of its pairs are seen as of the set in question. The tables are empty
    where that is not of four members, or no network could be made.

    Parameters
    ----------
    evidence : Evidence
        With its networks.
    """
    if len(evidence.bloc.members) != FOUR:
        return club_tables({})
    return club_tables(
        {
            name: _everyone(made, evidence.bloc.members)
            for name, made in ((ALL, _of_world(evidence)), (NEUTRAL, evidence.made))
            if made is not None
        }
    )


def _of_world(evidence: Evidence) -> Inference | None:
    try:
        return infer(evidence.world) if evidence.world is not None else None
    except InsufficientData:
        return None


def _everyone(made: Inference, members: tuple[str, ...]) -> Everyone:
    pairs = pairs_of(made)
    return everyone(pairs, members, max(seen_pairs(pairs, members), 1))


def club_tables(found: Mapping[str, Everyone]) -> dict[str, pa.Table]:
    """Return ``club_places`` (how many sets there are, and where the set in question stands),
    ``clubs`` (the largest by name) and ``clubs_histogram`` (null edges: no end).

    Parameters
    ----------
    found : mapping of str to Everyone
        By the name of the network.
    """  # noqa: D205 - three tables do not fit a line
    rows = {"club_places": _places, "clubs": _largest, "clubs_histogram": _bins}
    return {
        name: table(
            [
                {"network": network, "statistic": statistic, **line}
                for network, every in found.items()
                for statistic, one in _both(every).items()
                for line in lines(every, one)
            ],
            SCHEMAS[name],
        )
        for name, lines in rows.items()
    }


def _both(found: Everyone) -> dict[str, Distribution]:
    return {"studentized": found.studentized, "change": found.change}


def _places(every: Everyone, one: Distribution) -> Iterator[dict[str, Any]]:
    """Yield how many sets there are, and the share of those at least as high, itself included."""
    known = {
        "economies": every.economies, "sets": every.sets, "least_pairs": every.least,
        "counted": every.counted,
    }  # fmt: skip
    if one.focus is None:
        yield known
        return
    above = one.focus.above
    share = (above + 1) / every.counted
    yield {**known, "value": one.focus.statistic, "above": above, "share": share}


def _largest(_: Everyone, one: Distribution) -> Iterator[dict[str, Any]]:
    for rank, (names, value) in enumerate(one.top, start=1):
        yield {"rank": rank, "set": "+".join(names), "value": value}


def _bins(_: Everyone, one: Distribution) -> Iterator[dict[str, Any]]:
    edges = [None, *one.edges[1:-1].tolist(), None]
    for low, high, sets in zip(edges[:-1], edges[1:], one.counts.tolist(), strict=True):
        yield {"from": low, "below": high, "sets": sets}
