"""The two sentences of the first page: what we found so far, and what the data cannot show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradenet.domain import Bloc
from tradenet.domain.text import listed
from tradenet.sources import reference
from tradenet.study.config import StudyConfig


def sentences(config: StudyConfig, facts: Mapping[str, Any], said: str = "") -> tuple[str, str]:
    """Return what was found and what cannot be known, from the named numbers of a result.

    Parameters
    ----------
    config : StudyConfig
        The options.
    facts : mapping
        Named numbers.
    said : str
        The verdict's own sentence; empty where no verdict was reached.
    """
    return said or _found(config, facts), _cannot(config, facts)


def _found(config: StudyConfig, facts: Mapping[str, Any]) -> str:
    before, after = facts.get("intensity_hub_spoke_pre"), facts.get("intensity_hub_spoke_post")
    tail = "whether that is a bloc has not been tested yet."
    if not config.bloc.hub or before is None or after is None:
        return f"Trade was described and communities were drawn; {tail}"
    moved = round(after, 2) - round(before, 2)
    change = "rose" if moved > 0 else "fell" if moved < 0 else "stayed the same"
    return (
        f"Reported trade of {_hub(config.bloc)} was {before:.2f} times what the size of the "
        f"economies alone would lead one to expect before the event and {after:.2f} times after "
        f"it: it {change}, but {tail}"
    )


def _hub(bloc: Bloc) -> str:
    name = reference.economies().name
    return f"{name(bloc.hub)} with {listed([name(spoke) for spoke in bloc.spokes])}"


def _cannot(config: StudyConfig, facts: Mapping[str, Any]) -> str:
    name = reference.economies().name
    spokes = listed([name(spoke) for spoke in config.bloc.spokes])
    lines = [x for x in facts.get("coverage_lines", ()) if x["class"] == "spoke_spoke"]
    seen = sum(line["covered"] for line in lines)
    cells = sum(line["cells"] for line in lines)
    if not lines:
        first = f"Who reports trade among {spokes} was not counted (T0 was not run)"
    elif facts.get("observable_spoke_spoke"):
        first = (
            f"Why trade among {spokes} moved cannot be read off trade: it is reported in {seen} of "
            f"{cells} directed dyad-years, but other things happened at the time of the event as "
            "well"
        )
    elif seen == 0:
        first = (
            f"Trade among {spokes} themselves is not reported by anyone who files both before and "
            "after the event, so it cannot be seen to rise or to stay away"
        )
    else:
        first = (
            f"Trade among {spokes} themselves is reported in only {seen} of {cells} directed "
            "dyad-years by anyone who files both before and after the event"
        )
    return f"{first}{NOT_LOADED}"


NOT_LOADED = "; and goods trade says nothing of financial ties, which were not loaded."


def financial_loaded(titles: list[str]) -> str:
    """Return the end of that sentence where financial ties were loaded, in place of `NOT_LOADED`.

    Examples
    --------
    >>> financial_loaded(["remittances"]).removeprefix("; and goods trade says nothing of ")
    'financial ties: of these only remittances were loaded, which are told beside the verdict.'
    """
    return (
        f"; and goods trade says nothing of financial ties: of these only {listed(titles)} were "
        "loaded, which are told beside the verdict."
    )
