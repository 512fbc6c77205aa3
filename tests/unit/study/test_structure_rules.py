"""How thoroughly communities are looked at, and what is looked at with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tradenet.domain import ConfigError, Partition, Period, TradeGraph, stream
from tradenet.gravity import Margins
from tradenet.networks import Leiden
from tradenet.study import load
from tradenet.study.communities import ByLayer, Look
from tradenet.study.communities.company import company, pairs_of, searches
from tradenet.study.communities.fineness import RESOLUTIONS, resolutions
from tradenet.study.communities.lines import core_and_share, core_of, lines, seats
from tradenet.study.communities.tested import KINDS, keeps, spread
from tradenet.study.communities.through_time import strengths
from tradenet.study.rules import CommunityRules, StructureRules

CODES = ("CHN", "DEU", "FRA", "IRN", "PRK", "RUS")


def graph(year: int = 2023) -> TradeGraph:
    """Two blocks of two and a pair beside them; Iran sells nothing and buys nothing."""
    values = np.ones((6, 6))
    for one, other in ((0, 4), (1, 2)):
        values[one, other] = values[other, one] = 12.0
    values[0, 5] = values[5, 0] = 8.0
    values[3] = values[:, 3] = 0.0
    np.fill_diagonal(values, np.nan)
    return TradeGraph(CODES, values, Period(year))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"searches": 0}, "searches must be ≥ 1"),
        ({"resolutions": ()}, "at least one number"),
        ({"resolutions": (-1.0,)}, "≥ 0"),
        ({"worlds": 18}, "18 worlds can never give a p-value of 0.05; give 19 or 0"),
    ],
)
def test_rules_that_make_no_sense_are_refused(given: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        StructureRules(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("worlds", [0, 19, 999])
def test_no_worlds_or_enough_are_taken(worlds: int) -> None:
    assert StructureRules(worlds=worlds).worlds == worlds


def test_fewer_runs_where_a_method_makes_several() -> None:
    assert CommunityRules("leiden").few_runs(2) == Leiden(restarts=2)
    assert CommunityRules("leiden").one_run() == Leiden(restarts=1)
    walk = CommunityRules("walktrap", {"steps": 5})
    assert walk.few_runs(2) == walk.finder()


def test_pairs_are_of_members_and_of_members_with_others() -> None:
    config = load("brown-2022", ['structure.others=["IND", "CHN"]'])
    own, beside = pairs_of(config)
    assert len(own) == 6
    assert beside == (("PRK", "IND"), ("IRN", "IND"), ("RUS", "IND"), ("CHN", "IND"))


def test_searches_are_as_many_as_asked_and_the_same_each_time() -> None:
    config = load("brown-2022", ["structure.searches=10", "structure.resolutions=[0.5, 1.0]"])
    compared, other = graph(2023), graph(2012)
    found = searches(config, compared, Margins()(compared), "margins")
    assert len(found) == 10
    assert len(searches(config, other, Margins()(other), "margins")) == 2
    again = searches(config, compared, Margins()(compared), "margins")
    assert [p.membership.tolist() for p in found] == [p.membership.tolist() for p in again]
    coarse, fine = ([len(p.sizes) for p in found[k::2]] for k in (0, 1))
    assert np.mean(coarse) <= np.mean(fine)


def test_company_counts_partitions_by_hand() -> None:
    config = load("brown-2022", ['structure.others=["DEU"]'])
    one = Partition(CODES, [0, 1, 1, 2, 0, 0], 0.0, "by hand")
    two = Partition(CODES, [0, 1, 1, 2, 0, 1], 0.0, "by hand")
    rows, summary, (codes, shares) = company(config, graph(), [one, two], "margins")
    told = {(row["one"], row["other"]): row["share"] for row in rows}
    assert told["PRK", "CHN"] == 1.0
    assert told["RUS", "CHN"] == told["RUS", "DEU"] == 0.5
    assert told["PRK", "IRN"] is None
    assert summary["members"] == pytest.approx((1.0 + 0.5 + 0.5) / 3)
    assert summary["others"] == pytest.approx(0.5 / 3)
    assert summary["searches"] == 2
    assert "IRN" not in codes
    assert shares.shape == (5, 5)
    unsure = 2 * 4  # Russia with each of four others, both ways round
    assert summary["entropy"] == pytest.approx(unsure / (5 * 4))


def test_a_core_and_its_share_by_hand() -> None:
    whole = Partition(CODES, [0, 1, 1, 2, 0, 0], 0.0, "by hand")
    assert core_of(whole, graph(), whole.community_of("PRK")) == "CHN"
    core, share = core_and_share(whole, graph())[whole.community_of("CHN")]
    assert core == "CHN"
    assert share == pytest.approx((24 + 16) / (2 * (24 + 16 + 2)))


def test_an_economy_alone_has_neither_label_nor_line() -> None:
    whole = Partition(CODES, [0, 1, 1, 2, 0, 0], 0.0, "by hand")
    labels = {whole.community_of("CHN"): 4, whole.community_of("DEU"): 7}
    told = {row["economy"]: row for row in seats(whole, labels, labels, graph(), "margins")}
    assert told["IRN"]["label"] is None
    assert told["IRN"]["hue"] is None
    assert told["RUS"]["label"] == 4
    made = list(lines(whole, labels, graph(), Margins()(graph()), "margins", ("PRK", "DEU")))
    assert [(line["label"], line["members"]) for line in made] == [(4, "PRK"), (7, "DEU")]


def test_strengths_are_shares_of_all_trade() -> None:
    shares = strengths(graph())
    assert shares.sum() == pytest.approx(1.0)
    assert shares[CODES.index("IRN")] == 0.0
    empty = replace(graph(), values=np.where(graph().observed, 0.0, np.nan))
    assert strengths(empty).tolist() == [0.0] * 6


def test_resolutions_run_from_coarse_to_fine() -> None:
    rows = list(resolutions(graph(), Margins()(graph()), "margins", rng=stream(1, "fine")))
    assert [row["resolution"] for row in rows] == list(RESOLUTIONS)
    assert rows[0]["communities"] >= 1
    assert any(row["on_plateau"] for row in rows)
    assert rows[-1]["agreement_with_next"] is None
    assert {row["period"] for row in rows} == {2023}


def test_where_worlds_lie_is_told_of_finite_values_alone() -> None:
    told = spread(np.array([np.nan, -np.inf, *np.arange(101.0)]))
    assert told == {"low": 5.0, "median": 50.0, "high": 95.0}
    assert spread(np.array([-np.inf])) == {"low": None, "median": None, "high": None}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_world_says_what_it_keeps(kind: str) -> None:
    model, null = KINDS[kind]
    assert keeps(kind).startswith(f"{model}, drawn around {null}; kept ")


def test_a_page_without_numbers_shows_dashes() -> None:
    nothing = dict.fromkeys(("intensity", "persistence", "p_value"))
    line = {"community": 0, "economies": 2, "core": "CHN", "members": "", "share_of_trade": 0.5,
            "who": ["CHN", "RUS"], **nothing}  # fmt: skip
    page = Look("2023", "by hand", "sizes", "", "a graph", (line,), {"CHN": 0}, None, None).page()
    assert page.count("–") == 3
    assert "China: in community 1" in page
    assert "not tested: no artificial worlds were asked for" in page


def test_a_layer_in_which_no_member_trades_has_an_empty_end() -> None:
    line = {"layer": "XIX", "trade_usd": 2e9, "communities": 3, "modularity": 0.25, "company": []}
    page = ByLayer("2019", "sizes", (line,)).page()
    assert page.splitlines()[-1].endswith("0.250")
