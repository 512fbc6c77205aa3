"""From weights to values: six cells worked out by hand."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tradenet.domain import BilateralFlows
from tradenet.flows.reconcile import (
    RECONCILERS,
    Reports,
    SameWeights,
    Weights,
    reconcile,
    reports_of,
)

Cells = Callable[..., BilateralFlows]
SIX = (
    ("A", "B", 100.0, 140.0),
    ("A", "C", 50.0, None),
    ("B", "A", None, 30.0),
    ("B", "C", 0.0, 20.0),
    ("C", "A", 0.0, None),
    ("C", "B", None, None),
)


def quarter(reports: Reports) -> Weights:
    """Give importers a quarter of the weight and 20 % of freight."""
    shape = (len(reports.economies),) * 2
    return Weights(np.full(shape, 0.25), np.full(shape, 1.2))


def rows(flows: BilateralFlows) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["exporter"], row["importer"]): row for row in flows.to_arrow().to_pylist()}


def test_six_cells_by_hand(cells: Cells) -> None:
    """A→B: 0.75 × 100 + 0.25 × 140 / 1.2 = 104.1667; a report that stands alone stays, in FOB."""
    found = rows(reconcile(cells(*SIX), quarter))
    values = {pair: row["value_usd"] for pair, row in found.items()}
    assert values[("A", "B")] == pytest.approx(75 + 35 / 1.2, rel=1e-15)
    assert values[("A", "C")] == 50.0
    assert values[("B", "A")] == pytest.approx(25.0, rel=1e-15)
    assert values[("B", "C")] == pytest.approx(20 / 1.2, rel=1e-15)  # a zero is no report
    assert values[("C", "A")] == 0.0  # but where nobody says more, it stands
    assert values[("C", "B")] is None


def test_the_basis_says_whose_word_it_is(cells: Cells) -> None:
    found = {pair: row["basis"] for pair, row in rows(reconcile(cells(*SIX), quarter)).items()}
    assert found[("A", "B")] == "reconciled"
    assert (found[("A", "C")], found[("B", "A")]) == ("exporter", "importer")


def test_importers_reports_and_the_gap_become_fob(cells: Cells) -> None:
    row = rows(reconcile(cells(*SIX), quarter))[("A", "B")]
    assert row["importer_report_usd"] == pytest.approx(140 / 1.2, rel=1e-15)
    assert row["log_gap"] == pytest.approx(np.log(100 * 1.2 / 140), rel=1e-12)


def test_a_report_that_a_scheme_refuses_is_absent_and_not_zero(cells: Cells) -> None:
    found = rows(reconcile(cells(*SIX), RECONCILERS["exporter_only"]))
    assert (found[("B", "A")]["value_usd"], found[("B", "A")]["status"]) == (None, "absent")
    assert (found[("A", "B")]["value_usd"], found[("A", "B")]["basis"]) == (100.0, "exporter")


@pytest.mark.parametrize(
    ("name", "value"),
    [("importer_first", 140.0), ("exporter_first", 100.0), ("mean", 120.0)],
)
def test_naive_rules(cells: Cells, name: str, value: float) -> None:
    assert rows(reconcile(cells(*SIX), RECONCILERS[name]))[("A", "B")]["value_usd"] == value


def test_values_that_a_provider_reconciled_come_through(cells: Cells) -> None:
    given = cells(("A", "B", None, None), value_usd=7.0, basis="reconciled")
    (row,) = reconcile(given, SameWeights(0.5)).to_arrow().to_pylist()
    assert (row["value_usd"], row["basis"]) == (7.0, "reconciled")


def test_rows_that_do_not_count_do_not_speak(cells: Cells) -> None:
    assert not len(reports_of(cells(*SIX, status="quarantined")).exporter)


def test_distances_reach_their_dyad(cells: Cells) -> None:
    far = pa.table(
        {"exporter": ["B", "Z"], "importer": ["A", "A"], "distance_km": [500.0, 1.0],
         "contiguity": [1.0, 0.0]}
    )  # fmt: skip
    reports = reports_of(cells(*SIX), far)
    assert reports.economies == ("A", "B", "C")
    assert (reports.distance_km[1, 0], reports.contiguity[1, 0]) == (500.0, 1.0)
    assert np.isnan(reports.distance_km[0, 1])


def test_nothing_in_nothing_out(cells: Cells) -> None:
    for scheme in RECONCILERS.values():
        assert reconcile(cells(), scheme).to_arrow().num_rows == 0


def test_codes_and_periods_of_a_dyad_share_its_weights(cells: Cells) -> None:
    """Two codes of one dyad, weight 1/4 each, whatever their size."""
    flows = cells(("A", "B", 100.0, 220.0), ("A", "B", 8.0, 9.6), products=["1", "2"])
    values = reconcile(flows, quarter).to_arrow()["value_usd"].to_pylist()
    assert values == pytest.approx([75 + 0.25 * 220 / 1.2, 8.0], rel=1e-15)


def test_reports_of_nobody_else_are_read_by_place(cells: Cells) -> None:
    """Economies are sorted; each cell points to its two; zero and null are no reports."""
    reports = reports_of(cells(("B", "A", 3.0, None), ("A", "C", 0.0, 5.0)))
    assert reports.economies == ("A", "B", "C")
    assert (reports.exporter.tolist(), reports.importer.tolist()) == ([0, 1], [2, 0])
    assert np.isnan(reports.exporter_usd[0])
    assert reports.importer_usd[0] == 5.0
    assert reports.exporter_usd[1] == 3.0
    assert reports.both.tolist() == [False, False]


def test_a_distance_that_is_null_stays_unknown(cells: Cells) -> None:
    far = pa.table(
        {"exporter": ["A"], "importer": ["B"], "distance_km": pa.array([None], pa.float64()),
         "contiguity": [0.0]}
    )  # fmt: skip
    assert np.isnan(reports_of(cells(*SIX), far).distance_km).all()


def test_provenance_and_columns_stay(cells: Cells) -> None:
    given = cells(*SIX)
    made = reconcile(given, quarter)
    assert made.provenance == given.provenance
    assert made.table.columns == given.table.columns


def test_the_ledger_tells_what_a_scheme_refused(cells: Cells) -> None:
    """The importers' two lone reports, 30 and 20, are set aside with their rows."""
    ledger = reconcile(cells(*SIX), RECONCILERS["exporter_only"]).ledger("reconcile")
    lines = {line.status: line.rows for line in ledger.lines}
    assert lines == {"absent": 2, "kept": 4}
