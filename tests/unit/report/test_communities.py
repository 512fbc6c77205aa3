"""Figures and words on communities: what they say of tables that are known."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tradenet.report.blocks import Figure, Grid, Section
from tradenet.report.drawing import RULE
from tradenet.report.figures import (
    alluvial,
    company,
    map_years,
    nulls,
    resolutions,
    together,
    two_nulls,
    world,
)
from tradenet.report.groups import (
    GRAVITY,
    MARGINS,
    chance_colour,
    cores,
    homes,
    milestones,
    moved,
    moves,
    shade,
)
from tradenet.report.sections import communities
from tradenet.report.sections import nulls as nulls_section
from tradenet.report.view import View
from tradenet.report.words import NULL_MODELS
from tradenet.study import StudyResult
from tradenet.study.communities.schemas import table
from tradenet.study.communities.tested import KINDS

Drawn = Callable[[StudyResult, str], Figure]
Texts = Callable[[str], list[str]]
Marks = Callable[[str], list[dict[str, str]]]


def with_rows(result: StudyResult, **tables: list[dict[str, object]]) -> View:
    """Return a view of the result with other rows in some tables on communities."""
    made = {name: table(name, rows) for name, rows in tables.items()}
    return View.of(replace(result, tables={**result.tables, **made}))


def grid(section: Section, name: str) -> Grid:
    (found,) = [block for block in section.blocks if isinstance(block, Grid) and block.name == name]
    return found


def seat(period: int, economy: str, label: int | None, null: str = MARGINS) -> dict[str, object]:
    return {"period": period, "null": null, "economy": economy, "community": label or 0,
            "label": label, "hue": label, "trade_usd": 1e9}  # fmt: skip


def line(period: int, label: int, core: str, null: str = MARGINS) -> dict[str, object]:
    return {"period": period, "null": null, "label": label, "community": label, "economies": 2,
            "core": core, "members": "", "share_of_trade": 0.5, "intensity": 1.5,
            "persistence": 0.5}  # fmt: skip


@pytest.fixture(scope="module")
def story(result: StudyResult) -> View:
    """Russia leaves Germany for China; the core of China's community was Japan."""
    seats, told = [], []
    for year in (2017, 2018, 2019, 2023):
        away = 1 if year == 2023 else 0
        for code, label in (("DEU", 0), ("KAZ", 0), ("RUS", away), ("CHN", 1), ("IND", 1),
                            ("PRK", 1), ("IRN", None)):  # fmt: skip
            seats.append(seat(year, code, label))
        told += [line(year, 0, "DEU"), line(year, 1, "CHN" if year > 2017 else "IND")]
    return with_rows(result, communities=seats, community_lines=told)


def test_a_move_is_told_by_both_cores(story: View) -> None:
    (move,) = moves(story, MARGINS)
    assert (move.economy, move.last, move.first) == ("RUS", 2019, 2023)
    words = "Russia left the community around Germany for that around China between 2019 and 2023"
    assert moved(story, MARGINS, move) == words
    assert map_years.finding(story) == words


def test_without_a_move_it_is_said_that_there_was_none(result: StudyResult) -> None:
    seats = [seat(year, code, 0) for year in (2018, 2023) for code in ("CHN", "RUS")]
    view = with_rows(result, communities=seats, community_lines=[])
    assert map_years.finding(view) == "No member changed its community between 2018 and 2023"


def test_cores_are_told_from_when_they_were(story: View) -> None:
    assert cores(story, MARGINS, 1) == (("IND", 2017), ("CHN", 2018))
    assert alluvial.finding(story) == (
        "The community of China had its core in India until China became it in 2018"
    )


@pytest.mark.parametrize(("most", "wanted"), [(2, (2017, 2023)), (3, (2017, 2019, 2023)),
                                              (9, (2017, 2018, 2019, 2023))])  # fmt: skip
