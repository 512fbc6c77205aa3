"""From a file with products to layers."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tradenet.domain import BilateralFlows, InsufficientData, TradeGraph, UnknownName
from tradenet.networks import build, build_layers
from tradenet.study.layers import by_product, layers, linked_by_agreement


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four economies in the layout of the Atlas by chapter, two years, three chapters."""
    rng = np.random.default_rng(8)
    names, rows = ("CHN", "IRN", "PRK", "RUS"), []
    for year in (2018, 2019):
        for exporter in names:
            for importer in names:
                if exporter == importer or {exporter, importer} == {"IRN", "PRK"}:
                    continue
                rows += [
                    {"year": year, "exporter": exporter, "importer": importer, "hs2": chapter,
                     "value_usd": float(rng.integers(1, 100))}
                    for chapter in ("26", "27", "93")
                ]  # fmt: skip
    path = tmp_path_factory.mktemp("atlas") / "atlas_hs2.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


@pytest.fixture(scope="module")
def chapters(atlas: Path) -> BilateralFlows:
    """2019, as the file has it."""
    return by_product(atlas, 2019)


def test_a_level_sums_products_and_the_total_stays(atlas: Path, chapters: BilateralFlows) -> None:
    """Chapters 26 and 27 are section V, 93 is XIX; one period alone is read."""
    summed = by_product(atlas, 2019, level="section")
    assert [g.product for g in build_layers(chapters, 2019)] == ["26", "27", "93"]
    fuels, arms = build_layers(summed, 2019)
    assert (fuels.product, arms.product) == ("V", "XIX")
    total = build(chapters, 2019)
    np.testing.assert_allclose(fuels.values + arms.values, total.values)
    assert fuels.total_usd + arms.total_usd == total.total_usd
    with pytest.raises(InsufficientData):
        build(chapters, 2018)


def test_sectors_that_are_no_sections_are_not_summed_to_them(tmp_path: Path) -> None:
    """The Atlas' own sectors have names: as they stand, or not at all."""
    path = tmp_path / "atlas_section.parquet"
    row = {
        "year": 2019,
        "exporter": "CHN",
        "importer": "RUS",
        "section": "Metals",
        "value_usd": 5.0,
    }
    pq.write_table(pa.Table.from_pylist([row]), path)
    with pytest.raises(InsufficientData, match=r"none of 1 rows .* leave the level out"):
        by_product(path, 2019, level="section")


def test_same_seed_same_layers(atlas: Path, chapters: BilateralFlows) -> None:
    """And an unknown null or level is a name error with help."""
    one, again = (layers(chapters, 2019, seed=4) for _ in range(2))
    assert one.to_arrow().equals(again.to_arrow())
    assert one.names == ("26", "27", "93")
    with pytest.raises(UnknownName, match="did you mean 'margins'"):
        layers(chapters, 2019, null="margin")
    with pytest.raises(UnknownName, match="no product level 'sektion'"):
        by_product(atlas, 2019, level="sektion")


def test_pairs_with_an_agreement_are_those_of_the_table(chapters: BilateralFlows) -> None:
    """Of the four none has one; of three others Belarus and Russia have, both ways round."""
    total = build(chapters, 2019)
    assert not linked_by_agreement(total).any()
    blocs = TradeGraph(("BLR", "CHN", "RUS"), np.full((3, 3), np.nan), total.period)
    assert linked_by_agreement(blocs).tolist() == [
        [False, False, True], [False, False, False], [True, False, False],
    ]  # fmt: skip
