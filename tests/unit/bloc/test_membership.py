"""Who is in the set and why, by hand and from the facts."""

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradenet.bloc import Membership, membership
from tradenet.domain import Bloc, ConfigError, Episode, Sanctioner, Window
from tradenet.sources import reference
from tradenet.study import load, membership_of

BLOC = Bloc(("AAA", "BBB"), "HUB")
EVENT = dt.date(2020, 3, 1)
WINDOW = Window((2017, 2018), (2021,))


def measure(number: str, target: str, since: str, until: str = "", **other: str) -> Episode:
    plain = {"sender": "SSS", "reach": "broad", "checked": "read", **other}
    return Episode(
        episode=number, target=target, since=since, until=until, instrument="act", source="page",
        kinds=("trade",), **plain,
    )  # fmt: skip


def own(sender: str, target: str, since: str, until: str = "", reach: str = "broad") -> Sanctioner:
    return Sanctioner(
        sender=sender, target=target, since=since, until=until, reach=reach, scope="all",
        source="page", checked="read",
    )  # fmt: skip


EPISODES = [
    measure("1", "AAA", "2010-05-01", "2016-02-01"),
    measure("2", "AAA", "2017-06-01"),
    measure("3", "AAA", "2017-06-01", "2018-01-01", sender="UN", reach="narrow"),
    measure("4", "AAA", "2018-09", reach="narrow"),
    measure("5", "AAA", "2019-04-01", reach="none"),
    measure("6", "BBB", "2020-02-28", checked="memory"),
    measure("7", "BBB", "2014-01-01", sender="BBB"),
    measure("8", "HUB", "2011-01-01"),
    measure("9", "BBB", "2021-07-01"),
]
OWN = [
    own("SSS", "AAA", "2010-05-01", "2016-02-01"),
    own("TTT", "AAA", "2017-12-31"),
    own("UUU", "BBB", "2022-01-01"),
    own("VVV", "BBB", "2015", "2017-01-02", "narrow"),
    own("WWW", "HUB", "2015"),
]


@pytest.fixture
def found() -> Membership:
    return membership(BLOC, EVENT, WINDOW, EPISODES, OWN)


def test_in_force_on_the_day_of_the_event(found: Membership) -> None:
    """Neither what has ended, nor what is no measure, nor the target's own counter-measure."""
    assert [episode.episode for episode in found.in_force] == ["2", "4", "6", "8"]
    assert found.unsanctioned == ()
    assert found.from_memory == ("BBB",)
    table = found.to_arrow()
    assert table["checked"].to_pylist() == ["read", "read", "memory", "read"]
    assert table["since"].to_pylist()[1] == "2018-09"


def test_a_spoke_without_a_measure_is_named() -> None:
    found = membership(BLOC, EVENT, WINDOW, EPISODES[:5], OWN)
    assert found.unsanctioned == ("BBB",)
    assert found.from_memory == ()
    assert membership(BLOC, EVENT, WINDOW, [], []).unsanctioned == ("AAA", "BBB")


def test_broad_measures_against_the_hub_count_like_those_against_a_spoke(found: Membership) -> None:
    assert 2011 in found.real_years
    assert "WWW" in found.senders()
    narrow = measure("10", "HUB", "2012-01-01", reach="narrow")
    again = membership(BLOC, EVENT, WINDOW, [*EPISODES, narrow], OWN)
    assert again == found


def test_senders_are_those_of_any_day_of_the_window(found: Membership) -> None:
    assert found.senders() == ("TTT", "VVV", "WWW")
    assert found.senders(("broad",)) == ("TTT", "WWW")


def test_steps_are_beginnings_and_ends_inside_the_window(found: Membership) -> None:
    steps = [(s.member, str(s.date), s.begins, s.reach, s.episodes) for s in found.steps]
    assert steps == [
        ("AAA", "2017-06-01", True, "broad", ("2", "3")),
        ("AAA", "2018-01-01", False, "narrow", ("3",)),
        ("AAA", "2018-09-01", True, "narrow", ("4",)),
        ("BBB", "2020-02-28", True, "broad", ("6",)),
        ("BBB", "2021-07-01", True, "broad", ("9",)),
    ]


def test_a_members_own_steps_are_those_before_the_event_periods(found: Membership) -> None:
    """What came with the event is the event's, though it began a day before."""
    assert [str(s.date) for s in found.own_steps()] == ["2017-06-01"]
    assert len(found.own_steps(("broad", "narrow"))) == 3


