"""The noise-corrected backbone: trade above what both sizes would give, beyond its own noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradenet.domain import ConfigError, TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.backbones.backbone import Backbone


@dataclass(frozen=True, slots=True)
class NoiseCorrected:
    r"""Keep trade that exceeds the product of both margins by more than δ standard errors.

    With trade counted in units, :math:`n_{ij}` in a cell, :math:`n_i` exports, :math:`m_j` imports
    and :math:`N` in all, the lift over :math:`E_{ij} = n_i m_j / N` is made symmetric around zero,

    .. math:: L_{ij} = \frac{\kappa n_{ij} - 1}{\kappa n_{ij} + 1}, \qquad
        \kappa = \frac{N}{n_i m_j}

    and its variance follows from :math:`n_{ij} \sim \mathrm{Bin}(N, P_{ij})` by the delta method,
    margins and total moving with the cell:

    .. math:: V[L_{ij}] = N \hat P (1 - \hat P)
        \left( \frac{2 (\kappa + n_{ij} \kappa')}{(\kappa n_{ij} + 1)^2} \right)^2, \qquad
        \kappa' = \frac{1}{n_i m_j} - \frac{N (n_i + m_j)}{(n_i m_j)^2}

    :math:`\hat P = (a + n_{ij}) / (a + b + N)` is the posterior mean under a Beta(a, b) prior with
    the mean and variance of a hypergeometric share,
    :math:`\mu = n_i m_j / N^2`, :math:`\sigma^2 = n_i m_j (N - n_i)(N - m_j) / (N^4 (N - 1))`,
    so that :math:`a = \mu (\mu (1 - \mu) / \sigma^2 - 1)` and
    :math:`b = (1 - \mu)(\mu (1 - \mu) / \sigma^2 - 1)`: a share seen as zero is not certain to be
    zero. (Coscia and Neffke 2017, *Network Backboning with Noisy Data*, IEEE ICDE,
    arXiv:1701.07336.) The score is :math:`L / \sqrt V`, kept above `delta`.

    Margins are sums over observed cells. The score is NaN where an economy has the whole world's
    exports or imports, since then nothing could have been otherwise.

    When not to use it: as a test of what deserves belief. It depends on the unit: a cell's noise is
    that of counting units, so that in single dollars everything above the margins is kept and in
    billions nothing is. A unit is a choice of how much trade moves together; say which. Nor where
    many cells of an economy are not observed: the margins then mean different things.

    Attributes
    ----------
    delta : float
        Standard errors; 1.64 is about one in twenty by chance.
    unit_usd : float
        Dollars that count as one event, above 0.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> g = TradeGraph(
    ...     ("A", "B", "C"), [[nan, 9e6, 1e6], [9e6, nan, 1e6], [1e6, 1e6, nan]], Period(2019)
    ... )
    >>> NoiseCorrected()(g).score.round(2).tolist()
    [[nan, 8.21, 0.23], [8.21, nan, 0.23], [0.23, 0.23, nan]]
    """

    delta: float = 1.64
    unit_usd: float = 1e6

    def __post_init__(self) -> None:
        if self.delta < 0 or not self.unit_usd > 0:
            msg = (
                f"noise-corrected: delta {self.delta} must be ≥ 0 and unit_usd {self.unit_usd} > 0"
            )
            raise ConfigError(msg)

    def __call__(self, graph: TradeGraph) -> Backbone:
        """Return the backbone; scores are lifts in standard errors."""
        lift, variance = lifts(np.nan_to_num(graph.values) / self.unit_usd)
        traded = np.nan_to_num(graph.values) > 0
        score: Matrix = np.full(lift.shape, np.nan)
        np.divide(lift, np.sqrt(variance), out=score, where=traded & (variance > 0))
        return Backbone(
            graph.economies,
            np.nan_to_num(score, nan=-np.inf) > self.delta,
            score,
            graph.values,
            self.delta,
            f"noise-corrected, delta {self.delta:g}, unit {self.unit_usd:g} USD",
        )


def lifts(counts: Matrix) -> tuple[Matrix, Matrix]:
    """Return the symmetric lift of each cell and its variance; NaN where the prior has none.

    Parameters
    ----------
    counts : float array, shape (n, n)
        Units ≥ 0; zero where not observed.
    """
    total = counts.sum()
    rows, columns = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    product = rows * columns
    spread = product * (total - rows) * (total - columns)
    with np.errstate(divide="ignore", invalid="ignore"):  # what is undefined is made NaN below
        mean = product / total**2
        prior = mean * (1 - mean) * total**4 * (total - 1) / spread - 1  # a + b
        share = (mean * prior + counts) / (prior + total)
        kappa = total / product
        slope = 1 / product - total * (rows + columns) / product**2
        lift = (kappa * counts - 1) / (kappa * counts + 1)
        stretch = 2 * (kappa + counts * slope) / (kappa * counts + 1) ** 2
        variance = total * share * (1 - share) * stretch**2
    told = (spread > 0) & (prior > 0)
    return np.where(told, lift, np.nan), np.where(told, variance, np.nan)
