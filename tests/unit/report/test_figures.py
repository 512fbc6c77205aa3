import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa
import pytest
from matplotlib.figure import Figure as Sheet

from tradenet.report import FIGURES, groups
from tradenet.report.blocks import Figure, Page
from tradenet.report.drawing import (
    BAND,
    EVENT,
    INK,
    MUTED,
    OKABE_ITO,
    PAPER,
    WORDS,
    canvas,
    contrast,
    panel,
    readable_on,
    style,
)
from tradenet.report.figures import dependence, dyads, intensity, network, together
from tradenet.report.view import View
from tradenet.study import StudyResult

Drawn = Callable[[StudyResult, str], Figure]
Texts = Callable[[str], list[str]]
Marks = Callable[[str], list[dict[str, str]]]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_valid_svg_with_a_title_and_a_description(
    name: str, any_result: StudyResult, drawn: Drawn
) -> None:
    figure = drawn(any_result, name)
    assert figure.name == name
    assert figure.title
    assert figure.caption
    assert figure.panels
    for part in figure.panels:
        root = ET.fromstring(part.svg)
        assert root.tag == f"{SVG}svg"
        assert root.get("role") == "img"
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert title.text == part.title
        assert description is not None
        assert description.text == part.description
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_the_same_every_time(name: str, result: StudyResult, drawn: Drawn) -> None:
    assert FIGURES[name](View.of(result)) == replace(drawn(result, name), live="")


def test_identifiers_of_a_page_are_unique_and_resolve(result: StudyResult, drawn: Drawn) -> None:
    svgs = [part.svg for name in FIGURES for part in drawn(result, name).panels]
    known = [found for svg in svgs for found in re.findall(r'\bid="([^"]+)"', svg)]
    used = {found for svg in svgs for found in re.findall(r'(?:href="|url\()#([^")]+)', svg)}
    assert len(known) == len(set(known))
    assert used
    assert used <= set(known)


def test_no_drawing_carries_a_rule_or_a_date_or_a_program(
    result: StudyResult, drawn: Drawn
) -> None:
    for name in FIGURES:
        for part in drawn(result, name).panels:
            assert "<style" not in part.svg
            assert "<metadata" not in part.svg
            assert "<image" not in part.svg


def test_no_drawing_shows_nan_or_a_missing_glyph(any_result: StudyResult, drawn: Drawn) -> None:
    for name in FIGURES:
        for part in drawn(any_result, name).panels:
            assert not re.search(r"\bnan\b|\bNone\b|\binf\b", part.svg), part.name


def test_names_are_shown_as_they_are_written(
    hostile: StudyResult, drawn: Drawn, texts: Texts
) -> None:
    shown = texts(drawn(hostile, "network").panels[0].svg)
    assert "<script>alert(1)</script>" in shown
    assert "$x^2$ & 'quoted' \"twice\"" in shown  # not set as mathematics
    for name in FIGURES:
        for part in drawn(hostile, name).panels:
            assert "<script" not in part.svg


def test_long_names_give_way_to_codes(hostile: StudyResult, drawn: Drawn, texts: Texts) -> None:
    shown = texts(drawn(hostile, "observability").panels[0].svg)
    assert "CHN → RUS" in shown


def test_there_is_a_panel_for_each_dyad_under_its_class(result: StudyResult, drawn: Drawn) -> None:
    groups = dict(drawn(result, "dyads").groups)
    assert [part.name for part in groups["Hub–spoke"]] == [
        "dyads-chn-prk", "dyads-chn-irn", "dyads-chn-rus",
    ]  # fmt: skip
    assert len(groups["Spoke–spoke"]) == 3


def test_without_a_hub_only_the_spokes_are_drawn(without_hub: StudyResult, drawn: Drawn) -> None:
    assert [group for group, _ in drawn(without_hub, "dyads").groups] == ["Mutual"]
    assert [group for group, _ in drawn(without_hub, "groups").groups] == ["Mutual"]


def test_sets_of_four_are_drawn_where_the_members_are_four(
    result: StudyResult, without_hub: StudyResult, pages: Callable[[StudyResult], Page]
) -> None:
    """Every other figure of the registry stands on every page."""
    for given, absent in ((result, set()), (without_hub, {"clubs"})):
        assert (len(given.config.bloc.members) == 4) == (not absent)
        on_page = {f.name for section in pages(given).sections for f in section.figures}
        assert set(FIGURES) - on_page == absent