def test_milestones_are_spread_and_end_with_the_last(
    story: View, most: int, wanted: tuple[int, ...]
) -> None:
    assert milestones(story, MARGINS, most) == wanted
    assert milestones(story, GRAVITY, most) == ()


def test_bands_fill_the_bars_they_leave_and_reach(view: View) -> None:
    """Bars are whole, and what leaves one year's community is what its economies are."""
    bars = alluvial.bars_of(view, MARGINS, milestones(view, MARGINS, 9))
    for bar in bars:
        home = homes(view, MARGINS, bar.period)
        whole = sum(row["trade_usd"] for row in home.values())
        for seats in (bar.left, bar.right):
            assert set(seats) == {code for code, row in home.items() if row["label"] is not None}
            for code, place in seats.items():
                assert place.high - place.low == pytest.approx(home[code]["trade_usd"] / whole)
        for label, (low, high) in bar.spans().items():
            inside = [row["trade_usd"] for row in home.values() if row["label"] == label]
            assert high - low == pytest.approx(sum(inside) / whole)


def test_every_map_has_every_economy_in_the_same_place(view: View) -> None:
    where = world.places(view)
    assert where == world.places(view)
    drawn = {node.code: (node.x, node.y) for year in (2018, 2023)
             for node in world.nodes(view, where, homes(view, MARGINS, year))}  # fmt: skip
    assert drawn == {code: where[code] for code in drawn}
    hub, target = where["CHN"], where["RUS"]
    assert hub[0] >= world.WIDTH / 2
    assert target[1] <= world.HEIGHT / 2


def test_colours_of_searches_run_from_light_to_dark() -> None:
    assert len({chance_colour(share) for share in (0, 0.25, 0.5, 0.75, 1)}) == 5
    assert chance_colour(1) == chance_colour(1.0) == "#0b4a75"
    assert shade(None) == shade(99) == RULE


def test_the_company_of_rivals_stands_beside_the_members_own(
    result: StudyResult, drawn: Drawn, texts: Texts
) -> None:
    figure = drawn(result, "company")
    assert len(figure.panels) == 4  # two nulls, two periods
    shown = texts(figure.panels[0].svg)
    assert {"IND", "KAZ", "North Korea"} <= set(shown)
    assert company.others_of(View.of(result)) == ("IND", "TUR", "ARE", "BLR", "KAZ")


def test_the_title_of_the_company_quotes_the_means(result: StudyResult) -> None:
    rows = [
        {"period": code, "null": GRAVITY, "searches": 5, "members": own, "others": other}
        for code, own, other in ((2019, 0.25, 0.1), (2023, 0.5, 0.4))
    ]
    assert company.finding(with_rows(result, community_stability=rows)) == (
        "With distance expected, two members share a community in 25 % of searches in 2019 and "
        "50 % of searches in 2023; a member and one of these others in 10 % and 40 %"
    )


def against(kind: str, p_value: float | None, subject: str = "partition") -> dict[str, object]:
    return {"period": 2023, "null_model": kind, "subject": subject, "statistic": "modularity",
            "value": 0.3, "low": 0.1, "median": 0.15, "high": 0.2, "p_value": p_value,
            "worlds": 19, "keeps": ""}  # fmt: skip


def test_nulls_that_are_exceeded_are_named(result: StudyResult) -> None:
    rows = [against("strengths", 0.02), against("gravity", 0.3)]
    assert nulls.finding(with_rows(result, community_tests=rows)) == (
        "The communities of 2023 stand out among worlds that keep sizes alone; not among worlds "
        "that keep sizes, distance and unevenness"
    )
    none = with_rows(result, community_tests=[against("gravity", 0.3)])
    assert nulls.finding(none).endswith("no more than chance under any of the nulls")
    assert "was not tested" in nulls.finding(with_rows(result, community_tests=[]))


def test_every_kind_of_world_has_its_words() -> None:
    assert set(NULL_MODELS) == set(KINDS)


