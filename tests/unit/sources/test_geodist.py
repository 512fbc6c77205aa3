"""CEPII GeoDist: old codes, unknown economies, broken numbers."""

from pathlib import Path

import pytest

from tradenet.domain import SourceError
from tradenet.sources.geodist import read_distances
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
