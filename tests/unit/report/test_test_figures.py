"""The figures of the tests of the hypothesis, on a battery small enough to be followed by hand."""

import math
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest

from tests.unit.report.judged import CASES, Case, judged, untested
from tradenet.report.blocks import Figure
from tradenet.report.drawing import FORTH, HATCH, OKABE_ITO, PAPER
from tradenet.report.figures import FIGURES, TEST_FIGURES, of_test
from tradenet.report.figures.axis import factor_ticks
from tradenet.report.figures.event_study import _stretches
from tradenet.report.figures.hidden import assumed
from tradenet.report.figures.rows_of_rule import looks
from tradenet.report.figures.specifications import choices, ordered
from tradenet.report.view import View
from tradenet.study import StudyResult
from tradenet.study.answer import MAIN
from tradenet.study.inference_tables import SCHEMAS

Texts = Callable[[str], list[str]]
Marks = Callable[[str], list[dict[str, str]]]
SPOKES = {"spoke_placebos", "spoke_without_each", "spoke_power"}


def looking_at(result: StudyResult, name: str, **tables: Any) -> View:  # noqa: ANN401
    made = judged(result, CASES[name][0])
    return View.of(replace(made, tables={**made.tables, **tables}))


@pytest.fixture(scope="module")
def bloc(result: StudyResult) -> View:
    """A world in which every test can be made."""
    return looking_at(result, "bloc")


@pytest.fixture(scope="module")
def drawings(bloc: View) -> dict[str, Figure]:
    made = {name: draw(bloc) for name, draw in TEST_FIGURES.items()}
    return {name: figure for name, figure in made.items() if figure is not None}


def changed(result: StudyResult, table: str, rows: Callable[[list[Any]], list[Any]]) -> View:
    """Return the world with every test, a table of it changed."""
    made = judged(result, CASES["bloc"][0])
    old = made.tables[table]
    new = pa.Table.from_pylist(rows(old.to_pylist()), schema=old.schema)
    return View.of(replace(made, tables={**made.tables, table: new}))


def test_every_figure_is_drawn_where_every_test_is_made(drawings: dict[str, Figure]) -> None:
    assert list(drawings) == list(TEST_FIGURES)
    names = [part.name for figure in drawings.values() for part in figure.panels]
    assert len(names) == len(set(names))
    assert len({figure.name for figure in drawings.values()} | set(FIGURES)) == len(
        TEST_FIGURES
    ) + len(FIGURES)


@pytest.mark.parametrize("name", TEST_FIGURES)
def test_a_drawing_is_told_in_words_too(name: str, drawings: dict[str, Figure]) -> None:
    figure = drawings[name]
    assert figure.title
    assert len(figure.caption) > 80
    for part in figure.panels:
        assert ET.fromstring(part.svg).get("role") == "img"
        assert len(part.description) > 20
        assert not re.search(r"\bnan\b|\bNone\b|\binf\b", part.svg + part.description)
        assert "<style" not in part.svg


@pytest.mark.parametrize("name", TEST_FIGURES)
def test_a_drawing_is_the_same_every_time(
    name: str, bloc: View, drawings: dict[str, Figure]
) -> None:
    assert TEST_FIGURES[name](bloc) == drawings[name]


@pytest.mark.parametrize("name", TEST_FIGURES)
def test_there_is_no_drawing_where_nothing_was_run(name: str, result: StudyResult) -> None:
    assert TEST_FIGURES[name](View.of(untested(result))) is None


def test_a_class_that_cannot_be_tested_is_not_drawn(result: StudyResult) -> None:
    view = looking_at(result, "open")
    drawn = {name for name in TEST_FIGURES if TEST_FIGURES[name](view) is not None}
    assert drawn == set(TEST_FIGURES) - SPOKES
    assert len(of_test(view, "hub_placebos", "spoke_placebos")) == 1


@pytest.mark.parametrize("name", TEST_FIGURES)
def test_empty_tables_draw_nothing(name: str, result: StudyResult) -> None:
    empty = {
        table: pa.table({key: pa.array([], kind) for key, kind in schema.items()})
        for table, schema in SCHEMAS.items()
    }
    made = judged(result, CASES["bloc"][0])
    empty["specifications"] = made.tables["specifications"].slice(0, 0)
    assert TEST_FIGURES[name](looking_at(result, "bloc", **empty)) is None


