"""Shares counted in simulations, with what they leave open."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happened.

    Attributes
    ----------
    hits, draws : int
        Of `draws` independent trials `hits` had it; draws ≥ 0.
    """

    hits: int
    draws: int

    @property
    def share(self) -> float:
        """Hits by draws, 0 to 1; NaN without draws."""
        return self.hits / self.draws if self.draws else float("nan")

    @property
    def error(self) -> float:
        """Monte Carlo standard error of the share."""
        share = self.share
        return float((share * (1 - share) / self.draws) ** 0.5) if self.draws else float("nan")

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Return the exact two-sided interval of the chance (Clopper and Pearson 1934).

        Source: doi:10.1093/biomet/26.4.404. With no hit the upper end is what "never" may still
        mean.

        Examples
        --------
        >>> low, high = Rate(0, 368).interval()
        >>> low, round(high, 4)
        (0.0, 0.01)
        """
        from scipy.stats import beta

        rest = (1 - level) / 2
        low = float(beta.ppf(rest, self.hits, self.draws - self.hits + 1)) if self.hits else 0.0
        if self.hits == self.draws:
            return low, 1.0
        return low, float(beta.ppf(1 - rest, self.hits + 1, self.draws - self.hits))


def binomial_band(chance: float, draws: int, level: float = 0.999) -> tuple[float, float]:
    """Return between which shares a right test's rejections fall with probability `level`.

    Examples
    --------
    >>> low, high = binomial_band(0.05, 4000)
    >>> round(low, 4), round(high, 4)
    (0.039, 0.0617)
    """
    from scipy.stats import binom

    rest = (1 - level) / 2
    low, high = binom.ppf([rest, 1 - rest], draws, chance)
    return float(low) / draws, float(high) / draws
