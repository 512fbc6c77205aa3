from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tradenet import study
from tradenet.report import FIGURES
from tradenet.report.blocks import Grid, Page, Section
from tradenet.report.sections import SECTIONS, bookkeeping, communities, seeing, sources, trade
from tradenet.report.view import View
from tradenet.report.wording import billions, percent, ratio
from tradenet.study import StudyResult

Pages = Callable[[StudyResult], Page]


def grid(section: Section, name: str) -> Grid:
    (found,) = [b for b in section.blocks if isinstance(b, Grid) and b.name == name]
    return found


def changed(result: StudyResult, table: str, **columns: Any) -> StudyResult:  # noqa: ANN401
    """Return the result with columns of a table set anew, by a value or a function of the row."""
    rows = [
        {**row, **{k: v(row) if callable(v) else v for k, v in columns.items()}}
        for row in result.tables[table].to_pylist()
    ]
    made = pa.Table.from_pylist(rows, schema=result.tables[table].schema)
    return replace(result, tables={**result.tables, table: made})


@pytest.fixture(scope="module")
def monthly(result: StudyResult) -> StudyResult:
    """The same result told as months: October to December 2021, and April 2022."""
    codes = {2017: 202110, 2018: 202111, 2019: 202112, 2023: 202204}
    tables = {}
    for name, table in result.tables.items():
        if "period" not in table.column_names or name == "sources_side_by_side":
            tables[name] = table
            continue
        rows = [
            {**row, "period": codes.get(row["period"], row["period"])} for row in table.to_pylist()
        ]
        tables[name] = pa.Table.from_pylist(rows, schema=table.schema)
    window = replace(result.config.window, pre=(202111, 202112), post=(202204,))
    companions = {codes[code]: held for code, held in result.facts["companions"].items()}
    return replace(
        result,
        tables=tables,
        config=replace(result.config, window=window),
        facts={**result.facts, "network_period": 202204, "companions": companions},
    )


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory, result: StudyResult) -> StudyResult:
    """Five spokes and a hub: fifteen dyads; the members' cells are those that are there."""
    bloc = study.load(
        "brown-2022", ['bloc.spokes=["PRK","IRN","RUS","KAZ","IND"]', "window.pre=[2018, 2019]"]
    ).bloc
    assert tmp_path_factory.getbasetemp().is_dir()
    return replace(result, config=replace(result.config, bloc=bloc))


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_a_section_can_be_made_of_months(
    section: Callable[[View], Section], monthly: StudyResult
) -> None:
    made = section(View.of(monthly))
    assert made.anchor
    assert made.title


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.__name__)
def test_a_section_can_be_made_of_a_large_bloc(
    section: Callable[[View], Section], large: StudyResult
) -> None:
    made = section(View.of(large))
    assert made.short
    assert all(isinstance(text, str) and text for text in (*made.paragraphs, *made.technical))


def test_months_are_written_as_months(monthly: StudyResult) -> None:
    view = View.of(monthly)
    assert view.calendar == (202110, 202111, 202112, 202201, 202202, 202203, 202204)
    assert "2021-11–2021-12" in grid(seeing.coverage(view), "coverage").rows[0][1]
    assert "in 2022-04" in FIGURES["dyads"](view).panels[2].description


def test_a_large_bloc_is_counted_in_figures(large: StudyResult) -> None:
    assert trade.dyads(View.of(large)).title == "The 15 dyads over time"
    assert len(FIGURES["dyads"](View.of(large)).panels) == 15


def test_the_dyads_table_holds_what_counts(view: View) -> None:
    table = grid(trade.dyads(view), "dyads-values")
    assert [column.title for column in table.columns] == [
        "Flow", "2019", "Who told, 2019", "2023", "Who told, 2023",
    ]  # fmt: skip
    rows = {row[0]: row for row in table.rows}
    kept = view.cells[2019, "CHN", "RUS"]
    assert rows["China → Russia"][1] == billions(kept["value_usd"])
    assert rows["China → Russia"][2] == "exporter and importer both reported"
    assert rows["Russia → Iran"][1] == "–"
    assert rows["Russia → Iran"][2].endswith("does not count")
    assert rows["Russia → Iran"][4] == "neither side filed: nobody can know"


