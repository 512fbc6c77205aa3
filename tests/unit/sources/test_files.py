"""Files that are not what they seem: each ends in one clear error, none in a trace."""

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tradenet.domain import SchemaError, SourceError, UnknownName
from tradenet.sources import read
from tradenet.sources.files import open_file

Write = Callable[[str, str], Path]
HEADER = "year,exporter,importer,value_usd\n"
GOOD = f"{HEADER}2022,MNG,CHN,5.5\n2022,CHN,MNG,7\n"


def member(folder: Path, **members: str) -> Path:
    """Write a zip of named members; two underscores stand for a slash."""
    path = folder / "flows.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/") + ".csv", text)
    return path


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file; check the path"):
        read(tmp_path / "gone.csv")


def test_an_empty_file(write: Write) -> None:
    with pytest.raises(SourceError, match=r"flows.csv: the file is empty \(0 bytes\)"):
        read(write("flows.csv", ""))


@pytest.mark.parametrize("text", [HEADER, HEADER.strip(), f"{HEADER}\n\n"])
def test_a_header_alone(text: str, write: Write) -> None:
    with pytest.raises(SourceError, match="no rows, only a header"):
        read(write("flows.csv", text))


def test_a_blank_first_line(write: Write) -> None:
    with pytest.raises(SourceError, match="the first line is blank"):
        read(write("flows.csv", f"\n{GOOD}"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_utf_16_is_named(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    path.write_bytes(GOOD.encode(encoding))
    with pytest.raises(SourceError, match="NUL bytes; it is UTF-16 or binary"):
        read(path)


def test_latin_1_where_the_provider_writes_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    path.write_bytes(GOOD.replace("MNG", "Türkiye").encode("latin-1"))
    with pytest.raises(SourceError, match=r"not UTF-8, and Country-pair totals .* never is"):
        read(path)


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    path.write_bytes(GOOD.encode("utf-8-sig"))
    (flows,) = read(path)
    assert flows.to_arrow()["value_usd"].to_pylist() == [7.0, 5.5]


@pytest.mark.parametrize("name", ["flows.xlsx", "flows", "flows.csv.bz2"])
def test_an_unknown_suffix(name: str, write: Write) -> None:
    with pytest.raises(SourceError, match=r"is no kind of file we read; give CSV, Parquet"):
        read(write(name, GOOD))


@pytest.mark.parametrize("name", ["FLOWS.CSV", "flows.txt"])
def test_other_suffixes_of_csv(name: str, write: Write) -> None:
    assert len(read(write(name, GOOD))) == 1


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters(delimiter: str, write: Write) -> None:
    (flows,) = read(write("flows.csv", GOOD.replace(",", delimiter)))
    assert flows.to_arrow().num_rows == 2


def test_windows_line_ends_and_no_last_line_end(write: Write) -> None:
    (flows,) = read(write("flows.csv", GOOD.strip().replace("\n", "\r\n")))
    assert flows.to_arrow()["value_usd"].to_pylist() == [7.0, 5.5]


def test_gzip(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv.gz"
    path.write_bytes(gzip.compress(GOOD.encode()))
    (flows,) = read(path)
    assert flows.to_arrow().num_rows == 2
    assert flows.provenance.files[0].name == "flows.csv.gz"


def test_gzip_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv.gz"
    path.write_bytes(gzip.compress(GOOD.encode() * 500)[:-20])
    with pytest.raises(SourceError, match="not gzip, or cut short"):
        read(path)


def test_gzip_with_a_wrong_checksum(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv.gz"
    packed = bytearray(gzip.compress(GOOD.encode()))
    packed[-6] ^= 0xFF
    path.write_bytes(bytes(packed))
    with pytest.raises(SourceError, match="not gzip, or cut short"):
        read(path)


def test_a_plain_file_that_calls_itself_gzip(write: Write) -> None:
    with pytest.raises(SourceError, match="not gzip, or cut short"):
        read(write("flows.csv.gz", GOOD))


def test_gzip_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv.gz"
    path.write_bytes(gzip.compress(b""))
    with pytest.raises(SourceError, match="the archive holds an empty file"):
        read(path)


def test_zip_yields_each_csv_also_below_folders(tmp_path: Path) -> None:
    path = member(tmp_path, a=GOOD, below__b=GOOD.replace("2022", "2023"))
    assert [opened.name for opened in open_file(path)] == ["flows.zip/a.csv", "flows.zip/b.csv"]
    assert len(read(path)) == 2


@pytest.mark.parametrize(
    "name", ["../x.csv", "/etc/x.csv", "a/../../x.csv", "C:\\x.csv", "..\\x.csv"]
)
def test_zip_that_reaches_outside_itself(name: str, tmp_path: Path) -> None:
    path = tmp_path / "flows.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("good.csv", GOOD)
        archive.writestr(name, GOOD)
    with pytest.raises(SourceError, match=r"reaches outside the archive; refused"):
        read(path)
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["flows.zip"]


def test_zip_cut_short(tmp_path: Path) -> None:
    path = member(tmp_path, a=GOOD * 100)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(SourceError, match="not a zip, or cut short"):
        read(path)


def test_zip_whose_bytes_do_not_match_their_checksum(tmp_path: Path) -> None:
    path = tmp_path / "flows.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", GOOD)
    path.write_bytes(path.read_bytes().replace(b"5.5", b"9.5"))
    with pytest.raises(SourceError, match="not a zip, or cut short"):
        read(path)


def test_a_plain_file_that_calls_itself_zip(write: Write) -> None:
    with pytest.raises(SourceError, match="not a zip, or cut short"):
        read(write("flows.zip", GOOD))


def test_zip_without_csv(tmp_path: Path) -> None:
    path = tmp_path / "flows.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("picture.png", b"x")
    with pytest.raises(SourceError, match="no CSV file in the archive"):
        read(path)


def test_zip_with_a_password(tmp_path: Path) -> None:
    path = member(tmp_path, a=GOOD)
    packed = bytearray(path.read_bytes())
    packed[packed.index(b"PK\x01\x02") + 8] |= 1  # the flag of encryption, in the directory
    path.write_bytes(bytes(packed))
    with pytest.raises(SourceError, match="has a password; unpack it yourself"):
        read(path)


@pytest.mark.parametrize(("line", "reason"), [
    ("2022,CHN", "2 cells instead of 4"),
    ("2022,CHN,MNG,7,8", "5 cells instead of 4"),
    ('2022,CHN,"MNG,7', "a quote that never closes"),
    ('2022,CHN,"M"NG,7', "a quote that never closes"),
])  # fmt: skip
def test_a_line_that_is_no_row(line: str, reason: str, write: Write) -> None:
    with pytest.raises(SourceError, match=f"line 3 cannot be read: {reason}, it starts '2022,CHN"):
        read(write("flows.csv", f"{HEADER}2022,MNG,CHN,5.5\n{line}\n"))


def test_a_line_that_is_no_row_far_down_a_large_file(write: Write) -> None:
    lines = "2022,MNG,CHN,5.5\n" * 400_000
    with pytest.raises(SourceError, match="line 400,002 cannot be read: 3 cells instead of 4"):
        read(write("flows.csv", f"{HEADER}{lines}2022,MNG,CHN"))


def test_parquet_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "flows.parquet"
    pd.DataFrame({"year": [2022]}).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(SourceError, match="not a Parquet file, or cut short"):
        read(path)


def test_parquet_with_damaged_pages(tmp_path: Path) -> None:
    path = tmp_path / "flows.parquet"
    pairs: dict[str, Any] = {"exporter": "MNG", "importer": "CHN", "value_usd": 1.5}
    pd.DataFrame([{"year": 2000 + n % 20, **pairs} for n in range(5_000)]).to_parquet(path)
    packed = bytearray(path.read_bytes())
    packed[4:400] = b"\xff" * 396
    path.write_bytes(bytes(packed))
    with pytest.raises(SourceError, match=r"flows\.parquet: cannot be read"):
        read(path)


def test_stata_that_is_none(write: Write) -> None:
    with pytest.raises(SourceError, match="not a Stata file, or cut short"):
        read(write("flows.dta", GOOD))


def test_stata_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "flows.dta"
    frame = pd.DataFrame({"exporter": ["MNG"] * 900, "importer": "CHN", "pair_id": 1.0})
    frame.assign(year=1990, trade=1.5).to_stata(path, write_index=False)
    path.write_bytes(path.read_bytes()[:-15_000])
    with pytest.raises(SourceError, match="cut short"):
        read(path)


@pytest.mark.parametrize(
    "cell", ["NaN", "nan", "inf", "-Infinity", "1,5", "abc", "5.5 USD", "1 000"]
)
def test_text_where_a_number_belongs(cell: str, write: Write) -> None:
    text = f'{HEADER}2022,MNG,CHN,5.5\n2022,CHN,MNG,"{cell}"\n'
    with pytest.raises(
        SchemaError, match=r"1 of 2 rows have no number in column 'value_usd' \(first: data row 2\)"
    ):
        read(write("flows.csv", text))


def test_nan_in_a_parquet_file(tmp_path: Path) -> None:
    path = tmp_path / "flows.parquet"
    columns = {"year": [2022], "exporter": ["A"], "importer": ["B"], "value_usd": [float("nan")]}
    pq.write_table(pa.table(columns), path)
    with pytest.raises(SchemaError, match="no number in column 'value_usd'"):
        read(path)


@pytest.mark.parametrize("year", ["", "2022.5", "year", "0", "22", "99999", "202213", "20220101"])
def test_what_is_no_period(year: str, write: Write) -> None:
    text = f"{HEADER}2022,MNG,CHN,5.5\n{year},CHN,MNG,7\n"
    with pytest.raises(SchemaError, match=r"1 of 2 rows have no .*\(first: data row 2\)"):
        read(write("flows.csv", text))


def test_years_and_months_in_one_file(write: Write) -> None:
    text = f"{GOOD}202203,MNG,CHN,5.5\n"
    with pytest.raises(SourceError, match="mixed frequencies, 2 rows of years and 1 of months"):
        read(write("flows.csv", text))


@pytest.mark.parametrize(("row", "what"), [
    ("2022,,CHN,1", "no reporter code"), ('2022,MNG,"  ",1', "no partner code"),
])  # fmt: skip
def test_a_blank_code(row: str, what: str, write: Write) -> None:
    with pytest.raises(SchemaError, match=rf"1 of 3 rows have {what} \(first: data row 3\)"):
        read(write("flows.csv", f"{GOOD}{row}\n"))


def test_an_unknown_header_shows_itself_and_what_is_known(write: Write) -> None:
    with pytest.raises(
        SourceError, match=r"no known layout has the header 'a, b'; known: .*baci.*TOML mapping"
    ):
        read(write("flows.csv", "a,b\n1,2\n"))


def test_a_missing_column_of_a_named_layout_suggests_the_nearest(write: Write) -> None:
    with pytest.raises(
        SourceError, match=r"needs the columns .* 'value_usd' \(did you mean 'value_us'\?\)"
    ):
        read(write("flows.csv", GOOD.replace("value_usd", "value_us")), "pair_totals")


def test_an_unknown_layout_suggests_the_nearest(write: Write) -> None:
    with pytest.raises(UnknownName, match=r"no layout 'bacci' \(did you mean 'baci'\?\)"):
        read(write("flows.csv", GOOD), "bacci")


@pytest.mark.parametrize("header", ["year,exporter,year", "Year,exporter,YEAR "])
def test_a_column_name_given_twice(header: str, write: Write) -> None:
    with pytest.raises(SourceError, match="the header names year more than once"):
        read(write("flows.csv", f"{header}\n1,2,3\n"))


def test_a_column_without_a_name_is_called_by_its_place(write: Write) -> None:
    text = GOOD.replace("year", ",year").replace("2022", "0,2022")
    path = write("flows.csv", text)
    (opened,) = open_file(path)
    assert opened.header[:2] == ("column 1", "year")
    (flows,) = read(path)
    assert flows.to_arrow().num_rows == 2


def test_a_file_that_fits_two_layouts_equally_well(write: Write) -> None:
    with pytest.raises(SourceError, match=r"fits the layouts .* equally well; name one"):
        read(write("btige_and_atlas.csv", GOOD))
