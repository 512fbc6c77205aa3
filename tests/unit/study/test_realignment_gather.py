"""Who told what of a patron's trade: every state of a cell, by hand."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tradenet.bloc.realignment import PartnerTrade
from tradenet.domain import BilateralFlows, Provenance
from tradenet.study.realignment.gather import partner_trade, states

SCHEMA = pa.schema(
    [
        ("period", pa.int32()),
        ("exporter", pa.string()),
        ("importer", pa.string()),
        ("product", pa.string()),
        ("value_usd", pa.float64()),
        ("observed", pa.string()),
        ("basis", pa.string()),
        ("exporter_report_usd", pa.float64()),
        ("importer_report_usd", pa.float64()),
        ("log_gap", pa.float64()),
        ("source", pa.string()),
        ("vintage", pa.string()),
        ("status", pa.string()),
    ]
)
Cell = dict[str, Any]


def cell(exporter: str, importer: str, year: int = 2001, **what: object) -> Cell:
    """Return one cell; what is not said is silent."""
    return {
        "period": year,
        "exporter": exporter,
        "importer": importer,
        "product": "TOTAL",
        "observed": "unobservable",
        "status": "absent",
        "source": "s",
        "vintage": "v",
        **what,
    }


def by_exporter(exporter: str, importer: str, value: float, year: int = 2001) -> Cell:
    return cell(
        exporter, importer, year, observed="exporter_only", status="kept", basis="exporter",
        value_usd=value, exporter_report_usd=value,
    )  # fmt: skip


def by_importer(exporter: str, importer: str, value: float, year: int = 2001) -> Cell:
    return cell(
        exporter, importer, year, observed="importer_only", status="kept", basis="importer",
        value_usd=value, importer_report_usd=value,
    )  # fmt: skip


def by_both(exporter: str, importer: str, sold: float, bought: float) -> Cell:
    return cell(
        exporter, importer, observed="both", status="kept", basis="importer", value_usd=bought,
        exporter_report_usd=sold, importer_report_usd=bought,
    )  # fmt: skip


def merged(exporter: str, importer: str, value: float, observed: str) -> Cell:
    return cell(
        exporter, importer, observed=observed, status="kept", basis="reconciled", value_usd=value
    )


def none_listed(exporter: str, importer: str, year: int = 2001) -> Cell:
    return cell(exporter, importer, year, observed="structural_zero", status="zero_or_missing")


def flows(*cells: Cell) -> BilateralFlows:
    return BilateralFlows.from_arrow(
        pa.Table.from_pylist(list(cells), schema=SCHEMA), Provenance("s")
    )


def trade_and_state(cells: Iterable[Cell]) -> tuple[float | None, str, float | None]:
    """Return what P tells of its trade with A, the state, and what is told otherwise."""
    # A third pair holds the year and the economies, whatever is silent between A and P.
    given = flows(*cells, by_both("A", "Q", 1.0, 1.0), by_both("P", "Q", 1.0, 1.0))
    trade = partner_trade(given)
    value = float(trade.pair("A", "P")[0])
    state, otherwise = states(given, trade, [("A", "P")])[("A", "P", 2001)]
    return (value if np.isfinite(value) else None), state, otherwise


@pytest.mark.parametrize(
    ("cells", "value", "state", "otherwise"),
    [
        pytest.param(
            [by_exporter("P", "A", 5.0), by_importer("A", "P", 2.0)], 7.0, "partner", None,
            id="the partner tells both directions",
        ),
        pytest.param(
            [by_both("P", "A", 5.0, 9.0), by_both("A", "P", 1.0, 2.0)], 7.0, "partner", None,
            id="both tell: the partner's own reports count",
        ),
        pytest.param(
            [by_exporter("P", "A", 5.0), none_listed("A", "P")], 5.0, "partner", None,
            id="one direction, and nobody lists the other",
        ),
        pytest.param(
            [by_importer("P", "A", 5.0), by_exporter("A", "P", 2.0)], None, "part", 7.0,
            id="the economy itself tells",
        ),
        pytest.param(
            [by_exporter("P", "A", 5.0), by_exporter("A", "P", 2.0)], None, "part", 7.0,
            id="one direction by the partner, the other by the economy",
        ),
        pytest.param(
            [by_exporter("P", "A", 5.0), cell("A", "P")], None, "part", 5.0,
            id="one direction, the other unobservable",
        ),
        pytest.param(
            [none_listed("P", "A"), none_listed("A", "P")], None, "none_listed", None,
            id="somebody filed and listed nothing: zero or missing, so no number",
        ),
        pytest.param(
            [cell("P", "A"), cell("A", "P")], None, "unobservable", None, id="neither filed",
        ),
        pytest.param([], None, "not_held", None, id="our files lack it"),
        pytest.param(
            [cell("P", "A", observed="not_held"), cell("A", "P", observed="not_held")], None,
            "not_held", None, id="our files say that they lack it",
        ),
        pytest.param(
            [{**by_exporter("P", "A", 5.0), "status": "quarantined"}, by_importer("A", "P", 2.0)],
            None, "set_aside", None, id="one direction is doubtful",
        ),
        pytest.param(
            [{**by_exporter("P", "A", 5.0), "observed": "imputed"}, by_importer("A", "P", 2.0)],
            None, "part", 7.0, id="an estimate is no report",
        ),
        pytest.param(
            [merged("P", "A", 5.0, "exporter_only"), merged("A", "P", 2.0, "importer_only")],
            7.0, "partner", None, id="merged, and the partner filed",
        ),
        pytest.param(
            [merged("P", "A", 5.0, "both"), merged("A", "P", 2.0, "both")], 7.0, "partner", None,
            id="merged of both",
        ),
        pytest.param(
            [merged("P", "A", 5.0, "importer_only"), merged("A", "P", 2.0, "exporter_only")],
            None, "part", 7.0, id="merged, and the partner did not file",
        ),
    ],
)  # fmt: skip
def test_each_state_by_hand(
    cells: list[Cell], value: float | None, state: str, otherwise: float | None
) -> None:
    assert trade_and_state(cells) == (value, state, otherwise)


def test_what_is_told_of_one_is_not_told_of_the_other() -> None:
    """P tells of A; what A tells of P stands apart, and is A's own row as a partner."""
    given = flows(by_both("P", "A", 5.0, 9.0), by_both("A", "P", 1.0, 2.0))
    trade = partner_trade(given)
    assert trade.pair("A", "P").tolist() == [5.0 + 2.0]
    assert trade.pair("P", "A").tolist() == [1.0 + 9.0]


