"""Cells that law forbids are set aside, not economies, and nothing else is touched."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from tradenet.bloc import Contrast
from tradenet.study import load
from tradenet.study.designs.alignment.gather import sanctioned_cells
from tradenet.study.material import Known

CODES = ("BRA", "DEU", "RUS", "SYR", "USA")


def whole() -> Contrast:
    values = np.arange(25, dtype=float).reshape(5, 5)
    return Contrast(CODES, values, 2 * values, np.ones(5, dtype=bool))


def flowing(*sanctioners: str) -> Any:  # noqa: ANN401 - only what is known is read
    return SimpleNamespace(known=Known(frozenset(sanctioners), ()))


def test_members_and_those_who_sanction_them_do_not_see_each_other() -> None:
    made = sanctioned_cells(load("alignment"), flowing("DEU", "USA"), whole())
    hidden = {(CODES[i], CODES[j]) for i, j in np.argwhere(~made.observed)}
    assert hidden == {
        ("DEU", "RUS"), ("RUS", "DEU"), ("DEU", "SYR"), ("SYR", "DEU"),
        ("USA", "RUS"), ("RUS", "USA"), ("USA", "SYR"), ("SYR", "USA"),
    }  # fmt: skip
    seen = made.observed
    assert (made.before[seen] == whole().before[seen]).all()
    assert (made.after[seen] == whole().after[seen]).all()
    assert made.economies == CODES


def test_nobody_who_sanctions_leaves_the_world_as_it_is() -> None:
    made = sanctioned_cells(load("alignment"), flowing(), whole())
    assert made.observed.all()


def test_one_who_is_not_in_the_world_hides_nothing() -> None:
    made = sanctioned_cells(load("alignment"), flowing("FRA"), whole())
    assert made.observed.all()


def test_a_member_that_sanctions_hides_its_cells_with_members_alone() -> None:
    """A member that sanctions another hides their cells."""
    made = sanctioned_cells(load("alignment"), flowing("RUS"), whole())
    hidden = {(CODES[i], CODES[j]) for i, j in np.argwhere(~made.observed)}
    assert {("RUS", "SYR"), ("SYR", "RUS")} <= hidden
    assert hidden <= {("RUS", "SYR"), ("SYR", "RUS"), ("RUS", "RUS")}
    assert ("BRA", "RUS") not in hidden
