"""CIF to FOB, and from one ratio to another."""

import math
from collections.abc import Callable

import pytest

from tradenet.domain import BilateralFlows, ConfigError, ReportedFlows
from tradenet.flows import MirrorRules, ValuationRules, agree, pair, revalue, to_fob


@pytest.mark.parametrize("ratio", [0.99, 0.0, -1.0, 2.01, math.inf, math.nan])
def test_an_impossible_ratio_is_refused(ratio: float) -> None:
    """CIF is never below FOB, and never more than twice."""
    with pytest.raises(ConfigError, match="cif_fob_ratio"):
        ValuationRules(ratio)


def test_cif_is_divided_and_fob_is_not(reported: Callable[..., ReportedFlows]) -> None:
    """106 CIF is 100 FOB at 1.06; a null stays null; an FOB import stays as it is."""
    flows = reported(
        {"reporter": "A", "partner": "B", "value_usd": 106.0, "flow": "M", "valuation": "CIF"},
        {"reporter": "A", "partner": "C", "value_usd": 106.0, "flow": "M", "valuation": "FOB"},
        {"reporter": "A", "partner": "D", "value_usd": None, "flow": "M", "valuation": "CIF"},
        {"reporter": "A", "partner": "E", "value_usd": 50.0},
    )
    done = to_fob(flows, ValuationRules(1.06)).table.order_by("row").to_pyarrow()
    assert done["value_usd_fob"].to_pylist() == [pytest.approx(100.0), 106.0, None, 50.0]
    assert done["value_usd"].to_pylist() == [106.0, 106.0, None, 50.0]


def test_revaluing_equals_valuing_anew(reported: Callable[..., ReportedFlows]) -> None:
    """From 1.06 to 1.10 in one step, or from the reports: the same to half a cent per report."""
    flows = reported(
        {"reporter": "A", "partner": "B", "value_usd": 90.0},
        {"reporter": "B", "partner": "A", "value_usd": 106.0, "flow": "M", "valuation": "CIF"},
        {"reporter": "C", "partner": "A", "value_usd": 53.0, "flow": "M", "valuation": "CIF"},
        {"reporter": "A", "partner": "D", "value_usd": 8.0, "method": "reconciled"},
    )
    old, new = ValuationRules(1.06), ValuationRules(1.10)
    rules = MirrorRules(constant_reporters=False)
    restated = revalue(agree(pair(to_fob(flows, old)), rules), 1.06, new).to_pandas()
    anew = agree(pair(to_fob(flows, new)), rules).to_pandas()
    assert restated.importer.tolist() == ["B", "C", "D"]
    for column in ("value_usd", "importer_report_usd", "exporter_report_usd"):
        assert restated[column].tolist() == pytest.approx(
            anew[column].tolist(), abs=0.011, nan_ok=True
        )
    assert restated.log_gap[0] == pytest.approx(math.log(90 / (106 / 1.1)), abs=1e-4)


def test_the_same_ratio_changes_nothing(paired: Callable[..., BilateralFlows]) -> None:
    """Not even the object."""
    flows = paired({"reporter": "A", "partner": "B", "value_usd": 1.0})
    assert revalue(flows, 1.06, ValuationRules(1.06)) is flows
