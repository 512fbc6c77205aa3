"""What the scripts of a page read: the numbers of the tables, in the places of the drawings."""

from __future__ import annotations

import json
import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from tests.unit.report.judged import CASES, judged
from tradenet.report.blocks import Figure, Grid, Page
from tradenet.report.both_sides import HEADS, card, line, status, with_freight
from tradenet.report.drawing import BACK, FORTH
from tradenet.report.figures import network as drawing
from tradenet.report.figures import world
from tradenet.report.groups import MARGINS, homes, named, shade
from tradenet.report.live import LIVE, dyads, inline, network, specifications
from tradenet.report.render import html
from tradenet.report.states import STATES
from tradenet.report.view import View, counts
from tradenet.report.wording import billions, known, position, ratio, usd, when
from tradenet.study import StudyResult
from tradenet.study.answer import MAIN

Drawn = Callable[[StudyResult, str], Figure]
Pages = Callable[[StudyResult], Page]
Told = dict[str, Any]
MOST = 350_000  # bytes that all data of a page may weigh
SVG = "{http://www.w3.org/2000/svg}"


def changed(result: StudyResult, table: str, change: Callable[[dict[str, Any]], Any]) -> View:
    """Return a view in which the rows of a table are changed; None drops a row."""
    held = result.tables[table]
    rows = [row for row in map(change, held.to_pylist()) if row is not None]
    tables = {**result.tables, table: pa.Table.from_pylist(rows, schema=held.schema)}
    return View.of(replace(result, tables=tables))


def blocks(text: str) -> dict[str, Told]:
    """Return the data of a page by figure, read as a browser reads it."""
    found = re.findall(r'<script type="application/json" id="live-(.*?)">(.*?)</script>', text)
    return {name: json.loads(content) for name, content in found}


@pytest.fixture(scope="module")
def years(view: View) -> Told:
    return network.told(view)


@pytest.fixture(scope="module")
def both(view: View) -> Told:
    return dyads.told(view)


@pytest.fixture(scope="module")
def choices(result: StudyResult) -> Told:
    return specifications.told(View.of(judged(result, CASES["moved"][0])))


# The map of every year


def test_every_year_of_the_calendar_is_there_and_none_is_drawn_that_is_not_held(
    view: View, years: Told
) -> None:
    assert [year["when"] for year in years["years"]] == [when(code) for code in view.calendar]
    held = [year["when"] for year in years["years"] if "discs" in year]
    assert held == ["2017", "2018", "2019", "2023"]
    gap = years["years"][view.calendar.index(2021)]
    assert gap == {
        "when": "2021", "said": "No full report for 2021: it is not held, and nothing is drawn",
    }  # fmt: skip


@pytest.mark.parametrize("period", [2017, 2018, 2019, 2023])
def test_discs_are_those_of_the_drawing_in_that_year(view: View, years: Told, period: int) -> None:
    home = homes(view, MARGINS, period)
    year = years["years"][view.calendar.index(period)]
    assert year["said"] == drawing.finding(view, period)
    assert when(period) in year["said"]
    assert year["source"] == view.source_of(period)
    codes = [economy[0] for economy in years["economies"]]
    trade = {code: home[code]["trade_usd"] for code in codes if code in home}
    discs = {codes[disc[0]]: disc for disc in year["discs"]}
    assert set(discs) == {code for code, value in trade.items() if value > 0}
    largest = max(trade, key=lambda code: trade[code])
    for code, disc in discs.items():
        share = math.sqrt(trade[code] / trade[largest])
        assert disc[1] == pytest.approx(max(5.0, 33.0 * share), abs=0.06)
        assert years["colours"][disc[2]][0] == shade(home[code]["hue"])
    assert [disc[1] for disc in year["discs"]] == sorted(
        (disc[1] for disc in year["discs"]), reverse=True
    )
    for hue, whose in year["key"]:
        label = next(row["label"] for row in home.values() if row["hue"] == hue)
        assert whose == named(view, home, label)


def test_economies_stand_where_they_stand_in_every_drawing(view: View, years: Told) -> None:
    where = world.places(view)
    members = view.result.config.bloc.members
    for code, name, x, y, member in years["economies"]:
        assert (x, y) == pytest.approx(where[code], abs=0.06)
        assert name == view.name(code)
        assert member == (code in members)