def test_the_title_of_the_dyads_names_the_largest_flow_and_the_silence(
    result: StudyResult, drawn: Drawn
) -> None:
    title = drawn(result, "dyads").title
    assert title.startswith("Russia → China is the largest flow of 2023, 98.7 bn USD; ")
    assert title.endswith("between the spokes no reported number counts in that year")


def test_both_reports_of_an_irregular_filer_are_drawn(view: View) -> None:
    row = view.cells[2019, "RUS", "IRN"]
    assert row["status"] == "self_report"
    exporter, importer = dyads.told_apart(row)
    assert exporter == pytest.approx(1_200e6 * 1.2)
    assert importer == pytest.approx(1_200e6 * 1.2 * 1.09 / 1.06)


def test_one_value_is_drawn_where_the_source_merged_the_reports(view: View) -> None:
    row = {
        **view.cells[2019, "RUS", "IRN"],
        "exporter_report_usd": None,
        "importer_report_usd": None,
    }
    assert dyads.told_apart({**row, "value_usd": 5.0}) == (5.0,)
    assert dyads.told_apart({**row, "value_usd": None}) == ()


def test_no_line_crosses_a_gap_or_a_change_of_source(result: StudyResult, marks: Marks) -> None:
    def lines(changed: StudyResult) -> int:
        svg = FIGURES["dyads"](View.of(changed)).panels[0].svg
        return sum(mark.get("stroke-opacity") == "0.75" for mark in marks(svg))

    assert lines(result) == 4  # 2017 to 2018 and 2018 to 2019, both directions; not to 2023
    rows = result.tables["dyads"].to_pylist()
    told = [{**row, "vintage": "new" if row["period"] == 2019 else "old"} for row in rows]
    schema = result.tables["dyads"].schema
    tables = {**result.tables, "dyads": pa.Table.from_pylist(told, schema=schema)}
    assert lines(replace(result, tables=tables)) == 2


def test_the_marker_says_who_reported(result: StudyResult, drawn: Drawn, marks: Marks) -> None:
    def half_empty(svg: str) -> int:
        return sum(
            (mark["kind"], mark.get("fill"), mark.get("stroke")) == ("use", "#ffffff", "#0072b2")
            for mark in marks(svg)
        )

    north_korea, _, russia = (part.svg for part in drawn(result, "dyads").panels[:3])
    assert half_empty(north_korea) == 4  # only China tells China → North Korea, in all years
    assert half_empty(russia) == 1  # both tell China → Russia until 2019, only China in 2023


def test_a_class_that_is_never_observed_says_so(
    result: StudyResult, drawn: Drawn, texts: Texts
) -> None:
    panels = {part.name: part for part in drawn(result, "groups").panels}
    assert "no number" in panels["groups-spoke-spoke-intensity"].description
    assert "ratio, 1 = as expected" in texts(panels["groups-hub-spoke-intensity"].svg)


def test_the_group_title_quotes_the_numbers_of_the_study(result: StudyResult, drawn: Drawn) -> None:
    before = f"{result.facts['intensity_hub_spoke_pre']:.2f}"
    after = f"{result.facts['intensity_hub_spoke_post']:.2f}"
    assert drawn(result, "groups").title == (
        f"Hub–spoke trade was {before} times expectation in 2018–2019 and {after} times in 2023; "
        "spoke–spoke trade cannot be compared"
    )


def test_intensities_stand_in_their_cells(result: StudyResult, drawn: Drawn, texts: Texts) -> None:
    shown = texts(drawn(result, "intensity").panels[0].svg)
    cells = [
        row for row in result.tables["dyads"].to_pylist()
        if row["period"] in {2018, 2019, 2023} and row["intensity"] is not None
    ]  # fmt: skip
    assert len(cells) == 18
    for row in cells:
        assert f"{row['intensity']:,.2f}" in shown


def test_one_period_cannot_be_compared(one_period: StudyResult, drawn: Drawn) -> None:
    assert "cannot be compared" in drawn(one_period, "intensity").title
    assert len(drawn(one_period, "dependence").panels) == 1


