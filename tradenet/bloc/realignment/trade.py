"""Trade as the partner tells it: one side's reports, the same for every economy and year."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Cube = npt.NDArray[np.float64]
Vector = npt.NDArray[np.float64]
Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class PartnerTrade:
    """Exports plus imports of each economy with each partner, as the partner reports them.

    North Korea reports nothing, so that its trade is known by its partners' reports alone. Every
    economy that it is compared with is seen in the same way: a change of who reports can then not
    look like a change of trade.

    Attributes
    ----------
    economies : tuple of str, length n
        Codes.
    years : tuple of int, length T
        Ascending.
    values : float array, shape (T, n, n)
        USD FOB > 0 by year, partner (who tells) and economy (of whom it is told); NaN where the
        partner did not tell both directions, or listed no trade, which is zero or missing.
    since : tuple of (code, year)
        The first year of the code itself, where earlier years are a predecessor's.
    """

    economies: tuple[str, ...]
    years: tuple[int, ...]
    values: Cube
    since: tuple[tuple[str, int], ...] = ()

    def at(self, code: str) -> int:
        """Return the place of an economy."""
        return self.economies.index(code)

    def pair(self, economy: str, patron: str) -> Vector:
        """Return trade of an economy with a patron by year, shape (T,); NaN where not told."""
        if economy not in self.economies or patron not in self.economies:
            return np.full(len(self.years), np.nan)
        return np.asarray(self.values[:, self.at(patron), self.at(economy)])

    def log_ratio(self, triple: Triple) -> Vector:
        """Return log(trade with the first ÷ trade with the second) by year; NaN where not told."""
        economy, first, second = triple
        return np.asarray(np.log(self.pair(economy, first) / self.pair(economy, second)))

    def tested(self, triple: Triple) -> npt.NDArray[np.bool_]:
        """Return in which years the division is told and no join lies before, shape (T,)."""
        start = max((year for code, year in self.since if code in triple), default=self.years[0])
        return np.asarray(np.isfinite(self.log_ratio(triple)) & (np.asarray(self.years) >= start))

    def shares(self) -> Cube:
        """Return each partner's share in all that partners tell of an economy, shape (T, n, n)."""
        total = np.nansum(self.values, axis=1, keepdims=True)
        unknown = np.full_like(self.values, np.nan)
        return np.asarray(np.divide(self.values, total, out=unknown, where=total > 0))

    def joined(self, successor: str, predecessor: str, since: int) -> PartnerTrade:
        """Return the same with a predecessor's years under its successor's code.

        Examples
        --------
        >>> values = np.full((2, 3, 3), np.nan)
        >>> values[0, 0, 1], values[1, 0, 2] = 5.0, 7.0  # C tells of OLD, then of NEW
        >>> told = PartnerTrade(("C", "OLD", "NEW"), (1991, 1992), values)
        >>> told.joined("NEW", "OLD", 1992).pair("NEW", "C").tolist()
        [5.0, 7.0]
        """
        if predecessor not in self.economies or successor not in self.economies:
            return self
        new, old = self.at(successor), self.at(predecessor)
        early = np.asarray(self.years) < since
        values = self.values.copy()
        values[early, new, :] = self.values[early, old, :]
        values[early, :, new] = self.values[early, :, old]
        return replace(self, values=values, since=(*self.since, (successor, since)))


def concentration(shares: npt.NDArray[np.float64]) -> Vector:
    r"""Return the Herfindahl index of partners, from 1 ÷ their number to 1; NaN where nobody tells.

    .. math:: H = \sum_j s_j^2

    with s the partners' shares along the second axis.

    Examples
    --------
    >>> concentration(np.array([[0.5, 0.5, np.nan], [np.nan, np.nan, np.nan]])).tolist()
    [0.5, nan]
    """
    told = np.isfinite(shares).any(axis=1)
    return np.where(told, np.nansum(shares**2, axis=1), np.nan)
