"""The figures of a report: one file per figure, in the order of the page.

`FIGURES` describe what every result has. `TEST_FIGURES` show a test of the hypothesis; they are
None where the test was not run or cannot be made, and the page then says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from tradenet.report.blocks import Figure
from tradenet.report.figures import (
    alluvial,
    clubs,
    co_assignment,
    cohesion,
    company,
    dependence,
    dyads,
    event_study,
    groups,
    hidden,
    intensity,
    map_years,
    network,
    nulls,
    observability,
    partners,
    placebos,
    power,
    resolutions,
    specifications,
    together,
    two_nulls,
    without_each,
)
from tradenet.report.tested import HUB_SPOKE, SPOKE_SPOKE
from tradenet.report.view import View

FIGURES: Final[Mapping[str, Callable[[View], Figure]]] = MappingProxyType(
    {
        "observability": observability.draw,
        "dyads": dyads.draw,
        "groups": groups.draw,
        "intensity": intensity.draw,
        "dependence": dependence.draw,
        "network": network.draw,
        "map-years": map_years.draw,
        "alluvial": alluvial.draw,
        "nulls": nulls.draw,
        "two-nulls": two_nulls.draw,
        "resolutions": resolutions.draw,
        "together": together.draw,
        "company": company.draw,
        "clubs": clubs.draw,
    }
)

TEST_FIGURES: Final[Mapping[str, Callable[[View], Figure | None]]] = MappingProxyType(
    {
        "hub_placebos": partial(placebos.draw, class_=HUB_SPOKE),
        "hub_without_each": partial(without_each.draw, class_=HUB_SPOKE),
        "hub_power": partial(power.draw, class_=HUB_SPOKE),
        "event_study": event_study.draw,
        "spoke_placebos": partial(placebos.draw, class_=SPOKE_SPOKE),
        "spoke_without_each": partial(without_each.draw, class_=SPOKE_SPOKE),
        "spoke_power": partial(power.draw, class_=SPOKE_SPOKE),
        "cohesion": cohesion.draw,
        "partners": partners.draw,
        "co_assignment": co_assignment.draw,
        "hidden": hidden.draw,
        "specifications": specifications.draw,
    }
)


def of_test(view: View, *names: str) -> tuple[Figure, ...]:
    """Return those figures of tests that there are."""
    drawn = (TEST_FIGURES[name](view) for name in names)
    return tuple(figure for figure in drawn if figure is not None)


__all__ = ["FIGURES", "TEST_FIGURES", "of_test"]