def test_years_and_economies_are_in_order() -> None:
    given = flows(by_exporter("P", "A", 1.0, 2003), by_exporter("P", "A", 1.0, 2001),
                  none_listed("A", "P", 2003), none_listed("A", "P", 2001))  # fmt: skip
    trade = partner_trade(given)
    assert trade.years == (2001, 2003)
    assert trade.economies == ("A", "P")


def test_the_order_of_the_rows_does_not_matter() -> None:
    cells = [by_both("P", "A", 5.0, 9.0), by_both("A", "P", 1.0, 2.0), by_both("P", "Q", 3.0, 3.0),
             by_both("Q", "P", 3.0, 4.0)]  # fmt: skip
    one, other = partner_trade(flows(*cells)), partner_trade(flows(*cells[::-1]))
    assert one.economies == other.economies
    np.testing.assert_array_equal(one.values, other.values)


def test_a_former_state_is_joined_to_its_successor() -> None:
    """The USSR to 1991, Russia from 1992: one line, and the year of the join is kept."""
    given = flows(
        by_exporter("CHN", "SUN", 5.0, 1991), by_importer("SUN", "CHN", 1.0, 1991),
        by_exporter("CHN", "RUS", 7.0, 1992), by_importer("RUS", "CHN", 1.0, 1992),
    )  # fmt: skip
    trade = partner_trade(given, [("RUS", "SUN")])
    assert trade.pair("RUS", "CHN").tolist() == [6.0, 8.0]
    assert trade.since == (("RUS", 1992),)
    told = states(given, trade, [("SUN", "CHN"), ("RUS", "CHN")])
    assert told[("SUN", "CHN", 1991)][0] == "partner"
    assert told[("RUS", "CHN", 1992)][0] == "partner"


def test_a_zero_that_both_list_is_no_trade_to_take_the_logarithm_of() -> None:
    given = flows(by_both("P", "A", 0.0, 0.0), by_both("A", "P", 0.0, 0.0))
    assert np.isnan(partner_trade(given).pair("A", "P")).all()


def test_nothing_told_at_all_is_an_empty_cube() -> None:
    trade = partner_trade(flows(cell("P", "A")))
    assert isinstance(trade, PartnerTrade)
    assert trade.economies == ()
    assert trade.values.shape == (0, 0, 0)
