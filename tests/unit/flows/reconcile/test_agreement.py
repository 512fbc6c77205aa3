"""Distances from published values by hand; planted weights are read off them."""

from collections.abc import Callable

import numpy as np
import pytest

from tradenet.domain import BilateralFlows
from tradenet.domain.streams import stream
from tradenet.flows.reconcile import (
    SameWeights,
    agreement,
    implied,
    reconcile,
    sources_of_error,
)
from tradenet.flows.reconcile.agreement import measure

Cells = Callable[..., BilateralFlows]


def published(cells: Cells, rows: list[tuple[str, str, float]], names: list[str]) -> BilateralFlows:
    """Return values as a provider publishes them."""
    made = cells(*((one, other, value, None) for one, other, value in rows), products=names)
    return reconcile(made, SameWeights(0.0))


def test_distance_by_hand() -> None:
    """Gaps 0, ln 2 and ln 4 with weights 2, 1 and 1: mean 3/4 ln 2, median ln 2."""
    found = measure(np.array([2.0, 2.0, 0.25, np.nan]), np.array([2.0, 1.0, 1.0, 4.0]), 9.0)
    assert found.weighted == pytest.approx(0.75 * np.log(2), rel=1e-12)
    assert found.median == pytest.approx(np.log(2), rel=1e-12)
    assert (found.cells, found.coverage, found.total_usd) == (3, 0.5, 9.0)


def test_ranks_with_ties_are_spearmans() -> None:
    """Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: correlation .9487."""
    found = measure(np.array([1.0, 2.0, 2.0, 5.0]), np.array([1.0, 2.0, 3.0, 4.0]), 0.0)
    assert found.rank_correlation == pytest.approx(0.9486832980505138, rel=1e-12)


def test_errors_of_codes_may_cancel_in_dyads(cells: Cells) -> None:
    ours = published(cells, [("A", "B", 1.0), ("A", "B", 3.0)], ["1", "2"])
    theirs = published(cells, [("A", "B", 2.0), ("A", "B", 2.0)], ["1", "2"])
    assert agreement(ours, theirs, "code").weighted > 0.5
    assert agreement(ours, theirs, "dyad").weighted == pytest.approx(0.0, abs=1e-12)


def test_planted_weights_are_read_off(cells: Cells) -> None:
    """Weights σᵢ/(σᵢ+σⱼ): every dyad's is found, and their logits add up."""
    rng = stream(1, "implied")
    names = [f"E{number}" for number in range(6)]
    spread = np.exp(rng.normal(0, 1, (2, 6)))
    reports, values, codes = [], [], []
    for i, j in [(i, j) for i in range(6) for j in range(6) if i != j]:
        weight = spread[0, i] / (spread[0, i] + spread[1, j])
        for code in ("1", "2", "3"):
            one, other = rng.lognormal(13, 0.5, 2)
            reports.append((names[i], names[j], one, other))
            values.append((names[i], names[j], (1 - weight) * one + weight * other))
            codes.append(code)
    flows = cells(*reports, products=codes)
    theirs = published(cells, values, codes)
    found = implied(flows, theirs)
    assert found.additive == pytest.approx(1.0, abs=1e-3)
    assert len(found.dyads) == 30
    again = agreement(reconcile(flows, found), theirs, "code")
    assert again.p90 < 1e-4


def test_cif_values_taken_over_are_counted(cells: Cells) -> None:
    flows = cells(("A", "B", None, 110.0), ("B", "A", None, 220.0))
    theirs = published(cells, [("A", "B", 100.0), ("B", "A", 220.0)], ["270112"] * 2)
    found = implied(flows, theirs)
    assert (found.importer_alone, found.importer_alone_cif) == (2, 0.5)
    assert np.isnan(found.additive)
    assert np.isnan(found.one_side_far)


def test_errors_are_split_by_kind_of_cell(cells: Cells) -> None:
    """Four published values of 100: each cell gives a quarter of its gap to its kind."""
    flows = cells(
        ("A", "B", 50.0, 60.0),  # beyond both reports; the mean is 55
        ("B", "A", 100.0, 300.0),  # one of two that differ by a factor of three; 200
        ("A", "C", 90.0, 120.0),  # between; 105
        ("C", "A", 80.0, None),  # alone; 80
    )
    pairs = [("A", "B"), ("B", "A"), ("A", "C"), ("C", "A")]
    theirs = published(cells, [(*pair, 100.0) for pair in pairs], ["270112"] * 4)
    found = sources_of_error(reconcile(flows, SameWeights(0.5)), theirs)
    wanted = {"outside": 55.0, "one side": 200.0, "between": 105.0, "alone": 80.0}
    assert found == pytest.approx(
        {kind: abs(np.log(value / 100)) / 4 for kind, value in wanted.items()}, rel=1e-9
    )
    assert sum(found.values()) == pytest.approx(
        agreement(reconcile(flows, SameWeights(0.5)), theirs, "code").weighted, rel=1e-9
    )


def test_weights_are_blind_to_cells_whose_reports_agree(cells: Cells) -> None:
    """A gap of 1 % says nothing of the weight; BACI's rounding would."""
    flows = cells(("A", "B", 10000.0, 10100.0), ("B", "A", 10000.0, 30000.0))
    theirs = published(cells, [("A", "B", 10050.0), ("B", "A", 25000.0)], ["270112"] * 2)
    assert implied(flows, theirs).dyads == {("B", "A"): 0.75}
