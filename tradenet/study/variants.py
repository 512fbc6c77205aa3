"""The choices an opponent would make otherwise: each is made, and the rule applied again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from tradenet.bloc import (
    Contrast,
    Findings,
    findings,
    judge,
    specification,
)
from tradenet.domain import InsufficientData
from tradenet.domain.progress import Progress, counted, silent
from tradenet.networks import Absent
from tradenet.study.config import StudyConfig
from tradenet.study.gather import Change, evidence_of
from tradenet.study.material import Material


@dataclass(frozen=True, slots=True)
class Variant:
    """One choice made otherwise.

    Attributes
    ----------
    name : str
        In words.
    config : StudyConfig
        The options.
    change : callable, optional
        A change of the contrast that no option makes.
    critical : bool
        Whether a verdict that moves with it is called data-dependent.
    """

    name: str
    config: StudyConfig
    change: Change | None = None
    critical: bool = True


def variants(config: StudyConfig, changes: Mapping[str, Change]) -> tuple[Variant, ...]:
    """Return the variants of a study, the critical ones first.

    Parameters
    ----------
    config : StudyConfig
        The main specification.
    changes : mapping of str to callable
        Other sources of the trade before the event, by name (`bridge`), where they are loaded.
    """
    return (
        *_readings(config),
        *(Variant(f"source: {name}", config, change) for name, change in changes.items()),
        *_mirrors(config),
        *_members(config),
    )


def _readings(config: StudyConfig) -> Iterable[Variant]:
    other: Absent = "missing" if config.graph.absent == "zero" else "zero"
    yield Variant(
        f"absent cells: read as {other}",
        replace(config, graph=replace(config.graph, absent=other)),
    )
    yield Variant("absent cells: whatever is missing is zero", config, Contrast.missing_as_zero)


def _mirrors(config: StudyConfig) -> Iterable[Variant]:
    rules = config.mirror
    other: Literal["importer", "exporter"] = (
        "exporter" if rules.prefer == "importer" else "importer"
    )
    yield Variant(f"mirror: {other} first", replace(config, mirror=replace(rules, prefer=other)))
    if rules.constant_reporters:
        own = replace(rules, constant_reporters=False)
        yield Variant("mirror: everybody speaks, also who fell silent", replace(config, mirror=own))
    for ratio in (1.0, 1.1):
        valued = replace(config.valuation, cif_fob_ratio=ratio)
        yield Variant(f"freight: CIF/FOB {ratio:.2f}", replace(config, valuation=valued))


def _members(config: StudyConfig) -> Iterable[Variant]:
    for economy in config.inference.critical_apart:
        rules = replace(config.inference, apart=(*config.inference.apart, economy))
        yield Variant(f"{economy}: an effect of its own", replace(config, inference=rules))
    late = config.window.pre[-2:]
    if len(config.window.pre) > len(late):
        window = replace(config.window, pre=late)
        yield Variant(
            f"window: {late[0]} to {late[-1]} before",
            replace(config, window=window),
            critical=False,
        )
    quality = replace(config.quality, quarantine=not config.quality.quarantine)
    word = "counted" if config.quality.quarantine else "set aside"
    yield Variant(f"doubtful cells: {word}", replace(config, quality=quality), critical=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a variant gives.

    Attributes
    ----------
    name : str
        The variant's.
    critical : bool
        As in `Variant`.
    findings : Findings or None
        None where the variant could not be computed.
    line : dict
        The numbers behind it, for the table of specifications.
    """

    name: str
    critical: bool
    findings: Findings | None
    line: dict[str, Any]


def outcome(material: Material, variant: Variant) -> Outcome:
    """Return what the rule says under a variant."""
    try:
        evidence = evidence_of(material, variant.config, variant.change)
        found = findings(evidence)
    except InsufficientData as error:
        line = {"variant": variant.name, "critical": variant.critical, "problem": str(error)}
        return Outcome(variant.name, variant.critical, None, line)
    row = judge(found)
    line = {
        "variant": variant.name,
        "critical": variant.critical,
        "row": row.number,
        "verdict": row.verdict,
        **specification(evidence, found),
    }
    return Outcome(variant.name, variant.critical, found, line)


def outcomes(
    material: Material, listed: Iterable[Variant], tell: Progress = silent
) -> tuple[Outcome, ...]:
    """Return what the rule says under each variant, in order."""
    each = counted(tuple(listed), "holding the verdict against other choices", tell)
    return tuple(outcome(material, variant) for variant in each)
