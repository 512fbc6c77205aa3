"""Do the sanctioned states trade as a bloc? The front door: a dozen names, loaded when used.

>>> import tradenet as tn
>>> graph = tn.build(tn.snapshot([2019]), period=2019)
>>> expected = tn.expect(graph)
>>> partition = tn.detect(graph, expected, seed=1)
>>> partition.together("CHN", "PRK")
True
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike

    from tradenet.domain import BilateralFlows, Expected, Ledger, Partition, Period, TradeGraph
    from tradenet.study import StudyResult

__version__ = "0.1.0"

_LAZY = {
    "BilateralFlows": "tradenet.domain",
    "Bloc": "tradenet.domain",
    "Expected": "tradenet.domain",
    "Ledger": "tradenet.domain",
    "Partition": "tradenet.domain",
    "Period": "tradenet.domain",
    "ReportedFlows": "tradenet.domain",
    "TradeGraph": "tradenet.domain",
    "TradenetError": "tradenet.domain",
}

__all__ = [
    "snapshot",
    "ingest",
    "read",
    "build",
    "expect",
    "intensity",
    "detect",
    "run",
    *_LAZY,
]


def snapshot(periods: Iterable[int] | None = None) -> BilateralFlows:
    """Return the embedded panel: bilateral trade of some 230 economies, 1960 to 2025.

    Parameters
    ----------
    periods : iterable of int, optional
        Years to read; all where not given (2.6 million cells).

    Examples
    --------
    >>> table = snapshot([2019]).to_arrow()
    >>> table.num_rows > 40_000
    True
    """
    from tradenet.sources import snapshot as embedded

    return embedded.panel(periods)


def ingest(
    files: str | PathLike[str] | Iterable[str | PathLike[str]], store: str | PathLike[str]
) -> Mapping[str, Ledger]:
    """Read flow files into a store, as ``tradenet ingest`` does; return the account of each file.

    Every row that came in is in the ledger, kept or set aside with a reason.

    Parameters
    ----------
    files : path or iterable of path
        In a layout that ``tradenet sources`` lists, recognised by their headers.
    store : path
        Folder to write; an earlier store there is replaced.

    Returns
    -------
    mapping of str to Ledger
        By the file's name; files of one name are told apart by a number.

    Raises
    ------
    TradenetError
        If a file is unreadable or contradicts itself; nothing is written then.
    """
    from os import PathLike
    from pathlib import Path

    from tradenet.study import prepare

    single = isinstance(files, str | PathLike)
    paths = [Path(files)] if single else [Path(each) for each in files]  # type: ignore[arg-type, union-attr]
    told: dict[str, Ledger] = {}
    for name, ledger in prepare.ingest(paths, Path(store)):
        told[name if name not in told else f"{name} ({len(told) + 1})"] = ledger
    return told


def read(
    path: str | PathLike[str], *, cif_fob_ratio: float = 1.06, level: str | None = None
) -> BilateralFlows:
    """Return the bilateral flows of a flow file or a store, one agreed number per cell.

    The importer's report counts, CIF deflated to FOB; the exporter's where the importer is silent.

    Parameters
    ----------
    path : path
        A file in a layout that ``tradenet sources`` lists, or a store (``tradenet ingest``).
    cif_fob_ratio : float
        CIF ÷ FOB, 1 to 2.
    level : str, optional
        Products summed to ``section``, ``HS2`` or ``HS4``; totals where not given.

    Raises
    ------
    TradenetError
        If the file is unreadable or contradicts itself, or has no products to be summed.
    """
    from pathlib import Path

    from tradenet import flows

    rules = flows.ValuationRules(cif_fob_ratio)
    if level is not None:
        from tradenet.study.layers import by_product

        return by_product(Path(path), None, level=level, valuation=rules)
    from tradenet.study.prepare import paired

    cells, _ = paired(Path(path), rules)
    return flows.agree(cells, flows.MirrorRules(constant_reporters=False)).compute()


def build(
    flows: BilateralFlows,
    period: int | str | Period,
    *,
    absent: Literal["zero", "missing"] = "zero",
    product: str | None = None,
) -> TradeGraph:
    """Return the trade graph of one period; see `tradenet.networks.build`.

    With a product, of flows that were read by product, it is the graph of that product alone.

    Examples
    --------
    >>> graph = build(snapshot([2019]), 2019)
    >>> round(graph.value("CHN", "RUS") / 1e9, 1)  # USD bn, Russia's report deflated to FOB
    51.0
    """
    from tradenet import networks

    if product is not None:
        return networks.build_layer(flows, period, product, absent=absent)
    return networks.build(flows, period, absent=absent)


def expect(graph: TradeGraph, *, null: str = "margins") -> Expected:
    """Return expected trade under a null: what trade would be if only this or that mattered.

    Parameters
    ----------
    graph : TradeGraph
        What was observed.
    null : str
        ``margins`` (every economy keeps its exports and imports) or ``gravity`` (distance, in km
        of the embedded snapshot, matters as well).

    Raises
    ------
    UnknownName
        If there is no such null.
    InsufficientData
        If too few pairs have a known distance.

    Examples
    --------
    >>> graph = build(snapshot([2019]), 2019)
    >>> expected = expect(graph)
    >>> observed, hoped = graph.to_pandas().loc["CHN"].sum(), expected.to_pandas().loc["CHN"]
    >>> bool(abs(hoped[graph.observed[graph.economies.index("CHN")]].sum() / observed - 1) < 1e-9)
    True
    """
    from tradenet.domain import lookup
    from tradenet.study.communities.expectations import expects

    return lookup(expects(graph.economies), null, "null")(graph)


def intensity(graph: TradeGraph, expected: Expected) -> Any:  # noqa: ANN401 - a pandas frame
    """Return observed ÷ expected trade as an n×n frame: rows export, columns import.

    Examples
    --------
    >>> graph = build(snapshot([2019]), 2019)
    >>> bool(intensity(graph, expect(graph)).loc["CHN", "PRK"] > 1)
    True
    """
    import pandas as pd

    from tradenet import networks

    names = list(graph.economies)
    return pd.DataFrame(networks.intensity(graph, expected), index=names, columns=names)


def detect(
    graph: TradeGraph,
    expected: Expected,
    *,
    seed: int = 0,
    method: str = "leiden",
    options: Mapping[str, float | str] | None = None,
) -> Partition:
    """Return communities that trade more than expected; exploratory, not a test.

    Parameters
    ----------
    graph, expected
        Of the same economies.
    seed : int
        Same seed, same partition.
    method : str
        A name in `tradenet.networks.COMMUNITIES`.
    options : mapping of str to number or str, optional
        Fields of the method, such as ``{"resolution": 1.2}``; its defaults where not given.

    Examples
    --------
    >>> graph = build(snapshot([2019]), 2019)
    >>> one, again = (detect(graph, expect(graph), seed=7) for _ in range(2))
    >>> one.membership.tolist() == again.membership.tolist()
    True
    """
    from tradenet.domain import stream
    from tradenet.networks import CommunityMethod, method_type

    given = options or {}
    finder: CommunityMethod = method_type(method, given)(**given)
    return finder(graph, expected, rng=stream(seed, f"networks/{method}/{graph.period.code}"))


def run(
    study: str,
    *,
    flows: str | PathLike[str] | None = None,
    settings: Iterable[str] = (),
    ties: Iterable[str | PathLike[str]] = (),
) -> StudyResult:
    """Run a study and return its result; the report is written by ``tradenet report``.

    Parameters
    ----------
    study : str
        Shipped name or path of a TOML file.
    flows : path, optional
        A store or flow file in place of the snapshot.
    settings : iterable of str
        ``section.key=value``, as on the command line.
    ties : iterable of path
        Tables of ties other than trade (`tradenet.sources.ties`), told beside the verdict.

    Examples
    --------
    >>> quick = ["shown.first=2022", "structure.worlds=0", "structure.searches=1"]
    >>> run("brown-2022", settings=[*quick, 'run.tests=["T0"]']).verdict
    'NOT-TESTED'
    """
    from pathlib import Path

    from tradenet import study as room

    given = Path(flows) if flows is not None else None
    frozen = room.frozen_file(study)
    return room.run(room.load(study, settings), given, frozen, tuple(map(Path, ties)))


def __getattr__(name: str) -> Any:  # noqa: ANN401 - any of the lazy names
    if name in _LAZY:
        return getattr(importlib.import_module(_LAZY[name]), name)
    msg = f"module 'tradenet' has no attribute '{name}'"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted(__all__)
