"""From the tests to the verdict, its variants and the tables behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from tradenet.bloc import (
    TESTS,
    BlocTestResult,
    Evidence,
    Membership,
    diversion,
    findings,
    judge,
    regressions,
    specification,
    table,
    verdict,
)
from tradenet.domain import Partition, stream
from tradenet.domain.progress import Progress, silent, within
from tradenet.study import inference_tables
from tradenet.study.bridge import changes
from tradenet.study.config import StudyConfig
from tradenet.study.material import Known, Material
from tradenet.study.variants import outcomes, variants

NOT_TESTED = "NOT-TESTED"
MAIN = "as the study is fixed"
_SEEDS = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict with what it rests on.

    Attributes
    ----------
    verdict, sentence : str
        Name and sentence; ``NOT-TESTED`` and empty where a test that decides was not asked for.
    tables : mapping of str to pyarrow.Table
        Of the tests, the variants and the rule.
    facts : mapping of str to object
        ``verdict_row``, ``leading_reading``, ``variants_moved``.
    """

    verdict: str
    sentence: str
    tables: Mapping[str, pa.Table]
    facts: Mapping[str, Any]


def known(facts: Membership) -> Known:
    """Return what the inference needs of the facts on a set."""
    return Known(frozenset(facts.senders()), facts.real_years)


def many_partitions(config: StudyConfig, evidence: Evidence) -> dict[int, tuple[Partition, ...]]:
    """Return the communities of each period of the window, once per seed."""
    method = config.communities.one_run()
    return {
        code: tuple(
            method(
                evidence.graphs[code],
                evidence.expected[code],
                rng=stream(config.run.seed, f"bloc/blind/{code}/{seed}"),
            )
            for seed in range(_SEEDS)
        )
        for code in config.window.periods
        if code in evidence.graphs
    }


def answered(
    config: StudyConfig,
    flowing: Material,
    evidence: Evidence,
    tests: Sequence[BlocTestResult],
    path: Path | None,
    tell: Progress = silent,
) -> Answer:
    """Apply the rule to the main specification and to every variant."""
    tables = inference_tables.tables(tests)
    if set(config.tests) != set(TESTS):
        return Answer(NOT_TESTED, "", tables, {})
    found = findings(evidence)
    other = changes(config, flowing, evidence) if path is None else {}
    made = outcomes(flowing, variants(config, other), within(tell, 0.03, 0.72))
    tell("estimating", 0.72)
    row = judge(found)
    main = {"variant": MAIN, "critical": True, "row": row.number, "verdict": row.verdict,
            **specification(evidence, found)}  # fmt: skip
    lines = inference_tables.specifications(main, made, tests[-1])
    said = verdict(found, _rows(lines))
    return Answer(
        said.name,
        told(said.sentence, said.row, tests, has_hub=found.has_hub),
        {
            **tables,
            "specifications": lines,
            "diversion": inference_tables.diversion_table(diversion(evidence)),
            "regressions": inference_tables.regression_table(regressions(evidence)),
            "rule_inputs": inference_tables.rule_inputs(found),
        },
        {
            "verdict_row": said.row,
            "leading_reading": said.leading_reading,
            "variants_moved": [name for name, number in said.variants if number != said.row],
        },
    )


def told(sentence: str, row: int, tests: Sequence[BlocTestResult], *, has_hub: bool = True) -> str:
    """Return the verdict's sentence with the estimate behind it, or why there is none.

    Parameters
    ----------
    sentence : str
        Of the row.
    row : int
        Of the table.
    tests : sequence of BlocTestResult
        The battery.
    has_hub : bool
        Whether the set has a hub, whose trade then speaks first.
    """
    first = next(test for test in tests if test.name == ("T2" if has_hub else "T4"))
    if first.statistic is None and row == table(has_hub=has_hub)[-1].number:
        return f"No verdict: {first.effect.removeprefix('not applicable: ')}."
    if first.statistic is None:
        return sentence
    return f"{sentence.removesuffix('.')}: {first.effect}."


def _rows(table: pa.Table) -> list[tuple[str, int]]:
    """Return the critical variants and their rows; one that could not be computed has row 0."""
    return [
        (line["variant"], line["row"] or 0) for line in table.to_pylist()[1:] if line["critical"]
    ]
