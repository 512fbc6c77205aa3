"""Ideal points: every layout, whose seat it was, broken files told."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tradenet.domain import SourceError
from tradenet.sources.ideal_points import IDEAL_POINTS_SCHEMA, read_ideal_points
from tradenet.sources.reference import economies


def written(folder: Path, text: str, name: str = "points.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def rows(path: Path) -> list[tuple[int, str, str, float]]:
    table = read_ideal_points(path, economies())
    assert table.schema == IDEAL_POINTS_SCHEMA
    return [tuple(row.values()) for row in table.to_pylist()]


def test_a_session_is_the_year_in_which_it_begins(tmp_path: Path) -> None:
    """As `tradenet fetch unga` brings it; the first session began in 1946."""
    text = "iso3c,session,idealpointfp\nCHN,77,-1.12345\nUSA,1,2\nUSA,77,\n"
    assert rows(written(tmp_path, text)) == [
        (1946, "USA", "fp", 2.0), (2022, "CHN", "fp", -1.1234)
    ]  # fmt: skip


def test_both_series_of_one_file_and_names_in_any_case(tmp_path: Path) -> None:
    text = "ISO3C\tYear\tIdealPointAll\tIdealPointFP\nIRN\t2024\tNA\t-1.25\nIRN\t2023\t-1.5\t-1.4\n"
    assert rows(written(tmp_path, text, "points.tab")) == [
        (2023, "IRN", "all", -1.5), (2023, "IRN", "fp", -1.4), (2024, "IRN", "fp", -1.25)
    ]  # fmt: skip


def test_a_stata_file_says_the_same_as_text(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "ccode": np.array([365, 710, 260], "int16"),
            "iso3c": ["RUS", "CHN", ""],
            "year": np.array([2022, 2022, 1990], "float32"),
            "idealpointfp": np.array([-0.809, -1.351, np.nan], "float32"),
        }
    )
    frame.to_stata(tmp_path / "points.dta", write_index=False)
    frame.to_csv(tmp_path / "points.csv", index=False)
    assert rows(tmp_path / "points.dta") == rows(tmp_path / "points.csv")
    assert rows(tmp_path / "points.dta")[1] == (2022, "RUS", "fp", -0.809)


@pytest.mark.parametrize(
    ("code", "number", "year", "seat"),
    [
        ("RUS", 365, 1991, "SUN"),
        ("RUS", 365, 1992, "RUS"),
        ("YUG", 345, 1991, "YUG"),
        ("YUG", 345, 2005, "SCG"),
        ("YUG", 345, 2006, "SRB"),
        ("YAR", 678, 1980, "YAR"),
        ("YAR", 680, 1980, "YMD"),
        ("CSK", 315, 1992, "CSK"),
        ("DDR", 265, 1980, "DDR"),
        ("UKR", 369, 1980, "UKR"),
        ("TWN", 713, 1970, "TWN"),
    ],
)
def test_whose_seat_it_was(tmp_path: Path, code: str, number: int, year: int, seat: str) -> None:
    text = f"ccode,iso3c,year,idealpointfp\n{number},{code},{year},0.5\n"
    assert rows(written(tmp_path, text)) == [(year, seat, "fp", 0.5)]


HEAD = "iso3c,year,idealpointfp\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("iso3c,year\nCHN,2022\n", "has the columns iso3c, year; ideal points need iso3c"),
        ("iso3c,idealpointfp\nCHN,1\n", "year or session"),
        ("year,idealpointfp\n2022,1\n", "ideal points need iso3c"),
        ("", "is no table that can be read"),
        (HEAD + "CHN,2022,near\n", "idealpointfp should be numbers"),
        (HEAD + "CHN,then,1\n", "year should be numbers"),
        (HEAD + "ZZZ,2022,1\nCHN,2022,1\n", r"1 codes are unknown \(first: 'ZZZ'\)"),
        (HEAD + "CHN,2022,1\nCHN,2022,2\n", "CHN 2022 is there twice"),
        (HEAD + "YAR,1980,1\nYAR,1980,2\n", "YAR 1980 is there twice"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_ideal_points(written(tmp_path, text), economies())


def test_a_cut_stata_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "points.dta").write_bytes(b"<stata_dta><header>")
    with pytest.raises(SourceError, match=r"points\.dta is no table that can be read"):
        read_ideal_points(tmp_path / "points.dta", economies())


def test_nothing_is_an_empty_table(tmp_path: Path) -> None:
    assert rows(written(tmp_path, HEAD)) == []


@pytest.mark.realdata
def test_sessions_of_one_file_are_the_years_of_the_other(shared: Path) -> None:
    """The July 2025 file repeats the estimates of June 2024 by year, for the same states."""
    earlier = shared / "unga" / "IdealpointestimatesAll_Jun2024.csv"
    later = pd.read_stata(shared / "unga" / "IdealpointsJuly2025.dta")
    repeated = later[later["idealpointlegacy"].notna() & (later["iso3c"] != "")]
    wanted = {
        (int(year), code): point
        for year, code, point in zip(
            repeated["year"], repeated["iso3c"], repeated["idealpointlegacy"], strict=True
        )
        if code not in ("RUS", "YUG", "YAR")
    }
    found = {(year, economy): point for year, economy, _, point in rows(earlier)}
    shown = {key: found[key] for key in wanted}
    assert len(shown) > 11_000
    assert np.allclose(list(shown.values()), list(wanted.values()), atol=1e-4)
