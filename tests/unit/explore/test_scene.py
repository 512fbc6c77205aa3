"""The numbers of a page are those of the public API; the code that it shows gives them."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import tradenet as tn
from tradenet.cli import app
from tradenet.domain import InsufficientData
from tradenet.explore import Explorer, Shelf
from tradenet.explore.recipe import commands, python
from tradenet.explore.shelf import Told

pytestmark = pytest.mark.long

QUERY = "economies=CHN,IRN,PRK,RUS&hub=CHN&period=2023&compare=2019&resolution=1.2&seed=3"


def frame(explorer: Explorer, query: str, name: str) -> pd.DataFrame:
    """Return a table of a view as its CSV holds it."""
    text = explorer.table(explorer.choice(query), name).decode()
    return pd.read_csv(io.StringIO(text), keep_default_na=False, na_values=[""])


def run_shown(explorer: Explorer, query: str, path: Path | None) -> dict[str, Any]:
    """Run the Python that a page shows, and return its names."""
    names: dict[str, Any] = {}
    with redirect_stdout(io.StringIO()):
        exec(compile(python(explorer.choice(query), path), "shown", "exec"), names)
    return names


@pytest.fixture(scope="module")
def shown(explorer: Explorer, two_sided: Path) -> dict[str, Any]:
    return run_shown(explorer, QUERY, two_sided)


def test_the_shown_python_gives_the_intensities(explorer: Explorer, shown: dict[str, Any]) -> None:
    """The last period of the loop is the one compared: 2019."""
    rows = frame(explorer, QUERY, "intensities")
    rows = rows[rows["period"] == 2019]
    assert len(rows) == 12
    for row in rows.itertuples():
        seen = shown["intensity"].loc[row.exporter, row.importer]
        assert np.isnan(seen) if np.isnan(row.intensity) else seen == pytest.approx(row.intensity)
    assert rows["intensity"].notna().sum() >= 6


def test_the_shown_python_gives_the_communities(explorer: Explorer, shown: dict[str, Any]) -> None:
    partition = shown["partition"]
    rows = frame(explorer, QUERY, "members")
    rows = rows[rows["period"] == 2019]
    assert "resolution 1.2" in partition.method
    for row in rows.itertuples():
        label = partition.community_of(row.economy)
        alone = partition.sizes[label] == 1
        assert np.isnan(row.community) if alone else row.community == label + 1
    told = frame(explorer, QUERY, "communities")
    told = told[told["period"] == 2019].set_index("community")
    strength = shown["strength"]
    for number, line in told.iterrows():
        inside = list(partition.members(int(number) - 1))  # type: ignore[call-overload]
        assert line["economies"] == len(inside)
        assert line["share_of_trade"] == pytest.approx(strength[inside].sum() / strength.sum())
        if number == len(told):  # the last that the loop looked at
            assert line["intensity_within"] == pytest.approx(shown["within"])


def test_the_shown_python_gives_the_sums(explorer: Explorer, shown: dict[str, Any]) -> None:
    """Of the flows alone that have a number in both periods."""
    rows = frame(explorer, QUERY, "summary").set_index("period")
    for period in (2023, 2019):
        trade, hoped = (table.where(shown["counted"]) for table in shown["among"][str(period)])
        row = rows.loc[period]
        assert row["flows_compared"] == trade.notna().sum().sum()
        assert row["observed_usd_compared"] == pytest.approx(trade.sum().sum())
        assert row["expected_usd_compared"] == pytest.approx(hoped.sum().sum())
    assert rows["flows_compared"].nunique() == 1
    assert rows.loc[2023, "flows_with_a_number"] < rows.loc[2019, "flows_with_a_number"]
    assert (rows["flows_compared"] <= rows["flows_with_a_number"].min()).all()


def test_the_shown_python_gives_both_reports(explorer: Explorer, shown: dict[str, Any]) -> None:
    keys = ["period", "exporter", "importer"]
    ours = frame(explorer, QUERY, "histories").set_index(keys).sort_index()
    theirs = shown["histories"].set_index(keys).sort_index()
    columns = ["exporter_report_usd", "importer_report_usd", "value_usd", "observed", "status"]
    pd.testing.assert_frame_equal(
        ours[columns], theirs[columns], check_dtype=False, check_index_type=False
    )
    assert ours["exporter_report_usd"].notna().any()
    assert ours["importer_report_usd"].notna().any()


def test_the_shown_commands_give_the_same(
    explorer: Explorer, two_sided: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each as it stands on the page, the graph of every period and two tables."""
    import shlex

    monkeypatch.chdir(tmp_path)
    choice = explorer.choice(QUERY)
    said = []
    for line in commands(choice, two_sided):
        words = shlex.split(line)
        assert words[0] == "tradenet"
        done = CliRunner().invoke(app, words[1:])
        assert done.exit_code == 0, (line, done.output, done.exception)
        said.append(done.stdout)
    for period in choice.periods:
        cells = pd.read_csv(f"{period}.csv", keep_default_na=False, na_values=[""])
        cells = cells.set_index(["exporter", "importer"])
        rows = frame(explorer, QUERY, "intensities")
        for row in rows[(rows["period"] == period) & rows["intensity"].notna()].itertuples():
            cell = cells.loc[(row.exporter, row.importer)]
            assert cell["intensity"] == pytest.approx(row.intensity)
            assert cell["value_usd"] == pytest.approx(row.observed_usd)
            assert cell["observed"] == row.observed
        nodes = pd.read_csv(f"{period}.nodes.csv", keep_default_na=False).set_index("economy")
        seats = frame(explorer, QUERY, "members").query("period == @period")
        for seat in seats[seats["community"].notna()].itertuples():
            assert nodes.loc[seat.economy, "community"] + 1 == seat.community
    assert said[2].encode() == explorer.table(choice, "intensities")
    assert said[3].encode() == explorer.table(choice, "histories")


