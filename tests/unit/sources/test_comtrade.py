"""The four Comtrade layouts and BACI's compact companion."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tradenet.domain import SchemaError, SourceError
from tradenet.sources import read

Rows = list[dict[str, Any]]
Sample = Callable[[str], Rows]
Write = Callable[[str, str], Path]


def column(rows: Rows, name: str) -> list[Any]:
    return [row[name] for row in rows]


def test_plus_survives_latin_1_and_the_comma_too_many(sample: Sample) -> None:
    rows = sample("comtrade_plus.csv")
    assert column(rows, "value_usd")[:3] == [1_200_300.5, 2_000_000.0, 9_000.0]
    assert column(rows, "partner")[:3] == ["156", "0", "384"]
    assert set(column(rows, "reporter")) == {"764"}
    assert set(column(rows, "period")) == {2021}


def test_plus_keeps_totals_codes_with_zeros_and_mass(sample: Sample) -> None:
    rows = sample("comtrade_plus.csv")
    assert column(rows, "product")[:3] == ["TOTAL", "TOTAL", "010121"]
    assert column(rows, "net_mass_kg")[:3] == [None, None, 450.25]


def test_plus_marks_second_partner_customs_and_transport_as_detail(sample: Sample) -> None:
    assert column(sample("comtrade_plus.csv"), "detail") == [False] * 3 + [True] * 3 + [False] * 4


def test_plus_keeps_flows_as_they_are_and_values_imports_cif(sample: Sample) -> None:
    rows = sample("comtrade_plus.csv")
    assert column(rows, "flow") == ["M"] * 6 + ["X", "RX", "X", "X"]
    assert column(rows, "valuation") == ["CIF"] * 6 + ["FOB"] * 4


def test_plus_sets_services_aside_and_keeps_nulls_null(sample: Sample) -> None:
    rows = sample("comtrade_plus.csv")
    assert column(rows, "status") == ["kept"] * 9 + ["services"]
    assert rows[8]["value_usd"] is None


def test_plus_reads_months(write: Write, rows: Callable[..., Rows]) -> None:
    sample = Path(__file__).resolve().parents[2] / "data" / "comtrade_plus.csv"
    text = (
        sample.read_text(encoding="latin-1")
        .replace('"A"', '"M"')
        .replace('"2021","764"', '"202103","764"')
    )
    assert set(column(rows(write("months.csv", text)), "period")) == {202103}


@pytest.mark.parametrize(("was", "becomes", "name"), [
    ('"RX"', '"ZZ"', "flowCode"), ('"A"', '"Q"', "freqCode"), ('"S"', '"T"', "typeCode"),
])  # fmt: skip
def test_plus_refuses_unknown_words(was: str, becomes: str, name: str, write: Write) -> None:
    sample = Path(__file__).resolve().parents[2] / "data" / "comtrade_plus.csv"
    text = sample.read_text(encoding="latin-1").replace(was, becomes, 1)
    with pytest.raises(SchemaError, match=rf"of 10 rows have something other than .* '{name}'"):
        read(write("plus.csv", text))


def test_legacy_reads_all_four_flows(sample: Sample) -> None:
    rows = sample("comtrade_legacy.csv")
    assert column(rows, "flow")[:5] == ["M", "M", "X", "RX", "RM"]
    assert column(rows, "valuation")[:5] == ["CIF", "CIF", "FOB", "FOB", "CIF"]


def test_legacy_values_masses_and_products(sample: Sample) -> None:
    rows = sample("comtrade_legacy.csv")
    assert column(rows, "value_usd")[:3] == [2_750.0, 4_100.0, 810.0]
    assert column(rows, "net_mass_kg")[:3] == [640.0, 640.0, None]
    assert column(rows, "product")[0] == "010410"
    assert rows[6]["product"] == "TOTAL"
    assert rows[9]["value_usd"] is None


def test_legacy_detail_is_what_is_given_and_no_total(sample: Sample) -> None:
    detail = column(sample("comtrade_legacy.csv"), "detail")
    assert detail == [False] * 5 + [True, False, True, True, False]


def test_tidy_speaks_of_names_and_dollars(sample: Sample) -> None:
    rows = sample("comtrade_tidy.csv")
    assert (rows[0]["reporter"], rows[0]["partner"]) == ("Mongolia", "China")
    assert rows[2]["reporter"] == "Bolivia (Plurinational State of)"
    assert column(rows, "value_usd") == [2.1e9, 6_500_000_000.5, 412_000.0, None]
    assert column(rows, "valuation") == ["CIF", "FOB", "FOB", "CIF"]


def test_compact_takes_the_largest_of_a_key_for_the_total(sample: Sample) -> None:
    rows = sample("comtrade_compact.csv")
    assert column(rows, "detail") == [False, True, True, False, True, False, False, False]
    assert column(rows, "value_usd")[:4] == [900.5, 600.25, 300.25, 900.5]


def test_compact_keeps_keys_apart_by_flow_and_partner(sample: Sample) -> None:
    rows = sample("comtrade_compact.csv")
    assert [row["flow"] for row in rows[5:]] == ["X", "M", "X"]
    assert not any(row["detail"] for row in rows[5:])
    assert rows[5]["net_mass_kg"] is None


def test_compact_does_not_call_a_row_without_value_a_part(
    write: Write, rows: Callable[..., Rows]
) -> None:
    header = "year,reporter,partner,cmd,flow,value,netwgt,qty,qtyunit\n"
    found = rows(write("raw.csv", f"{header}2022,4,8,010121,X,,,,\n2022,4,8,010121,X,3,,,\n"))
    assert column(found, "detail") == [False, False]


def test_compact_baci_takes_the_year_from_the_file_name(sample: Sample) -> None:
    rows = sample("baci_compact_2022.csv")
    assert set(column(rows, "period")) == {2022}
    assert column(rows, "method") == ["reconciled"] * 3
    assert rows[0]["product"] == "010121"
    assert rows[2]["value_usd"] == 1_250_000.0


@pytest.mark.parametrize(("name", "found"), [
    ("baci.csv", "found none"), ("baci_2021_2022.csv", "found 2021 and 2022"),
    ("baci_V202601.csv", "found none"),
])  # fmt: skip
def test_compact_baci_without_one_year_in_the_name_is_refused(
    name: str, found: str, write: Write
) -> None:
    with pytest.raises(SourceError, match=rf"the file name must hold one of four digits.*{found}"):
        read(write(name, "i,j,cmd,value\nDNK,BGR,010121,860.0\n"))


def test_compact_baci_finds_year_and_vintage(write: Write, rows: Callable[..., Rows]) -> None:
    path = write("BACI_HS22_Y2022_V202601.csv", "i,j,cmd,value\nDNK,BGR,10121,860.0\n")
    (row,) = rows(path)
    assert (row["period"], row["vintage"], row["product"]) == (2022, "V202601", "010121")
