"""Describe the structure of a trade graph."""

from tradenet.networks.build import Absent, build, build_all
from tradenet.networks.communities import COMMUNITIES, CommunityMethod, Leiden, method_type
from tradenet.networks.consensus import consensus
from tradenet.networks.evolution import break_test, cores, match, moves, multislice
from tradenet.networks.export import FORMATS, export
from tradenet.networks.intensity import intensity, set_totals
from tradenet.networks.nulls import NULL_MODELS, Keeps, NullModel
from tradenet.networks.persistence import persistence
from tradenet.networks.quality import MEASURES, Measure, modularity
from tradenet.networks.significance import (
    Search,
    Worlds,
    partition_significance,
    set_significance,
)
from tradenet.networks.stability import (
    Shaken,
    adjusted_rand,
    iterated_consensus,
    many_runs,
    plateau,
    shaken_runs,
)

__all__ = [
    "COMMUNITIES",
    "FORMATS",
    "MEASURES",
    "NULL_MODELS",
    "Absent",
    "CommunityMethod",
    "Keeps",
    "Leiden",
    "Measure",
    "NullModel",
    "Search",
    "Shaken",
    "Worlds",
    "adjusted_rand",
    "break_test",
    "build",
    "build_all",
    "consensus",
    "cores",
    "export",
    "intensity",
    "iterated_consensus",
    "many_runs",
    "match",
    "method_type",
    "modularity",
    "moves",
    "multislice",
    "partition_significance",
    "persistence",
    "plateau",
    "set_significance",
    "set_totals",
    "shaken_runs",
]
