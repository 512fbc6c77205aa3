"""Neighbours: fits against ordinary least squares, ranks by brute force, who is compared."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from tests.unit.bloc.substitution.panels import YEARS, changed, panel
from tradenet.bloc.significance import p_value
from tradenet.bloc.substitution import CHOICES, COLLAPSE, Collapse, Range, ranked
from tradenet.bloc.substitution.neighbours import fitted, paths, spreads
from tradenet.domain import InsufficientData

FOCUS = ("L00", "S00")


def test_a_fit_is_ordinary_least_squares_of_yearly_changes() -> None:
    given = panel(8)
    fit = fitted(paths(given, share=True), price=True, trend=True)
    log = np.log(given.trade_usd / given.rest_usd)
    for k in range(8):
        steps = np.diff(log[k, :14])
        slope, constant = np.polyfit(np.diff(np.log(given.price[:14])), steps, 1)
        assert fit.loading[k] == pytest.approx(slope)
        assert fit.growth[k] == pytest.approx(constant)
        jump = log[k, 14] - log[k, 10:14].mean()
        price = np.log(given.price[14]) - np.log(given.price[10:14]).mean()
        assert fit.change[k] == pytest.approx(jump - slope * price - constant * (2015 - 2011.5))
        left = steps - constant - slope * np.diff(np.log(given.price[:14]))
        assert fit.own_spread[k] == pytest.approx(np.sqrt((left**2).sum() / (13 - 2)))


def test_what_is_not_controlled_is_left_in() -> None:
    given = panel(8)
    taken = paths(given, share=False)
    fit = fitted(taken, price=False, trend=False)
    logs = np.log(given.trade_usd)
    assert fit.change == pytest.approx(logs[:, 14] - logs[:, 10:14].mean(axis=1))
    assert not fit.loading.any()
    assert fit.own_spread == pytest.approx(np.diff(logs[:, :14], axis=1).std(axis=1, ddof=1))


def test_the_years_between_are_no_part_of_it() -> None:
    """A year that is neither before nor after, were it given, changes nothing."""
    given = panel(8)
    wide = [np.insert(x, 14, 7.0, axis=-1) for x in (given.trade_usd, given.rest_usd, given.price)]
    with_2014 = changed(
        given, years=np.insert(YEARS, 14, 2014), trade_usd=wide[0], rest_usd=wide[1], price=wide[2]
    )
    one, other = (paths(each, share=True) for each in (given, with_2014))
    assert np.array_equal(one.steps, other.steps)
    assert np.array_equal(one.jump, other.jump)


def test_spreads_lie_between_ones_own_and_the_usual() -> None:
    own = np.array([0.1, 0.2, 0.9])
    assert spreads(own, 1.0) == pytest.approx(own)
    assert spreads(own, 0.0) == pytest.approx([0.2, 0.2, 0.2])
    assert spreads(own, 0.5) == pytest.approx(np.sqrt((own**2 + 0.04) / 2))


def test_ranks_are_those_of_the_one_place_where_p_values_are_made() -> None:
    rng = np.random.default_rng(3)
    changes, spread = rng.normal(size=40), rng.uniform(0.5, 2, 40)
    found = ranked(changes, spread)
    z = changes / spread
    assert found.p_rise == p_value(z[0], z[1:])
    assert found.p_fall == p_value(-z[0], -z[1:])


def test_bounds_are_those_changes_that_the_test_does_not_reject() -> None:
    """By brute force: take a change off, rank again."""
    rng = np.random.default_rng(5)
    changes, spread = rng.normal(size=60), rng.uniform(0.5, 2, 60)
    found = ranked(changes, spread)

    def p(taken_off: float, sign: float) -> float:
        z = np.concatenate([[changes[0] - taken_off], changes[1:]]) / spread
        return p_value(sign * z[0], sign * z[1:])

    for bound, sign in ((found.lower, 1.0), (found.upper, -1.0)):
        inside, outside = bound + sign * 1e-6, bound - sign * 1e-6
        assert p(outside, sign) <= 0.05 < p(inside, sign)


def test_what_would_be_seen_is_seen_in_four_cases_of_five() -> None:
    """Each comparison plays the one in question in turn, with the rise added."""
    rng = np.random.default_rng(7)
    changes, spread = rng.normal(size=200), np.ones(200)
    least = ranked(changes, spread).detectable
    others = np.sort(changes[1:])
    seen = [p_value(z + least + 1e-9, others) <= 0.05 for z in changes[1:]]
    assert np.mean(seen) == pytest.approx(0.8, abs=0.01)


def test_too_few_to_reach_the_level_give_no_bounds() -> None:
    found = ranked(np.arange(10.0), np.ones(10))
    assert (found.lower, found.upper) == (-np.inf, np.inf)


def test_worlds_are_ranked_one_by_one() -> None:
    rng = np.random.default_rng(9)
    changes, spread = rng.normal(size=(6, 40)), rng.uniform(0.5, 2, (6, 40))
    together = ranked(changes, spread)
    for k in range(6):
        alone = ranked(changes[k], spread[k])
        for name in ("change", "p_rise", "p_fall", "lower", "upper", "detectable"):
            assert getattr(together, name)[k] == pytest.approx(getattr(alone, name))


def test_a_large_response_is_found_and_a_fall_is_called_one() -> None:
    for response, word in ((1.5, "p_rise"), (-1.5, "p_fall")):
        made = COLLAPSE.respond(panel(response=response), *FOCUS)
        assert getattr(made.found, word) <= 0.05
        assert made.found.lower < response < made.found.upper
    assert COLLAPSE.respond(panel(), *FOCUS).found.p_rise > 0.05


def test_who_is_compared() -> None:
    """Not the struck, not the too large or small, not the equals, not the small side's others."""
    given = panel(30)
    trade = given.trade_usd.copy()
    trade[1] *= 1e4
    trade[2] *= 1e-4
    trade[3, 5] = np.nan
    trade[4, 14] = 0.0
    size = given.size_usd.copy()
    size[1, 5] = 5e9
    struck = given.exposed.copy()
    struck[6] = True
    small = (*given.small[:7], "S00", *given.small[8:])
    odd = changed(given, trade_usd=trade, size_usd=size, exposed=struck, small=small)
    places = COLLAPSE.respond(odd, *FOCUS).places
    assert places[0] == 0
    assert sorted(places[1:]) == list(range(8, 30))
    narrow = Collapse(least_ratio=20.0)
    with pytest.raises(InsufficientData, match="0 dyads are comparable"):
        narrow.respond(odd, *FOCUS)


