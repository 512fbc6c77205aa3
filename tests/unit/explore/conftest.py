"""Explorers of small files: one of totals with two sides, one of chapters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.report.conftest import HEADER, YEARS, reports
from tradenet.explore import Explorer

CHAPTERS = (
    ("CHN", "RUS", 26, 3e6), ("CHN", "RUS", 27, 4e6), ("CHN", "RUS", 93, 2e6),
    ("RUS", "CHN", 93, 5e6), ("CHN", "PRK", 27, 1e6), ("RUS", "PRK", 27, 2e6),
    ("PRK", "CHN", 26, 1e6), ("IRN", "CHN", 27, 8e6), ("CHN", "IRN", 93, 6e6),
)  # fmt: skip


@pytest.fixture(scope="session")
def two_sided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of nine economies, of which North Korea never files; 2020 to 2022 are not held."""
    path = tmp_path_factory.mktemp("explore") / "reports.csv"
    path.write_text("\n".join((HEADER, *reports(YEARS))) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def explorer(two_sided: Path) -> Explorer:
    """An explorer of these reports."""
    return Explorer(two_sided)


@pytest.fixture(scope="session")
def chapters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Goods by chapter in two years, fuels alone in a third, in the layout of the Atlas."""
    path = tmp_path_factory.mktemp("chapters") / "atlas_hs2.csv"
    rows = [
        f"{year},{one},{other},{chapter},{value * (year - 2017)}"
        for year in (2018, 2019)
        for one, other, chapter, value in CHAPTERS
    ]
    rows += ["2017,CHN,RUS,27,1e6", "2017,RUS,CHN,27,2e6", "2017,IRN,CHN,27,3e6"]
    path.write_text("\n".join(["year,exporter,importer,hs2,value_usd", *rows]), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def by_chapter(chapters: Path) -> Explorer:
    """An explorer of goods by chapter."""
    return Explorer(chapters)
