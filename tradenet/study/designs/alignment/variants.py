"""The movement of trade under choices made otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import pyarrow as pa

from tradenet import networks
from tradenet.bloc import Contrast
from tradenet.bloc.alignment import AlignmentEvidence, Findings, judge
from tradenet.bloc.alignment.shift import FREE, SIZE, Exposed, Reading, read
from tradenet.domain import ConvergenceError, InsufficientData
from tradenet.study.bridge import changes
from tradenet.study.designs.alignment.exposing import ALL, exposed
from tradenet.study.designs.alignment.gather import sanctioned_cells, world_of
from tradenet.study.designs.ground import Ground, graphs_of
from tradenet.study.gather import with_networks
from tradenet.study.material import Material

MAIN: Final = "as the study is fixed"
_PERMUTATIONS = 199
Make = Callable[[], Exposed]


@dataclass(frozen=True, slots=True)
class Variant:
    """A choice made otherwise: its name, whether the verdict must stand it, and its network."""

    name: str
    make: Make
    critical: bool


def variants(ground: Ground, flowing: Material, evidence: AlignmentEvidence) -> Iterator[Variant]:
    """Yield the choices, critical ones first, which were named before any was computed."""
    options, config = evidence.options, ground.config
    whole = world_of(config, flowing, ground.evidence.graphs)
    left_out = flowing.known.sanctioners - set(config.bloc.members)
    apart = sanctioned_cells(config, flowing, whole)
    neutral = partial(exposed, whole, options)
    critical: list[tuple[str, Make]] = [
        ("sanctioning economies stay, their cells with members set aside",
         partial(exposed, apart, options)),
        ("without China", partial(neutral, {*left_out, "CHN"})),
        ("absent cells read the other way",
         lambda: exposed(_other_absences(ground, flowing), options, left_out)),
        ("votes on paragraphs and amendments too", partial(neutral, left_out, ALL)),
        *((name, partial(_changed, whole, change, options, left_out))
          for name, change in _sources(ground, flowing)),
    ]  # fmt: skip
    shown: list[tuple[str, Make]] = [
        ("all economies, nothing set aside", neutral),
        ("all but China, cells with members set aside",
         partial(exposed, apart, options, {"CHN"})),
        ("all but the United States, cells with members set aside",
         partial(exposed, apart, options, {"USA"})),
        *((f"offset {at:g}", partial(exposed, whole, replace(options, offset=at), left_out))
          for at in (options.offset / 2, options.offset * 2)),
    ]  # fmt: skip
    yield from (Variant(name, make, critical=True) for name, make in critical)
    yield from (Variant(name, make, critical=False) for name, make in shown)


def _changed(whole: Contrast, change: Any, options: Any, left_out: Any) -> Exposed:  # noqa: ANN401
    return exposed(change(whole), options, left_out)


def _sources(ground: Ground, flowing: Material) -> Sequence[tuple[str, Any]]:
    """Return the other source of trade before the event, where the snapshot holds it."""
    bare = with_networks(ground.evidence, flowing, ground.config)
    return tuple(changes(ground.config, flowing, bare).items())


def _other_absences(ground: Ground, flowing: Material) -> Contrast:
    """Return the world under the other reading of cells that are zero or missing."""
    other: networks.Absent = "missing" if ground.config.graph.absent == "zero" else "zero"
    held = flowing.agreed(ground.config, ground.config.window)
    return world_of(ground.config, flowing, graphs_of(held, other))


def _never() -> Exposed:
    msg = "the main specification is read by the test"
    raise InsufficientData(msg)


def outcomes(
    made: Iterator[Variant], evidence: AlignmentEvidence, main: Reading | None, found: Findings
) -> pa.Table:
    """Return a line for the main specification and for each choice, with the row it gives."""
    lines = [_line(Variant(MAIN, _never, critical=True), main, found)]
    for variant in made:
        reading = _read(variant, evidence)
        lines.append(_line(variant, reading, found))
    return pa.Table.from_pylist(lines, schema=_SCHEMA)


def _read(variant: Variant, evidence: AlignmentEvidence) -> Reading | None:
    try:
        network = variant.make()
        return read(network, evidence.options.matters, _PERMUTATIONS, evidence.seed)
    except (InsufficientData, ConvergenceError):
        return None


def _line(variant: Variant, reading: Reading | None, found: Findings) -> dict[str, Any]:
    name, critical = variant.name, variant.critical
    if reading is None:
        return {"variant": name, "critical": critical, "row": None}
    row = judge(replace(found, shift=reading.direction, small=reading.small))
    return {
        "variant": name, "critical": critical, "elasticity": reading.elasticity,
        "error": reading.error, "p_towards": reading.p_towards, "p_away": reading.p_away,
        "p_size": reading.p_by_strata[SIZE], "p_everywhere": reading.p_by_strata[FREE],
        "p_matters": reading.p_matters, "economies": reading.economies, "cells": reading.cells,
        "row": row.number, "verdict": row.verdict,
    }  # fmt: skip


_NUMBERS = ("elasticity", "error", "p_towards", "p_away", "p_size", "p_everywhere",
            "p_matters")  # fmt: skip
_SCHEMA = pa.schema(
    [("variant", pa.string()), ("critical", pa.bool_()),
     *((name, pa.float64()) for name in _NUMBERS),
     ("economies", pa.int64()), ("cells", pa.int64()), ("row", pa.int64()),
     ("verdict", pa.string())]
)  # fmt: skip
