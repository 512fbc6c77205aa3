"""The two sentences of the first page follow the numbers."""

from typing import Any

import pytest

from tradenet.study import load
from tradenet.study.words import listed, sentences


def facts(before: float | None, after: float | None, covered: int = 0) -> dict[str, Any]:
    """Return named numbers as `run` gives them."""
    return {
        "intensity_hub_spoke_pre": before,
        "intensity_hub_spoke_post": after,
        "observable_spoke_spoke": covered >= 5,
        "coverage_lines": (
            {"class": "hub_spoke", "covered": 9, "cells": 9},
            {"class": "spoke_spoke", "covered": covered, "cells": 6},
        ),
    }


@pytest.mark.parametrize(("before", "after", "word"), [(1.0, 2.0, "rose"), (2.0, 1.0, "fell")])
def test_it_rose_or_fell(before: float, after: float, word: str) -> None:
    """Both numbers, the direction, and that nothing has been tested."""
    found, _ = sentences(load("brown-2022"), facts(before, after))
    assert f"it {word}, but whether that is a bloc has not been tested yet." in found
    assert f"{before:.2f} times" in found
    assert f"{after:.2f} times" in found
    assert "China with North Korea, Iran and Russia" in found


def test_no_change_is_neither_a_rise_nor_a_fall() -> None:
    """The same number twice."""
    found, _ = sentences(load("brown-2022"), facts(1.5, 1.5))
    assert "rose" not in found
    assert "fell" not in found


@pytest.mark.parametrize(("before", "after"), [(None, 2.0), (1.0, None), (None, None)])
def test_a_side_that_was_not_seen_has_no_direction(
    before: float | None, after: float | None
) -> None:
    """Nothing rose and nothing fell."""
    found, _ = sentences(load("brown-2022"), facts(before, after))
    assert "rose" not in found
    assert "fell" not in found
    assert found.endswith("has not been tested yet.")


@pytest.mark.parametrize(
    ("covered", "words"),
    [
        (0, "is not reported by anyone who files both before and after the event"),
        (2, "is reported in only 2 of 6 directed dyad-years"),
        (6, "it is reported in 6 of 6 directed dyad-years, but other things happened"),
    ],
)
def test_what_cannot_be_known_follows_the_coverage(covered: int, words: str) -> None:
    """Nothing, some, enough; and always the financial ties."""
    _, cannot = sentences(load("brown-2022"), facts(1.0, 2.0, covered))
    assert words in cannot
    assert "rade among North Korea, Iran and Russia" in cannot
    assert cannot.endswith("goods trade says nothing of financial ties, which were not loaded.")


def test_what_nobody_counted_is_not_said_to_be_unreported() -> None:
    """Without T0 there are no lines: that is no finding about who reports."""
    uncounted = {**facts(1.0, 2.0), "coverage_lines": (), "observable_spoke_spoke": None}
    _, cannot = sentences(load("brown-2022"), uncounted)
    assert "is not reported by anyone" not in cannot
    assert cannot.endswith("which were not loaded.")


def test_without_a_hub_no_hub_is_spoken_of() -> None:
    """Only the spokes remain."""
    found, cannot = sentences(load("brown-2022", ["bloc.hub="]), facts(1.0, 2.0))
    assert "China" not in found + cannot


def test_words_are_listed_as_english_does() -> None:
    """Commas, and one `and`."""
    assert [listed(list("abcd"[:n])) for n in (1, 2, 3, 4)] == ["a", "a and b", "a, b and c",
                                                               "a, b, c and d"]  # fmt: skip
