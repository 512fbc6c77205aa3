"""The report of the design substitution in worlds whose answer is known, whole and with gaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from tests.unit.study.borders import borders, run
from tradenet.bloc import BlocTestResult
from tradenet.bloc.substitution import CHOICES, TABLE
from tradenet.report.blocks import Figure, Grid, Section
from tradenet.report.designs.substitution import LAYOUT, MEANINGS, judged
from tradenet.report.figures import border_months, neighbours, remittances
from tradenet.report.page import page_of
from tradenet.report.render import html, markdown
from tradenet.report.sections import substitution
from tradenet.report.view import View
from tradenet.study import StudyResult

PLANTED = {"absent": 1.0, "risen": 5.0, "fallen": 0.2}
VERDICTS = {"absent": "TOO-SMALL-TO-SEE", "risen": "SUPPORTED", "fallen": "REVERSED"}
OWN_TABLES = (
    "substitution_account",
    "substitution_choices",
    "substitution_estimates",
    "substitution_months",
    "substitution_neighbours",
    "substitution_paths",
    "substitution_worlds",
)
FIGURES: dict[str, Callable[[View], Figure | None]] = {
    "remittances": remittances.draw,
    "neighbours": neighbours.paths,
    "neighbour-changes": neighbours.scores,
    "border-months": border_months.draw,
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, StudyResult]:
    """The shipped study in three made-up worlds of real borders."""
    return {name: run(tmp_path_factory.mktemp(name), planted) for name, planted in PLANTED.items()}


@pytest.fixture(scope="module")
def absent(results: dict[str, StudyResult]) -> StudyResult:
    return results["absent"]


@pytest.fixture(scope="module")
def view(absent: StudyResult) -> View:
    return View.of(absent)


def changed(result: StudyResult, **facts: Any) -> StudyResult:  # noqa: ANN401 - any fact
    return replace(result, facts={**result.facts, **facts})


def without(result: StudyResult, *tables: str) -> StudyResult:
    kept = {name: table for name, table in result.tables.items() if name not in tables}
    return replace(result, tables=kept)


def unseen(result: StudyResult) -> StudyResult:
    """Return the result with no comparison, as a file without the years would give."""
    reason = "3 dyads are comparable"
    tests = tuple(
        BlocTestResult(
            "S2",
            test.question,
            rule=test.rule,
            effect=f"not applicable: {reason}",
            details=(("not_applicable", reason),),
        )
        if test.name == "S2"
        else test
        for test in result.tests
    )
    rows = result.tables["substitution_choices"].to_pylist()
    empty = dict.fromkeys(("change", "lower", "upper", "p_rise", "p_fall", "detectable"))
    choices = pa.Table.from_pylist(
        [
            {**row, **empty, "comparisons": None, "reading": "UNSEEN", "problem": reason}
            for row in rows
        ],
        schema=result.tables["substitution_choices"].schema,
    )
    bare = without(result, "substitution_neighbours", "substitution_paths", "substitution_worlds")
    return replace(
        changed(bare, reading_years="UNSEEN", verdict_row=1, needed=None),
        tests=tests,
        verdict="INSUFFICIENT-DATA",
        tables={**bare.tables, "substitution_choices": choices},
    )


def grids(section: Section) -> dict[str, Grid]:
    return {block.name: block for block in section.blocks if isinstance(block, Grid)}


def words(page: str) -> str:
    """Return what a reader sees of a page: no tag, no script, no style."""
    seen = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"<[^>]+>", " ", seen)


def panels(view: View) -> Iterator[tuple[str, Any]]:
    for name, draw in FIGURES.items():
        figure = draw(view)
        assert figure is not None
        for panel in figure.panels:
            yield name, panel


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_response_has_its_verdict(name: str, results: dict[str, StudyResult]) -> None:
    result = results[name]
    assert result.verdict == VERDICTS[name]
    row = TABLE[result.facts["verdict_row"] - 1]
    assert row.verdict == result.verdict
    assert result.sentence.startswith(row.sentence)


@pytest.mark.parametrize("name", PLANTED)
def test_what_was_planted_lies_between_the_bounds(
    name: str, results: dict[str, StudyResult]
) -> None:
    rows = results[name].tables["substitution_choices"].to_pylist()
    (main,) = [
        row
        for row in rows
        if row["choice"] == "as the study is fixed" and row["direction"] == "to_large"
    ]
    assert main["comparisons"] > 19
    from math import log

    assert main["lower"] - 0.2 < log(PLANTED[name]) < main["upper"] + 0.2


def test_the_other_direction_stays_as_it_was(results: dict[str, StudyResult]) -> None:
    """Only exports to China were multiplied."""
    changes = {
        name: [
            row["change"]
            for row in result.tables["substitution_choices"].to_pylist()
            if row["direction"] == "to_small" and row["choice"] == "coal prices not controlled"
        ]
        for name, result in results.items()
    }
    assert changes["absent"] == pytest.approx(changes["risen"], abs=0.02)
    assert changes["absent"] == pytest.approx(changes["fallen"], abs=0.02)


def test_the_silent_economy_is_told_by_its_neighbour(absent: StudyResult) -> None:
    """North Korea files nothing; China's imports are its exports."""
    rows = [
        row
        for row in absent.tables["substitution_paths"].to_pylist()
        if row["in_question"] and row["direction"] == "to_large"
    ]
    assert [row["year"] for row in rows] == [*range(2000, 2014), 2015]
    cells = {
        row["period"]: row["importer_report_usd"]
        for row in absent.tables["dyads"].to_pylist()
        if (row["exporter"], row["importer"]) == ("PRK", "CHN")
    }
    assert all(row["trade_usd"] == pytest.approx(cells[row["year"]]) for row in rows)
    before = [row["index"] for row in rows if 2010 <= row["year"] <= 2013]
    assert sum(before) / 4 == pytest.approx(1)


