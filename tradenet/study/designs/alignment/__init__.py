"""The design "alignment": whether states that vote together trade together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from tradenet.bloc import BlocTestResult
from tradenet.bloc.alignment import (
    QUESTIONS,
    TESTS,
    AlignmentEvidence,
    Findings,
    Verdict,
    verdict,
)
from tradenet.bloc.alignment.movement import main_reading
from tradenet.domain.progress import Progress, silent
from tradenet.study.answer import NOT_TESTED, known
from tradenet.study.config import StudyConfig
from tradenet.study.designs.alignment.gather import gathered
from tradenet.study.designs.alignment.tables import tables
from tradenet.study.designs.alignment.variants import outcomes, variants
from tradenet.study.designs.ground import ground_of
from tradenet.study.material import material
from tradenet.study.result import StudyResult

CANNOT = (
    "Whether votes moved trade or trade moved votes cannot be told from two periods, nor whether "
    "what changed in the years between them changed because of the event; trade among those who "
    "voted no has hardly a reporter after 2021; and goods are not finance."
)


def run(config: StudyConfig, path: Path | None, tell: Progress = silent) -> StudyResult:
    """Run the tests of alignment, judge them, and hold the verdict against other choices."""
    tell("reading the flows", 0.0)
    ground = ground_of(config, path)
    flowing = material(ground.given, known(ground.on_set))
    evidence = gathered(ground, flowing)
    tell("testing", 0.12)
    tests = tuple(_test(name, config, evidence) for name in QUESTIONS)
    if set(config.tests) != set(QUESTIONS):
        return ground.result((NOT_TESTED, "", CANNOT), tests, {}, {})
    found = findings(evidence, tests)
    tell("holding the verdict against other choices", 0.38)
    specifications = outcomes(
        variants(ground, flowing, evidence), evidence, main_reading(evidence), found
    )
    said = verdict(found, _critical(specifications))
    tell("comparing communities with voters", 0.57)
    shown = {
        **tables(evidence, tests),
        "alignment_specifications": specifications,
        "rule_inputs": _inputs(found),
    }
    return ground.result(
        (said.name, sentence(said, tests), CANNOT), tests, shown, _facts(evidence, said, tests)
    )


def findings(evidence: AlignmentEvidence, tests: Sequence[BlocTestResult]) -> Findings:
    """Return what the table looks at."""
    by_name = {test.name: test for test in tests}
    reading = main_reading(evidence)
    return Findings(
        seen=bool(by_name["V0"].passed) and reading is not None,
        shift=reading.direction if reading else "open",
        small=reading.small if reading else False,
        before=bool(by_name["V1"].passed),
    )


def sentence(said: Verdict, tests: Sequence[BlocTestResult]) -> str:
    """Return the verdict's sentence with the estimate behind it."""
    shift = next(test for test in tests if test.name == "V2")
    if shift.statistic is None:
        return f"No verdict: {shift.effect.removeprefix('not applicable: ')}."
    told = f"{said.sentence.removesuffix('.')}: {shift.effect}"
    least = dict(shift.details)["smallest_found"]
    return f"{told}; one of {least:.2f} would be found in four of five cases."


def _test(name: str, config: StudyConfig, evidence: AlignmentEvidence) -> BlocTestResult:
    if name in config.tests:
        return TESTS[name](evidence)
    return BlocTestResult(name=name, question=QUESTIONS[name])


def _critical(table: pa.Table) -> list[tuple[str, int]]:
    """Return the critical choices and their rows; one that could not be computed has row 0."""
    return [
        (line["variant"], line["row"] or 0) for line in table.to_pylist()[1:] if line["critical"]
    ]


def _inputs(found: Findings) -> pa.Table:
    said = {"seen": found.seen, "shift": found.shift, "small": found.small, "before": found.before}
    words = {True: "yes", False: "no"}
    return pa.table({"input": list(said),
                     "value": [words.get(x, x) if isinstance(x, bool) else x
                               for x in said.values()]})  # fmt: skip


def _facts(
    evidence: AlignmentEvidence, said: Verdict, tests: Sequence[BlocTestResult]
) -> Mapping[str, Any]:
    shift = dict(next(test for test in tests if test.name == "V2").details)
    return {
        "verdict_row": said.row,
        "leading_reading": said.leading_reading,
        "variants_moved": list(said.moved),
        "smallest_found": shift.get("smallest_found"),
        "p_by_strata": shift.get("p_by_strata", {}),
        "studentized": shift.get("studentized"),
        "without_votes": list(evidence.without_votes),
        "network_period": evidence.graph.period.code,
    }
