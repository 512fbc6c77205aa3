"""Describe the structure of a trade graph."""

from tradenet.networks.agreement import Agreement, agreement, linked_together
from tradenet.networks.attributes import Attributes, describe
from tradenet.networks.backbones import BACKBONES, Backbone, Disparity, NoiseCorrected
from tradenet.networks.build import Absent, build, build_all, build_layers
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
from tradenet.networks.layers import (
    Layers,
    contribution,
    detect_layers,
    median_partition,
    multiplex,
)
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
    "Agreement",
    "Assortativity",
    "Attributes",
    "Backbone",
    "Betweenness",
    "CorePeriphery",
    "Disparity",
    "HubsAuthorities",
    "Layers",
    "Leiden",
    "NoiseCorrected",
    "PageRank",
    "Partners",
    "Reciprocity",
    "RichClub",
    "Strength",
    "Structure",
    "agreement",
    "build",
    "build_all",
    "build_layers",
    "compare",
    "consensus",
    "contribution",
    "dependence",
    "describe",
    "detect_layers",
    "export",
    "intensity",
    "linked_together",
    "median_partition",
    "multiplex",
    "persistence",
    "set_totals",
]