def test_compared_dyads_are_neighbours_and_those_struck_are_apart(absent: StudyResult) -> None:
    rows = absent.tables["substitution_neighbours"].to_pylist()
    known = {frozenset(pair) for pair in borders()}
    assert all(frozenset((row["large"], row["small"])) in known for row in rows)
    by_role = {
        role: {code for row in rows if row["role"] == role for code in (row["large"], row["small"])}
        for role in ("in question", "compared", "exposed")
    }
    assert by_role["in question"] == {"CHN", "PRK"}
    former = {"RUS", "KAZ", "UKR", "BLR", "GEO", "ARM", "AZE", "EST", "LVA", "LTU"}
    assert not former & by_role["compared"]
    assert former & by_role["exposed"]
    struck = [row for row in rows if row["role"] == "exposed"]
    assert all(row["spread"] is None and row["score"] is None for row in struck)


def test_every_table_of_its_own_is_there(absent: StudyResult) -> None:
    assert set(OWN_TABLES) <= set(absent.tables)
    choices = absent.tables["substitution_choices"].to_pylist()
    assert [row["choice"] for row in choices] == [*CHOICES, *CHOICES]
    worlds = absent.tables["substitution_worlds"].to_pylist()
    for row in worlds:
        shares = [row[name] for name in ("rise", "fall", "low", "small", "open_")]
        assert sum(shares) == pytest.approx(1)
    assert worlds[-1]["kind"] == "as the account implies"
    assert worlds[-1]["planted"] == pytest.approx(absent.facts["needed"][1])


def test_the_first_screen_holds_four_numbers(view: View) -> None:
    numbers = list(substitution.numbers(view))
    assert [number.unit for number in numbers][:2] == ["M USD", "rise needed"]
    assert numbers[0].value == "55–177"
    assert numbers[1].value.startswith("× 1.0")
    assert numbers[3].unit == "rise that could be seen"
    assert all(number.meaning for number in numbers)


def test_the_first_screen_without_a_comparison_keeps_what_there_is(absent: StudyResult) -> None:
    numbers = list(substitution.numbers(View.of(unseen(absent))))
    assert [number.unit for number in numbers] == ["M USD"]
    nothing = changed(unseen(absent), shortfall_usd=None)
    assert list(substitution.numbers(View.of(nothing))) == []


def test_what_the_rule_looks_at_is_told(absent: StudyResult) -> None:
    told = list(substitution.inputs(View.of(absent)))
    assert [sign for sign, _, _ in told] == ["Y", "M", "STABLE"]
    assert told[0][2].startswith("SMALL: ")
    assert told[1][2] == "NOT-TESTABLE: too few months are known"
    assert told[2][2] == "yes"
    shaken = list(substitution.inputs(View.of(changed(absent, stable=False))))
    assert shaken[2][2] == "no"


def test_nothing_is_told_of_a_rule_that_was_not_applied(absent: StudyResult) -> None:
    facts = {
        name: value
        for name, value in absent.facts.items()
        if name not in {"verdict_row", "reading_years", "reading_months", "stable"}
    }
    bare = View.of(replace(absent, facts=facts, verdict="NOT-TESTED"))
    assert not judged(bare)
    assert list(substitution.inputs(bare)) == []
    assert page_of(bare.result).heading == "The answer so far"
    assert judged(View.of(absent))


