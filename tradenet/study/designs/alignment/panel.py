"""Trade of windows of years, with votes, distance and ties, one row per exporter and importer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from tradenet.bloc.alignment.distance import log_distance
from tradenet.domain import TradeGraph, Window
from tradenet.domain.arrays import Matrix, positions
from tradenet.sources import covariates
from tradenet.study.designs.alignment.exposing import mean_points

Graphs = Mapping[int, TradeGraph]


def windows(graphs: Iterable[int], window: Window) -> tuple[tuple[int, ...], ...]:
    """Return the periods before the event, and as many before these, as far back as all are held.

    Examples
    --------
    >>> windows(range(2010, 2024), Window((2018, 2019), (2023,)))[-2:]
    ((2016, 2017), (2018, 2019))
    >>> len(windows(range(2010, 2024), Window((2018, 2019), (2023,))))
    5
    """
    held, length = set(graphs), len(window.pre)
    found = [tuple(code for code in window.pre if code in held)]
    while True:
        first = found[0][0] - length
        before = tuple(range(first, first + length))
        if not held.issuperset(before):
            return tuple(found)
        found.insert(0, before)


def panel(graphs: Graphs, blocks: Sequence[Sequence[int]], offset: float) -> pa.Table:
    """Return the rows of all blocks of years; the columns are those of `AlignmentEvidence`.

    A cell counts where it is observed in every year of the block.

    Parameters
    ----------
    graphs : mapping of int to TradeGraph
        Of every year of the blocks.
    blocks : sequence of sequences of int
        Years whose mean trade makes one row a pair; not empty.
    offset : float
        Of `log_distance`.
    """
    return pa.concat_tables([_block(graphs, block, offset) for block in blocks])


def _block(graphs: Graphs, block: Sequence[int], offset: float) -> pa.Table:
    codes = tuple(sorted({code for year in block for code in graphs[year].economies}))
    trade = np.mean([_spread(graphs[year], codes) for year in block], axis=0)
    votes = log_distance(mean_points(codes, block), offset)
    ties = covariates.geography(codes)
    i, j = np.nonzero(~np.isnan(trade) & ~np.isnan(votes) & ~np.eye(len(codes), dtype=bool))
    names = np.array(codes)
    return pa.table(
        {
            "exporter": names[i],
            "importer": names[j],
            "window": np.full(len(i), block[0]),
            "trade": trade[i, j] / 1e9,
            "votes": votes[i, j],
            "km": pa.array(np.log(ties["distance_km"][i, j]), from_pandas=True),
            "contiguity": ties["contiguity"][i, j].astype(float),
            "language": ties["common_language"][i, j].astype(float),
            "colony": ties["colony"][i, j].astype(float),
        }
    )


def _spread(graph: TradeGraph, codes: tuple[str, ...]) -> Matrix:
    out = np.full((len(codes), len(codes)), np.nan)
    at = positions(codes, graph.economies)
    out[np.ix_(at, at)] = graph.values
    return out
