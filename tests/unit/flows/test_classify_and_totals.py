"""What each row is, and each dollar once."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tradenet.domain import ReportedFlows, SchemaError, stream
from tradenet.flows import classify, totals

Make = Callable[..., ReportedFlows]


def said(value: float | None, product: str = "TOTAL", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    """Return one statement of A with B."""
    return {"reporter": "A", "partner": "B", "value_usd": value, "product": product, **more}


def statuses(flows: ReportedFlows) -> list[str]:
    """Return each row's status in the order of the file."""
    rows = sorted(flows.to_arrow().to_pylist(), key=lambda row: row["row"])
    return [row["status"] for row in rows]


KINDS = [
    (said(1.0), "kept"),
    (said(0.0), "kept"),
    (said(None), "no_value"),
    (said(None, status="aggregate"), "no_value"),
    (said(None, status="services"), "services"),
    (said(1.0, flow="RX"), "other_flow"),
    (said(1.0, flow="RM", detail=True), "other_flow"),
    (said(1.0, detail=True), "sub_row"),
    (said(None, detail=True), "no_value"),
    (said(1.0, status="aggregate", detail=True), "aggregate"),
    (said(1.0, status="aggregate", flow="RX"), "aggregate"),
]


def test_each_kind_of_row(reported: Make) -> None:
    """A reason given before stands, but for a missing number; each row under a key of its own."""
    rows = [{**row, "period": 2000 + number} for number, (row, _) in enumerate(KINDS)]
    assert statuses(classify(reported(*rows))) == [status for _, status in KINDS]


def test_the_same_row_again_is_marked_once(reported: Make) -> None:
    """The first of three equal rows counts; equal values of another cell are no duplicates."""
    flows = classify(
        reported(
            said(5.0), said(5.0), said(5.0), said(5.0, flow="M"), said(5.0, period=2020),
            said(5.0, partner="C"), said(5.0, product="01"), said(5.0, source="other"),
        )
    )  # fmt: skip
    assert statuses(flows) == ["kept", "duplicate", "duplicate", *["kept"] * 5]
    assert flows.ledger("x").value_usd == Decimal("40.00")
    assert flows.ledger("x").kept_usd == Decimal("30.00")


def test_a_total_and_its_part_of_equal_value_are_not_duplicates(reported: Make) -> None:
    """A part that is the whole of its total is still a part."""
    flows = classify(reported(said(5.0, detail=True), said(5.0), said(5.0, detail=True)))
    assert statuses(flows) == ["sub_row", "kept", "duplicate"]


def test_parts_may_differ_and_aggregates_may_contradict(reported: Make) -> None:
    """Only rows that count can contradict each other."""
    flows = classify(
        reported(
            said(5.0, detail=True), said(6.0, detail=True), said(11.0),
            said(1.0, status="aggregate"), said(2.0, status="aggregate"), said(None),
        )
    )  # fmt: skip
    assert statuses(flows) == ["sub_row", "sub_row", "kept", "aggregate", "aggregate", "no_value"]


def test_two_values_under_one_key_are_refused_with_all_that_is_needed(reported: Make) -> None:
    """How many keys, the first one's row, reporter, partner, period, flow, product, what to do."""
    flows = reported(
        said(1.0, partner="C"), said(5.0), said(5.01), said(7.0, product="01"),
        said(8.0, product="01"), said(7.0, product="02"),
    )  # fmt: skip
    words = (
        r"s: 2 keys have two or more different values \(first: data row 2, reporter A, partner B, "
        r"2019, flow X, product TOTAL\); keep one row per key"
    )
    with pytest.raises(SchemaError, match=words):
        classify(flows)


def test_two_spellings_of_one_partner_are_two_statements(reported: Make) -> None:
    """Codes as written are the key: nothing contradicts, nothing repeats."""
    flows = reported(said(5.0, partner_code="4"), said(6.0, partner_code="Bee"), said(5.0))
    assert statuses(classify(flows)) == ["kept"] * 3


