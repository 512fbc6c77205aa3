"""Describe the structure of a trade graph."""

from tradenet.networks.backbones import BACKBONES, Backbone, Disparity, NoiseCorrected
from tradenet.networks.build import Absent, build, build_all
from tradenet.networks.centralities import (
    CENTRALITIES,
    Betweenness,
    HubsAuthorities,
    PageRank,
    Partners,
    Strength,
    dependence,
)
from tradenet.networks.communities import COMMUNITIES, Leiden
from tradenet.networks.consensus import consensus
from tradenet.networks.export import FORMATS, export
from tradenet.networks.intensity import intensity, set_totals
from tradenet.networks.persistence import persistence
from tradenet.networks.structures import (
    STRUCTURES,
    Assortativity,
    CorePeriphery,
    Reciprocity,
    RichClub,
    Structure,
    compare,
)

__all__ = [
    "BACKBONES",
    "CENTRALITIES",
    "COMMUNITIES",
    "FORMATS",
    "STRUCTURES",
    "Absent",
    "Assortativity",
    "Backbone",
    "Betweenness",
    "CorePeriphery",
    "Disparity",
    "HubsAuthorities",
    "Leiden",
    "NoiseCorrected",
    "PageRank",
    "Partners",
    "Reciprocity",
    "RichClub",
    "Strength",
    "Structure",
    "build",
    "build_all",
    "compare",
    "consensus",
    "dependence",
    "export",
    "intensity",
    "persistence",
    "set_totals",
]
