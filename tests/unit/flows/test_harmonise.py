"""Codes to economies: every status, every way of writing, lifetimes, estimates, negatives."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tradenet.domain import Economies, ReportedFlows, SchemaError
from tradenet.flows import harmonise

Make = Callable[..., ReportedFlows]


def said(reporter: str | None, partner: str | None, value: float | None = 1.0, **more: Any) -> Any:  # noqa: ANN401 - any column
    """Return one statement."""
    return {"reporter": reporter, "partner": partner, "value_usd": value, **more}


def rows_of(flows: ReportedFlows) -> list[dict[str, Any]]:
    """Return the rows in the order of the file."""
    found: list[dict[str, Any]] = flows.to_arrow().to_pylist()
    return sorted(found, key=lambda row: row["row"])


WRITTEN = {
    "AAA": "AAA",
    "aaa": "AAA",
    "  AAA ": "AAA",
    "4": "AAA",
    "004": "AAA",
    "0004": "AAA",
    "République d'AAA": "AAA",
    "RÉPUBLIQUE D'AAA": "AAA",
    "Aaa Republic": "AAA",
    "STRASSE": "BBB",
    "8": "BBB",
    "008": "BBB",
}


def test_every_way_of_writing_finds_its_economy(reported: Make, economies: Economies) -> None:
    """Leading zeros, case, blanks, accents; the first scheme that knows a code decides."""
    rows = rows_of(harmonise(reported(*[said(name, "CCC") for name in WRITTEN]), economies))
    assert dict(zip(WRITTEN, [row["reporter"] for row in rows], strict=True)) == WRITTEN
    assert {row["status"] for row in rows} == {"kept"}


def test_the_order_of_the_schemes_decides(reported: Make, economies: Economies) -> None:
    """The same "8" is CCC where names come first; a scheme that is not named is not tried."""
    (row,) = rows_of(harmonise(reported(said("8", "AAA"), codes=("names", "m49")), economies))
    assert (row["reporter"], row["partner"], row["status"]) == ("CCC", "AAA", "unknown_code")
    (row,) = rows_of(harmonise(reported(said("8", "AAA"), codes=("iso3",)), economies))
    assert (row["reporter"], row["partner"], row["status"]) == ("8", "AAA", "unknown_code")


MARKED = [
    (said("AAA", "BBB"), "kept"),
    (said("AAA", "QQQ"), "unknown_code"),
    (said("QQQ", "AAA"), "unknown_code"),
    (said("QQQ", "0"), "unknown_code"),
    (said("AAA", "0"), "aggregate"),
    (said("000", "AAA"), "aggregate"),
    (said("0", "899"), "aggregate"),
    (said("AAA", "899"), "area_nes"),
    (said("AAA", "899", -3.0), "area_nes"),
    (said("AAA", "0", -3.0), "negative_aggregate"),
    (said("AAA", "4"), "self_flow"),
    (said("AAA", "DDD"), "outside_lifetime"),
    (said("EEE", "AAA", period=1990), "outside_lifetime"),
    (said("DDD", "AAA", period=1990), "kept"),
    (said("EEE", "AAA", period=1991), "kept"),
    (said("DDD", "AAA", period=199012), "kept"),
    (said("DDD", "AAA", period=199101), "outside_lifetime"),
    (said("EEE", "AAA", period=199012), "outside_lifetime"),
    (said("EEE", "AAA", period=199101), "kept"),
    (said("AAA", "BBB", status="aggregate"), "aggregate"),
    (said("AAA", "BBB", -1.0, status="aggregate"), "negative_aggregate"),
    (said("AAA", "BBB", status="services"), "services"),
    (said("AAA", "QQQ", status="services"), "services"),
    (said("AAA", "BBB", None), "kept"),
    (said(None, "BBB", reporter_code=None), "unknown_code"),
]


def test_the_first_reason_marks_the_row(reported: Make, economies: Economies) -> None:
    """One row per status and per quarrel between two of them, years and months."""
    rows = rows_of(harmonise(reported(*[row for row, _ in MARKED]), economies))
    found = [(given, row["status"]) for (given, _), row in zip(MARKED, rows, strict=True)]
    assert found == MARKED


def test_no_row_is_dropped_or_doubled(reported: Make, economies: Economies) -> None:
    """Six rows in, six out, the dollars too, and what the provider wrote is kept beside."""
    flows = reported(
        said("AAA", "BBB", 1.1), said("AAA", "0", 2.2), said("AAA", "QQQ", 3.3),
        said("4", "8", 4.4), said("AAA", "DDD", 5.5), said("AAA", "AAA", None),
    )  # fmt: skip
    done = harmonise(flows, economies)
    assert [row["row"] for row in rows_of(done)] == [1, 2, 3, 4, 5, 6]
    assert done.ledger("x").value_usd == Decimal("16.50")
    assert done.ledger("x").kept_usd == Decimal("5.50")
    written = done.table.select("reporter_code", "partner_code", "row").order_by("row")
    assert written.to_pyarrow()["reporter_code"].to_pylist()[3] == "4"
    assert not [name for name in done.table.columns if name.endswith("__")]


def test_an_unknown_code_stays_readable(reported: Make, economies: Economies) -> None:
    """The row says what the file said, so that the user can map it."""
    (row,) = rows_of(harmonise(reported(said("AAA", "Atlantis")), economies))
    assert row["partner"] == "Atlantis"


def test_two_spellings_are_one_economy_and_two_statements(
    reported: Make, economies: Economies
) -> None:
    """Both rows speak of AAA; their codes keep them apart."""
    flows = reported(said("BBB", "Aaa Republic", 1.0), said("BBB", "004", 2.0))
    rows = rows_of(harmonise(flows, economies))
    assert [row["partner"] for row in rows] == ["AAA", "AAA"]


ESTIMATES = [
    ("FFF", 2019, "s", "reported"),
    ("FFF", 2020, "s", "estimated"),
    ("FFF", 202001, "s", "estimated"),
    ("FFF", 201912, "s", "reported"),
    ("FFF", 2099, "s", "estimated"),
    ("FFF", 2020, "other", "reported"),
    ("BBB", 2004, "s", "reported"),
    ("BBB", 2005, "s", "estimated"),
    ("BBB", 2006, "s", "estimated"),
    ("BBB", 2007, "s", "reported"),
    ("AAA", 2020, "s", "reported"),
]


def test_estimates_of_the_provider_are_marked(reported: Make, economies: Economies) -> None:
    """By source, reporter and year, both ends included."""
    told = [said(who, "CCC", period=when, source=source) for who, when, source, _ in ESTIMATES]
    rows = rows_of(harmonise(reported(*told), economies))
    found = [(r["reporter"], r["period"], r["source"], r["method"]) for r in rows]
    assert found == ESTIMATES


def test_the_partner_of_an_estimated_reporter_still_reports(
    reported: Make, economies: Economies
) -> None:
    """CCC's report on FFF is CCC's own; a reconciled value is no estimate of the reporter's."""
    flows = reported(
        said("CCC", "FFF", period=2021), said("FFF", "CCC", period=2021, method="reconciled")
    )
    methods = [row["method"] for row in rows_of(harmonise(flows, economies))]
    assert methods == ["reported", "reconciled"]


def test_negative_trade_between_two_economies_is_refused(
    reported: Make, economies: Economies
) -> None:
    """The message counts the rows and names the first."""
    flows = reported(
        said("AAA", "BBB", 1.0), said("AAA", "CCC", -5.0), said("AAA", "0", -1.0),
        said("BBB", "CCC", -0.01),
    )  # fmt: skip
    words = r"s: 2 rows .* negative value \(first: data row 2, AAA with CCC, 2019\)"
    with pytest.raises(SchemaError, match=words):
        harmonise(flows, economies)


def test_zero_is_not_negative(reported: Make, economies: Economies) -> None:
    """A zero between two economies is a statement."""
    (row,) = rows_of(harmonise(reported(said("AAA", "BBB", 0.0)), economies))
    assert row["status"] == "kept"
