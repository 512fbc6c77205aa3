"""A file of reports in which an economy turns from one patron to the other, or nothing happens.

Forty economies of falling size trade with one another; all file but the economy in question. Its
second patron may fall silent after 2020.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tradenet import study
from tradenet.domain import stream
from tradenet.sources import reference
from tradenet.study import StudyConfig, StudyResult

YEARS = (*range(2004, 2021), 2022, 2023)
HEADER = "year,flow,reporter,partner,reporter_iso3,partner_iso3,is_aggregate,value_musd"
MEMBERS = ("PRK", "CHN", "RUS")
SETTINGS = (
    'design.beside=[["KAZ","CHN","DEU"]]', 'design.dates=["2014-03-18"]', "shown.first=2004",
    "communities.restarts=1", "design.size_factor=1000.0",
)  # fmt: skip


def economies() -> tuple[str, ...]:
    """Return the members and others that exist throughout, in a fixed order."""
    others = ("KAZ", "DEU", "USA", "JPN", "IND", "FRA", "GBR", "ITA", "BRA", "CAN", "KOR", "AUS",
              "ESP", "MEX", "NLD", "TUR", "CHE", "POL", "SWE", "BEL", "ARG", "AUT", "NOR", "THA",
              "ZAF", "DNK", "SGP", "MYS", "CHL", "FIN")  # fmt: skip
    known = reference.economies()
    return tuple(known.check(code) for code in (*MEMBERS, *others))


def lines(turn: float, silent: bool) -> Iterator[str]:  # noqa: FBT001 - the world
    """Yield the reports: exports FOB, imports at the same value times 1.06."""
    codes = economies()
    rng = stream(3, "tests/study/realignment")
    size = 0.93 ** np.arange(len(codes)) * 30.0
    size[codes.index("PRK")] = 2.0
    for year in YEARS:
        value = size[:, None] * size[None, :] * rng.lognormal(0, 0.15, (len(codes), len(codes)))
        if year > 2021:
            prk = codes.index("PRK")
            for side in (value[prk], value[:, prk]):
                side[codes.index("CHN")] *= np.exp(turn)
        for i, one in enumerate(codes):
            for j, other in enumerate(codes):
                if i != j:
                    yield from told(year, one, other, float(value[i, j]), silent=silent)


def told(year: int, one: str, other: str, value: float, *, silent: bool) -> Iterator[str]:
    """Yield the reports of one flow by those who file."""
    for flow, who, whom, said in (("X", one, other, value), ("M", other, one, 1.06 * value)):
        if who != "PRK" and not (who == "RUS" and silent and year > 2020):
            yield f"{year},{flow},{who},{whom},{who},{whom},false,{said:.4f}"


def config(*settings: str) -> StudyConfig:
    return study.load("realignment", (*SETTINGS, *settings))


def run(folder: Path, turn: float = 0.0, *settings: str, silent: bool = False) -> StudyResult:
    """Run the shipped study, fitted to the file, on a world."""
    path = folder / "reports.csv"
    path.write_text("\n".join((HEADER, *lines(turn, silent))) + "\n", encoding="utf-8")
    return study.run(config(*settings), path)
