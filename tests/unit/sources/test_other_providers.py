"""Units, sides and traps of the remaining providers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tradenet.domain import SchemaError
from tradenet.sources import read

Rows = list[dict[str, Any]]
Sample = Callable[[str], Rows]
Write = Callable[[str, str], Path]


def cells(rows: Rows, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def test_china_makes_two_flows_of_a_line_in_dollars(sample: Sample) -> None:
    rows = sample("china_customs.csv")
    assert cells(rows[:2], "partner", "flow", "value_usd", "valuation") == [
        ("Mongolia", "X", 300_000.0, "FOB"), ("Mongolia", "M", 400_000.0, "CIF"),
    ]  # fmt: skip
    assert {row["reporter"] for row in rows} == {"CHN"}
    assert [row["row"] for row in rows] == [1, 1, 2, 2, 3, 3, 4, 4]
    assert sorted({row["period"] for row in rows}) == [201803, 201804]


def test_china_keeps_the_spelling_and_the_zeros_of_its_source(sample: Sample) -> None:
    rows = sample("china_customs.csv")
    assert {row["partner"] for row in rows} >= {"Bahrian", "European Union"}
    assert cells(rows[6:], "value_usd") == [(0.0,), (0.0,)]


def test_armenia_imports_by_origin_never_by_consignment(sample: Sample) -> None:
    rows = sample("armenia.csv")
    assert cells(rows[2:4], "partner", "flow", "value_usd") == [
        ("China", "X", 8_000_000.0), ("China", "M", 41_000_750.0),
    ]  # fmt: skip
    assert {row["reporter"] for row in rows} == {"ARM"}
    assert rows[5]["value_usd"] == pytest.approx(260.0)


def test_months_beyond_twelve_are_refused(write: Write) -> None:
    header = "partner,total,export,import,year,month\n"
    path = write("china.csv", f"{header}Mongolia,2,1,1,2018,12\nMongolia,2,1,1,2018,13\n")
    with pytest.raises(SchemaError, match=r"1 of 2 rows have no month 1-12 .*first: data row 2"):
        read(path)


def test_monthly_dots_is_millions_by_name(sample: Sample) -> None:
    rows = sample("imf_dots_monthly.csv")
    assert cells(rows[:2], "reporter", "partner", "flow", "period", "value_usd", "valuation") == [
        ("China", "Russia", "X", 201801, 3_100_500_000.0, "FOB"),
        ("China", "Russia", "M", 201801, 4_200_250_000.0, "CIF"),
    ]
    assert cells(rows[2:], "partner", "value_usd") == [("China", 0.0), ("China", None)]


def test_monthly_dots_refuses_other_words_for_a_flow(write: Write) -> None:
    header = "countrySource,countryTarget,value,type,year,month\n"
    with pytest.raises(SchemaError, match="something other than export, import in column 'type'"):
        read(write("dots.csv", f"{header}China,Russia,1,re-export,2018,1\n"))


def test_atlas_products_are_totals_sections_and_chapters(sample: Sample) -> None:
    assert cells(sample("atlas_totals.csv"), "product")[0] == ("TOTAL",)
    assert cells(sample("atlas_section.csv"), "product")[1] == ("Machinery and Vehicles",)
    assert cells(sample("atlas_hs2.csv"), "product")[0] == ("01",)
    assert cells(sample("atlas_hs2.csv"), "reporter", "partner")[2] == ("IRN", "ANS")


def test_agtpa_keeps_domestic_trade_and_zeros(tmp_path: Path) -> None:
    path = tmp_path / "panel.dta"
    sample = Path(__file__).resolve().parents[2] / "data" / "agtpa.csv"
    pd.read_csv(sample).astype({"year": "float32"}).to_stata(path, write_index=False)
    (flows,) = read(path)
    rows = flows.to_arrow().to_pylist()
    assert cells(rows, "reporter", "partner", "period", "value_usd") == [
        ("ARG", "ARG", 1990, 61_000_500_000.0),
        ("ARG", "BRA", 1990, 1_400_250_000.0),
        ("ARG", "NPL", 1994, 0.0),
    ]


def test_imts_takes_its_scale_from_the_file(sample: Sample) -> None:
    rows = sample("imf_imts.csv")
    assert cells(rows, "period", "partner", "value_usd")[0] == (2019, "CHN", 6_789_125_000.0)
    assert rows[-1]["value_usd"] is None