def test_the_groups_table_holds_both_readings(view: View) -> None:
    table = grid(trade.groups(view), "groups-values")
    assert {row[2] for row in table.rows} == {"absent = zero", "absent = missing"}
    assert {row[1] for row in table.rows} == {"2019", "2023"}
    (told,) = [
        row for row in view.rows("groups")
        if (row["period"], row["class"], row["reading"]) == (2019, "hub_spoke", "zero")
    ]  # fmt: skip
    (shown,) = [row for row in table.rows if row[:3] == ("Hub–spoke", "2019", "absent = zero")]
    assert shown[3:] == (
        billions(told["trade_usd"]),
        billions(told["expected_usd"]),
        ratio(told["intensity"]),
        percent(told["share_of_members_trade"]),
        "6 of 6",
    )


def test_the_largest_flow_is_set_against_what_is_expected(view: View) -> None:
    largest = view.largest
    assert largest is not None
    text = trade.intensity(view).paragraphs[0]
    assert "Russia → China was worth 98.7 bn USD in 2023" in text
    assert "in 2023" not in trade.intensity(View.of(bare(view))).paragraphs[0]


def bare(view: View) -> StudyResult:
    return replace(view.result, tables={"economies": view.result.tables["economies"]})


def test_the_economies_of_the_picture_are_listed_largest_first(view: View) -> None:
    rows = grid(communities.network(view), "network-nodes").rows
    assert len(rows) == len(view.rows("nodes"))
    largest = max(view.rows("nodes"), key=lambda row: float(row["trade_usd"]))
    assert rows[0][1] == largest["economy"]
    assert rows[0][2] == str(largest["community"] + 1)


def test_companions_are_those_of_the_partition(view: View) -> None:
    labels = {
        row["economy"]: row["community"]
        for row in view.rows("communities")
        if row["period"] == 2023 and row["null"] == "margins"
    }
    home = [code for code, label in labels.items() if label == labels["CHN"]]
    rows = [
        row for row in grid(communities.together(view), "company-table").rows if row[0] == "2023"
    ]
    (row,) = [row for row in rows if "China" in row[1]]
    assert row[2] == str(len(home))
    others = {view.name(code) for code in home} - set(row[1].replace(" and ", ", ").split(", "))
    assert all(name in row[3] for name in others)


def test_many_companions_are_cut_short(result: StudyResult) -> None:
    group = ["CHN", "PRK", *(f"X{k:02}" for k in range(40))]
    many = replace(
        result, facts={**result.facts, "companions": {2023: {"CHN": group, "PRK": group}}}
    )
    (row,) = grid(communities.together(View.of(many)), "company-table").rows
    assert row[1] == "China and North Korea"
    assert row[3].endswith("and 34 others")


def test_each_telling_of_a_dyad_has_a_line(view: View) -> None:
    table = grid(sources.side_by_side(view), "sources-chn-rus")
    shown = [int(column.title) for column in table.columns[3:]]
    told = [
        row for row in view.rows("sources_side_by_side")
        if {row["exporter"], row["importer"]} == {"CHN", "RUS"} and row["period"] in shown
    ]  # fmt: skip
    cells = [cell for row in table.rows for cell in row[3:] if cell != "–"]
    assert len(cells) == len(told)
    assert {part for cell in cells for part in cell.split(" / ")} == {
        billions(row["value_usd"]) for row in told
    }


def test_who_tells_is_said(view: View) -> None:
    rows = grid(sources.side_by_side(view), "sources-irn-rus").rows
    words = {row[2] for row in rows}
    assert "importer, CIF, self-report" in words
    assert any("lower bound" in each for each in words)
    assert any("estimated" in each for each in words)


def test_two_vintages_of_one_telling_share_a_cell(result: StudyResult) -> None:
    rows = result.tables["sources_side_by_side"].to_pylist()
    last = max(row["period"] for row in rows)
    one = {**rows[0], "exporter": "CHN", "importer": "RUS", "period": last, "value_usd": 1e9}
    made = [
        {**one, "vintage": "a"},
        {**one, "vintage": "b", "value_usd": 2e9},
        {**one, "vintage": "c"},
    ]
    table = pa.Table.from_pylist(made, schema=result.tables["sources_side_by_side"].schema)
    both = replace(result, tables={**result.tables, "sources_side_by_side": table})
    (row,) = grid(sources.side_by_side(View.of(both)), "sources-chn-rus").rows
    assert row[3] == "1.000 / 2.000"


