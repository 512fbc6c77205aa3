"""Levels on planted panels, and what the tests say around them."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.bloc.alignment.worlds import CODES, exposed, panel
from tradenet.bloc.alignment import TESTS, AlignmentEvidence, AlignmentOptions, levels, sensitivity
from tradenet.bloc.alignment.levels import within_pairs
from tradenet.bloc.alignment.seen import Seen
from tradenet.domain import Expected, Partition, Period, TradeGraph
from tradenet.gravity import NULLS
from tradenet.networks import NULL_MODELS
from tradenet.networks.significance import Search, Worlds

N = len(CODES)
EFFECTS = {1995: 0.2, 2005: 0.0, 2015: -0.2}
HALF = {code: ("yes", "no")[k < N // 2] for k, code in enumerate(CODES)}


def halves(graph: TradeGraph, expected: Expected, *, rng: np.random.Generator) -> Partition:
    """Two communities: halves that trade within themselves, or by chance where trade is even."""
    assert expected.economies == graph.economies
    values = np.nan_to_num(graph.values)
    inside = values[: N // 2, : N // 2].sum() + values[N // 2 :, N // 2 :].sum()
    told = inside > 0.6 * values.sum()
    members = np.arange(N) // (N // 2) if told else rng.permutation(np.arange(N) % 2)
    return Partition(graph.economies, members, 0.0, "halves")


@pytest.fixture(scope="module")
def evidence() -> AlignmentEvidence:
    """Economies of which the two halves, that also vote apart, trade within themselves."""
    same = np.equal.outer(np.arange(N) // (N // 2), np.arange(N) // (N // 2))
    values = np.where(same, 10e6, 1e6) * np.random.default_rng(3).lognormal(0, 0.2, (N, N))
    np.fill_diagonal(values, np.nan)
    graph = TradeGraph(CODES, values, Period(2023))
    return AlignmentEvidence(
        options=AlignmentOptions(permutations=99, worlds=19),
        main=exposed(-0.3),
        without_votes=("TWN",),
        panel=panel(EFFECTS),
        after=panel({2023: -0.4}),
        samples={"all economies": CODES, "a few": CODES[:12]},
        sets={},
        votes={"vote": HALF, "elsewhere": {"QQQ": "yes"}},
        graph=graph,
        search=Search(halves, NULLS["margins"]),
        worlds=Worlds(NULLS["margins"](graph), NULL_MODELS["poisson"](), 19),
        seed=1,
    )


def test_every_window_has_its_planted_elasticity(evidence: AlignmentEvidence) -> None:
    found = {line["window"]: line for line in levels(evidence)}
    for window, effect in {**EFFECTS, 2023: -0.4}.items():
        assert found[window]["elasticity"] == pytest.approx(effect, abs=0.05)
        assert found[window]["rows"] == N * (N - 1)
        assert found[window]["dyadic_error"] > 0


def test_before_the_event_the_last_window_decides(evidence: AlignmentEvidence) -> None:
    found = TESTS["V1"](evidence)
    assert found.passed
    assert found.statistic == pytest.approx(-0.2, abs=0.05)
    low, high = found.interval or (0.0, 0.0)
    assert low < -0.2 < high < 0
    even = TESTS["V1"](replace(evidence, panel=panel({2005: -0.3, 2015: 0.0})))
    assert even.passed is False


def test_within_pairs_what_distance_meant_is_told_by_window(evidence: AlignmentEvidence) -> None:
    """The change between windows is recovered; what is constant of a pair is taken out."""
    lines = within_pairs(evidence.panel, (1995, 2015))
    change = lines[1]["elasticity"] - lines[0]["elasticity"]
    assert [line["window"] for line in lines] == [1995, 2015]
    assert change == pytest.approx(-0.4, abs=0.05)


def test_every_sample_has_a_line(evidence: AlignmentEvidence) -> None:
    lines = sensitivity(evidence)
    assert [(x["sample"], x["economies"]) for x in lines] == [("all economies", N), ("a few", 12)]
    assert lines[0]["elasticity"] == pytest.approx(-0.2, abs=0.05)
    assert lines[1]["rows"] == 12 * 11


def test_without_rows_there_is_no_level(evidence: AlignmentEvidence) -> None:
    empty = replace(evidence, panel=evidence.panel.slice(0, 1))
    assert TESTS["V1"](empty).effect == "not applicable: no trade"


def test_the_gate_counts_cells_and_names_who_has_no_votes(evidence: AlignmentEvidence) -> None:
    found = TESTS["V0"](evidence)
    assert found.passed
    assert found.statistic == N * (N - 1)
    assert dict(found.details)["without_votes"] == ("TWN",)
    assert not Seen(least_economies=N + 1)(evidence).passed
    assert not Seen(least_cells=N * N)(evidence).passed


def test_the_movement_says_estimate_interval_and_what_could_be_found(
    evidence: AlignmentEvidence,
) -> None:
    found = TESTS["V2"](evidence)
    told = dict(found.details)
    assert found.passed
    assert found.p_value == 0.01
    assert found.interval is not None
    assert found.interval[0] < -0.3 < found.interval[1]
    assert len(told["permuted"]) == 99
    assert told["studentized"] < min(told["permuted"])
    assert told["smallest_found"] < 0


def test_a_movement_that_cannot_be_read_says_why(evidence: AlignmentEvidence) -> None:
    flat = replace(evidence, main=replace(evidence.main, distance=np.zeros((N, N))))
    found = TESTS["V2"](flat)
    assert found.statistic is None
    assert found.effect.startswith("not applicable")


def test_blocs_that_are_communities_agree_wholly_and_worlds_do_not(
    evidence: AlignmentEvidence,
) -> None:
    found = TESTS["V4"](evidence)
    vote, elsewhere = dict(found.details)["lines"]
    assert vote["ami"] == 1.0
    assert vote["p_value"] == 0.05
    assert vote["high"] < 0.5
    assert vote["worlds"] == 19
    assert (elsewhere["ami"], elsewhere["economies"], elsewhere["p_value"]) == (None, 0, None)


def test_without_worlds_there_is_agreement_and_no_p(evidence: AlignmentEvidence) -> None:
    found = TESTS["V4"](replace(evidence, worlds=None))
    assert found.statistic == 1.0
    assert found.p_value is None


def test_agreement_is_that_of_scikit_learn(evidence: AlignmentEvidence) -> None:
    from sklearn.metrics import adjusted_mutual_info_score

    odd = {code: str(k % 3) for k, code in enumerate(CODES)}
    found = TESTS["V4"](replace(evidence, votes={"thirds": odd}, worlds=None))
    theirs = adjusted_mutual_info_score(list(odd.values()), np.arange(N) // (N // 2))
    assert found.statistic == pytest.approx(theirs, abs=1e-9)


def test_without_sets_nothing_is_said_of_sets(evidence: AlignmentEvidence) -> None:
    assert TESTS["V3"](evidence).effect == "no set was given"


@pytest.mark.parametrize("name", sorted(TESTS))
def test_every_result_is_plain_and_quotable(name: str, evidence: AlignmentEvidence) -> None:
    import json

    found = TESTS[name](evidence)
    assert found.name == name
    assert found.rule
    assert name in found.summary()
    json.dumps(found.to_dict())
