"""T1 by hand: intensities, shares, dependence."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from tradenet.bloc import (
    TESTS,
    BlocTestResult,
    Evidence,
    cell_intensity,
    class_lines,
    dependence_lines,
)

NAN = math.nan
EvidenceOf = Callable[..., Evidence]
# rows export, columns import: A, B, H, W
BEFORE = [[0, 1, 10, 20], [2, 0, 30, 40], [5, 15, 0, 100], [7, 8, 200, 0]]
TWICE = [[0, 2, 5, 20], [1, 0, 15, 40], [5, 15, 0, 100], [7, 8, 200, 0]]
AFTER = [[0, NAN, 20, 20], [NAN, 0, 60, 40], [10, 30, 0, 100], [7, 8, 200, 0]]


@pytest.fixture
def evidence(evidence_of: EvidenceOf) -> Evidence:
    """Three years; after the event nobody sees the spokes' trade with each other."""
    return evidence_of(
        [], {2001: BEFORE, 2002: BEFORE, 2004: AFTER}, {2001: TWICE, 2002: TWICE, 2004: TWICE}
    )


def test_lines_by_hand(evidence: Evidence) -> None:
    """Hub–spoke before: 10 + 5 + 30 + 15 = 60 against 40; members trade 438 - 200 + ... = 438."""
    lines = {(line["period"], line["class"]): line for line in class_lines(evidence)}
    hub = lines[2001, "hub_spoke"]
    assert (hub["trade_usd"], hub["expected_usd"], hub["intensity"]) == (60.0, 40.0, 1.5)
    assert (hub["cells_observed"], hub["cells"]) == (4, 4)
    assert hub["share_of_members_trade"] == pytest.approx(60 / 438, rel=1e-15)
    spokes = lines[2001, "spoke_spoke"]
    assert (spokes["trade_usd"], spokes["intensity"]) == (3.0, 1.0)
    intra = lines[2001, "intra"]
    assert (intra["trade_usd"], intra["cells"]) == (63.0, 6)


def test_a_class_nobody_sees_is_missing_and_not_zero(evidence: Evidence) -> None:
    """No dollars, no intensity, no share; the group as a whole counts what is seen."""
    lines = {(line["period"], line["class"]): line for line in class_lines(evidence)}
    spokes = lines[2004, "spoke_spoke"]
    assert spokes["cells_observed"] == 0
    assert {spokes[name] for name in ("trade_usd", "expected_usd", "intensity")} == {None}
    assert spokes["share_of_members_trade"] is None
    assert lines[2004, "intra"]["trade_usd"] == lines[2004, "hub_spoke"]["trade_usd"] == 120.0


def test_t1_is_the_log_of_the_change_of_the_first_class(evidence: Evidence) -> None:
    """1.5 before, 3.0 after: ln 2; no weight, no pass."""
    result = TESTS["T1"](evidence)
    assert result.statistic == pytest.approx(math.log(2), rel=1e-15)
    assert (result.passed, result.p_value) == (None, None)
    details = dict(result.details)
    assert details["intensity_hub_spoke_pre"] == 1.5
    assert details["intensity_hub_spoke_post"] == 3.0
    assert details["intensity_spoke_spoke_post"] is None
    assert "hub–spoke intensity 1.50 → 3.00" in result.effect
    assert "spoke–spoke intensity 1.00 → not observed" in result.effect
    assert "no weight" in result.rule
    assert details["p_together"] is None  # no inference was made


def test_several_years_are_pooled_by_dollars_not_averaged(evidence_of: EvidenceOf) -> None:
    """60 of 40 and 120 of 120 expected: 180 of 160, not the mean of 1.5 and 1."""
    thrice = np.array(TWICE) * 3.0
    evidence = evidence_of([], {2001: BEFORE, 2002: AFTER}, {2001: TWICE, 2002: thrice})
    details = dict(TESTS["T1"](evidence).details)
    assert details["intensity_hub_spoke_pre"] == pytest.approx(180 / 160)
    assert details["intensity_hub_spoke_post"] is None
    assert TESTS["T1"](evidence).statistic is None


def test_dependence_is_asymmetric(evidence: Evidence) -> None:
    """A's trade: exports 31, imports 14, of which 15 with H; H's is 370, of which 15 with A."""
    lines = {
        (line["period"], line["economy"], line["partner"]): line["share"]
        for line in dependence_lines(evidence)
    }
    assert lines[2001, "A", "H"] == pytest.approx(15 / 45)
    assert lines[2001, "H", "A"] == pytest.approx(15 / 360)
    assert lines[2001, "A", "B"] == pytest.approx(3 / 45)
    assert lines[2004, "A", "B"] is None
    assert len([key for key in lines if key[0] == 2001]) == 6


def test_cells_of_the_members_with_those_that_are_not_there(evidence: Evidence) -> None:
    """Observed over expected; None where hidden, unknown, or not in the graph."""
    lines = cell_intensity(evidence.graphs[2004], evidence.expected[2004], ("A", "B", "H", "ZZZ"))
    found = {(line["exporter"], line["importer"]): line for line in lines}
    assert len(found) == 12
    assert found["A", "H"]["intensity"] == 4.0
    assert found["A", "B"]["intensity"] is None
    assert found["A", "B"]["expected_usd"] == 2.0
    assert found["A", "ZZZ"] == {
        "exporter": "A", "importer": "ZZZ", "expected_usd": None, "intensity": None,
    }  # fmt: skip


def test_a_result_speaks_and_becomes_plain_json() -> None:
    """A test that was not run says so, and passes nothing."""
    idle = BlocTestResult("T2", "Is it?")
    assert "not run" in idle.summary()
    assert idle.to_dict()["passed"] is None
    done = BlocTestResult(
        "T2", "Is it?", interval=(0.1, 0.2), p_value=0.0, passed=False, details=(("x", 1),)
    )
    plain = done.to_dict()
    assert (plain["interval"], plain["p_value"], plain["details"]) == ([0.1, 0.2], 0.0, {"x": 1})
    assert "failed" in done.summary()
    assert "Is it?" in done._repr_html_()


def test_evidence_names_classes_and_phases(evidence_of: EvidenceOf) -> None:
    """Without a hub there is one class."""
    assert list(evidence_of([]).classes()) == ["hub_spoke", "spoke_spoke"]
    assert list(evidence_of([], hub="").classes()) == ["spoke_spoke"]
    assert evidence_of([]).phases() == {"pre": (2001, 2002), "post": (2004,)}
