"""Published levels of trade beside ours, source by source: totals, shares and growth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from tradenet.domain.notebook import card
from tradenet.sources import reference
from tradenet.study.tellings import WORLD, Telling, tellings

_UNITS: Final[Mapping[str, float]] = MappingProxyType({"bn USD": 1e9, "share": 1.0})


@dataclass(frozen=True, slots=True)
class Target:
    """A published number.

    Attributes
    ----------
    id : str
        Of the target; several lines may share it.
    measure : str
        Key of `MEASURES`.
    one, other : str
        Economies; `other` may be several, parted by ``|``.
    period, base_period : int
        Years; the base is 0 where there is none.
    low, high : float
        What was published, as a range; equal where it is one number.
    unit : str
        ``bn USD`` or ``share`` (0 to 1; growth may be more).
    tolerance : float
        Relative for dollars, absolute for shares. Totals of customs are exports FOB plus imports
        CIF: FOB on both sides, a later vintage and rounding together move them by up to 5 %.
    source : str
        Where the number was stated.
    """

    id: str
    measure: str
    one: str
    other: str
    period: int
    base_period: int
    low: float
    high: float
    unit: str
    tolerance: float
    source: str

    @classmethod
    def of(cls, row: Mapping[str, str]) -> Target:
        """Return the target of a row of ``published_levels.csv``."""
        return cls(
            id=row["id"],
            measure=row["measure"],
            one=row["one"],
            other=row["other"],
            period=int(row["period"]),
            base_period=int(row["base_period"] or 0),
            low=float(row["low"]),
            high=float(row["high"]),
            unit=row["unit"],
            tolerance=float(row["tolerance"]),
            source=row["source"],
        )

    @property
    def name(self) -> str:
        """What it is, in one line."""
        years = f"{self.base_period}-{self.period}" if self.base_period else str(self.period)
        return f"{self.id} {self.measure.replace('_', ' ')} {self.one}-{self.other} {years}"

    def met_by(self, ours: float) -> bool:
        """Say whether a number of ours, in the unit of the target, is within the tolerance."""
        slack = self.tolerance * (self.high if self.unit == "bn USD" else 1.0)
        return self.low - slack <= ours <= self.high + slack


@dataclass(frozen=True, slots=True)
class Level:
    """One source's answer to one target; no source where none covers it.

    Attributes
    ----------
    target : Target
        What was published.
    source : str
        Who tells ours; empty where nobody does.
    ours : float or None
        In the unit of the target.
    passed : bool or None
        Whether it is within the tolerance; None where there is nothing to compare.
    why : str
        Why there is nothing, or what to know of the source.
    """

    target: Target
    source: str
    ours: float | None
    passed: bool | None
    why: str


@dataclass(frozen=True, slots=True)
class LevelReplication:
    """All targets in order, each with the sources that cover it."""

    levels: tuple[Level, ...]

    def lines(self) -> list[str]:
        """Return the table as lines of text."""
        head = f"{'target':<40}{'published':>15}{'tolerance':>11}{'ours':>9}  {'':<6}  source"
        return [head, *(_line(level) for level in self.levels), self.summary()]

    def summary(self) -> str:
        """Return one quotable line."""
        targets = {level.target.name: level.target for level in self.levels}
        met = {level.target.name for level in self.levels if level.passed}
        told = {level.target.name for level in self.levels if level.ours is not None}
        return (
            f"{len(met)} of {len(targets)} targets are met by at least one source; "
            f"{len(targets) - len(told)} are not covered"
        )

    def to_json(self) -> list[dict[str, Any]]:
        """Return every line as plain values."""
        return [asdict(level) for level in self.levels]

    def _repr_html_(self) -> str:
        outcome = {None: "not compared", True: "met", False: "not met"}
        lines = [(f"{x.target.name}, {x.source}", outcome[x.passed]) for x in self.levels]
        return card("Published levels", [("all", self.summary()), *lines])


def levels(folder: Path | None = None) -> LevelReplication:
    """Compare every published level with each source that covers it.

    Parameters
    ----------
    folder : Path, optional
        Holds ``reference/china_dprk_monthly.csv`` and ``imf_imts/RU_trade.csv``; those that are
        there are sources too. Without it the embedded snapshot speaks alone.

    Raises
    ------
    SourceError
        If the folder holds neither.
    """
    targets = [Target.of(row) for row in reference.facts("published_levels")]
    told = tuple(tellings(folder))
    return LevelReplication(tuple(level for t in targets for level in _answers(t, told)))


def _answers(target: Target, told: Iterable[Telling]) -> Iterator[Level]:
    measure = MEASURES[target.measure]
    found = [(telling, measure(target, telling)) for telling in told]
    known = [(telling, usd / _UNITS[target.unit]) for telling, usd in found if usd is not None]
    for telling, ours in known:
        yield Level(target, telling.name, ours, target.met_by(ours), telling.note)
    if not known:
        yield Level(target, "", None, None, "not covered: no source here holds all that it needs")


def _total(target: Target, telling: Telling) -> float | None:
    """Trade of two economies, both directions."""
    whole = telling.totals.get((target.period, frozenset((target.one, target.other))))
    pair = (target.one, target.other)
    ways = [telling.cells.get((target.period, *p)) for p in (pair, pair[::-1])]
    known = [usd for usd in ways if usd is not None]
    return sum(known) if whole is None and len(known) == len(ways) else whole


def _growth(target: Target, telling: Telling) -> float | None:
    """Growth of trade inside the group, over the directed dyads told in both periods.

    None unless both directions of the first economy with each of the others are among them.
    """
    others = target.other.split("|")
    members = {target.one, *others}
    was, now = (
        {pair[1:]: usd for pair, usd in telling.cells.items() if pair[0] == period}
        for period in (target.base_period, target.period)
    )
    both = [pair for pair in was.keys() & now.keys() if set(pair) <= members]
    needed = {p for other in others for p in ((target.one, other), (other, target.one))}
    before = sum(was[pair] for pair in sorted(both))
    if needed - set(both) or before == 0:
        return None
    return sum(now[pair] for pair in sorted(both)) / before - 1


def _share_of_imports(target: Target, telling: Telling) -> float | None:
    """Share of the first economy in the imports of the other."""
    return _ratio(telling.cells, target.period, (target.one, target.other), (WORLD, target.other))


def _share_of_exports(target: Target, telling: Telling) -> float | None:
    """Share of the first economy in the exports of the other."""
    return _ratio(telling.cells, target.period, (target.other, target.one), (target.other, WORLD))


def _ratio(
    cells: Mapping[tuple[int, str, str], float],
    period: int,
    part: tuple[str, str],
    whole: tuple[str, str],
) -> float | None:
    above, below = cells.get((period, *part)), cells.get((period, *whole))
    return above / below if above is not None and below else None


MEASURES: Final[Mapping[str, Callable[[Target, Telling], float | None]]] = MappingProxyType(
    {
        "total": _total,
        "growth": _growth,
        "share_of_imports": _share_of_imports,
        "share_of_exports": _share_of_exports,
    }
)


def _line(level: Level) -> str:
    target = level.target
    one = target.low == target.high
    published = f"{target.low:g}" if one else f"{target.low:g}-{target.high:g}"
    unit = "bn" if target.unit == "bn USD" else ""
    slack = f"{100 * target.tolerance:g} {'%' if unit else 'points'}"
    ours = "-" if level.ours is None else f"{level.ours:,.3f}"
    word = {True: "pass", False: "miss", None: "-"}[level.passed]
    said = ": ".join(filter(None, (level.source, level.why)))
    return f"{target.name:<40}{f'{published} {unit}':>15}{slack:>11}{ours:>9}  {word:<6}  {said}"