def test_the_placebos_are_split_at_the_real_set(result: StudyResult, marks: Marks) -> None:
    figure = TEST_FIGURES["hub_placebos"](looking_at(result, "open"))
    assert figure is not None
    assert figure.title.startswith("Of 10 sets, the real one included, 40 % rose at least")
    drawn = [mark for mark in marks(figure.panels[0].svg) if mark["kind"] == "path"]
    begins = [float(re.findall(r"^M([\d.]+)", mark["d"])[0]) for mark in drawn]
    painted = list(zip(begins, drawn, strict=True))
    (real,) = (x for x, mark in painted if mark.get("stroke") == FORTH)
    less = [x for x, mark in painted if mark.get("fill") == HATCH]
    more = [x for x, mark in painted if mark.get("fill") == OKABE_ITO[1]]
    assert max(less) < real <= min(more) + 0.051
    assert "9 comparison sets between -0.40 and 0.40; the real set stands at 0.15, p = 0.400" in (
        figure.panels[0].description
    )


def test_both_classes_are_judged_on_one_scale(drawings: dict[str, Figure]) -> None:
    for name, stands in (("hub_placebos", "stands at 9.00"), ("spoke_placebos", "stands at 0.90")):
        assert stands in drawings[name].panels[0].description


def test_the_dyad_that_carries_the_class_is_named(drawings: dict[str, Figure]) -> None:
    figure = drawings["hub_without_each"]
    low = f"× {math.exp(0.3):.2f}"
    assert f"by {low} (without China – Russia) to" in figure.title
    assert "without China – North Korea" in figure.panels[0].description
    assert figure.panels[0].description.startswith("all dyads: × 1.82, p = 0.004; without")


def test_a_class_of_which_nothing_is_left_says_so(result: StudyResult, texts: Texts) -> None:
    view = changed(
        result, "without_each", lambda rows: [{**row, "log_change": None} for row in rows]
    )
    figure = TEST_FIGURES["hub_without_each"](view)
    assert figure is not None
    assert figure.title == "Without any one dyad nothing is left to be compared"
    assert texts(figure.panels[0].svg).count("nothing left to compare") == 3


def test_the_power_says_what_can_be_found(
    result: StudyResult, drawings: dict[str, Figure], texts: Texts
) -> None:
    figure = drawings["hub_power"]
    assert figure.title == "A rise of × 1.73 would be found in four cases of five"
    assert "× 1.73" in texts(figure.panels[0].svg)
    made = judged(result, CASES["bloc"][0])
    weak = tuple(
        replace(test, details=tuple({**dict(test.details), "detectable_factor": None}.items()))
        for test in made.tests
    )
    unknown = TEST_FIGURES["hub_power"](View.of(replace(made, tests=weak)))
    assert unknown is not None
    assert unknown.title == "No rise that was tried would be found in four cases of five"


def test_the_event_study_leaves_gaps(bloc: View) -> None:
    rows = [row for row in bloc.rows("event_study") if row["class"] == "hub_spoke"]
    told = dict.fromkeys((2017, 2018, 2019, 2023), "one")
    stretches = [[row["period"] for row in stretch] for stretch in _stretches(rows, told)]
    assert stretches == [[2017, 2018, 2019], [2023]]
    other = {**told, 2019: "another"}
    stretches = [[row["period"] for row in stretch] for stretch in _stretches(rows, other)]
    assert stretches == [[2017, 2018], [2019], [2023]]


def test_the_event_study_marks_the_event_and_counts_what_is_above(
    drawings: dict[str, Figure], texts: Texts
) -> None:
    figure = drawings["event_study"]
    assert figure.title == (
        "Hub–spoke trade lies above the band in 1 of 1 period after the event; spoke–spoke trade "
        "lies above the band in 1 of 1 period after the event"
    )
    assert [part.group for part in figure.panels] == ["Hub–spoke", "Spoke–spoke"]
    svg = figure.panels[0].svg
    assert any("Russia invades Ukraine" in text for text in texts(svg))
    assert 'fill="url(#' in svg  # 2020 to 2022 are hatched


def test_partners_stand_in_order_and_the_hub_stands_out(
    result: StudyResult, texts: Texts, marks: Marks
) -> None:
    figure = TEST_FIGURES["partners"](looking_at(result, "open"))
    assert figure is not None
    assert figure.title == "China stands on rank 2 of 20; India rose most"
    shown = [text for text in texts(figure.panels[0].svg) if text in {"India", "China", "Mexico"}]
    assert shown == ["India", "China", "Mexico"]
    fills = [mark.get("fill") for mark in marks(figure.panels[0].svg)]
    assert fills.count(FORTH) == 1
    assert fills.count(OKABE_ITO[1]) == 2  # two rivals named


def test_cohesion_does_not_bridge_a_gap(drawings: dict[str, Figure], marks: Marks) -> None:
    stays, spokes = drawings["cohesion"].panels

    def lines(svg: str) -> int:
        drawn = [mark for mark in marks(svg) if mark["kind"] == "path"]
        return sum((m.get("stroke"), m.get("stroke-width")) == (FORTH, "1.5") for m in drawn)

    assert lines(stays.svg) == 2  # 2017 to 2018 and on to 2019, not on to 2023
    assert lines(spokes.svg) == 0  # 2018 is not observed
    assert "2018: –" in spokes.description