def test_the_account_tells_what_it_rests_on(view: View) -> None:
    section = substitution.account(view)
    assert "50,000 to 77,110 roubles" in section.paragraphs[0]
    assert "534 to 600 dollars" in section.paragraphs[0]
    assert "55 to 177 M USD" in section.paragraphs[1]
    figures = grids(section)["account-estimates"]
    used = [figures.rows[k] for k in figures.marked]
    assert len(used) > 10
    assert all(row[-1] == "read" for row in used)
    assert {row[4].split(" ")[0] for row in used} == {"wage", "share", "workers"}
    memory = [row for row in figures.rows if row[-1] == "memory"]
    assert memory
    assert all(row[4] == "–" for row in memory)


def test_the_account_shows_each_december_and_all_of_2022(view: View) -> None:
    rows = grids(substitution.account(view))["account-months"].rows
    months = [row[0] for row in rows]
    assert [month for month in months if month.startswith("2022")] == [
        f"2022-{month:02d}" for month in range(1, 13)
    ]
    assert {month[-2:] for month in months if not month.startswith("2022")} == {"12"}
    (march,) = [row for row in rows if row[0] == "2022-03"]
    assert march[1] == "104.08"
    assert march[3] == "72 to 125 %"
    assert march[5] == "511 to 3,000"


def test_a_month_without_workers_has_a_dash(absent: StudyResult) -> None:
    table = absent.tables["substitution_account"]
    gone = [None] * table.num_rows
    names = ("workers_low", "workers_high", "shortfall_usd_low", "shortfall_usd_high")
    for name in names:
        at = table.schema.get_field_index(name)
        table = table.set_column(at, name, pa.array(gone, pa.float64()))
    bare = replace(
        changed(absent, shortfall_usd=None),
        tables={**absent.tables, "substitution_account": table},
    )
    section = substitution.account(View.of(bare))
    rows = grids(section)["account-months"].rows
    assert {row[5] for row in rows} == {row[6] for row in rows} == {"–"}
    assert len(section.paragraphs) == 2


def test_the_collapse_tells_both_directions_and_what_was_needed(view: View) -> None:
    section = substitution.collapse(view)
    said = " ".join(section.paragraphs)
    assert "North Korea → China: ×" in said
    assert "China → North Korea: ×" in said
    assert "exports had to rise by × 1.0" in said
    held = grids(section)
    asked, beside = (held[f"collapse-choices-{way}"] for way in ("to-large", "to-small"))
    assert len(asked.rows) == len(beside.rows) == len(CHOICES)
    assert len(asked.marked) == sum(critical for critical, _ in CHOICES.values())
    assert not beside.marked
    assert beside.folded
    assert {row[-1] for row in beside.rows} <= {"RISE", "FALL", "OPEN"}


def test_the_dyad_in_question_stands_first_in_its_table(view: View) -> None:
    held = grids(substitution.collapse(view))
    assert held["collapse-dyads"].rows[0][0] == "North Korea → China"
    assert all(row[-1] == "–" for row in held["collapse-exposed"].rows)
    assert len(held["collapse-worlds"].rows) == 6


def test_a_comparison_that_cannot_be_made_says_why(absent: StudyResult) -> None:
    section = substitution.collapse(View.of(unseen(absent)))
    assert "The comparison cannot be made: 3 dyads are comparable." in section.paragraphs
    held = grids(section)
    assert set(held) == {"collapse-choices-to-large", "collapse-choices-to-small"}
    assert {row[-1] for row in held["collapse-choices-to-large"].rows} == {
        "not made: 3 dyads are comparable"
    }
    assert not section.figures


def test_months_that_cannot_tell_say_what_is_lacking(view: View) -> None:
    section = substitution.months(view)
    said = " ".join(section.paragraphs)
    assert "from 2020-02 to 2021-12 and from 2022-05 to 2022-09" in said
    assert "needed: testable with ≥ 12 months" in said
    assert "known are 2 of 12 months with freight before the closure" in said


