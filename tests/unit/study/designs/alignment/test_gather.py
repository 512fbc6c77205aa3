"""Votes, ideal points, windows and samples of a study of alignment."""

import numpy as np
import pyarrow as pa
import pytest

from tradenet.bloc import Contrast
from tradenet.bloc.alignment import AlignmentOptions
from tradenet.domain import Period, TradeGraph, UnknownName, Window
from tradenet.sources import covariates
from tradenet.study.designs.alignment.exposing import exposed, mean_points, without_points
from tradenet.study.designs.alignment.gather import samples, voted
from tradenet.study.designs.alignment.panel import panel, windows

CODES = ("BRA", "CHN", "DEU", "RUS", "TWN", "USA")


def square(value: float = 2e9) -> np.ndarray:
    made = np.full((len(CODES), len(CODES)), value)
    np.fill_diagonal(made, np.nan)
    return made


@pytest.fixture
def two() -> Contrast:
    return Contrast(CODES, square(), square(3e9), np.ones(len(CODES), dtype=bool))


def test_the_votes_on_the_resolution_are_all_members() -> None:
    votes = voted("ES-11/1")
    assert len(votes) == 193
    assert [code for code, vote in votes.items() if vote == "against"] == [
        "BLR", "ERI", "PRK", "RUS", "SYR",
    ]  # fmt: skip
    assert sum(vote == "abstain" for vote in votes.values()) == 35
    assert list(votes) == sorted(votes)


def test_a_resolution_that_is_not_held_is_refused_with_those_that_are() -> None:
    with pytest.raises(UnknownName, match=r"no votes on resolution ES-99/1 .*ES-11/1"):
        voted("ES-99/1")


def test_points_are_means_of_the_years_held() -> None:
    found = mean_points(["USA", "TWN"], (2018, 2019))
    yearly = [covariates.ideal_points(["USA"], year)[0] for year in (2018, 2019)]
    assert found[0] == pytest.approx(np.mean(yearly))
    assert np.isnan(found[1])
    assert mean_points(["USA"], (1964, 2019))[0] == covariates.ideal_points(["USA"], 2019)[0]


def test_who_has_no_votes_is_named_and_left_out(two: Contrast) -> None:
    options = AlignmentOptions()
    assert without_points(two, options) == ("TWN",)
    made = exposed(two, options, {"BRA"})
    assert made.contrast.economies == ("CHN", "DEU", "RUS", "USA")
    assert np.isfinite(made.distance).all()
    assert made.strata["region"] == ("Asia", "Europe", "Europe", "Americas")
    assert sorted(made.strata["size"]) == ["large", "middle", "small", "small"]


def test_distance_is_that_of_the_years_of_exposure(two: Contrast) -> None:
    made = exposed(two, AlignmentOptions(exposure=(2019,), offset=0.2))
    points = covariates.ideal_points(["CHN", "USA"], 2019)
    at = [made.contrast.economies.index(code) for code in ("CHN", "USA")]
    assert made.distance[at[0], at[1]] == pytest.approx(np.log(abs(points[0] - points[1]) + 0.2))


def test_other_votes_give_another_distance(two: Contrast) -> None:
    final, every = (exposed(two, AlignmentOptions(), series=name) for name in ("fp", "all"))
    assert not np.allclose(final.distance, every.distance)


def test_windows_go_back_as_far_as_every_year_is_held() -> None:
    window = Window((2018, 2019), (2023,))
    assert windows([2012, 2014, 2015, 2016, 2017, 2018, 2019, 2023], window) == (
        (2014, 2015), (2016, 2017), (2018, 2019),
    )  # fmt: skip
    assert windows([2018, 2023], window) == ((2018,),)


def test_rows_are_mean_trade_of_cells_seen_in_every_year_of_a_window() -> None:
    """A cell that is hidden in one of two years is no row; what has no votes neither."""
    one, other = square(2e9), square(4e9)
    other[0, 1] = np.nan
    graphs = {year: TradeGraph(CODES, values, Period(year))
              for year, values in ((2018, one), (2019, other))}  # fmt: skip
    rows = panel(graphs, [(2018, 2019)], 0.1).to_pylist()
    assert {row["trade"] for row in rows} == {3.0}
    cells = {(row["exporter"], row["importer"]) for row in rows}
    assert ("BRA", "CHN") not in cells
    assert ("CHN", "BRA") in cells
    assert not any("TWN" in cell for cell in cells)
    assert len(rows) == 5 * 4 - 1
    line = next(row for row in rows if (row["exporter"], row["importer"]) == ("DEU", "RUS"))
    assert line["window"] == 2018
    assert np.exp(line["km"]) == pytest.approx(
        covariates.geography(["DEU", "RUS"])["distance_km"][0, 1]
    )


def test_samples_leave_out_whom_they_name() -> None:
    every = ["BRA", "CHN", "DEU", "RUS", "USA"]
    rows = pa.table({"exporter": [*every, "BRA"], "window": [2015] * 5 + [2010]})
    made = samples(rows, 2019, ("BRA", "CHN", "RUS"))
    assert made["all economies"] == tuple(every)
    assert made["without both"] == ("BRA", "DEU", "RUS")
    assert made["held in every window"] == ("BRA",)
    assert made["without sanctioning economies"] == ("BRA", "CHN", "RUS")
    assert set(made["larger half by GDP"]) | set(made["smaller half by GDP"]) == set(every)
    assert not set(made["larger half by GDP"]) & set(made["smaller half by GDP"])
    assert "USA" in made["larger half by GDP"]
    assert "RUS" in made["smaller half by GDP"]
