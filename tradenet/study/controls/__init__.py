"""Real controls: the inference on blocs that are known, on two that fell apart, on random sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from tradenet.bloc import Network, infer
from tradenet.bloc.everyone import Everyone, everyone, pairs_of
from tradenet.bloc.significance import LEVEL
from tradenet.domain import InsufficientData, stream
from tradenet.domain.progress import Progress, counted, silent, within
from tradenet.sources.tables import write_tables
from tradenet.study.clubs import club_tables
from tradenet.study.controls.drawn import Drawn, DrawRule, drawn, interval, profiles
from tradenet.study.controls.known import Control, WindowRule, known
from tradenet.study.controls.measure import Line, measure, worlds
from tradenet.study.controls.origin import origin
from tradenet.study.controls.page import page

__all__ = ["Controls", "DrawRule", "WindowRule", "controls", "write"]

PAGE = "controls.md"
CLUBS_OF = "Mercosur 1991"  # a set of four: where it stands among all sets of four


@dataclass(frozen=True, slots=True, eq=False)
class Controls:
    """What the inference says of sets whose answer is known.

    Attributes
    ----------
    lines : tuple of Line
        Every named control, in the order of the list.
    random : tuple of Drawn
        Every random set.
    clubs : mapping of str to pyarrow.Table
        All sets of four in the network of one control (`club_tables`): descriptive.
    computed_from : mapping of str to str
        Digests of snapshot, facts, list and rules (`origin`).
    """

    lines: tuple[Line, ...]
    random: tuple[Drawn, ...]
    clubs: Mapping[str, pa.Table]
    computed_from: Mapping[str, str] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """Return how often each outcome came, controls added after the first run left out."""
        return dict(sorted(Counter(one.outcome for one in self.lines if not one.added).items()))

    def size(self) -> dict[str, dict[str, float]]:
        """Return how often random sets are called a rise, or a fall, at 5 %; 95 % intervals."""
        named = {"rise": "p_rise", "fall": "p_fall", "rise, by change": "p_rise_change"}
        return {
            name: _rate([getattr(one, column) <= LEVEL for one in self.random])
            for name, column in named.items()
        }

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain JSON types."""
        return {
            "controls": [line.to_dict() for line in self.lines],
            "outcomes": self.counts(),
            "random": [asdict(one) for one in self.random],
            "size": self.size(),
            "clubs": self.clubs["club_places"].to_pylist(),
            "computed_from": dict(self.computed_from),
        }

    def page(self) -> str:
        """Return all controls and the size on random sets as Markdown."""
        return page(self.to_json())


def _rate(hits: Sequence[bool]) -> dict[str, float]:
    low, high = interval(sum(hits), len(hits)) if hits else (0.0, 1.0)
    return {"hits": sum(hits), "sets": len(hits), "low": low, "high": high}


def controls(rule: DrawRule | None = None, tell: Progress = silent) -> Controls:
    """Run the inference on every control and on random sets, on the embedded snapshot.

    Parameters
    ----------
    rule : DrawRule, optional
        How many random sets.
    tell : callable
        Told what is being done, and how far it is.
    """
    window, rule = WindowRule(), rule or DrawRule()
    listed = known(window)
    each = counted(listed, "known blocs", within(tell, 0.0, 0.6))
    lines = tuple(measure(control) for control in each)
    tell("random sets", 0.6)
    rng = stream(0, "study/controls/dates")
    random = drawn(profiles(listed), rule, window, rng=rng)
    tell("all sets of four", 0.95)
    clubs = club_tables({one.name: _clubs(one) for one in listed if one.name == CLUBS_OF})
    return Controls(lines, random, clubs, origin(window, rule))


def _clubs(control: Control) -> Everyone:
    if control.window is None:
        msg = f"{control.name}: no year before, or after, is held"
        raise InsufficientData(msg)
    made = infer(Network(worlds(control.window)["zero"], control.bloc))
    return everyone(pairs_of(made), control.bloc.spokes)


def write(result: Controls, target: Path) -> None:
    """Write ``controls``, ``random`` and all sets of four as Parquet and CSV, and ``controls.md``.

    Raises
    ------
    SourceError
        If the folder holds other things or cannot be written.
    """
    tables = {
        "controls": pa.Table.from_pylist([line.to_dict() for line in result.lines]),
        "random": pa.Table.from_pylist([asdict(one) for one in result.random]),
        **result.clubs,
    }
    write_tables(tables, {PAGE: result.page()}, target, made_by=PAGE)
