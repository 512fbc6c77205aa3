"""The facts on a study's set: who is in it and why."""

from __future__ import annotations

from tradenet.bloc import Membership, membership
from tradenet.sources import reference
from tradenet.study.config import StudyConfig


def membership_of(config: StudyConfig) -> Membership:
    """Return what the reference tables say of a study's set at its event."""
    return membership(
        config.bloc,
        config.event.date,
        config.window,
        reference.episodes(),
        reference.autonomous(),
    )
