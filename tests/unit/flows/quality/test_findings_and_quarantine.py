"""Findings as a table, the cells they set aside, and what changed between two vintages."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from tests.unit.flows.quality.conftest import cell
from tradenet import networks
from tradenet.domain import BilateralFlows, ConfigError
from tradenet.flows import MirrorRules, agree
from tradenet.flows.quality import (
    CHANGES_SCHEMA,
    FINDINGS_SCHEMA,
    Explained,
    Finding,
    WatchRules,
    changes,
    findings_table,
    quarantine,
)

Cells = Callable[..., BilateralFlows]
BN = 1e9
WHY = Explained("a meaning", "kept", "change it")


def finding(
    period: int = 2019, economy: str = "AAA", partner: str = "BBB", product: str = "TOTAL"
) -> Finding:
    return Finding("jumps", period, economy, partner, product, 1.0, 0.5, "tenfold", WHY)


def test_findings_have_a_total_order_whatever_came_first() -> None:
    found = [finding(2019), finding(2018), finding(2019, "AAA", "CCC"), finding(2019, "CCC")]
    shuffled = random.Random(1).sample(found, len(found))
    assert findings_table(shuffled).equals(findings_table(found))
    assert findings_table(found).schema == FINDINGS_SCHEMA
    assert findings_table(found)["default"].to_pylist() == ["kept"] * 4
    assert findings_table([]).num_rows == 0


@pytest.mark.parametrize(("value", "score"), [(1.0, 1.5), (1.0, -0.1), (-1.0, 0.5)])
def test_a_finding_keeps_to_its_ranges(value: float, score: float) -> None:
    with pytest.raises(ConfigError, match="jumps"):
        Finding("jumps", 2019, "AAA", "BBB", "TOTAL", value, score, "x", WHY)


def test_quarantine_marks_and_keeps_every_row_and_dollar(cells: Cells) -> None:
    told = cells(
        cell(2019, "AAA>BBB", 5 * BN),
        cell(2018, "AAA>BBB", 4 * BN),
        cell(2019, "BBB>AAA", 3 * BN),
        cell(2019, "AAA>DDD", None),
    )
    marked = quarantine(told, [finding(), finding(2019, "AAA", "DDD"), finding(2019, "BBB", "")])
    assert dict(_status(marked)) == {
        (2019, "AAA", "BBB"): "quarantined",
        (2018, "AAA", "BBB"): "kept",
        (2019, "BBB", "AAA"): "kept",
        (2019, "AAA", "DDD"): "absent",
    }
    assert marked.ledger("q").value_usd == told.ledger("q").value_usd
    assert marked.to_arrow()["value_usd"].equals(told.to_arrow()["value_usd"])
    assert _status(quarantine(told, [])) == _status(told)


def _status(flows: BilateralFlows) -> list[tuple[tuple[int, str, str], str]]:
    rows = flows.to_arrow().to_pylist()
    return [((r["period"], r["exporter"], r["importer"]), r["status"]) for r in rows]


def test_quarantine_of_one_product_spares_the_others(cells: Cells) -> None:
    told = cells(*(cell(2019, "AAA>BBB", BN, product=code) for code in ("27", "85")))
    part = quarantine(told, [finding(product="27")]).to_arrow()
    assert part["status"].to_pylist() == ["quarantined", "kept"]
    whole = quarantine(told, [finding()]).to_arrow()
    assert whole["status"].to_pylist() == ["quarantined"] * 2


def test_a_quarantined_cell_stays_so_through_agree_and_is_not_observed(cells: Cells) -> None:
    told = cells(cell(2019, "AAA>BBB", 5 * BN), cell(2019, "BBB>AAA", 3 * BN))
    agreed = agree(quarantine(told, [finding()]), MirrorRules(constant_reporters=False))
    graph = networks.build(agreed.compute(), 2019)
    assert math.isnan(graph.value("AAA", "BBB"))
    assert graph.value("BBB", "AAA") == 3 * BN


def test_changes_between_vintages_tell_a_zero_from_what_nobody_saw(cells: Cells) -> None:
    zero = {"status": "zero_or_missing", "observed": "structural_zero"}
    before = cells(
        cell(2019, "AAA>BBB", 4 * BN),
        cell(2019, "AAA>CCC", 4 * BN),
        cell(2019, "AAA>DDD", None, **zero),
        cell(2019, "BBB>AAA", 2 * BN),
        cell(2019, "CCC>AAA", 1 * BN),
        cell(2018, "AAA>BBB", 9 * BN),
    )
    after = cells(
        cell(2019, "AAA>BBB", 1 * BN),
        cell(2019, "AAA>CCC", 4.1 * BN),
        cell(2019, "AAA>DDD", 2 * BN),
        cell(2019, "BBB>AAA", None, **zero),
        cell(2019, "DDD>AAA", 5 * BN),
    )
    found = changes(before, after, WatchRules(), across=False)
    assert found.schema == CHANGES_SCHEMA
    told = [(f"{r['exporter']}>{r['importer']}", r["kind"]) for r in found.to_pylist()]
    assert told == [
        ("AAA>BBB", "changed"),
        ("AAA>DDD", "appeared"),
        ("BBB>AAA", "vanished"),
        ("DDD>AAA", "newly_seen"),
        ("CCC>AAA", "not_seen"),
    ]
    first = found.to_pylist()[0]
    assert first["log_change"] == pytest.approx(math.log(1 / 4))
    assert (first["change_usd"], first["period_before"], first["period"]) == (-3 * BN, 2019, 2019)


def test_changes_across_two_periods_and_with_a_focus(cells: Cells) -> None:
    before = cells(cell(2018, "AAA>BBB", 1 * BN), cell(2018, "BBB>CCC", 1 * BN))
    after = cells(cell(2019, "AAA>BBB", 3 * BN), cell(2019, "BBB>CCC", 3 * BN))
    found = changes(before, after, WatchRules(focus=("CCC",)), across=True).to_pylist()
    assert [(r["exporter"], r["period_before"], r["period"]) for r in found] == [
        ("BBB", 2018, 2019)
    ]
