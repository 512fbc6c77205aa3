"""Trade as the partner tells it, its shares, and the economies that may be compared."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.bloc.realignment.cases import CODES, YEARS, told
from tradenet.bloc.realignment import PartnerTrade, RealignmentOptions, case_of, concentration
from tradenet.domain import ConfigError
from tradenet.domain import stream as named


def test_a_ratio_is_told_only_where_both_patrons_tell() -> None:
    late = [np.nan] * 4 + [2.0] * (len(YEARS) - 4)
    trade = told({("A", "P"): 6.0, ("A", "Q"): late})
    ratio = trade.log_ratio(("A", "P", "Q"))
    assert np.isnan(ratio[:4]).all()
    assert ratio[4:] == pytest.approx(np.log(3.0))
    assert trade.tested(("A", "P", "Q")).sum() == len(YEARS) - 4


def test_an_economy_nobody_knows_has_no_trade_rather_than_none() -> None:
    trade = told({("A", "P"): 6.0})
    assert np.isnan(trade.pair("A", "ZZZ")).all()
    assert np.isnan(trade.log_ratio(("ZZZ", "P", "Q"))).all()


def test_shares_are_of_what_is_told_and_add_up() -> None:
    trade = told({("A", "P"): 6.0, ("A", "Q"): 2.0, ("A", "R"): 2.0})
    shares = trade.shares()[0, :, CODES.index("A")]
    assert np.nansum(shares) == pytest.approx(1.0)
    assert shares[CODES.index("P")] == pytest.approx(0.6)
    assert np.isnan(shares[CODES.index("S")])
    assert concentration(shares[None, :])[0] == pytest.approx(0.36 + 0.04 + 0.04)


def test_a_silent_partner_raises_the_others_shares_and_leaves_the_ratio() -> None:
    """Why a share is no measure of a turn: nothing happened between A and its patrons."""
    silent = [2.0] * 20 + [np.nan] * 4
    trade = told({("A", "P"): 6.0, ("A", "Q"): 2.0, ("A", "R"): silent})
    shares = trade.shares()[:, CODES.index("P"), CODES.index("A")]
    assert shares[-1] > shares[0]
    assert np.ptp(trade.log_ratio(("A", "P", "Q"))) == 0


def test_nothing_told_has_no_concentration() -> None:
    assert np.isnan(concentration(told({}).shares()[:, :, 0])).all()


def test_a_predecessor_is_drawn_and_not_tested() -> None:
    """S is R before 2005: its years stand under R, and no test looks across."""
    early = [8.0] * 5 + [np.nan] * 19
    late = [np.nan] * 5 + [4.0] * 19
    base = told({("A", "S"): early, ("A", "R"): late, ("A", "P"): 16.0})
    trade = base.joined("R", "S", 2005)
    ratio = np.exp(trade.log_ratio(("A", "P", "R")))
    assert ratio[:5] == pytest.approx(2.0)
    assert ratio[5:] == pytest.approx(4.0)
    tested = trade.tested(("A", "P", "R"))
    assert not tested[:5].any()
    assert tested[5:].all()
    assert trade.tested(("A", "P", "Q")).sum() == 0


def test_a_chain_of_unknown_codes_changes_nothing() -> None:
    trade = told({("A", "P"): 1.0})
    assert trade.joined("NEW", "S", 2005) is trade


def world(count: int = 30) -> PartnerTrade:
    """Return economies of which each tells of every other: sizes fall by a tenth each."""
    codes = tuple(f"E{k:02d}" for k in range(count))
    size = 0.9 ** np.arange(count)
    noise = named(2, "tests/realignment/world").lognormal(0.0, 0.1, (len(YEARS), count, count))
    values = 1e9 * size[:, None] * size[None, :] * noise
    values[:, np.arange(count), np.arange(count)] = np.nan
    return PartnerTrade(codes, YEARS, values)


def test_a_placebo_stands_between_its_own_two_largest_partners() -> None:
    trade = world()
    case = case_of(trade, ("E15", "E00", "E01"), ("E15", "E00", "E01"), 3.0)
    assert case.placebos
    shares = trade.shares().mean(axis=0)
    for economy, one, other in case.placebos:
        theirs = shares[:, trade.at(economy)].copy()
        order = np.argsort(-np.nan_to_num(theirs))
        assert [trade.economies[k] for k in order[:2]] == [one, other]
        assert case.paths.shape == (1 + len(case.placebos), len(YEARS))


def test_members_and_economies_of_another_size_are_not_compared() -> None:
    trade = world()
    case = case_of(trade, ("E15", "E00", "E01"), ("E14", "E16"), 1.5)
    names = [economy for economy, *_ in case.placebos]
    assert not {"E00", "E01", "E14", "E15", "E16"} & set(names)
    total = np.log(np.nansum(trade.values, axis=1)).mean(axis=0)
    near = np.abs(total - total[15]) <= np.log(1.5)
    assert set(names) == {trade.economies[k] for k in np.flatnonzero(near)} - {"E14", "E15", "E16"}


def test_a_placebo_is_seen_in_every_year_in_which_the_case_is() -> None:
    """A partner that misses one year of the case is no patron, whatever its size."""
    trade = world()
    values = trade.values.copy()
    values[3, 0, :] = np.nan  # E00 tells nothing in one year
    holed = replace(trade, values=values)
    case = case_of(holed, ("E15", "E01", "E02"), (), 3.0)
    assert len(case.years) == len(YEARS)
    assert not any("E00" in placebo[1:] for placebo in case.placebos)
    without = case_of(holed, ("E15", "E00", "E02"), (), 3.0)
    assert len(without.years) == len(YEARS) - 1
    assert any("E00" in placebo[1:] for placebo in without.placebos)


def test_a_case_that_nobody_tells_has_no_years_and_no_likes() -> None:
    case = case_of(told({("A", "P"): 1.0}), ("A", "P", "Q"), (), 5.0)
    assert (case.years, case.placebos, case.comparable) == ((), (), False)


def test_relabelling_the_patrons_turns_the_ratio() -> None:
    trade = world()
    one = case_of(trade, ("E15", "E00", "E01"), (), 2.0)
    other = case_of(trade, ("E15", "E01", "E00"), (), 2.0)
    assert one.paths[0] == pytest.approx(-other.paths[0])
    assert one.placebos == other.placebos


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"economy": "A", "patrons": ("P", "P")}, "must be three"),
        ({"economy": "A", "patrons": ("A", "P")}, "must be three"),
        ({"economy": "A", "patrons": ("P", "Q"), "beside": (("A", "R", "S"),)}, "asked about once"),
        ({"economy": "A", "patrons": ("P", "Q"), "size_factor": 1.0}, "above 1"),
    ],
)
def test_impossible_options_are_refused(options: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        RealignmentOptions(**options)  # type: ignore[arg-type]
