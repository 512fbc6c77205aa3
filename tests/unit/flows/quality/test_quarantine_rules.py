"""Whose doubts may set a cell aside, and which cells that marks."""

from __future__ import annotations

import pyarrow as pa
import pytest

from tests.unit.flows.quality.conftest import cell
from tradenet.domain import BilateralFlows, Provenance, UnknownName
from tradenet.domain.flows import BILATERAL_SCHEMA
from tradenet.flows.quality import (
    ABOUT_CELLS,
    DETECTORS,
    Explained,
    Finding,
    QualityRules,
    quarantine,
)
from tradenet.flows.quality.usual import ever_at_least
from tradenet.study.check import check

WHY = Explained("m", "d", "c")


def cells(**products: tuple[str, ...]) -> BilateralFlows:
    rows = [
        {**cell(2019, f"{pair[:3]}>{pair[3:]}", 5.0), "product": product}
        for pair, codes in products.items()
        for product in codes
    ]
    table = pa.Table.from_pylist(rows, schema=BILATERAL_SCHEMA)
    return BilateralFlows.from_arrow(table, Provenance("s"))


def finding(one: str, other: str, product: str) -> Finding:
    return Finding("jumps", 2019, one, other, product, 1.0, 1.0, "x", WHY)


def marked(flows: BilateralFlows, *findings: Finding) -> set[tuple[str, str, str]]:
    rows = quarantine(flows, findings).to_arrow().to_pylist()
    assert len(rows) == flows.to_arrow().num_rows
    return {
        (row["exporter"], row["importer"], row["product"])
        for row in rows
        if row["status"] == "quarantined"
    }


def test_a_total_marks_all_products_and_a_product_itself() -> None:
    flows = cells(AAABBB=("01", "02"), AAACCC=("01", "02"), BBBAAA=("TOTAL",))
    assert marked(flows, finding("AAA", "BBB", "TOTAL")) == {
        ("AAA", "BBB", "01"), ("AAA", "BBB", "02"),
    }  # fmt: skip
    assert marked(flows, finding("AAA", "CCC", "02")) == {("AAA", "CCC", "02")}
    both = (finding("AAA", "BBB", "TOTAL"), finding("AAA", "BBB", "02"))
    assert len(marked(flows, *both, *both)) == 2
    assert marked(flows, finding("AAA", "", "TOTAL"), finding("CCC", "AAA", "TOTAL")) == set()
    assert marked(flows) == set()


@pytest.mark.parametrize("name", sorted(set(DETECTORS) - set(ABOUT_CELLS)))
def test_detectors_that_judge_no_cells_are_refused(name: str) -> None:
    with pytest.raises(UnknownName, match="no detector that judges single cells"):
        QualityRules(detectors=("korea_swap", name))


def test_those_that_may_name_both_sides_of_every_finding() -> None:
    """On the snapshot: a finding without a partner could mark nothing."""
    assert set(ABOUT_CELLS) < set(DETECTORS)
    found = [r for r in check("snapshot").findings.to_pylist() if r["detector"] in ABOUT_CELLS]
    assert {row["detector"] for row in found} == set(ABOUT_CELLS)
    assert all(row["economy"] and row["partner"] for row in found)


@pytest.mark.parametrize(("least", "kept"), [(0.0, 4), (5.0, 3), (9.0, 2), (10.0, 0)])
def test_a_group_stays_whole_where_one_row_reaches_the_bound(least: float, kept: int) -> None:
    import ibis

    table = ibis.memtable(pa.table({"name": ["a", "a", "b", "c"], "size": [9.0, 1.0, 5.0, 2.0]}))
    assert ever_at_least(table, ["name"], table["size"], least).count().to_pyarrow().as_py() == kept
