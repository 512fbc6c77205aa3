"""Coarser products and years, by hand."""

from collections.abc import Callable
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pytest

from tradenet.domain import ReportedFlows, SchemaError, UnknownName
from tradenet.flows import AggregateRules, aggregate, classify, totals

Make = Callable[..., ReportedFlows]
Row = dict[str, Any]

SECTIONS = MappingProxyType(
    {"01": "I", "02": "I", "27": "V", "76": "XV", "78": "XV", "84": "XVI", "93": "XIX"}
)


def said(value: float | None, product: str = "TOTAL", **more: Any) -> Row:  # noqa: ANN401 - any column
    """Return one statement of A with B."""
    return {"reporter": "A", "partner": "B", "value_usd": value, "product": product, **more}


def with_classification(flows: ReportedFlows, *words: str | None) -> ReportedFlows:
    """Give rows their classification, in the order of the file."""
    table = flows.table.order_by("row").to_pyarrow()
    return ReportedFlows.from_arrow(
        table.append_column("classification", pa.array(words, pa.string())), flows.provenance
    )


def at(flows: ReportedFlows, level: str | None, *, annual: bool = False) -> ReportedFlows:
    return aggregate(flows, AggregateRules(level, annual), SECTIONS)


def told(flows: ReportedFlows) -> list[tuple[str, float | None, str]]:
    """Return product, value and status of each row, sorted."""
    rows = flows.to_arrow().to_pylist()
    found = [(row["product"], row["value_usd"], row["status"]) for row in rows]
    return sorted(found, key=lambda row: (row[0], row[1] is None, row[1], row[2]))


LIVE_ANIMALS_AND_OIL = (
    said(1.10, "010121"), said(2.20, "010129"), said(4.40, "010221"), said(8.80, "020110"),
    said(100.0, "270900"), said(0.05, "930100"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("HS6", [("010121", 1.1), ("010129", 2.2), ("010221", 4.4), ("020110", 8.8),
                 ("270900", 100.0), ("930100", 0.05)]),
        ("HS4", [("0101", 3.3), ("0102", 4.4), ("0201", 8.8), ("2709", 100.0), ("9301", 0.05)]),
        ("HS2", [("01", 7.7), ("02", 8.8), ("27", 100.0), ("93", 0.05)]),
        ("section", [("I", 16.5), ("V", 100.0), ("XIX", 0.05)]),
        ("total", [("TOTAL", 116.55)]),
    ],
)  # fmt: skip
def test_six_digits_become_coarser_step_by_step(
    reported: Make, level: str, expected: list[tuple[str, float]]
) -> None:
    """Exact to the cent: 1.10 + 2.20 + 4.40 is 7.70, which floats do not give."""
    assert told(at(reported(*LIVE_ANIMALS_AND_OIL), level)) == [
        (product, value, "kept") for product, value in expected
    ]


def test_no_level_and_no_years_change_nothing(reported: Make) -> None:
    flows = reported(*LIVE_ANIMALS_AND_OIL)
    assert at(flows, None) is flows


def test_a_published_row_counts_and_its_parts_do_not(reported: Make) -> None:
    """Chapter 01 is published (with something confidential in it), chapter 02 is not."""
    flows = at(
        reported(
            said(10.0, "01"), said(3.0, "0101"), said(3.0, "010121"), said(4.0, "010221"),
            said(5.0, "0201"), said(5.0, "020110"), said(7.0, "020210"),
        ),
        "HS2",
    )  # fmt: skip
    assert told(flows) == [
        ("01", 10.0, "kept"), ("0101", 3.0, "sub_product"), ("010121", 3.0, "sub_product"),
        ("010221", 4.0, "sub_product"), ("02", 12.0, "kept"), ("020110", 5.0, "sub_product"),
    ]  # fmt: skip


def test_below_a_published_row_that_is_above_the_level_parts_count(reported: Make) -> None:
    """At HS4 the chapter is a total of headings: it is set aside, the headings are not."""
    flows = at(reported(said(10.0, "01"), said(3.0, "0101"), said(7.0, "010221")), "HS4")
    assert told(flows) == [("01", 10.0, "coarser"), ("0101", 3.0, "kept"), ("0102", 7.0, "kept")]


def test_a_total_that_cannot_be_divided_is_set_aside_not_spread(reported: Make) -> None:
    flows = at(reported(said(10.0), said(2.0, "01", partner="C")), "HS2")
    assert told(flows) == [("01", 2.0, "kept"), ("TOTAL", 10.0, "coarser")]


