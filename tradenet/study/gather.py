"""What the tests of the hypothesis are given: the networks, their nulls and the dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from tradenet import flows, networks
from tradenet.bloc import Contrast, Evidence, Inference, Network, contrast, infer, shifted
from tradenet.domain import InsufficientData, TradeGraph, Window
from tradenet.study.config import StudyConfig
from tradenet.study.material import Known, Material
from tradenet.study.tabulate import member_cells

Change = Callable[[Contrast], Contrast]


def evidence_of(material: Material, config: StudyConfig, change: Change | None = None) -> Evidence:
    """Return what the rule needs, from the periods of the window alone.

    Parameters
    ----------
    material : Material
        The flows and the facts.
    config : StudyConfig
        The options, those of a variant included.
    change : callable, optional
        A change of the world's contrast, before sanctioning economies are left out.
    """
    held = material.agreed(config, config.window)
    graphs = trading(networks.build_all(held, absent=config.graph.absent))
    bare = Evidence(config.bloc, config.window, member_cells(held, config.bloc.members), graphs, {})
    return with_networks(bare, material, config, change)


def with_networks(
    evidence: Evidence, material: Material, config: StudyConfig, change: Change | None = None
) -> Evidence:
    """Return the evidence with the neutral network, the world, and the dates to compare with."""
    try:
        world = _world(material, config, config.window, evidence.graphs)
    except InsufficientData:
        return evidence
    if change is not None:
        world = replace(world, contrast=change(world.contrast))

    @cache
    def earlier(year: int) -> Inference | None:
        moved = shifted(config.window, year - config.event.code(config.window))
        held = material.agreed(config, moved)
        graphs = trading(networks.build_all(held, absent=config.graph.absent))
        try:
            return infer(neutral(_world(material, config, moved, graphs), material.known))
        except InsufficientData:
            return None

    return replace(
        evidence,
        made=_made(neutral(world, material.known)),
        world=world,
        target=config.inference.target,
        real_years=material.known.real_years,
        dates=movable(config, material.sources),
        earlier=earlier,
        hidden=config.hidden,
        seed=config.run.seed,
    )


def trading(graphs: tuple[TradeGraph, ...]) -> dict[int, TradeGraph]:
    """Return the graphs that hold any trade, by period code."""
    return {graph.period.code: graph for graph in graphs if graph.total_usd > 0}


def neutral(world: Network, known: Known) -> Network:
    """Return a network without the sanctioning economies; members stay whatever they do."""
    left_out = known.sanctioners - set(world.bloc.members)
    return replace(world, contrast=world.contrast.without(left_out))


def movable(config: StudyConfig, sources: Mapping[int, str]) -> tuple[int, ...]:
    """Return the years to which the event can be moved with every period held by one source.

    The moved window ends before the event. Only annual windows are moved.
    """
    event = config.event.code(config.window)
    if event > _MOST_YEARS:
        return ()
    years = range(min(sources, default=event), event)
    moved = {year: shifted(config.window, year - event).periods for year in years}
    return tuple(
        year
        for year, periods in moved.items()
        if periods[-1] < event and _one_source(periods, sources)
    )


def _one_source(periods: tuple[int, ...], sources: Mapping[int, str]) -> bool:
    return all(code in sources for code in periods) and len({sources[c] for c in periods}) == 1


_MOST_YEARS = 9999  # a larger period code is a month


def _world(
    material: Material, config: StudyConfig, window: Window, graphs: Mapping[int, TradeGraph]
) -> Network:
    filers = flows.filers(material.agreed(config, window), window)
    made = contrast(graphs, window.pre, window.post, filers)
    rules = config.inference
    return Network(made, config.bloc, rules.rivals, rules.apart)


def _made(network: Network) -> Inference | None:
    try:
        return infer(network)
    except InsufficientData:
        return None
