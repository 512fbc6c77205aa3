"""Two reports to one number: what was seen, whose report counts, who may speak."""

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal

import pytest

from tradenet.domain import BilateralFlows, ReportedFlows, UnknownName, Window
from tradenet.flows import MirrorRules, ValuationRules, agree, mirror, pair, to_fob

Row = dict[str, Any]
Side = Literal["importer", "exporter"]
Paired = Callable[..., BilateralFlows]
WINDOW = Window((2001, 2002), (2004,))
ALL_SPEAK = MirrorRules(constant_reporters=False)


def exports(reporter: str, partner: str, value: float | None, **more: Any) -> Row:  # noqa: ANN401 - any column
    """Return what an exporter says."""
    return {"reporter": reporter, "partner": partner, "value_usd": value, "flow": "X", **more}


def imports(reporter: str, partner: str, value: float | None, **more: Any) -> Row:  # noqa: ANN401 - any column
    """Return what an importer says."""
    return {"reporter": reporter, "partner": partner, "value_usd": value, "flow": "M", **more}


def files(reporter: str, *periods: int) -> list[Row]:
    """Return exports of a reporter to the rest of the world, which prove that it filed."""
    return [exports(reporter, "ROW", 1.0, period=period) for period in periods]


def cell(flows: BilateralFlows, exporter: str, importer: str, period: int = 2019) -> Row:
    """Return the only row of a cell."""
    rows: list[Row] = flows.to_arrow().to_pylist()
    (found,) = [
        row
        for row in rows
        if (row["exporter"], row["importer"], row["period"]) == (exporter, importer, period)
    ]
    return found


def test_both_reports_stand_side_by_side_with_their_gap(paired: Paired) -> None:
    """The exporter says 100, the importer 80: the gap is ln 1.25."""
    row = cell(paired(exports("A", "B", 100.0), imports("B", "A", 80.0)), "A", "B")
    assert (row["exporter_report_usd"], row["importer_report_usd"]) == (100.0, 80.0)
    assert row["log_gap"] == pytest.approx(math.log(1.25), rel=1e-15)
    assert (row["observed"], row["status"]) == ("both", "kept")
    assert (row["value_usd"], row["basis"]) == (None, None)  # nobody has agreed yet


@pytest.mark.parametrize(
    ("rows", "observed"),
    [
        ([exports("A", "B", 1.0)], "exporter_only"),
        ([imports("B", "A", 1.0)], "importer_only"),
        ([exports("A", "B", 1.0, method="estimated")], "imputed"),
        ([imports("B", "A", 1.0, method="estimated")], "imputed"),
        (
            [
                exports("A", "B", 1.0, method="estimated"),
                imports("B", "A", 1.0, method="estimated"),
            ],
            "imputed",
        ),
        ([exports("A", "B", 1.0, method="estimated"), imports("B", "A", 1.0)], "importer_only"),
        ([exports("A", "B", 1.0), imports("B", "A", 1.0, method="estimated")], "exporter_only"),
        ([exports("A", "B", 1.0, method="reconciled")], "reconciled"),
        ([exports("A", "B", 0.0)], "exporter_only"),
    ],
)
def test_the_state_of_a_cell_with_a_report(paired: Paired, rows: list[Row], observed: str) -> None:
    """An estimate is no report; a reported zero is one."""
    assert cell(paired(*rows), "A", "B")["observed"] == observed


def test_statements_of_one_side_on_one_cell_are_summed_to_the_cent(paired: Paired) -> None:
    """Ten spellings of ten cents: a dollar."""
    rows = [exports("A", "B", 0.1, partner_code=f"b{k}") for k in range(10)]
    assert cell(paired(*rows), "A", "B")["exporter_report_usd"] == 1.0


def test_only_kept_rows_are_paired(paired: Paired) -> None:
    """A duplicate, a group and a null are set aside before."""
    flows = paired(
        exports("A", "B", 5.0),
        exports("A", "B", 5.0, status="duplicate"),
        exports("A", "WLD", 9.0, status="aggregate"),
        exports("A", "C", None, status="no_value"),
    )
    assert flows.to_arrow().num_rows == 1
    assert cell(flows, "A", "B")["exporter_report_usd"] == 5.0


def test_periods_products_and_sources_are_cells_of_their_own(paired: Paired) -> None:
    """Nothing is merged that is not one cell."""
    flows = paired(
        exports("A", "B", 1.0),
        imports("B", "A", 2.0, period=2020),
        imports("B", "A", 3.0, product="01"),
        imports("B", "A", 4.0, source="other"),
    )
    assert flows.to_arrow().num_rows == 4
    assert set(flows.to_arrow()["observed"].to_pylist()) == {"exporter_only", "importer_only"}


