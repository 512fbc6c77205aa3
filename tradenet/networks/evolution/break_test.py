"""Whether a set of economies came together at a date, more than at other dates or other sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from tradenet.domain import ConfigError
from tradenet.domain.arrays import Matrix, positions
from tradenet.domain.notebook import card
from tradenet.domain.significance import p_value

Vector = npt.NDArray[np.float64]
CoAssignment = tuple[tuple[str, ...], Matrix]


@dataclass(frozen=True, slots=True, eq=False)
class Break:
    """How a set's co-assignment changed at a date.

    Attributes
    ----------
    members : tuple of str
        The set.
    date : int
        Period code of the event.
    path : tuple of (int, float)
        Mean co-assignment of the set's pairs per period, 0 to 1; NaN where no two are there.
    change : float or None
        Mean after less mean before; None where one side has no number.
    placebo_dates : tuple of (int, float)
        The same at each placebo date that has a number.
    p_dates : float or None
        Rank of the event among the placebo dates; None without any.
    placebo_sets : float array, shape (N,)
        The same at the event of each other set that has a number.
    p_sets : float or None
        Rank of the set among the other sets; None without any.
    """

    members: tuple[str, ...]
    date: int
    path: tuple[tuple[int, float], ...]
    change: float | None
    placebo_dates: tuple[tuple[int, float], ...]
    p_dates: float | None
    placebo_sets: Vector
    p_sets: float | None

    def summary(self) -> str:
        """Return one quotable line."""
        who = ", ".join(self.members)
        if self.change is None:
            return f"{who}: co-assignment before and after {self.date} is not known"
        ranks = [
            f"{name} p = {p:.3f} of {count}"
            for name, p, count in (
                ("dates", self.p_dates, len(self.placebo_dates)),
                ("sets", self.p_sets, len(self.placebo_sets)),
            )
            if p is not None
        ]
        told = "; ".join(ranks) or "nothing to compare with"
        return f"{who}: co-assignment changed by {self.change:+.2f} at {self.date} ({told})"

    def to_arrow(self) -> pa.Table:
        """Return one row per date: period, change, and whether it is the event."""
        rows = [(self.date, self.change), *self.placebo_dates]
        return pa.table(
            {
                "period": pa.array([at for at, _ in rows], pa.int64()),
                "change": pa.array([change for _, change in rows], pa.float64()),
                "is_event": [at == self.date for at, _ in rows],
            }
        )

    def _repr_html_(self) -> str:
        return card("Break", [("summary", self.summary())])


def break_test(
    together: Mapping[int, CoAssignment],
    members: Sequence[str],
    date: int,
    *,
    width: int = 4,
    placebo_dates: Sequence[int] = (),
    placebo_sets: Sequence[Sequence[str]] = (),
) -> Break:
    r"""Ask whether a set came together at a date.

    .. math:: T = \frac{1}{|A|} \sum_{t \in A} \bar d_t - \frac{1}{|B|} \sum_{t \in B} \bar d_t

    with :math:`\bar d_t` the mean co-assignment of the set's pairs in period t, :math:`B` the
    `width` periods before the date and :math:`A` those after it; the date itself belongs to
    neither. Null: at this date no more happened than at placebo dates, and to this set no more than
    to other sets. Alternative: the set came together. p is the rank (Phipson and Smyth 2010,
    doi:10.2202/1544-6115.1585) of T among dates, and among sets at the date; both are handed in,
    since what is a fair comparison (no episode of its own, like in size) is not known here. The
    idea is that of placebo tests in time and space (Abadie, Diamond and Hainmueller 2010,
    doi:10.1198/jasa.2009.ap08746).

    When not to use it: with a handful of dates. Nine placebo dates give no p-value below 0.1; and
    neighbouring dates share periods, so that they are no independent draws. Nor with co-assignments
    of a `multislice` partition, which smooths breaks.

    Parameters
    ----------
    together : mapping of int to (economies, co-assignment)
        By period code, as `consensus` gives it: codes (n,) and shares (n, n).
    members : sequence of str
        The set, at least two.
    date : int
        Period code of the event.
    width : int
        Periods on each side, ≥ 1; as many of them as are held count.
    placebo_dates : sequence of int
        Period codes at which nothing happened to the members.
    placebo_sets : sequence of sequences of str
        Sets to compare with, the set itself not among them.

    Raises
    ------
    ConfigError
        If there are fewer than two members, no period on a side is asked for, or the event is one
        of its own placebo dates.

    Examples
    --------
    >>> apart, joined = np.eye(2), np.ones((2, 2))
    >>> years = {at: (("A", "B"), joined if at > 2005 else apart) for at in range(2000, 2011)}
    >>> found = break_test(years, ("A", "B"), 2005, placebo_dates=(2002, 2003), width=2)
    >>> found.change, found.placebo_dates, round(found.p_dates, 3)
    (1.0, ((2002, 0.0), (2003, 0.0)), 0.333)
    """
    pair = 2
    if len(set(members)) < pair or width < 1 or date in placebo_dates:
        msg = (
            f"break at {date} of {len(set(members))} members with {width} periods a side: want two "
            "members, a period, and other dates as placebos"
        )
        raise ConfigError(msg)
    path = _path(together, members)
    change = _change(path, date, width)
    dates = [(at, _change(path, at, width)) for at in sorted(set(placebo_dates))]
    held = tuple((at, value) for at, value in dates if not np.isnan(value))
    others = np.array([_change(_path(together, each), date, width) for each in placebo_sets])
    others = others[~np.isnan(others)]
    known = not np.isnan(change)
    return Break(
        tuple(members),
        date,
        tuple(path.items()),
        change if known else None,
        held,
        p_value(change, [value for _, value in held]) if known and held else None,
        others,
        p_value(change, others) if known and others.size else None,
    )


def _path(together: Mapping[int, CoAssignment], members: Sequence[str]) -> dict[int, float]:
    return {period: _mean(*together[period], members) for period in sorted(together)}


def _mean(economies: tuple[str, ...], shares: Matrix, members: Sequence[str]) -> float:
    at = positions(economies, tuple(dict.fromkeys(members)))
    pairs = list(combinations(at[at >= 0].tolist(), 2))
    return float(np.mean([shares[i, j] for i, j in pairs])) if pairs else float("nan")


def _change(path: Mapping[int, float], date: int, width: int) -> float:
    """Return the mean after less the mean before, over known periods; NaN without any on a side."""
    known = [(at, value) for at, value in path.items() if not np.isnan(value)]
    after = [value for at, value in known if date < at][:width]
    before = [value for at, value in known if at < date][-width:]
    return float(np.mean(after) - np.mean(before)) if after and before else float("nan")
