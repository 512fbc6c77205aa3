"""Graphs handed to other tools, from the snapshot."""

from pathlib import Path

import networkx as nx
import numpy as np
import pytest

import tradenet as tn
from tradenet.domain import ConfigError, SourceError, UnknownName
from tradenet.study.handout import Handout, export_graph


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> nx.DiGraph:
    """2019 as GEXF, read back."""
    path = tmp_path_factory.mktemp("out") / "2019.gexf"
    said = export_graph("2019", "gexf", path, None, Handout(seed=1))
    assert said.startswith(f"{path}: 2019: ")
    assert [file.name for file in path.parent.iterdir()] == ["2019.gexf"]
    return nx.read_gexf(path)


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
