"""From a study to what simulated worlds of it are made of."""

from __future__ import annotations

from tradenet.bloc.worlds import Cast, Ground, ground
from tradenet.domain import InsufficientData
from tradenet.study.answer import known
from tradenet.study.belonging import membership_of
from tradenet.study.config import StudyConfig
from tradenet.study.gather import evidence_of
from tradenet.study.material import material
from tradenet.study.told import told
from tradenet.study.workers import one_thread


def make_ground(config: StudyConfig) -> Ground:
    """Return the study's own two periods on the embedded snapshot, ready to make worlds.

    Flows, sanctioning economies and rivals are those of a run of the study.

    Raises
    ------
    InsufficientData
        If a phase is not held, or too little is observed.
    """
    facts = known(membership_of(config))
    with one_thread():
        world = evidence_of(material(told(config, None), facts), config).world
    if world is None:
        msg = f"{config.study.name}: a phase of [window] is not held; change it"
        raise InsufficientData(msg)
    against = sorted(facts.sanctioners - set(config.bloc.members))
    with one_thread():
        return ground(world.contrast, Cast(config.bloc, tuple(against)), world.rivals)
