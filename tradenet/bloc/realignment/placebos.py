"""Economies between two partners of their own: what a division does where nothing is claimed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from tradenet.bloc.realignment.trade import PartnerTrade, Triple

FEWEST = 19  # 1 / (1 + 19) is 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """An economy between two patrons, in the years its division is told, and its likes.

    Attributes
    ----------
    triple : (economy, first, second)
        The economy in question and its two patrons.
    years : tuple of int, length T
        The years in which both patrons tell their trade with it, ascending.
    paths : float array, shape (1 + N, T)
        Log ratio of trade with the first to trade with the second patron: the economy's own, then
        one row per comparison economy.
    placebos : tuple of (economy, first, second), length N
        The comparison economies, each with its own two largest partners.
    """

    triple: Triple
    years: tuple[int, ...]
    paths: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    placebos: tuple[Triple, ...]

    @property
    def comparable(self) -> bool:
        """Whether there are enough comparison economies for a p-value of 0.05."""
        return len(self.placebos) >= FEWEST


def case_of(
    trade: PartnerTrade, triple: Triple, excluded: Iterable[str], size_factor: float
) -> Case:
    """Return a case with every economy that may stand in for the one in question.

    A comparison economy has two patrons that are chosen by the same rule for all: of the partners
    that tell of it in every year in which the case is told, the two with the largest mean share;
    the larger comes first. Its trade, in the mean of those years' logarithms, is at most
    `size_factor` times larger or smaller than that of the economy in question. Members of any case
    are nobody's comparison.

    Parameters
    ----------
    trade : PartnerTrade
        As the partners tell it.
    triple : (economy, first, second)
        The economy in question and its patrons.
    excluded : iterable of str
        Members of the cases.
    size_factor : float
        Above 1.
    """
    seen = trade.tested(triple)
    years = tuple(int(year) for year in np.asarray(trade.years)[seen])
    own = trade.log_ratio(triple)[seen]
    if not years:
        return Case(triple, (), own[None, :], ())
    found = _placebos(trade, triple, seen, set(excluded) | set(triple), np.log(size_factor))
    paths = [own, *(trade.log_ratio(each)[seen] for each in found)]
    return Case(triple, years, np.array(paths), found)


def _placebos(
    trade: PartnerTrade, triple: Triple, seen: np.ndarray, excluded: set[str], reach: float
) -> tuple[Triple, ...]:
    total = np.nansum(trade.values[seen], axis=1)
    size = np.log(np.where(total > 0, total, np.nan)).mean(axis=0)
    shares = trade.shares()[seen].mean(axis=0)  # NaN unless told in every year
    own = size[trade.at(triple[0])]
    found: list[Triple] = []
    for place, code in enumerate(trade.economies):
        partners = np.flatnonzero(np.isfinite(shares[:, place]))
        near = abs(size[place] - own) <= reach
        if code in excluded or len(partners) <= 1 or not near:
            continue
        first, second = partners[np.argsort(-shares[partners, place], kind="stable")[:2]]
        found.append((code, trade.economies[first], trade.economies[second]))
    return tuple(found)