def test_intervals_are_drawn_where_there_are_some(result: StudyResult, texts: Texts) -> None:
    rows = [against("strengths", 0.02), {**against("gravity", None), "low": None}]
    panel = nulls.draw(with_rows(result, community_tests=rows)).panels[0]
    assert "p = 0.020" in texts(panel.svg)
    assert "no p-value" in texts(panel.svg)
    assert "in worlds 0.10 to 0.20" in panel.description
    empty = nulls.draw(with_rows(result, community_tests=[])).panels[0]
    assert "not tested" in texts(empty.svg)


def test_the_table_of_tests_explains_each_kind_of_world(result: StudyResult) -> None:
    rows = [against("gravity", 0.3), against("gravity", 0.2, "community:CHN")]
    section = nulls_section.nulls(with_rows(result, community_tests=rows))
    found = grid(section, "nulls-tests")
    assert [row[0] for row in found.rows] == [
        "All communities, sought against size", "The community around China",
    ]  # fmt: skip
    assert found.note.startswith("19 worlds of each kind. ")
    assert all(words.meaning in found.note for words in NULL_MODELS.values())
    assert any("manufactures communities" in said for said in section.paragraphs)
    assert any("No significant community" in said for said in section.paragraphs)


def step(at: float, many: int, on: bool) -> dict[str, object]:  # noqa: FBT001 - a row
    return {"period": 2023, "null": MARGINS, "resolution": at, "communities": many,
            "agreement_with_next": 1.0, "on_plateau": on}  # fmt: skip


def test_a_plateau_is_told_with_its_ends(result: StudyResult) -> None:
    rows = [step(0.5, 2, False), step(1.0, 3, True), step(1.5, 3, True), step(2.0, 7, False)]
    view = with_rows(result, community_resolutions=rows)
    assert resolutions.plateaus(resolutions.of_null(view, MARGINS)) == [(1.0, 1.5)]
    assert resolutions.finding(view) == (
        "What does not depend on the resolution: 3 communities from 1 to 1.5 (size alone expected)"
    )
    one = with_rows(result, community_resolutions=[step(0.5, 1, True), step(1.0, 3, False)])
    assert "the world as one community from 0.5 to 0.5" in resolutions.finding(one)


def test_two_nulls_count_who_changes_company(result: StudyResult) -> None:
    seats = [seat(2023, code, label) for code, label in (("CHN", 0), ("RUS", 0), ("DEU", 1),
                                                         ("USA", 1))]  # fmt: skip
    apart = (("CHN", 0), ("RUS", 2), ("DEU", 1), ("USA", 1))
    seats += [seat(2023, code, label, GRAVITY) for code, label in apart]
    assert two_nulls.finding(with_rows(result, communities=seats, community_lines=[])) == (
        "Once distance is expected, 2 communities of 2023 become 3, and 1 of 4 economies change "
        "company"
    )


def broken(period: int, change: float, event: bool = False) -> dict[str, object]:  # noqa: FBT001, FBT002 - a row
    return {"period": period, "null": MARGINS, "change": change, "is_event": event,
            "p_value": 0.25 if event else None}  # fmt: skip


def test_the_break_is_told_beside_the_other_dates(result: StudyResult) -> None:
    rows = [broken(2022, 0.33, True), broken(2014, 0.1), broken(2015, 0.4), broken(2016, -0.1)]
    section = communities.together(with_rows(result, community_breaks=rows))
    (said,) = [words for words in section.paragraphs if "percentage points" in words]
    assert "changed by +33 percentage points" in said
    assert "Of 3 earlier dates" in said
    assert "1 saw as large a rise (p = 0.250)" in said
    table_ = grid(section, "company-breaks")
    assert [row[1] for row in table_.rows] == ["2022", "2014", "2015", "2016"]
    assert table_.rows[0][2:] == ("the event", "+33")