def test_the_snapshot_is_read_as_the_front_door_reads_it() -> None:
    """China to Iran in 2019 by both sides, with distance in the expectation."""
    explorer = Explorer()
    query = "economies=CHN,IRN&period=2019&compare=&null=gravity&seed=7"
    names = run_shown(explorer, query, None)
    rows = frame(explorer, query, "intensities").set_index(["exporter", "importer"])
    for pair in (("CHN", "IRN"), ("IRN", "CHN")):
        assert rows.loc[pair, "intensity"] == pytest.approx(names["intensity"].loc[pair])
    there = rows.loc[("CHN", "IRN")]
    assert there["exporter_report_usd"] == pytest.approx(9.609e9, rel=1e-3)
    assert there["importer_report_usd"] == pytest.approx(6.450e9, rel=1e-3)
    assert rows.loc[("IRN", "CHN"), "observed"] == "importer_only"
    assert explorer.shelf.held.products == ()
    assert explorer.default.economies == ("CHN", "IRN", "PRK", "RUS")
    assert (explorer.default.hub, explorer.default.period) == ("CHN", 2023)
    assert explorer.default.compare == 2019


def test_missing_is_never_zero(explorer: Explorer) -> None:
    """Iran and Russia stop filing: in 2023 nobody could see what they trade with North Korea."""
    rows = frame(explorer, QUERY, "intensities").set_index(["period", "exporter", "importer"])
    blind = rows.loc[(2023, "RUS", "PRK")]
    assert np.isnan(blind["observed_usd"])
    assert np.isnan(blind["intensity"])
    assert blind["observed"] == "unobservable"
    assert rows.loc[(2019, "RUS", "PRK"), "observed_usd"] > 0


def test_sections_are_those_of_the_front_door(by_chapter: Explorer, chapters: Path) -> None:
    """A dyad that lists arms only has no fuels: zero; one nobody lists is not observed."""
    assert by_chapter.shelf.held.products == ("V", "XIX")
    query = "economies=CHN,IRN,PRK,RUS&period=2019&compare=2018&product=V"
    names = run_shown(by_chapter, query, chapters)
    rows = frame(by_chapter, query, "intensities").set_index(["period", "exporter", "importer"])
    graph = tn.build(tn.read(chapters, level="section"), 2018, product="V")
    for exporter in graph.economies:
        for importer in graph.economies:
            if exporter != importer:
                ours = rows.loc[(2018, exporter, importer), "observed_usd"]
                np.testing.assert_equal(ours, graph.value(exporter, importer))
    assert names["graph"].product == "V"
    assert rows.loc[(2019, "CHN", "RUS"), "observed_usd"] == pytest.approx(14e6)
    assert rows.loc[(2019, "RUS", "CHN"), "observed_usd"] == 0
    assert rows.loc[(2019, "RUS", "CHN"), "observed"] == "structural_zero"
    assert np.isnan(rows.loc[(2019, "IRN", "PRK"), "observed_usd"])


def test_a_snapshot_has_no_layers() -> None:
    with pytest.raises(InsufficientData, match="holds totals alone"):
        Shelf().graph(2019, "V")


def test_graphs_and_communities_are_made_once(explorer: Explorer) -> None:
    shelf = explorer.shelf
    assert shelf.graph(2019) is shelf.graph(2019)
    choice = explorer.choice(QUERY)
    assert shelf.partition(choice, 2019) is shelf.partition(choice, 2019)
    assert shelf.told(choice.economies) is shelf.told(choice.economies)


def test_histories_begin_where_something_counts() -> None:
    rows = tuple(
        {"period": period, "status": status, "exporter": "A", "importer": "B"}
        for period, status in ((2000, "absent"), (2002, "kept"), (2004, "kept"))
    )
    assert Told(rows, (2000, 2002, 2004, 2005)).span == (2002, 2003, 2004, 2005)
    assert Told(rows[:1], (2000, 2001)).span == (2000, 2001)
