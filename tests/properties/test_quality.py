"""What holds of every detector and of the quarantine, whatever the flows."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.calibration.quality_worlds import WORLDS
from tests.unit.flows.quality.conftest import cell
from tradenet.domain import BilateralFlows, Provenance, stream
from tradenet.domain.flows import BILATERAL_SCHEMA
from tradenet.flows.quality import (
    DETECTORS,
    Explained,
    Finding,
    KoreaSwap,
    LostInTransit,
    Material,
    QualityRules,
    findings_table,
    quarantine,
    read_findings,
    release,
)
from tradenet.flows.quality.usual import with_usual
from tradenet.study.check import set_aside

pytestmark = pytest.mark.long

CODES = ("AAA", "BBB", "CCC")
PAIRS = [f"{one}>{other}" for one in CODES for other in CODES if one != other]
WHY = Explained("m", "d", "c")


def flows(rows: list[dict[str, object]]) -> BilateralFlows:
    table = pa.Table.from_pylist(rows, schema=BILATERAL_SCHEMA)
    return BilateralFlows.from_arrow(table, Provenance("s"))


@pytest.mark.parametrize("name", ["korea_swap", "lost_in_transit"])
def test_the_order_of_rows_changes_no_finding(name: str) -> None:
    material, _ = WORLDS[name][0](stream(5, name), planted=True)
    table = material.cells.to_arrow()
    order = stream(6, name).permutation(table.num_rows)
    mixed = Material(BilateralFlows.from_arrow(table.take(pa.array(order)), Provenance("s")))
    one, other = (findings_table(DETECTORS[name]()(m)) for m in (material, mixed))
    assert one.num_rows > 0
    assert one["what"].equals(other["what"])
    assert one["value_usd"].to_numpy() == pytest.approx(other["value_usd"].to_numpy(), rel=1e-12)


@pytest.mark.parametrize("detector", [KoreaSwap(), LostInTransit()])
def test_scores_are_shares_and_dollars_are_not_negative(
    detector: KoreaSwap | LostInTransit,
) -> None:
    name = "korea_swap" if isinstance(detector, KoreaSwap) else "lost_in_transit"
    material, _ = WORLDS[name][0](stream(8, name), planted=True)
    found = detector(material)
    assert found
    assert all(0 <= f.score <= 1 and f.value_usd >= 0 for f in found)


@given(
    values=st.dictionaries(st.sampled_from(PAIRS), st.integers(1, 10**12), min_size=1),
    doubted=st.sets(st.sampled_from(PAIRS)),
)
def test_quarantine_conserves_rows_and_dollars(values: dict[str, int], doubted: set[str]) -> None:
    told = flows([cell(2019, pair, float(value)) for pair, value in sorted(values.items())])
    doubts = [Finding("x", 2019, *p.split(">"), "TOTAL", 1.0, 1.0, "x", WHY) for p in doubted]
    before = told.ledger("q")
    after = quarantine(told, doubts).ledger("q")
    assert (after.rows, after.value_usd) == (before.rows, before.value_usd)
    assert after.rows - after.kept_rows == len(doubted & values.keys())
    assert release(quarantine(told, doubts)).to_arrow().equals(told.to_arrow())
    assert set(read_findings(findings_table(doubts))) == set(doubts)


def test_the_usual_range_by_hand() -> None:
    rows = [cell(2000 + k, "AAA>BBB", v) for k, v in enumerate([1.0, 2.0, 3.0, 4.0, 100.0])]
    told = with_usual(flows(rows).table, ["exporter", "importer"], "value_usd", 0.1)
    by_value = {row["value_usd"]: row for row in told.to_pyarrow().to_pylist()}
    assert {row["usual"] for row in by_value.values()} == {3.0}
    assert by_value[100.0]["deviation"] == pytest.approx(97 / 1.4826)  # MAD 1
    assert by_value[3.0]["deviation"] == 0
    assert by_value[1.0]["periods"] == 5


def test_setting_aside_marks_the_planted_swap_and_nothing_of_the_south() -> None:
    material, places = WORLDS["korea_swap"][0](stream(5, "korea_swap"), planted=True)
    found = findings_table(KoreaSwap()(material))
    rows = set_aside(material.cells, found, QualityRules()).to_arrow().to_pylist()
    none = set_aside(material.cells, found, QualityRules(detectors=("jumps",))).to_arrow()
    assert "quarantined" not in none["status"].to_pylist()
    aside = {(r["importer"], r["period"]) for r in rows if r["status"] == "quarantined"}
    assert places & aside
    assert {r["exporter"] for r in rows if r["status"] == "quarantined"} == {"PRK"}
    assert len(rows) == material.cells.to_arrow().num_rows
