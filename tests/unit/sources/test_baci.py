"""BACI in its own units and codes, alone and in the archive it comes in."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tradenet.domain import SchemaError, SourceError
from tradenet.sources import read

Rows = list[dict[str, Any]]
ROWS = "t,i,j,k,v,q\n2021,156,842,850511,2,3\n"
COUNTRIES = "country_code,country_name,country_iso2,country_iso3\n4,Afghanistan,AF,AFG\n"
PRODUCTS = "code,description\n010121,Horses\n"


def test_thousands_of_dollars_and_tonnes_become_dollars_and_kilograms(
    sample: Callable[[str], Rows],
) -> None:
    rows = sample("baci_HS92_Y2021_V202501.csv")
    assert [row["value_usd"] for row in rows] == pytest.approx([1_250_750.0, 52_051.0, 41.0, 7e3])
    assert rows[0]["net_mass_kg"] == pytest.approx(33_400.0)
    assert rows[1]["net_mass_kg"] is None  # a padded NA


def test_products_regain_their_leading_zero(sample: Callable[[str], Rows]) -> None:
    rows = sample("baci_HS92_Y2021_V202501.csv")
    assert [row["product"] for row in rows] == ["850511", "010121", "271600", "901890"]


def test_codes_are_bacis_own_and_the_vintage_stands_in_the_name(
    sample: Callable[[str], Rows],
) -> None:
    rows = sample("baci_HS92_Y2021_V202501.csv")
    assert [(row["reporter"], row["partner"]) for row in rows[2:]] == [
        ("251", "757"), ("490", "699"),
    ]  # fmt: skip
    assert {row["vintage"] for row in rows} == {"V202501"}
    assert {(row["method"], row["flow"], row["valuation"]) for row in rows} == {
        ("reconciled", "X", "FOB")
    }


def test_another_word_for_no_quantity_is_refused(write: Callable[[str, str], Path]) -> None:
    path = write("baci.csv", "t,i,j,k,v,q\n2021,4,8,010121,1,\n2021,4,8,010129,1,n/a\n")
    with pytest.raises(SchemaError, match=r"1 of 2 rows have no number in column 'q' .*data row 2"):
        read(path)


def test_the_archive_is_read_without_its_code_tables_and_note(tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS92_V202501.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("BACI_HS92_Y2021_V202501.csv", ROWS)
        archive.writestr("BACI_HS92_Y2022_V202501.csv", ROWS.replace("2021", "2022"))
        archive.writestr("country_codes_V202501.csv", COUNTRIES)
        archive.writestr("product_codes_HS92_V202501.csv", PRODUCTS)
        archive.writestr("Readme.txt", "This archive was made by\nCEPII\n")
    flows = read(path)
    assert [each.to_arrow()["period"].to_pylist() for each in flows] == [[2021], [2022]]
    assert {each.provenance.files[0].name for each in flows} == {path.name}


def test_a_table_of_codes_alone_holds_no_flows(write: Callable[[str, str], Path]) -> None:
    with pytest.raises(SourceError, match="holds tables of codes but no flows"):
        read(write("country_codes_V202501.csv", COUNTRIES))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2021,4,8,010121,x,1", "no number in column 'v'"),
        ("2021,4,8,010121,inf,1", "no number in column 'v'"),
        ("2021.5,4,8,010121,1,1", "no whole number in column 't'"),
        (",4,8,010121,1,1", "no whole number in column 't'"),
        ("2021,,8,010121,1,1", "no reporter code"),
        ("2021,4.5,8,010121,1,1", "no code in column 'i'"),
        ("2021,4,8,,1,1", "no product code"),
    ],
)
def test_a_bad_cell_in_a_column_of_numbers_is_named(
    line: str, message: str, write: Callable[[str, str], Path]
) -> None:
    """The columns that are parsed as numbers at once say no less than those parsed as text."""
    path = write("baci.csv", f"{ROWS}{line}\n{line}\n")
    with pytest.raises(SchemaError, match=rf"2 of 3 rows have {message} \(first: data row 2\)"):
        read(path)


def test_codes_that_are_no_numbers_are_read_as_text(
    write: Callable[[str, str], Path], rows: Callable[..., Rows]
) -> None:
    text = "t,i,j,k,v,q\n 2021 ,CHN, 842 ,010121, 2 ,3\n2021,CHN,842,0101,2,NA\n"
    found = rows(write("baci.csv", text))
    names = ("reporter", "partner", "product", "value_usd", "row")
    assert [tuple(row[name] for name in names) for row in found] == [
        ("CHN", "842", "010121", 2e3, 1), ("CHN", "842", "000101", 2e3, 2),
    ]  # fmt: skip


def test_of_two_mistakes_the_first_check_speaks(write: Callable[[str, str], Path]) -> None:
    """Values are checked before quantities, in whatever row the mistakes are."""
    path = write("baci.csv", f"{ROWS}2021,4,8,010121,1,many\n2021,4,8,010121,much,many\n")
    with pytest.raises(SchemaError, match=r"1 of 3 rows .* column 'v' \(first: data row 3\)"):
        read(path)
