"""Whether a set or a partition is more than what a null gives by chance."""

from tradenet.networks.significance.given_set import (
    MeasureSignificance,
    SetSignificance,
    set_significance,
)
from tradenet.networks.significance.partition import (
    CommunitySignificance,
    PartitionSignificance,
    partition_significance,
)
from tradenet.networks.significance.worlds import Detect, Expect, Search, Worlds

__all__ = [
    "CommunitySignificance",
    "Detect",
    "Expect",
    "MeasureSignificance",
    "PartitionSignificance",
    "Search",
    "SetSignificance",
    "Worlds",
    "partition_significance",
    "set_significance",
]
