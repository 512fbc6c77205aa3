"""What a study starts from: the snapshot or a file, its doubts, and reports with their freight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.unit.study.test_run import SETTINGS, text_of
from tradenet.domain import InsufficientData
from tradenet.sources import snapshot
from tradenet.study import check, load
from tradenet.study.mistakes import event_outside, unknown_economies
from tradenet.study.told import Told, told

pytestmark = pytest.mark.long

FEW = ("shown.first=2019", "shown.last=2019", "window.pre=[2019]")


@pytest.fixture(scope="module")
def plain() -> Told:
    """The snapshot's 2019 as a study reads it."""
    return told(load("brown-2022", FEW), None)


def sums(given: Told) -> dict[str, float]:
    table = given.reports.table
    wanted = {
        side: table[f"{side}_report_usd"].cast("decimal(38, 6)").sum()
        for side in ("exporter", "importer")
    }
    (row,) = table.aggregate(**wanted).to_pyarrow().to_pylist()
    return {side: float(value) for side, value in row.items()}


def test_a_scheme_undoes_the_ratio_of_the_panel(plain: Told) -> None:
    """Importers' reports are 1.06 times as large, exporters' the same; [valuation] is not used."""
    settings = (*FEW, "mirror.scheme=mean", "valuation.cif_fob_ratio=1.1")
    freight, fob = sums(told(load("brown-2022", settings), None)), sums(plain)
    assert freight["importer"] == pytest.approx(1.06 * fob["importer"], rel=1e-9)
    assert freight["exporter"] == pytest.approx(fob["exporter"], rel=1e-12)


def test_only_shown_periods_are_reports_but_all_are_judged(plain: Told) -> None:
    assert plain.reports.table.period.max().to_pyarrow().as_py() == 2019
    found = plain.doubts.findings
    assert set(found["period"].to_pylist()) == {2019}
    swaps = [r for r in found.to_pylist() if r["detector"] == "korea_swap"]
    assert {(r["economy"], r["partner"]) for r in swaps} >= {("PRK", "UKR"), ("PRK", "SUR")}
    assert "no production table" in plain.doubts.not_run["impossible"]


def test_the_snapshot_says_what_it_was_made_from(plain: Told) -> None:
    known = snapshot.manifest()
    assert dict(plain.published) == {
        name: known[name] for name in ("attribution", "sources", "not_there", "left_out")
    }
    assert plain.ledgers == snapshot.ledgers()


def test_the_panel_is_agreed_already() -> None:
    """Agreeing again, all reporters as they are, changes no value, basis or status."""
    years = (1960, 2019, 2022, 2025)
    panel = snapshot.panel(years)
    again = check.agreed(panel).table
    kept = again.filter(again.value_usd.notnull())
    names = ["period", "exporter", "importer", "value_usd", "basis", "status", "observed"]
    mine = check.told_by_the_snapshot().table
    mine = mine.filter(mine.period.isin(years))
    one, other = (table.select(*names).order_by(names[:3]).to_pyarrow() for table in (mine, kept))
    assert one.equals(other)


def test_a_file_is_told_with_its_statements(tmp_path: Path) -> None:
    """Detectors of statements run on a file, and its sums are judged."""
    path = tmp_path / "pairs.csv"
    path.write_text(text_of("2018,CHN,World,9999.0\n"), encoding="utf-8")
    given = told(load("brown-2022", SETTINGS), path)
    assert "sums" not in given.doubts.not_run
    assert given.doubts.origin == str(path)
    assert given.published == {}
    assert [line.status for line in given.ledgers[0].lines] == ["aggregate", "kept"]


def test_nothing_in_the_shown_periods_is_insufficient() -> None:
    settings = ("shown.first=1900", "shown.last=1901")
    with pytest.raises(InsufficientData, match="the snapshot holds nothing between 1900 and 1901"):
        told(load("brown-2022", settings), None)


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ({"event": {"date": "2022-02-24"}, "window": {"pre": [2019], "post": [2023]}}, 0),
        ({"event": {"date": "2019-02-24"}, "window": {"pre": [2019], "post": [2023]}}, 1),
        ({"event": {"date": "2024-02-24"}, "window": {"pre": [2023], "post": [2023]}}, 1),
        ({"event": {"date": "soon"}, "window": {"pre": [2019], "post": [2023]}}, 0),
        ({"event": {"date": "2022-02-24"}, "window": {"pre": [], "post": [2023]}}, 0),
        ({"event": {"date": "2022-02-24"}, "window": {"pre": ["a"], "post": ["b"]}}, 0),
        ({"event": {"date": "2022-02-24"}, "window": {"pre": 3, "post": 4}}, 0),
        ({"event": {"date": "2022-02-24"}, "window": {"pre": [1], "post": [202200]}}, 0),
        ({"event": 3, "window": "x"}, 0),
        ({}, 0),
    ],
)
def test_only_a_date_and_periods_can_contradict_each_other(raw: dict[str, Any], count: int) -> None:
    """What is no date or no list of periods is told elsewhere; nothing crashes."""
    assert len(list(event_outside(raw))) == count


def test_members_that_are_no_economies_are_told() -> None:
    def said(spokes: object, hub: object) -> Iterator[str]:
        return unknown_economies({"bloc": {"spokes": spokes, "hub": hub}})

    assert list(said(["PRK", "IRN"], "CHN")) == []
    assert len(list(said(["PRK", "IRQX"], "CHX"))) == 2
    assert list(said("PRK", 3)) == []
    assert list(unknown_economies({"bloc": 3})) == []