def test_a_zero_report_has_no_gap(paired: Paired) -> None:
    """No logarithm of zero, on either side."""
    flows = paired(
        exports("A", "B", 0.0),
        imports("B", "A", 5.0),
        exports("A", "C", 5.0),
        imports("C", "A", 0.0),
    )
    assert flows.to_arrow()["log_gap"].to_pylist() == [None, None]


@pytest.mark.parametrize(
    ("prefer", "value", "basis"), [("importer", 80.0, "importer"), ("exporter", 100.0, "exporter")]
)
def test_the_preferred_side_counts_where_both_speak(
    paired: Paired,
    prefer: Side,
    value: float,
    basis: str,
) -> None:
    """Importer first unless told otherwise."""
    flows = paired(exports("A", "B", 100.0), imports("B", "A", 80.0))
    row = cell(agree(flows, MirrorRules(prefer, constant_reporters=False)), "A", "B")
    assert (row["value_usd"], row["basis"]) == (value, basis)
    assert (row["exporter_report_usd"], row["importer_report_usd"]) == (100.0, 80.0)


@pytest.mark.parametrize("prefer", ["importer", "exporter"])
@pytest.mark.parametrize(
    ("row", "basis"), [(exports("A", "B", 7.0), "exporter"), (imports("B", "A", 7.0), "importer")]
)
def test_a_lone_report_counts_whichever_side_is_preferred(
    paired: Paired,
    row: Row,
    basis: str,
    prefer: Side,
) -> None:
    """The other side does not speak."""
    found = cell(agree(paired(row), MirrorRules(prefer, constant_reporters=False)), "A", "B")
    assert (found["value_usd"], found["basis"], found["status"]) == (7.0, basis, "kept")


def test_a_preferred_zero_beats_a_number(paired: Paired) -> None:
    """A reported zero is a report, not a gap."""
    flows = paired(exports("A", "B", 100.0), imports("B", "A", 0.0))
    assert cell(agree(flows, ALL_SPEAK), "A", "B")["value_usd"] == 0.0


@pytest.mark.parametrize("prefer", ["importer", "exporter"])
def test_an_estimate_never_beats_a_report(paired: Paired, prefer: Side) -> None:
    """The cell is called seen by one side only, so that side's number is its value."""
    flows = paired(
        exports("A", "B", 10.0), imports("B", "A", 999.0, method="estimated"),
        exports("C", "D", 999.0, method="estimated"), imports("D", "C", 20.0),
    )  # fmt: skip
    agreed = agree(flows, MirrorRules(prefer, constant_reporters=False))
    assert cell(agreed, "A", "B")["observed"] == "exporter_only"
    assert cell(agreed, "A", "B")["value_usd"] == 10.0
    assert cell(agreed, "C", "D")["observed"] == "importer_only"
    assert cell(agreed, "C", "D")["value_usd"] == 20.0


def test_reporter_silent_in_one_window_year_is_seen_through_its_partners_in_all(
    paired: Paired,
) -> None:
    """B files in 2001 and 2004 but not 2002: A's reports count in all three years."""
    rows = [row for name in "AC" for row in files(name, 2001, 2002, 2004)]
    for period in (2001, 2002, 2004):
        rows.append(exports("A", "B", 100.0, period=period))
        rows.append(imports("A", "B", 30.0, period=period))
    rows += [
        imports("B", "A", 80.0, period=2001),
        imports("B", "A", 80.0, period=2004),
        exports("B", "A", 33.0, period=2001),
        exports("B", "C", 12.0, period=2004),
    ]
    agreed = agree(paired(*rows), MirrorRules(), WINDOW)
    for period in (2001, 2002, 2004):
        assert cell(agreed, "A", "B", period)["value_usd"] == 100.0
        assert cell(agreed, "A", "B", period)["basis"] == "exporter"
        assert cell(agreed, "B", "A", period)["value_usd"] == 30.0
    alone = cell(agreed, "B", "C", 2004)  # C, who files throughout, says nothing
    assert (alone["status"], alone["exporter_report_usd"]) == ("self_report", 12.0)


