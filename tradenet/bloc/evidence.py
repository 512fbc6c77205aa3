"""What the tests of the battery are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from tradenet.domain import Bloc, Expected, TradeGraph, Window


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
    """

    bloc: Bloc
    window: Window
    cells: pa.Table
    graphs: Mapping[int, TradeGraph]
    expected: Mapping[int, Expected]

    def classes(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """Return the dyads of each class, hub–spoke apart from spoke–spoke."""
        named = {"hub_spoke": self.bloc.hub_spoke, "spoke_spoke": self.bloc.spoke_spoke}
        return {name: dyads for name, dyads in named.items() if dyads}

    def phases(self) -> dict[str, tuple[int, ...]]:
        """Return the periods before and after the event."""
        return {"pre": self.window.pre, "post": self.window.post}
