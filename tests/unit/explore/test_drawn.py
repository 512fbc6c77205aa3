"""The drawings and their sentences, on graphs that can be checked by hand."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tradenet.domain import Expected, Partition, Period, TradeGraph
from tradenet.explore import Choice, Explorer, Held, Scene
from tradenet.explore.figures import histories, intensities, network
from tradenet.explore.scene import Moment
from tradenet.explore.shelf import Told
from tradenet.explore.wording import grids, numbers
from tradenet.report.groups import shade
from tradenet.report.states import STATES

NAN = float("nan")
CODES = ("AAA", "BBB", "CCC", "DDD")
NAMES = {"AAA": "Ada", "BBB": "Bor", "CCC": "Cil", "DDD": "Dun"}
VALUES = [
    [NAN, 80.0, 10.0, NAN],
    [40.0, NAN, 5.0, 1.0],
    [20.0, 10.0, NAN, 0.0],
    [NAN, 2.0, 0.0, NAN],
]
HOPED = [
    [NAN, 40.0, 20.0, 1.0],
    [40.0, NAN, 10.0, 2.0],
    [10.0, 10.0, NAN, 1.0],
    [1.0, 1.0, 1.0, NAN],
]
SEEN = Held((2018, 2019), (), NAMES, "flows.csv")


def moment(
    labels: tuple[int, ...],
    period: int = 2019,
    values: list[list[float]] = VALUES,
    untold: tuple[tuple[str, str], ...] = (),
) -> Moment:
    """Return a period in which four economies trade as the tables above say."""
    graph = TradeGraph(CODES, np.array(values) * 1e9, Period(period))
    hoped = np.array(HOPED) * 1e9
    expected = Expected(CODES, hoped, graph.observed & ~np.isnan(hoped), "by hand")
    told = {(CODES[i], CODES[j]) for i, j in np.argwhere(~np.isnan(graph.values))} - set(untold)
    partition = Partition(CODES, np.array(labels), 0.0, "by hand")
    return Moment(graph, expected, partition, frozenset(told))


def cell(period: int, exporter: str, importer: str, **told: Any) -> Mapping[str, Any]:  # noqa: ANN401
    """Return a row of the flows; nobody told anything unless said otherwise."""
    silent = {
        "product": "TOTAL", "value_usd": None, "exporter_report_usd": None,
        "importer_report_usd": None, "log_gap": None, "observed": "unobservable", "basis": None,
        "status": "absent", "source": "one", "vintage": "1",
    }  # fmt: skip
    return {"period": period, "exporter": exporter, "importer": importer, **silent, **told}


def both(exporter: float, importer: float) -> dict[str, Any]:
    """Return what a row says of which both sides reported."""
    return {
        "value_usd": importer, "exporter_report_usd": exporter, "importer_report_usd": importer,
        "log_gap": float(np.log(exporter / importer)), "observed": "both", "status": "kept",
        "basis": "importer",
    }  # fmt: skip


ROWS = (
    cell(2018, "AAA", "BBB", **both(70e9, 75e9)),
    cell(2019, "AAA", "BBB", **both(90e9, 80e9)),
    cell(2019, "AAA", "CCC", **both(40e9, 10e9)),
    cell(2019, "AAA", "DDD"),
    cell(2019, "CCC", "AAA", value_usd=20e9, observed="reconciled", status="kept"),
    cell(2019, "DDD", "BBB", value_usd=2e6, exporter_report_usd=2e6, observed="exporter_only",
         status="kept"),
)  # fmt: skip


def scene(
    *moments: Moment,
    economies: tuple[str, ...] = CODES,
    hub: str = "",
    rows: Any = ROWS,  # noqa: ANN401
) -> Scene:
    periods = [at.period for at in moments]
    choice = Choice(economies, periods[0], hub=hub, compare=periods[1] if periods[1:] else 0)
    return Scene(choice, SEEN, moments, Told(tuple(rows), SEEN.periods))


def painted(element: ET.Element, fill: str = "") -> Iterator[tuple[str, str, dict[str, str], str]]:
    """Yield the tag, text and attributes of every part of a drawing, and the fill it inherits."""
    fill = element.get("fill", fill)
    yield element.tag.rpartition("}")[2], element.text or "", element.attrib, fill
    for inside in element:
        yield from painted(inside, fill)


@pytest.fixture(scope="module")
def one() -> Scene:
    """A and B in one community, C and D in another."""
    return scene(moment((0, 0, 1, 1)), hub="AAA")


class TestNetwork:
    """The map and its sentence."""

    @pytest.mark.parametrize(
        ("labels", "said"),
        [
            ((0, 0, 0, 0), "In 2019 all 4 chosen economies fall into one community"),
            ((0, 0, 1, 1), "In 2019 the chosen economies fall apart: Ada and Bor; Cil and Dun"),
            (
                (0, 0, 0, 1),
                "In 2019 the chosen economies fall apart: Ada, Bor and Cil; Dun in none",
            ),
        ],
    )
    def test_the_title_says_who_is_together(self, labels: tuple[int, ...], said: str) -> None:
        assert network.finding(scene(moment(labels))) == said

    def test_a_line_is_an_intense_tie_that_matters(self, one: Scene) -> None:
        """A–B at 2.0, A–C at 2.0, B–D at 2.0 are drawn; B–C at 1.0 is not."""
        (drawn,) = network.draw(one).panels
        assert drawn.description.startswith("3 intense ties. ")
        assert "Tied among themselves: Ada and Bor; Ada and Cil; Bor and Dun." in drawn.description
        assert "Ada: community 1; Bor: community 1; Cil: community 2" in drawn.description

    def test_a_tie_too_small_for_both_is_none(self) -> None:
        """Twice what is expected, but a hundredth of the smaller one's trade."""
        small = [row.copy() for row in VALUES]
        small[1][3], small[3][1], small[3][2], small[2][3] = 2.0, 2.0, 3000.0, 0.0
        text = network.draw(scene(moment((0, 0, 1, 1), values=small))).panels[0].description
        assert "Bor and Dun" not in text

    def test_an_economy_stands_in_one_place_on_both_maps(self) -> None:
        seen = scene(moment((0, 0, 1, 1)), moment((0, 1, 0, 1), 2018))
        figure = network.draw(seen)
        assert [panel.name for panel in figure.panels] == ["network-2019", "network-2018"]
        words = [
            {text: (at.get("x"), at.get("y"), at.get("transform"))
             for _, text, at, _ in painted(ET.fromstring(panel.svg)) if text in NAMES.values()}
            for panel in figure.panels
        ]  # fmt: skip
        assert words[0] == words[1]
        assert sorted(words[0]) == sorted(NAMES.values())
        assert len({*words[0].values()}) == 4

    def test_colours_follow_the_trade_that_communities_share(self) -> None:
        """In 2018 the pairs are the same, numbered the other way round by size of economy."""
        seen = scene(moment((0, 0, 1, 1)), moment((1, 1, 0, 0), 2018))
        shapes = ("path", "circle", "use", "ellipse")
        counts = [
            Counter(fill for tag, _, _, fill in painted(ET.fromstring(panel.svg)) if tag in shapes)
            for panel in network.draw(seen).panels
        ]
        assert counts[0] == counts[1]
        assert [counts[0][shade(hue)] for hue in (0, 1, 2)] == [2, 2, 0]

    def test_the_legend_names_the_largest_of_each(self, one: Scene) -> None:
        meanings = [key.meaning for key in network.draw(one).key]
        assert meanings == ["1: Ada, Bor", "2: Cil, Dun", "chosen", "tie between two chosen"]


