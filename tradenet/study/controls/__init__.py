"""Real controls: the inference on blocs that are known, on two that fell apart, on random sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from tradenet.bloc import Network, infer
from tradenet.bloc.everyone import everyone, pairs_of
from tradenet.bloc.significance import LEVEL
from tradenet.domain import stream
from tradenet.sources.tables import write_tables
from tradenet.study.clubs import club_facts, club_tables
from tradenet.study.controls.drawn import Drawn, DrawRule, drawn, interval, profiles
from tradenet.study.controls.known import Control, WindowRule, known
from tradenet.study.controls.measure import Line, measure, worlds
from tradenet.study.controls.page import page

__all__ = ["Controls", "DrawRule", "WindowRule", "controls", "write"]

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
    club_facts : mapping of str to number
        How many these are, and where that control stands.
    """

    lines: tuple[Line, ...]
    random: tuple[Drawn, ...]
    clubs: Mapping[str, pa.Table]
    club_facts: Mapping[str, Any]

    def counts(self) -> dict[str, int]:
        """Return how often each outcome came, controls added after the first run left out."""
        return dict(sorted(Counter(one.outcome for one in self.lines if not one.added).items()))

    def size(self) -> dict[str, dict[str, float]]:
        """Return how often random sets are called a rise, or a fall, at 5 %; 95 % intervals."""
        named = {"rise": "p_rise", "fall": "p_fall", "rise, studentized": "p_studentized"}
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
            "clubs": {"network": CLUBS_OF, **self.club_facts},
        }

    def page(self) -> str:
        """Return all controls and the size on random sets as Markdown."""
        return page(self.to_json())


def _rate(hits: Sequence[bool]) -> dict[str, float]:
    low, high = interval(sum(hits), len(hits)) if hits else (0.0, 1.0)
    return {"hits": sum(hits), "sets": len(hits), "low": low, "high": high}


def controls(
    rule: DrawRule | None = None, progress: Callable[[str], None] = lambda _: None
) -> Controls:
    """Run the inference on every control and on random sets, on the embedded snapshot.

    Parameters
    ----------
    rule : DrawRule, optional
        How many random sets.
    progress : callable
        Told what is being done.
    """
    window = WindowRule()
    listed = known(window)
    lines = []
    for control in listed:
        progress(control.name)
        lines.append(measure(control))
    progress("random sets")
    rng = stream(0, "study/controls/dates")
    random = drawn(profiles(listed), rule or DrawRule(), window, rng=rng)
    progress("all sets of four")
    (chosen,) = [control for control in listed if control.name == CLUBS_OF]
    clubs = _clubs(chosen)
    return Controls(tuple(lines), random, *clubs)


def _clubs(control: Control) -> tuple[dict[str, pa.Table], dict[str, Any]]:
    if control.window is None:
        return {}, {}
    made = infer(Network(worlds(control.window)["zero"], control.bloc))
    found = everyone(pairs_of(made), control.bloc.spokes)
    return club_tables(found), club_facts(found)


def write(result: Controls, target: Path) -> None:
    """Write ``controls`` and ``random`` as Parquet and CSV, ``controls.json`` and ``controls.md``.

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
    notes = {"controls.json": result.to_json(), "controls.md": result.page()}
    write_tables(tables, notes, target, made_by="controls.json")