def test_with_everybody_allowed_to_speak_the_reporter_switches(paired: Paired) -> None:
    """The same flows without the rule: importer where it filed, exporter where it did not."""
    rows = [*files("A", 2001, 2002, 2004), *files("B", 2001)]
    rows += [exports("A", "B", 100.0, period=period) for period in (2001, 2002, 2004)]
    rows += [imports("B", "A", 80.0, period=2001)]
    agreed = agree(paired(*rows), ALL_SPEAK, WINDOW)
    values = [cell(agreed, "A", "B", period)["value_usd"] for period in (2001, 2002, 2004)]
    assert values == [80.0, 100.0, 100.0]


def test_a_year_outside_the_window_costs_nobody_the_word(paired: Paired) -> None:
    """B is silent in 2003, which is not in the window: it stays a constant reporter."""
    rows = [*files("A", 2001, 2002, 2003, 2004), *files("B", 2001, 2002, 2004)]
    rows += [exports("A", "B", 100.0, period=2001), imports("B", "A", 80.0, period=2001)]
    assert cell(agree(paired(*rows), MirrorRules(), WINDOW), "A", "B", 2001)["value_usd"] == 80.0


def test_who_reports_imports_alone_files_as_well(paired: Paired) -> None:
    """B never reports an export, but an import in every period: its word counts."""
    rows = [imports("B", "ROW", 1.0, period=period) for period in (2001, 2002, 2004)]
    rows += [*files("A", 2001, 2002, 2004), exports("A", "B", 100.0, period=2001)]
    rows += [imports("B", "A", 80.0, period=2001)]
    assert cell(agree(paired(*rows), MirrorRules(), WINDOW), "A", "B", 2001)["value_usd"] == 80.0


def test_without_a_window_every_period_must_be_filed(paired: Paired) -> None:
    """B's silence of 2003 now counts."""
    rows = [*files("A", 2001, 2002, 2003, 2004), *files("B", 2001, 2002, 2004)]
    rows += [exports("A", "B", 100.0, period=2001), imports("B", "A", 80.0, period=2001)]
    assert cell(agree(paired(*rows), MirrorRules()), "A", "B", 2001)["value_usd"] == 100.0


def test_two_silent_economies_without_a_fixed_reporter_do_not_speak(paired: Paired) -> None:
    """Neither files on both sides of the event: their reports are marked; the ledger has them."""
    rows = [*files("A", 2001, 2002, 2004), *files("B", 2001, 2002), *files("C", 2001)]
    rows += [exports("B", "C", 5.0, period=2001), imports("C", "B", 6.0, period=2001)]
    agreed = agree(paired(*rows), MirrorRules(), WINDOW)
    row = cell(agreed, "B", "C", 2001)
    assert (row["status"], row["value_usd"]) == ("self_report", 6.0)
    assert (row["exporter_report_usd"], row["importer_report_usd"]) == (5.0, 6.0)
    aside = {line.status: line.value_usd for line in agreed.ledger("mirror").lines}
    assert aside["self_report"] == Decimal("9.00")  # 6, and three dollars to ROW, which is silent


def test_a_silent_pair_is_seen_through_one_fixed_reporter(paired: Paired) -> None:
    """B files 2001 and 2004, C only 2001 and 2002: B speaks in both directions, and B alone."""
    rows = [*files("A", 2001, 2002, 2004), *files("B", 2001, 2004), *files("C", 2001, 2002)]
    rows += [
        exports("B", "C", 5.0, period=2001), imports("C", "B", 6.0, period=2001),
        imports("B", "C", 7.0, period=2001), exports("C", "B", 8.0, period=2001),
        imports("C", "B", 9.0, period=2002), exports("C", "B", 9.0, period=2002),
        exports("B", "C", 4.0, period=2004),
    ]  # fmt: skip
    agreed = agree(paired(*rows), MirrorRules(), WINDOW)
    assert [cell(agreed, "B", "C", p)["value_usd"] for p in (2001, 2004)] == [5.0, 4.0]
    assert cell(agreed, "C", "B", 2001)["value_usd"] == 7.0
    assert {cell(agreed, *pair, 2002)["status"] for pair in (("B", "C"), ("C", "B"))} == {
        "self_report"
    }
    assert cell(agreed, "B", "C", 2001)["basis"] == "exporter"
    assert cell(agreed, "C", "B", 2001)["basis"] == "importer"


