"""Flows on demand: any window, any ratio, any rule on whose report counts, each agreed once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.study.test_quarantine import SWAP, WORLD
from tests.unit.study.test_run import PAIRS, SETTINGS, text_of
from tradenet.bloc import Evidence
from tradenet.domain import BilateralFlows, Window
from tradenet.study import load
from tradenet.study.gather import evidence_of
from tradenet.study.material import Known, Material, material
from tradenet.study.told import told

CONFIG = load("brown-2022", SETTINGS)
KNOWN = Known(frozenset({"USA"}), (2014,))
Cells = dict[tuple[int, str, str], float]


@pytest.fixture(scope="module")
def flowing(tmp_path_factory: pytest.TempPathFactory) -> Material:
    path = tmp_path_factory.mktemp("flows") / "pairs.csv"
    path.write_text(text_of(WORLD + SWAP), encoding="utf-8")
    return material(told(CONFIG, path), KNOWN)


def cells(flows: BilateralFlows) -> Cells:
    kept = flows.table.filter(flows.table.status == "kept")
    return {
        (row["period"], row["exporter"], row["importer"]): row["value_usd"]
        for row in kept.to_pyarrow().to_pylist()
    }


def test_each_period_has_its_source(flowing: Material) -> None:
    assert list(flowing.sources) == [2018, 2019, 2023]
    assert len(set(flowing.sources.values())) == 1


def test_only_the_periods_of_the_window_are_agreed(flowing: Material) -> None:
    whole = cells(flowing.agreed(CONFIG, CONFIG.window))
    part = cells(flowing.agreed(CONFIG, Window((2018,), (2023,))))
    assert {key[0] for key in part} == {2018, 2023}
    assert part == {key: usd for key, usd in whole.items() if key[0] != 2019}
    assert part[2018, "CHN", "PRK"] == PAIRS["CHN", "PRK"]


def test_what_was_agreed_once_is_not_agreed_again(flowing: Material) -> None:
    """Options that do not touch the flows share them; those that do, do not."""
    once = flowing.agreed(CONFIG, CONFIG.window)
    for setting in ("graph.absent=missing", "inference.apart=[]", "run.seed=3"):
        assert flowing.agreed(load("brown-2022", [*SETTINGS, setting]), CONFIG.window) is once
    for setting in ("mirror.prefer=exporter", "valuation.cif_fob_ratio=1.1",
                    "quality.quarantine=false"):  # fmt: skip
        other = load("brown-2022", [*SETTINGS, setting])
        assert flowing.agreed(other, CONFIG.window) is not once


def test_doubtful_cells_are_set_aside_or_counted(flowing: Material) -> None:
    swap = (2019, "DZA", "PRK")
    counted = load("brown-2022", [*SETTINGS, "quality.quarantine=false"])
    assert swap not in cells(flowing.agreed(CONFIG, CONFIG.window))
    both = cells(flowing.agreed(counted, CONFIG.window))
    assert both.pop(swap) == 629e6
    assert both == cells(flowing.agreed(CONFIG, CONFIG.window))


@pytest.fixture(scope="module")
def gathered(flowing: Material) -> Evidence:
    return evidence_of(flowing, CONFIG)


def test_the_world_has_everybody_and_so_few_economies_have_no_null(gathered: Evidence) -> None:
    """Fewer than twenty pairs outside the set: nothing is fitted, the world is there."""
    assert gathered.world is not None
    assert set(gathered.world.contrast.economies) == {
        "CHN", "DEU", "DZA", "IRN", "KOR", "PRK", "RUS", "USA",
    }  # fmt: skip
    assert gathered.made is None
    assert gathered.real_years == (2014,)
    assert (gathered.target, gathered.seed) == ("RUS", 2022)
    assert gathered.dates == ()


def test_means_of_the_phases_are_those_of_the_file(gathered: Evidence) -> None:
    contrast = gathered.world.contrast
    i, j = contrast.at(("RUS", "CHN"))
    assert contrast.before[i, j] == PAIRS["RUS", "CHN"]
    assert contrast.after[i, j] == 2 * PAIRS["RUS", "CHN"]
    assert set(gathered.graphs) == {2018, 2019, 2023}


def test_a_change_is_made_before_sanctioning_economies_are_left_out(flowing: Material) -> None:
    seen = []

    def change(contrast):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        seen.append(contrast.economies)
        return contrast.without(["DEU"])

    found = evidence_of(flowing, CONFIG, change)
    assert "USA" in seen[0]
    assert "DEU" not in found.world.contrast.economies


def test_a_window_that_is_not_held_has_no_world(flowing: Material, tmp_path: Path) -> None:
    late = load("brown-2022", [*SETTINGS, "window.pre=[2017]"])
    found = evidence_of(flowing, late)
    assert (found.world, found.made, found.dates) == (None, None, ())
    assert list(found.graphs) == [2023]
    assert not list(tmp_path.iterdir())


def test_an_earlier_date_that_is_not_held_is_none(gathered: Evidence) -> None:
    assert gathered.earlier(2001) is None
