"""What every reconciliation scheme promises of the snapshot's own cells, in the study's step."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from tradenet.domain import BilateralFlows, Window
from tradenet.flows import MirrorRules, ValuationRules, agree, revalue
from tradenet.flows.mirror import PREFER
from tradenet.flows.reconcile import RECONCILERS
from tradenet.sources import snapshot

YEARS = (1960, 1992, 2018, 2019, 2022, 2023, 2025)
WINDOW = Window((2018, 2019), (2023,))
KEY = ["period", "exporter", "importer"]


@pytest.fixture(scope="module")
def reports() -> BilateralFlows:
    """Both reports of some of the snapshot's years, importers' as they were made."""
    made_with = float(snapshot.manifest()["cif_fob_ratio"])
    return revalue(snapshot.panel(YEARS), made_with, ValuationRules(1.0)).compute()


@pytest.fixture(scope="module")
def simple(reports: BilateralFlows) -> pa.Table:
    """The same cells by the simple rule."""
    return agree(reports, MirrorRules(), WINDOW).to_arrow()


@pytest.fixture(scope="module", params=sorted(RECONCILERS))
def agreed(request: pytest.FixtureRequest, reports: BilateralFlows) -> pa.Table:
    """The cells by each scheme in turn."""
    return agree(reports, MirrorRules(scheme=request.param), WINDOW).to_arrow()


def column(table: pa.Table, name: str) -> np.ndarray:
    return table[name].to_numpy(zero_copy_only=False)


def test_no_row_is_lost_and_what_was_seen_stays(agreed: pa.Table, simple: pa.Table) -> None:
    for name in (*KEY, "observed", "source", "vintage", "exporter_report_usd"):
        assert agreed[name].equals(simple[name]), name


def test_who_may_speak_does_not_hang_on_the_scheme(agreed: pa.Table, simple: pa.Table) -> None:
    """Only what a scheme refuses to take alone becomes absent; nothing else changes its status."""
    one, other = column(agreed, "status"), column(simple, "status")
    refused = (one == "absent") & (other == "kept")
    assert (one == other)[~refused].all()
    told = [~np.isnan(column(agreed, f"{side}_report_usd")) for side in ("exporter", "importer")]
    assert (told[0] | told[1])[refused].all()
    assert np.isnan(column(agreed, "value_usd")[refused]).all()


def test_a_value_lies_within_the_two_reports_after_freight(agreed: pa.Table) -> None:
    kept = column(agreed, "status") == "kept"
    exporter, importer = (column(agreed, f"{side}_report_usd") for side in ("exporter", "importer"))
    both = kept & (exporter > 0) & (importer > 0)
    value = column(agreed, "value_usd")
    assert both.sum() > 10_000
    low, high = np.minimum(exporter, importer), np.maximum(exporter, importer)
    assert (value[both] >= low[both] * (1 - 1e-12)).all()
    assert (value[both] <= high[both] * (1 + 1e-12)).all()


def test_freight_is_taken_out_or_left(
    agreed: pa.Table, reports: BilateralFlows, request: pytest.FixtureRequest
) -> None:
    """The importer's report is divided by 1 to 1.2, by the same number in all years of a dyad."""
    given = column(reports.to_arrow(), "importer_report_usd")
    kept = column(agreed, "importer_report_usd")
    told = given > 0
    ratio = given[told] / kept[told]
    assert (ratio > 1 - 1e-9).all()
    assert (ratio < 1.2 + 1e-9).all()
    assert bool((ratio > 1.001).any()) == (request.node.callspec.params["agreed"] in {
        "baci", "growth_lab",
    })  # fmt: skip


def test_what_a_provider_merged_keeps_its_value(agreed: pa.Table, simple: pa.Table) -> None:
    """BACI's cells have no two reports to weigh."""
    merged = np.isin(column(simple, "period"), (2022, 2023))
    one, other = column(agreed, "value_usd")[merged], column(simple, "value_usd")[merged]
    assert np.array_equal(one, other, equal_nan=True)


def test_the_simple_rule_is_the_default() -> None:
    assert MirrorRules().scheme == PREFER
    assert not MirrorRules().takes_freight_out
    assert all(MirrorRules(scheme=name).takes_freight_out for name in RECONCILERS)
