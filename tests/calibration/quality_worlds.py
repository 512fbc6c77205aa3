"""Worlds with a planted fault and worlds without, for the detectors, and how well they are told.

A world is noisy on purpose: values wander, reports disagree, and there is honest trade that looks
odd (a burst, a step, growth), so that a detector has something to be wrong about. Thresholds were
chosen on worlds of another seed (20220224) than those that are scored.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from tradenet.domain import BilateralFlows, InsufficientData, Provenance, ReportedFlows, stream
from tradenet.domain.flows import BILATERAL_SCHEMA, REPORTED_SCHEMA
from tradenet.flows.quality import Detector, Impossible, KoreaSwap, LostInTransit, Material

Place = tuple[str, int]
World = tuple[Material, set[Place]]
M, BN = 1e6, 1e9
YEARS = range(2006, 2024)
PARTNERS = tuple(f"P{k:02d}" for k in range(8))
TRANSIT = ("ARM", "KAZ", "KGZ")
SENDERS = tuple(f"S{k:02d}" for k in range(10))
EVENT = 2022


@dataclass(frozen=True)
class Score:
    """Places found and planted, over many worlds."""

    right: int
    wrong: int
    missed: int
    clean_worlds: int
    clean_alarms: int
    planted_worlds: int
    planted_found: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    def summary(self, name: str) -> str:
        return (
            f"{name}: precision {self.precision:.3f}, recall {self.recall:.3f} "
            f"({self.right} right, {self.wrong} wrong, {self.missed} missed); fires in "
            f"{self.planted_found} of {self.planted_worlds} planted worlds, alarms in "
            f"{self.clean_alarms} of {self.clean_worlds} clean ones"
        )


def score(name: str, worlds: int, seed: int = 408410) -> Score:
    """Run a detector over planted and clean worlds in turn, and count."""
    make, detector = WORLDS[name]
    counts = [
        _judge(detector, make(stream(seed, f"quality/{name}/{k}"), planted=k % 2 == 0))
        for k in range(worlds)
    ]
    planted = [c for k, c in enumerate(counts) if k % 2 == 0]
    clean = [c for k, c in enumerate(counts) if k % 2]
    right, wrong, missed = (sum(c[i] for c in counts) for i in range(3))
    return Score(
        right, wrong, missed, len(clean), sum(c[1] > 0 for c in clean), len(planted),
        sum(c[0] > 0 for c in planted),
    )  # fmt: skip


def _judge(detector: Detector, world: World) -> tuple[int, int, int]:
    material, planted = world
    try:
        found = {(_name(f.economy, f.partner), f.period) for f in detector(material)}
    except InsufficientData:
        found = set()
    return len(found & planted), len(found - planted), len(planted - found)


def _name(economy: str, partner: str) -> str:
    return partner if economy == "PRK" else economy


def korea(rng: np.random.Generator, *, planted: bool) -> World:
    """Imports of eight partners from both Koreas; one books South as North for 1–3 years."""
    rows: list[dict[str, Any]] = []
    places: set[Place] = set()
    culprit = str(rng.choice(PARTNERS)) if planted else ""
    for partner in PARTNERS:
        south, north, told = _honest(rng)
        if partner == culprit:
            start, length = int(rng.integers(3, len(YEARS) - 4)), int(rng.integers(1, 4))
            share = float(rng.uniform(0.5, 1.0))
            years = slice(start, start + length)
            north[years] += share * south[years]
            south[years] *= 1 - share
            places |= {(partner, YEARS[k]) for k in range(start, start + length)}
        for k, year in enumerate(YEARS):
            rows.append(_cell(year, "PRK", partner, None, north[k]))
            rows.append(_cell(year, "KOR", partner, told[k], south[k]))
    return Material(_flows(rows), event=EVENT), places


def _honest(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """South, North and what the South tells: wandering, with bursts and steps of real trade."""
    n = len(YEARS)
    level = math.exp(rng.uniform(math.log(30 * M), math.log(1 * BN)))
    south = level * np.exp(np.cumsum(rng.normal(0.03, 0.2, n)) + rng.normal(0, 0.1, n))
    told = south * np.exp(rng.normal(0.1, 0.1) + rng.normal(0, 0.2, n))
    base = math.exp(rng.uniform(math.log(0.1 * M), math.log(5 * M)))
    north = base * np.exp(rng.normal(0, 0.8, n))
    if rng.uniform() < 0.3:  # one good year
        north[rng.integers(2, n - 2)] *= rng.uniform(10, 40)
    if rng.uniform() < 0.2:  # a trade that begins and stays
        north[rng.integers(4, n - 4) :] *= rng.uniform(5, 20)
    return south, north, told


def transit(rng: np.random.Generator, *, planted: bool) -> World:
    """Ten senders to three transit economies; one of these stops to record most of the growth."""
    rows: list[dict[str, Any]] = []
    thief = str(rng.choice(TRANSIT)) if planted else ""
    lost = float(rng.uniform(0.4, 0.8))
    guilty = set(rng.choice(SENDERS, size=int(rng.integers(3, 8)), replace=False).tolist())
    for economy in TRANSIT:
        for sender in SENDERS:
            sent = math.exp(rng.uniform(math.log(5 * M), math.log(300 * M))) * np.exp(
                np.cumsum(rng.normal(0.02, 0.15, len(YEARS)))
            )
            arrived = sent * np.exp(rng.normal(-0.1, 0.2) + rng.normal(0, 0.15, len(YEARS)))
            for k, year in enumerate(YEARS):
                boom = 2.5 if year >= EVENT else 1.0  # trade grows everywhere, honest or not
                gone = lost if economy == thief and sender in guilty and year >= EVENT else 0.0
                rows.append(
                    _cell(year, sender, economy, sent[k] * boom, arrived[k] * boom * (1 - gone))
                )
    places = {(thief, year) for year in YEARS if year >= EVENT} if planted else set()
    return Material(_flows(rows), event=EVENT), places


def oil(rng: np.random.Generator, *, planted: bool) -> World:
    """Six producers of crude in four years; partners record more from one than there can be."""
    rows: list[dict[str, Any]] = []
    made: list[dict[str, Any]] = []
    places: set[Place] = set()
    liar = f"O{rng.integers(6)}" if planted else ""
    for k in range(6):
        for year in range(2020, 2024):
            makes, buys = rng.uniform(10, 100) * BN, rng.uniform(0, 20) * BN
            claim = (makes + buys) * rng.uniform(0.3, 1.0) * math.exp(rng.normal(0, 0.05))
            if f"O{k}" == liar and year >= EVENT:
                claim = (makes + buys) * rng.uniform(1.15, 2.5)
                places.add((liar, year))
            made.append(_production(f"O{k}", year, makes))
            for partner, share in zip(("CHN", "IND"), (0.6, 0.4), strict=True):
                rows.append(_statement(partner, f"O{k}", year, "M", claim * share))
            rows.append(_statement(f"O{k}", "QQQ", year, "M", buys * math.exp(rng.normal(0, 0.05))))
    reported = pa.Table.from_pylist(rows, schema=REPORTED_SCHEMA)
    production = pa.Table.from_pylist(made)
    flows = ReportedFlows.from_arrow(reported, Provenance("world"))
    return Material(reported=flows, production=production), places


def _cell(
    year: int, exporter: str, importer: str, sent: float | None, arrived: float
) -> dict[str, Any]:
    return {
        "period": year, "exporter": exporter, "importer": importer, "product": "TOTAL",
        "value_usd": arrived, "observed": "importer_only" if sent is None else "both",
        "basis": "importer", "exporter_report_usd": sent, "importer_report_usd": arrived,
        "log_gap": None if sent is None else math.log(sent / arrived), "source": "world",
        "vintage": "1", "status": "kept",
    }  # fmt: skip


def _statement(
    reporter: str, partner: str, year: int, flow: str, kilograms: float
) -> dict[str, Any]:
    return {
        "period": year, "reporter": reporter, "partner": partner, "flow": flow, "product": "2709",
        "value_usd": kilograms * 0.5, "net_mass_kg": kilograms, "valuation": "CIF",
        "method": "reported", "detail": False, "source": "world", "vintage": "1", "status": "kept",
        "row": 1,
    }  # fmt: skip


def _production(economy: str, year: int, kilograms: float) -> dict[str, Any]:
    return {"economy": economy, "product": "2709", "period": year, "quantity_kg": kilograms}


def _flows(rows: Iterable[dict[str, Any]]) -> BilateralFlows:
    table = pa.Table.from_pylist(list(rows), schema=BILATERAL_SCHEMA)
    return BilateralFlows.from_arrow(table, Provenance("world"))


WORLDS: dict[str, tuple[Callable[..., World], Detector]] = {
    "korea_swap": (korea, KoreaSwap()),
    "lost_in_transit": (transit, LostInTransit()),
    "impossible": (oil, Impossible()),
}
