"""S2: whether trade rose when the rouble collapsed, more than that of other neighbours did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.bloc.result import BlocTestResult, not_applicable
from tradenet.bloc.significance import LEVEL
from tradenet.bloc.substitution.neighbours import Fitted, Neighbours, fitted, paths, spreads
from tradenet.bloc.substitution.ranges import Range
from tradenet.bloc.substitution.rank import FEWEST, Floats, Ranked, ranked
from tradenet.domain import InsufficientData

FEWEST_STEPS = 10
RISE, FALL, LOW, SMALL, OPEN, UNSEEN = "RISE", "FALL", "LOW", "SMALL", "OPEN", "UNSEEN"


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """How the dyad in question moved among its comparisons.

    Attributes
    ----------
    places : int array, shape (1 + N,)
        Positions in the panel: the dyad in question, then its comparisons.
    fit : Fitted
        Of all dyads of the panel that are told of throughout; others hold NaN.
    spread : float array, shape (1 + N,)
        By which the changes are measured.
    found : Ranked
        Rank, bounds and what would be seen.
    base_usd : float
        Mean trade before the event.
    """

    places: npt.NDArray[np.intp]
    fit: Fitted
    spread: Floats
    found: Ranked
    base_usd: float


@dataclass(frozen=True, slots=True)
class Collapse:
    """Whether the dyad's trade rose at the event beyond coal prices and beyond other neighbours.

    Null: the dyad's change is one that a neighbour of a large economy might have had. Alternative:
    it is larger. Each dyad is a large economy and a smaller neighbour with a common border; all is
    told by the large side, as it must be for an economy that never reports. Trade is divided by
    what the large side trades with all others, which takes its own growth and the world's prices
    out; the small side is not divided by, since the dyad in question is nearly all of its trade.
    The change is freed of the dyad's usual growth and of what the price of coal explains, by its
    own loading before the event, and measured by how much such trade usually moves. With usual
    growth left in, a dyad that grew fast before is called a rise too often: in 12 % of worlds
    without a response, for the dyad of the shipped study, instead of 5 %.

    When not to use it: where the event strikes the neighbours too; those are `exposed`.

    Attributes
    ----------
    commodity : str
        Whose price is controlled for; a key of the Pink Sheet.
    first_year : int
        From which loadings and usual movements are learned.
    size_factor : float
        Comparisons trade between 1/factor and factor of what the dyad did before the event.
    least_ratio : float
        The large side trades at least so many times what the small one does.
    own_weight : float
        Weight of a dyad's own variance, see `spreads`.
    share, price, trend : bool
        Divide by the rest of the large side's trade; control for the price; take usual growth off.
    """

    commodity: str = "coal_australian"
    first_year: int = 2000
    size_factor: float = 30.0
    least_ratio: float = 3.0
    own_weight: float = 0.5
    share: bool = True
    price: bool = True
    trend: bool = True

    def respond(self, panel: Neighbours, large: str, small: str) -> Response:
        """Return how a dyad moved among its comparisons.

        Raises
        ------
        InsufficientData
            If the dyad is not told of throughout, or has too few comparisons.
        """
        place = panel.place(large, small)
        told = panel.told()
        if place < 0 or not told[place]:
            msg = f"{large} does not tell of {small} in every year that the comparison needs"
            raise InsufficientData(msg)
        taken = paths(panel, share=self.share)
        if taken.steps.shape[1] < FEWEST_STEPS:
            msg = (
                f"{taken.steps.shape[1]} yearly changes before the event; {FEWEST_STEPS} are needed"
            )
            raise InsufficientData(msg)
        places = self.comparable(panel, place)
        if places.size - 1 < FEWEST:
            msg = (
                f"{places.size - 1} dyads are comparable; with fewer than {FEWEST} p cannot be .05"
            )
            raise InsufficientData(msg)
        fit = fitted(taken, price=self.price, trend=self.trend)
        spread = spreads(fit.own_spread[places], self.own_weight)
        found = ranked(fit.change[places], spread)
        return Response(places, fit, spread, found, float(panel.mean_before()[place]))

    def comparable(self, panel: Neighbours, place: int) -> npt.NDArray[np.intp]:
        """Return the dyad in question and then those that it is compared with, by position."""
        size = panel.mean_before()
        small = panel.small[place]
        with np.errstate(divide="ignore", invalid="ignore"):
            apart = np.abs(np.log(size / size[place]))
        large_usd, small_usd = panel.size_usd
        fits = (
            panel.told()
            & ~panel.exposed
            & (apart <= np.log(self.size_factor))
            & (large_usd >= self.least_ratio * small_usd)
            & np.array([small not in pair for pair in zip(panel.large, panel.small, strict=True)])
        )
        return np.array([place, *np.flatnonzero(fits)])

    def __call__(
        self,
        panel: Neighbours,
        dyad: tuple[str, str],
        needed: Range | None,
        level: float = LEVEL,
    ) -> BlocTestResult:
        """Return the change, its rank, and how it compares with what the account implies.

        Parameters
        ----------
        panel : Neighbours
            The direction in question.
        dyad : tuple of two str
            The large side and the small one.
        needed : Range or None
            Log rise that would replace the shortfall.
        level : float
            Chance of error, 0 to 1.
        """
        try:
            made = self.respond(panel, *dyad)
        except InsufficientData as error:
            return self.without(str(error))
        found = made.found
        return BlocTestResult(
            name="S2",
            question=QUESTION,
            null="the dyad changed as a neighbour of a large economy might have",
            alternative="it rose more",
            rule=_RULE,
            statistic=found.change,
            effect=_told(made, needed),
            interval=(found.lower, found.upper),
            p_value=found.p_rise,
            passed=found.p_rise <= level,
            details=(
                ("p_fall", found.p_fall),
                ("comparisons", int(made.places.size) - 1),
                ("loading", float(made.fit.loading[made.places[0]])),
                ("detectable", found.detectable),
                ("base_usd", made.base_usd),
                ("needed", (needed.low, needed.high) if needed else None),
            ),
        )

    def without(self, reason: str) -> BlocTestResult:
        """Return the result where there is no comparison, with the reason."""
        return not_applicable("S2", QUESTION, _RULE, reason)


_RULE = f"p ≤ {LEVEL} among matched neighbours, one-sided; half of that where S3 is made too"
QUESTION = "Did trade rise when the rouble collapsed, more than that of like neighbours?"


def read(found: Ranked | None, needed: Range | None, level: float = LEVEL) -> str:
    """Return the reading of a response, first that holds.

    RISE or FALL: found at the level. LOW: the upper bound is below the least rise that the account
    needs. SMALL: even the largest one that it needs is below what would be seen. OPEN: neither.
    UNSEEN: there is no response.

    Examples
    --------
    >>> read(None, None), read(Ranked(0.1, 0.3, 0.7, -1.0, 1.0, 1.2), Range(0.02, 0.07))
    ('UNSEEN', 'SMALL')
    """
    if found is None:
        return UNSEEN
    if found.p_rise <= level:
        return RISE
    if found.p_fall <= level:
        return FALL
    if needed is None:
        return OPEN
    if found.upper < needed.low:
        return LOW
    return SMALL if found.detectable > needed.high else OPEN


def needed_rise(shortfall_usd: Range | None, base_usd: float) -> Range | None:
    """Return the log rise of a flow by which a shortfall would be replaced; None where unknown.

    Examples
    --------
    >>> made = needed_rise(Range(50.0, 100.0), 1000.0)
    >>> round(made.low, 3), round(made.high, 3)
    (0.049, 0.095)
    """
    if shortfall_usd is None or not base_usd > 0 or shortfall_usd.low <= -base_usd:
        return None
    return Range(*(float(np.log1p(x / base_usd)) for x in (shortfall_usd.low, shortfall_usd.high)))


def _told(made: Response, needed: Range | None) -> str:
    found = made.found
    words = (
        f"× {np.exp(found.change):.2f} of what usual growth and coal prices lead one to expect "
        f"(one-sided 95 % bounds × {np.exp(found.lower):.2f} and × {np.exp(found.upper):.2f}; "
        f"{made.places.size - 1} comparisons); a rise of × {np.exp(found.detectable):.2f} would be "
        "found in four of five cases"
    )
    if needed is None:
        return words
    return f"{words}, the account needs × {np.exp(needed.low):.2f} to × {np.exp(needed.high):.2f}"
