"""Worlds without an effect: every pair keeps its size and takes another pair's fate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.domain.arrays import Matrix
from tradenet.domain.donors import REACH, SMALL_USD, Indices, Pool, like_pairs, near, ratios
from tradenet.gravity.change import Change

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Transplant:
    """Residual paths of a two-period fit, ready to be handed from pair to pair.

    Attributes
    ----------
    before, after : float arrays, shape (n, n)
        The trade that was fitted, USD; NaN where not observed.
    change : Change
        The fit.
    ratios : two float arrays, shape (n · n,)
        Trade over expected trade before and after; 1 where not fitted.
    pools : tuple of Pool
        Pairs fitted in both directions, then those fitted in one.
    reach : int
        How many ranks of size a donor may be away.
    """

    before: Matrix
    after: Matrix
    change: Change
    ratios: tuple[Vector, Vector]
    pools: tuple[Pool, ...]
    reach: int

    def __call__(self, *, rng: np.random.Generator) -> tuple[Matrix, Matrix]:
        r"""Return trade before and after in a world without an effect.

        .. math:: x'_{ijt} = \mu_{ijt} \, x_{klt} / \mu_{klt}

        where (k, l) is drawn for every undirected pair (i, j) from the pairs of like size. Its
        whole path is taken: both periods and both directions, so that what belongs together stays
        together. Cells without a fit stay as they are.
        """
        zero, one = self.before.ravel().copy(), self.after.ravel().copy()
        hoped = self.change.before.ravel(), self.change.after.ravel()
        for pool in self.pools:
            giver = pool.cells[near(pool, self.reach, rng=rng)]
            zero[pool.cells] = hoped[0][pool.cells] * self.ratios[0][giver]
            one[pool.cells] = hoped[1][pool.cells] * self.ratios[1][giver]
        return zero.reshape(self.before.shape), one.reshape(self.after.shape)


def transplant(
    before: Matrix,
    after: Matrix,
    change: Change,
    kind: Indices,
    reach: int = REACH,
    least: float = SMALL_USD,
) -> Transplant:
    """Prepare a fit's residuals for transplantation.

    A pair's size is its expected trade over both periods. Ratios of pairs below `least` are capped
    at five: there a single shipment is a multiple of what is expected.

    Parameters
    ----------
    before, after : float arrays, shape (n, n)
        Trade that was fitted, USD.
    change : Change
        The fit.
    kind : int array, shape (n, n)
        Kinds of pairs, symmetric: pairs take from their own kind. The residuals of a kind −k < 0
        are handed to nobody, because something is known to have happened there; its pairs take
        from kind k − 1.
    reach : int
        Ranks, ≥ 0; with 0 every donor gets its own residuals back.
    least : float
        Size of a pair in the unit of the trade; a million USD.

    Raises
    ------
    InsufficientData
        If pairs of some kind find no donor.
    """
    both = change.before + change.after
    pools = like_pairs(change.fitted, both, kind)
    paths = (
        ratios(before, change.before, both, least),
        ratios(after, change.after, both, least),
    )
    return Transplant(before, after, change, paths, pools, reach)
