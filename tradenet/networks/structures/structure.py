"""What a measure of a whole graph gives, and how it compares with a null."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import pyarrow as pa

from tradenet.domain import InsufficientData, TradeGraph
from tradenet.domain.notebook import card


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """Named numbers of one graph, with the table that they come from.

    Attributes
    ----------
    name : str
        The measure in words.
    numbers : mapping of str to float or None
        None where the graph does not define the number.
    table : pyarrow.Table
        Finer results, such as a row per economy; no rows where there are none.
    """

    name: str
    numbers: Mapping[str, float | None]
    table: pa.Table

    def __post_init__(self) -> None:
        object.__setattr__(self, "numbers", MappingProxyType(dict(self.numbers)))

    def summary(self) -> str:
        """Return one quotable line."""
        told = [
            f"{key} {'undefined' if value is None else format(value, '.3f')}"
            for key, value in self.numbers.items()
        ]
        return f"{self.name}: {', '.join(told)}"

    def to_arrow(self) -> pa.Table:
        """Return the finer results."""
        return self.table

    def _repr_html_(self) -> str:
        return card(self.name, self.numbers.items())


_COMPARED = pa.schema(
    [
        ("number", pa.string()), ("observed", pa.float64()), ("null_mean", pa.float64()),
        ("null_sd", pa.float64()), ("ratio", pa.float64()), ("share_at_least", pa.float64()),
        ("samples", pa.int32()),
    ]
)  # fmt: skip


def compare(
    measure: Callable[[TradeGraph], Structure], graph: TradeGraph, samples: Sequence[TradeGraph]
) -> pa.Table:
    r"""Return a measure's numbers beside those of graphs drawn under a null.

    ``ratio`` is observed ÷ mean of the null, the normalisation of the rich club; ``share_at_least``
    is :math:`(1 + \#\{\text{samples} \ge \text{observed}\}) / (1 + \text{samples})`, a one-sided
    p-value of *this* null, no evidence of anything that the null leaves out, such as distance.

    Parameters
    ----------
    measure : callable
        An entry of `STRUCTURES`.
    graph : TradeGraph
        What was observed.
    samples : sequence of TradeGraph
        Of a null, at least one, masked like the graph.

    Returns
    -------
    pyarrow.Table
        ``number``, ``observed``, ``null_mean``, ``null_sd``, ``ratio``, ``share_at_least``,
        ``samples`` in which the number is defined; null where undefined.

    Raises
    ------
    InsufficientData
        If there are no samples.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> from tradenet.networks import Reciprocity
    >>> nan = float("nan")
    >>> one, two = (
    ...     TradeGraph(("A", "B"), [[nan, 4.0], [back, nan]], Period(2019)) for back in (4.0, 2.0)
    ... )
    >>> compare(Reciprocity(), one, [two, two])["ratio"].to_pylist()[-1]  # 8/8 over 4/6
    1.5
    """
    if not samples:
        msg = "no samples to compare with: draw some from a null first"
        raise InsufficientData(msg)
    drawn = [measure(sample).numbers for sample in samples]
    lines = [
        _line(name, observed, [found[name] for found in drawn])
        for name, observed in measure(graph).numbers.items()
    ]
    return pa.Table.from_pylist(lines, schema=_COMPARED)


def _line(name: str, observed: float | None, drawn: Sequence[float | None]) -> dict[str, object]:
    known = np.array([value for value in drawn if value is not None], dtype=np.float64)
    line: dict[str, object] = {"number": name, "observed": observed, "samples": len(known)}
    if len(known) == 0:
        return line
    mean = float(known.mean())
    line |= {"null_mean": mean, "null_sd": float(known.std(ddof=1)) if len(known) > 1 else None}
    if observed is not None:
        line["ratio"] = observed / mean if mean != 0 else None
        line["share_at_least"] = float((1 + (known >= observed).sum()) / (1 + len(known)))
    return line
