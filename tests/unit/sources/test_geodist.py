"""CEPII GeoDist: old codes, unknown economies, broken numbers."""

from pathlib import Path

import pytest

from tradenet.domain import SourceError
from tradenet.sources.geodist import GEOGRAPHY_SCHEMA, read_distances, read_geography
from tradenet.sources.reference import economies

HEAD = "iso_o;iso_d;contig;comlang_off;dist\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "dist_cepii.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_old_codes_become_economies_and_strangers_are_left_out(tmp_path: Path) -> None:
    path = written(
        tmp_path, HEAD + "ROM;HUN;1;0;643.5\nZAR;ROM;0;0;5000\nQQQ;HUN;0;0;1\nHUN;HUN;0;0;9\n"
    )
    rows = read_distances(path, economies()).to_pylist()
    assert [(row["exporter"], row["importer"]) for row in rows] == [("ROU", "HUN"), ("COD", "ROU")]
    assert (rows[0]["distance_km"], rows[0]["contiguity"]) == (643.5, 1.0)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="lacks the columns \\['contig'\\]"):
        read_distances(written(tmp_path, "iso_o;iso_d;dist\n"), economies())


def test_a_dot_is_no_number(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"line 2: dist '\.'"):
        read_distances(written(tmp_path, HEAD + "FRA;DEU;1;0;.\n"), economies())


def test_no_rows_is_an_empty_table(tmp_path: Path) -> None:
    assert read_distances(written(tmp_path, HEAD), economies()).num_rows == 0


FULL = "iso_o;iso_d;contig;comlang_off;colony;dist;distw\n"


def test_geography_is_one_row_per_pair(tmp_path: Path) -> None:
    rows = (
        "HUN;ROU;1;0;0;600;643.49\nROU;HUN;1;0;0;600;643.50\n"
        "TMP;IDN;1;0;1;1900.6;.\nIDN;TMP;1;0;1;1900.6;.\nHUN;HUN;0;0;0;1;1\n"
        "SRB;HUN;1;0;0;317;393\nHUN;SRB;1;0;0;317;393\n"
    )
    table = read_geography(written(tmp_path, FULL + rows), economies())
    assert table.schema == GEOGRAPHY_SCHEMA
    assert [tuple(row.values()) for row in table.to_pylist()] == [
        ("HUN", "ROU", 643, True, True, False, False, False),
        ("HUN", "SRB", 393, True, True, False, False, True),
        ("IDN", "TLS", 1901, False, True, False, True, False),
    ]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("HUN;ROU;1;0;0;600;643\nROU;HUN;1;0;0;600;653\n", "line 3: ROU-HUN differs from HUN-ROU"),
        ("HUN;ROU;1;0;0;600;643\nROU;HUN;0;0;0;600;643\n", "line 3: ROU-HUN differs from HUN-ROU"),
        ("HUN;ROU;1;0;0;x;.\n", "line 2: dist 'x' should be a number"),
        ("HUN;ROU;1;0;?;600;643\n", r"line 2: colony '\?' should be a number"),
    ],
)
def test_a_broken_geography_is_told(tmp_path: Path, rows: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_geography(written(tmp_path, FULL + rows), economies())


def test_geography_needs_more_columns(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"\['colony', 'distw'\]"):
        read_geography(written(tmp_path, HEAD), economies())
