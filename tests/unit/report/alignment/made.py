"""A result of the design ``alignment`` made by hand: every number on the page is one of these."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pyarrow as pa

from tradenet.bloc import BlocTestResult
from tradenet.bloc.alignment import QUESTIONS
from tradenet.study import StudyResult, load

LEVELS = [
    {
        "after": False,
        "window": 2010,
        "elasticity": 0.05,
        "clustered_error": 0.02,
        "dyadic_error": 0.03,
        "rows": 1200,
    },
    {
        "after": False,
        "window": 2015,
        "elasticity": -0.04,
        "clustered_error": 0.02,
        "dyadic_error": 0.04,
        "rows": 1300,
    },
    {
        "after": True,
        "window": 2023,
        "elasticity": -0.16,
        "clustered_error": 0.03,
        "dyadic_error": 0.05,
        "rows": 1250,
    },
]
WITHIN = [
    {
        "window": 2010,
        "elasticity": 0.08,
        "clustered_error": 0.02,
        "dyadic_error": 0.03,
        "rows": 2400,
    },
    {
        "window": 2015,
        "elasticity": -0.03,
        "clustered_error": 0.02,
        "dyadic_error": 0.03,
        "rows": 2400,
    },
]
SAMPLES = [
    {
        "sample": "all economies",
        "economies": 190,
        "window": 2015,
        "elasticity": -0.04,
        "clustered_error": 0.02,
        "dyadic_error": 0.04,
        "rows": 1300,
    },
    {
        "sample": "without China",
        "economies": 189,
        "window": 2015,
        "elasticity": 0.02,
        "clustered_error": 0.02,
        "dyadic_error": 0.06,
        "rows": 1290,
    },
]
SPECIFICATIONS = [
    {
        "variant": "as the study is fixed",
        "critical": True,
        "elasticity": -0.0002,
        "error": 0.04,
        "p_towards": 0.39,
        "p_away": 0.61,
        "p_size": 0.5,
        "p_everywhere": 0.48,
        "p_matters": 0.02,
        "economies": 142,
        "cells": 12756,
        "row": 6,
        "verdict": "NOT-ALIGNED",
    },
    {
        "variant": "without China",
        "critical": True,
        "elasticity": -0.2,
        "error": 0.03,
        "p_towards": 0.004,
        "p_away": 1.0,
        "p_size": 0.03,
        "p_everywhere": 0.02,
        "p_matters": 0.9,
        "economies": 141,
        "cells": 12474,
        "row": 2,
        "verdict": "ALIGNED",
    },
    {
        "variant": "a choice that cannot be computed",
        "critical": True,
        "elasticity": None,
        "error": None,
        "p_towards": None,
        "p_away": None,
        "p_size": None,
        "p_everywhere": None,
        "p_matters": None,
        "economies": None,
        "cells": None,
        "row": None,
        "verdict": None,
    },
    {
        "variant": "offset 0.2",
        "critical": False,
        "elasticity": 0.01,
        "error": 0.05,
        "p_towards": 0.6,
        "p_away": 0.4,
        "p_size": 0.6,
        "p_everywhere": 0.6,
        "p_matters": 0.03,
        "economies": 142,
        "cells": 12756,
        "row": 6,
        "verdict": "NOT-ALIGNED",
    },
]
REGRESSION = [{"elasticity": -0.0002, "clustered_error": 0.04, "dyadic_error": 0.02, "rows": 25512}]
BINS = [
    {
        "bin": k + 1,
        "cells": 100,
        "distance": 0.1 * (k + 1),
        "after_usd": 1e9 * (1 + 0.01 * k),
        "expected_usd": 1e9,
        "log_change": 0.01 * k,
    }
    for k in range(4)
]
VOTES = [
    {
        "economy": "RUS",
        "vote": "against",
        "ideal_point": -0.1,
        "in_network": True,
        "region": "Europe",
        "size": "large",
    },
    {
        "economy": "TWN",
        "vote": None,
        "ideal_point": None,
        "in_network": False,
        "region": None,
        "size": None,
    },
]
SETS = [
    {
        "set": "voted no",
        "economies": 5,
        "test": "T4",
        "effect": "unobservable: too few of its dyads are seen on both sides of the event",
        "statistic": None,
        "p_value": None,
        "observable": False,
    },
    {
        "set": "abstained",
        "economies": 35,
        "test": "T1",
        "effect": "spoke–spoke intensity 1.50 → 1.58",
        "statistic": 0.05,
        "p_value": None,
        "observable": True,
    },
]
COMMUNITIES = [
    {
        "grouping": "vote",
        "ami": 0.06,
        "economies": 191,
        "communities": 3,
        "worlds": 19,
        "median": 0.03,
        "high": 0.05,
        "p_value": 0.05,
    },
    {
        "grouping": "elsewhere",
        "ami": None,
        "economies": 0,
        "communities": 3,
        "worlds": 0,
        "median": None,
        "high": None,
        "p_value": None,
    },
]
WORLDS = [{"grouping": "vote", "ami": 0.002 * k} for k in range(19)]
PERMUTED = [{"statistic": 0.1 * k - 1} for k in range(20)]
INPUTS = [
    {"input": "seen", "value": "yes"},
    {"input": "shift", "value": "open"},
    {"input": "small", "value": "yes"},
    {"input": "before", "value": "no"},
]


def tables() -> dict[str, pa.Table]:
    """Return the tables of the design, made by hand."""
    made: dict[str, list[dict[str, Any]]] = {
        "alignment_levels": LEVELS,
        "alignment_within": WITHIN,
        "alignment_samples": SAMPLES,
        "alignment_specifications": SPECIFICATIONS,
        "alignment_regression": REGRESSION,
        "alignment_bins": BINS,
        "alignment_votes": VOTES,
        "alignment_sets": SETS,
        "alignment_communities": COMMUNITIES,
        "alignment_worlds": WORLDS,
        "alignment_permuted": PERMUTED,
        "rule_inputs": INPUTS,
    }
    return {name: pa.Table.from_pylist(rows) for name, rows in made.items()}


def tests() -> tuple[BlocTestResult, ...]:
    """Return the battery with its numbers."""
    told = {
        "V0": BlocTestResult("V0", QUESTIONS["V0"], rule="enough", statistic=14680.0,
                             effect="14,680 of 20,022 cells", passed=True),
        "V1": BlocTestResult("V1", QUESTIONS["V1"], rule="t", statistic=-0.04,
                             effect="an elasticity of -0.040", passed=False),
        "V2": BlocTestResult("V2", QUESTIONS["V2"], rule="p", statistic=-0.0002,
                             effect="an elasticity of 0.000", p_value=0.39, passed=False,
                             details=(("p_by_strata", {"size": 0.5, "everywhere": 0.48}),
                                      ("p_away", 0.61), ("p_matters", 0.02),
                                      ("smallest_found", -0.13), ("studentized", -0.05))),
        "V3": BlocTestResult("V3", QUESTIONS["V3"], rule="none", effect="voted no: unobservable"),
        "V4": BlocTestResult("V4", QUESTIONS["V4"], rule="none", statistic=0.06,
                             effect="vote: 0.060 of 1", p_value=0.05),
    }  # fmt: skip
    return tuple(told[name] for name in QUESTIONS)


def judged(base: StudyResult) -> StudyResult:
    """Return a result of the design on the ground of another result."""
    return replace(
        base,
        config=load("alignment"),
        verdict="DATA-DEPENDENT",
        sentence="1 of 2 critical choices give another answer.",
        cannot_show="Which came first.",
        tests=tests(),
        tables={**base.tables, **tables()},
        facts={
            **base.facts,
            "verdict_row": 6,
            "leading_reading": "NOT-ALIGNED",
            "variants_moved": ["without China", "a choice that cannot be computed"],
            "smallest_found": -0.13,
            "studentized": -0.05,
            "p_by_strata": {"size": 0.5, "everywhere": 0.48},
            "without_votes": ["TWN"],
            "network_period": 2023,
        },
    )
