"""p-values, families and bounds against hand calculations and another package."""

import numpy as np
import pytest

from tradenet.bloc.significance import benjamini_yekutieli, bound, holm, p_value
from tradenet.domain import stream


def test_ties_count_against_us() -> None:
    assert p_value(1.0, [1.0, 1.0, 0.0]) == 3 / 4


def test_a_tie_that_rounding_breaks_is_a_tie() -> None:
    """0.1 + 0.2 is above 0.3, 0.3 - 1e-16 below it: sums of the same numbers in another order."""
    assert p_value(0.3, [0.1 + 0.2, 0.3 - 1e-16, 0.2, 0.1]) == 3 / 5
    assert p_value(-0.3, [-0.1 - 0.2, -0.3 + 1e-16, -0.4]) == 3 / 4
    assert p_value(np.inf, [0.0, 1.0]) == 1 / 3
    assert p_value(0.0, [-1e-9, 0.0]) == 2 / 3


def test_the_smallest_p_value_is_one_over_the_sets_and_itself() -> None:
    assert p_value(9.0, np.zeros(19)) == 1 / 20


def test_without_references_nothing_is_significant() -> None:
    assert p_value(9.0, []) == 1.0


@pytest.mark.parametrize("method", ["holm", "fdr_by"])
def test_adjusted_p_values_equal_statsmodels(method: str) -> None:
    multitest = pytest.importorskip("statsmodels.stats.multitest")
    ours = {"holm": holm, "fdr_by": benjamini_yekutieli}[method]
    rng = stream(1, "significance")
    for count in (1, 2, 5, 17):
        raw = rng.random(count) ** 3
        other = multitest.multipletests(raw, method=method)[1]
        np.testing.assert_allclose(ours(raw.tolist()), other, rtol=1e-12)


def test_an_exchangeable_statistic_has_uniform_p_values() -> None:
    """Of twenty draws any may be the observed one: p takes each of its twenty values once."""
    draws = stream(2, "significance").random(20)
    found = sorted(p_value(draws[k], np.delete(draws, k)) for k in range(20))
    np.testing.assert_allclose(found, np.arange(1, 21) / 20)


@pytest.mark.parametrize(("upper", "edge"), [(True, 0.7), (False, -0.4)])
def test_a_bound_is_where_the_test_begins_to_reject(edge: float, *, upper: bool) -> None:
    def tail(effect: float) -> float:
        beyond = effect > edge if upper else effect < edge
        return 0.01 if beyond else 0.5

    assert bound(tail, 0.05, upper=upper) == pytest.approx(edge, abs=1e-3)


def test_a_test_that_never_rejects_gives_no_bound() -> None:
    assert bound(lambda _: 1.0, 0.05, upper=True) == np.inf
    assert bound(lambda _: 1.0, 0.05, upper=False) == -np.inf


def test_what_rounding_alone_parts_is_a_tie() -> None:
    """0.1 + 0.2 and 0.3 differ in the last digit; which is larger must not decide a p-value."""
    assert p_value(0.1 + 0.2, [0.3, 0.0, 0.0]) == p_value(0.3, [0.1 + 0.2, 0.0, 0.0]) == 0.5
    assert p_value(0.3, [0.3 - 1e-6, 0.0, 0.0]) == 0.25
