"""Community methods: graph and expected trade in, partition out. One file each."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from tradenet.domain import ConfigError, lookup, nearest
from tradenet.networks.communities.agglomerative import Agglomerative
from tradenet.networks.communities.infomap import Infomap
from tradenet.networks.communities.label_propagation import LabelPropagation
from tradenet.networks.communities.leiden import Leiden
from tradenet.networks.communities.leiden_cpm import LeidenCPM
from tradenet.networks.communities.louvain import Louvain
from tradenet.networks.communities.method import CommunityMethod
from tradenet.networks.communities.spinglass import Spinglass
from tradenet.networks.communities.walktrap import Walktrap

COMMUNITIES: Final[Mapping[str, type[CommunityMethod]]] = MappingProxyType(
    {
        "leiden": Leiden,
        "louvain": Louvain,
        "leiden_cpm": LeidenCPM,
        "infomap": Infomap,
        "label_propagation": LabelPropagation,
        "spinglass": Spinglass,
        "walktrap": Walktrap,
        "agglomerative": Agglomerative,
    }
)


def method_type(name: str, options: Iterable[str] = ()) -> type[Any]:
    """Return the community method of a name, which must have the options that are named.

    Raises
    ------
    UnknownName
        If there is no such method; the message lists all.
    ConfigError
        If the method lacks an option; the message lists those it has.

    Examples
    --------
    >>> method_type("walktrap", ["steps"]).__name__
    'Walktrap'
    >>> method_type("walktrap", ["restarts"])
    Traceback (most recent call last):
    ...
    tradenet.domain.errors.ConfigError: walktrap has no option restarts; its options are weight,
    steps, resolution
    """
    kind: type[Any] = lookup(COMMUNITIES, name, "community method")
    known = [field.name for field in dataclasses.fields(kind)]
    missing = [option for option in options if option not in known]
    if missing:
        told = ", ".join(f"{option}{nearest(option, known)}" for option in missing)
        msg = f"{name} has no option {told}; its options are {', '.join(known)}"
        raise ConfigError(msg)
    return kind


__all__ = [
    "COMMUNITIES",
    "Agglomerative",
    "CommunityMethod",
    "Infomap",
    "LabelPropagation",
    "Leiden",
    "LeidenCPM",
    "Louvain",
    "Spinglass",
    "Walktrap",
    "method_type",
]
