"""Progress that is passed on, and moves no number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradenet.domain.progress import counted, silent, within

SHARE = st.floats(0, 1)


class Listener:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, float]] = []

    def __call__(self, step: str, share: float) -> None:
        self.told.append((step, share))


@given(SHARE, SHARE, SHARE)
def test_a_part_stays_within_its_shares(one: float, other: float, share: float) -> None:
    start, end = sorted((one, other))
    listener = Listener()
    within(listener, start, end)("step", share)
    ((step, told),) = listener.told
    assert step == "step"
    assert start - 1e-12 <= told <= end + 1e-12


def test_parts_of_parts_add_up() -> None:
    listener = Listener()
    inner = within(within(listener, 0.5, 1.0), 0.2, 0.4)
    inner("begins", 0.0)
    inner("ends", 1.0)
    assert [share for _, share in listener.told] == pytest.approx([0.6, 0.7])


@given(st.lists(st.integers()))
def test_counting_passes_everything_on_and_rises_from_nothing(things: list[int]) -> None:
    listener = Listener()
    assert list(counted(things, "things", listener)) == things
    assert [share for _, share in listener.told] == [k / len(things) for k in range(len(things))]
    assert list(counted(things, "things")) == things


def test_nobody_listens_by_default() -> None:
    silent("anything", 0.5)