def test_a_part_of_another_statement_is_no_part(reported: Make) -> None:
    """Another partner spelling, flow, period or source has totals of its own."""
    flows = reported(
        said(1.0, "01"), said(2.0, "0101", partner_code="4"), said(3.0, "0101", flow="M"),
        said(4.0, "0101", period=2020), said(5.0, "0101", source="other"),
    )  # fmt: skip
    assert at(flows, "HS2").ledger("x").kept_usd == Decimal("15.00")


def test_a_published_row_that_does_not_count_hides_no_part(reported: Make) -> None:
    """A chapter without a number leaves its headings to count."""
    flows = at(classify(reported(said(None, "01"), said(3.0, "0101"))), "HS2")
    assert told(flows) == [("01", 3.0, "kept"), ("01", None, "no_value")]


def test_national_digits_are_cut_and_are_parts_of_their_six_digits(reported: Make) -> None:
    flows = at(reported(said(1.0, "01012110"), said(2.0, "0101219000"), said(3.0, "010121")), "HS6")
    assert flows.ledger("x").kept_usd == Decimal("3.00")
    alone = at(reported(said(1.0, "01012110"), said(2.0, "0101219000")), "HS6")
    assert told(alone) == [("010121", 3.0, "kept")]


@pytest.mark.parametrize(
    "code",
    ["770100", "77", "001", "10121", "1", "990", "00", "000111", "Minerals", "XXII", "9999AB",
     "99AA", "12 34", "010121000000", "AG2"],
)  # fmt: skip
def test_codes_that_are_not_hs_are_marked(reported: Make, code: str) -> None:
    """Reserved chapter, SITC, a zero too few, words; their dollars stay in the ledger."""
    done = at(reported(said(5.0, code), said(2.0, "270900")), "HS2")
    assert told(done) == sorted([(code, 5.0, "not_hs"), ("27", 2.0, "kept")])


def test_a_lost_zero_is_given_back_where_the_code_is_called_hs(reported: Make) -> None:
    """H5 has no five digits, so 10121 is 010121; SITC Rev. 4 has, and is not HS at any length."""
    flows = with_classification(
        reported(said(1.0, "10121"), said(2.0, "101", flow="M"), said(4.0, "27", period=2020),
                 said(8.0, "01", period=2021), said(16.0, "10129", period=2022)),
        "H5", "HS", "H5", "S4", None,
    )  # fmt: skip
    assert told(at(flows, "HS2")) == [
        ("01", 1.0, "kept"), ("01", 2.0, "kept"), ("01", 8.0, "not_hs"),
        ("10129", 16.0, "not_hs"), ("27", 4.0, "kept"),
    ]  # fmt: skip


def test_goods_not_specified_stay_apart_from_all_sections(reported: Make) -> None:
    """999999 and Comtrade's 9999AA are chapter 99, which no section has; so is national 98."""
    flows = reported(said(1.0, "999999"), said(2.0, "9999AA"), said(4.0, "980100"))
    assert told(at(flows, "HS4")) == [("9801", 4.0, "kept"), ("9999", 3.0, "kept")]
    assert told(at(flows, "HS2")) == [("98", 4.0, "kept"), ("99", 3.0, "kept")]
    assert told(at(flows, "section")) == [("unspecified", 7.0, "kept")]


def test_a_total_stands_for_all_its_parts_and_agrees_with_totals(reported: Make) -> None:
    """At level total the two steps choose the same rows."""
    flows = reported(said(10.0), said(6.0, "01"), said(4.0, "010121"), said(3.0, "27", flow="M"))
    ours, theirs = at(flows, "total"), totals(flows)
    assert ours.ledger("x").kept_usd == theirs.ledger("x").kept_usd == Decimal("13.00")
    assert totals(ours).ledger("x").kept_usd == Decimal("13.00")


def test_after_a_level_totals_find_nothing_to_count_twice(reported: Make) -> None:
    """TOTAL is set aside at HS2, so that the chapters alone are the total."""
    flows = at(reported(said(10.0), said(6.0, "01"), said(4.0, "02"), said(4.0, "020110")), "HS2")
    assert totals(flows).ledger("x").kept_usd == Decimal("10.00")


def test_details_and_aggregates_keep_their_status_and_their_codes(reported: Make) -> None:
    """What did not count before does not count after, and does not hide what counts."""
    flows = classify(
        reported(
            said(9.0, "01", detail=True), said(5.0, "010121"), said(9.0, "01", status="aggregate"),
            said(7.0, "010121", status="aggregate"), said(5.0, "010121"),
        )
    )  # fmt: skip
    assert told(at(flows, "HS2")) == [
        ("01", 5.0, "kept"), ("01", 9.0, "aggregate"), ("01", 9.0, "sub_row"),
        ("010121", 5.0, "duplicate"), ("010121", 7.0, "aggregate"),
    ]  # fmt: skip


