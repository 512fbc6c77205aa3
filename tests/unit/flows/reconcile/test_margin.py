"""The CIF/FOB margin: planted margins are found again, gross errors notwithstanding."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tradenet.domain.streams import stream
from tradenet.flows.reconcile import Reports, estimate_margin

World = Callable[..., Reports]
EXACT = np.full((2, 12), 0.05)
KM = np.array([500.0, 2000.0, 8000.0, 15000.0])


def planted(far: np.ndarray) -> np.ndarray:
    """8 % at 5,000 km, 2 points more with every e-fold."""
    return 0.08 + 0.02 * np.log(far / 5000)


@pytest.mark.parametrize("gross", [0.0, 0.3])
def test_a_planted_margin_is_found(world: World, gross: float) -> None:
    reports = world(stream(1, f"margin/{gross}"), EXACT, planted, gross)
    found = np.log(estimate_margin(reports).ratio(KM, np.zeros(4)))
    assert found == pytest.approx(planted(KM), abs=0.015)


def test_without_distances_the_margin_is_constant(world: World) -> None:
    reports = world(stream(2, "margin"), EXACT, lambda far: 0.06 + 0 * far, 0.2)
    blind = replace(reports, distance_km=np.full_like(reports.distance_km, np.nan))
    found = estimate_margin(blind)
    assert found.constant == pytest.approx(0.06, abs=0.005)
    assert found.ratio(blind.distance_km, blind.contiguity) == pytest.approx(np.exp(found.constant))


def test_an_unknown_distance_gets_the_mean(world: World) -> None:
    found = estimate_margin(world(stream(3, "margin"), EXACT, planted))
    ratio = found.ratio(np.array([np.nan]), np.array([np.nan]))
    assert np.log(ratio) == pytest.approx(found.constant, rel=1e-12)


def test_a_cif_value_is_never_below_fob_nor_beyond_the_cap(world: World) -> None:
    found = estimate_margin(world(stream(4, "margin"), EXACT, lambda far: 0.3 * np.log(far / 5000)))
    assert found.ratio(np.array([200.0, 18000.0]), np.zeros(2)).tolist() == [1.0, 1.2]


def test_no_mirrored_cell_no_margin() -> None:
    none = np.array([], np.int64)
    unknown = np.full((1, 1), np.nan)
    reports = Reports(("A",), none, none, none * 1.0, none * 1.0, unknown, unknown)
    assert estimate_margin(reports).ratio(unknown, unknown).tolist() == [[1.0]]