def test_real_years_are_no_placebo_dates(found: Membership) -> None:
    assert found.real_years == (2010, 2011, 2014, 2016, 2017, 2018, 2020, 2021)
    assert found.placebo_years(range(2009, 2022)) == (2009, 2012, 2013, 2015, 2019)


@pytest.mark.parametrize(
    ("window", "days"),
    [
        (Window((201711, 201712), (201801,)), ["2018-01-01"]),
        (Window((201705, 201706), (201712,)), ["2017-06-01"]),
        (Window((201707,), (201712,)), []),
    ],
)
def test_a_window_of_months(window: Window, days: list[str]) -> None:
    steps = membership(BLOC, EVENT, window, EPISODES, OWN).steps
    assert [str(step.date) for step in steps] == days


@given(st.integers(0, 10_000))
def test_the_order_of_the_facts_does_not_matter(seed: int) -> None:
    draw = random.Random(seed)
    episodes, sanctioners = EPISODES.copy(), OWN.copy()
    draw.shuffle(episodes)
    draw.shuffle(sanctioners)
    assert membership(BLOC, EVENT, WINDOW, episodes, sanctioners) == membership(
        BLOC, EVENT, WINDOW, EPISODES, OWN
    )


# --- the shipped study -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def brown() -> Membership:
    return membership_of(load("brown-2022"))


def test_all_three_spokes_were_under_sanctions_with_a_source_that_was_read(
    brown: Membership,
) -> None:
    assert brown.unsanctioned == brown.from_memory == ()
    assert all(episode.source for episode in brown.in_force)
    assert {e.target for e in brown.in_force} == {"PRK", "IRN", "RUS"}


def test_the_hub_is_the_claims_and_not_the_facts(brown: Membership) -> None:
    """Without measures in force China is still the hub; another hub changes no fact."""
    config = load("brown-2022")
    assert config.bloc.hub == "CHN"
    assert "China" in config.study.title
    other = membership_of(load("brown-2022", ["bloc.hub=IND"]))
    assert (other.in_force, other.sanctioners) == (brown.in_force, brown.sanctioners)
    assert other.own_steps() == brown.own_steps()


@pytest.mark.parametrize("year", [2010, 2013, 2017])
def test_dates_that_are_no_placebos(brown: Membership, year: int) -> None:
    assert year in brown.real_years
    assert year not in brown.placebo_years(range(1990, 2026))


def test_few_years_are_left_for_placebos(brown: Membership) -> None:
    """From 2006 on, only in 2015 and 2021 did nothing begin or end for any of the three."""
    assert brown.placebo_years(range(2006, 2026)) == (2015, 2021)


def test_the_steps_that_the_methods_name(brown: Membership) -> None:
    """The Security Council on North Korea in 2016-17; Iran's relief of 2016 and return of 2018."""
    steps = {(s.member, s.date.year, s.begins) for s in brown.own_steps()}
    assert steps == {
        ("PRK", 2016, True), ("PRK", 2017, True), ("PRK", 2017, False), ("RUS", 2017, True),
        ("IRN", 2016, False), ("IRN", 2018, True), ("IRN", 2019, True),
    }  # fmt: skip
    numbers = {number for step in brown.own_steps() for number in step.episodes}
    assert {"PRK-006", "PRK-007", "PRK-009", "PRK-010", "PRK-011", "IRN-044", "IRN-045"} <= numbers


def test_the_comparators_impose_none(brown: Membership) -> None:
    senders = set(brown.senders())
    assert {"USA", "JPN", "KOR", "DEU", "GBR", "CHE", "TWN", "UKR"} < senders
    assert senders.isdisjoint({"CHN", "HKG", "IND", "TUR", "ARE", "BRA", "KAZ", "ARM", "KGZ"})
    assert set(brown.senders()) >= set(
        reference.sanctioners(["PRK", "IRN", "RUS"], on=dt.date(2023, 12, 31))
    )


def test_a_study_may_name_further_sanctioners_and_take_none_away() -> None:
    """They stand beside those of the tables, marked as declared; codes are checked."""
    before = membership_of(load("brown-2022"))
    after = membership_of(load("brown-2022", ['inference.sanctioners=["IND", "BRA"]']))
    assert set(after.senders()) - set(before.senders()) == {"IND", "BRA"}
    assert set(before.senders()) <= set(after.senders())
    (declared,) = (fact for fact in after.sanctioners if fact.sender == "BRA")
    assert (declared.scope, declared.checked) == ("declared by the study", "memory")
    assert (after.in_force, after.real_years) == (before.in_force, before.real_years)
    with pytest.raises(ConfigError, match=r"inference: .*'XYZ'"):
        load("brown-2022", ['inference.sanctioners=["XYZ"]'])
