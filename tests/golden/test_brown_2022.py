"""The numbers of the shipped study, kept so that a change of result is seen and explained.

``pytest tests/golden/test_brown_2022.py --rewrite-golden`` writes them anew; the CHANGELOG then
says what moved and why.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.conftest import Example
from tradenet.study import StudyResult


@pytest.fixture(scope="module")
def result(readme_example: Example) -> StudyResult:
    """The study as shipped, on the embedded snapshot."""
    made = readme_example.names["result"]
    assert isinstance(made, StudyResult)
    return made


def test_intensities_of_each_class(result: StudyResult, golden: Callable[..., None]) -> None:
    """Observed over expected per year, class and reading of absent cells."""
    rows = result.tables["groups"].to_pylist()
    golden(
        "brown_2022_intensity",
        {
            f"{row['reading']} {row['class']} {row['period']}": row["intensity"]
            for row in rows
            if row["intensity"] is not None
        },
    )


def test_who_sits_with_whom(result: StudyResult, golden: Callable[..., None]) -> None:
    """Pairs of members in one community, per year."""
    rows = result.tables["together"].to_pylist()
    golden(
        "brown_2022_together",
        {f"{row['one']}-{row['other']} {row['period']}": str(row["together"]) for row in rows},
    )


def test_communities(result: StudyResult, golden: Callable[..., None]) -> None:
    """Communities of 2023 under both nulls, against worlds, and the members' company."""
    tables = {name: table.to_pylist() for name, table in result.tables.items() if "comm" in name}
    lines = [row for row in tables["community_lines"] if row["period"] == 2023]
    stability = [row for row in tables["community_stability"] if row["period"] in (2019, 2023)]
    events = [row for row in tables["community_breaks"] if row["is_event"]]
    golden(
        "brown_2022_communities",
        {
            **{
                f"{row['null']} around {row['core']}": (
                    f"{row['economies']} economies, {row['members'] or 'no member'}, "
                    f"intensity {row['intensity']:.4f}, persistence {row['persistence']:.4f}"
                )
                for row in lines
            },
            **{
                f"{row['subject']} in worlds of {row['null_model']}": (
                    f"{row['value']:.4f}, 90 % {row['low']:.4f} to {row['high']:.4f}, "
                    f"p {row['p_value']:.3f}"
                )
                for row in tables["community_tests"]
            },
            **{
                f"{row['null']} {row['period']} company": (
                    f"members {row['members']:.3f}, others {row['others']:.3f}, "
                    f"entropy {row['entropy']:.3f}"
                )
                for row in stability
            },
            **{
                f"{row['null']} break": f"{row['change']:.3f}, p {row['p_value']:.3f}"
                for row in events
            },
        },
    )


def test_the_core_of_asia_moves_from_japan_to_china(result: StudyResult) -> None:
    """China's community against size alone has Japan as its core in 1995, China in 2011."""
    seats = {
        (row["period"], row["economy"]): row["label"]
        for row in result.tables["communities"].to_pylist()
        if row["null"] == "margins"
    }
    cores = {
        (row["period"], row["label"]): row["core"]
        for row in result.tables["community_lines"].to_pylist()
        if row["null"] == "margins"
    }
    told = {year: cores[year, seats[year, "CHN"]] for year in (1995, 2011)}
    assert told == {1995: "JPN", 2011: "CHN"}


def test_ledger(result: StudyResult, golden: Callable[..., None]) -> None:
    """Cells and dollars by status, exactly."""
    golden(
        "brown_2022_ledger",
        {
            f"{line.step} {line.status}": f"{line.rows} cells, {line.value_usd} USD"
            for ledger in result.ledgers
            for line in ledger.lines
        },
    )


def test_the_battery(result: StudyResult, golden: Callable[..., None]) -> None:
    """Effect and p-value of every test, to the fourth digit."""
    golden(
        "brown_2022_battery",
        {
            test.name: f"{test.effect}; p {test.p_value:.4f}" if test.p_value else test.effect
            for test in result.tests
        },
    )


def test_the_rule_and_every_variant(result: StudyResult, golden: Callable[..., None]) -> None:
    """The row of the decision table, with hub–spoke trade's rise where it is estimated."""
    lines = result.tables["specifications"].to_pylist()
    golden(
        "brown_2022_variants",
        {
            line["variant"]: (
                f"row {line['row']}, {line['hub_spoke_log_change']:.4f}"
                if line["row"]
                else line["problem"]
            )
            for line in lines
        },
    )
    assert result.verdict == "INSUFFICIENT-DATA"
    assert result.facts["verdict_row"] == 11
    assert all(line["row"] == 11 for line in lines if line["critical"])
    assert result.facts["variants_moved"] == []


def test_what_can_be_seen(result: StudyResult) -> None:
    """Hub–spoke trade is observable, spoke–spoke is not."""
    assert result.facts["observable_hub_spoke"] is True
    assert result.facts["observable_spoke_spoke"] is False


def test_a_dyad_by_hand(result: StudyResult) -> None:
    """China to Iran 2019 is China's own report, since Iran does not file throughout the window."""
    (row,) = [
        row
        for row in result.tables["dyads"].to_pylist()
        if (row["period"], row["exporter"], row["importer"]) == (2019, "CHN", "IRN")
    ]
    assert row["basis"] == "exporter"
    assert row["value_usd"] / 1e9 == pytest.approx(9.608725510, rel=1e-6)
    assert row["importer_report_usd"] is not None
