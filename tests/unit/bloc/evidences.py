"""Evidence on small worlds: graphs, cells and networks that belong together."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pyarrow as pa

from tests.unit.bloc.worlds import BLOC, grown, planted
from tradenet.bloc.contrast import Contrast
from tradenet.bloc.evidence import Evidence
from tradenet.bloc.inference import Inference, Network, infer
from tradenet.domain import Bloc, Expected, Period, TradeGraph, Window

PRE, POST = (2015, 2016, 2017, 2018), (2023,)
WINDOW = Window(PRE, POST)


def graph(contrast: Contrast, year: int, share: float = 0.0) -> TradeGraph:
    """Return one year: `share` of the way from before to after, on a log scale."""
    values = contrast.before ** (1 - share) * contrast.after**share
    return TradeGraph(contrast.economies, values, Period(year))


def cells(bloc: Bloc, contrast: Contrast, unseen: Collection[frozenset[str]] = ()) -> pa.Table:
    """Return the members' cells; unseen pairs are not observed."""
    lines = []
    for period in WINDOW.periods:
        for one in bloc.members:
            for other in bloc.members:
                if one == other:
                    continue
                seen = frozenset((one, other)) not in unseen
                i, j = contrast.at((one, other))
                values = contrast.before if period in PRE else contrast.after
                lines.append(
                    {
                        "period": period, "exporter": one, "importer": other,
                        "value_usd": float(values[i, j]) if seen else None,
                        "observed": "both" if seen else "unobservable",
                        "status": "kept" if seen else "absent", "log_gap": 0.0 if seen else None,
                    }
                )  # fmt: skip
    return pa.Table.from_pylist(lines)


def evidence(
    made: Contrast | None = None,
    unseen: Collection[frozenset[str]] = (),
    **changes: object,
) -> Evidence:
    """Return evidence of a world: pre-years equal its before but for a little noise."""
    world = made if made is not None else grown()
    rng = np.random.default_rng(7)
    graphs = {}
    for year in PRE:
        noise = np.exp(rng.normal(0, 0.1, world.before.shape))
        graphs[year] = TradeGraph(world.economies, world.before * noise, Period(year))
    graphs[POST[0]] = TradeGraph(world.economies, world.after, Period(POST[0]))
    flat = {
        code: Expected(
            g.economies, np.where(np.isnan(g.values), np.nan, 1e9), ~np.isnan(g.values), "flat"
        )
        for code, g in graphs.items()
    }
    network = Network(world, BLOC, rivals=("E05", "E06"))
    base = Evidence(
        BLOC, WINDOW, cells(BLOC, world, unseen), graphs, flat, made=infer(network), world=network,
        target="E20", dates=(2001, 2002, 2003, 2004), earlier=earlier, seed=1,
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def earlier(year: int) -> Inference:
    """Return the null on another world without a rise in another year."""
    return infer(Network(grown(seed=year), BLOC, rivals=("E05", "E06")))


def with_bloc(factor: float, pairs: list[tuple[str, str]] | None = None) -> Contrast:
    """Return a world in which the set trades more afterwards."""
    return planted(grown(), list(BLOC.dyads) if pairs is None else pairs, factor)
