"""Many specifications as one test: whether the whole curve is more than chance makes of it.

Specifications of one study share their data, so that ten small p-values are not ten findings. Each
placebo set is therefore put in the place of the real one in *every* specification, and the curve of
the real set is compared with theirs: the joint inference of Simonsohn, Simmons and Nelson (2020,
DOI 10.1038/s41562-020-0912-z), with the sets of the randomization inference as the resampling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.bloc.inference import Inference, infer_class
from tradenet.bloc.significance import LEVEL, at_least, p_value

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Specified:
    """One class of dyads under one specification, for the set and for its placebos.

    Attributes
    ----------
    statistic, change : float
        Of the set: studentized, and Σr/ΣI (log points).
    sets : tuple of str
        Placebo sets, codes in the order of the roles joined by ``+``.
    statistics, changes : float array, shape (N,)
        Theirs.
    """

    statistic: float
    change: float
    sets: tuple[str, ...]
    statistics: Vector
    changes: Vector


def specified(made: Inference, name: str) -> Specified | None:
    """Return a class under the specification that an inference was made for.

    Parameters
    ----------
    made : Inference
        The null.
    name : str
        ``hub_spoke`` or ``spoke_spoke``.

    Returns
    -------
    Specified or None
        None where nothing of the class is observed or there is no valid reference.
    """
    found = infer_class(made, name)
    if found is None:
        return None
    codes = np.asarray(made.network.contrast.economies)
    sets = tuple("+".join(codes[members].tolist()) for members in found.sets)
    return Specified(
        found.statistic, found.change, sets, found.reference.studentized, found.reference.change
    )


@dataclass(frozen=True, slots=True)
class Joint:
    """A curve of specifications against the curves of the placebo sets.

    Attributes
    ----------
    specifications, sets : int
        How many, the placebo sets being those that every specification has.
    median_change : float
        Median of Σr/ΣI, log points.
    share_significant : float
        Share of specifications with p ≤ 0.05.
    mean_z : float
        Mean normal score of the p-values (Stouffer).
    p_median, p_share, p_mean_z : float
        One-sided: the share of curves with a value at least as large, the real one among them.
    """

    specifications: int
    sets: int
    median_change: float
    share_significant: float
    mean_z: float
    p_median: float
    p_share: float
    p_mean_z: float


def joint(curve: Sequence[Specified]) -> Joint | None:
    """Return the joint inference over a curve; None where no set is in every specification.

    Parameters
    ----------
    curve : sequence of Specified
        One for each specification.

    Returns
    -------
    Joint or None

    Notes
    -----
    The p-value of a set in a specification is its rank among all sets and the real one, over their
    number; the normal score is that of (rank − ½)/number.

    Examples
    --------
    >>> import numpy as np
    >>> sets = tuple("abcdefghi")
    >>> one = Specified(2.0, 0.3, sets, np.arange(9) / 9, np.arange(9) / 90)
    >>> found = joint([one, one])
    >>> found.specifications, found.sets, round(found.median_change, 2), found.p_mean_z
    (2, 9, 0.3, 0.1)
    """
    if not curve:
        return None
    common = [name for name in curve[0].sets if all(name in set(one.sets) for one in curve[1:])]
    if not common:
        return None
    statistics = np.array([[one.statistic, *_taken(one, one.statistics, common)] for one in curve])
    changes = np.array([[one.change, *_taken(one, one.changes, common)] for one in curve])
    count = statistics.shape[1]
    rank = np.array([at_least(row[None, :], row[:, None]).sum(axis=1) for row in statistics])
    median = np.median(changes, axis=0)
    share = np.mean(rank / count <= LEVEL, axis=0)
    score = _normal_scores((rank - 0.5) / count).mean(axis=0)
    return Joint(
        len(curve),
        len(common),
        float(median[0]),
        float(share[0]),
        float(score[0]),
        *(p_value(float(row[0]), row[1:]) for row in (median, share, score)),
    )


def _taken(one: Specified, values: Vector, common: Sequence[str]) -> Vector:
    at = {name: place for place, name in enumerate(one.sets)}
    return values[[at[name] for name in common]]


def _normal_scores(p_values: Vector) -> Vector:
    from scipy.stats import norm

    scores: Vector = norm.isf(p_values)
    return scores
