"""The table of a realignment: every feasible state has one row, and every row can be reached."""

from itertools import product

import pytest

from tradenet.bloc.realignment import BATTERY, TABLE, Findings, RealignmentOptions, Search, feasible
from tradenet.bloc.row import first


def by_hand(found: Findings) -> tuple[int, str]:
    """The table a second time, as plain branches."""
    if not found.observed:
        return 1, "INSUFFICIENT-DATA"
    if not found.comparable:
        return 2, "INSUFFICIENT-DATA"
    if found.moved:
        return (3, "REALIGNED-TO-FIRST") if found.moved == 1 else (4, "REALIGNED-TO-SECOND")
    if found.bounded and found.search is not Search.OPEN:
        return (5, "BREAK-ELSEWHERE") if found.search is Search.FOUND else (6, "NO-BREAK")
    return 7, "INSUFFICIENT-DATA"


@pytest.mark.parametrize("found", feasible())
def test_each_state_has_the_verdict_of_the_table(found: Findings) -> None:
    row = first(TABLE, found)
    assert (row.number, row.verdict) == by_hand(found)


def test_every_row_is_reachable_and_says_something() -> None:
    assert {first(TABLE, found).number for found in feasible()} == set(range(1, len(TABLE) + 1))
    assert all(row.sentence.endswith(".") for row in TABLE)
    assert len({row.sentence for row in TABLE}) == len(TABLE)


def test_what_is_not_compared_neither_moves_nor_is_bounded() -> None:
    flags = (True, False)
    listed = set(feasible())
    for state in product(flags, flags, (1, 0, -1), flags, Search):
        found = Findings(*state)
        impossible = (found.comparable and not found.observed) or (
            not found.comparable and (found.moved != 0 or found.bounded)
        )
        assert (found in listed) is not impossible


def test_silence_never_says_no() -> None:
    for found in feasible():
        if not found.observed or not found.comparable:
            assert first(TABLE, found).verdict == "INSUFFICIENT-DATA"


def test_no_break_needs_a_search_and_a_bound() -> None:
    for found in feasible():
        if first(TABLE, found).verdict == "NO-BREAK":
            assert found.bounded
            assert found.search is Search.NONE


def test_the_battery_registers_its_thresholds() -> None:
    rule = BATTERY.rule()
    assert rule["R2"]["smallest"] == pytest.approx(0.2231, abs=1e-4)
    assert rule["R1"]["fewest"] == pytest.approx(2 / 3)
    assert BATTERY.options is RealignmentOptions
