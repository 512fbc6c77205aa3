"""The published layouts of correspondence tables, and what is refused."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from tradenet.domain import SchemaError, SourceError
from tradenet.sources.correspondence import read_correspondence, read_correspondences

Write = Callable[[str, str], Path]


def links(table: pa.Table) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in table.to_pylist()]


CORRELATIONS = """Between,,
HS 2022,HS 2017,Relationship
010121,010121,1:1
854141,854140,n:1
854142,854140,n:1
"""


def test_correlations_are_read_in_both_directions(write: Write) -> None:
    """A title line, then two editions and the relationship, which follows from the pairs."""
    assert links(read_correspondence(write("c.csv", CORRELATIONS))) == [
        ("H5", "010121", "H6", "010121", None),
        ("H5", "854140", "H6", "854141", None),
        ("H5", "854140", "H6", "854142", None),
        ("H6", "010121", "H5", "010121", None),
        ("H6", "854141", "H5", "854140", None),
        ("H6", "854142", "H5", "854140", None),
    ]


@pytest.mark.parametrize(
    "header", ["From HS 2022,To HS 2007", "From HS2022,To HS2007", "From HS 2022,From HS 2007"]
)
def test_conversions_are_read_in_their_own_direction(write: Write, header: str) -> None:
    """The published sheets leave out most pairs of the way back; some say From twice."""
    table = read_correspondence(write("c.csv", f"{header},,\n010121,010110,,\n"))
    assert links(table) == [("H6", "010121", "H3", "010110", None)]


def test_descriptions_beside_the_codes_are_passed_over(write: Write) -> None:
    """The World Bank's layout."""
    text = (
        "HS 1996 Product Code,HS 1996 Product Description,HS 1988/92 Product Code,"
        'HS 1988/92 Product Description\n010111,"Horses, live",010111,Live horses\n'
    )
    table = read_correspondence(write("c.csv", text))
    assert links(table) == [("H1", "010111", "H0", "010111", None)]


@pytest.mark.parametrize("header", ["H6,H5,weight", "HS22;HS17;Weight", "hs_2022\ths_2017\tweight"])
def test_weights_are_shares_of_the_first_code(write: Write, header: str) -> None:
    mark = next(mark for mark in ";\t," if mark in header)
    body = mark.join(["010121", "010111", "0.25"]), mark.join(["010121", "010119", "3"])
    table = read_correspondence(write("c.csv", "\n".join([header, *body])))
    assert links(table) == [
        ("H6", "010121", "H5", "010111", 0.25), ("H6", "010121", "H5", "010119", 3.0),
    ]  # fmt: skip


def test_codes_survive_spreadsheets(write: Write) -> None:
    """A byte order mark, dots, an apostrophe, a lost zero, a code without counterpart, blanks."""
    lines = ("10121,'0101.11", " 854141 ,8541.40", "999999,NULL", ",", "", "9999AA,9999AA")
    text = "\n".join(["\ufeffHS 2022,HS 2017", *lines])
    codes = [(row[1], row[3]) for row in links(read_correspondence(write("c.csv", text)))]
    assert ("010121", "010111") in codes
    assert ("854141", "854140") in codes
    assert ("9999AA", "9999AA") in codes
    assert len(codes) == 6


def test_a_pair_twice_is_one_link_and_files_are_joined(write: Write) -> None:
    one = write("one.csv", "HS 2022,HS 2017\n010121,010121\n010121,010121\n")
    other = write("other.csv", "HS 2017,HS 2012\n010121,010121\n")
    assert read_correspondence(one).num_rows == 2
    assert read_correspondences([one, other]).num_rows == 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "no header with two revisions"),
        ("HS 2022,Description\n010121,Horses\n", "no header with two revisions"),
        ("HS 2022,HS 2022\n010121,010121\n", "no header with two revisions"),
        ("HS 2022,HS 2018\n010121,010121\n", "known editions: 1992, 1996, 2002"),
        ("HS 2022,SITC 4\n010121,00111\n", "no header with two revisions"),
        ("", "no header with two revisions"),
    ],
)
def test_a_file_without_two_revisions_is_refused(write: Write, text: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_correspondence(write("c.csv", text))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("0101,010121,1", r"1 lines are wrong \(line 2: '0101' is no HS code of six digits\)"),
        ("horse,010121,1", "'horse' is no HS code"),
        ("010121,010121,-1", "weight -1"),
        ("010121,010121,inf", "weight inf"),
        ("010121,010121,nan", "weight nan"),
        ("010121,010121,much", "could not convert"),
        ("010121,010121,1\n010121,010121,2", "010121 to 010121 again with another weight"),
        ("010121", "1 cells"),
        (",,", "no pair of codes"),
        ("", "no pair of codes"),
    ],
)
def test_bad_lines_are_counted_and_the_first_is_shown(write: Write, body: str, words: str) -> None:
    with pytest.raises(SchemaError, match=words):
        read_correspondence(write("c.csv", f"HS 2022,HS 2017,weight\n{body}\n"))


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_correspondence(tmp_path / "none.csv")
    workbook = tmp_path / "HS2022toHS2017ConversionAndCorrelationTables.xlsx"
    with pytest.raises(SourceError, match="a workbook; save its sheet"):
        read_correspondence(workbook)
    (tmp_path / "latin.csv").write_bytes(b"HS 2022,HS 2017\n010121,\xe9\n")
    with pytest.raises(SourceError, match="not UTF-8"):
        read_correspondence(tmp_path / "latin.csv")
