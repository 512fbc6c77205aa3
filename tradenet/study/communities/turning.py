"""Whether the members came together at the event, more than at dates without one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tradenet.bloc import Evidence
from tradenet.networks.evolution import break_test
from tradenet.study.communities.company import CoAssignment
from tradenet.study.config import StudyConfig

WIDTH: Final = 2  # periods on each side: two full ones are held after the event


def breaks(
    config: StudyConfig, evidence: Evidence, together: Mapping[int, CoAssignment], null: str
) -> Iterator[dict[str, Any]]:
    """Yield the change of the members' company at the event, and at dates without one.

    Placebo dates have two periods on each side that are held and lie before the event, and no
    measure against a member began or ended in them.
    """
    event = config.event.code(config.window)
    held = sorted(code for code in together if code < event)
    free = held[WIDTH : len(held) - WIDTH]
    placebos = [code for code in free if code not in evidence.real_years]
    members = config.bloc.members
    if len(members) < 2:  # noqa: PLR2004 - one economy has no company
        return
    found = break_test(together, members, event, width=WIDTH, placebo_dates=placebos)
    for row in found.to_arrow().to_pylist():
        yield {"null": null, "p_value": found.p_dates if row["is_event"] else None, **row}
