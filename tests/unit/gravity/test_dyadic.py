"""Dyadic-robust errors: the double sum over all rows that share an economy."""

import dataclasses

import numpy as np
import pytest

from tradenet.domain import SchemaError
from tradenet.gravity import Coefficients, dyadic_robust


def made_up(scores: np.ndarray, status: list[str]) -> Coefficients:
    """Return a fit with given scores; the rest does not matter."""
    k = scores.shape[1]
    hessian = np.diag(np.arange(2.0, 2.0 + k)) + 0.3
    return Coefficients(
        "PPML", tuple(f"x{n}" for n in range(k)), np.zeros(k), np.ones(k), np.eye(k), "none", (),
        np.array(status), np.ones(len(status)), scores, hessian, 1.0,
    )  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_equals_the_double_sum(seed: int) -> None:
    """Rows of several years, both directions, domestic trade, rows not used."""
    rng = np.random.default_rng(seed)
    exporters, importers = rng.choice(list("ABCDEF"), (2, 60))
    status = rng.choice(["used", "used", "separated"], 60).tolist()
    used = np.array(status) == "used"
    scores = rng.normal(size=(used.sum(), 2))
    fit = made_up(scores, status)
    members = [{*pair} for pair in zip(exporters[used], importers[used], strict=True)]
    meat = np.zeros((2, 2))
    for one, u in zip(members, scores, strict=True):
        for other, v in zip(members, scores, strict=True):
            if one & other:
                meat += np.outer(u, v)
    bread = np.linalg.inv(fit.hessian)
    found = dyadic_robust(fit, exporters.tolist(), importers.tolist())
    assert found.covariance == pytest.approx(bread @ meat @ bread, rel=1e-10)
    variance = np.diagonal(bread @ meat @ bread)
    assert np.isnan(found.errors).tolist() == (variance < 0).tolist()
    known = variance >= 0
    assert found.errors[known] == pytest.approx(np.sqrt(variance[known]))


def test_pairs_that_share_nobody_are_as_clusters() -> None:
    """A–B and C–D in two years each: the sum over pairs."""
    scores = np.array([[1.0], [2.0], [3.0], [-1.0]])
    fit = made_up(scores, ["used"] * 4)
    found = dyadic_robust(fit, ["A", "B", "C", "C"], ["B", "A", "D", "D"])
    assert found.covariance[0, 0] == pytest.approx((3.0**2 + 2.0**2) / 2.3**2)
    assert found.covariance_kind == "dyadic-robust"
    same = ("names", "values", "status", "scores", "hessian", "deviance")
    assert all(getattr(found, name) is getattr(fit, name) for name in same)
    assert {field.name for field in dataclasses.fields(fit)} > set(same)


def test_one_name_for_each_row() -> None:
    fit = made_up(np.ones((2, 1)), ["used", "used"])
    with pytest.raises(SchemaError, match="1 exporters and 2 importers for 2 rows"):
        dyadic_robust(fit, ["A"], ["B", "C"])
