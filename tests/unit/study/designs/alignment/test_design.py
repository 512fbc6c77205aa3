"""The design of alignment on small evidence: findings, verdict, tables, choices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from tests.unit.bloc.alignment.test_levels import HALF, halves
from tests.unit.bloc.alignment.worlds import CODES, N, exposed, panel
from tradenet.bloc import BlocTestResult
from tradenet.bloc.alignment import (
    QUESTIONS,
    TESTS,
    AlignmentEvidence,
    AlignmentOptions,
    Findings,
    verdict,
)
from tradenet.bloc.alignment.movement import main_reading
from tradenet.bloc.alignment.shift import Exposed
from tradenet.domain import InsufficientData, Period, TradeGraph
from tradenet.gravity import NULLS
from tradenet.networks.significance import Search
from tradenet.study.designs import alignment
from tradenet.study.designs.alignment.tables import binned, regression, tables, voters, within
from tradenet.study.designs.alignment.variants import MAIN, Variant, outcomes


@pytest.fixture(scope="module")
def evidence() -> AlignmentEvidence:
    """Trade of forty economies that moved towards those who vote alike."""
    values = np.random.default_rng(1).lognormal(15, 1, (N, N))
    np.fill_diagonal(values, np.nan)
    graph = TradeGraph(CODES, values, Period(2023))
    return AlignmentEvidence(
        options=AlignmentOptions(permutations=99, worlds=0, exposure=(2019,)),
        main=exposed(-0.3),
        without_votes=(),
        panel=panel({2005: 0.1, 2010: 0.0, 2015: -0.2}),
        after=panel({2023: -0.4}),
        samples={"all economies": CODES},
        sets={},
        votes={"vote": HALF},
        graph=graph,
        search=Search(halves, NULLS["margins"]),
        seed=1,
    )


@pytest.fixture(scope="module")
def tests(evidence: AlignmentEvidence) -> tuple[BlocTestResult, ...]:
    return tuple(TESTS[name](evidence) for name in QUESTIONS)


def found(evidence: AlignmentEvidence, tests: tuple[BlocTestResult, ...]) -> Findings:
    return alignment.findings(evidence, tests)


def test_a_planted_movement_is_aligned(
    evidence: AlignmentEvidence, tests: tuple[BlocTestResult, ...]
) -> None:
    assert found(evidence, tests) == Findings(seen=True, shift="towards", small=False, before=True)


@pytest.mark.parametrize(
    ("effect", "noise", "row"),
    [(-0.3, 0.1, "ALIGNED"), (-0.04, 0.1, "ALIGNED-SLIGHTLY"), (0.3, 0.1, "REVERSED"),
     (0.0, 0.1, "ALIGNED-BEFORE-ALREADY"), (0.0, 3.0, "INSUFFICIENT-DATA")],
)  # fmt: skip
def test_every_planted_world_has_its_verdict(
    evidence: AlignmentEvidence, effect: float, noise: float, row: str
) -> None:
    """Aligned before (planted: -0.2), and after the event as planted."""
    other = replace(evidence, main=exposed(effect, noise=noise))
    made = tuple(
        TESTS[name](other) if name in ("V0", "V1") else BlocTestResult(name, QUESTIONS[name])
        for name in QUESTIONS
    )
    assert verdict(alignment.findings(other, made), ()).name == row


def test_without_a_level_before_no_movement_is_not_aligned(evidence: AlignmentEvidence) -> None:
    other = replace(evidence, main=exposed(0.0), panel=panel({2015: 0.0}))
    made = tuple(TESTS[name](other) for name in ("V0", "V1"))
    assert verdict(alignment.findings(other, made), ()).name == "NOT-ALIGNED"


def test_too_few_economies_are_no_answer(evidence: AlignmentEvidence) -> None:
    few = set(CODES[12:])
    main = evidence.main
    kept = [k for k, code in enumerate(CODES) if code not in few]
    small = Exposed(
        main.contrast.without(few),
        main.distance[np.ix_(kept, kept)],
        {name: tuple(strata[k] for k in kept) for name, strata in main.strata.items()},
    )
    other = replace(evidence, main=small)
    made = tuple(TESTS[name](other) for name in ("V0", "V1"))
    assert verdict(alignment.findings(other, made), ()).name == "INSUFFICIENT-DATA"


def test_the_sentence_holds_estimate_interval_and_power(
    evidence: AlignmentEvidence, tests: tuple[BlocTestResult, ...]
) -> None:
    said = alignment.sentence(verdict(found(evidence, tests), ()), tests)
    assert said.startswith("After the event trade moved towards states that had voted alike: an ")
    assert "95 % interval" in said
    assert said.endswith("would be found in four of five cases.")


def test_a_sentence_without_an_estimate_says_why(evidence: AlignmentEvidence) -> None:
    flat = replace(evidence, main=replace(evidence.main, distance=np.zeros((N, N))))
    made = tuple(TESTS[name](flat) for name in ("V0", "V1", "V2"))
    said = verdict(alignment.findings(flat, made), ())
    assert said.name == "INSUFFICIENT-DATA"
    assert alignment.sentence(said, made) == (
        "No verdict: too little trade is seen, or no distance."
    )


def test_all_tables_have_rows_that_can_be_written(
    evidence: AlignmentEvidence, tests: tuple[BlocTestResult, ...]
) -> None:
    made = tables(evidence, tests)
    assert {name for name, table in made.items() if table.num_rows == 0} == {
        "alignment_sets", "alignment_worlds",
    }  # fmt: skip
    assert made["alignment_permuted"].num_rows == 99
    assert made["alignment_levels"]["after"].to_pylist() == [False, False, False, True]
    for table in made.values():
        assert not any(pa.types.is_null(field.type) for field in table.schema if table.num_rows)


def test_within_pairs_takes_the_first_and_the_last_window(evidence: AlignmentEvidence) -> None:
    assert [line["window"] for line in within(evidence)] == [2005, 2015]
    assert within(replace(evidence, panel=panel({2015: 0.0}))) == []


def test_tenths_fall_with_distance_where_trade_moved(evidence: AlignmentEvidence) -> None:
    """Nearest above expectation, furthest below; all cells and all trade are in one tenth."""
    lines = binned(evidence).to_pylist()
    assert len(lines) == 10
    assert sum(line["cells"] for line in lines) == N * (N - 1)
    assert lines[0]["log_change"] > 0 > lines[-1]["log_change"]
    after = np.nansum(evidence.main.contrast.after)
    assert sum(line["after_usd"] for line in lines) == pytest.approx(after)


def test_whoever_voted_or_trades_has_a_line(evidence: AlignmentEvidence) -> None:
    known = replace(evidence, votes={"vote": {"USA": "yes", "RUS": "against"}})
    lines = {line["economy"]: line for line in voters(known).to_pylist()}
    assert set(lines) == {*CODES, "USA", "RUS"}
    assert lines["USA"]["ideal_point"] > lines["RUS"]["ideal_point"]
    assert not lines["USA"]["in_network"]
    assert lines["USA"]["region"] is None
    assert lines[CODES[0]]["vote"] is None
    assert lines[CODES[0]]["ideal_point"] is None
    assert lines[CODES[0]]["region"] == "east"


def test_the_usual_regression_has_both_errors(evidence: AlignmentEvidence) -> None:
    (line,) = regression(evidence.main)
    assert line["elasticity"] == pytest.approx(-0.3, abs=0.03)
    assert 0 < line["clustered_error"] < 0.1
    assert 0 < line["dyadic_error"] < 0.1


def test_choices_are_read_like_the_main_specification(
    evidence: AlignmentEvidence, tests: tuple[BlocTestResult, ...]
) -> None:
    """The same network gives the same row, another its own, a broken one none."""

    def broken() -> Exposed:
        msg = "no such flows"
        raise InsufficientData(msg)

    made = iter(
        [
            Variant("the same", lambda: evidence.main, critical=True),
            Variant("no movement", lambda: exposed(0.0), critical=False),
            Variant("broken", broken, critical=True),
        ]
    )
    main = main_reading(evidence)
    lines = outcomes(made, evidence, main, found(evidence, tests)).to_pylist()
    assert [line["variant"] for line in lines] == [MAIN, "the same", "no movement", "broken"]
    assert [line["row"] for line in lines] == [2, 2, 5, None]
    assert lines[0]["elasticity"] == lines[1]["elasticity"]
    assert lines[3]["elasticity"] is None
    assert [line["critical"] for line in lines] == [True, True, False, True]
    assert alignment._critical(pa.Table.from_pylist(lines)) == [("the same", 2), ("broken", 0)]  # noqa: SLF001


def test_what_cannot_be_shown_names_silence_and_direction() -> None:
    assert "trade moved votes" in alignment.CANNOT
    assert "reporter" in alignment.CANNOT
