"""Tables of the design substitution: every range two columns, every gap a null, every row used."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.bloc.substitution.panels import changed, panel
from tests.unit.bloc.substitution.test_account import FACTS, RATES, RULES
from tradenet.bloc.substitution import COLLAPSE, Frequencies, Months, account
from tradenet.study import substitution_tables as tables

RANGES = (
    "cost_rub",
    "share_of_wage",
    "shortfall_per_thousand_usd",
    "workers",
    "shortfall_usd",
)


def test_the_account_has_a_row_a_month_and_two_columns_a_range() -> None:
    table = tables.account_table(account(RULES, FACTS, RATES), RATES)
    assert table["month"].to_pylist() == sorted(rate.month for rate in RATES)
    assert table.column_names == [
        "month",
        "rub_per_usd",
        "rate_type",
        *(f"{name}_{end}" for name in RANGES for end in ("low", "high")),
        "rate_source",
    ]
    rows = {row["month"]: row for row in table.to_pylist()}
    assert rows[201401]["workers_low"] == 10_000
    assert rows[201401]["shortfall_usd_high"] == 7.5e6
    assert rows[201501]["workers_low"] is None
    assert rows[201501]["shortfall_usd_high"] is None
    assert {row["rate_source"] for row in rows.values()} == {"a bank"}


def test_every_estimate_is_shown_with_what_it_is_used_for() -> None:
    rows = tables.estimates_table(FACTS, RULES).to_pylist()
    assert len(rows) == len(FACTS)
    assert [row["used_for"] for row in rows] == [
        "wage",
        "share taken",
        "workers 201301 to 201412",
        "workers 201301 to 201412",
        "",
    ]
    assert [row["checked"] for row in rows] == ["read"] * 4 + ["memory"]
    assert all(row["source"] for row in rows)


def test_dyads_have_roles_and_only_the_compared_a_score() -> None:
    given = panel(40)
    struck = given.exposed.copy()
    struck[[3, 7]] = True
    odd = changed(given, exposed=struck)
    made = COLLAPSE.respond(odd, "L00", "S00")
    rows = tables.neighbours_table(odd, made)
    assert [row["role"] for row in rows].count("compared") == 37
    assert rows[0]["role"] == "in question"
    assert (rows[0]["large"], rows[0]["small"]) == ("L00", "S00")
    assert [row["large"] for row in rows if row["role"] == "exposed"] == ["L03", "L07"]
    for row, place, spread in zip(rows, made.places, made.spread, strict=False):
        assert row["change"] == made.fit.change[place]
        assert row["score"] == pytest.approx(row["change"] / spread)
    assert all(row["score"] is None for row in rows if row["role"] == "exposed")


def test_a_struck_dyad_that_is_not_told_of_is_not_listed() -> None:
    given = panel(40)
    struck, trade = given.exposed.copy(), given.trade_usd.copy()
    struck[[3, 7]] = True
    trade[7, 2] = np.nan
    odd = changed(given, exposed=struck, trade_usd=trade)
    rows = tables.neighbours_table(odd, COLLAPSE.respond(odd, "L00", "S00"))
    assert [row["large"] for row in rows if row["role"] == "exposed"] == ["L03"]


def test_paths_are_relative_to_the_mean_before() -> None:
    given = panel(30)
    made = COLLAPSE.respond(given, "L00", "S00")
    rows = tables.paths_table(given, made)
    assert len(rows) == 30 * given.years.size
    for name in ("L00", "L05"):
        mine = {row["year"]: row for row in rows if row["large"] == name}
        before = [mine[year]["index"] for year in (2010, 2011, 2012, 2013)]
        assert np.mean(before) == pytest.approx(1)
        place = given.large.index(name)
        assert mine[2015]["trade_usd"] == given.trade_usd[place, -1]
        assert all(row["in_question"] == (name == "L00") for row in mine.values())


def test_directions_are_told_apart() -> None:
    given = panel(30)
    made = COLLAPSE.respond(given, "L00", "S00")
    both = {"to_large": given, "to_small": given}
    responses = {"to_large": made, "to_small": made}
    table = tables.by_direction(tables.neighbours_table, both, responses)  # type: ignore[arg-type]
    assert table["direction"].to_pylist() == ["to_large"] * 30 + ["to_small"] * 30


def test_months_keep_their_gaps() -> None:
    series = Months(
        np.array([202112, 202201, 202202]),
        np.array([1e6, np.nan, 3e6]),
        np.array([np.nan, 73.7, 76.2]),
        ((202101, 202112),),
    )
    rows = tables.months_table({"to_large": series}).to_pylist()
    assert [row["trade_usd"] for row in rows] == [1e6, None, 3e6]
    assert [row["rub_per_usd_before"] for row in rows] == [None, 73.7, 76.2]
    assert [row["freight_runs"] for row in rows] == [False, True, True]


def test_no_months_are_a_table_without_rows() -> None:
    nothing = Months(np.array([], dtype=np.int64), np.array([]), np.array([]))
    table = tables.months_table({"to_large": nothing})
    assert table.num_rows == 0
    assert "freight_runs" in table.column_names


def test_worlds_are_rows() -> None:
    line = Frequencies("absent", 0.0, 2000, 0.05, 0.04, 0.01, 0.9, 0.0)
    (row,) = tables.worlds_table([line]).to_pylist()
    assert row == {
        "kind": "absent",
        "planted": 0.0,
        "worlds": 2000,
        "rise": 0.05,
        "fall": 0.04,
        "low": 0.01,
        "small": 0.9,
        "open_": 0.0,
    }
