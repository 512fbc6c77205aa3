"""How close reconciled values come to published ones, and what those imply about their making."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from tradenet.domain import BilateralFlows, Status
from tradenet.domain.flows import money
from tradenet.flows.reconcile.reports import Floats, Integers, Reports, Weights

Table = Any  # an Ibis table; Ibis has no stubs
_DYAD = ["period", "exporter", "importer"]
_CELL = [*_DYAD, "product"]
_FACTOR_OF_TWO = float(np.log(2.0))
_SAME = 1e-3
_CLEAR_GAP = 0.1
_PLAIN_GAP = 0.02  # below this the weight is a quotient of rounding errors
_LEAST_USD = 5000.0
_INNER = (0.005, 0.995)
_ROUNDING = 0.005


@dataclass(frozen=True, slots=True)
class Agreement:
    """Distance of values from published ones, over the cells that both have.

    Attributes
    ----------
    cells : int
        Cells that both have, with a positive value.
    coverage : float
        Share of the published dollars in those cells, 0 to 1.
    weighted, median, p90 : float
        |ln(ours / published)|: mean weighted by published dollars, median, 90th percentile.
    rank_correlation : float
        Spearman's; NaN where one side does not vary.
    total_usd : float
        Sum of all our values, published or not.
    """

    cells: int
    coverage: float
    weighted: float
    median: float
    p90: float
    rank_correlation: float
    total_usd: float


def agreement(
    ours: BilateralFlows, published: BilateralFlows, level: Literal["code", "dyad"]
) -> Agreement:
    """Compare values on cells (``code``) or on sums over products (``dyad``)."""
    keys = _CELL if level == "code" else _DYAD
    mine, theirs = _sums(ours, keys), _sums(published, keys)
    joined = theirs.left_join(mine.rename(mine_usd="usd"), keys).order_by(keys)
    columns = joined.select("mine_usd", "usd").to_pyarrow()
    value, wanted = (
        columns[name].to_numpy(zero_copy_only=False).astype(float) for name in ("mine_usd", "usd")
    )
    total = float(mine.usd.sum().to_pyarrow().as_py() or 0.0)
    return measure(value, wanted, total)


def measure(value: Floats, wanted: Floats, total: float) -> Agreement:
    """Measure the distance of values from wanted ones; NaN or zero means none.

    Examples
    --------
    >>> found = measure(np.array([100.0, np.nan]), np.array([50.0, 50.0]), 100.0)
    >>> found.cells, found.coverage, round(found.weighted, 3)
    (1, 0.5, 0.693)
    """
    shared = (np.nan_to_num(value) > 0) & (np.nan_to_num(wanted) > 0)
    far = np.abs(np.log(value[shared] / wanted[shared]))
    return Agreement(
        cells=int(shared.sum()),
        coverage=float(wanted[shared].sum() / np.nansum(wanted)),
        weighted=float(np.average(far, weights=wanted[shared])),
        median=float(np.median(far)),
        p90=float(np.quantile(far, 0.9)),
        rank_correlation=_spearman(value[shared], wanted[shared]),
        total_usd=total,
    )


def _sums(flows: BilateralFlows, keys: list[str]) -> Table:
    kept = flows.table.filter(flows.table.status == Status.KEPT)
    return kept.group_by(keys).aggregate(usd=money(kept.value_usd).sum().cast("float64"))


def _spearman(value: Floats, wanted: Floats) -> float:
    """Correlation of ranks; NaN where one side does not vary."""
    one, other = _ranks(value), _ranks(wanted)
    if not len(one) or one.std() == 0 or other.std() == 0:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])


def _ranks(values: Floats) -> Floats:
    """Ranks from 1; equal values share their mean rank."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(count) - (count - 1) / 2)[place], dtype=float)


@dataclass(frozen=True, slots=True)
class Implied:
    """What published values say of how they were made from the two reports; a scheme itself.

    With the exporter's report X, the importer's M (CIF, as it is) and the published value B, the
    importer's weight in a cell is (B - X) / (M - X), that of a dyad the median over its cells.

    Attributes
    ----------
    dyads : mapping of (exporter, importer) to float
        The weight of each dyad.
    additive : float
        R² of logit(weight) on a sum of one number per exporter and one per importer.
    one_side_near, one_side_far : float
        Share of cells whose value is one of the two reports, to 0.1 %: where the reports differ by
        less than a factor of two (and by more than 10 %), and by more.
    importer_alone : int
        Cells that only the importer reports.
    importer_alone_cif : float
        Share of them whose published value is the CIF report, to 0.1 %.
    """

    dyads: dict[tuple[str, str], float]
    additive: float
    one_side_near: float
    one_side_far: float
    importer_alone: int
    importer_alone_cif: float

    def __call__(self, reports: Reports) -> Weights:
        """Return these weights, one half where a dyad has none, and no margin."""
        names = reports.economies
        pairs = [[self.dyads.get((one, other), 0.5) for other in names] for one in names]
        weight = np.array(pairs, dtype=float).reshape(len(names), len(names))
        return Weights(weight, np.ones_like(weight))


