"""The strip of events under the years, and the table that it refers to."""

from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa
import pytest

from tradenet.report.blocks import Figure, Page
from tradenet.report.drawing import canvas, style
from tradenet.report.figures.axis import years_from_to
from tradenet.report.figures.strip import LANES, at, events_below, keys, lane, lanes, room
from tradenet.report.view import View
from tradenet.study import StudyResult
from tradenet.study.timeline import SCHEMA

WITH_YEARS = ("observability", "dyads", "groups")


def happened(result: StudyResult, *dated: tuple[str, str]) -> View:
    """Return a view of a result in which these things happened, each a date and a kind."""
    rows = [
        {"number": k, "date": date, "kind": kind, "actors": "RUS|CHN", "event": f"thing {k}",
         "source": "page", "checked": "memory" if k == 1 else "read"}
        for k, (date, kind) in enumerate(dated, start=1)
    ]  # fmt: skip
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    return View.of(replace(result, tables={**result.tables, "timeline": table}))


def texts(view: View, first: int, last: int) -> tuple[str, list[str]]:
    """Return what is said of the strip, and the words written on the sheet under it."""
    with style("strip"):
        _, axes = canvas(640, 300, (52, 12, 60, 30))
        years_from_to(axes, range(first, last + 1))
        said = events_below(axes, view)
        return said, [text.get_text() for text in axes.texts]


def test_what_lies_outside_the_years_is_not_drawn(result: StudyResult) -> None:
    view = happened(
        result, ("1999", "shock"), ("2018-05-08", "sanctions"), ("2019-06-20", "summit")
    )
    said, words = texts(view, 2017, 2023)
    assert said == " Below the years: events 2 to 3 of the table of events."
    assert sorted(words) == ["2", "3"]
    assert texts(view, 2001, 2010) == ("", [])


def test_numbers_of_a_year_stand_together_and_never_touch(result: StudyResult) -> None:
    view = happened(
        result, *[(str(year), "summit") for year in range(1990, 2024) for _ in range(9)]
    )
    _, words = texts(view, 1990, 2023)
    assert words[0] == "298–306"
    assert 5 < len(words) < 34


def test_only_lanes_in_which_something_happened_take_room(result: StudyResult) -> None:
    assert room(happened(result)) == 0
    one, two = (happened(result, *made) for made in (
        [("2018", "war")], [("2018", "war"), ("2019", "never heard of")]))  # fmt: skip
    assert lanes(one) == (0,)
    assert lanes(two) == (0, len(LANES) - 1)
    assert room(two) > room(one) > 0
    assert [key.meaning for key in keys(two)] == ["below: war and weapons tests", "below: other"]


def test_every_kind_of_the_facts_has_a_lane_that_is_meant() -> None:
    from tradenet.sources import reference

    other = {event.kind for event in reference.events() if lane(event.kind) == len(LANES) - 1}
    assert other <= {"shock", "leadership", "regime change", "dissolution"}


@pytest.mark.parametrize(
    ("date", "x"), [("2020", 2020.0), ("2020-01", 2019.5), ("2019-07-02", 2019.0)]
)
def test_a_date_stands_where_it_is_known_to_be(date: str, x: float) -> None:
    assert at(date) == pytest.approx(x, abs=0.01)


@pytest.mark.parametrize("name", WITH_YEARS)
def test_time_series_say_which_events_stand_below(
    name: str, result: StudyResult, drawn: Callable[[StudyResult, str], Figure]
) -> None:
    figure = drawn(result, name)
    assert all("Below the years: events" in panel.description for panel in figure.panels)
    assert any(key.meaning.startswith("below: ") for key in figure.key)


def test_the_table_tells_who_and_marks_what_was_not_read(
    result: StudyResult, pages: Callable[[StudyResult], Page]
) -> None:
    view = happened(result, ("2018-05-08", "sanctions"), ("2019-06-20", "summit"))
    page = pages(view.result)
    (section,) = [one for one in page.sections if one.anchor == "events"]
    (grid,) = section.blocks
    assert [row[0] for row in grid.rows] == ["1", "2"]
    assert [row[3] for row in grid.rows] == ["Russia and China"] * 2
    assert [row[5] for row in grid.rows] == ["page *", "page"]
    assert section.paragraphs[0].startswith("2 events and measures that concern a member")
    assert "1 of them is stated from memory" in section.paragraphs[1]


def test_where_nothing_is_listed_the_page_says_so(
    result: StudyResult, pages: Callable[[StudyResult], Page]
) -> None:
    page = pages(happened(result).result)
    (section,) = [one for one in page.sections if one.anchor == "events"]
    assert not section.blocks
    assert "No event between 1992 and 2025 that we list concerns a member" in section.paragraphs[0]
