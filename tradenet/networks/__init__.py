"""Describe the structure of a trade graph."""

from tradenet.networks.build import Absent, build, build_all
from tradenet.networks.communities import COMMUNITIES, CommunityMethod, Leiden, method_type
from tradenet.networks.consensus import consensus
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
    "Worlds",
    "build",
    "build_all",
    "consensus",
    "export",
    "intensity",
    "method_type",
    "modularity",
    "partition_significance",
    "persistence",
    "set_significance",
    "set_totals",
]
