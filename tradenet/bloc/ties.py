"""Ties other than goods trade: what T1 and T5 ask of trade, asked of another layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from tradenet.bloc.significance import benjamini_yekutieli, p_value
from tradenet.bloc.tie_measures import (
    PERSISTENCE,
    Indices,
    cells_of,
    class_lines,
    classes,
    cohesion_line,
    measures,
    moved,
    places,
)
from tradenet.domain import (
    Bloc,
    ConfigError,
    ConvergenceError,
    InsufficientData,
    TieTable,
    Window,
)
from tradenet.domain.arrays import Mask, Matrix
from tradenet.domain.donors import REACH
from tradenet.gravity import Change, Transplant, fit_change, free_share, transplant

_LEAST_FREE: Final = 0.1  # below, a cell is not identified: its residual says nothing
_NEAREST: Final = 5  # ranks of size; in a small table a tenth of the pairs would be nobody


@dataclass(frozen=True, slots=True)
class TieChange:
    """How one measure of the set moved at the event, and how often it does by itself.

    Attributes
    ----------
    measure : str
        ``hub_spoke`` or ``spoke_spoke`` (value over expectation), or ``persistence``.
    before, after : float or None
        The measure over the cells held in both phases; None where it is not defined.
    change : float or None
        Log points for a class, difference of shares for the persistence.
    p_value : float or None
        Share of worlds, the real one among them, in which it rose at least as much.
    cells : int
        Directed cells of the class held in both phases; of the persistence, of all classes.
    reason : str
        Why a number is missing; empty where none is.
    p_adjusted : float or None
        The p-value among those of all layers that were loaded, see `adjusted`.
    """

    measure: str
    before: float | None
    after: float | None
    change: float | None
    p_value: float | None
    cells: int
    reason: str = ""
    p_adjusted: float | None = None


@dataclass(frozen=True, slots=True)
class TieLook:
    """What was seen of one layer.

    Attributes
    ----------
    classes : tuple of dict
        ``period`` and what `class_lines` gives: what T1 says of trade.
    periods : tuple of dict
        ``period`` and what `cohesion_line` gives: what T5 says of trade.
    changes : tuple of TieChange
        From before the event to after it.
    """

    classes: tuple[dict[str, Any], ...]
    periods: tuple[dict[str, Any], ...]
    changes: tuple[TieChange, ...]


@dataclass(frozen=True, slots=True)
class Closeness:
    r"""How close the members are in a layer of ties, and whether they came closer at the event.

    Null: the members' ties moved as those of pairs of like size do, given how every economy's own
    total moved. Alternative: they rose more. The statistic of a class of pairs C is

    .. math:: \Delta_C = \ln \frac{W_{C1}}{E_{C1}} - \ln \frac{W_{C0}}{E_{C0}}

    with :math:`W` the ties over both directions of the pairs, :math:`E` what the margins of the
    layer leave to expect there (`tradenet.gravity.Margins`), 0 before and 1 after the event, each
    the mean of the periods held, over the cells held in every one of them. Beside it the change of
    the persistence of the whole set (Piccardi 2011, doi:10.1371/journal.pone.0027028). Worlds
    without an effect hand every pair the residual path of another pair of like size, both
    directions and both phases together (`tradenet.gravity.transplant`); the members' own paths are
    handed to nobody. What the fit took of a log residual is given back, :math:`1 / \sqrt{1 - h}`
    with :math:`h` the cell's leverage (MacKinnon and White 1985,
    doi:10.1016/0304-4076(85)90158-7): without it 8.6 % of layers of 13 economies in which nothing
    happened were called closer at 5 %. The statistic is made anew in each world.

    Descriptive: it has no weight in the verdict on trade. A table holds what its source chose to
    see; nothing here corrects a source that changed at the event how it counts.

    When not to use it: for ties that were collected because they rose; and where few economies are
    held, see `fewest_pairs`.

    Attributes
    ----------
    worlds : int
        How many.
    fewest_pairs : int
        Pairs, other than those among the members, below which nothing is compared.
    """

    worlds: int = 499
    fewest_pairs: int = 60

    def __post_init__(self) -> None:
        if self.worlds <= 0 or self.fewest_pairs <= 0:
            msg = f"worlds {self.worlds} and fewest_pairs {self.fewest_pairs} must be above zero"
            raise ConfigError(msg)

    def __call__(
        self, table: TieTable, bloc: Bloc, window: Window, *, rng: np.random.Generator
    ) -> TieLook:
        """Return the layer's classes and periods, and their change at the event."""
        lines, periods = [], []
        for code, values in zip(table.periods, table.values, strict=True):
            found = class_lines(table, values, bloc)
            lines += [{"period": code, **line} for line in found]
            periods.append({"period": code, **cohesion_line(table, values, bloc, found)})
        phases = Phases.of(table, bloc, window)
        return TieLook(tuple(lines), tuple(periods), self._changes(phases, table, window, rng=rng))

    def _changes(
        self, phases: Phases, table: TieTable, window: Window, *, rng: np.random.Generator
    ) -> tuple[TieChange, ...]:
        before, after = (phases.measures(values) for values in (phases.before, phases.after))
        change, drawn = moved(before, after), {}
        why = _unseen(table, window)
        if not why and any(value is not None for value in change.values()):
            try:
                drawn = self._drawn(phases, table.kind.small, rng=rng)
            except (InsufficientData, ConvergenceError) as error:
                why = str(error)
        return tuple(
            TieChange(
                name,
                before[name],
                after[name],
                value,
                p_value(value, drawn[name]) if value is not None and drawn else None,
                phases.cells(name),
                why or ("" if value is not None else _why(phases.cells(name))),
            )
            for name, value in change.items()
        )

    def _drawn(
        self, phases: Phases, small: float, *, rng: np.random.Generator
    ) -> dict[str, list[float]]:
        """Return the change of every measure in worlds; NaN where it is not defined there."""
        made = reference(phases, self.fewest_pairs, small)
        worlds = [
            moved(*(phases.measures(values) for values in made(rng=rng)))
            for _ in range(self.worlds)
        ]
        return {
            name: [np.nan if (value := world[name]) is None else value for world in worlds]
            for name in worlds[0]
        }