def test_mass_is_summed_only_where_every_part_has_it(reported: Make) -> None:
    flows = at(
        reported(
            said(1.0, "010121", net_mass_kg=0.1), said(1.0, "010129", net_mass_kg=0.2),
            said(1.0, "270900", net_mass_kg=5.0), said(1.0, "271012"),
        ),
        "HS2",
    )  # fmt: skip
    mass = {row["product"]: row["net_mass_kg"] for row in flows.to_arrow().to_pylist()}
    assert mass == {"01": 0.3, "27": None}


def test_a_statement_in_two_revisions_is_refused(reported: Make) -> None:
    """Its sum would count the trade twice; two statements in two revisions are welcome."""
    rows = (said(1.0, "010121"), said(1.0, "010110"), said(1.0, "010121", partner="C"))
    words = (
        r"s: 1 statements are told in two revisions .* \(first: reporter A, partner B, 2019, "
        r"flow X, in H1 and H5\)"
    )
    with pytest.raises(SchemaError, match=words):
        at(with_classification(reported(*rows), "H5", "H1", "H1"), "HS2")
    fine = with_classification(reported(*rows), "H5", "H5", "H1")
    assert at(fine, "HS2").ledger("x").kept_usd == Decimal("3.00")


def test_a_level_that_is_none_is_named() -> None:
    with pytest.raises(UnknownName, match="no product level 'HS3'"):
        AggregateRules("HS3")


def months(value: float, numbers: range, **more: Any) -> list[Row]:  # noqa: ANN401 - any column
    return [said(value, period=201900 + number, **more) for number in numbers]


def years(flows: ReportedFlows) -> list[tuple[int, str, float | None, str, int | None]]:
    rows = flows.table.to_pyarrow().to_pylist()
    names = ("period", "partner", "value_usd", "status", "months")
    return sorted((tuple(row[name] for name in names) for row in rows), key=str)


def test_twelve_months_are_a_year(reported: Make) -> None:
    """12 × 0.10 is 1.20 exactly."""
    flows = at(reported(*months(0.1, range(1, 13))), None, annual=True)
    assert years(flows) == [(2019, "B", 1.2, "kept", 12)]


def test_fewer_months_are_marked_with_how_many_are_held(reported: Make) -> None:
    flows = at(reported(*months(1.0, range(1, 4))), None, annual=True)
    assert years(flows) == [(2019, "B", 3.0, "incomplete_year", 3)]


def test_months_without_trade_are_months_of_the_reporter(reported: Make) -> None:
    """A filed all year, so that its two months with C are all it sold to C."""
    rows = [*months(1.0, range(1, 13)), *months(5.0, range(2, 4), partner="C")]
    flows = at(reported(*rows), None, annual=True)
    assert years(flows) == [(2019, "B", 12.0, "kept", 12), (2019, "C", 10.0, "kept", 12)]


def test_each_flow_is_filed_for_itself(reported: Make) -> None:
    """Exports of all months say nothing of the imports."""
    rows = [*months(1.0, range(1, 13)), *months(5.0, range(2, 4), flow="M")]
    flows = at(reported(*rows), None, annual=True)
    assert {row[2:] for row in years(flows)} == {(10.0, "incomplete_year", 2), (12.0, "kept", 12)}


def test_a_month_without_a_number_is_not_held(reported: Make) -> None:
    """Zero or missing, nobody knows: the year of that cell is a part of a year."""
    rows = [*months(1.0, range(1, 13)), *months(5.0, range(1, 12), partner="C"),
            said(None, partner="C", period=201912)]  # fmt: skip
    flows = at(classify(reported(*rows)), None, annual=True)
    assert years(flows)[:2] == [
        (2019, "B", 12.0, "kept", 12),
        (2019, "C", 55.0, "incomplete_year", 11),
    ]
    assert flows.ledger("x").rows == 3


def test_a_month_that_nobody_filed_is_missed_once(reported: Make) -> None:
    """All of December is blank: eleven months, not ten."""
    rows = [*months(1.0, range(1, 12)), said(None, period=201912), said(None, "01", period=201912)]
    flows = at(classify(reported(*rows)), None, annual=True)
    assert (2019, "B", 11.0, "incomplete_year", 11) in years(flows)


def test_years_stay_years(reported: Make) -> None:
    flows = at(reported(said(1.0), said(2.0, "01")), None, annual=True)
    assert years(flows) == [(2019, "B", 1.0, "kept", None), (2019, "B", 2.0, "kept", None)]


def test_products_and_months_together(reported: Make) -> None:
    rows = [said(0.5, code, period=201900 + month)
            for month in range(1, 13) for code in ("010121", "010129", "270900")]  # fmt: skip
    assert told(at(reported(*rows), "HS2", annual=True)) == [
        ("01", 12.0, "kept"), ("27", 6.0, "kept"),
    ]  # fmt: skip
