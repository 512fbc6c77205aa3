"""The trade before the event in the vintage of the trade after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from tradenet.bloc import Contrast, Evidence
from tradenet.domain import InsufficientData
from tradenet.domain.arrays import Matrix, positions
from tradenet.gravity import fill_slack
from tradenet.sources import snapshot
from tradenet.study.config import StudyConfig
from tradenet.study.gather import Change
from tradenet.study.material import Material

_WORLD = "WLD"
_LAST_KNOWN = 2023


def changes(config: StudyConfig, flowing: Material, evidence: Evidence) -> Mapping[str, Change]:
    """Return the other source of the trade before the event, where the snapshot holds it.

    BACI's lower bounds of pairs are filled to its exact totals, the slack spread as it was in the
    year whose full matrix is held; so both sides of the event are of one provider. What nobody
    observed stays unobserved.
    """
    years = config.window.pre
    full = flowing.sources.get(_LAST_KNOWN) == "baci_totals" and _LAST_KNOWN in evidence.graphs
    if evidence.world is None or not full or config.window.post != (_LAST_KNOWN,):
        return {}
    codes = evidence.world.contrast.economies
    graph = evidence.graphs[_LAST_KNOWN]
    known = np.zeros((len(codes), len(codes)))
    where = positions(codes, graph.economies)
    known[np.ix_(where, where)] = np.nan_to_num(graph.values)
    held = {year: _bounds(codes, year) for year in (*years, _LAST_KNOWN)}
    if any(lower.sum() == 0 for lower, _, _ in held.values()):
        return {}
    prior = np.maximum(known - held[_LAST_KNOWN][0], 0.0)
    filled = np.mean([fill_slack(*held[year], prior) for year in years], axis=0)

    def bridged(contrast: Contrast) -> Contrast:
        if contrast.economies != codes:
            msg = "the bridge is made for other economies; run it on the study's own window"
            raise InsufficientData(msg)
        return replace(contrast, before=np.where(np.isnan(contrast.before), np.nan, filled))

    return {"BACI before the event too": bridged}


def _bounds(codes: tuple[str, ...], year: int) -> tuple[Matrix, Matrix, Matrix]:
    """Return lower bounds, exact exports and exact imports of a year, USD."""
    table = snapshot.table("bridge")
    rows = table.filter(np.asarray(table["period"]) == year).to_pydict()
    at = {code: place for place, code in enumerate(codes)}
    lower, exports, imports = (
        np.zeros((len(codes),) * 2),
        np.zeros(len(codes)),
        np.zeros(len(codes)),
    )
    for exporter, importer, value in zip(
        rows["exporter"], rows["importer"], rows["value_usd"], strict=True
    ):
        if importer == _WORLD and exporter in at:
            exports[at[exporter]] = value
        elif exporter == _WORLD and importer in at:
            imports[at[importer]] = value
        elif exporter in at and importer in at and exporter != importer:
            lower[at[exporter], at[importer]] = value
    return lower, exports, imports