def test_words_stand_where_the_drawing_has_them(view: View, years: Told) -> None:
    home = homes(view, MARGINS, view.network_period)
    drawn = world.nodes(view, world.places(view), home)
    page = (world.WIDTH, world.HEIGHT)
    wanted = {word.node.code: word for word in world.words(drawn, drawing.NAMES, page)}
    codes = [economy[0] for economy in years["economies"]]
    found = {codes[d[0]]: d[3:] for d in years["years"][years["at"]]["discs"] if len(d) > 3}
    assert set(found) == set(wanted)
    for code, (dx, dy, size) in found.items():
        word = wanted[code]
        assert (dx, dy) == (round(word.x - word.node.x), round(word.y - word.node.y))
        assert ((dx, dy) == (0, 0)) == word.inside
        assert size == round(word.size, 1)


def test_ties_of_the_last_full_period_are_those_of_the_drawing(view: View, years: Told) -> None:
    codes = [economy[0] for economy in years["economies"]]
    ties = {
        frozenset((codes[one], codes[other]))
        for one, other, held in years["ties"]
        if int(held, 16) >> years["at"] & 1
    }
    assert ties == {frozenset(pair) for pair in drawing.ties_of(view)}
    assert ties
    gap = view.calendar.index(2021)
    assert not any(int(held, 16) >> gap & 1 for _, _, held in years["ties"])
    total = sum(int(held, 16).bit_count() for _, _, held in years["ties"])
    assert total == len(view.rows("ties_by_year"))


def test_a_member_that_nobody_could_see_is_named_and_is_no_zero(result: StudyResult) -> None:
    def without(row: dict[str, Any]) -> dict[str, Any] | None:
        return None if (row["economy"], row["period"]) == ("PRK", 2018) else row

    view = changed(result, "communities", without)
    year = network.told(view)["years"][view.calendar.index(2018)]
    assert year["note"] == (
        "Not drawn: North Korea, none of whose trade in 2018 could be observed. That is not zero "
        "trade."
    )
    assert "all 3 members" in year["said"] or "North Korea" not in year["said"]


def test_a_member_that_listed_no_trade_is_told_apart(result: StudyResult) -> None:
    def idle(row: dict[str, Any]) -> dict[str, Any]:
        gone = (row["economy"], row["period"]) == ("PRK", 2018)
        return {**row, "trade_usd": 0.0} if gone else row

    view = changed(result, "communities", idle)
    told = network.told(view)
    year = told["years"][view.calendar.index(2018)]
    assert year["note"] == "Not drawn: North Korea, for whom no trade was listed."
    prk = [economy[0] for economy in told["economies"]].index("PRK")
    assert prk not in {disc[0] for disc in year["discs"]}


def test_grey_discs_have_no_colour_of_a_community(result: StudyResult) -> None:
    def alone(row: dict[str, Any]) -> dict[str, Any]:
        gone = (row["economy"], row["period"]) == ("KAZ", 2018)
        return {**row, "label": None, "hue": None} if gone else row

    view = changed(result, "communities", alone)
    told = network.told(view)
    kaz = [economy[0] for economy in told["economies"]].index("KAZ")
    year = told["years"][view.calendar.index(2018)]
    (disc,) = (disc for disc in year["discs"] if disc[0] == kaz)
    assert told["colours"][disc[2]] == [shade(None), ""]


# The dyads


@pytest.mark.parametrize("at", range(6))
def test_cards_hold_the_numbers_of_the_table(view: View, both: Told, at: int) -> None:
    _, pair = view.dyads[at]
    panel = both["panels"][at]
    for flow, told in zip((pair, pair[::-1]), panel["flows"], strict=True):
        assert told["said"] == view.flow(*flow)
        for code, (_, texts) in zip(view.calendar, told["cells"], strict=True):
            said = dict(zip(HEADS, (both["words"][k] for k in texts), strict=True))
            row = view.cells.get((code, *flow))
            if row is None:
                assert said["Status"] == "not held"
                assert said["What counts"] == "nothing"
                continue
            for head, key in (
                ("Exporter’s report", "exporter_report_usd"),
                ("Importer’s report", "importer_report_usd"),
            ):
                silent = "not published apart" if row["basis"] == "reconciled" else "none"
                assert said[head] == (f"{usd(row[key])} FOB" if known(row[key]) else silent)
            assert said["Who told"] == STATES[row["observed"]].words
            assert said["Status"].startswith("counts") == counts(row)
            if counts(row):
                assert said["What counts"].startswith(usd(row["value_usd"]))


def test_a_gap_is_told_as_difference_and_as_ratio(view: View) -> None:
    """50 bn grows by a tenth in 2018; the importer says 9 % more, of which 6 % is freight."""
    said = dict(zip(HEADS, card(view, view.cells[2018, "CHN", "RUS"], {}), strict=True))
    assert said["Exporter’s report"] == "55.0 bn USD FOB"
    assert said["Importer’s report"] == "56.6 bn USD FOB"
    assert said["Gap"] == "the exporter’s is 1.56 bn USD less, 0.97 times the importer’s"
    one_sided = dict(zip(HEADS, card(view, view.cells[2018, "CHN", "PRK"], {}), strict=True))
    assert one_sided["Gap"] == "unknown: not told by both"
    assert one_sided["Importer’s report"] == "none"


