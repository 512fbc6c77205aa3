"""The map that stays and the bands that flow: geometry on tables that are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle

from tradenet.report.blocks import Figure
from tradenet.report.drawing import PAPER, canvas, contrast, style
from tradenet.report.figures import alluvial, map_years, two_nulls, world
from tradenet.report.groups import (
    GRAVITY,
    MARGINS,
    NULL_WORDS,
    colour_keys,
    homes,
    hues,
    lines,
    named,
    shade,
)
from tradenet.report.view import View
from tradenet.study import StudyResult
from tradenet.study.communities.schemas import table

Drawn = Callable[[StudyResult, str], Figure]
Texts = Callable[[str], list[str]]
Marks = Callable[[str], list[dict[str, str]]]
Row = dict[str, Any]

EAST, WEST = ("CHN", "IND", "PRK"), ("DEU", "KAZ", "MEX", "USA")
TRADE = {"CHN": 40e9, "IND": 10e9, "PRK": 1e9, "DEU": 30e9, "KAZ": 4e9, "MEX": 5e9, "USA": 35e9,
         "RUS": 9e9, "IRN": 0.0}  # fmt: skip


def row(period: int, economy: str, label: int | None, null: str = MARGINS) -> Row:
    return {
        "period": period,
        "null": null,
        "economy": economy,
        "community": 9 if label is None else label,
        "label": label,
        "hue": label,
        "trade_usd": TRADE[economy],
    }


def line(period: int, label: int, core: str, share: float, null: str = MARGINS) -> Row:
    return {
        "period": period,
        "null": null,
        "label": label,
        "community": label,
        "economies": 3,
        "core": core,
        "core_share": 0.5,
        "members": "",
        "trade_usd": 1e9,
        "share_of_trade": share,
        "intensity": 2.0,
        "persistence": 0.5,
    }


def told() -> tuple[list[Row], list[Row]]:
    """Russia is with Germany until 2019 and with China in 2023; Iran is with nobody."""
    seats, about = [], []
    for null in NULL_WORDS:
        for year in (2017, 2018, 2019, 2023):
            seats += [row(year, code, 1, null) for code in EAST]
            seats += [row(year, code, 0, null) for code in WEST]
            seats.append(row(year, "RUS", 1 if year == 2023 else 0, null))
            seats.append(row(year, "IRN", None, null))
            about += [line(year, 0, "DEU", 0.6, null), line(year, 1, "CHN", 0.4, null)]
    return seats, about


@pytest.fixture(scope="module")
def small(result: StudyResult) -> View:
    seats, about = told()
    economies = sorted(TRADE)
    tables = {
        **result.tables,
        "communities": table("communities", seats),
        "community_lines": table("community_lines", about),
        "ties": table(
            "ties",
            [
                {"one": "DEU", "other": "USA", "intensity": 3.0},
                {"one": "CHN", "other": "IND", "intensity": 4.0},
                {"one": "CHN", "other": "PRK", "intensity": 9.0},
            ],
        ),
    }
    assert set(result.tables["nodes"]["economy"].to_pylist()) <= set(economies)
    return View.of(replace(result, tables=tables))


@pytest.fixture(scope="module")
def where(small: View) -> world.Places:
    return world.places(small)


def test_the_map_holds_every_economy_of_the_picture(small: View, where: world.Places) -> None:
    assert set(where) == {row["economy"] for row in small.rows("nodes")}
    for x, y in where.values():
        assert 0 < x < world.WIDTH
        assert 0 < y < world.HEIGHT


def test_economies_that_trade_intensely_stand_nearer_than_others(where: world.Places) -> None:
    def apart(one: str, other: str) -> float:
        return float(np.hypot(*np.subtract(where[one], where[other])))

    assert apart("CHN", "PRK") < apart("USA", "PRK")
    assert apart("DEU", "USA") < apart("USA", "PRK")


def test_discs_do_not_overlap_in_any_year(small: View, where: world.Places) -> None:
    for year in (2017, 2019, 2023):
        drawn = world.nodes(small, where, homes(small, MARGINS, year))
        for k, one in enumerate(drawn):
            for other in drawn[k + 1 :]:
                gap = np.hypot(one.x - other.x, one.y - other.y)
                assert gap >= one.radius + other.radius


def test_area_is_trade_relative_to_the_largest(small: View, where: world.Places) -> None:
    drawn = {n.code: n for n in world.nodes(small, where, homes(small, MARGINS, 2019))}
    largest = max(drawn.values(), key=lambda node: node.radius)
    assert largest.code == "CHN"
    ratio = (drawn["DEU"].radius / drawn["CHN"].radius) ** 2
    assert ratio == pytest.approx(TRADE["DEU"] / TRADE["CHN"])
    assert drawn["PRK"].radius == pytest.approx(5.218, abs=0.3)  # no smaller than can be seen


def test_an_economy_without_trade_is_not_drawn(small: View, where: world.Places) -> None:
    codes = {n.code for n in world.nodes(small, where, homes(small, MARGINS, 2019))}
    assert "IRN" not in codes
    assert "RUS" in codes


def test_the_largest_disc_is_drawn_first(small: View, where: world.Places) -> None:
    radii = [n.radius for n in world.nodes(small, where, homes(small, MARGINS, 2019))]
    assert radii == sorted(radii, reverse=True)


def test_a_small_map_is_the_large_one_scaled(small: View, where: world.Places) -> None:
    (node, *_) = world.nodes(small, where, homes(small, MARGINS, 2019))
    half = node.scaled(0.5)
    assert (half.x, half.y, half.radius) == (node.x / 2, node.y / 2, node.radius / 2)
    assert (half.code, half.hue, half.member) == (node.code, node.hue, node.member)


def test_rings_mark_members_alone(small: View, where: world.Places) -> None:
    drawn = world.nodes(small, where, homes(small, MARGINS, 2019))
    with style("rings"):
        _, axes = canvas(world.WIDTH, world.HEIGHT, (0, 0, 0, 0))
        world.draw_discs(axes, drawn)
        circles = [patch for patch in axes.patches if isinstance(patch, Circle)]
    widths = [circle.get_linewidth() for circle in circles]
    assert len(circles) == len(drawn)
    assert [width > 2 for width in widths] == [node.member for node in drawn]


def test_dark_lines_join_members_alone(small: View, where: world.Places) -> None:
    drawn = world.nodes(small, where, homes(small, MARGINS, 2023))
    with style("lines"):
        _, axes = canvas(world.WIDTH, world.HEIGHT, (0, 0, 0, 0))
        world.draw_ties(axes, drawn, [("CHN", "PRK"), ("DEU", "USA"), ("CHN", "ATA")])
        faint, dark = (c for c in axes.collections if isinstance(c, LineCollection))
    assert len(faint.get_segments()) == 1
    assert len(dark.get_segments()) == 1
    assert dark.get_linewidths()[0] > faint.get_linewidths()[0]


def test_maps_of_years_join_members_that_share_a_community(small: View, marks: Marks) -> None:
    by_year = {part.title: part.svg for part in map_years.draw(small).panels}
    assert list(by_year) == ["2017", "2018", "2019", "2023"]
    dark = {
        year: sum(mark.get("stroke-opacity") == "0.85" for mark in marks(svg))
        for year, svg in by_year.items()
    }
    assert dark["2019"] < dark["2023"]


def test_members_are_named_and_others_where_there_is_room(small: View, texts: Texts) -> None:
    for part in map_years.draw(small).panels:
        shown = set(texts(part.svg))
        assert {"China", "Russia", "North Korea"} <= shown
        assert "KAZ" not in shown


def test_every_small_map_says_who_is_with_whom(small: View) -> None:
    last = map_years.draw(small).panels[-1]
    assert last.description == (
        "2 communities: around Germany, 3 economies; around China, 3 economies, with North Korea, "
        "Russia and China."
    )


def test_the_key_names_the_largest_of_each_community(small: View) -> None:
    keys = [key.meaning for key in colour_keys(small, MARGINS, 2023)]
    assert keys == [
        "United States, Germany, Mexico, Kazakhstan",
        "China, India, Russia, North Korea",
    ]
    home = homes(small, MARGINS, 2023)
    assert named(small, home, 1, most=2) == "China, India …"


def test_lines_of_a_period_come_with_the_largest_first(small: View) -> None:
    assert list(lines(small, MARGINS, 2019)) == [0, 1]
    assert lines(small, MARGINS, 1999) == {}
    assert hues(homes(small, MARGINS, 2019)) == {0: 0, 1: 1}


def test_colours_can_be_told_from_paper() -> None:
    assert len({shade(k) for k in range(6)}) == 6
    assert all(contrast(shade(k), PAPER) > 1.1 for k in range(6))


def test_both_nulls_have_a_map_with_the_same_places(small: View, texts: Texts) -> None:
    figure = two_nulls.draw(small)
    assert [part.title for part in figure.panels] == list(NULL_WORDS.values())
    assert [part.name for part in figure.panels] == [
        "two-nulls-margins-2023", "two-nulls-gravity-2023",
    ]  # fmt: skip
    first, second = (set(texts(part.svg)) for part in figure.panels)
    assert first - second == {NULL_WORDS[MARGINS]}
    assert figure.title.endswith("and 0 of 9 economies change company")


@pytest.fixture(scope="module")
def bars(small: View) -> tuple[alluvial.Bar, ...]:
    return alluvial.bars_of(small, MARGINS, (2018, 2019, 2023))


def test_communities_stand_in_the_order_of_their_labels(bars: tuple[alluvial.Bar, ...]) -> None:
    for bar in bars:
        spans = bar.spans()
        assert list(spans) == sorted(spans)
        assert spans[0][1] < spans[1][0]  # a gap between them
        assert spans[0][0] == 0.0


def test_who_leaves_stands_at_the_edge_that_it_leaves_by(bars: tuple[alluvial.Bar, ...]) -> None:
    """Russia goes to a later label: last on the right side of 2019, and first in 2023."""
    before, after = bars[1], bars[2]
    west = [code for code in before.right if before.right[code].label == 0]
    assert max(west, key=lambda code: before.right[code].high) == "RUS"
    east = [code for code in after.left if after.left[code].label == 1]
    assert min(east, key=lambda code: after.left[code].low) == "RUS"


def test_the_ends_have_one_order(bars: tuple[alluvial.Bar, ...]) -> None:
    assert bars[0].left == bars[0].right
    assert bars[-1].left == bars[-1].right


def test_seats_touch_and_do_not_overlap(bars: tuple[alluvial.Bar, ...]) -> None:
    for bar in bars:
        for seats in (bar.left, bar.right):
            for label in (0, 1):
                inside = sorted(
                    (seat for seat in seats.values() if seat.label == label),
                    key=lambda seat: (seat.low, seat.high),
                )
                ends = [(one.high, other.low) for one, other in pairwise(inside)]
                assert all(high == pytest.approx(low) for high, low in ends)
            assert all(seat.low <= seat.middle <= seat.high for seat in seats.values())


def test_one_year_is_a_bar_without_bands(small: View) -> None:
    (only,) = alluvial.bars_of(small, MARGINS, (2019,))
    assert only.left == only.right
    assert alluvial.bars_of(small, MARGINS, ()) == ()


def test_ended_communities_are_grey(result: StudyResult) -> None:
    seats = [row(2019, "CHN", 2), row(2019, "IND", 2), row(2023, "CHN", 1), row(2023, "IND", 1)]
    made = {**result.tables, "communities": table("communities", seats)}
    first, last = alluvial.bars_of(View.of(replace(result, tables=made)), MARGINS, (2019, 2023))
    assert first.colours[2] == shade(None)
    assert last.colours[1] == shade(1)


def test_the_ends_name_cores_and_members(small: View, texts: Texts) -> None:
    figure = alluvial.draw(small)
    assert [part.name for part in figure.panels] == ["alluvial-margins", "alluvial-gravity"]
    shown = texts(figure.panels[0].svg)
    assert shown.count("around Germany") == shown.count("around China") == 2
    assert shown.count("Russia") == 2
    assert {"2017", "2018", "2019", "2023"} <= set(shown)
    assert figure.panels[0].description.startswith("2017: Germany 60 % and China 40 %; ")


def test_a_hub_whose_core_never_changed_says_so(small: View) -> None:
    assert alluvial.finding(small) == (
        "The community of China has had one core in all years: China"
    )


def test_without_a_hub_communities_are_counted(without_hub: StudyResult) -> None:
    seats, about = told()
    tables = {**without_hub.tables, "communities": table("communities", seats),
              "community_lines": table("community_lines", about)}  # fmt: skip
    view = View.of(replace(without_hub, tables=tables))
    assert alluvial.finding(view) == "2 communities in 2017, 2 communities in 2023"


def test_nothing_to_draw_is_said(without_communities: StudyResult, texts: Texts) -> None:
    view = View.of(without_communities)
    assert world.places(view) == {}
    assert "no network to draw" in texts(map_years.draw(view).panels[0].svg)
    assert alluvial.finding(view) == "No communities were drawn"
    assert two_nulls.finding(view) == "Communities under two nulls cannot be compared"
    assert colour_keys(view, GRAVITY, 2023) == ()