class TestIntensities:
    """The matrices."""

    def test_the_title_counts_what_is_above_and_what_cannot_be_seen(self, one: Scene) -> None:
        """Above: A→B 2, C→A 2, D→B 2. Not seen: A→D, D→A."""
        assert intensities.finding(one) == (
            "In 2019 3 of 10 flows with a number are above what is expected; "
            "2 flows of 12 cannot be seen"
        )

    def test_a_zero_is_a_number_and_a_gap_is_hatched(self, one: Scene) -> None:
        (panel,) = intensities.draw(one).panels
        assert panel.description.count("Dun to Cil: 0.00") == 1
        assert "Ada to Dun: –" in panel.description
        assert panel.svg.count(">0.00</text>") == 2
        parts = painted(ET.fromstring(panel.svg))
        fills = [fill for _, text, _, fill in parts if re.fullmatch(r"\d+\.\d\d", text)]
        assert {*fills} == {"#010101", "#ffffff"}  # every number has a colour to turn after dark
        assert len(fills) == 10
        assert panel.svg.count('fill="url(#') == 2

    def test_earlier_stands_left(self) -> None:
        seen = scene(moment((0, 0, 1, 1)), moment((0, 0, 1, 1), 2018))
        assert [panel.name for panel in intensities.draw(seen).panels] == [
            "intensities-2018", "intensities-2019",
        ]  # fmt: skip