def test_a_reconciled_number_is_not_taken_for_a_silence_of_both(view: View) -> None:
    row = view.cells[2018, "CHN", "RUS"]
    merged = {**row, "basis": "reconciled", "exporter_report_usd": None,
              "importer_report_usd": None, "log_gap": None}  # fmt: skip
    said = dict(zip(HEADS, card(view, merged, {}), strict=True))
    assert said["Exporter’s report"] == said["Importer’s report"] == "not published apart"
    assert said["Gap"] == "unknown: only one number was published"
    assert said["What counts"].endswith("as the source reconciled it")


def test_the_value_as_published_stands_beside_the_one_without_freight(
    result: StudyResult, view: View
) -> None:
    row = view.cells[2018, "CHN", "RUS"]
    published = {
        **{key: row[key] for key in ("period", "exporter", "importer", "source", "vintage")},
        "told_by": "importer", "valuation": "CIF", "value_usd": 59.95e9,
    }  # fmt: skip
    shipped = replace(result, facts={**result.facts, "published": {"made": "by us"}})
    held = replace(View.of(shipped), tables={"sources_side_by_side": (published,)})
    assert card(held, row, with_freight(held))[1] == "56.6 bn USD FOB (published: 60.0 bn USD CIF)"
    for change in ({"vintage": "another"}, {"valuation": "FOB"}, {"told_by": "exporter"}):
        other = replace(held, tables={"sources_side_by_side": ({**published, **change},)})
        assert card(other, row, with_freight(other))[1] == "56.6 bn USD FOB"


def test_flows_of_ones_own_are_not_taken_for_what_a_source_published(view: View) -> None:
    assert view.rows("sources_side_by_side")
    assert with_freight(view) == {}


def test_cells_that_do_not_count_say_why(view: View) -> None:
    reasons = {status(view, row) for row in view.rows("dyads") if not counts(row)}
    assert "counts" not in reasons
    assert any(reason.startswith("does not count: told only by") for reason in reasons)
    assert any(reason.endswith("which does not mean zero") for reason in reasons)
    row = {**view.cells[2018, "CHN", "RUS"], "status": "quarantined"}
    assert status(view, row) == "set aside as doubtful"
    doubt = {**row, "what": "3 m USD with North Korea"}
    doubted = replace(view, tables={**view.tables, "set_aside": (doubt,)})
    assert status(doubted, row) == "set aside as doubtful: 3 m USD with North Korea"


def marks(svg: str, colour: str) -> set[tuple[int, int]]:
    """Return the places of the marks of a colour, to the pixel; a group hands its colour down."""
    found = set()
    waiting = [(ET.fromstring(svg), ("", ""))]
    while waiting:
        element, (fill, stroke) = waiting.pop()
        worn = element.get("fill", fill), element.get("stroke", stroke)
        if element.tag == f"{SVG}use" and colour in worn:
            found.add((round(float(element.attrib["x"])), round(float(element.attrib["y"]))))
        waiting += [(child, worn) for child in element]
    return found


@pytest.mark.parametrize("at", range(6))
def test_rings_are_drawn_around_the_points(
    result: StudyResult, view: View, both: Told, drawn: Drawn, at: int
) -> None:
    _, pair = view.dyads[at]
    panel, svg = both["panels"][at], drawn(result, "dyads").panels[at].svg
    assert f'id="{panel["id"]}-title"' in svg
    assert f'viewBox="0 0 {panel["box"][0]} {panel["box"][1]}"' in svg
    told = 0
    for flow, cells, colour in zip(
        (pair, pair[::-1]), (flow["cells"] for flow in panel["flows"]), (FORTH, BACK), strict=True
    ):
        points = marks(svg, colour)
        for code, x, (heights, _) in zip(view.calendar, panel["across"], cells, strict=True):
            row = view.cells.get((code, *flow))
            if row is not None and counts(row):
                told += 1
                assert len(heights) == 1
                near = [(a, b) for a, b in points
                        if abs(a - x) <= 1 and abs(b - heights[0]) <= 1]  # fmt: skip
                assert near, (code, flow)
    assert told == sum(counts(row) for row in view.rows("dyads")
                       if {row["exporter"], row["importer"]} == set(pair))  # fmt: skip
    steps = [b - a for a, b in zip(panel["across"], panel["across"][1:], strict=False)]
    assert steps == pytest.approx([steps[0]] * len(steps), abs=0.11)
    assert position(view.calendar[0]) == 2017


