"""The replication of BACI on a folder made by hand."""

import gzip
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tradenet.cli import app
from tradenet.domain import SourceError
from tradenet.study import replicate

pytestmark = pytest.mark.long

RAW = """year,reporter,partner,cmd,flow,value,netwgt,qty,qtyunit
2022,276,528,270112,M,110.0,1,1,8
2022,276,528,270112,M,60.0,1,1,8
2022,276,528,270112,M,50.0,1,1,8
2022,528,276,270112,X,100.0,1,1,8
2022,528,276,270112,X,100.0,1,1,8
2022,276,616,270112,M,44.0,1,1,8
2022,528,616,811231,X,30.0,1,1,8
2022,276,0,270112,M,154.0,1,1,8
"""
BACI = "i,j,cmd,value\nNLD,DEU,270112,105\nPOL,DEU,270112,44\nNLD,POL,811292,30\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder like that of the published files."""
    folder = tmp_path_factory.mktemp("published")
    home = folder / "mirror_benchmark"
    home.mkdir()
    (home / "comtrade_raw_2022.csv.gz").write_bytes(gzip.compress(RAW.encode()))
    (home / "baci_2022.csv").write_text(BACI, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def replication(folder: Path) -> replicate.MirrorReplication:
    """Return the replication on that folder."""
    return replicate.mirror(folder)


def test_parts_are_counted_once_and_world_never(replication: replicate.MirrorReplication) -> None:
    """Germany imports 110 (= 60 + 50) and 44; counted with its parts, 110 more."""
    sums = replication.sums_usd
    assert sums["importers, totals only"] == 154.0
    assert sums["importers, parts counted"] == 264.0
    assert sums["exporters, totals only"] == 130.0
    assert sums["BACI"] == 179.0


def test_the_mean_of_both_reports_is_this_baci(replication: replicate.MirrorReplication) -> None:
    """(100 + 110) / 2 = 105, and hafnium (811231) stands where BACI has it (811292)."""
    found = {name: code for name, code, _ in replication.rows}
    assert (found["mean"].weighted, found["mean"].coverage) == (0.0, 1.0)
    assert found["exporter_only"].coverage == pytest.approx(135 / 179)


def test_every_scheme_has_a_line(replication: replicate.MirrorReplication) -> None:
    printed = "\n".join(replication.lines())
    assert all(f"\n{name} " in printed for name, _, _ in replication.rows)
    assert "importers, parts counted" in printed


def test_parts_are_listed_by_reporter(replication: replicate.MirrorReplication) -> None:
    assert dict(replication.parts_usd) == {"DEU": 110.0}
    assert dict(replication.left_out_usd) == {}


def test_without_distances_the_margin_is_a_constant(
    replication: replicate.MirrorReplication,
) -> None:
    """One mirrored cell, 110 against 100."""
    assert replication.margin.constant == pytest.approx(0.0953, abs=1e-4)
    assert replication.margin.cells == 1


def test_the_command_prints_these_lines(
    folder: Path, replication: replicate.MirrorReplication
) -> None:
    called = CliRunner().invoke(app, ["replicate", "mirror", "--from", str(folder), "--quiet"])
    assert called.exit_code == 0
    assert called.stdout.splitlines() == replication.lines()


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"comtrade_raw_2022\.csv\.gz is not there"):
        replicate.mirror(tmp_path)


def test_reading_every_scheme_and_comparing_are_told(folder: Path) -> None:
    told: list[float] = []
    made = replicate.mirror(folder, tell=lambda _, share: told.append(share))
    schemes = [0.5 + 0.25 * number / len(made.rows) for number in range(len(made.rows))]
    assert told == pytest.approx([0.0, *schemes, 0.75])


def test_plain_values_are_those_of_the_lines(replication: replicate.MirrorReplication) -> None:
    told = json.loads(json.dumps(replication.to_json()))
    assert [one["scheme"] for one in told["schemes"]] == [name for name, _, _ in replication.rows]
    assert told["sums_usd"] == dict(replication.sums_usd)
    (mean,) = (one for one in told["schemes"] if one["scheme"] == "mean")
    assert (mean["codes"]["weighted"], mean["codes"]["coverage"]) == (0.0, 1.0)