def test_of_two_that_could_be_fixed_the_one_that_files_more_often_is(paired: Paired) -> None:
    """B files three of the four window years, C two; both on both sides of the event."""
    window = Window((2001, 2002, 2003), (2004,))
    rows = [
        *files("A", 2001, 2002, 2003, 2004), *files("B", 2001, 2002, 2004), *files("C", 2001, 2004),
    ]  # fmt: skip
    for one, other, by_exporter, by_importer in (("B", "C", 5.0, 6.0), ("C", "B", 7.0, 8.0)):
        rows.append(exports(one, other, by_exporter, period=2001))
        rows.append(imports(other, one, by_importer, period=2001))
    agreed = agree(paired(*rows), MirrorRules(), window)
    assert cell(agreed, "B", "C", 2001)["value_usd"] == 5.0
    assert cell(agreed, "C", "B", 2001)["value_usd"] == 8.0


def silent_pair(*more: Row) -> list[Row]:
    """B and C, both silent in 2002: 5 and 6 told of B>C, 7 and 8 of C>B (exporter, importer)."""
    rows = [*files("A", 2001, 2002, 2004), *files("B", 2001, 2004), *files("C", 2001, 2004)]
    for one, other, by_exporter, by_importer in (("B", "C", 5.0, 6.0), ("C", "B", 7.0, 8.0)):
        rows.append(exports(one, other, by_exporter, period=2001))
        rows.append(imports(other, one, by_importer, period=2001))
    return [*rows, *more]


@pytest.mark.parametrize(
    ("more", "values"),
    [
        ([imports("C", "B", 9.0, period=2004)], (6.0, 7.0)),  # C tells of B once more
        ([exports("B", "C", 9.0, period=2004)], (5.0, 8.0)),  # B tells of C once more
        ([imports("C", "A", 9.0, period=2004)], (6.0, 7.0)),  # C tells of A as well
        (
            [
                imports("C", "B", 9.0, period=2004),
                imports("B", "A", 9.0, period=2001),
                imports("B", "A", 9.0, period=2004),
            ],
            (6.0, 7.0),
        ),  # C tells more of B, B more at all
        ([imports("B", "A", 9.0, period=2003)], None),  # outside the window: nothing
        ([], None),
    ],
)
def test_of_two_that_file_equally_often_one_speaks_in_both_directions(
    paired: Paired, more: list[Row], values: tuple[float, float] | None
) -> None:
    """The one that tells more of the other, else more at all; else neither of them."""
    agreed = agree(paired(*silent_pair(*more)), MirrorRules(), WINDOW)
    found = [cell(agreed, *pair, 2001) for pair in (("B", "C"), ("C", "B"))]
    if values is None:
        assert [row["status"] for row in found] == ["self_report"] * 2
    else:
        assert tuple(row["value_usd"] for row in found) == values
        assert [row["status"] for row in found] == ["kept"] * 2


@pytest.mark.parametrize("reporters", [("A", "B"), ("A",)])
def test_an_imputed_cell_stays_and_says_so(paired: Paired, reporters: tuple[str, ...]) -> None:
    """Estimates between silent economies count as imputed, for the gate to judge."""
    rows = [row for name in reporters for row in files(name, 2001, 2002, 2004)]
    rows.append(exports("Q", "R", 5.0, period=2004, method="estimated"))
    row = cell(agree(paired(*rows), MirrorRules(), WINDOW), "Q", "R", 2004)
    assert (row["observed"], row["status"], row["value_usd"]) == ("imputed", "kept", 5.0)


def test_an_estimate_does_not_make_its_economy_a_constant_reporter(paired: Paired) -> None:
    """B reports until 2002 and is estimated in 2004: it is silent, A speaks throughout."""
    rows = [*files("A", 2001, 2002, 2004), *files("B", 2001, 2002)]
    rows += [exports("B", "ROW", 1.0, period=2004, method="estimated")]
    rows += [exports("A", "B", 100.0, period=p) for p in (2001, 2004)]
    rows += [imports("B", "A", 80.0, period=2001)]
    rows += [imports("B", "A", 999.0, period=2004, method="estimated")]
    agreed = agree(paired(*rows), MirrorRules(), WINDOW)
    assert [cell(agreed, "A", "B", p)["value_usd"] for p in (2001, 2004)] == [100.0, 100.0]


def test_a_reconciled_value_between_two_silent_economies_does_not_count(paired: Paired) -> None:
    """Its source merged reports that only the two could have made."""
    rows = [*files("A", 2001, 2002, 2004)]
    rows += [exports("B", "C", 5.0, period=2004, method="reconciled")]
    rows += [exports("A", "C", 6.0, period=2004, method="reconciled")]
    agreed = agree(paired(*rows), MirrorRules(), WINDOW)
    assert cell(agreed, "B", "C", 2004)["status"] == "self_report"
    between = cell(agreed, "A", "C", 2004)
    assert (between["status"], between["value_usd"], between["basis"]) == (
        "kept",
        6.0,
        "reconciled",
    )


