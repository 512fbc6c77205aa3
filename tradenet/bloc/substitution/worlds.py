"""Worlds in which the answer is known: other dyads' fates, and a response that is planted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from tradenet.bloc.significance import LEVEL
from tradenet.bloc.substitution.collapse import Collapse, Response
from tradenet.bloc.substitution.neighbours import Fitted, Neighbours, Paths, fitted, paths, spreads
from tradenet.bloc.substitution.ranges import Range
from tradenet.bloc.substitution.rank import Floats, ranked

REACH = 20  # ranks of size within which a dyad may take another's fate
KINDS = (
    ("absent", 0.0), ("× 1.5", float(np.log(1.5))), ("× 2", float(np.log(2))),
    ("× 5", float(np.log(5))), ("reversed, × 0.5", float(np.log(0.5))),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How often each reading is reached in worlds of one kind.

    Attributes
    ----------
    kind : str
        What was planted.
    planted : float
        Log points.
    worlds : int
        How many.
    rise, fall, low, small, open_ : float
        Shares of the readings; they sum to 1.
    """

    kind: str
    planted: float
    worlds: int
    rise: float
    fall: float
    low: float
    small: float
    open_: float


def frequencies(
    test: Collapse, panel: Neighbours, made: Response, needed: Range, *, rng: np.random.Generator,
    count: int = 2000,
) -> Iterator[Frequencies]:  # fmt: skip
    """Yield the readings of S2 in worlds of each kind, the one that the account implies last.

    In every world each dyad, the one in question too, keeps its own growth and loading and takes
    the surprises of a dyad of like size, before the event and at it; those before it are turned in
    a circle by some years, so that loadings are estimated anew. Then the response is planted. The
    same draws serve every kind.

    Parameters
    ----------
    test : Collapse
        The test as the study fixes it.
    panel : Neighbours
        The direction in question.
    made : Response
        Of the real world.
    needed : Range
        What the account implies.
    rng : numpy.random.Generator
        Of the worlds.
    count : int
        Worlds of each kind.
    """
    taken = paths(panel, share=test.share)
    size = panel.mean_before()[made.places]
    drawn = transplanted(taken, made, size, count, rng=rng)
    fit = fitted(drawn, price=test.price, trend=test.trend)
    spread = spreads(fit.own_spread, test.own_weight)
    implied = ("as the account implies", needed.high)
    for kind, planted in (*KINDS, implied):
        yield _counted(kind, planted, fit, spread, needed)


def transplanted(
    taken: Paths, made: Response, size: Floats, count: int, *, rng: np.random.Generator
) -> Paths:
    """Return worlds in which every dyad of a comparison takes the surprises of one of like size.

    Parameters
    ----------
    taken : Paths
        Of all dyads of the panel.
    made : Response
        The comparison.
    size : float array, shape (1 + N,)
        Mean trade before the event, by which dyads are alike.
    count : int
        Worlds W.

    Returns
    -------
    Paths
        ``steps`` of shape (W, 1 + N, m) and ``jump`` of shape (W, 1 + N).
    """
    fit, at = made.fit, made.places
    usual = fit.loading[at][:, None] * taken.price_steps + fit.growth[at][:, None]
    expected = fit.loading[at] * taken.price_jump + fit.growth[at] * taken.years
    surprise = taken.jump[at] - expected
    donors = _donors(size, count, rng=rng)
    m = taken.price_steps.size
    turned = (np.arange(m) + rng.integers(m, size=(*donors.shape, 1))) % m
    residuals = fit.residuals[at][donors[..., None], turned]
    return replace(taken, steps=usual + residuals, jump=expected + surprise[donors])


def _donors(size: Floats, count: int, *, rng: np.random.Generator) -> np.ndarray:
    """Return for every world and dyad one of the dyads at most `REACH` ranks of size away."""
    order = np.argsort(-size, kind="stable")
    rank = np.argsort(order, kind="stable")
    low, high = np.maximum(rank - REACH, 0), np.minimum(rank + REACH, size.size - 1)
    return order[rng.integers(low, high + 1, size=(count, size.size))]


def _counted(kind: str, planted: float, fit: Fitted, spread: Floats, needed: Range) -> Frequencies:
    change = fit.change.copy()
    change[:, 0] += planted
    found = ranked(change, spread)
    rise = found.p_rise <= LEVEL
    fall = ~rise & (found.p_fall <= LEVEL)
    low = ~rise & ~fall & (found.upper < needed.low)
    small = ~rise & ~fall & ~low & (found.detectable > needed.high)
    shares = [float(x.mean()) for x in (rise, fall, low, small, ~(rise | fall | low | small))]
    return Frequencies(kind, planted, change.shape[0], *shares)
