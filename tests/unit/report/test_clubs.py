"""The members among all sets of four: what is said, what is drawn, and that it is no test."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from tradenet.report.blocks import Grid
from tradenet.report.figures import clubs as figure
from tradenet.report.sections import clubs as section
from tradenet.report.view import View
from tradenet.study import StudyResult
from tradenet.study.clubs import SCHEMAS
from tradenet.study.inference_tables import table

PLACE = {"economies": 50, "sets": 230_300, "least_pairs": 3, "counted": 200_000}
STANDS: dict[tuple[str, str], dict[str, Any]] = {
    ("all", "studentized"): {"value": 5.11, "above": 99, "share": 0.0005},
    ("all", "change"): {"value": 1.2, "above": 1_999, "share": 0.01},
    ("neutral", "studentized"): {"value": 0.6, "above": 39_999, "share": 0.2},
    ("neutral", "change"): {"value": 0.2, "above": 79_999, "share": 0.4},
}


def told(result: StudyResult, **changes: Any) -> View:  # noqa: ANN401
    """Return a view of a result with sets of four written by hand; every place changed so."""
    places = [
        {"network": network, "statistic": statistic, **PLACE, **stands, **changes}
        for (network, statistic), stands in STANDS.items()
    ]
    bins = [
        {"network": network, "statistic": "studentized", "from": low, "below": high, "sets": sets}
        for network in ("all", "neutral")
        for low, high, sets in (
            (None, -1.0, 7), (-1.0, 0.0, 90_000), (0.0, 1.0, 109_990), (1.0, 2.0, 1), (2.0, None, 2)
        )
    ]  # fmt: skip
    largest = [
        {"network": "all", "statistic": statistic, "rank": rank, "set": "CHN+IRN+PRK+RUS",
         "value": 9.0 - rank}
        for statistic in ("studentized", "change") for rank in range(1, 13)
    ]  # fmt: skip
    rows = {"club_places": places, "clubs_histogram": bins, "clubs": largest}
    made: dict[str, pa.Table] = {name: table(lines, SCHEMAS[name]) for name, lines in rows.items()}
    return View.of(replace(result, tables={**result.tables, **made}))


def grid(view: View, name: str) -> Grid:
    (found,) = [
        block for block in section.clubs(view).blocks
        if isinstance(block, Grid) and block.name == name
    ]  # fmt: skip
    return found


def test_it_is_said_to_be_no_test(result: StudyResult) -> None:
    first, second, *_ = section.clubs(told(result)).paragraphs
    assert "not a test, and without weight in the verdict" in first
    assert "a place among them is no p-value" in first
    assert "230,300 sets of four can be made of 50 economies" in second
    assert "200,000 count: at least 3 of their six pairs" in second


def test_the_place_stands_beside_the_p_value_of_the_matched_sets(result: StudyResult) -> None:
    tests = tuple(
        replace(test, p_value=0.025, details=(("placebo_sets", 1524),))
        if test.name == "T2" else test
        for test in result.tests
    )  # fmt: skip
    *_, matched, turned = section.clubs(told(replace(result, tests=tests))).paragraphs
    assert matched.startswith("Among 1,524 matched sets the p-value of hub–spoke trade is 0.025.")
    assert "20 % of all 200,000 sets that count stand where the members stand" in matched
    assert turned.startswith("Among all economies it is 0.05 %")
    assert "only turned away" in turned


def test_diversion_is_spoken_of_only_where_the_numbers_show_it(result: StudyResult) -> None:
    said = section.clubs(told(result, share=0.3)).paragraphs
    assert not any("turned away" in paragraph for paragraph in said)


def test_every_place_is_in_the_table(result: StudyResult) -> None:
    rows = grid(told(result), "clubs-places").rows
    assert rows[0] == (
        "All economies", "in standard errors", "200,000", "5.11", "100", "0.05 %"
    )  # fmt: skip
    assert [row[0] for row in rows[2:]] == ["Without sanctioning economies"] * 2
    nowhere = told(result, value=None, above=None, share=None)
    assert {row[3:] for row in grid(nowhere, "clubs-places").rows} == {("–", "–", "–")}


def test_the_ten_largest_are_named(result: StudyResult) -> None:
    found = grid(told(result), "clubs-largest")
    assert len(found.rows) == 10
    assert found.rows[0][1:] == ("1", "China, Iran, North Korea and Russia", "8.00")
    assert found.folded


def test_the_title_of_the_figure_is_the_place_of_the_members(result: StudyResult) -> None:
    assert figure.finding(told(result)).startswith("0.05 % of 200,000 sets of four economies stand")
    nowhere = told(result, value=None, above=None, share=None)
    assert figure.finding(nowhere).endswith("in which the members have no place")
    none = replace(result, tables={**result.tables, "club_places": table([], SCHEMAS["clubs"])})
    assert "cannot be compared" in figure.finding(View.of(none))


@pytest.mark.parametrize(("value", "said"), [(5.11, "stand at 5.11"), (None, "stand nowhere")])
def test_both_networks_are_drawn(result: StudyResult, value: float | None, said: str) -> None:
    every, neutral = figure.draw(told(result, value=value)).panels
    assert (every.name, neutral.name) == ("clubs-all", "clubs-neutral")
    assert every.description.endswith(f"the members {said}.")
    assert "standard errors" in every.svg


def test_rare_sets_and_open_ends_are_not_drawn(result: StudyResult) -> None:
    """Two of five bins are left: the ends are open, and one holds a single set."""
    from matplotlib.axes import Axes

    drawn: list[int] = []
    bars = Axes.bar

    def count(axes: Axes, left: list[float], *rest: Any, **look: Any) -> object:  # noqa: ANN401
        drawn.append(len(left))
        return bars(axes, left, *rest, **look)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Axes, "bar", count)
        figure.draw(told(result))
    assert drawn == [2, 2]


def test_without_four_members_there_is_a_sentence(without_hub: StudyResult) -> None:
    assert "The members are 2" in section.clubs(View.of(without_hub)).paragraphs[1]
