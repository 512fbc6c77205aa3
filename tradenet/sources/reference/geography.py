"""Where economies lie: the geographic regions of the United Nations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from tradenet.domain import SchemaError
from tradenet.domain.facts import MEMORY, READ
from tradenet.sources.reference.economies import economies
from tradenet.sources.reference.folder import facts, made


@cache
def regions(level: Literal["region", "subregion"] = "subregion") -> Mapping[str, str]:
    """Return the region of each economy (M49 of the UN, ``data/reference/regions.csv``).

    The finest grouping that M49 gives is the subregion (22 of them), the coarsest the region (5).
    Former economies and those that M49 does not list are not in it.

    Raises
    ------
    SchemaError
        If a row has an unknown economy, no region or no source.

    Examples
    --------
    >>> regions()["PRK"], regions()["IRN"], regions("region")["RUS"]
    ('Eastern Asia', 'Southern Asia', 'Europe')
    >>> len(set(regions().values())), len(set(regions("region").values()))
    (22, 5)
    """
    place = 0 if level == "region" else 1
    rows = made("regions", facts("regions"), region_of)
    return MappingProxyType({economy: named[place] for economy, *named in rows})


def region_of(row: dict[str, str]) -> tuple[str, str, str]:
    """Return economy, region and subregion of a row of text."""
    if not (row["region"] and row["subregion"]):
        msg = "an economy needs a region and a subregion"
        raise SchemaError(msg)
    if row["checked"] not in (READ, MEMORY) or not row["source"]:
        msg = f"a fact needs a source, and checked = read or memory, not '{row['checked']}'"
        raise SchemaError(msg)
    return economies().check(row["economy"]), row["region"], row["subregion"]
