"""South Korean trade booked under North Korea: one digit (408 for 410) moves billions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from tradenet.flows.quality.finding import Explained, Finding
from tradenet.flows.quality.material import NORMAL, Material, cells_of

NORTH, SOUTH = "PRK", "KOR"
Side = Literal["exporter", "importer"]
Series = Mapping[int, float]
_CLEAR = 2.0  # a hole of twice the noise is one
_FLOOR = 0.05  # least noise, in log points
_TWIN = 1e-3  # the same number to three digits, under both Koreas
EXPLAINED = Explained(
    "jump, brevity and likeness to the partner's trade with South Korea (geometric mean), or how "
    "well the flow closes the gap between South Korea's report and the partner's",
    "a study sets the cell aside and shows its numbers with and without; nothing is deleted",
    "[quality] quarantine = false counts it",
)


@dataclass(frozen=True, slots=True)
class KoreaSwap:
    """Score each flow of a partner with North Korea as a misbooked flow with South Korea.

    score = max((jump · brevity · likeness)^⅓, closing), each 0–1.

    * jump: ln(v ÷ usual) ÷ ln(`full_jump`), usual = median of the partner's North Korean flow in
      the `span` periods on either side (no row counts as zero where the partner's file is there);
    * brevity: 1 − min(before, after) ÷ v, so that a step that lasts is no error;
    * likeness: the best of *drop* (the partner's South Korean flow is short of its usual size by
      about v), *mirror* (it is short by about v of what South Korea itself reports), *twin* (v
      stands under both Koreas, to a thousandth), *basket* (cosine of the products with those of
      its South Korean flow, where there are products) and, at `alike_weight`, *size* (v is of the
      South Korean magnitude).

    * closing: 1 − |hole − v| ÷ max(hole, v), hole = what South Korea reports of the partner less
      what the partner reports of South Korea, scaled by min(1, 2v ÷ South Korea's report). It
      finds swaps that lasted for years, which neither jump nor are brief.

    Size alone never reaches the default threshold: 0.3^⅓ = 0.67.

    Attributes
    ----------
    threshold : float
        Least score of a finding.
    least_usd : float
        Least flow. North Korea's trade beyond its neighbours is small; so is this.
    span : int
        Periods on either side that tell what is usual.
    full_jump : float
        A flow this many times the usual has the full score of a jump.
    floor_usd : float
        A usual flow counts as at least this.
    alike_weight : float
        Most that likeness of size alone is worth.
    neighbours : tuple of str
        Economies whose trade with North Korea is large and real.
    """

    threshold: float = 0.75
    least_usd: float = 1e6
    span: int = 4
    full_jump: float = 30.0
    floor_usd: float = 1e5
    alike_weight: float = 0.3
    neighbours: tuple[str, ...] = ("CHN", "RUS", "SUN")

    def __call__(self, material: Material) -> tuple[Finding, ...]:
        """Return a finding per suspicious flow of total trade (all products of a cell summed)."""
        rows = _korean_rows(cells_of(material))
        found = (
            finding
            for side in ("exporter", "importer")
            for partner, books in sorted(_books(rows, side).items())
            if partner not in self.neighbours
            for finding in self._judged(partner, side, books)
        )
        return tuple(found)

    def _judged(self, partner: str, side: str, books: _Books) -> Iterator[Finding]:
        for period, value in sorted(books.north.items()):
            if value < self.least_usd:
                continue
            parts, closing = self.parts(period, books), _closing(period, books)
            score = max(math.prod(parts) ** (1 / 3), closing)
            if score < self.threshold:
                continue
            exporter, importer = (NORTH, partner) if side == "importer" else (partner, NORTH)
            south = books.south.get(period, 0.0)
            what = (
                f"{value / 1e6:,.0f} m USD with North Korea, {south / 1e6:,.0f} m with South Korea "
                f"(jump {parts[0]:.2f}, brevity {parts[1]:.2f}, likeness {parts[2]:.2f}, "
                f"closing {closing:.2f})"
            )
            yield Finding(
                "korea_swap", period, exporter, importer, "TOTAL", value, score, what, EXPLAINED
            )

    def parts(self, period: int, books: _Books) -> tuple[float, float, float]:
        """Return jump, brevity and likeness of the North Korean flow of one period."""
        value = books.north[period]
        near = [p for p in books.periods if p != period and abs(p - period) <= self.span]
        usual = median([books.north.get(p, 0.0) for p in near]) if near else value
        jump = math.log(value / max(usual, self.floor_usd)) / math.log(self.full_jump)
        beside = [_beside(books, period, step) for step in (-1, 1)]
        known = [amount for amount in beside if amount is not None]
        brevity = 1 - min(1.0, min(known, default=value) / value)
        return _unit(jump), brevity, self._likeness(period, near, books)

    def _likeness(self, period: int, near: list[int], books: _Books) -> float:
        value, now = books.north[period], books.south.get(period, 0.0)
        past = [books.south[p] for p in near if p in books.south]
        if not past:
            return 0.0
        if abs(value - now) <= _TWIN * value:
            return 1.0
        usual = median(past)
        clues = [_fills(usual, now, value, past), books.basket.get(period, 0.0)]
        ratios = [books.south[p] / books.told[p] for p in near if _both(books, p)]
        if period in books.told and ratios:
            hoped = books.told[period] * median(ratios)
            clues.append(_fills(hoped, now, value, ratios))
        size = math.exp(-abs(math.log(value / usual))) if usual > 0 else 0.0
        return max(*clues, self.alike_weight * size)


@dataclass(frozen=True, slots=True)
class _Books:
    """One partner and direction: its own figures of North and South, and what the South tells."""

    north: Series
    south: Series
    told: Series
    basket: Series

    @property
    def periods(self) -> list[int]:
        """Periods in which the partner's file is there."""
        return sorted(self.north.keys() | self.south.keys())


def _fills(hoped: float, now: float, value: float, past: list[float]) -> float:
    """How well a value fills the hole between what was hoped for and what is there.

    1 if it is the hole; less where the hole is within `_CLEAR` times the noise of the past (MAD of
    its logarithms), since that is what the flow does from period to period.
    """
    hole = hoped - now
    known = [math.log(amount) for amount in past if amount > 0]
    if hole <= 0 or not known:
        return 0.0
    middle = median(known)
    noise = NORMAL * max(_FLOOR, median(abs(level - middle) for level in known))
    fit = 1 - abs(hole - value) / max(hole, value)
    return fit * min(1.0, hole / hoped / (_CLEAR * noise))


def _closing(period: int, books: _Books) -> float:
    """How well the North Korean flow closes the gap of the two reports on South Korean trade."""
    value, told = books.north[period], books.told.get(period, 0.0)
    hole = told - books.south.get(period, 0.0)
    if hole <= 0:
        return 0.0
    return (1 - abs(hole - value) / max(hole, value)) * min(1.0, 2 * value / told)


def _unit(number: float) -> float:
    return min(1.0, max(0.0, number))


def _both(books: _Books, period: int) -> bool:
    return books.told.get(period, 0.0) > 0 and books.south.get(period, 0.0) > 0


def _beside(books: _Books, period: int, step: int) -> float | None:
    """Return the flow a period before or after; None where the partner's file is not there."""
    there = [p for p in books.periods if (p - period) * step > 0]
    return books.north.get(min(there, key=lambda p: abs(p - period)), 0.0) if there else None


def _korean_rows(table: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - an Ibis table has no stubs
    korean = [NORTH, SOUTH]
    mine = table.exporter.isin(korean) ^ table.importer.isin(korean)  # Spark takes no IN <> IN
    counts = table.status.isin(["kept", "quarantined", "self_report"])
    wanted = ["period", "exporter", "importer", "product", "value_usd",
              "exporter_report_usd", "importer_report_usd"]  # fmt: skip
    rows = table.filter(mine & counts & table.value_usd.notnull()).select(*wanted)
    found: list[dict[str, Any]] = rows.order_by(wanted[:4]).to_pyarrow().to_pylist()
    return found


def _books(rows: list[dict[str, Any]], side: str) -> dict[str, _Books]:
    """Return what each partner says (as `side`), by total; the partner's own report goes first."""
    other = "importer" if side == "exporter" else "exporter"
    own: dict[tuple[str, str], dict[int, dict[str, float]]] = {}
    told: dict[str, dict[int, float]] = {}
    for row in rows:
        if row[other] not in (NORTH, SOUTH):
            continue
        partner, korea, period = row[side], row[other], row["period"]
        report, mirror = row[f"{side}_report_usd"], row[f"{other}_report_usd"]
        value = report if report is not None else (row["value_usd"] if mirror is None else None)
        if value is not None:
            basket = own.setdefault((partner, korea), {}).setdefault(period, {})
            basket[row["product"]] = basket.get(row["product"], 0.0) + value
        if korea == SOUTH and mirror is not None:
            known = told.setdefault(partner, {})
            known[period] = known.get(period, 0.0) + mirror
    partners = sorted({partner for partner, korea in own if korea == NORTH})
    return {p: _book(own[p, NORTH], own.get((p, SOUTH), {}), told.get(p, {})) for p in partners}


def _book(
    north: Mapping[int, Mapping[str, float]], south: Mapping[int, Mapping[str, float]], told: Series
) -> _Books:
    whole: dict[str, float] = {}
    for basket in south.values():
        for product, value in basket.items():
            whole[product] = whole.get(product, 0.0) + value
    several = len(whole) > 1
    return _Books(
        north={p: sum(basket.values()) for p, basket in north.items()},
        south={p: sum(basket.values()) for p, basket in south.items()},
        told=told,
        basket={p: _cosine(basket, whole) if several else 0.0 for p, basket in north.items()},
    )


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(value * other.get(product, 0.0) for product, value in one.items())
    lengths = (math.hypot(*one.values()), math.hypot(*other.values()))
    return shared / math.prod(lengths) if min(lengths) > 0 else 0.0
