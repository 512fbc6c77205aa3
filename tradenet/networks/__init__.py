"""Describe the structure of a trade graph."""

from tradenet.networks.agreement import Agreement, agreement, linked_together
from tradenet.networks.attributes import Attributes, describe
from tradenet.networks.backbones import BACKBONES, Backbone, Disparity, NoiseCorrected
from tradenet.networks.build import Absent, build, build_all, build_layer, build_layers
from tradenet.networks.centralities import (
    CENTRALITIES,
    Betweenness,
    HubsAuthorities,
    PageRank,
    Partners,
    Strength,
    dependence,
)
from tradenet.networks.communities import COMMUNITIES, CommunityMethod, Leiden, method_type
from tradenet.networks.consensus import consensus
from tradenet.networks.evolution import break_test, cores, match, moves, multislice
from tradenet.networks.export import FORMATS, export
from tradenet.networks.intensity import intensity, set_totals
from tradenet.networks.layers import (
    Layers,
    contribution,
    detect_layers,
    median_partition,
    multiplex,
)
from tradenet.networks.nulls import NULL_MODELS, Keeps, NullModel
from tradenet.networks.persistence import persistence
from tradenet.networks.quality import MEASURES, Measure, modularity
from tradenet.networks.significance import Search, Worlds, partition_significance, set_significance
from tradenet.networks.stability import (
    Shaken,
    adjusted_rand,
    iterated_consensus,
    many_runs,
    plateau,
    shaken_runs,
)
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
    "MEASURES",
    "NULL_MODELS",
    "STRUCTURES",
    "Absent",
    "Agreement",
    "Assortativity",
    "Attributes",
    "Backbone",
    "Betweenness",
    "CommunityMethod",
    "CorePeriphery",
    "Disparity",
    "HubsAuthorities",
    "Keeps",
    "Layers",
    "Leiden",
    "Measure",
    "NoiseCorrected",
    "NullModel",
    "PageRank",
    "Partners",
    "Reciprocity",
    "RichClub",
    "Search",
    "Shaken",
    "Strength",
    "Structure",
    "Worlds",
    "adjusted_rand",
    "agreement",
    "break_test",
    "build",
    "build_all",
    "build_layer",
    "build_layers",
    "compare",
    "consensus",
    "contribution",
    "cores",
    "dependence",
    "describe",
    "detect_layers",
    "export",
    "intensity",
    "iterated_consensus",
    "linked_together",
    "many_runs",
    "match",
    "median_partition",
    "method_type",
    "modularity",
    "moves",
    "multiplex",
    "multislice",
    "partition_significance",
    "persistence",
    "plateau",
    "set_significance",
    "set_totals",
    "shaken_runs",
]
