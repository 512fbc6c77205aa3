"""A simulated world as evidence, so that the whole rule can be applied to it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyarrow as pa

from tradenet.bloc.contrast import Contrast
from tradenet.bloc.evidence import Evidence
from tradenet.bloc.inference import Inference, Network, infer
from tradenet.bloc.worlds import Ground
from tradenet.domain import Bloc, Observability, Status, Window, stream
from tradenet.domain.flows import BILATERAL_SCHEMA

# Two phases stand for two years; the names of the years mean nothing.
WINDOW = Window((2001,), (2002,))
PLACEBO_DATES = (1991, 1992, 1993, 1994, 1995)


def simulated(ground: Ground, world: Contrast, bloc: Bloc, *, seed: int, name: str) -> Evidence:
    """Return the evidence of a world; other worlds without an effect are its placebo dates.

    Parameters
    ----------
    ground : Ground
        What the world is made of.
    world : Contrast
        The whole world.
    bloc : Bloc
        The set in question; its largest spoke is the event's target.
    seed : int
        Of the placebo dates.
    name : str
        Of their random streams.

    Raises
    ------
    InsufficientData
        If the world lacks a member or shows too little.
    """

    def earlier(year: int) -> Inference:
        return _at_date(ground, bloc, seed, f"{name}/date/{year}")

    made = infer(ground.network(world, bloc), near=ground.made.change)
    size = made.found.size[made.roles.focus]
    return Evidence(
        bloc,
        WINDOW,
        seen_cells(world, bloc),
        graphs={},
        expected={},
        made=made,
        world=Network(world, bloc, ground.rivals),
        target=bloc.spokes[int(np.argmax(size))],
        dates=PLACEBO_DATES,
        earlier=earlier,
        seed=seed,
    )


@lru_cache(maxsize=len(PLACEBO_DATES))  # what is planted in a world leaves its past as it was
def _at_date(ground: Ground, bloc: Bloc, seed: int, name: str) -> Inference:
    past = ground.null(rng=stream(seed, name))
    return infer(ground.network(past, bloc), near=ground.made.change)


def seen_cells(world: Contrast, bloc: Bloc) -> pa.Table:
    """Return the cells among the members as T0 wants them: kept where observed, else absent."""
    phases = zip(WINDOW.periods, (world.before, world.after), strict=True)
    rows = []
    for period, trade in phases:
        for one, other in bloc.dyads:
            for exporter, importer in ((one, other), (other, one)):
                i, j = world.at((exporter, importer))
                seen = min(i, j) >= 0 and not np.isnan(trade[i, j])
                rows.append(
                    {
                        "period": period,
                        "exporter": exporter,
                        "importer": importer,
                        "product": "TOTAL",
                        "value_usd": float(trade[i, j]) if seen else None,
                        "observed": Observability.BOTH if seen else Observability.UNOBSERVABLE,
                        "source": "simulated",
                        "vintage": "simulated",
                        "status": Status.KEPT if seen else Status.ABSENT,
                    }
                )
    return pa.Table.from_pylist(rows, schema=BILATERAL_SCHEMA)
