"""One simulated world after the other: what the instrument says of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from tradenet.bloc.calibration.simulated import simulated
from tradenet.bloc.calibration.strata import STRATA, THIRDS, draw_bloc
from tradenet.bloc.contrast import Contrast
from tradenet.bloc.describe import infer_together
from tradenet.bloc.findings import findings
from tradenet.bloc.inference import Inference, infer, infer_class
from tradenet.bloc.significance import holm
from tradenet.bloc.verdict import judge
from tradenet.bloc.worlds import WORLDS, Cast, Ground
from tradenet.domain import Bloc, InsufficientData, stream

CLASSES: Final = ("hub_spoke", "spoke_spoke")
BY_CHANGE: Final = {name: f"{name}_change" for name in CLASSES}
EITHER, TOGETHER = "either", "together"
RISES: Final = ("bloc_1.25", "bloc_1.5", "bloc_2", "bloc_3")
# Asked of sets of every size all of whose cells are seen, the spokes' too.
OF_EVERY_SIZE: Final = ("null", *RISES)
# What something is promised of.
PROMISED: Final = (
    "null", "bloc_3", "hub_only", "diversion", "lumpy_diversion", "missing_spokes",
)  # fmt: skip
SEEN, REAL = "seen", "real"
# A set whose spokes trade less can hardly be told from noise: one shipment doubles its trade.
LEAST_USD: Final = 1e8
PValues = dict[str, float]


@dataclass(frozen=True, slots=True)
class Trial:
    """What the instrument says of one world in which nothing happened, and of its changed copies.

    Attributes
    ----------
    world : int
        Number of the world; its random streams are named after it.
    size : mapping of stratum to mapping of class to float
        p-values where nothing happened, of drawn sets and of the real one.
    power : mapping of set to mapping of kind of world to mapping of class to float
        p-values in worlds in which something happened; empty where not asked. For the sets of
        `rows` every kind; for sets of the thirds with all spoke–spoke cells observed those
        of `OF_EVERY_SIZE`.
    rows : mapping of set to mapping of kind of world to int
        Row of the decision table, 0 where the rule could not be applied; empty where not asked.
        The sets are ``seen``, drawn from the largest third with all cells observed and 0.1 bn USD
        between any two spokes, and ``real``.
    """

    world: int
    size: Mapping[str, PValues]
    power: Mapping[str, Mapping[str, PValues]] = field(default_factory=dict)
    rows: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def run_trial(
    ground: Ground,
    seed: int,
    world: int,
    kinds: Collection[str] = (),
    *,
    verdicts: bool = True,
) -> Trial:
    """Return the trial of one world.

    Parameters
    ----------
    ground : Ground
        What worlds are made of.
    seed, world : int
        Name the random streams, so that a trial is the same whoever runs it and when.
    kinds : collection of str
        Kinds of worlds of which power and verdicts are asked too. A kind for two sets takes as long
        as all the sizes.
    verdicts : bool
        Without them the kinds are asked of the sets of every size alone, which is quick.
    """
    name = f"calibrate/{world}"
    null = ground.null(rng=stream(seed, name))
    real = infer(ground.network(null, ground.cast.bloc), near=ground.made.change)
    here = replace(ground, made=real)  # sizes and what is observed are those of this world
    sizes = {REAL: p_values(real)}
    for stratum in STRATA:
        bloc = draw_bloc(here, stratum, rng=stream(seed, f"{name}/{stratum}"))
        sizes[stratum] = p_values(infer(ground.network(null, bloc), near=real.change))
    if not kinds:
        return Trial(world, sizes)
    rises: dict[str, dict[str, PValues]] = {}
    rows: dict[str, dict[str, int]] = {}
    if verdicts:
        seen = draw_bloc(here, "big", rng=stream(seed, f"{name}/{SEEN}"), least_usd=LEAST_USD)
        for which, bloc in {SEEN: seen, REAL: ground.cast.bloc}.items():
            changed = Changed(ground, null, bloc, seed, f"{name}/{which}")
            told = {kind: changed.answer(kind) for kind in kinds}
            rises[which] = {kind: found for kind, (found, _) in told.items()}
            rows[which] = {kind: row for kind, (_, row) in told.items()}
    for which in THIRDS:
        bloc = draw_bloc(here, which, rng=stream(seed, f"{name}/{which}/{SEEN}"), least_usd=0.0)
        changed = Changed(ground, null, bloc, seed, f"{name}/{which}")
        rises[which] = {kind: changed.p_values(kind) for kind in OF_EVERY_SIZE if kind in kinds}
    return Trial(world, sizes, rises, rows)


def p_values(made: Inference) -> PValues:
    """Return the p-value of each class that has one, and what is made of both.

    These are: of either class (Holm), of both taken together, of the change's rank.
    """
    found = {name: infer_class(made, name) for name in CLASSES}
    known = {name: one for name, one in found.items() if one is not None}
    if not known:
        return {}
    told = {name: one.p_value for name, one in known.items()}
    either = min(holm(list(told.values())))
    together = infer_together(made)
    both = {TOGETHER: together.p_value} if together is not None else {}
    by_change = {BY_CHANGE[name]: one.p_change for name, one in known.items()}
    return {**told, EITHER: either, **both, **by_change}


@dataclass(frozen=True, slots=True, eq=False)
class Changed:
    """Copies of one null world in which something happened to a set.

    Attributes
    ----------
    ground : Ground
        What worlds are made of.
    null : Contrast
        The world before anything happened.
    bloc : Bloc
        The set.
    seed : int
        Of the random streams.
    name : str
        Their name.
    """

    ground: Ground
    null: Contrast
    bloc: Bloc
    seed: int
    name: str

    def world(self, kind: str) -> Contrast:
        """Return the world of a kind."""
        cast = Cast(self.bloc, self.ground.cast.sanctioners)
        return WORLDS[kind](self.null, cast, rng=stream(self.seed, f"{self.name}/{kind}"))

    def p_values(self, kind: str) -> PValues:
        """Return the p-values in the world of a kind; none where too little is seen."""
        network = self.ground.network(self.world(kind), self.bloc)
        try:
            return p_values(infer(network, near=self.ground.made.change))
        except InsufficientData:
            return {}

    def answer(self, kind: str) -> tuple[PValues, int]:
        """Return the p-values and the row of the decision table; 0 where it cannot be used."""
        world = self.world(kind)
        try:
            evidence = simulated(self.ground, world, self.bloc, seed=self.seed, name=self.name)
            told = p_values(evidence.made) if evidence.made is not None else {}
            return told, judge(findings(evidence)).number
        except InsufficientData:
            return {}, 0
