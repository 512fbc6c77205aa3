"""The Guide's table on a made-up panel: every target has a line, the command prints it."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from tradenet.cli import app
from tradenet.domain import SourceError
from tradenet.sources.agtpa import read_panel
from tradenet.sources.reference import agreements
from tradenet.study import agtpa


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five countries, every year, agreements in both directions that begin at random."""
    rng = np.random.default_rng(1)
    root = tmp_path_factory.mktemp("shared")
    rows = []
    for i, one in enumerate("ABCDE"):
        for j, other in enumerate("ABCDE"):
            low, high = sorted((i, j))
            begin = 1988 + (3 * low + 5 * high) % 22 if i != j else 3000
            for year in range(1986, 2007):
                trade = 0.0 if rng.random() < 0.02 else rng.lognormal(3, 1) * (1 + 5 * (i == j))
                far = 100.0 + 70 * (high - low) ** 2 + 13 * low
                shared = (int(high - low == 1), int((i + j) % 3 == 0), int((i * j) % 4 == 1))
                pair = (one, other, 10 * low + high)
                rows.append((*pair, year, trade, far, *shared, float(year >= begin)))
    names = [
        "exporter",
        "importer",
        "pair_id",
        "year",
        "trade",
        "DIST",
        "CNTG",
        "LANG",
        "CLNY",
        "RTA",
    ]
    path = root / agtpa.PANEL
    path.parent.mkdir(parents=True)
    frame = pd.DataFrame(rows, columns=names).astype({"year": "float32", "pair_id": "float32"})
    frame.sample(frac=1.0, random_state=1).to_stata(path, write_index=False)
    return root


@pytest.fixture(scope="module")
def replication(folder: Path) -> agtpa.GuideReplication:
    return agtpa.guide(folder)


def test_every_target_has_a_line(replication: agtpa.GuideReplication) -> None:
    assert [target.name[:2] for target in replication.targets] == (
        ["R1"] * 3 + ["R2"] * 3 + ["R3"] * 2 + ["R4"] * 3
    )
    lines = replication.lines()
    assert lines[0].split() == ["target", "ours", "published", "tolerance", "pass"]
    assert all(line.endswith("  no") for line in lines[1:12])
    assert lines[12].startswith("not passed: the Guide's own columns of leads and lags")


def test_counts_are_of_foreign_rows_of_six_years(replication: agtpa.GuideReplication) -> None:
    """20 pairs and five domestic flows in six years; zeros have no logarithm."""
    ours = {target.name: target.ours for target in replication.targets}
    assert ours["R1 PPML, two-way: rows"] == 20 * 6
    assert ours["R2 least squares of logs: rows"] < 20 * 6
    assert ours["R3 PPML, three-way, domestic: rows"] == 25 * 6


def test_a_step_is_told_before_each_of_six_models(folder: Path) -> None:
    told: list[float] = []
    agtpa.guide(folder, tell=lambda _, share: told.append(share))
    assert told == [number / 6 for number in range(6)]


def test_a_target_passes_within_its_tolerance() -> None:
    assert agtpa.Target("x", 0.19074, 0.1907, 1e-4).passed
    assert not agtpa.Target("x", 0.1909, 0.1907, 1e-4).passed
    assert not agtpa.Target("rows", 99, 100, 0).passed


def test_lead_lags_and_borders_of_the_prepared_panel(folder: Path) -> None:
    """A and B agree from 1993: lead in 1990, lag of four years in 1998, none before the panel."""
    panel = agtpa.prepared(folder / agtpa.PANEL, agreements())
    assert sorted(panel["year"].unique()) == [1986, 1990, 1994, 1998, 2002, 2006]
    pair = panel[(panel["exporter"] == "A") & (panel["importer"] == "B")]
    assert pair["rta"].tolist() == [0, 0, 1, 1, 1, 1]
    assert pair["rta_lead4"].tolist() == [0, 1, 1, 1, 1, 1]
    assert pair["rta_lag4"].tolist() == [0, 0, 0, 1, 1, 1]
    assert pair["rta_lag12"].tolist() == [0, 0, 0, 0, 0, 1]
    assert pair["border_1990"].tolist() == [0, 1, 0, 0, 0, 0]
    home = panel[panel["exporter"] == panel["importer"]]
    assert home[[name for name in panel if name.startswith("border_")]].to_numpy().sum() == 0
    assert "border_2006" not in panel


def test_leads_and_lags_of_the_guides_own_file_are_taken_as_they_are(
    folder: Path, tmp_path: Path
) -> None:
    frame = pd.read_stata(folder / agtpa.PANEL)
    own = {"RTA_LEAD4": 0.25, "RTA_LAG4": 0.5, "RTA_LAG8": 0.75, "RTA_LAG12": 1.0}
    path = tmp_path / agtpa.OWN_PANEL
    path.parent.mkdir()
    frame.assign(**own).to_stata(path, write_index=False)
    panel = agtpa.prepared(path, agreements())
    for name, value in own.items():
        assert (panel[name.lower()] == value).all()
    frame.drop(columns="RTA").to_stata(path, write_index=False)
    frame.to_stata(tmp_path / agtpa.PANEL, write_index=False)
    with pytest.raises(SourceError, match="application3"):  # it is taken where both are there
        agtpa.guide(tmp_path)


def test_the_command_prints_the_table_or_json(
    folder: Path, replication: agtpa.GuideReplication
) -> None:
    call = ["replicate", "agtpa", "--from", str(folder), "--quiet"]
    printed = CliRunner().invoke(app, call)
    assert printed.exit_code == 0
    assert printed.stdout.splitlines() == replication.lines()
    listed = json.loads(CliRunner().invoke(app, [*call, "--json"]).stdout)
    assert listed == replication.to_json()
    assert {"name", "ours", "published", "tolerance", "note", "passed"} == set(listed[0])


def test_a_folder_without_the_panel_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"agtpa_chapter2_application2\.dta is not there"):
        agtpa.guide(tmp_path)


def test_a_panel_without_agreements_is_refused(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / agtpa.PANEL
    path.parent.mkdir()
    frame = pd.read_stata(folder / agtpa.PANEL).drop(columns="RTA")
    frame.to_stata(path, write_index=False)
    assert read_panel(path).column_names[-1] == "colony"
    with pytest.raises(SourceError, match="lacks the column RTA"):
        agtpa.guide(tmp_path)


def test_the_panel_is_read_in_order_with_plain_names_and_types(folder: Path) -> None:
    table = read_panel(folder / agtpa.PANEL)
    assert table.column_names == [
        "exporter", "importer", "pair_id", "year", "trade", "distance_km", "contiguity",
        "language", "colony", "rta",
    ]  # fmt: skip
    assert {str(table.schema.field(name).type) for name in ("pair_id", "year")} == {"int64"}
    assert {str(kind) for kind in table.schema.types[4:]} == {"double"}
    keys = list(zip(*(table[name].to_pylist() for name in ("exporter", "importer", "year")),
                    strict=True))  # fmt: skip
    assert keys == sorted(keys)


@pytest.mark.parametrize(
    ("content", "words"), [(b"exporter,importer\n", "not a Stata file"), (None, "not a Stata file")]
)
def test_a_file_that_is_not_of_stata(tmp_path: Path, content: bytes | None, words: str) -> None:
    path = tmp_path / "panel.dta"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=words):
        read_panel(path)


def test_a_stata_file_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "panel.dta"
    pd.DataFrame({"exporter": ["A"], "year": [1990]}).to_stata(path, write_index=False)
    with pytest.raises(SourceError, match=r"lacks the columns \['importer', 'pair_id', 'trade'\]"):
        read_panel(path)