@pytest.mark.parametrize(
    ("dyad", "why"), [(("L00", "S01"), "does not tell of S01"), (("L03", "S03"), "does not tell")]
)
def test_a_dyad_that_is_not_told_of_is_refused(dyad: tuple[str, str], why: str) -> None:
    given = panel(30)
    trade = given.trade_usd.copy()
    trade[3, 14] = np.nan
    with pytest.raises(InsufficientData, match=why):
        COLLAPSE.respond(changed(given, trade_usd=trade), *dyad)


def test_too_short_a_past_is_refused() -> None:
    given = panel(30)
    short = changed(
        given, years=given.years[5:], trade_usd=given.trade_usd[:, 5:],
        rest_usd=given.rest_usd[:, 5:], price=given.price[5:],
    )  # fmt: skip
    with pytest.raises(InsufficientData, match="8 yearly changes before the event; 10 are needed"):
        COLLAPSE.respond(short, *FOCUS)


def test_the_result_says_what_was_asked_and_found() -> None:
    told = COLLAPSE(panel(response=1.5), FOCUS, Range(0.02, 0.08))
    assert told.passed
    assert told.name == "S2"
    assert "the account needs × 1.02 to × 1.08" in told.effect
    assert dict(told.details)["comparisons"] == 59
    assert "account" not in COLLAPSE(panel(), FOCUS, None).effect
    refused = COLLAPSE(panel(10), FOCUS, None)
    assert refused.statistic is None
    assert "9 dyads are comparable" in refused.effect


def test_every_choice_is_another_test() -> None:
    made = [test for _, test in CHOICES.values()]
    assert made[0] == COLLAPSE
    assert all(one != other for one, other in itertools.combinations(made, 2))
    assert sum(critical for critical, _ in CHOICES.values()) == 4
    given = panel(response=0.4)
    for name, (_, test) in CHOICES.items():
        if name != "South African coal":
            assert np.isfinite(test.respond(given, *FOCUS).found.change), name


def test_scale_and_order_do_not_matter() -> None:
    given = panel(40, response=0.3)
    one = COLLAPSE.respond(given, *FOCUS).found
    scaled = changed(given, trade_usd=given.trade_usd * 1000, rest_usd=given.rest_usd * 1000)
    assert COLLAPSE.respond(scaled, *FOCUS).found.p_rise == one.p_rise
    back = np.arange(40)[::-1]
    turned = changed(
        given, large=given.large[::-1], small=given.small[::-1], trade_usd=given.trade_usd[back],
        rest_usd=given.rest_usd[back], size_usd=given.size_usd[:, back],
        exposed=given.exposed[back],
    )  # fmt: skip
    assert COLLAPSE.respond(turned, *FOCUS).found.change == pytest.approx(one.change)
    assert COLLAPSE.respond(turned, *FOCUS).found.p_rise == one.p_rise
