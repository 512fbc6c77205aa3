"""A made-up world of real borders, as a file of reports: every verdict of S2 can be planted in it.

Every economy trades with its neighbours and, by its size, with Australia, which borders nobody. The
DPRK files nothing. Trade grows by 2 % a year, follows coal by a loading of each dyad's own, and is
noisy; what is planted multiplies the DPRK's exports to China in 2015.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from tradenet import study
from tradenet.sources import covariates, snapshot
from tradenet.study import StudyResult
from tradenet.study.neighbours import prices

HEADER = "year,flow,reporter,partner,reporter_iso3,partner_iso3,is_aggregate,value_musd"
YEARS = (*range(2000, 2014), 2015)
AWAY, SILENT, HUB = "AUS", "PRK", "CHN"
USUAL_MUSD = 2_000.0


@cache
def borders() -> tuple[tuple[str, str], ...]:
    """Return a third of the pairs of real neighbours, each once, China and the DPRK among them."""
    table = snapshot.table("distances")
    names = sorted({*table["one"].to_pylist(), *table["other"].to_pylist()} - {"SSD", "SDN", "SRB"})
    border = covariates.geography(names)["contiguity"]
    pairs = [(names[i], names[j]) for i, j in zip(*np.nonzero(np.triu(border)), strict=True)]
    return tuple(pair for k, pair in enumerate(pairs) if k % 3 == 0 or pair == (HUB, SILENT))


def trade(planted: float, noise: float, seed: int = 6) -> Iterator[tuple[int, str, str, float]]:
    """Yield year, exporter, importer and millions of dollars."""
    rng = np.random.default_rng(seed)
    coal = prices("coal_australian", YEARS)
    economies = sorted({code for pair in borders() for code in pair})
    size = {code: 10 ** rng.uniform(3, 6) for code in economies} | {HUB: 2e6, SILENT: 300.0}
    flows = [
        *((a, b, USUAL_MUSD) for pair in borders() for a, b in (pair, pair[::-1])),
        *((code, AWAY, size[code]) for code in economies),
        *((AWAY, code, size[code]) for code in economies),
    ]
    for exporter, importer, usual in flows:
        level = usual * np.exp(rng.normal() * 0.5)
        loading, walk = rng.normal(0.2, 0.1), np.cumsum(rng.normal(size=len(YEARS)) * noise)
        for year, price, shock in zip(YEARS, coal, walk, strict=True):
            value = level * 1.02 ** (year - 2000) * (price / coal[0]) ** loading * np.exp(shock)
            hit = planted if (year, exporter, importer) == (2015, SILENT, HUB) else 1.0
            yield year, exporter, importer, value * hit


def rows(planted: float, noise: float) -> Iterator[str]:
    """Yield the reports of both sides, those of the silent one left out."""
    for year, exporter, importer, value in trade(planted, noise):
        if exporter != SILENT:
            yield f"{year},X,{exporter},{importer},{exporter},{importer},false,{value:.4f}"
        if importer != SILENT:
            dear = 1.06 * value
            yield f"{year},M,{importer},{exporter},{importer},{exporter},false,{dear:.4f}"


def written(folder: Path, planted: float = 1.0, noise: float = 0.1) -> Path:
    """Write the file."""
    path = folder / "borders.csv"
    path.write_text("\n".join((HEADER, *rows(planted, noise))) + "\n", encoding="utf-8")
    return path


def run(
    folder: Path, planted: float = 1.0, noise: float = 0.1, settings: tuple[str, ...] = ()
) -> StudyResult:
    """Run the shipped study on the file."""
    return study.run(study.load("substitution", settings), written(folder, planted, noise))
