"""Distances and GDP of the snapshot as arrays."""

import numpy as np
import pyarrow.compute as pc
import pytest

from tradenet.sources import snapshot
from tradenet.sources.covariates import gdp_usd, geography


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
