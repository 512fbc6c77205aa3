"""From the tests to what the rule looks at."""

from __future__ import annotations

from collections.abc import Mapping

from tradenet.bloc.classes import PASS_AT, SMALLEST_RISE, ClassReading, read_classes
from tradenet.bloc.coverage import Coverage
from tradenet.bloc.diversion import diversion
from tradenet.bloc.evidence import Evidence
from tradenet.bloc.inference import Inference, infer_class, judged
from tradenet.bloc.rivals import Rivals
from tradenet.bloc.robustness import dyad_changes, without_each
from tradenet.bloc.significance import holm
from tradenet.bloc.timing import class_timing
from tradenet.bloc.verdict import Findings, Reading

BROAD_LEVEL = 0.10
_TWO_THIRDS = 2 / 3


def findings(evidence: Evidence) -> Findings:
    """Return what the rule looks at; costly tests are made only where they can matter."""
    gates = Coverage().gates(evidence)
    made = evidence.made
    readings = read_classes(made, gates) if made is not None else {}
    adjusted = dict(
        zip(readings, holm([reading.p_value for reading in readings.values()]), strict=True)
    )
    hub = _hub(evidence, readings, adjusted)
    return Findings(
        hub_observed=gates.get("hub_spoke", False),
        spokes_observed=gates.get("spoke_spoke", False),
        hub=hub,
        spokes=_spokes(evidence, readings, adjusted),
        broad=hub is Reading.PASS and made is not None and is_broad(made),
        diversion=diversion(evidence).holds,
        has_hub=bool(evidence.bloc.hub),
    )


def _hub(
    evidence: Evidence, readings: Mapping[str, ClassReading], adjusted: Mapping[str, float]
) -> Reading:
    reading = readings.get("hub_spoke")
    if reading is None:
        return Reading.OPEN
    if _rises(reading, adjusted) and _timely(evidence, reading.name) and _first(evidence):
        return Reading.PASS
    return Reading.LOW if reading.low else Reading.OPEN


def _first(evidence: Evidence) -> bool:
    """Return whether no partner of the target rose more; not asked where no target is named."""
    return not evidence.target or Rivals().tops(evidence)


def _spokes(
    evidence: Evidence, readings: Mapping[str, ClassReading], adjusted: Mapping[str, float]
) -> Reading:
    reading = readings.get("spoke_spoke")
    if reading is None or evidence.made is None:
        return Reading.OPEN
    carried = carried_by_all(evidence.made, reading)
    if _rises(reading, adjusted) and carried and _timely(evidence, reading.name):
        return Reading.PASS
    return Reading.LOW if reading.low else Reading.OPEN


def _rises(reading: ClassReading, adjusted: Mapping[str, float]) -> bool:
    return adjusted[reading.name] <= PASS_AT[reading.name] and reading.change >= SMALLEST_RISE


def _timely(evidence: Evidence, name: str) -> bool:
    timing = class_timing(evidence, name)
    return timing is not None and bool(timing["holds"])


def carried_by_all(made: Inference, reading: ClassReading) -> bool:
    """Return whether two thirds of the dyads are seen and rise, and none alone carries the sign.

    Where there is but one dyad, none can be left out.
    """
    made = judged(made, reading.name)
    rising = sum(1 for line in dyad_changes(made, reading.found) if _number(line["log_change"]) > 0)
    pairs = len(reading.found.pairs)
    rest = [found for _, found in without_each(made, reading.name)] if pairs > 1 else []
    signs = all(found is not None and found.change > 0 for found in rest)
    return rising >= _TWO_THIRDS * pairs and signs


def is_broad(made: Inference) -> bool:
    """Return whether hub–spoke growth is more than one dyad.

    Two thirds of the dyads rise, and without the dyad whose residual is largest the class still has
    p ≤ 10 %.
    """
    whole = infer_class(made, "hub_spoke")
    if whole is None:
        return False
    lines, pairs = dyad_changes(made, whole), whole.pairs
    rising = [pair for pair, line in zip(pairs, lines, strict=True)
              if _number(line["log_change"]) > 0]  # fmt: skip
    excess = [_number(line["after_usd"]) - _number(line["expected_usd"]) for line in lines]
    largest = pairs[max(range(len(pairs)), key=excess.__getitem__)]
    rest = infer_class(made, "hub_spoke", tuple(pair for pair in pairs if pair != largest))
    enough = len(rising) >= _TWO_THIRDS * len(pairs)
    return enough and rest is not None and rest.p_value <= BROAD_LEVEL


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else 0.0


def specification(evidence: Evidence, found: Findings) -> dict[str, object]:
    """Return the numbers behind the findings, one column each, for a table of specifications."""
    made = evidence.made
    gates = {"hub_spoke": found.hub_observed, "spoke_spoke": found.spokes_observed}
    readings = read_classes(made, gates) if made is not None else {}
    line: dict[str, object] = {
        "hub_observed": found.hub_observed,
        "spokes_observed": found.spokes_observed,
        "hub": found.hub.value,
        "spokes": found.spokes.value,
        "broad": found.broad,
        "diversion": found.diversion,
    }
    for name in gates:
        reading = readings.get(name)
        line[f"{name}_log_change"] = reading.change if reading else None
        line[f"{name}_statistic"] = reading.found.statistic if reading else None
        line[f"{name}_p_value"] = reading.p_value if reading else None
        line[f"{name}_low"] = reading.low if reading else None
        line[f"{name}_placebos"] = len(reading.found.sets) if reading else None
    return line