def test_months_that_tell_say_what_they_tell(absent: StudyResult) -> None:
    told = BlocTestResult(
        "S3", "?", rule="testable", statistic=1.9, effect="+1.90 % of trade", p_value=0.0123
    )
    tests = tuple(told if test.name == "S3" else test for test in absent.tests)
    tested = replace(changed(absent, months_lacking=[]), tests=tests)
    assert (
        "+1.90 % of trade (p = 0.012 of a rise)." in substitution.months(View.of(tested)).paragraphs
    )
    unasked = tuple(
        BlocTestResult("S3", "?") if test.name == "S3" else test for test in absent.tests
    )
    said = substitution.months(View.of(replace(absent, tests=unasked))).paragraphs
    assert said[-1] == "The test was not asked for."


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_the_same_twice_and_absent_without_their_table(
    name: str, view: View, absent: StudyResult
) -> None:
    one, other = FIGURES[name](view), FIGURES[name](view)
    assert one is not None
    assert other is not None
    assert [panel.svg for panel in one.panels] == [panel.svg for panel in other.panels]
    assert one.caption.endswith(".")
    assert one.source
    assert one.key
    assert FIGURES[name](View.of(without(absent, *OWN_TABLES))) is None


def test_every_panel_is_named_once_and_described(view: View) -> None:
    drawn = list(panels(view))
    names = [panel.name for _, panel in drawn]
    assert len(names) == len(set(names)) == 2 + 2 + 2 + 3
    for _, panel in drawn:
        assert panel.title
        assert panel.description.endswith(".")
        assert "nan" not in panel.description
        assert f'id="{panel.name}-title"' in panel.svg


def test_titles_state_the_finding(results: dict[str, StudyResult]) -> None:
    titles = {}
    for name, result in results.items():
        figure = neighbours.paths(View.of(result))
        assert figure is not None
        titles[name] = figure.title
    assert "within what" in titles["absent"]
    assert "outside what" in titles["risen"]
    assert "outside what" in titles["fallen"]
    dear = remittances.draw(View.of(results["absent"]))
    assert dear is not None
    assert "2022-03" in dear.title


def test_a_gap_breaks_the_line_of_months(view: View) -> None:
    """As many runs of known months as the table has."""
    rows = [
        row["trade_usd"] is not None
        for row in view.rows("substitution_months")
        if row["direction"] == "to_large"
    ]
    runs = "".join("x" if held else " " for held in rows).split()
    longer = [run for run in runs if len(run) > 1]
    mine = [row for row in view.rows("substitution_months") if row["direction"] == "to_large"]
    drawn = list(border_months.pieces(mine))
    assert [len(piece) for piece in drawn] == [len(run) for run in longer]
    figure = border_months.draw(view)
    assert figure is not None
    assert figure.title.startswith(f"Of {len(rows)} months, {sum(rows)} are known")


def test_trade_that_stopped_breaks_the_line_of_a_dyad(absent: StudyResult) -> None:
    table = absent.tables["substitution_paths"].to_pylist()
    for row in table:
        if row["in_question"] and row["year"] == 2008:
            row["index"] = 0.0
    holed = {**absent.tables, "substitution_paths": pa.Table.from_pylist(table)}
    whole, broken = (
        neighbours.paths(View.of(replace(absent, tables=tables)))
        for tables in (absent.tables, holed)
    )
    assert whole is not None
    assert broken is not None
    assert whole.panels[0].svg != broken.panels[0].svg


@pytest.mark.parametrize("name", PLANTED)
def test_the_page_is_whole(name: str, results: dict[str, StudyResult]) -> None:
    page = page_of(results[name])
    anchors = [section.anchor for section in page.sections]
    assert len(anchors) == len(set(anchors)) == len(LAYOUT.sections)
    assert {"rule", "see", "battery"} <= set(anchors)
    assert page.verdict_meaning == MEANINGS[page.verdict]
    text = words(html(page))
    assert not re.search(r"\b(None|nan|NaN|inf)\b", text)
    assert f"row {results[name].facts['verdict_row']} of {len(TABLE)}" in text


def test_the_page_is_whole_where_nothing_could_be_compared(absent: StudyResult) -> None:
    bare = unseen(absent)
    for text in (words(html(page_of(bare))), markdown(page_of(bare))):
        assert not re.search(r"\b(None|nan|NaN|inf)\b", text)
        assert "3 dyads are comparable" in text


def test_settings_of_tables_stand_apart(absent: StudyResult) -> None:
    """The rows of the account are readable among the settings."""
    page = page_of(absent)
    (section,) = [each for each in page.sections if each.anchor == "settings"]
    (grid,) = [block for block in section.blocks if isinstance(block, Grid)]
    named = {(row[0], row[1]): row[2] for row in grid.rows}
    assert named["design", "dependent"] == "PRK"
    assert named["design account", "base_first"] == "201001"
    assert named["design account workers 1", "first"] == "201001"
    assert "2016 permits" in named["design account workers 1", "rows"]
    assert not any("{" in value for value in named.values())