class TestHistories:
    """Both reports over time."""

    def test_the_title_names_the_reports_furthest_apart(self, one: Scene) -> None:
        assert histories.finding(one) == (
            "In 2019, of 12 flows 2 have two reports, 8 nobody could see; furthest apart is "
            "Ada → Cil: 40.0 bn USD by the exporter, 10.0 bn USD by the importer"
        )

    def test_a_merged_number_is_not_called_a_report(self) -> None:
        rows = [cell(2019, "AAA", "BBB", value_usd=5e9, observed="both", status="kept")]
        seen = scene(moment((0, 0, 1, 1)), rows=rows)
        assert histories.finding(seen) == (
            "In 2019, of 12 flows 1 are told by one merged number, 11 nobody could see"
        )
        panel = next(p for p in histories.draw(seen).panels if p.name == "history-aaa-bbb")
        assert panel.description == "Merged by the source 2019. Largest: 5.00 bn USD."

    def test_the_flows_of_the_hub_come_first_and_pairs_stay_together(self, one: Scene) -> None:
        """By the size of both directions: A–B 120, A–C 30, A–D none; then B–C, B–D, C–D."""
        assert histories.shown(one) == (
            ("AAA", "BBB"), ("BBB", "AAA"), ("AAA", "CCC"), ("CCC", "AAA"), ("AAA", "DDD"),
            ("DDD", "AAA"), ("BBB", "CCC"), ("CCC", "BBB"), ("BBB", "DDD"), ("DDD", "BBB"),
            ("CCC", "DDD"), ("DDD", "CCC"),
        )  # fmt: skip
        assert len(histories.draw(one).panels) == histories.MOST

    def test_a_panel_says_who_told_when(self, one: Scene) -> None:
        panels = {panel.name: panel for panel in histories.draw(one).panels}
        told = panels["history-aaa-bbb"]
        assert told.title == "Trade from Ada to Bor, bn USD"
        assert told.description == (
            "The exporter told 2018–2019; the importer told 2018–2019. Largest: 90.0 bn USD."
        )
        assert panels["history-ddd-bbb"].title == "Trade from Dun to Bor, M USD"
        silent = panels["history-aaa-ddd"]
        assert silent.description == "Nobody told anything. Largest: none."
        assert STATES["unobservable"].colour in silent.svg

    def test_a_panel_is_drawn_once_whatever_else_changes(self, one: Scene) -> None:
        again = replace(one, choice=replace(one.choice, seed=5))
        pairs = zip(histories.draw(one).panels, histories.draw(again).panels, strict=True)
        assert all(first is second for first, second in pairs)

    def test_the_legend_holds_the_states_that_occur(self, one: Scene) -> None:
        meanings = [key.meaning for key in histories.draw(one).key]
        assert meanings[:3] == [
            "the exporter’s report", "the importer’s report", "both merged by the source",
        ]  # fmt: skip
        assert meanings[3:] == [
            STATES[name].words
            for name in ("both", "exporter_only", "reconciled", "unobservable", "not_held")
        ]


