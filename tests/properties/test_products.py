"""What summing products, summing months and changing revisions may not do."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.properties.test_flow_steps import ORIGIN, WITH_CODES
from tradenet.domain import ReportedFlows
from tradenet.flows import AggregateRules, ConcordRules, aggregate, classify, concord
from tradenet.flows.aggregate import LEVELS
from tradenet.sources.correspondence import LINKS_SCHEMA

pytestmark = pytest.mark.long

Row = dict[str, Any]
FEW = settings(max_examples=5)  # each example is several queries

SECTIONS: Mapping[str, str] = MappingProxyType({"01": "I", "02": "I", "27": "V", "84": "XVI"})
SCHEMA = WITH_CODES.append(pa.field("classification", pa.string()))
HS6 = ("010121", "010129", "010221", "020110", "270900", "840110", "840120", "999999", "9999AA")
ANY = (*HS6, "TOTAL", "01", "0101", "27", "2709", "01012110", "99", "I", "V", "unspecified",
       "770100", "10121", "001", "Minerals")  # fmt: skip
OLD = ("010121", "010129", "020110", "270900", "840110")
NEW = ("010111", "010190", "020111", "020112", "270900")

cents = st.integers(0, 10**13).map(lambda n: n / 100)


def drawn(products: tuple[str, ...], periods: tuple[int, ...]) -> st.SearchStrategy[list[Any]]:
    """Draw statements, one per key, some without a number or a mass."""
    keys = st.tuples(
        st.sampled_from(periods), st.sampled_from("AB"), st.sampled_from("CD"),
        st.sampled_from("XM"), st.sampled_from(products),
    )  # fmt: skip
    mass = st.none() | st.integers(0, 10**6).map(float)
    rows = st.tuples(keys, st.none() | cents, mass, st.sampled_from(["kept", "aggregate"]))
    return st.lists(rows, min_size=1, max_size=30, unique_by=lambda row: row[0])


def flows_of(rows: list[Any], classification: str | None = "H6") -> ReportedFlows:
    """Return drawn statements as classified flows."""
    names = ("period", "reporter", "partner", "flow", "product")
    usual = {"valuation": "FOB", "method": "reported", "detail": False, "source": "s",
             "vintage": "v", "classification": classification}  # fmt: skip
    full = [
        {**usual, **dict(zip(names, key, strict=True)), "reporter_code": key[1],
         "partner_code": key[2], "value_usd": value, "net_mass_kg": mass, "status": status,
         "row": number}
        for number, (key, value, mass, status) in enumerate(rows, start=1)
    ]  # fmt: skip
    table = pa.Table.from_pylist(full, schema=SCHEMA)
    return classify(ReportedFlows.from_arrow(table, ORIGIN)).compute()


def at(flows: ReportedFlows, level: str | None, *, annual: bool = False) -> ReportedFlows:
    return aggregate(flows, AggregateRules(level, annual), SECTIONS).compute()


def kept(flows: ReportedFlows) -> list[Row]:
    """Return the rows that count, without what says from which rows they were summed."""
    rows = flows.table.filter(flows.table.status == "kept").to_pyarrow().to_pylist()
    return sorted(({k: v for k, v in row.items() if k != "row"} for row in rows), key=str)


def links(pairs: list[tuple[str, str]], weights: list[float] | None = None) -> pa.Table:
    given_weights: list[Any] = weights or [None] * len(pairs)
    rows = [("H6", one, "H5", other, weight)
            for (one, other), weight in zip(pairs, given_weights, strict=True)]  # fmt: skip
    named = [dict(zip(LINKS_SCHEMA.names, row, strict=True)) for row in rows]
    return pa.Table.from_pylist(named, LINKS_SCHEMA)


def turned(table: pa.Table) -> pa.Table:
    """Return the links the other way."""
    there = ("to_revision", "to_code", "from_revision", "from_code", "weight")
    return table.select(there).rename_columns(LINKS_SCHEMA.names)


@pytest.mark.parametrize("level", [None, *LEVELS])
@settings(max_examples=3)
@given(rows=drawn(ANY, (201901, 201902, 201912)))
def test_no_dollar_is_lost_or_made(level: str | None, rows: list[Any]) -> None:
    """In = out to the cent; what did not count before keeps its dollars and its status."""
    flows = flows_of(rows)
    before = flows.ledger("in")
    for annual in (False, True):
        after = at(flows, level, annual=annual).ledger("out")
        assert after.value_usd == before.value_usd
        assert after.rows <= before.rows
        for status in ("aggregate", "no_value"):
            had, has = ({x.status: x.value_usd for x in book.lines} for book in (before, after))
            assert had.get(status) == has.get(status)


@FEW
@given(drawn(HS6, (2019,)))
def test_six_digits_make_one_total_however_they_are_summed(rows: list[Any]) -> None:
    """Step by step or at once, with mass and all."""
    flows = flows_of(rows)
    step = flows
    for level in ("HS4", "HS2", "section", "total"):
        step = at(step, level)
        assert kept(step) == kept(at(flows, level))
        assert step.ledger("x").kept_usd == flows.ledger("x").kept_usd


@FEW
@given(drawn(ANY, (201901, 201902)), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[Any], random: Any) -> None:  # noqa: ANN401 - Hypothesis' own random
    shuffled = random.sample(rows, len(rows))
    for level, annual in (("HS2", False), (None, True)):
        one, other = (at(flows_of(each), level, annual=annual) for each in (rows, shuffled))
        assert kept(one) == kept(other)
        assert one.ledger("x") == other.ledger("x")


@FEW
@given(drawn(HS6, (2019,)))
def test_summing_again_changes_nothing(rows: list[Any]) -> None:
    once = at(flows_of(rows), "HS4")
    assert at(once, "HS4").to_arrow().equals(once.to_arrow())


@FEW
@given(
    drawn((*OLD, "0101", "TOTAL", "999999"), (2019, 2020)),
    st.lists(st.tuples(st.sampled_from(OLD), st.sampled_from(NEW)), min_size=1, unique=True),
    st.sampled_from(["none", "equal", "weights"]),
    st.randoms(use_true_random=False),
)
def test_mapped_and_not_mapped_are_what_came_in(
    rows: list[Any],
    pairs: list[tuple[str, str]],
    split: Literal["none", "equal", "weights"],
    random: Any,  # noqa: ANN401 - Hypothesis' own random
) -> None:
    """To the cent, whatever the table; in any order of rows and links."""
    table = links(pairs, [random.random() for _ in pairs])
    flows = flows_of(rows)
    done = concord(flows, table, ConcordRules("H5", split)).compute()
    before, after = flows.ledger("in"), done.ledger("out")
    assert after.value_usd == before.value_usd
    lines = {line.status: line.value_usd for line in after.lines}
    assert lines.get("kept", 0) + lines.get("not_mapped", 0) == before.kept_usd
    again = flows_of(random.sample(rows, len(rows)))
    other = table.take(random.sample(range(len(pairs)), len(pairs)))
    assert kept(done) == kept(concord(again, other, ConcordRules("H5", split)))


@FEW
@given(drawn(OLD, (2019, 2020)), st.permutations(NEW))
def test_there_and_back_by_one_to_one_codes_is_the_identity(
    rows: list[Any], names: list[str]
) -> None:
    """Also where a code becomes another that is somebody else's."""
    table = links(list(zip(OLD, names, strict=True)))
    flows = flows_of(rows)
    there = concord(flows, table, ConcordRules("H5")).compute()
    back = concord(there, turned(table), ConcordRules("H6")).compute()
    assert {row["classification"] for row in kept(there)} <= {"H5"}
    assert back.to_arrow().equals(flows.to_arrow())


@FEW
@given(drawn(("020110",), (2019, 2020)), st.integers(2, 6))
def test_equal_parts_differ_by_the_rest_of_the_division(rows: list[Any], number: int) -> None:
    """All but the first are equal; the first has up to n - 1 cents more."""
    table = links([("020110", f"02011{place}") for place in range(number)])
    done = concord(flows_of(rows), table, ConcordRules("H5", "equal"))
    found: dict[tuple[Any, ...], dict[str, int]] = {}
    for row in kept(done):
        cell = (row["period"], row["reporter"], row["partner"], row["flow"])
        found.setdefault(cell, {})[row["product"]] = round(row["value_usd"] * 100)
    for parts in found.values():
        first, *others = [parts[code] for code in sorted(parts)]
        assert len(set(others)) == 1
        assert 0 <= first - others[0] < number