def implied(flows: BilateralFlows, published: BilateralFlows) -> Implied:
    """Read the weights that published values were made with off the cells with two reports."""
    exporter, importer, exports, imports, _, value = _aligned(flows, published)
    alone = np.isnan(exports) & ~np.isnan(imports)
    both = ~np.isnan(exports) & ~np.isnan(imports)
    gap = np.abs(np.log(imports / exports))
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = (value - exports) / (imports - exports)
    plain = both & (gap > _PLAIN_GAP) & (value > _LEAST_USD)
    inner = plain & (weight > _SAME) & (weight < 1 - _SAME)
    cells: dict[tuple[str, str], list[float]] = {}
    for one, other, found in zip(exporter[inner], importer[inner], weight[inner], strict=True):
        cells.setdefault((str(one), str(other)), []).append(float(found))
    one_side = np.minimum(np.abs(weight), np.abs(weight - 1)) < _SAME
    near, far = plain & (gap > _CLEAR_GAP) & (gap < _FACTOR_OF_TWO), plain & (gap > _FACTOR_OF_TWO)
    return Implied(
        dyads={pair: float(np.median(found)) for pair, found in sorted(cells.items())},
        additive=_additive(cells),
        one_side_near=_share(one_side[near]),
        one_side_far=_share(one_side[far]),
        importer_alone=int(alone.sum()),
        importer_alone_cif=_share(np.abs(np.log(imports / value))[alone] < _SAME),
    )


def sources_of_error(ours: BilateralFlows, published: BilateralFlows) -> dict[str, float]:
    """Split the weighted mean |ln(ours / published)| by what the published value looks like.

    ``alone``: only one side reports. Where both do: ``outside``, the published value is beyond
    both reports by more than 0.5 %, so that it was made from others; ``one side``, it is one of
    them, to 0.1 %, though they differ by more than a factor of two; ``between``, the rest.

    Parameters
    ----------
    ours : BilateralFlows
        Reconciled without a margin, so that its reports are those that were made.
    published : BilateralFlows
        The values to compare with.
    """
    _, _, exports, imports, value, wanted = _aligned(ours, published)
    shared = ~np.isnan(value) & ~np.isnan(wanted)
    far = np.where(shared, np.abs(np.log(value / wanted)) * wanted, 0.0)
    both = ~np.isnan(exports) & ~np.isnan(imports)
    most, least = np.fmax(exports, imports), np.fmin(exports, imports)
    outside = both & ((wanted > most * (1 + _ROUNDING)) | (wanted < least * (1 - _ROUNDING)))
    near = np.fmin(np.abs(wanted / exports - 1), np.abs(wanted / imports - 1)) < _SAME
    one_side = both & ~outside & near & (most > 2 * least)
    kinds = {"alone": ~both, "outside": outside, "one side": one_side,
             "between": both & ~outside & ~one_side}  # fmt: skip
    total = float(wanted[shared].sum())
    return {kind: float(far[where].sum() / total) for kind, where in kinds.items()}


def _aligned(flows: BilateralFlows, published: BilateralFlows) -> tuple[Any, ...]:
    """Return exporter, importer, both reports, our and the published value of shared cells."""
    kept = flows.table.filter(flows.table.status == Status.KEPT)
    joined = kept.inner_join(_sums(published, _CELL), _CELL).order_by(_CELL)
    names = (
        "exporter", "importer", "exporter_report_usd", "importer_report_usd", "value_usd", "usd",
    )  # fmt: skip
    columns = joined.select(*names).to_pyarrow()
    words = [columns[name].to_numpy(zero_copy_only=False) for name in names[:2]]
    numbers = [columns[name].to_numpy(zero_copy_only=False).astype(float) for name in names[2:]]
    return (*words, *(np.where(values > 0, values, np.nan) for values in numbers))


def _share(true: np.ndarray[Any, Any]) -> float:
    return float(np.mean(true)) if len(true) else float("nan")


def _additive(cells: dict[tuple[str, str], list[float]]) -> float:
    """R² of the logits of dyads with two cells or more on exporter and importer effects."""
    least, most = _INNER
    found = {pair: float(np.median(each)) for pair, each in cells.items() if len(each) > 1}
    found = {pair: weight for pair, weight in found.items() if least < weight < most}
    if not found:
        return float("nan")
    logits = np.array([np.log(weight / (1 - weight)) for weight in found.values()])
    rows = np.hstack([_dummies([pair[side] for pair in found]) for side in (0, 1)])
    rest = logits - rows @ np.linalg.lstsq(rows, logits, rcond=None)[0]
    return float(1 - rest.var() / logits.var())


def _dummies(names: list[str]) -> Floats:
    _, place = np.unique(np.array(names), return_inverse=True)
    numbers: Integers = place.astype(np.int64)
    return np.asarray(np.eye(int(numbers.max()) + 1)[numbers])