def test_the_total_row_counts_and_its_products_do_not(reported: Make) -> None:
    """Chapters and headings under a total are parts of it; the rest has no total and counts."""
    flows = totals(
        reported(
            said(10.0), said(6.0, "01"), said(4.0, "02"), said(3.0, "01", flow="M"),
            said(2.0, "0101", flow="M"), said(1.0, "02", flow="M"),
        )
    )  # fmt: skip
    assert statuses(flows) == [
        "kept", "sub_product", "sub_product", "kept", "sub_product", "kept",
    ]  # fmt: skip
    assert flows.ledger("x").kept_usd == Decimal("14.00")
    assert set(flows.to_arrow()["product"].to_pylist()) == {"TOTAL"}


def test_a_statement_set_aside_does_not_decide_which_level_counts(reported: Make) -> None:
    """A TOTAL without a number, or a duplicate of it, leaves the chapters to count."""
    flows = totals(classify(reported(said(None), said(6.0, "01"), said(4.0, "02"))))
    assert statuses(flows) == ["no_value", "kept", "kept"]


def test_worded_sections_are_one_level(reported: Make) -> None:
    """Sections with names are summed, not ranked by the length of their names."""
    flows = totals(reported(said(1.0, "Minerals"), said(2.0, "Animal products")))
    assert statuses(flows) == ["kept", "kept"]


def test_levels_are_decided_statement_by_statement(reported: Make) -> None:
    """Another spelling, period, source or flow is another statement."""
    flows = totals(
        reported(
            said(1.0), said(2.0, "01", partner_code="4"), said(3.0, "01", period=2020),
            said(4.0, "01", source="other"), said(5.0, "010101", flow="M"),
        )
    )  # fmt: skip
    assert statuses(flows) == ["kept"] * 5


def test_an_unspecified_product_code_with_letters_is_as_deep_as_it_is_long(
    reported: Make,
) -> None:
    """Comtrade's 9999AA is a six-digit code: it must not push all other six-digit rows aside."""
    flows = totals(reported(said(10.0, "010121"), said(20.0, "270900"), said(5.0, "9999AA")))
    assert flows.ledger("x").kept_usd == Decimal("35.00")


def test_all_flows_of_a_ledger_stay(reported: Make) -> None:
    """Dollars in equal dollars kept and set aside after both steps."""
    flows = reported(said(1.1), said(1.1), said(2.2, "01"), said(3.3, flow="RX"), said(None, "02"))
    done = totals(classify(flows))
    assert done.ledger("x").value_usd == flows.ledger("x").value_usd == Decimal("7.70")
    assert done.ledger("x").kept_usd == Decimal("1.10")


def test_repeated_rows_among_many_are_found_by_brute_force(reported: Make) -> None:
    """A thousand rows of which most stand alone: marked are all but the first of equal ones."""
    rng = stream(1, "tests/classify")
    rows = [
        said(1.0, f"{rng.integers(1_000):06d}", partner=f"P{rng.integers(3)}",
             detail=bool(rng.random() < 0.3))
        for _ in range(1_000)
    ]  # fmt: skip
    seen: set[tuple[Any, ...]] = set()
    expected = []
    for row in rows:
        key = (row["product"], row["partner"], row["detail"])
        usual = "sub_row" if row["detail"] else "kept"
        expected.append("duplicate" if key in seen else usual)
        seen.add(key)
    assert expected.count("duplicate") > 50
    assert statuses(classify(reported(*rows))) == expected


def test_parts_among_totals_of_many_statements_by_brute_force(reported: Make) -> None:
    """In each statement the rows of the shortest code count."""
    rng = stream(2, "tests/classify")
    cells = {(int(rng.integers(60)), str(rng.choice(["TOTAL", "01", "0101", "010121", "02"])))
             for _ in range(150)}  # fmt: skip
    rows = [said(1.0, product, period=1900 + period) for period, product in sorted(cells)]
    level = {"TOTAL": 0, "01": 2, "02": 2, "0101": 4, "010121": 6}
    top = {row["period"]: 9 for row in rows}
    for row in rows:
        top[row["period"]] = min(top[row["period"]], level[row["product"]])
    expected = [
        "kept" if level[row["product"]] == top[row["period"]] else "sub_product" for row in rows
    ]
    assert {"kept", "sub_product"} == set(expected)
    assert statuses(totals(classify(reported(*rows)))) == expected
