"""Graphs handed to other tools, from the snapshot."""

from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import tradenet as tn
from tradenet.domain import ConfigError, InsufficientData, SourceError, UnknownName
from tradenet.study.handout import Handout, export_graph

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> nx.DiGraph:
    """2019 as GEXF, read back."""
    path = tmp_path_factory.mktemp("out") / "2019.gexf"
    said = export_graph("2019", "gexf", path, None, Handout(seed=1))
    assert said.startswith(f"{path}: 2019: ")
    assert [file.name for file in path.parent.iterdir()] == ["2019.gexf"]
    return nx.read_gexf(path)


@pytest.fixture(scope="module")
def chapters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two chapters of section V and one of XIX, four economies, in the layout of the Atlas."""
    cells = (("CHN", "RUS", 26, 3e6), ("CHN", "RUS", 27, 4e6), ("CHN", "RUS", 93, 2e6),
             ("RUS", "CHN", 93, 5e6), ("CHN", "PRK", 27, 1e6), ("RUS", "PRK", 27, 2e6),
             ("PRK", "CHN", 26, 1e6), ("IRN", "CHN", 27, 8e6), ("CHN", "IRN", 93, 6e6))  # fmt: skip
    path = tmp_path_factory.mktemp("chapters") / "atlas_hs2.csv"
    rows = [f"2019,{one},{other},{chapter},{value}" for one, other, chapter, value in cells]
    path.write_text("\n".join(["year,exporter,importer,hs2,value_usd", *rows]), encoding="utf-8")
    return path


def test_communities_are_those_of_the_front_door(written: nx.DiGraph) -> None:
    """Same seed, same partition; one core in each community of two or more."""
    graph = tn.build(tn.snapshot([2019]), 2019)
    found = tn.detect(graph, tn.expect(graph), seed=1)
    for code, label in zip(found.economies, found.membership.tolist(), strict=True):
        assert written.nodes[code]["community"] == label
    cores = [known["community"] for _, known in written.nodes(data=True) if known["core"]]
    assert sorted(cores) == [k for k, size in enumerate(found.sizes) if size > 1]
    assert written.nodes["PRK"]["name"] == "North Korea"


def test_edges_tell_intensity_backbone_and_who_saw_them(written: nx.DiGraph) -> None:
    """As computed from the snapshot; North Korea never reports."""
    graph = tn.build(tn.snapshot([2019]), 2019)
    ratio = tn.intensity(graph, tn.expect(graph))
    edge = written.edges["CHN", "PRK"]
    assert edge["intensity"] == pytest.approx(ratio.loc["CHN", "PRK"])
    assert edge["observed"] == "exporter_only"
    assert edge["backbone"] is True
    kept = sum(known["backbone"] for _, _, known in written.edges(data=True))
    assert 1000 < kept < 0.3 * written.number_of_edges()
    assert np.isclose(edge["value_usd"], graph.value("CHN", "PRK"))


def test_settings_are_checked_before_anything_is_read() -> None:
    """Each mistake names what there is."""
    assert Handout.of(["backbone=noise_corrected", "seed=7"]) == Handout(
        backbone="noise_corrected", seed=7
    )
    with pytest.raises(ConfigError, match="did you mean 'method'"):
        Handout.of(["methods=leiden"])
    with pytest.raises(ConfigError, match="whole number"):
        Handout.of(["seed=x"])
    with pytest.raises(ConfigError, match="write name=value"):
        Handout.of(["leiden"])
    with pytest.raises(UnknownName, match="no backbone 'spine'"):
        Handout.of(["backbone=spine"])


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """One line, no file left."""
    with pytest.raises(SourceError, match="cannot write there"):
        export_graph("2019", "csv", tmp_path / "no" / "g.csv", None)
    assert not list(tmp_path.iterdir())


def test_a_resolution_and_distance_are_those_of_the_front_door(tmp_path: Path) -> None:
    """More resolution, more communities; of a method that has none it is refused."""
    path = tmp_path / "2019.csv"
    export_graph("2019", "csv", path, None, Handout.of(["null=gravity", "resolution=1.5"]))
    graph = tn.build(tn.snapshot([2019]), 2019)
    expected = tn.expect(graph, null="gravity")
    found = tn.detect(graph, expected, options={"resolution": 1.5})
    nodes = pd.read_csv(path.with_name("2019.nodes.csv"), keep_default_na=False)
    assert dict(zip(nodes["economy"], nodes["community"], strict=True)) == dict(
        zip(found.economies, found.membership.tolist(), strict=True)
    )
    cells = pd.read_csv(path, keep_default_na=False).set_index(["exporter", "importer"])
    seen = tn.intensity(graph, expected).loc["CHN", "IRN"]
    assert float(cells.loc[("CHN", "IRN"), "intensity"]) == pytest.approx(seen, rel=1e-12)
    assert len(found.sizes) > len(tn.detect(graph, expected).sizes)
    with pytest.raises(ConfigError, match="infomap has no option resolution"):
        Handout(method="infomap", resolution=1.0)
    with pytest.raises(ConfigError, match="a resolution is a number"):
        Handout.of(["resolution=high"])


def test_a_section_is_written_of_flows_that_have_products(tmp_path: Path, chapters: Path) -> None:
    """Section V is chapters 25 to 27; the snapshot has none."""
    export_graph("2019", "csv", tmp_path / "v.csv", chapters, Handout(product="V"))
    written = pd.read_csv(tmp_path / "v.csv")
    flows = tn.read(chapters, level="section")
    graph = tn.build(flows, 2019, product="V")
    assert written["value_usd"].tolist() == graph.to_arrow()["value_usd"].to_pylist()
    assert graph.value("CHN", "RUS") == pytest.approx(7e6)
    assert np.isnan(graph.value("IRN", "PRK"))
    assert graph.value("RUS", "CHN") == 0.0
    states = written.set_index(["exporter", "importer"])["observed"]
    assert states["CHN", "RUS"] == "reconciled"
    with pytest.raises(InsufficientData, match="the snapshot holds totals"):
        export_graph("2019", "csv", tmp_path / "x.csv", None, Handout(product="V"))
    with pytest.raises(UnknownName, match="no product 'VI'"):
        tn.build(flows, 2019, product="VI")
    assert tn.build(flows, 2019).value("CHN", "RUS") == pytest.approx(9e6)