def test_without_sources_nothing_is_compared(result: StudyResult) -> None:
    tables = {k: v for k, v in result.tables.items() if k != "sources_side_by_side"}
    section = sources.side_by_side(View.of(replace(result, tables=tables)))
    assert section.blocks == ()
    assert section.technical == ("This result holds no sources to compare.",)


def test_every_vintage_in_use_is_named(result: StudyResult) -> None:
    told = changed(result, "dyads", vintage=lambda row: "new" if row["period"] > 2018 else "")
    rows = grid(sources.vintages(View.of(told)), "sources-used").rows
    assert [row[1:] for row in rows] == [("not stated", "2017–2018"), ("new", "2019 and 2023")]


def test_the_files_that_were_read_are_named_with_their_hashes(view: View) -> None:
    (row,) = grid(sources.vintages(view), "sources-files").rows
    assert row[0] == "reports.csv"
    assert len(row[2]) == 64


def test_coverage_without_a_gate_does_not_claim_to_see(result: StudyResult) -> None:
    facts = {k: v for k, v in result.facts.items() if not k.startswith("observable")}
    words = seeing.coverage(View.of(replace(result, facts=facts))).paragraphs
    assert all(text.endswith("It cannot be seen well enough to be tested.") for text in words)


def test_the_rule_of_the_gate_is_quoted(view: View, result: StudyResult) -> None:
    assert "coverage ≥ 0.67" in seeing.coverage(view).technical[1]
    silent = tuple(replace(test, rule="") for test in result.tests)
    section = seeing.coverage(View.of(replace(result, tests=silent)))
    assert section.technical[1].endswith("T0 was not run.")


@pytest.mark.parametrize(
    ("passed", "word"), [(True, "passed"), (False, "not passed"), (None, "described")]
)
def test_the_outcome_of_a_test_is_a_word(
    result: StudyResult, word: str, *, passed: bool | None
) -> None:
    tests = tuple(replace(t, rule="r", passed=passed, p_value=0.034) for t in result.tests[:1])
    (row,) = grid(bookkeeping.battery(View.of(replace(result, tests=tests))), "tests").rows
    assert (row[2], row[4]) == (word, "0.03")


def test_the_ledger_balances_on_the_page(view: View) -> None:
    rows = grid(bookkeeping.ledger(view), "ledger-lines").rows
    for book in view.result.ledgers:
        steps = {line.step for line in book.lines}
        counted = sum(int(row[3].replace(",", "")) for row in rows if row[0] in steps)
        assert counted == book.rows
        assert book.kept_usd <= book.value_usd + Decimal("0.00")


def test_a_bloc_without_a_hub_is_explained(without_hub: StudyResult) -> None:
    rows = dict(grid(bookkeeping.glossary(View.of(without_hub)), "words").rows)
    assert "Hub–spoke" not in rows
    assert rows["Mutual trade"] == "Trade of the members with one another: Iran and Russia."


def test_the_files_of_the_last_section_are_written(view: View, written: Path) -> None:
    for link in bookkeeping.files(view).links:
        assert (written / link.file).is_file()
        assert link.meaning


def unjudged(result: StudyResult) -> StudyResult:
    """Return the result of a study that did not ask for every test, so that no rule was applied."""
    facts = {name: fact for name, fact in result.facts.items() if name != "verdict_row"}
    return replace(result, facts=facts)


def test_numbers_of_the_first_screen_follow_the_result(result: StudyResult, pages: Pages) -> None:
    numbers = pages(unjudged(result)).numbers
    after = ratio(result.facts["intensity_hub_spoke_post"])
    assert [number.value for number in numbers] == [f"{after} ×", "0 of 6", "98.7", "9 of 9"]
    assert [number.unit for number in numbers] == ["expectation", "dyad-years", "bn USD", "tests"]
    assert numbers[1].meaning.endswith("(0 of 12 before)")


def test_numbers_that_the_result_lacks_are_left_out(without_hub: StudyResult, pages: Pages) -> None:
    assert [number.unit for number in pages(unjudged(without_hub)).numbers] == [
        "dyad-years", "tests",
    ]  # fmt: skip
