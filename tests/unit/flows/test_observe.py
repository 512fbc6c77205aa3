"""Every absent cell has a state; missing is never zero."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from tradenet.domain import BilateralFlows, Economies, Window
from tradenet.flows import MirrorRules, agree, filings_of, observe

Paired = Callable[..., BilateralFlows]


def exports(reporter: str, partner: str, period: int = 2019, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    """Return an exporter's statement of one dollar."""
    return {
        "reporter": reporter, "partner": partner, "value_usd": 1.0, "period": period, **more,
    }  # fmt: skip


def imports(reporter: str, partner: str, period: int = 2019, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any column
    """Return an importer's statement of one dollar."""
    return exports(reporter, partner, period, flow="M", **more)


def filings(*rows: tuple[int, str, bool]) -> pa.Table:
    """Return who filed when, and whether we hold it."""
    return pa.table(
        {
            "period": pa.array([row[0] for row in rows], pa.int32()),
            "economy": pa.array([row[1] for row in rows], pa.string()),
            "held": pa.array([row[2] for row in rows], pa.bool_()),
        }
    )


def cells(flows: BilateralFlows) -> dict[tuple[int, str, str], dict[str, Any]]:
    """Return every row by its cell; a cell that stands twice is an error."""
    rows = flows.to_arrow().to_pylist()
    found = {(row["period"], row["exporter"], row["importer"]): row for row in rows}
    assert len(found) == len(rows)
    return found


def test_every_state_of_an_absent_cell(paired: Paired, economies: Economies) -> None:
    """AAA filed; BBB and CCC did not; FFF filed, but our file lacks it; DDD did not exist.

    EEE neither filed nor stands in the file. Of the 20 cells among five living economies two are
    reported.
    """
    flows = paired(exports("AAA", "BBB"), exports("AAA", "CCC"))
    done = observe(
        flows, filings((2019, "AAA", True), (2019, "FFF", False)), economies,
        zeros=True, also=("FFF", "DDD", "EEE"),
    )  # fmt: skip
    found = cells(done)
    assert len(found) == 20
    states = {(a, b): row["observed"] for (_, a, b), row in found.items()}
    assert states["AAA", "BBB"] == states["AAA", "CCC"] == "exporter_only"
    assert states["BBB", "AAA"] == states["CCC", "AAA"] == "structural_zero"
    assert states["BBB", "CCC"] == states["CCC", "BBB"] == "unobservable"
    assert {states[key] for key in states if {"EEE", "FFF"} & set(key)} == {"not_held"}
    zero, dark, lost = (
        found[2019, "BBB", "AAA"],
        found[2019, "BBB", "CCC"],
        found[2019, "FFF", "AAA"],
    )
    assert (zero["value_usd"], zero["status"]) == (0.0, "kept")
    assert (dark["value_usd"], dark["status"]) == (None, "absent")
    assert (lost["value_usd"], lost["status"]) == (None, "absent")
    assert {row["product"] for row in found.values()} == {"TOTAL"}
    assert {row["source"] for row in found.values()} == {"s"}


def test_a_source_that_cannot_write_zero_leaves_it_open(
    paired: Paired, economies: Economies
) -> None:
    """Zero or missing: no value, and a status of its own."""
    flows = paired(exports("AAA", "BBB"))
    row = cells(observe(flows, filings_of(flows), economies, zeros=False))[2019, "BBB", "AAA"]
    assert (row["observed"], row["value_usd"], row["status"]) == (
        "structural_zero", None, "zero_or_missing",
    )  # fmt: skip


def test_who_filed_but_is_not_held_leaves_its_cells_open(
    paired: Paired, economies: Economies
) -> None:
    """BBB is in the file as a partner and filed, but its reports are not held."""
    flows = paired(exports("AAA", "BBB"), exports("AAA", "CCC"))
    done = cells(observe(flows, filings((2019, "BBB", False)), economies, zeros=True))
    assert done[2019, "BBB", "CCC"]["observed"] == "not_held"
    assert done[2019, "CCC", "BBB"]["observed"] == "not_held"
    assert done[2019, "CCC", "AAA"]["observed"] == "unobservable"


@pytest.mark.parametrize(("period", "there"), [(1990, "DDD"), (1991, "EEE"), (199012, "DDD"),
                                               (199101, "EEE")])  # fmt: skip
def test_only_the_living_have_cells(
    paired: Paired, economies: Economies, period: int, there: str
) -> None:
    """DDD ends in 1990, EEE begins in 1991; in years and in months."""
    flows = paired(exports("AAA", "BBB", period))
    done = observe(flows, filings_of(flows), economies, zeros=True, also=("DDD", "EEE"))
    assert {name for key in cells(done) for name in key[1:]} == {"AAA", "BBB", there}


def test_the_universe_is_everyone_met_in_any_period(paired: Paired, economies: Economies) -> None:
    """CCC appears in 2020 only: in 2019 its cells are not held, not zero."""
    flows = paired(exports("AAA", "BBB", 2019), exports("AAA", "CCC", 2020))
    done = cells(observe(flows, filings_of(flows), economies, zeros=True))
    assert len(done) == 12
    assert done[2019, "AAA", "CCC"]["observed"] == "not_held"
    assert done[2020, "AAA", "BBB"]["observed"] == "not_held"


def test_reported_cells_come_through_untouched(paired: Paired, economies: Economies) -> None:
    """Observing adds rows; it changes none."""
    flows = paired(exports("AAA", "BBB"), imports("BBB", "AAA"), imports("AAA", "CCC"))
    done = observe(flows, filings_of(flows), economies, zeros=True)
    before = cells(flows)
    after = cells(done)
    assert {key: after[key] for key in before} == before
    assert done.ledger("x").value_usd == flows.ledger("x").value_usd


def test_filings_are_read_off_the_reports(paired: Paired) -> None:
    """Estimates and reconciled values prove no filing; a partner is no filer."""
    flows = paired(
        exports("AAA", "BBB"), imports("CCC", "AAA", 2020),
        exports("FFF", "AAA", method="estimated"),
        exports("EEE", "AAA", method="reconciled"), exports("AAA", "CCC", 2020),
    )  # fmt: skip
    assert filings_of(flows).to_pylist() == [
        {"period": 2019, "economy": "AAA", "held": True},
        {"period": 2020, "economy": "AAA", "held": True},
        {"period": 2020, "economy": "CCC", "held": True},
    ]


def test_a_zero_between_two_silent_economies_does_not_count(
    paired: Paired, economies: Economies
) -> None:
    """BBB files before the event only: its silence on CCC is no zero to build upon."""
    flows = paired(
        *[exports("AAA", "BBB", period) for period in (2001, 2004)],
        *[exports("AAA", "CCC", period) for period in (2001, 2004)],
        exports("BBB", "AAA", 2001),
    )
    seen = observe(flows, filings_of(flows), economies, zeros=True).compute()
    done = cells(agree(seen, MirrorRules(), Window((2001,), (2004,))))
    assert done[2001, "BBB", "CCC"]["observed"] == "structural_zero"
    assert done[2001, "BBB", "CCC"]["status"] == "self_report"
    assert done[2001, "CCC", "AAA"]["status"] == "kept"  # AAA files throughout: a zero it is
    assert done[2004, "BBB", "CCC"]["status"] == "absent"


def test_the_zeros_of_a_silent_pair_come_from_its_fixed_reporter_alone(
    paired: Paired, economies: Economies
) -> None:
    """BBB files 2001 and 2004 and speaks for BBB–CCC; in 2002 only CCC filed, who may not speak."""
    flows = paired(
        *[exports("AAA", "FFF", period) for period in (2001, 2002, 2004)],
        *[exports("BBB", "AAA", period) for period in (2001, 2004)],
        *[exports("CCC", "AAA", period) for period in (2001, 2002)],
        *[exports("AAA", "BBB", period) for period in (2001, 2002, 2004)],
        *[exports("AAA", "CCC", period) for period in (2001, 2002, 2004)],
    )
    seen = observe(flows, filings_of(flows), economies, zeros=True).compute()
    done = cells(agree(seen, MirrorRules(), Window((2001, 2002), (2004,))))
    assert done[2001, "BBB", "CCC"]["status"] == "kept"
    assert done[2004, "CCC", "BBB"]["status"] == "kept"
    assert done[2002, "BBB", "CCC"]["observed"] == "structural_zero"
    assert done[2002, "BBB", "CCC"]["status"] == "self_report"


def test_zeros_of_a_silent_economy_do_not_count_outside_the_window_either(
    paired: Paired, economies: Economies
) -> None:
    """In 2000 only BBB filed, which speaks in no period: AAA's cell with it is no zero."""
    flows = paired(
        exports("BBB", "CCC", 2000), imports("BBB", "CCC", 2000),
        *[imports("AAA", "CCC", period) for period in (2001, 2004)],
        *[exports("AAA", "BBB", period) for period in (2001, 2004)],
        exports("FFF", "AAA", 2000, method="estimated"), exports("AAA", "FFF", 2001),
    )  # fmt: skip
    seen = observe(flows, filings_of(flows), economies, zeros=True).compute()
    done = cells(agree(seen, MirrorRules(), Window((2001,), (2004,))))
    assert done[2000, "BBB", "AAA"]["observed"] == "structural_zero"
    assert done[2000, "BBB", "AAA"]["status"] == "self_report"


def test_an_economy_that_stands_twice_among_the_filings_does_not_double_cells(
    paired: Paired, economies: Economies
) -> None:
    """Two rows for one filer (held in one file, not in another): each cell still stands once."""
    flows = paired(exports("AAA", "BBB"))
    twice = filings((2019, "AAA", True), (2019, "AAA", False))
    done = observe(flows, twice, economies, zeros=True).to_arrow()
    assert done.num_rows == 2