def test_a_reconciled_source_alone_passes_unchanged(paired: Paired) -> None:
    """Where all periods are reconciled nobody can be silent."""
    rows = [
        exports(a, b, value, period=period, method="reconciled")
        for period in (2001, 2002, 2004)
        for a, b, value in (("A", "B", 5.0), ("B", "A", 6.0))
    ]
    agreed = agree(paired(*rows), MirrorRules(), WINDOW)
    table = agreed.to_arrow()
    assert set(table["status"].to_pylist()) == {"kept"}
    assert table["value_usd"].to_pylist() == [5.0, 6.0] * 3


def test_agreeing_twice_is_agreeing_once(paired: Paired) -> None:
    """The rule reads reports, not its own results."""
    rows = [*files("A", 2001, 2002, 2004), *files("B", 2001)]
    rows += [exports("A", "B", 100.0, period=2001), imports("B", "A", 80.0, period=2001)]
    once = agree(paired(*rows), MirrorRules(), WINDOW).compute()
    assert agree(once, MirrorRules(), WINDOW).to_arrow().equals(once.to_arrow())


def test_mirror_is_pair_then_agree(reported: Callable[..., ReportedFlows]) -> None:
    """One verb for both steps."""
    flows = to_fob(
        reported(exports("A", "B", 10.0), imports("B", "A", 10.6, valuation="CIF")),
        ValuationRules(1.06),
    )
    whole = mirror(flows, ALL_SPEAK).to_arrow()
    assert whole.equals(agree(pair(flows), ALL_SPEAK).to_arrow())
    assert whole["value_usd"].to_pylist() == [10.0]


def test_a_scheme_makes_one_number_of_two_that_may_speak(paired: Paired) -> None:
    """A half of each; a lone report as it is; growth_lab divides the importer's by 1.08."""
    flows = paired(
        exports("A", "B", 100.0), imports("B", "A", 80.0),
        exports("A", "C", 7.0), imports("D", "A", 5.4),
    )  # fmt: skip
    agreed = agree(flows, MirrorRules(constant_reporters=False, scheme="mean"))
    row = cell(agreed, "A", "B")
    assert (row["value_usd"], row["basis"]) == (90.0, "reconciled")
    assert (row["exporter_report_usd"], row["importer_report_usd"]) == (100.0, 80.0)
    assert cell(agreed, "A", "C")["value_usd"] == 7.0
    told = agree(flows, MirrorRules(constant_reporters=False, scheme="growth_lab"))
    assert cell(told, "A", "D")["value_usd"] == pytest.approx(5.0)
    fob = cell(told, "A", "B")
    assert fob["importer_report_usd"] == pytest.approx(80.0 / 1.08)
    assert fob["log_gap"] == pytest.approx(math.log(100.0 * 1.08 / 80.0))


def test_a_scheme_that_takes_no_lone_report_makes_it_absent(paired: Paired) -> None:
    """Under exporter_only what importers alone tell is not there; the report stays."""
    rules = MirrorRules(constant_reporters=False, scheme="exporter_only")
    row = cell(agree(paired(imports("B", "A", 80.0)), rules), "A", "B")
    assert (row["status"], row["value_usd"], row["importer_report_usd"]) == ("absent", None, 80.0)


def test_a_scheme_weighs_only_those_who_may_speak(paired: Paired) -> None:
    """B is silent in 2002: A's report counts in all years, whatever the scheme."""
    rows = [*files("A", 2001, 2002, 2004), *files("B", 2001, 2004)]
    rows += [exports("A", "B", 100.0, period=p) for p in (2001, 2002, 2004)]
    rows += [imports("B", "A", 80.0, period=p) for p in (2001, 2004)]
    for scheme in ("prefer", "mean", "baci"):
        agreed = agree(paired(*rows), MirrorRules(scheme=scheme), WINDOW)
        told = [cell(agreed, "A", "B", p) for p in (2001, 2002, 2004)]
        assert [row["value_usd"] for row in told] == [100.0] * 3, scheme
        assert [row["observed"] for row in told] == ["both", "exporter_only", "both"]


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(UnknownName, match="did you mean 'baci'"):
        MirrorRules(scheme="bacy")
