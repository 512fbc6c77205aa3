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

__all__ = [
    "BACKBONES",
    "CENTRALITIES",
    "COMMUNITIES",
    "FORMATS",
    "Absent",
    "Backbone",
    "Betweenness",
    "Disparity",
    "HubsAuthorities",
    "Leiden",
    "NoiseCorrected",
    "PageRank",
    "Partners",
    "Strength",
    "build",
    "build_all",
    "consensus",
    "dependence",
    "export",
    "intensity",
    "persistence",
    "set_totals",
]
