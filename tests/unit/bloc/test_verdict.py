"""The decision table: every feasible state gives one verdict, and every verdict can be reached."""

import dataclasses
from itertools import product

import pytest

from tradenet.bloc.verdict import (
    DATA_DEPENDENT,
    TABLE,
    TABLE_WITHOUT_HUB,
    Findings,
    Reading,
    feasible,
    judge,
    verdict,
)

PASS, LOW, OPEN = Reading.PASS, Reading.LOW, Reading.OPEN


def by_hand(found: Findings) -> tuple[int, str]:  # noqa: PLR0911 - one return a row
    """The table of the method, written a second time as plain branches."""
    if found.spokes is PASS:
        return (2, "SUPPORTED-BLOC") if found.hub is PASS else (3, "SPOKES-ONLY")
    if not found.hub_observed:
        return (4 if found.spokes_observed else 1), "INSUFFICIENT-DATA"
    if found.hub is PASS:
        if not found.broad:
            return 5, "SINGLE-DYAD"
        return (6, "HUB-AND-SPOKE") if found.spokes is LOW else (7, "HUB-GROWTH-BLOC-UNDETERMINED")
    if found.hub is OPEN:
        return 11, "INSUFFICIENT-DATA"
    if found.diversion:
        return 8, "DIVERSION-ONLY"
    return (9, "NOT-SUPPORTED") if found.spokes is LOW else (10, "NO-HUB-GROWTH-BLOC-UNDETERMINED")


def test_there_are_eighty_feasible_states() -> None:
    """Hub: five (one is not observed); spokes: four; diversion or not; stable or not."""
    assert 2 * len(feasible()) == 80


@pytest.mark.parametrize("found", feasible())
def test_each_state_has_the_verdict_of_the_table(found: Findings) -> None:
    row = judge(found)
    assert (row.number, row.verdict) == by_hand(found)


def test_every_row_and_every_verdict_is_reachable() -> None:
    assert {judge(found).number for found in feasible()} == set(range(1, 12))
    assert len({row.verdict for row in TABLE}) == 9


@pytest.mark.parametrize(
    ("seen", "spokes", "row", "verdict_"),
    [
        (False, OPEN, 1, "INSUFFICIENT-DATA"),
        (True, PASS, 2, "SUPPORTED-BLOC"),
        (True, LOW, 3, "NOT-SUPPORTED"),
        (True, OPEN, 4, "INSUFFICIENT-DATA"),
    ],
)
def test_a_set_without_a_hub_has_a_table_of_its_own(
    seen: bool,  # noqa: FBT001 - one column of the table
    spokes: Reading,
    row: int,
    verdict_: str,
) -> None:
    """Its mutual trade is all there is to judge, and no sentence speaks of a hub or of spokes."""
    found = Findings(False, seen, OPEN, spokes, broad=False, diversion=False, has_hub=False)
    judged = judge(found)
    assert (judged.number, judged.verdict) == (row, verdict_)
    assert "hub" not in judged.sentence
    assert "spoke" not in judged.sentence
    assert len(TABLE_WITHOUT_HUB) == 4


def test_infeasible_states_are_not_listed() -> None:
    flags = (True, False)
    listed = set(feasible())
    for state in product(flags, flags, Reading, Reading, flags, flags):
        found = Findings(*state)
        unseen = (not found.hub_observed and found.hub is not OPEN) or (
            not found.spokes_observed and found.spokes is not OPEN
        )
        assert (found in listed) == (not unseen and (found.hub is PASS or not found.broad))


MAIN = Findings(True, False, PASS, OPEN, broad=True, diversion=False)


def test_a_variant_with_the_same_row_keeps_the_verdict() -> None:
    same = dataclasses.replace(MAIN, diversion=True)
    given = verdict(
        MAIN, [("absent cells", judge(MAIN).number), ("mirror rule", judge(same).number)]
    )
    assert (given.name, given.row, given.stable) == ("HUB-GROWTH-BLOC-UNDETERMINED", 7, True)
    assert given.variants == (("absent cells", 7), ("mirror rule", 7))


def test_one_variant_with_another_row_makes_the_verdict_depend_on_the_data() -> None:
    other = dataclasses.replace(MAIN, hub=OPEN, broad=False)
    given = verdict(MAIN, [("absent cells", 7), ("source", judge(other).number)])
    assert (given.name, given.stable) == (DATA_DEPENDENT, False)
    assert given.leading_reading == "HUB-GROWTH-BLOC-UNDETERMINED"
    assert "1 of 2 critical variants" in given.sentence


def test_a_row_is_the_unit_of_stability_not_the_name() -> None:
    """Rows 1, 4 and 11 share a name; they are different states of knowledge."""
    blind = Findings(False, False, OPEN, OPEN, broad=False, diversion=False)
    half = Findings(False, True, OPEN, OPEN, broad=False, diversion=False)
    assert verdict(blind, [("x", judge(half).number)]).name == DATA_DEPENDENT


def test_every_sentence_is_a_sentence() -> None:
    assert all(row.sentence[0].isupper() and row.sentence.endswith(".") for row in TABLE)
    assert len({row.sentence for row in TABLE}) == len(TABLE)