@pytest.mark.parametrize(("less", "more"), [(0.2, 0.5), (0.5, 0.9), (1.1, 2.0), (2.0, 7.0)])
def test_colours_of_intensities_are_ordered_on_both_sides_of_one(less: float, more: float) -> None:
    nearer, further = (less, more) if less > 1 else (more, less)
    assert contrast(intensity.colour(further), PAPER) > contrast(intensity.colour(nearer), PAPER)


def test_words_on_colours_can_be_read() -> None:
    fills = [intensity.colour(2 ** (k / 8)) for k in range(-24, 25)]
    fills += [dependence.colour(k / 50) for k in range(51)]
    fills += [groups.shade(k) for k in range(8)]
    assert min(contrast(readable_on(fill), fill) for fill in fills) >= 4.5


@pytest.mark.parametrize("paper", [PAPER, BAND])
@pytest.mark.parametrize("colour", [INK, MUTED, EVENT])
def test_words_in_the_drawings_can_be_read(colour: str, paper: str) -> None:
    assert contrast(colour, paper) >= 4.5


@pytest.mark.parametrize("colour", WORDS.values())
def test_words_above_the_drawings_can_be_read(colour: str) -> None:
    assert contrast(colour, PAPER) >= 4.5


def test_dependence_is_quoted_both_ways(result: StudyResult, drawn: Drawn) -> None:
    title = drawn(result, "dependence").title
    assert title.startswith("China takes 100 % of North Korea’s reported trade in 2023; ")
    assert title.endswith("of China’s")


def test_dependence_without_shares_says_so(result: StudyResult) -> None:
    tables = {**result.tables, "dependence": result.tables["dependence"].slice(0, 0)}
    assert dependence.finding(View.of(replace(result, tables=tables))) == "No share can be shown"


def test_a_pair_without_a_share_is_hatched(result: StudyResult) -> None:
    rows = result.tables["company"].to_pylist()
    idle = [{**row, "share": None} if "PRK" in (row["one"], row["other"]) else row for row in rows]
    schema = result.tables["company"].schema
    tables = {**result.tables, "company": pa.Table.from_pylist(idle, schema=schema)}
    figure = together.draw(View.of(replace(result, tables=tables)))
    assert "North Korea" not in together.finding(View.of(replace(result, tables=tables)))
    assert "China and North Korea mostly together: none" in figure.panels[0].description
    assert "not observed, or not held" in {key.meaning for key in figure.key}


def test_without_communities_the_pictures_say_so(
    without_communities: StudyResult, drawn: Drawn, texts: Texts
) -> None:
    view = View.of(without_communities)
    assert together.finding(view) == "No communities were drawn"
    assert network.finding(view) == "No communities were drawn"
    assert texts(drawn(without_communities, "network").panels[0].svg) == ["no network to draw"]


def test_the_network_draws_intense_ties_only(view: View) -> None:
    ties = network.ties_of(view)
    assert ties
    assert min(ties.values()) >= 2
    assert ("CHN", "PRK") in ties


def test_the_network_names_members_and_warns(
    result: StudyResult, drawn: Drawn, texts: Texts
) -> None:
    figure = drawn(result, "network")
    shown = texts(figure.panels[0].svg)
    assert {"China", "Russia", "Iran", "North Korea"} <= set(shown)
    assert "not the distance" in figure.caption
    assert "nearness means nothing else" in figure.caption


def test_communities_beyond_the_palette_are_grey() -> None:
    assert groups.shade(0) in OKABE_ITO
    assert groups.shade(99) not in OKABE_ITO


def test_the_style_leaves_nothing_behind() -> None:
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    with style("x"):
        assert mpl.rcParams["svg.hashsalt"] == "tradenet/x"
    assert dict(mpl.rcParams) == before


def test_a_canvas_has_its_size_in_pixels() -> None:
    with style("x"):
        sheet, axes = canvas(300, 200, (30, 10, 20, 40))
        svg = panel(sheet, "x", "a < b", "c & d").svg
    assert isinstance(sheet, Sheet)
    assert axes.get_position().bounds == pytest.approx((0.1, 0.1, 260 / 300, 0.7))
    assert 'viewBox="0 0 300 200"' in svg
    assert 'width="300" height="200"' in svg
    assert '<title id="x-title">a &lt; b</title>' in svg