def test_cohesion_that_nobody_sees_says_so(result: StudyResult, texts: Texts) -> None:
    view = changed(
        result, "cohesion", lambda rows: [{**row, "spokes_log_intensity": None} for row in rows]
    )
    figure = TEST_FIGURES["cohesion"](view)
    assert figure is not None
    assert "not observed in any period" in texts(figure.panels[1].svg)


def test_co_assignment_is_hatched_where_it_is_not_known(
    drawings: dict[str, Figure], marks: Marks
) -> None:
    part = drawings["co_assignment"].panels[0]
    assert "2017 25 %, 2018 –, 2019 25 %, 2020 –" in part.description
    hatched = [m for m in marks(part.svg) if m.get("fill", "").startswith("url(#")]
    assert len(hatched) == 3 * 3 + 1


def test_scenarios_name_what_is_assumed_and_the_row(
    drawings: dict[str, Figure], texts: Texts
) -> None:
    figure = drawings["hidden"]
    assert figure.title == (
        "With 2 assumptions about hidden trade, row 2 of the table holds in every case"
    )
    shown = texts(figure.panels[0].svg)
    assert {"Crude", "1", "1.5", "2"} <= set(shown)
    assert [key.meaning for key in figure.key] == ["row 2: SUPPORTED-BLOC"]


def test_a_scenario_that_moves_the_row_looks_different(result: StudyResult) -> None:
    view = changed(
        result,
        "specifications",
        lambda rows: [
            {**row, "row": 7 if row["variant"] == "hidden: Crude: 1.5" else row["row"]}
            for row in rows
        ],
    )
    figure = TEST_FIGURES["hidden"](view)
    assert figure is not None
    assert figure.title.startswith("1 of 2 assumptions")
    assert len(figure.key) == 2


def test_the_longest_level_that_fits_is_taken() -> None:
    assert assumed("Crude: 1.5", {"Crude": ["1", "1.5"]}) == {"Crude": "1.5"}
    assert assumed("Crude: 1", {"Crude": ["1", "1.5"], "Arms": ["1"]}) == {"Crude": "1"}


def test_specifications_are_sorted_and_marked(
    result: StudyResult, texts: Texts, marks: Marks
) -> None:
    view = looking_at(result, "moved")
    lines = [row["variant"] for row in ordered(choices(view), "hub_spoke")]
    assert lines == ["window: short", MAIN, "mirror: exporter first", "source: gone"]
    figure = TEST_FIGURES["specifications"](view)
    assert figure is not None
    assert figure.title == "1 of 2 critical choices give another row of the table than row 11"
    assert [key.meaning.split(":")[0] for key in figure.key] == ["row 11", "row 10", "hollow"]
    (part,) = figure.panels
    shown = texts(part.svg)
    assert [text for text in shown if text in {*lines, "main specification"}] == [
        "window: short", "main specification", "mirror: exporter first", "source: gone",
    ]  # fmt: skip
    assert {"no estimate", "not computed", "10", "11"} <= set(shown)
    hollow = [m for m in marks(part.svg) if (m.get("fill"), m.get("stroke")) == (PAPER, FORTH)]
    assert len(hollow) == 1  # the variant that is shown only


def test_spokes_have_a_panel_of_their_own_where_they_have_estimates(
    drawings: dict[str, Figure],
) -> None:
    panels = drawings["specifications"].panels
    assert [part.group for part in panels] == ["Hub–spoke", "Spoke–spoke"]


def test_the_row_of_the_main_specification_is_blue_and_round() -> None:
    marks = looks(7, [{"row": n} for n in (7, 1, 11, 2, 3, 5)])
    assert marks[7] == (FORTH, "o")
    assert len(set(marks.values())) == 5  # the fifth other row repeats a mark, the key tells them
    assert list(marks) == [7, 1, 2, 3, 5, 11]


@pytest.mark.parametrize(("low", "high"), [(-0.1, 0.1), (-0.5, 0.8), (-1.4, 2.4), (-6.0, 4.0)])
def test_ticks_of_factors_do_not_touch(low: float, high: float) -> None:
    ticks = [math.log(x) for x in factor_ticks(low, high)]
    assert 0.0 in ticks
    assert len(ticks) >= 2
    steps = [b - a for a, b in pairwise(ticks)]
    assert min(steps) >= 0.08 * (high - low)


def test_names_that_are_markup_stay_text(hostile: StudyResult) -> None:
    view = View.of(judged(hostile, Case(CASES["open"][0].found)))
    for name in ("hub_without_each", "partners", "co_assignment"):
        figure = TEST_FIGURES[name](view)
        assert figure is not None
        assert "<script" not in figure.panels[0].svg
        assert "&lt;script" in figure.panels[0].svg
