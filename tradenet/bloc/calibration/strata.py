"""Random sets of economies that could have been asked about, by size."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from tradenet.bloc.inference import Inference
from tradenet.bloc.placebo import roles
from tradenet.bloc.worlds import Ground
from tradenet.domain import Bloc, InsufficientData

Indices = npt.NDArray[np.intp]

THIRDS: Final = ("big", "mid", "small")
STRATA: Final = (*THIRDS, "like")
_MOST_TRIES = 5_000


def draw_bloc(
    ground: Ground, stratum: str, *, rng: np.random.Generator, least_usd: float | None = None
) -> Bloc:
    """Draw spokes of a stratum around the real hub, as many as the real set has.

    Neutral economies that trade with the hub in both directions, without the real spokes and the
    rivals, are cut into three equal parts by size; in the stratum ``like`` every spoke is drawn
    from the candidates of a real one. Sets without a valid reference, or of whose spokes no trade
    with each other informs the fit, are drawn again.

    Parameters
    ----------
    ground : Ground
        Where.
    stratum : str
        ``big``, ``mid``, ``small`` or ``like``.
    rng : Generator
        Draws.
    least_usd : float, optional
        Only sets all of whose spoke–spoke cells inform the fit and each pair of whose spokes
        traded this much, USD, before the event.

    Raises
    ------
    InsufficientData
        If no set with a valid reference turns up.
    """
    made = ground.made
    able = members_of(made, ground)
    for _ in range(_MOST_TRIES):
        chosen = _chosen(made, able, stratum, rng)
        if chosen is not None and _usable(ground, chosen, least_usd):
            names = made.network.contrast.economies
            return Bloc(tuple(names[k] for k in chosen), made.network.bloc.hub)
    msg = (
        f"no set of the stratum '{stratum}' among {len(able)} economies has a valid reference in "
        f"{_MOST_TRIES:,} draws; observe more economies"
    )
    raise InsufficientData(msg)


def members_of(made: Inference, ground: Ground) -> Indices:
    """Return the neutral economies that may be drawn, larger first."""
    contrast, told = made.network.contrast, made.found.information
    hub = made.roles.hub
    barred = {*made.network.bloc.members, *ground.rivals}
    order = np.argsort(-made.found.size, kind="stable").tolist()
    able = [k for k in order if contrast.economies[k] not in barred
            and told[hub, k] > 0 and told[k, hub] > 0]  # fmt: skip
    return np.array(able, dtype=np.intp)


def _chosen(
    made: Inference, able: Indices, stratum: str, rng: np.random.Generator
) -> Indices | None:
    count = len(made.roles.focus)
    if stratum == "like":
        drawn = np.array([rng.choice(named) for named in made.roles.candidates], dtype=np.intp)
        return drawn if len(set(drawn.tolist())) == count else None
    third = np.array_split(able, len(THIRDS))[THIRDS.index(stratum)]
    return rng.choice(third, size=count, replace=False) if len(third) >= count else None


def _usable(ground: Ground, chosen: Indices, least_usd: float | None) -> bool:
    """Return whether the hub's cells are there, some or all of the spokes', and all roles."""
    made = ground.made
    told, hub = made.found.information > 0, made.roles.hub
    if not (told[hub, chosen].all() and told[chosen, hub].all()):
        return False
    contrast = made.network.contrast
    apart = ~np.eye(len(chosen), dtype=bool)
    inside = np.ix_(chosen, chosen)
    if not told[inside].any():
        return False
    if least_usd is not None:
        trade = contrast.before[inside] + contrast.before[inside].T
        if not (told[inside][apart].all() and (trade[apart] >= least_usd).all()):
            return False
    rivals = [int(k) for k in contrast.at(ground.rivals) if k >= 0]
    return roles(made.found.size, contrast.filers, hub, chosen, rivals).valid
