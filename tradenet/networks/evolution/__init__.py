"""Communities through time: sought together, matched, their cores, moves and breaks."""

from tradenet.networks.evolution.break_test import Break, break_test
from tradenet.networks.evolution.core import cores
from tradenet.networks.evolution.matching import Timeline, match
from tradenet.networks.evolution.moves import moves
from tradenet.networks.evolution.multislice import Multislice, multislice

__all__ = [
    "Break",
    "Multislice",
    "Timeline",
    "break_test",
    "cores",
    "match",
    "moves",
    "multislice",
]