class TestWords:
    """Numbers above the drawings, tables below them."""

    def test_sums_are_of_flows_with_a_number_in_both_periods(self) -> None:
        """In 2018 A→B is not seen: 168 − 80 of 135 − 40, nine flows, not ten."""
        blind = [row.copy() for row in VALUES]
        blind[0][1] = NAN
        seen = scene(moment((0, 0, 1, 1)), moment((0, 0, 0, 0), 2018, blind))
        told = numbers(seen)
        now, then = seen.tables["summary"].to_pylist()
        assert (now["flows_with_a_number"], then["flows_with_a_number"]) == (10, 9)
        assert now["flows_compared"] == then["flows_compared"] == 9
        assert now["observed_usd_compared"] == pytest.approx(88e9)
        assert now["expected_usd_compared"] == pytest.approx(95e9)
        assert [number.value for number in told] == ["88.0", "× 0.93", "10 of 12", "2"]
        assert "9 flows among them with a number in both periods" in told[0].meaning
        assert told[3].meaning == "of two or more among 4 economies; 1 in 2018"

    def test_nothing_to_sum_is_told_as_such(self) -> None:
        nothing = [[NAN, 1.0, NAN, NAN], [1.0, NAN, NAN, NAN], [NAN] * 4, [NAN] * 4]
        seen = scene(moment((0, 0, 1, 1), values=nothing), economies=("CCC", "DDD"))
        told = numbers(seen)
        assert (told[0].value, told[0].unit) == ("not", "observed")
        assert told[1].value == "× –"
        assert seen.tables["summary"]["intensity_compared"].to_pylist() == [None]

    def test_every_community_has_a_row_and_everybody_is_in_one(self, one: Scene) -> None:
        lines, everybody = grids(one)["communities"]
        assert [row[:4] for row in lines.rows] == [
            ("2019: 1", "2", "Ada, Bor", "Ada, Bor"),
            ("2019: 2", "2", "Cil, Dun", "Cil, Dun"),
        ]
        assert [row[1] for row in everybody.rows] == ["Ada, Bor", "Cil, Dun"]
        assert lines.rows[0][5] == "× 1.50"

    def test_every_flow_says_who_could_see_it(self, one: Scene) -> None:
        (grid,) = grids(one)["intensities"]
        rows = {row[0]: row for row in grid.rows}
        assert len(rows) == 12
        assert rows["Ada → Bor"][2:] == (
            "80.0 bn USD", "40.0 bn USD", "2.00", "exporter and importer both reported",
        )  # fmt: skip
        assert rows["Ada → Dun"][2] == "not observed"
        assert rows["Ada → Dun"][4:] == ("–", "neither side filed: nobody can know")
        assert rows["Bor → Ada"][5] == "our files lack it"

    def test_histories_hold_both_reports_the_latest_first(self, one: Scene) -> None:
        (grid,) = grids(one)["histories"]
        assert [row[:5] for row in grid.rows[:3]] == [
            ("Ada → Bor", "2019", "90.0 bn USD", "80.0 bn USD", "80.0 bn USD"),
            ("Ada → Bor", "2018", "70.0 bn USD", "75.0 bn USD", "75.0 bn USD"),
            ("Ada → Cil", "2019", "40.0 bn USD", "10.0 bn USD", "10.0 bn USD"),
        ]
        assert len(grid.rows) == len(ROWS)


def test_an_economy_that_is_not_in_a_graph_has_no_number() -> None:
    at = moment((0, 0, 1, 1))
    assert all(np.isnan(x) for x in at.cell("AAA", "ZZZ"))
    assert not at.counts("AAA", "ZZZ")
    assert at.cell("AAA", "BBB") == (80e9, 40e9, 2.0)


def test_a_zero_that_nobody_told_is_no_number() -> None:
    """The graph reads as zero what a filer did not list; of one flow it may as well be missing."""
    at = moment((0, 0, 1, 1), untold=(("CCC", "DDD"),))
    assert np.isnan(at.cell("CCC", "DDD")[0])
    assert np.isnan(at.cell("CCC", "DDD")[2])
    assert not at.counts("CCC", "DDD")
    assert at.cell("DDD", "CCC") == (0.0, 1e9, 0.0)
    seen = scene(at)
    told = {(r["exporter"], r["importer"]): r for r in seen.tables["intensities"].to_pylist()}
    assert told["CCC", "DDD"]["intensity"] is None
    assert told["DDD", "CCC"]["intensity"] == 0.0
    assert ("CCC", "DDD") not in seen.compared


def test_flows_of_a_period_are_told_where_a_row_has_a_value() -> None:
    told = Told(tuple(ROWS), SEEN.periods)
    assert told.in_period(2018) == {("AAA", "BBB")}
    assert ("AAA", "DDD") not in told.in_period(2019)
    assert len(told.in_period(2019)) == 4


def test_many_economies_have_small_cells_and_few_panels(explorer: Explorer) -> None:
    seen = explorer.scene(
        explorer.choice("economies=CHN,IRN,PRK,RUS,IND,DEU,USA&period=2019&compare=2018")
    )
    assert len(histories.draw(seen).panels) == histories.MOST
    assert "Drawn: 12 of 42 flows; the CSV holds all." in histories.draw(seen).caption
    assert seen.tables["histories"].num_rows > 42
    assert len(intensities.draw(seen).panels) == 2
