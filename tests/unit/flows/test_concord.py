"""From revision to revision, by hand."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from tradenet.domain import ConfigError, ReportedFlows, SchemaError, UnknownName
from tradenet.flows import ConcordRules, concord

Make = Callable[..., ReportedFlows]
Row = dict[str, Any]
Told = list[tuple[str, float | None, str, str | None]]

SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("from_revision", "from_code", "to_revision", "to_code")]
    + [("weight", pa.float64())]
)
# 1:1 010121; n:1 010129 and 010130 to 010190; 1:n 020110 to three; the same code, other goods 0301.
PAIRS = (
    ("010121", "010111", None), ("010129", "010190", None), ("010130", "010190", None),
    ("020110", "020111", 0.2), ("020110", "020112", 0.5), ("020110", "020119", 0.3),
    ("030110", "030199", None), ("030120", "030110", None),
)  # fmt: skip


def links(*pairs: tuple[str, str, float | None], one: str = "H6", other: str = "H5") -> pa.Table:
    rows = [(one, a, other, b, weight) for a, b, weight in pairs or PAIRS]
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], SCHEMA)


def flows_of(make: Make, *rows: Row) -> ReportedFlows:
    """Return statements with their classification, H6 where a row does not say."""
    words = [row.get("classification", "H6") for row in rows]
    plain = [{k: v for k, v in row.items() if k != "classification"} for row in rows]
    table = make(*plain).table.order_by("row").to_pyarrow()
    return ReportedFlows.from_arrow(
        table.append_column("classification", pa.array(words, pa.string()))
    )


def said(value: float | None, product: str, **more: Any) -> Row:  # noqa: ANN401 - any column
    return {"reporter": "A", "partner": "B", "value_usd": value, "product": product, **more}


def told(flows: ReportedFlows) -> Told:
    rows = flows.table.to_pyarrow().to_pylist()
    names = ("product", "value_usd", "status", "classification")
    return sorted((tuple(row[name] for name in names) for row in rows), key=str)


def test_one_to_one_and_many_to_one_are_mapped(reported: Make) -> None:
    """Two codes with one counterpart become one row, their sum."""
    flows = flows_of(reported, said(1.1, "010121"), said(2.2, "010129"), said(3.3, "010130"))
    assert told(concord(flows, links(), ConcordRules("H5"))) == [
        ("010111", 1.1, "kept", "H5"), ("010190", 5.5, "kept", "H5"),
    ]  # fmt: skip


def test_a_divided_code_is_not_mapped_unless_asked(reported: Make) -> None:
    """It stays as it was, in its own revision, with its dollars in the ledger."""
    flows = concord(flows_of(reported, said(7.0, "020110")), links(), ConcordRules("H5"))
    assert told(flows) == [("020110", 7.0, "not_mapped", "H6")]


def test_equal_parts_are_whole_cents_and_the_rest_goes_to_the_first_of_the_largest(
    reported: Make,
) -> None:
    """1.00 in three is .34 + .33 + .33; nothing is lost in rounding."""
    flows = concord(flows_of(reported, said(1.0, "020110")), links(), ConcordRules("H5", "equal"))
    assert told(flows) == [
        ("020111", 0.34, "kept", "H5"), ("020112", 0.33, "kept", "H5"),
        ("020119", 0.33, "kept", "H5"),
    ]  # fmt: skip


def test_weights_divide_and_the_rest_goes_to_the_largest(reported: Make) -> None:
    """9 cents by .2, .5, .3: 1.8, 4.5, 2.7 cents are 1, 4, 2, and the largest gets the other 2."""
    flows = flows_of(reported, said(0.09, "020110", net_mass_kg=10.0))
    done = concord(flows, links(), ConcordRules("H5", "weights"))
    assert [row[:2] for row in told(done)] == [("020111", 0.01), ("020112", 0.06), ("020119", 0.02)]
    mass = {row["product"]: row["net_mass_kg"] for row in done.to_arrow().to_pylist()}
    assert mass == pytest.approx({"020111": 2.0, "020112": 5.0, "020119": 3.0})


def test_weights_are_relative_and_a_zero_takes_nothing(reported: Make) -> None:
    """Weights 3, 1 and 0 divide by four."""
    table = links(("020110", "020111", 3.0), ("020110", "020112", 1.0), ("020110", "020119", 0.0))
    done = concord(flows_of(reported, said(8.0, "020110")), table, ConcordRules("H5", "weights"))
    assert [row[:2] for row in told(done)] == [("020111", 6.0), ("020112", 2.0)]


def test_a_part_that_meets_a_mapped_code_is_added_to_it(reported: Make) -> None:
    table = links(
        ("020110", "020111", None), ("020110", "020112", None), ("020130", "020112", None)
    )
    flows = flows_of(reported, said(1.0, "020110"), said(0.25, "020130"))
    done = concord(flows, table, ConcordRules("H5", "equal"))
    assert [row[:2] for row in told(done)] == [("020111", 0.5), ("020112", 0.75)]


def test_two_rows_of_one_code_are_divided_each_for_itself(reported: Make) -> None:
    """Partners, flows and periods do not mix their remainders, be it the same line of two files."""
    flows = flows_of(
        reported,
        said(0.01, "020110", row=1),
        said(0.02, "020110", row=1, partner="C"),
        said(0.04, "020110", row=1, flow="M"),
        said(0.08, "020110", row=1, period=2020),
    )
    done = concord(flows, links(), ConcordRules("H5", "equal")).to_arrow().to_pylist()
    per_cell: dict[tuple[Any, ...], float] = {}
    for row in done:
        key = (row["partner"], row["flow"], row["period"])
        per_cell[key] = round(per_cell.get(key, 0.0) + row["value_usd"], 2)
    assert sorted(per_cell.values()) == [0.01, 0.02, 0.04, 0.08]


def test_the_same_digits_may_be_other_goods(reported: Make) -> None:
    """030110 goes to 030199 while 030120 becomes 030110: no chain, no swap is followed twice."""
    flows = flows_of(reported, said(1.0, "030110"), said(2.0, "030120"))
    assert told(concord(flows, links(), ConcordRules("H5"))) == [
        ("030110", 2.0, "kept", "H5"), ("030199", 1.0, "kept", "H5"),
    ]  # fmt: skip


def test_revisions_are_recognised_row_by_row(reported: Make) -> None:
    """H5 stays, H6 is mapped, H3 has no table, one says nothing, S4 is no HS."""
    flows = flows_of(
        reported,
        said(1.0, "010111", classification="H5"),
        said(2.0, "010121", partner="C"),
        said(4.0, "010121", partner="D", classification="H3"),
        said(8.0, "010121", partner="E", classification=None),
        said(16.0, "0011", partner="F", classification="S4"),
        said(32.0, "TOTAL", partner="G", classification="S4"),
    )
    assert told(concord(flows, links(), ConcordRules("H5"))) == [
        ("0011", 16.0, "not_hs", "S4"),
        ("010111", 1.0, "kept", "H5"),
        ("010111", 2.0, "kept", "H5"),
        ("010121", 4.0, "not_mapped", "H3"),
        ("010121", 8.0, "not_mapped", None),
        ("TOTAL", 32.0, "kept", "S4"),
    ]


def test_unspecified_goods_need_no_map_and_headings_have_none(reported: Make) -> None:
    flows = flows_of(reported, said(1.0, "999999"), said(2.0, "9999AA", flow="M"),
                     said(4.0, "0101", period=2020), said(8.0, "099999", period=2021))  # fmt: skip
    assert told(concord(flows, links(), ConcordRules("H5"))) == [
        ("0101", 4.0, "not_mapped", "H6"), ("099999", 8.0, "not_mapped", "H6"),
        ("999999", 1.0, "kept", "H5"), ("9999AA", 2.0, "kept", "H5"),
    ]  # fmt: skip


def test_a_lost_zero_does_not_hinder(reported: Make) -> None:
    done = concord(flows_of(reported, said(1.0, "10121")), links(), ConcordRules("H5"))
    assert told(done) == [("010111", 1.0, "kept", "H5")]


def test_what_did_not_count_stays_as_it_was(reported: Make) -> None:
    flows = flows_of(reported, said(1.0, "010121", status="aggregate"), said(None, "020110",
                     status="no_value"), said(2.0, "010121"))  # fmt: skip
    done = concord(flows, links(), ConcordRules("H5", "equal"))
    assert told(done) == [
        ("010111", 2.0, "kept", "H5"), ("010121", 1.0, "aggregate", "H6"),
        ("020110", None, "no_value", "H6"),
    ]  # fmt: skip


def test_mapped_and_not_mapped_are_what_came_in(reported: Make) -> None:
    rows = [said(value, code) for value, code in
            ((0.01, "010121"), (99.99, "020110"), (12.34, "888888"), (5.0, "TOTAL"))]  # fmt: skip
    flows = flows_of(reported, *rows)
    for split in ("none", "equal", "weights"):
        done = concord(flows, links(), ConcordRules("H5", split)).ledger("concord")
        assert done.value_usd == flows.ledger("in").value_usd == Decimal("117.34")


def test_tables_that_lead_elsewhere_are_refused_with_what_they_lead_to(reported: Make) -> None:
    """A conversion table has one direction."""
    flows = flows_of(reported, said(1.0, "010121"))
    with pytest.raises(ConfigError, match=r"leads to H6 \(held: H6 to H5\); a conversion table"):
        concord(flows, links(), ConcordRules("H6"))


def test_weights_that_are_missing_are_named(reported: Make) -> None:
    flows = flows_of(reported, said(1.0, "010121"))
    table = links(("020110", "020111", 1.0), ("020110", "020112", None))
    with pytest.raises(ConfigError, match="no weight for 020112"):
        concord(flows, table, ConcordRules("H5", "weights"))


def test_rules_are_checked_at_once() -> None:
    with pytest.raises(UnknownName, match="no revision of the Harmonized System 'H7'"):
        ConcordRules("H7")
    with pytest.raises(ConfigError, match="split = half: none, equal or weights"):
        ConcordRules("H5", "half")  # type: ignore[arg-type]


def test_a_statement_in_two_revisions_is_refused(reported: Make) -> None:
    flows = flows_of(reported, said(1.0, "010121"), said(1.0, "010111", classification="H5"))
    with pytest.raises(SchemaError, match="in H5 and H6"):
        concord(flows, links(), ConcordRules("H5"))
