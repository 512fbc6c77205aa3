"""Layers: the same economies, one trade graph per group of products."""

from tradenet.networks.layers.contribution import contribution
from tradenet.networks.layers.layers import Layers, detect_layers
from tradenet.networks.layers.multiplex import median_partition, multiplex

__all__ = ["Layers", "contribution", "detect_layers", "median_partition", "multiplex"]
