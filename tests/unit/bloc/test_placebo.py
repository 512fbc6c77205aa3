"""Who may play whom, which sets there are, and what their residuals say: counted by hand."""

from itertools import combinations, product

import numpy as np
import pytest

from tests.unit.bloc.worlds import BLOC, network
from tradenet.bloc.inference import class_pairs, infer, infer_class
from tradenet.bloc.placebo import HUB, Roles, observed_cells, roles, set_statistics
from tradenet.bloc.significance import p_value
from tradenet.domain import Bloc, stream

ALL = np.ones(40, dtype=bool)
SIZE = np.arange(40, 0, -1).astype(float)  # economy k has rank k


def test_candidates_stand_within_six_ranks() -> None:
    found = roles(SIZE, ALL, 0, np.array([20]), excluded=[])
    assert found.candidates[0].tolist() == [*range(14, 20), *range(21, 27)]


def test_the_excluded_do_not_use_up_a_rank() -> None:
    found = roles(SIZE, ALL, 0, np.array([20, 30]), excluded=[19, 21])
    assert found.candidates[0].tolist() == [*range(13, 19), *range(22, 28)]
    assert 20 not in found.candidates[1]


def test_at_the_top_only_the_smaller_are_left() -> None:
    found = roles(SIZE, ALL, 0, np.array([1]), excluded=[])
    assert found.candidates[0].tolist() == list(range(2, 8))
    assert not found.valid


def test_the_same_kind_of_reporter_is_taken_where_ten_are_near() -> None:
    filers = ALL.copy()
    filers[[20, *range(14, 20), *range(21, 25)]] = False
    found = roles(SIZE, filers, 0, np.array([20]), excluded=[])
    assert found.candidates[0].tolist() == [*range(14, 20), *range(21, 25)]


def test_fewer_than_ten_of_the_kind_and_all_are_taken() -> None:
    filers = ALL.copy()
    filers[[20, *range(14, 20), *range(21, 24)]] = False
    assert len(roles(SIZE, filers, 0, np.array([20]), excluded=[]).candidates[0]) == 12


def test_economies_without_trade_play_nobody() -> None:
    size = SIZE.copy()
    size[21:] = 0
    found = roles(size, ALL, 0, np.array([20]), excluded=[])
    assert found.candidates[0].tolist() == list(range(14, 20))


def test_sets_are_all_choices_but_the_set_itself_with_nobody_twice() -> None:
    chosen = Roles(0, np.array([8, 9]), (np.array([1, 2, 3]), np.array([2, 3, 4])))
    choices = {(a, b) for a in (8, 1, 2, 3) for b in (9, 2, 3, 4) if a != b} - {(8, 9)}
    by_hand = {frozenset(choice) for choice in choices}
    assert len(by_hand) == len(choices) - 1  # 2 and 3 may play each other's role
    assert {frozenset(row) for row in chosen.sets().tolist()} == by_hand
    assert {tuple(row) for row in chosen.sets().tolist()} <= choices
    assert len(chosen.sets()) == len(by_hand)


def test_three_roles_with_the_same_candidates_give_each_set_once() -> None:
    same = tuple(np.array([1, 2, 3, 4]) for _ in range(3))
    sets = Roles(0, np.array([7, 8, 9]), same).sets().tolist()
    assert sorted(map(sorted, sets)) == [
        list(row) for row in combinations((1, 2, 3, 4, 7, 8, 9), 3) if row != (7, 8, 9)
    ]


def test_the_ranks_are_uniform_where_everybody_may_play_every_role() -> None:
    """Each three of seven is the set in question once."""
    scores = stream(2, "exact").standard_t(2, 7)
    found = []
    for set_ in combinations(range(7), 3):
        rest = np.setdiff1d(np.arange(7), set_)
        others = scores[Roles(-1, np.array(set_), (rest, rest, rest)).sets()].sum(axis=1)
        found.append(p_value(float(scores[list(set_)].sum()), others))
    np.testing.assert_allclose(sorted(found), np.arange(1, 36) / 35)


def test_whoever_was_asked_about_the_ranks_are_uniform() -> None:
    """Each choice of three from three groups of four is the set in question once: an exact test."""
    groups = [np.arange(4) + 4 * role for role in range(3)]
    scores = stream(1, "exact").standard_t(2, 12)
    found = []
    for set_ in product(*groups):
        focus = np.array(set_)
        rest = tuple(group[group != spoke] for group, spoke in zip(groups, set_, strict=True))
        others = scores[Roles(0, focus, rest).sets()].sum(axis=1)
        found.append(p_value(float(scores[focus].sum()), others))
    np.testing.assert_allclose(sorted(found), np.arange(1, 65) / 64)


def test_pairs_of_the_classes() -> None:
    assert class_pairs(BLOC, "hub_spoke") == ((HUB, 0), (HUB, 1), (HUB, 2))
    assert class_pairs(BLOC, "spoke_spoke") == ((0, 1), (0, 2), (1, 2))
    assert class_pairs(Bloc(("A", "B")), "hub_spoke") == ()


def test_only_cells_seen_for_the_set_are_compared() -> None:
    seen = np.ones((5, 5), dtype=bool)
    seen[2, 0] = False
    chosen = Roles(0, np.array([1, 2]), ())
    cells = observed_cells(((HUB, 0), (HUB, 1)), chosen, seen)
    assert cells == ((HUB, 0), (0, HUB), (HUB, 1))


def test_statistics_of_sets_by_hand() -> None:
    made = infer(network())
    found = made.found
    sets = np.array([[20, 30, 40], [21, 29, 44]])
    cells = ((HUB, 0), (0, HUB), (HUB, 1), (1, HUB))
    got = set_statistics(found, sets, 0, cells)
    for k, row in enumerate(sets.tolist()):
        left = told = variance = 0.0
        for spoke in row[:2]:
            r = found.residual[0, spoke] + found.residual[spoke, 0]
            information = found.information[0, spoke] + found.information[spoke, 0]
            smaller = min(found.size[0], found.size[spoke])
            left, told = left + r, told + information
            variance += float(found.variance(np.array(information), np.array(smaller)))
        assert got.studentized[k] == pytest.approx(left / np.sqrt(variance))
        assert got.change[k] == pytest.approx(left / told)


def test_a_set_with_an_unseen_cell_is_no_reference() -> None:
    made = network()
    hidden = made.contrast.cells([("E00", "E21")])
    from dataclasses import replace

    blind = infer(replace(made, contrast=made.contrast.hidden(hidden)))
    found = infer_class(blind, "hub_spoke")
    assert found is not None
    assert 21 not in found.sets[:, 0]
    assert 21 in blind.roles.candidates[0]
