"""What the tests of the battery are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pyarrow as pa

from tradenet.bloc.hidden import Hidden
from tradenet.bloc.inference import Inference, Network
from tradenet.domain import Bloc, Expected, Partition, TradeGraph, Window


def _never(_: int) -> Inference | None:
    return None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a test may look at; nothing here was chosen from the flows.

    Attributes
    ----------
    bloc : Bloc
        The set in question.
    window : Window
        Periods before and after the event.
    cells : pyarrow.Table
        The directed cells among the members, one row per period: the columns of `BilateralFlows`.
    graphs : mapping of period code to TradeGraph
        Whole-world graphs.
    expected : mapping of period code to Expected
        Expected trade of each graph.
    made : Inference, optional
        The null on the neutral network; None where a member is not in it or nothing is held.
    world : Network, optional
        The same with the sanctioning economies.
    target : str
        The spoke that the event is about; empty where there is none.
    real_years : tuple of int
        Years in which measures against a member began or ended: no placebo dates.
    dates : tuple of int
        Years to which the window can be moved with all its periods held by one source.
    earlier : callable
        From such a year to the null on the neutral network with the event in it.
    partitions : mapping of period code to tuple of Partition
        Communities found blindly, one partition per seed.
    hidden : tuple of Hidden
        Trade that may be missing from the records, in assumed amounts.
    seed : int
        Of every random stream.
    """

    bloc: Bloc
    window: Window
    cells: pa.Table
    graphs: Mapping[int, TradeGraph]
    expected: Mapping[int, Expected]
    made: Inference | None = None
    world: Network | None = None
    target: str = ""
    real_years: tuple[int, ...] = ()
    dates: tuple[int, ...] = ()
    earlier: Callable[[int], Inference | None] = _never
    partitions: Mapping[int, tuple[Partition, ...]] = field(default_factory=dict)
    hidden: tuple[Hidden, ...] = ()
    seed: int = 0

    def classes(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Return the dyads of each class, hub–spoke apart from spoke–spoke."""
        named = {"hub_spoke": self.bloc.hub_spoke, "spoke_spoke": self.bloc.spoke_spoke}
        return {name: dyads for name, dyads in named.items() if dyads}

    def phases(self) -> dict[str, tuple[int, ...]]:
        """Return the periods before and after the event."""
        return {"pre": self.window.pre, "post": self.window.post}
