"""What no reconciliation may do, whatever the reports: leave the two, mind an order or a unit."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradenet.flows.reconcile import RECONCILERS, Reports

USD = st.one_of(st.just(float("nan")), st.floats(1.0, 1e10))
CELL = st.tuples(st.integers(0, 4), st.integers(0, 4), USD, USD).filter(
    lambda row: row[0] != row[1]
)
SCHEMES = st.sampled_from(sorted(RECONCILERS))


def world(rows: list[tuple[int, int, float, float]]) -> Reports:
    one, other, exports, imports = (np.array(column) for column in zip(*rows, strict=True))
    far = np.abs(np.arange(5)[:, None] - np.arange(5)[None, :]) * 2000.0 + 300
    return Reports(tuple("ABCDE"), one, other, exports, imports, far, (far < 3000).astype(float))


@given(st.lists(CELL, min_size=1, max_size=40), SCHEMES)
def test_a_value_lies_between_the_two_fob_reports(
    rows: list[tuple[int, int, float, float]], name: str
) -> None:
    reports = world(rows)
    weights = RECONCILERS[name](reports)
    assert ((weights.importer_weight >= 0) & (weights.importer_weight <= 1)).all()
    assert (weights.cif_ratio >= 1).all()
    pair = (reports.exporter, reports.importer)
    weight, imports = weights.importer_weight[pair], reports.importer_usd / weights.cif_ratio[pair]
    value = ((1 - weight) * reports.exporter_usd + weight * imports)[reports.both]
    sides = np.stack([reports.exporter_usd, imports])[:, reports.both]
    assert (value >= sides.min(axis=0) * (1 - 1e-12)).all()
    assert (value <= sides.max(axis=0) * (1 + 1e-12)).all()


@given(st.lists(CELL, min_size=1, max_size=40), SCHEMES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(
    rows: list[tuple[int, int, float, float]], name: str, random: object
) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = RECONCILERS[name](world(rows)), RECONCILERS[name](world(shuffled))
    assert one.importer_weight == pytest.approx(other.importer_weight, abs=1e-9)
    assert one.cif_ratio == pytest.approx(other.cif_ratio, rel=1e-9)


@given(st.lists(CELL, min_size=1, max_size=40), SCHEMES, st.sampled_from([1e-3, 1e3]))
def test_the_unit_does_not_matter(
    rows: list[tuple[int, int, float, float]], name: str, unit: float
) -> None:
    reports = world(rows)
    scaled = replace(
        reports, exporter_usd=reports.exporter_usd * unit, importer_usd=reports.importer_usd * unit
    )
    one, other = RECONCILERS[name](reports), RECONCILERS[name](scaled)
    assert one.importer_weight == pytest.approx(other.importer_weight, abs=1e-6)
    assert one.cif_ratio == pytest.approx(other.cif_ratio, rel=1e-6)
