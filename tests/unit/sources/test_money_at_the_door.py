"""Dollars too many for the world, and what the checks at the door let pass."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tradenet.domain import SchemaError, SourceError
from tradenet.sources import read

Write = Callable[[str, str], Path]
HEADER = "year,exporter,importer,value_usd\n"


@pytest.mark.parametrize("cell", ["1e15", "-1e15", "1e17", "1e300", "999999999999999999"])
def test_more_than_all_trade_is_refused_before_it_is_summed(cell: str, write: Write) -> None:
    """Cents of 1e17 dollars are no whole number that an engine has."""
    text = f"{HEADER}2019,CHN,RUS,1\n2019,RUS,CHN,{cell}\n"
    with pytest.raises(SchemaError, match=r"1 of 2 rows .*1e\+15 USD or more \(first: data row 2"):
        read(write("flows.csv", text))


@pytest.mark.parametrize("cell", ["9e14", "0", "0.005", "1e-9", "9000000000000.12"])
def test_what_is_below_is_summed_to_the_cent(cell: str, write: Write) -> None:
    (flows,) = read(write("flows.csv", f"{HEADER}2019,CHN,RUS,{cell}\n2019,RUS,CHN,1.10\n"))
    told = flows.ledger("x").value_usd
    assert told == round(Decimal(cell) + Decimal("0.000001"), 2) + Decimal("1.10")


def test_a_unit_counts(write: Write) -> None:
    """A thousand million millions: the check sees dollars, not what the file calls them."""
    header = "year,flow,reporter,partner,reporter_iso3,partner_iso3,is_aggregate,value_musd\n"
    row = "2019,X,China,Germany,CHN,DEU,False,{}\n"
    with pytest.raises(SchemaError, match=r"1e\+15 USD or more"):
        read(write("dots.csv", header + row.format("1e9")))
    (flows,) = read(write("fine.csv", header + row.format("1e7")))
    assert flows.ledger("x").value_usd == Decimal("1e13")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("", "no rows, only a header"),
        ("2019,CHN,RUS,5\n201901,CHN,RUS,5\n", "1 rows of years and 1 of months"),
        ("2019,CHN,RUS,1e16\n,CHN,RUS,5\n", "no whole number in column .year."),
        ("2019,,RUS,5\n2019,CHN,,5\n", "1 of 2 rows have no reporter code"),
    ],
)
def test_a_file_has_one_first_mistake(rows: str, words: str, write: Write) -> None:
    with pytest.raises((SchemaError, SourceError), match=words):
        read(write("flows.csv", HEADER + rows))


@pytest.mark.parametrize("name", ["Außenhandel 2019.csv", "中国.csv", "a'b.csv", "[x]*?.csv"])
def test_a_file_may_have_any_name(name: str, write: Write) -> None:
    """Spaces, quotes and the signs of a pattern are letters of a name, and not read as such."""
    write("[x]12.csv", HEADER + "2019,CHN,RUS,777\n")
    (flows,) = read(write(name, HEADER + "2019,CHN,RUS,5\n"))
    assert flows.ledger("x").value_usd == 5
    assert [file.name for file in flows.provenance.files] == [name]