def test_the_same_numbers_stand_in_tables(result: StudyResult, view: View, pages: Pages) -> None:
    grids = {
        block.name: block
        for section in pages(result).sections
        for block in section.blocks
        if isinstance(block, Grid)
    }
    told = grids["dyads-reports-chn-rus"]
    assert told.folded
    rows = {(row[0], row[1]): row[2:] for row in told.rows}
    assert len(rows) == len(told.rows) == 2 * 4
    row = view.cells[2018, "RUS", "CHN"]
    assert rows["2018", "Russia → China"] == line(view, row)
    one, other = row["exporter_report_usd"], row["importer_report_usd"]
    assert rows["2018", "Russia → China"][:5] == (
        billions(one), billions(other), billions(one - other),
        ratio(math.exp(row["log_gap"])), billions(row["value_usd"]),
    )  # fmt: skip
    names = {f"dyads-reports-{a}-{b}".lower() for _, (a, b) in view.dyads}
    assert names <= set(grids)


# The specifications


def test_lines_stand_where_the_drawing_has_them_with_its_numbers(
    result: StudyResult, choices: Told
) -> None:
    view = View.of(judged(result, CASES["moved"][0]))
    rows = specifications.choices(view)
    assert [line[2] for line in choices["lines"]] == [row["row"] or 0 for row in rows]
    assert [line[1] for line in choices["lines"]] == [int(row["critical"]) for row in rows]
    (panel,) = choices["panels"]
    assert panel["id"] == "specifications-hub-spoke"
    assert panel["what"] == "Hub–spoke trade"
    assert [y for *_, y in panel["lines"]] == [46.0, 70.0, 94.0, 118.0]
    for number, change, words, _ in panel["lines"]:
        wanted = rows[number]["hub_spoke_log_change"]
        assert change == (None if wanted is None else pytest.approx(wanted, abs=1e-6))
        assert words == ("–" if wanted is None else f"× {math.exp(wanted):.2f}")
    kinds = [choices["kinds"][line[0]] if line[0] >= 0 else "" for line in choices["lines"]]
    assert kinds == ["", "mirror", "source", "window"]
    assert [number for number, _ in choices["rows"]] == [11, 10]
    verdicts = {row.number: row.verdict for row in view.table}
    assert all(verdicts[number] == verdict for number, verdict in choices["rows"])


def test_without_choices_or_communities_nothing_moves(
    result: StudyResult, without_communities: StudyResult, pages: Pages
) -> None:
    view = View.of(without_communities)
    assert network.told(view) == {}
    found = blocks(html(pages(without_communities)))
    assert "network" not in found
    assert "dyads" in found
    made = judged(result, CASES["moved"][0])
    alone = changed(made, "specifications", lambda row: row if row["variant"] == MAIN else None)
    assert specifications.told(alone) == {}


# All of it in the page


def test_a_page_holds_what_its_scripts_read(result: StudyResult, view: View, pages: Pages) -> None:
    page = pages(result)
    found = blocks(html(page))
    figures = {figure.name for section in page.sections for figure in section.figures}
    assert {"dyads", "network"} <= set(found) <= set(LIVE)
    for name in LIVE:
        wanted = LIVE[name](view) if name in figures else {}
        assert found.get(name, {}) == json.loads(json.dumps(wanted)), name
    assert sum(len(json.dumps(each)) for each in found.values()) < MOST


def test_the_same_result_gives_the_same_data(result: StudyResult) -> None:
    one, other = View.of(result), View.of(result)
    for told in LIVE.values():
        assert inline(told(one)) == inline(told(other))


def test_hostile_names_stay_names(hostile: StudyResult, pages: Pages) -> None:
    text = html(pages(hostile))
    found = blocks(text)
    assert "<script>alert(1)</script>" in {name for _, name, *_ in found["network"]["economies"]}
    said = {flow["said"] for panel in found["dyads"]["panels"] for flow in panel["flows"]}
    assert '<script>alert(1)</script> → =HYPERLINK("http://evil")' in said
    for _, content in re.findall(r'application/json" id="(.*?)">(.*?)</script>', text):
        assert not re.search(r"[<>&\u2028\u2029]", content)


@pytest.mark.parametrize("name", ["</script>", "<!--<script>", "]]>", "a\u2028b", "ümlaut 中"])
def test_no_name_leaves_its_script_element(name: str) -> None:
    text = inline({"name": name})
    assert json.loads(text) == {"name": name}
    assert "<" not in text
    assert ">" not in text
