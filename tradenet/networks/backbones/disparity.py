"""The disparity filter: partners that take more than an even split of an economy's trade."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tradenet.domain import ConfigError, TradeGraph
from tradenet.domain.arrays import Matrix
from tradenet.networks.backbones.backbone import Backbone


@dataclass(frozen=True, slots=True)
class Disparity:
    r"""Keep trade that is a surprising part of the exporter's exports or the importer's imports.

    If an economy's exports were cut at random into the :math:`k` partners it has, a partner would
    get a share of at least :math:`p_{ij} = x_{ij} / \sum_j x_{ij}` with probability

    .. math:: \alpha_{ij} = (1 - p_{ij})^{k - 1}

    (Serrano, Boguñá and Vespignani 2009, doi:10.1073/pnas.0808904106), and likewise for the
    importer's imports. The score is the smaller of the two, and trade is kept where it is below
    `alpha`: one of the two ends is enough, as in the paper. Two looks make one in
    :math:`1 - (1 - \alpha)^2` of all edges significant where the null is true, and nothing is
    corrected for the number of edges. With a single partner an end says nothing (α = 1).

    :math:`k` counts cells with trade; an observed zero is no partner, and a cell not observed
    counts neither in :math:`k` nor in the total.

    When not to use it: to judge trade between two given economies. The even split knows neither the
    size of the partner nor distance, so that trade with large neighbours always stands out. Nor
    across periods in which other cells are observed.

    Attributes
    ----------
    alpha : float
        Level, 0 to 1.

    Examples
    --------
    >>> from tradenet.domain import Period
    >>> nan = float("nan")
    >>> g = TradeGraph(
    ...     ("A", "B", "C"), [[nan, 98.0, 2.0], [5.0, nan, 5.0], [0.0, 5.0, nan]], Period(2019)
    ... )
    >>> found = Disparity(alpha=0.05)(g)
    >>> [found.economies[k] for k in (found.kept.nonzero()[0][0], found.kept.nonzero()[1][0])]
    ['A', 'B']
    >>> found.score.round(3).tolist()
    [[nan, 0.02, 0.714], [0.5, nan, 0.286], [nan, 0.951, nan]]
    """

    alpha: float = 0.05

    def __post_init__(self) -> None:
        if not 0 < self.alpha <= 1:
            msg = f"disparity: alpha {self.alpha} must be above 0 and at most 1"
            raise ConfigError(msg)

    def __call__(self, graph: TradeGraph) -> Backbone:
        """Return the backbone; scores are the smaller of the two probabilities."""
        score = np.fmin(chances(graph.values), chances(graph.values.T).T)
        return Backbone(
            graph.economies,
            np.nan_to_num(score, nan=1.0) < self.alpha,
            score,
            graph.values,
            self.alpha,
            f"disparity filter, alpha {self.alpha:g}, either end",
        )


def chances(values: Matrix) -> Matrix:
    """Return (1 − p)^(k − 1) of each positive cell in its row; NaN where there is no trade.

    Parameters
    ----------
    values : float array, shape (n, n)
        Trade ≥ 0; NaN where not observed.
    """
    traded = np.nan_to_num(values)
    partners = (traded > 0).sum(axis=1, keepdims=True)
    total = traded.sum(axis=1, keepdims=True)
    share = np.divide(traded, total, out=np.zeros_like(traded), where=total > 0)
    found: Matrix = np.where(traded > 0, (1.0 - share) ** np.maximum(partners - 1, 0), np.nan)
    return found
