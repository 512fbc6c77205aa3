"""What the tests of alignment are given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from tradenet import flows
from tradenet.bloc import Contrast, Evidence, contrast
from tradenet.bloc.alignment import AlignmentEvidence, AlignmentOptions
from tradenet.bloc.alignment.distance import terciles
from tradenet.domain import Bloc, TradeGraph, UnknownName
from tradenet.networks import NULL_MODELS
from tradenet.networks.significance import Search, Worlds
from tradenet.sources import covariates, reference
from tradenet.study import tabulate
from tradenet.study.answer import known
from tradenet.study.belonging import membership_of
from tradenet.study.communities.expectations import GRAVITY, expects, fitted_to
from tradenet.study.config import StudyConfig
from tradenet.study.designs.alignment.exposing import exposed, mean_points, without_points
from tradenet.study.designs.alignment.panel import panel, windows
from tradenet.study.designs.ground import Ground
from tradenet.study.gather import with_networks
from tradenet.study.material import Material

NO_VOTERS, ABSTAINERS = "voted no", "abstained"
VOTE, TERCILE = "vote", "tercile of ideal points"


def world_of(config: StudyConfig, flowing: Material, graphs: Mapping[int, TradeGraph]) -> Contrast:
    """Return the whole world before and after the event."""
    window = config.window
    filers = flows.filers(flowing.agreed(config, window), window)
    return contrast(graphs, window.pre, window.post, filers)


def sanctioned_cells(config: StudyConfig, flowing: Material, whole: Contrast) -> Contrast:
    """Return the world in which trade of members with economies that sanction them is not seen."""
    pairs = [(member, other) for member in config.bloc.members
             for other in sorted(flowing.known.sanctioners)]  # fmt: skip
    return whole.hidden(whole.cells(pairs))


def voted(resolution: str) -> dict[str, str]:
    """Return the vote of every economy on a resolution, sorted by economy.

    Raises
    ------
    UnknownName
        If no vote on it is held; the message lists those that are.
    """
    blocks = reference.votes()
    found = {e: b.vote for b in blocks if b.resolution == resolution for e in b.economies}
    if not found:
        held = ", ".join(sorted({block.resolution for block in blocks}))
        msg = f"no votes on resolution {resolution} are held; [design] resolution may be {held}"
        raise UnknownName(msg)
    return dict(sorted(found.items()))


def gathered(ground: Ground, flowing: Material) -> AlignmentEvidence:
    """Return the evidence of a study of alignment.

    Raises
    ------
    InsufficientData
        If no period before, or none after, the event is held.
    UnknownName
        If no vote on the resolution is held.
    """
    config, graphs = ground.config, ground.evidence.graphs
    options: AlignmentOptions = config.design.chosen()
    whole = world_of(config, flowing, graphs)
    main = whole.without(flowing.known.sanctioners - set(config.bloc.members))
    before = panel(graphs, windows(graphs, config.window), options.offset)
    post = [code for code in config.window.post if code in graphs]
    votes = voted(options.resolution)
    graph = graphs[post[-1]]
    search, worlds = _communities(config, graph, options)
    return AlignmentEvidence(
        options=options,
        main=exposed(main, options),
        without_votes=without_points(main, options),
        panel=before,
        after=panel(graphs, [post], options.offset),
        samples=samples(before, post[-1], main.economies),
        sets=_sets(ground, flowing, votes),
        votes={VOTE: votes, TERCILE: _by_points(graph, options)},
        graph=graph,
        search=search,
        worlds=worlds,
        seed=config.run.seed,
    )


def samples(rows: pa.Table, year: int, neutral: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the economies of each sample of the levels, by name.

    Parameters
    ----------
    rows : pyarrow.Table
        Of `panel`.
    year : int
        Whose GDP tells the large half of economies from the small one.
    neutral : tuple of str
        Economies without sanctions of their own on a member.
    """
    by_window: dict[str, set[int]] = defaultdict(set)
    for code, window in zip(*(rows[x].to_pylist() for x in ("exporter", "window")), strict=True):
        by_window[code].add(window)
    every = tuple(sorted(by_window))
    gdp = covariates.gdp_usd(every, year)
    large = gdp >= np.nanmedian(gdp)
    most = max(len(held) for held in by_window.values())
    return {
        "all economies": every,
        "without China": tuple(x for x in every if x != "CHN"),
        "without the United States": tuple(x for x in every if x != "USA"),
        "without both": tuple(x for x in every if x not in ("CHN", "USA")),
        "larger half by GDP": tuple(x for x, big in zip(every, large, strict=True) if big),
        "smaller half by GDP": tuple(
            x for x, own, big in zip(every, gdp, large, strict=True) if own > 0 and not big
        ),
        "held in every window": tuple(x for x in every if len(by_window[x]) == most),
        "without sanctioning economies": tuple(x for x in every if x in set(neutral)),
    }


def _sets(ground: Ground, flowing: Material, votes: Mapping[str, str]) -> dict[str, Evidence]:
    """Return the given sets of voters with the networks that the battery needs."""
    held = {code for graph in ground.evidence.graphs.values() for code in graph.economies}
    found = {}
    for name, vote in ((NO_VOTERS, "against"), (ABSTAINERS, "abstain")):
        members = tuple(code for code, own in votes.items() if own == vote and code in held)
        if len(members) > 1:
            found[name] = _set(ground, flowing, Bloc(members))
    return found


def _set(ground: Ground, flowing: Material, bloc: Bloc) -> Evidence:
    config = replace(ground.config, bloc=bloc)
    facts = replace(flowing, known=known(membership_of(config)))
    cells = tabulate.member_cells(ground.counted, bloc.members)
    return with_networks(replace(ground.evidence, bloc=bloc, cells=cells), facts, config)


def _by_points(graph: TradeGraph, options: AlignmentOptions) -> dict[str, str]:
    points = mean_points(graph.economies, options.exposure)
    known_ = [k for k in range(len(points)) if np.isfinite(points[k])]
    thirds = terciles(points[known_])
    return {graph.economies[k]: third for k, third in zip(known_, thirds, strict=True)}


def _communities(
    config: StudyConfig, graph: TradeGraph, options: AlignmentOptions
) -> tuple[Search, Worlds | None]:
    """Return how communities are sought, and gravity worlds around the graph."""
    made = expects(graph.economies)
    search = Search(config.communities.few_runs(2), made[config.expected.null])
    hoped = fitted_to(made[GRAVITY], graph) if options.worlds else None
    if hoped is None:
        return search, None
    return search, Worlds(hoped, NULL_MODELS["transplant"](), options.worlds)
