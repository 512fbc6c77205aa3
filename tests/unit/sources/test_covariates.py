"""Distances, GDP, ideal points and prices of the snapshot."""

import numpy as np
import pyarrow.compute as pc
import pytest

from tradenet.domain import UnknownName
from tradenet.sources import snapshot
from tradenet.sources.covariates import (
    annual_prices,
    gdp_usd,
    geography,
    ideal_points,
    prices,
)
from tradenet.sources.pink_sheet import COMMODITIES


def test_arrays_say_what_the_table_says_both_ways() -> None:
    codes = ("SRB", "CHN", "RUS", "PRK", "MNE", "HUN")
    found = geography(codes)
    table = snapshot.table("distances")
    for name, array in found.items():
        assert array.shape == (6, 6)
        assert not array.flags.writeable
        assert np.array_equal(array, array.T, equal_nan=name == "distance_km")
    for row in table.filter(
        pc.and_(pc.is_in(table["one"], pa_codes(codes)), pc.is_in(table["other"], pa_codes(codes)))
    ).to_pylist():
        i, j = codes.index(row["one"]), codes.index(row["other"])
        assert all(array[i, j] == row[name] for name, array in found.items())


def pa_codes(codes: tuple[str, ...]) -> object:
    import pyarrow as pa

    return pa.array(codes)


def test_what_cepii_lacks_has_no_distance() -> None:
    """Montenegro has none of its own, and nobody is at a distance from itself."""
    far = geography(("CHN", "MNE", "RUS"))["distance_km"]
    assert np.isnan(far).tolist() == [[True, True, False], [True, True, True], [False, True, True]]


def test_an_economy_measured_with_another_is_marked() -> None:
    marked = geography(("CHN", "RUS", "SDN", "SRB"))["former_territory"]
    assert marked.sum() == 10
    assert not marked[0, 1]


@pytest.mark.parametrize(
    ("one", "other", "near", "contiguity", "language"),
    [
        ("CHN", "PRK", 1124, True, False),
        ("IRN", "RUS", 2693, False, False),
        ("PRK", "RUS", 5725, True, False),
        ("AUS", "NZL", 2736, False, True),
    ],
)
def test_known_pairs(one: str, other: str, near: int, *, contiguity: bool, language: bool) -> None:
    found = {name: array[0, 1] for name, array in geography((one, other)).items()}
    assert found["distance_km"] == near
    assert (found["contiguity"], found["common_language"]) == (contiguity, language)


def test_gdp_in_the_order_asked() -> None:
    found = gdp_usd(("USA", "PRK", "CHN"), 2019)
    assert found[0] > found[2] > 1e13
    assert np.isnan(found[1])
    assert np.isnan(gdp_usd(("USA",), 2025)).all()


@pytest.mark.parametrize("series", ["fp", "all"])
@pytest.mark.parametrize("year", [1946, 1985, 2022])
def test_ideal_points_say_what_the_table_says(year: int, series: str) -> None:
    codes = ("USA", "XKX", "SUN", "RUS", "PRK", "IRN")
    found = ideal_points(codes, year, series=series)
    told = {
        row["economy"]: row["ideal_point"]
        for row in snapshot.table("ideal_points").to_pylist()
        if (row["period"], row["series"]) == (year, series)
    }
    assert found.shape == (6,)
    assert not found.flags.writeable
    assert np.array_equal(found, [told.get(code, np.nan) for code in codes], equal_nan=True)
    assert np.isfinite(found).sum() >= 3


def test_the_default_series_reaches_to_2024_and_the_other_to_2023() -> None:
    assert np.isfinite(ideal_points(("PRK", "RUS"), 2024)).all()
    assert np.isnan(ideal_points(("PRK", "RUS"), 2024, series="all")).all()
    assert np.isfinite(ideal_points(("PRK", "RUS"), 2023, series="all")).all()
    assert ideal_points((), 2023).shape == (0,)


def test_where_there_was_no_vote_there_is_no_point() -> None:
    """No votes in 1964; Russia has the USSR's seat from 1992 on; the DPRK joined in 1991."""
    assert np.isnan(ideal_points(("USA", "SUN"), 1964)).all()
    assert np.isnan(ideal_points(("RUS", "SUN", "PRK"), 1990)).tolist() == [True, False, True]
    assert np.isnan(ideal_points(("RUS", "SUN", "PRK"), 1992)).tolist() == [False, True, False]


def test_an_unknown_series_or_commodity_is_told() -> None:
    with pytest.raises(UnknownName, match="series of ideal points"):
        ideal_points(("USA",), 2022, series="legacy")
    with pytest.raises(UnknownName, match="coal_australian"):
        prices("coal_austral")


@pytest.mark.parametrize("commodity", sorted(COMMODITIES))
def test_prices_are_in_order_above_zero_and_to_the_last_month(commodity: str) -> None:
    found = prices(commodity)
    assert list(found) == sorted(found)
    assert max(found) == 202602
    assert min(found.values()) > 0
    months = [y * 100 + m for y in range(1960, 2027) for m in range(1, 13)]
    assert list(found) == months[months.index(min(found)) : months.index(202602) + 1]
    with pytest.raises(TypeError):
        found[202603] = 1.0  # type: ignore[index]


def test_a_year_is_the_mean_of_twelve_months() -> None:
    months = prices("coal_south_african")
    years = annual_prices("coal_south_african")
    assert list(years) == list(range(1984, 2026))
    assert years[2022] == pytest.approx(np.mean([months[202200 + m] for m in range(1, 13)]))
