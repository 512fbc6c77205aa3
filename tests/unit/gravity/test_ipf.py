"""Three- and two-way scaling: another package live, a slow solver, hand-made panels, properties."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from tradenet.domain import (
    ConvergenceError,
    Expected,
    InsufficientData,
    Period,
    SchemaError,
    TradeGraph,
)
from tradenet.gravity import Margins, PanelFit, Scaling, fit_three_way, fit_two_way

Panel = npt.NDArray[np.float64]
Cells = npt.NDArray[np.bool_]
MakePanel = Callable[..., tuple[Panel, Cells]]
Fit = Callable[..., PanelFit]
NAN = float("nan")


def slow_fit(values: Panel, used: Cells, rounds: int = 3000) -> Panel:
    """Scale a table of ones to its three kinds of margins, as printed in textbooks."""
    fitted = used.astype(float)
    wanted = np.where(used, values, 0.0)
    for _ in range(rounds):
        for axis in (2, 1, 0):
            now = fitted.sum(axis=axis, keepdims=True)
            want = wanted.sum(axis=axis, keepdims=True)
            fitted *= np.divide(want, now, out=np.zeros_like(now), where=now > 0)
    return fitted


def relative_errors(values: Panel, fit: PanelFit) -> Panel:
    """Errors of all margins over fitted cells, each relative to itself."""
    x, mu = (np.where(fit.fitted, each, 0.0) for each in (values, fit.expected))
    off = [(mu.sum(axis=k) - x.sum(axis=k)).ravel() for k in range(3)]
    size = [x.sum(axis=k).ravel() for k in range(3)]
    whole = np.concatenate(size)
    return np.abs(np.concatenate(off)[whole > 0]) / whole[whole > 0]


@pytest.mark.parametrize(
    ("seed", "periods", "n", "zeros", "hidden"),
    [(1, 2, 4, 0, 0), (2, 2, 8, 0.1, 0.1), (3, 3, 6, 0.1, 0), (4, 5, 7, 0.2, 0.2)],
)
def test_equals_a_slow_scaling_of_ones(
    make_panel: MakePanel, seed: int, periods: int, n: int, zeros: float, hidden: float
) -> None:
    values, observed = make_panel(seed, periods, n, zeros=zeros, hidden=hidden)
    fit = fit_three_way(values, observed)
    slow = slow_fit(values, fit.fitted)
    assert fit.fitted.sum() > 0.5 * observed.sum()
    assert fit.expected[fit.fitted] == pytest.approx(slow[fit.fitted], rel=1e-7)


@pytest.mark.parametrize(("periods", "zeros", "hidden"), [(2, 0.2, 0.2), (4, 0.3, 0.3)])
def test_every_margin_is_met_relative_to_itself(
    make_panel: MakePanel, periods: int, zeros: float, hidden: float
) -> None:
    values, observed = make_panel(7, periods, 30, zeros=zeros, hidden=hidden)
    values[:, 3] *= 1e-7  # a tiny exporter, which an overall error would not see
    fit = fit_three_way(values, observed)
    assert relative_errors(values, fit).max() < 2e-10


@pytest.mark.parametrize("fit", [fit_two_way, fit_three_way])
def test_a_world_made_of_its_effects_is_expected_exactly(fit: Fit, make_panel: MakePanel) -> None:
    """Hidden cells come back as extrapolations."""
    rng = np.random.default_rng(3)
    ways = rng.lognormal(0, 2, (12, 12)) if fit is fit_three_way else 1.0
    values = rng.lognormal(0, 1, (3, 12, 1)) * rng.lognormal(0, 1, (3, 1, 12)) * ways
    observed = make_panel(3, 3, 12, hidden=0.3)[1]
    found = fit(values, observed)
    known = ~np.isnan(found.expected)
    assert found.expected[known] == pytest.approx(values[known], rel=1e-8)
    assert (known & ~found.fitted).sum() > 40
    assert not (found.fitted & ~observed).any()


def test_two_way_is_margins_period_by_period(make_panel: MakePanel) -> None:
    values, observed = make_panel(5, 3, 9, zeros=0.2, hidden=0.2)
    fit = fit_two_way(values, observed, rules=Scaling(tolerance=1e-12))
    names = tuple(f"E{k}" for k in range(9))
    for period in range(3):
        graph = TradeGraph(names, np.where(observed[period], values[period], NAN), Period(2019))
        theirs = Margins()(graph)
        ours = fit.to_expected(names, period)
        assert np.array_equal(ours.values, theirs.values, equal_nan=True)
    assert np.array_equal(fit.separated, observed & (values == 0) & (fit.expected == 0))
    product = fit.exporters[:, :, None] * fit.importers[:, None, :]
    assert product[fit.fitted] == pytest.approx(fit.expected[fit.fitted], rel=1e-12)


def test_expected_is_the_product_of_the_effects(make_panel: MakePanel) -> None:
    values, observed = make_panel(6, 3, 9, zeros=0.1, hidden=0.2)
    fit = fit_three_way(values, observed)
    product = fit.exporters[:, :, None] * fit.importers[:, None, :] * fit.pairs
    known = fit.expected > 0
    assert product[known] == pytest.approx(fit.expected[known], rel=1e-12)


def test_a_masked_pair_is_anchored_at_its_trade_before() -> None:
    """All trade of A doubles, all purchases of C triple: A to C, 5 before, is expected at 30."""
    before = np.array([[0, 3, 5, 2], [4, 0, 1, 6], [2, 2, 0, 3], [1, 7, 2, 0]], dtype=float)
    after = before * np.array([[2], [1], [1], [1]]) * np.array([1, 1, 3, 1])
    observed = np.ones((2, 4, 4), dtype=bool)
    observed[1, 0, 2] = False
    after[0, 2] = 9e9  # never read
    fit = fit_three_way([before, after], observed)
    assert fit.expected[1, 0, 2] == pytest.approx(30.0, rel=1e-8)
    assert np.isnan(fit.expected[0, 0, 2])
    assert not fit.fitted[:, 0, 2].any()
    assert fit.undetermined == 1


def test_an_anchor_may_have_many_periods(make_panel: MakePanel) -> None:
    """Masked after the event only, a pair takes part before it and is extrapolated after it."""
    rng = np.random.default_rng(2)
    values = rng.lognormal(0, 1, (4, 8, 1)) * rng.lognormal(0, 1, (4, 1, 8))
    observed = make_panel(1, 4, 8)[1]
    observed[2:, 1, 5] = False
    fit = fit_three_way(values, observed)
    assert fit.fitted[:2, 1, 5].all()
    assert fit.expected[2:, 1, 5] == pytest.approx(values[2:, 1, 5], rel=1e-8)


def test_pairs_seen_once_drop_out_and_move_nothing(make_panel: MakePanel) -> None:
    values, observed = make_panel(8, 2, 7)
    alone = observed.copy()
    alone[0, 2, 4] = alone[1, 5, 1] = False
    fit = fit_three_way(values, alone)
    other = values.copy()
    other[1, 2, 4] *= 1000
    again = fit_three_way(other, alone)
    assert not fit.fitted[:, [2, 5], [4, 1]].any()
    assert np.array_equal(fit.expected[fit.fitted], again.expected[fit.fitted])


def test_zeros_without_a_margin_are_separated() -> None:
    """A silent pair, an exporter silent in one period: zero, listed, and hidden cells too."""
    values = np.arange(1.0, 51.0).reshape(2, 5, 5)
    observed = np.ones((2, 5, 5), dtype=bool)
    values[:, 0, 1] = 0.0
    values[1, 3] = 0.0
    observed[1, 3, 4] = False
    fit = fit_three_way(values, observed)
    assert fit.expected[:, 0, 1].tolist() == [0.0, 0.0]
    assert fit.expected[1, 3, [0, 1, 2, 4]].tolist() == [0.0] * 4
    assert fit.separated.sum() == 2 + 3
    assert not (fit.separated & fit.fitted).any()
    assert np.isnan(fit.expected[0, 3, :3]).all(), "seen in one period that counts"


def test_a_silent_pair_is_expected_silent_where_it_is_hidden() -> None:
    """Seen once, at zero: its effect is zero. Never seen: nothing is known."""
    values, observed = np.ones((2, 4, 4)), np.ones((2, 4, 4), dtype=bool)
    values[0, 0, 1] = 0.0
    observed[1, 0, 1] = False
    observed[:, 2, 3] = False
    fit = fit_three_way(values, observed)
    assert fit.expected[1, 0, 1] == 0.0
    assert np.isnan(fit.expected[:, 2, 3]).all()
    assert np.isnan(fit.pairs[2, 3])


def test_separation_of_two_periods_by_hand() -> None:
    """Trade from {A, B} to {C, D} is all there is; A to D stops, and nothing else can make up.

    Growth of A→C, B→C, B→D is free, that of A→D would have to be g(A)+g(D), and its sign is bound
    only from one side if A→C and B→C do not tie A to D: hide B→C.
    """
    values = np.zeros((2, 4, 4))
    values[:, 0, 2] = 5.0, 8.0
    values[:, 1, 3] = 2.0, 3.0
    values[:, 0, 3] = 4.0, 0.0
    observed = np.zeros((2, 4, 4), dtype=bool)
    observed[:, [0, 1, 0], [2, 3, 3]] = True
    fit = fit_three_way(values, observed)
    assert fit.separated.nonzero() == (np.array([1]), np.array([0]), np.array([3]))
    assert fit.expected[:, 0, 2] == pytest.approx([5.0, 8.0])
    observed[:, 1, 2] = True
    values[:, 1, 2] = 1.0, 1.0
    tied = fit_three_way(values, observed)
    assert not tied.separated.any()
    assert 0 < tied.expected[1, 0, 3] < 4


def corner(values: Panel, observed: Cells) -> None:
    """Cut the last two exporters and importers off; the trade between them fits perfectly."""
    observed[:, -2:] = observed[:, :, -2:] = False
    a, b, c, d = 6, 7, 7, 6
    for (i, j), trade in {(a, c): (5, 8, 6), (b, d): (2, 3, 3), (a, 0): (4, 0, 3)}.items():
        observed[:, i, j] = True
        values[:, i, j] = trade


def test_separation_of_three_periods_is_certified(make_panel: MakePanel) -> None:
    """E6 sells to E7 and E0, which buys from others too: the zero of E6 to E0 is free to fall.

    E7's purchases come from E6 alone and take up any growth of E6.
    """
    values, observed = make_panel(9, 3, 8)
    corner(values, observed)
    fit = fit_three_way(values, observed)
    assert [tuple(cell) for cell in np.argwhere(fit.separated).tolist()] == [(1, 6, 0)]
    assert fit.expected[1, 6, 0] == 0.0
    assert relative_errors(values, fit).max() < 2e-10
    reference = slow_fit(values, observed, rounds=20_000)
    assert reference[1, 6, 0] < 1e-3
    assert fit.expected[fit.fitted] == pytest.approx(reference[fit.fitted], rel=1e-3)


def test_blocks_that_share_no_pair_say_nothing_of_each_other() -> None:
    """Two groups observed inside for two periods and across in one: no growth to carry over."""
    values, observed = np.full((2, 6, 6), 3.0), np.zeros((2, 6, 6), dtype=bool)
    observed[:, :3, :3] = observed[:, 3:, 3:] = True
    observed[0] = True
    for periods in (2, 3):
        fit = fit_three_way(values.repeat([1, periods - 1], axis=0),
                            observed.repeat([1, periods - 1], axis=0))  # fmt: skip
        assert np.isnan(fit.expected[1:, :3, 3:]).all()
        assert np.isnan(fit.expected[1:, 3:, :3]).all()
        assert fit.undetermined == 18 * periods
        assert fit.fitted[:, 0, 1].all()


def test_a_tie_carries_growth_over(make_panel: MakePanel) -> None:
    """The same blocks with one pair across in both periods: now every cell is determined."""
    observed = np.zeros((3, 6, 6), dtype=bool)
    observed[:, :3, :3] = observed[:, 3:, 3:] = True
    observed[0] = True
    values = make_panel(2, 3, 6)[0]
    observed[:, 0, 3] = observed[:, 3, 0] = True
    fit = fit_three_way(values, observed)
    assert not np.isnan(fit.expected[1:, ~np.eye(6, dtype=bool)]).any()


def test_a_warm_start_saves_rounds_and_moves_nothing(make_panel: MakePanel) -> None:
    values, observed = make_panel(11, 2, 40, zeros=0.2)
    whole = fit_three_way(values, observed)
    masked = observed.copy()
    masked[:, [3, 8, 12], [9, 2, 30]] = False
    cold, warm = fit_three_way(values, masked), fit_three_way(values, masked, start=whole)
    assert warm.rounds < cold.rounds
    known = cold.expected > 0
    assert warm.expected[known] == pytest.approx(cold.expected[known], rel=1e-8)
    assert np.array_equal(warm.fitted, cold.fitted)


def test_a_warm_start_knows_what_it_lacks(make_panel: MakePanel) -> None:
    """From a fit that never saw an economy; and not from a fit of another size."""
    values, observed = make_panel(12, 2, 9)
    without = observed.copy()
    without[:, 4] = without[:, :, 4] = False
    start = fit_three_way(values, without)
    assert np.isnan(start.exporters[:, 4]).all()
    cold, warm = fit_three_way(values, observed), fit_three_way(values, observed, start=start)
    assert warm.expected[warm.fitted] == pytest.approx(cold.expected[warm.fitted], rel=1e-8)
    with pytest.raises(SchemaError, match="start is a fit of shape"):
        fit_three_way(values[:, :8, :8], observed[:, :8, :8], start=start)


@pytest.mark.parametrize("fit", [fit_two_way, fit_three_way])
def test_the_diagonal_never_takes_part(fit: Fit, make_panel: MakePanel) -> None:
    values, _ = make_panel(13, 2, 6)
    found = fit(values, np.ones_like(values, dtype=bool))
    assert np.isnan(found.expected[:, np.eye(6, dtype=bool)]).all()
    assert found.fitted.sum() == 2 * 30
    assert found.undetermined == 0


@pytest.mark.parametrize("fit", [fit_two_way, fit_three_way])
def test_an_unobserved_cell_is_not_read(fit: Fit, make_panel: MakePanel) -> None:
    values, observed = make_panel(14, 3, 7, hidden=0.2)
    one = fit(values, observed)
    other = fit(np.where(observed, values, NAN), observed)
    assert np.array_equal(one.expected, other.expected, equal_nan=True)


@pytest.mark.parametrize("fit", [fit_two_way, fit_three_way])
@pytest.mark.parametrize("wrong", [-1.0, NAN, np.inf])
def test_a_cell_that_is_no_trade_is_refused(fit: Fit, wrong: float, make_panel: MakePanel) -> None:
    values, observed = make_panel(15, 2, 5)
    values[1, 2, 3] = wrong
    with pytest.raises(SchemaError, match=r"1 of 40 observed cells .* \(1, 2, 3\)"):
        fit(values, observed)


@pytest.mark.parametrize("shape", [(4, 4), (2, 3, 4)])
def test_a_panel_of_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(SchemaError, match="a panel has shape"):
        fit_three_way(np.ones(shape), np.ones(shape, dtype=bool))


def test_no_trade_and_nothing_to_compare() -> None:
    ones = np.ones((2, 3, 3), dtype=bool)
    for fit in (fit_two_way, fit_three_way):
        with pytest.raises(InsufficientData, match="no observed trade"):
            fit(np.zeros((2, 3, 3)), ones)
    with pytest.raises(InsufficientData, match="in two comparable periods"):
        fit_three_way(np.ones((1, 3, 3)), ones[:1])


def test_a_period_without_trade_is_expected_without(make_panel: MakePanel) -> None:
    values, observed = make_panel(16, 3, 6)
    values[1] = 0.0
    off = ~np.eye(6, dtype=bool)
    for fit in (fit_two_way, fit_three_way):
        found = fit(values, observed)
        assert (found.expected[1, off] == 0).all()
        assert found.fitted[[0, 2]][:, off].all()


def test_giving_up_names_the_margin(make_panel: MakePanel) -> None:
    values, observed = make_panel(17, 3, 9, hidden=0.2)
    with pytest.raises(ConvergenceError, match=r"of 54 margins off .* 2 rounds, at most .*period"):
        fit_three_way(values, observed, rules=Scaling(most_rounds=2))


def test_hands_out_expected_trade_of_a_period(make_panel: MakePanel) -> None:
    values, observed = make_panel(18, 2, 4)
    fit = fit_three_way(values, observed)
    expected = fit.to_expected(("A", "B", "C", "D"), 1)
    assert isinstance(expected, Expected)
    assert np.array_equal(expected.values, fit.expected[1], equal_nan=True)
    assert "every pair its total" in expected.null
    assert "3-way effects: 24 cells fitted" in fit.summary()
    assert fit.summary() in fit._repr_html_()
