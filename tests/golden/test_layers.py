"""Layers of published trade by sector: communities, agreement, the sectors' parts."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from tradenet.networks import Layers, Leiden, linked_together
from tradenet.sources import reference
from tradenet.study.layers import by_product, layers, linked_by_agreement

pytestmark = pytest.mark.realdata

FOUR = ("CHN", "IRN", "PRK", "RUS")
Golden = Callable[..., None]


@pytest.fixture(scope="module")
def sectors(shared: Path) -> dict[int, Layers]:
    """The ten sectors of the Atlas, before and after a decade."""
    path = shared / "atlas" / "atlas_bilateral_section_2010_2020.parquet"
    often = Leiden(restarts=50)  # with ten, seeds differ between two near-equal optima
    return {year: layers(by_product(path, year), year, method=often) for year in (2010, 2019)}


@pytest.mark.parametrize("year", [2010, 2019])
def test_communities_and_parts_of_every_sector(
    sectors: dict[int, Layers], golden: Golden, year: int
) -> None:
    """Communities, AMI with the total's and with regions, and shares of the four's surplus."""
    found, numbers = sectors[year], {}
    for line in found.agreement(found.total).to_pylist():
        numbers[f"{line['layer']}: communities"] = line["communities"]
        numbers[f"{line['layer']}: AMI with the total"] = round(line["ami"], 6)
    for line in found.agreement(reference.regions()).to_pylist():
        numbers[f"{line['layer']}: AMI with subregions"] = round(line["ami"], 6)
    for line in found.contribution(combinations(FOUR, 2)).to_pylist():
        assert line["cells"] == 10, "the Atlas has no trade of Iran with North Korea"
        numbers[f"{line['layer']}: intensity among the four"] = round(line["intensity"], 6)
        numbers[f"{line['layer']}: share of their surplus"] = round(line["share_of_surplus"], 6)
        numbers[f"{line['layer']}: intensity of the rest"] = round(line["intensity_without"], 6)
    linked = linked_by_agreement(found.graphs[0])
    for name in ("total", "multiplex", "median"):
        together = linked_together(found.partition(name), linked)
        numbers[f"{name}: phi with trade agreements"] = round(float(together["phi"] or 0), 6)
    golden(f"layers_{year}", numbers, rel=1e-5)


def test_the_four_traded_more_than_sectors_alone_give_and_no_sector_is_all_of_it(
    sectors: dict[int, Layers],
) -> None:
    """In 2019 half as much again, without any one sector still a quarter; in 2010 not."""
    rest = {
        year: found.contribution(combinations(FOUR, 2))["intensity_without"].to_pylist()
        for year, found in sectors.items()
    }
    assert min(rest[2019]) > 1.25
    assert min(rest[2010]) < 1.0


def test_the_median_of_the_sectors_is_nearer_to_regions_than_the_total(
    sectors: dict[int, Layers],
) -> None:
    """Geography shows in what most sectors share."""
    for found in sectors.values():
        ami = {
            line["layer"]: line["ami"] for line in found.agreement(reference.regions()).to_pylist()
        }
        assert ami["median"] > ami["total"]
