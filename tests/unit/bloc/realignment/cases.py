"""Small cases whose answer can be worked out by hand."""

import numpy as np

from tradenet.bloc.realignment import Case, PartnerTrade, Patronage
from tradenet.bloc.realignment.evidence import DatedFact
from tradenet.domain import Window, stream

YEARS = tuple(range(2000, 2024))
WINDOW = Window((2015, 2016, 2017, 2018, 2019), (2023,))
CODES = ("A", "P", "Q", "R", "S")  # in question, its patrons, and two more that tell


def told(values: dict[tuple[str, str], float | list[float]]) -> PartnerTrade:
    """Return trade by (economy, partner), the same in every year or one number a year."""
    cube = np.full((len(YEARS), len(CODES), len(CODES)), np.nan)
    for (economy, partner), level in values.items():
        cube[:, CODES.index(partner), CODES.index(economy)] = level
    return PartnerTrade(CODES, YEARS, cube)


def patronage(
    shift: float = 0.0,
    others: int = 39,
    *,
    last: int = 2023,
    dates: tuple[DatedFact, ...] = (),
    noise: float = 0.1,
) -> Patronage:
    """Return independent paths, the first moved by a shift from 2022 on, told until a year."""
    rng = stream(2, "tests/realignment")
    paths = noise * rng.normal(size=(1 + others, len(YEARS)))
    paths[0] += shift * (np.array(YEARS) >= 2022)
    held = np.array([year <= last for year in YEARS])
    levels = np.where(held, 10.0, np.nan)
    trade = told({("A", "P"): 10.0, ("A", "Q"): list(levels)})
    placebos = tuple((f"X{k}", "P", "Q") for k in range(others))
    seen = tuple(year for year in YEARS if year <= last)
    return Patronage(Case(("A", "P", "Q"), seen, paths[:, held], placebos), trade, WINDOW, 2022,
                     dates)  # fmt: skip
