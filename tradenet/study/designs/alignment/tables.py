"""What the report of a study of alignment shows, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from tradenet.bloc import BlocTestResult
from tradenet.bloc.alignment import AlignmentEvidence, levels, sensitivity, within_pairs
from tradenet.bloc.alignment.communities import agreement_lines
from tradenet.bloc.alignment.given_sets import all_set_lines
from tradenet.bloc.alignment.movement import main_null
from tradenet.bloc.alignment.shift import REGION, SIZE, Exposed
from tradenet.domain import InsufficientData
from tradenet.gravity import Model, dyadic_robust, fit_ppml
from tradenet.study.designs.alignment.exposing import mean_points
from tradenet.study.designs.alignment.gather import VOTE

_BINS = 10
_EFFECTS = ("exporter^phase", "importer^phase", "exporter^importer")


def tables(evidence: AlignmentEvidence, tests: Sequence[BlocTestResult]) -> dict[str, pa.Table]:
    """Return the tables of the tests."""
    shift = dict(next(test for test in tests if test.name == "V2").details)
    levels_ = [{"after": line["window"] not in _windows(evidence), **line}
               for line in levels(evidence)]  # fmt: skip
    return {
        "alignment_levels": pa.Table.from_pylist(levels_),
        "alignment_within": pa.Table.from_pylist(within(evidence)),
        "alignment_samples": pa.Table.from_pylist(sensitivity(evidence)),
        "alignment_regression": pa.Table.from_pylist(regression(evidence.main)),
        "alignment_permuted": pa.table({"statistic": pa.array(shift.get("permuted", ()),
                                                              pa.float64())}),
        "alignment_bins": binned(evidence),
        "alignment_votes": voters(evidence),
        "alignment_sets": pa.Table.from_pylist(list(all_set_lines(evidence)), schema=_SETS),
        "alignment_communities": pa.Table.from_pylist(
            [{k: v for k, v in x.items() if k != "null"} for x in agreement_lines(evidence)],
            schema=_COMMUNITIES,
        ),
        "alignment_worlds": pa.Table.from_pylist(
            [{"grouping": line["grouping"], "ami": ami}
             for line in agreement_lines(evidence) for ami in line["null"]],
            schema=pa.schema([("grouping", pa.string()), ("ami", pa.float64())]),
        ),
    }  # fmt: skip


_SETS = pa.schema(
    [("set", pa.string()), ("economies", pa.int64()), ("test", pa.string()),
     ("effect", pa.string()), ("statistic", pa.float64()), ("p_value", pa.float64()),
     ("observable", pa.bool_())]
)  # fmt: skip


_COMMUNITIES = pa.schema(
    [("grouping", pa.string()), ("ami", pa.float64()), ("economies", pa.int64()),
     ("communities", pa.int64()), ("worlds", pa.int64()), ("median", pa.float64()),
     ("high", pa.float64()), ("p_value", pa.float64())]
)  # fmt: skip
_VOTERS = pa.schema(
    [("economy", pa.string()), ("vote", pa.string()), ("ideal_point", pa.float64()),
     ("in_network", pa.bool_()), (REGION, pa.string()), (SIZE, pa.string())]
)  # fmt: skip


def _windows(evidence: AlignmentEvidence) -> tuple[int, ...]:
    return tuple(sorted(set(evidence.panel["window"].to_pylist())))


def within(evidence: AlignmentEvidence) -> list[dict[str, Any]]:
    """Return the three-way coefficients of the first and the last window before the event."""
    every = _windows(evidence)
    try:
        return within_pairs(evidence.panel, (every[0], every[-1])) if len(every) > 1 else []
    except InsufficientData:
        return []


def regression(exposed: Exposed) -> list[dict[str, Any]]:
    """Return the Poisson coefficient of the movement with the errors that readers know.

    It equals the estimate of the two-period fit; its errors are printed beside the permutations.
    """
    rows = _two_periods(exposed)
    try:
        fit = fit_ppml(rows, Model(("votes",), _EFFECTS, clusters=("exporter^importer",)))
    except InsufficientData:
        return []
    robust = dyadic_robust(fit, rows["exporter"].to_pylist(), rows["importer"].to_pylist())
    return [{"elasticity": fit["votes"], "clustered_error": float(fit.errors[0]),
             "dyadic_error": float(robust.errors[0]), "rows": fit.used}]  # fmt: skip


def _two_periods(exposed: Exposed) -> pa.Table:
    two = exposed.contrast
    i, j = np.nonzero(two.observed & ~np.eye(len(two.economies), dtype=bool))
    codes = np.array(two.economies)
    return pa.table(
        {
            "exporter": np.tile(codes[i], 2),
            "importer": np.tile(codes[j], 2),
            "phase": np.repeat([0, 1], len(i)),
            "trade": np.concatenate([two.before[i, j], two.after[i, j]]) / 1e9,
            "votes": np.concatenate([np.zeros(len(i)), exposed.distance[i, j]]),
        }
    )


def binned(evidence: AlignmentEvidence) -> pa.Table:
    """Return trade after the event over its expectation in tenths of the cells by distance."""
    exposed, change = evidence.main, main_null(evidence).change
    cells = np.flatnonzero(change.fitted.ravel())
    far = exposed.distance.ravel()[cells]
    after = exposed.contrast.after.ravel()[cells]
    hoped = change.after.ravel()[cells]
    order = np.argsort(far, kind="stable")
    return pa.Table.from_pylist(
        [
            {"bin": k + 1, "cells": len(part),
             "distance": float(np.exp(np.median(far[part])) - evidence.options.offset),
             "after_usd": float(after[part].sum()), "expected_usd": float(hoped[part].sum()),
             "log_change": float(np.log(after[part].sum() / hoped[part].sum()))}
            for k, part in enumerate(np.array_split(order, _BINS))
            if after[part].sum() > 0 and hoped[part].sum() > 0
        ]
    )  # fmt: skip


def voters(evidence: AlignmentEvidence) -> pa.Table:
    """Return vote, ideal point and strata of every economy that voted or is in the network."""
    votes, main = evidence.votes[VOTE], evidence.main
    strata = {code: k for k, code in enumerate(main.contrast.economies)}
    codes = sorted({*votes, *strata})
    points = mean_points(codes, evidence.options.exposure)
    return pa.Table.from_pylist(
        [
            {"economy": code, "vote": votes.get(code),
             "ideal_point": float(point) if np.isfinite(point) else None,
             "in_network": code in strata,
             **{name: main.strata[name][strata[code]] if code in strata else None
                for name in (REGION, SIZE)}}
            for code, point in zip(codes, points, strict=True)
        ],
        schema=_VOTERS,
    )  # fmt: skip
