"""The facts on a study's set: who is in it and why."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.bloc import Membership, membership
from tradenet.domain import Sanctioner
from tradenet.domain.facts import BROAD, MEMORY
from tradenet.sources import reference
from tradenet.study.config import StudyConfig


def membership_of(config: StudyConfig) -> Membership:
    """Return what the reference tables, and the study itself, say of its set at its event."""
    return membership(
        config.bloc,
        config.event.date,
        config.window,
        reference.episodes(),
        (*reference.autonomous(), *_declared(config)),
    )


def _declared(config: StudyConfig) -> Iterator[Sanctioner]:
    """Yield the sanctioning economies that the study names beside the dated tables."""
    for sender in config.inference.sanctioners:
        yield Sanctioner(
            sender=sender,
            target=config.bloc.spokes[0],
            since=config.event.date.isoformat(),
            reach=BROAD,
            scope="declared by the study",
            source=f"study {config.study.name}",
            checked=MEMORY,
        )