def test_events_name_the_core(result: StudyResult) -> None:
    rows = [{"period": 2018, "null": MARGINS, "event": "split", "label": 3, "other": 1,
             "economies": 4, "core": "IND"}]  # fmt: skip
    section = communities.network(with_rows(result, community_events=rows))
    assert grid(section, "communities-events").rows == (
        ("2018", "size alone expected", "split", "around India", "4"),
    )


def test_no_number_of_the_small_maps_is_missing(result: StudyResult, drawn: Drawn) -> None:
    for name in ("map-years", "two-nulls"):
        for part in drawn(result, name).panels:
            assert re.search(r"around [A-Z]", part.description), part.name


def pair(year: int, one: str, other: str, share: float | None) -> dict[str, object]:
    return {"period": year, "null": MARGINS, "one": one, "other": other, "share": share}


def test_boxes_and_numbers_are_the_shares_of_the_table(result: StudyResult, texts: Texts) -> None:
    rows = [pair(2023, "PRK", "CHN", 0.85), pair(2023, "RUS", "CHN", 0.1),
            pair(2023, "PRK", "IRN", None), pair(2019, "PRK", "CHN", 0.6)]  # fmt: skip
    view = with_rows(result, company=rows)
    shares = together.shares_of(view, MARGINS)
    assert shares[2023, "CHN", "PRK"] == 0.85
    assert shares[2023, "IRN", "PRK"] is None
    assert together.finding(view) == (
        "Mostly in one community: China with North Korea in 2019; China with North Korea in 2023"
    )
    assert company.shares_of(view, MARGINS, 2023)["CHN", "RUS"] == 0.1
    shown = [texts(part.svg) for part in company.draw(view).panels]
    assert "85" in shown[1]
    assert "60" in shown[0]
    assert "China and North Korea 85 %" in company.draw(view).panels[1].description


def test_the_table_of_communities_shows_both_nulls(result: StudyResult) -> None:
    told = [line(2023, 0, "DEU"), line(2023, 1, "CHN", GRAVITY), line(2019, 1, "CHN")]
    found = grid(communities.network(with_rows(result, community_lines=told)), "communities-lines")
    assert [row[:2] for row in found.rows] == [
        ("around Germany", "size alone"), ("around China", "size and distance"),
    ]  # fmt: skip
    assert found.rows[0][3:] == ("none", "50 %", "1.50", "50 %")


def test_the_given_set_is_told_apart_from_what_was_searched(result: StudyResult) -> None:
    row = {**against("gravity", 0.02, "members"), "value": 2.8}
    (said,) = [
        words
        for words in nulls_section.nulls(with_rows(result, community_tests=[row])).paragraphs
        if "named beforehand" in words
    ]
    assert "the members trade 2.80 times what their sizes lead one to expect, more than" in said
    assert "(p = 0.020)" in said
    weak = with_rows(result, community_tests=[{**row, "p_value": 0.4}])
    assert any("no more than in the worlds" in x for x in nulls_section.nulls(weak).paragraphs)
    none = with_rows(result, community_tests=[])
    assert not any("named beforehand" in x for x in nulls_section.nulls(none).paragraphs)


def test_a_community_without_a_line_is_still_drawn(result: StudyResult, texts: Texts) -> None:
    figure = alluvial.draw(with_rows(result, community_lines=[]))
    for part in figure.panels:
        shown = texts(part.svg)
        assert "a community" in shown
        assert not [words for words in shown if words.startswith("around")]


@pytest.mark.parametrize("share", [None, 0.0, 0.5, 1.0])
def test_a_share_of_searches_is_drawn_or_hatched(
    result: StudyResult, marks: Marks, share: float | None
) -> None:
    view = with_rows(result, company=[pair(2023, "PRK", "CHN", share)])
    svg = together.draw(view).panels[0].svg
    boxes = len(view.calendar) * len(view.dyads)
    hatched = sum(mark.get("fill", "").startswith("url(#") for mark in marks(svg))
    assert hatched == (boxes if share is None else boxes - 1)
    assert share is None or chance_colour(share) in svg
