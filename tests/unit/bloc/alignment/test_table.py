"""The rule of alignment: every state one row, every row reached, silence never a no."""

from collections import Counter
from itertools import product

import pytest

from tradenet.bloc.alignment import TABLE, AlignmentOptions, Findings, judge, rule, verdict
from tradenet.domain import ConfigError

STATES = [
    Findings(seen=seen, shift=shift, small=small, before=before)
    for seen, shift, small, before in product(
        (True, False), ("towards", "away", "open"), (True, False), (True, False)
    )
]


def test_every_state_has_one_verdict_and_every_row_is_reached() -> None:
    rows = Counter(judge(found).number for found in STATES)
    assert len(STATES) == 24
    assert rows == {1: 12, 2: 2, 3: 2, 4: 4, 5: 1, 6: 1, 7: 2}


def test_only_a_bound_says_no() -> None:
    """What is not seen, or neither found nor ruled out, is never a no."""
    for found in STATES:
        if judge(found).verdict in {"NOT-ALIGNED", "ALIGNED-BEFORE-ALREADY"}:
            assert found.seen
            assert found.small
            assert found.shift == "open"
        if not found.seen:
            assert judge(found).verdict == "INSUFFICIENT-DATA"


def test_a_critical_choice_that_gives_another_row_makes_it_depend_on_the_data() -> None:
    found = Findings(seen=True, shift="towards", small=False, before=False)
    held = verdict(found, [("a", 2), ("b", 2)])
    assert (held.name, held.row, held.moved) == ("ALIGNED", 2, ())
    moved = verdict(found, [("a", 2), ("b", 7)])
    assert (moved.name, moved.leading_reading, moved.moved) == ("DATA-DEPENDENT", "ALIGNED", ("b",))
    assert moved.sentence.startswith("1 of 2 critical choices give another answer")


def test_a_choice_that_cannot_be_computed_counts_as_moved() -> None:
    found = Findings(seen=True, shift="open", small=True, before=False)
    assert verdict(found, [("not computed", 0)]).name == "DATA-DEPENDENT"


def test_what_is_insufficient_stays_so_whatever_other_choices_say() -> None:
    unseen = Findings(seen=False, shift="open", small=False, before=True)
    assert verdict(unseen, [("a", 2)]).name == "INSUFFICIENT-DATA"


def test_the_rule_is_plain() -> None:
    made = rule()
    assert [row[0] for row in made["table"]] == [row.number for row in TABLE]
    assert made["table"][-1][2] == "otherwise"


@pytest.mark.parametrize(
    "wrong",
    [{"offset": 0.0}, {"matters": 0.1}, {"exposure": ()}, {"permutations": 18}, {"worlds": 7}],
)
def test_impossible_options_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match=r"offset|permutations"):
        AlignmentOptions(**wrong)  # type: ignore[arg-type]
    assert AlignmentOptions(worlds=0).worlds == 0