def adjusted(looks: Mapping[str, TieLook]) -> dict[str, TieLook]:
    """Return looks whose p-values were adjusted among those of all layers.

    Layers are exploratory: who loads six of them looks six times (Benjamini and Yekutieli 2001,
    doi:10.1214/aos/1013699998).
    """
    changes = [change for look in looks.values() for change in look.changes]
    tested = [change.p_value for change in changes if change.p_value is not None]
    told = iter(benjamini_yekutieli(tested) if tested else ())
    return {
        kind: replace(
            look,
            changes=tuple(
                change if change.p_value is None else replace(change, p_adjusted=next(told))
                for change in look.changes
            ),
        )
        for kind, look in looks.items()
    }


@dataclass(frozen=True, slots=True, eq=False)
class Phases:
    """A layer before and after the event.

    Attributes
    ----------
    before, after : float arrays, shape (n, n)
        Means of the held periods; NaN but where held in every one of both phases.
    masks : mapping of str to bool array, shape (n, n)
        The directed cells of each class that are held.
    at : int array, shape (k,)
        Positions of the members.
    share : bool
        Whether the values are shares.
    """

    before: Matrix
    after: Matrix
    masks: Mapping[str, Mask]
    at: Indices
    share: bool

    @classmethod
    def of(cls, table: TieTable, bloc: Bloc, window: Window) -> Phases:
        """Return the means over the held periods of each phase of a window."""
        before, after = table.mean(window.pre), table.mean(window.post)
        seen = ~(np.isnan(before) | np.isnan(after))
        masks = {name: cells_of(table, dyads) & seen for name, dyads in classes(bloc).items()}
        return cls(
            np.where(seen, before, np.nan),
            np.where(seen, after, np.nan),
            masks,
            places(table, bloc),
            table.kind.share,
        )

    def measures(self, values: Matrix) -> dict[str, float | None]:
        """Return what `measures` finds in a phase, or in a world of it."""
        return measures(values, self.masks, self.at, share=self.share)

    def cells(self, measure: str) -> int:
        """Return how many cells a measure looks at; the persistence looks at those of all."""
        return sum(
            int(mask.sum()) for name, mask in self.masks.items() if measure in (name, PERSISTENCE)
        )


def reference(phases: Phases, fewest: int, small: float) -> Transplant:
    """Fit both phases and prepare to hand residual paths around, the members' to nobody."""
    fit = fit_change(phases.before, phases.after, ~np.isnan(phases.before))
    kind: npt.NDArray[np.intp] = np.zeros(phases.before.shape, dtype=np.intp)
    kind[np.ix_(phases.at, phases.at)] = -1
    pairs = int(np.triu((fit.fitted | fit.fitted.T) & (kind >= 0), 1).sum())
    if pairs < fewest:
        msg = (
            f"{pairs} other pairs of economies have ties that can be compared before and after "
            f"the event; {fewest} are needed"
        )
        raise InsufficientData(msg)
    reach = min(REACH, max(_NEAREST, pairs // 10))
    made = transplant(phases.before, phases.after, fit, kind, reach, small)
    before, after = (ratio ** _restoring(fit).ravel() for ratio in made.ratios)
    return replace(made, ratios=(before, after))


def _restoring(fit: Change) -> Matrix:
    """Return the power that gives a cell's residual back what the fit took of it, 1 / √(1 − h)."""
    both = fit.before + fit.after
    weight = np.divide(fit.before * fit.after, both, out=np.zeros_like(both), where=both > 0)
    power: Matrix = 1 / np.sqrt(np.maximum(free_share(weight), _LEAST_FREE))
    return power


def _unseen(table: TieTable, window: Window) -> str:
    for when, codes in (("before", window.pre), ("after", window.post)):
        if not table.held(codes):
            return f"the table holds no period {when} the event that the study looks at"
    return ""


def _why(cells: int) -> str:
    if not cells:
        return "no cell of these is held in every period before and after the event"
    return "there are no such ties, or none that can be expected, before the event or after it"
