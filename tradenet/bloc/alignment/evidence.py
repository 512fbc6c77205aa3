"""What the tests of alignment are given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from tradenet.bloc.alignment.options import AlignmentOptions
from tradenet.bloc.alignment.shift import Exposed
from tradenet.bloc.evidence import Evidence
from tradenet.domain import TradeGraph
from tradenet.networks.significance import Search, Worlds


@dataclass(frozen=True, slots=True, eq=False)
class AlignmentEvidence:
    """Everything the tests of alignment look at.

    Attributes
    ----------
    options : AlignmentOptions
        Of the study.
    main : Exposed
        The network of economies without sanctions of their own on a member.
    without_votes : tuple of str
        Economies of that network that have no ideal point, and are left out.
    panel : pyarrow.Table
        Trade before the event, one row per exporter, importer and window of years: ``exporter``,
        ``importer``, ``window`` (first year), ``trade`` (bn USD a year), ``votes`` (log distance
        of ideal points in the window), ``km`` (log), ``contiguity``, ``language``, ``colony``.
    after : pyarrow.Table
        The same of the periods after the event.
    samples : mapping of str to tuple of str
        Economies of each sample of the levels, by its name.
    sets : mapping of str to Evidence
        The given sets of voters, as the battery of the design ``bloc`` takes them.
    votes : mapping of str to mapping of str to str
        Groupings of economies, by name, such as the votes.
    graph : TradeGraph
        Of the last period after the event.
    search : Search
        How communities are sought.
    worlds : Worlds, optional
        Gravity worlds of the graph; None where they are not asked for.
    seed : int
        Of every random stream.
    """

    options: AlignmentOptions
    main: Exposed
    without_votes: tuple[str, ...]
    panel: pa.Table
    after: pa.Table
    samples: Mapping[str, tuple[str, ...]]
    sets: Mapping[str, Evidence]
    votes: Mapping[str, Mapping[str, str]]
    graph: TradeGraph
    search: Search
    worlds: Worlds | None = None
    seed: int = 0
