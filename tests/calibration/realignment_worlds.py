"""Worlds of economies between two patrons whose answer is known, and what the tests say of them.

A path is the log ratio of an economy's trade with its two patrons: an autoregression with a memory
of its own, from nearly none to nearly a random walk, around a level of its own. The economy in
question is drawn like the others; what is planted in it is a shift of level at a date.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tradenet.bloc import BlocTestResult
from tradenet.bloc.realignment import TESTS, Case, Findings, PartnerTrade, Patronage, findings
from tradenet.domain import Window, stream

YEARS = tuple(range(1992, 2024))
WINDOW = Window((2015, 2016, 2017, 2018, 2019), (2023,))
EVENT = 2022
OTHERS = 39
NAMES = ("FOC", "ONE", "TWO")
Paths = npt.NDArray[np.float64]


def wandering(
    count: int, rng: np.random.Generator, memory: tuple[float, float] = (0.3, 0.95)
) -> Paths:
    """Return paths with memories drawn evenly and yearly news of unlike size, shape (count, T)."""
    burn = 60
    phi = rng.uniform(*memory, size=count)
    spread = rng.uniform(0.1, 0.5, size=count)
    news = rng.standard_t(5, size=(count, burn + len(YEARS))) * spread[:, None]
    level = np.zeros(count)
    paths = np.empty_like(news)
    for t in range(news.shape[1]):
        level = phi * level + news[:, t]
        paths[:, t] = level
    return paths[:, burn:] + rng.normal(size=(count, 1))


@dataclass(frozen=True)
class Planted:
    """A shift of the first path from a year on, in log points."""

    shift: float = 0.0
    year: int = EVENT


def patronage(paths: Paths, unseen: tuple[int, ...] = ()) -> Patronage:
    """Return what the tests are given: the first path is in question, the others are compared.

    Of the trade itself only who told it matters, so that each is one dollar.
    """
    held = np.ones(len(YEARS), dtype=bool)
    held[[YEARS.index(year) for year in unseen]] = False
    years = tuple(year for year, here in zip(YEARS, held, strict=True) if here)
    values = np.full((len(YEARS), 3, 3), np.nan)
    values[:, 1, 0] = 1.0
    values[held, 2, 0] = 1.0
    placebos = tuple((f"P{k:02d}", "ONE", "TWO") for k in range(len(paths) - 1))
    case = Case(NAMES, years, paths[:, held], placebos)
    return Patronage(case, PartnerTrade(NAMES, YEARS, values), WINDOW, EVENT)


def worlds(
    count: int, name: str, planted: Planted | None = None, others: int = OTHERS
) -> Iterator[Patronage]:
    """Yield worlds; the same name gives the same noise, whatever is planted."""
    rng = stream(7, f"calibration/realignment/{name}")
    what = planted or Planted()
    every = wandering(count * (1 + others), rng).reshape(count, 1 + others, len(YEARS))
    every[:, 0] += what.shift * (np.array(YEARS) >= what.year)
    yield from map(patronage, every)


def outcome(given: Patronage) -> tuple[dict[str, BlocTestResult], Findings]:
    """Return the tests R1 to R3 of a world and what the table looks at."""
    tests = {name: TESTS[name](given) for name in ("R1", "R2", "R3")}
    return tests, findings(tests, EVENT)
