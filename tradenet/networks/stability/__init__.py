"""How stable communities are: over seeds, resolutions and errors of measurement."""

from tradenet.networks.stability.iterated import Agreed, iterated_consensus
from tradenet.networks.stability.plateau import Plateau, plateau
from tradenet.networks.stability.rand_index import adjusted_rand
from tradenet.networks.stability.runs import many_runs
from tradenet.networks.stability.shaken import Shaken, shaken_runs

__all__ = [
    "Agreed",
    "Plateau",
    "Shaken",
    "adjusted_rand",
    "iterated_consensus",
    "many_runs",
    "plateau",
    "shaken_runs",
]
