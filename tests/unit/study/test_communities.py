"""Communities of small worlds whose blocks are planted: tables, labels, company, chance."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from tradenet.bloc import Evidence
from tradenet.domain import Bloc, Expected, Partition, Period, TradeGraph, Window, stream
from tradenet.gravity import Margins
from tradenet.networks import Leiden
from tradenet.study import load
from tradenet.study.communities import GRAVITY, MARGINS, story
from tradenet.study.communities.chance import chances
from tradenet.study.communities.expectations import expected_by_null
from tradenet.study.communities.schemas import SCHEMAS, table
from tradenet.study.communities.tested import KINDS, keeps
from tradenet.study.communities.through_time import Course, hues
from tradenet.study.communities.ties import ties, ties_by_year
from tradenet.study.communities.turning import breaks
from tradenet.study.config import StudyConfig

EAST = ("CHN", "IND", "JPN", "KOR", "PRK", "THA", "VNM")
WEST = ("AUT", "CZE", "DEU", "FRA", "ITA", "POL", "RUS")
YEARS = (2014, 2015, 2016, 2017, 2018, 2023)
SIZE = {"CHN": 40.0, "JPN": 20.0, "DEU": 35.0, "FRA": 18.0, "RUS": 9.0}


def world(year: int, east: tuple[str, ...], west: tuple[str, ...]) -> TradeGraph:
    """Return sizes times each other, five times as much inside a block; IRN does not trade."""
    codes = tuple(sorted((*east, *west, "IRN")))
    size = np.array([0.0 if code == "IRN" else SIZE.get(code, 5.0) for code in codes])
    side = np.array([code in east for code in codes])
    noise = stream(year, "world").lognormal(0.0, 0.1, (len(codes), len(codes)))
    values = np.outer(size, size) * noise * np.where(side[:, None] == side[None, :], 5.0, 1.0)
    np.fill_diagonal(values, np.nan)
    return TradeGraph(codes, 1e6 * values, Period(year))


def graphs() -> dict[int, TradeGraph]:
    """Russia is in the west until 2018 and in the east in 2023."""
    west = tuple(code for code in WEST if code != "RUS")
    told = {year: world(year, EAST, WEST) for year in YEARS[:-1]}
    return {**told, 2023: world(2023, (*EAST, "RUS"), west)}


def evidence_of(held: dict[int, TradeGraph]) -> Evidence:
    return Evidence(
        bloc=Bloc(("PRK", "IRN", "RUS"), "CHN"),
        window=Window((2017, 2018), (2023,)),
        cells=pa.table({"period": pa.array([], pa.int32())}),
        graphs=held,
        expected={code: Margins()(graph) for code, graph in held.items()},
        real_years=(2016,),
    )


@pytest.fixture(scope="module")
def config() -> StudyConfig:
    settings = (
        "window.pre=[2017, 2018]", "window.post=[2023]", "structure.searches=5",
        "structure.worlds=19", 'structure.others=["IND", "POL", "CHN"]',
        "structure.resolutions=[1]",
    )  # fmt: skip
    return load("brown-2022", settings)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return evidence_of(graphs())


@pytest.fixture(scope="module")
def found(evidence: Evidence) -> dict[int, Partition]:
    return {
        code: Leiden()(graph, evidence.expected[code], rng=stream(1, str(code)))
        for code, graph in evidence.graphs.items()
    }


@pytest.fixture(scope="module")
def tables(
    config: StudyConfig, evidence: Evidence, found: dict[int, Partition]
) -> dict[str, pa.Table]:
    return story(config, evidence, found, [*EAST, *WEST])


def rows(tables: dict[str, pa.Table], name: str, **wanted: object) -> list[dict[str, object]]:
    return [
        row
        for row in tables[name].to_pylist()
        if all(row[key] == value for key, value in wanted.items())
    ]


def test_every_table_has_its_columns(tables: dict[str, pa.Table]) -> None:
    assert set(tables) == set(SCHEMAS)
    for name, schema in SCHEMAS.items():
        assert tables[name].schema == schema
        assert table(name).num_rows == 0
    assert rows(tables, "community_events", null=MARGINS) == []  # two blocks that last


def test_a_community_keeps_its_label_and_the_mover_changes_it(tables: dict[str, pa.Table]) -> None:
    for code in YEARS:
        seats = {
            row["economy"]: row["label"]
            for row in rows(tables, "communities", period=code, null=MARGINS)
        }
        assert seats["DEU"] == seats["FRA"] != seats["CHN"] == seats["PRK"]
        assert seats["IRN"] is None
        assert seats["RUS"] == (seats["CHN"] if code == 2023 else seats["DEU"])
    first, last = (
        {r["economy"]: r["label"] for r in rows(tables, "communities", period=at, null=MARGINS)}
        for at in (2014, 2023)
    )
    assert first["CHN"] == last["CHN"]
    assert first["DEU"] == last["DEU"]


def test_a_line_says_what_a_hand_counts(tables: dict[str, pa.Table], evidence: Evidence) -> None:
    graph = evidence.graphs[2014]
    values = np.nan_to_num(graph.values)
    inside = [graph.economies.index(code) for code in EAST]
    (line,) = [
        row
        for row in rows(tables, "community_lines", period=2014, null=MARGINS)
        if row["core"] == "CHN"
    ]
    trade = values[inside].sum() + values[:, inside].sum()
    within = values[np.ix_(inside, inside)]
    china = EAST.index("CHN")
    assert line["economies"] == len(EAST)
    assert line["members"] == "PRK+CHN"
    assert line["trade_usd"] == pytest.approx(trade)
    assert line["share_of_trade"] == pytest.approx(trade / (2 * values.sum()))
    assert line["persistence"] == pytest.approx(within.sum() / values[inside].sum())
    assert line["core_share"] == pytest.approx(
        (within[china].sum() + within[:, china].sum()) / (2 * within.sum())
    )
    expected = np.nan_to_num(evidence.expected[2014].values)[np.ix_(inside, inside)]
    assert line["intensity"] == pytest.approx(within.sum() / expected.sum())


def test_shares_of_all_communities_add_up(tables: dict[str, pa.Table]) -> None:
    for null in (MARGINS, GRAVITY):
        shares = [row["share_of_trade"] for row in rows(tables, "community_lines", period=2018,
                                                         null=null)]  # fmt: skip
        assert sum(shares) == pytest.approx(1.0)


def test_company_follows_the_mover_and_an_idle_economy_has_none(
    tables: dict[str, pa.Table],
) -> None:
    def share(year: int, one: str, other: str) -> object:
        (row,) = rows(tables, "company", period=year, null=MARGINS, one=one, other=other)
        return row["share"]

    assert share(2018, "PRK", "CHN") == 1.0
    assert share(2018, "RUS", "CHN") == 0.0
    assert share(2023, "RUS", "CHN") == 1.0
    assert share(2018, "RUS", "POL") == 1.0
    assert share(2023, "PRK", "IRN") is None
    assert not rows(tables, "company", one="PRK", other="PRK")
    assert len(rows(tables, "company", period=2018, null=MARGINS)) == 6 + 4 * 2  # CHN is a member


def test_periods_that_are_compared_are_searched_more(tables: dict[str, pa.Table]) -> None:
    searches = {
        row["period"]: row["searches"] for row in rows(tables, "community_stability", null=MARGINS)
    }
    assert searches == {2014: 1, 2015: 1, 2016: 1, 2017: 5, 2018: 5, 2023: 5}
    (row,) = rows(tables, "community_stability", period=2018, null=MARGINS)
    assert row["entropy"] == 0.0
    assert row["members"] == pytest.approx(1 / 3)  # of PRK, RUS and CHN one pair is together
    assert row["others"] == pytest.approx((1 + 0 + 0 + 1 + 1 + 0) / 6)


def test_the_break_is_at_the_event_and_dates_with_measures_are_no_placebos(
    tables: dict[str, pa.Table],
) -> None:
    (event,) = rows(tables, "community_breaks", null=MARGINS, is_event=True)
    assert event["period"] == 2022
    assert event["change"] == pytest.approx(2 / 3)
    placebos = rows(tables, "community_breaks", null=MARGINS, is_event=False)
    assert [row["period"] for row in placebos] == []  # 2016 alone has two periods on each side
    assert event["p_value"] is None


def test_free_dates_are_placebos(config: StudyConfig, evidence: Evidence) -> None:
    apart, joined = np.eye(2), np.ones((2, 2))
    years = {at: (("CHN", "RUS"), joined if at > 2022 else apart) for at in range(2010, 2024)}
    told = list(breaks(config, replace(evidence, real_years=(2014,)), years, MARGINS))
    dates = [row["period"] for row in told if not row["is_event"]]
    assert dates == [2012, 2013, 2015, 2016, 2017, 2018, 2019]
    (event,) = [row for row in told if row["is_event"]]
    assert event["change"] == 1.0
    assert event["p_value"] == pytest.approx(1 / 8)


def test_planted_blocks_stand_out_among_worlds_that_keep_sizes_alone(
    tables: dict[str, pa.Table],
) -> None:
    told = {
        (row["null_model"], row["subject"]): row for row in tables["community_tests"].to_pylist()
    }
    assert {kind for kind, _ in told} == set(KINDS)
    row = told["strengths", "partition"]
    assert row["p_value"] == 1 / 20
    assert row["low"] <= row["median"] <= row["high"] < row["value"]
    assert row["worlds"] == 19
    assert ("gravity", "beyond") in told
    assert ("strengths", "beyond") not in told
    assert {subject for _, subject in told} >= {"partition", "members", "community:CHN"}
    assert len({told[kind, "members"]["value"] for kind in KINDS}) == 1
    assert told["gravity", "partition"]["keeps"] == keeps("gravity")


def test_without_worlds_nothing_is_tested(config: StudyConfig, evidence: Evidence) -> None:
    without = replace(config, structure=replace(config.structure, worlds=0))
    assert list(chances(without, evidence.graphs[2023])) == []


def test_ties_weigh_every_period_alike() -> None:
    """Ten times the trade in one year than in another: the ratio is that of either year."""
    nan = np.nan
    far = np.array([[nan, 3, 1, 1], [3, nan, 1, 1], [1, 1, nan, 0], [1, 1, 0, nan]])
    codes = ("AUT", "BEL", "CHE", "DEU")
    held = {2014: TradeGraph(codes, far, Period(2014)), 2015: TradeGraph(codes, 10 * far,
                                                                        Period(2015))}  # fmt: skip
    expected = {code: Margins()(graph) for code, graph in held.items()}
    told = list(ties(held, expected, ("AUT", "BEL", "USA")))
    ratio = far[0, 1] / expected[2014].values[0, 1]
    assert ratio < 2
    assert told == []
    lower = {code: replace(e, values=e.values / 4) for code, e in expected.items()}
    (tie,) = ties(held, lower, ("AUT", "BEL", "USA"))
    assert (tie["one"], tie["other"]) == ("AUT", "BEL")
    assert tie["intensity"] == pytest.approx(4 * ratio)


def test_a_tie_of_a_year_is_a_flow_twice_as_large_as_expected_and_one_that_matters() -> None:
    """A to B is 3 times what was expected; B to C is 4 times, but 1 % of the trade of C."""
    nan = np.nan
    codes = ("AUT", "BEL", "CHE", "DEU")
    values = np.array([[nan, 90, 5, 5], [5, nan, 1, 94], [5, 5, nan, nan], [5, 94, 94, nan]])
    graph = TradeGraph(codes, values, Period(2015))
    wanted = np.where(np.isnan(values), nan, values)
    wanted[0, 1], wanted[1, 2] = 30, 0.25
    expected = {2015: Expected(codes, wanted, graph.observed, "by hand")}
    later = {2014: replace(graph, period=Period(2014)), 2015: graph}
    told = list(ties_by_year(later, expected, ("AUT", "BEL", "CHE", "DEU", "USA")))
    assert told == [{"period": 2015, "one": "AUT", "other": "BEL"}]
    turned = TradeGraph(codes, values.T, Period(2015))
    other_way = {2015: Expected(codes, wanted.T, turned.observed, "by hand")}
    assert list(ties_by_year({2015: turned}, other_way, codes)) == told
    assert list(ties_by_year(later, expected, ("BEL", "CHE"))) == []


def test_a_colour_is_that_of_the_company_with_most_trade() -> None:
    """The west falls in two: Germany and France keep its colour, the rest takes a free one."""
    graph = world(2014, EAST, WEST)
    codes = graph.economies
    kept = ("AUT", "DEU", "FRA")
    whole = Partition(codes, [(c in WEST) + 2 * (c == "IRN") for c in codes], 0.0, "a")
    parts = Partition(
        codes, [(c in WEST) + (c in kept) + 3 * (c == "IRN") for c in codes], 0.0, "b"
    )
    events = pa.table({"period": pa.array([], pa.int64())})
    east, west = whole.community_of("CHN"), whole.community_of("DEU")
    first = Course({2014: whole}, {2014: {east: 7, west: 4}}, events)
    second = Course({2014: parts}, {2014: {0: 0, 1: 1, 2: 2}}, events)
    assert hues(first, first, graph) == {east: 7, west: 4}
    colours = hues(second, first, graph)
    told = {code: colours[parts.community_of(code)] for code in ("CHN", "DEU", "POL")}
    assert told == {"CHN": 7, "DEU": 4, "POL": 0}


def test_a_null_that_cannot_be_fitted_is_left_out() -> None:
    """Nobody knows how far Montenegro, Kosovo and South Sudan are from each other."""
    codes = ("MNE", "SSD", "XKX")
    values = np.full((3, 3), 5e6)
    np.fill_diagonal(values, np.nan)
    told = expected_by_null({2014: TradeGraph(codes, values, Period(2014))})
    assert list(told[MARGINS]) == [2014]
    assert list(told[GRAVITY]) == []


def test_the_same_evidence_tells_the_same_story(
    config: StudyConfig, evidence: Evidence, found: dict[int, Partition],
    tables: dict[str, pa.Table],
) -> None:  # fmt: skip
    again = story(config, evidence, found, [*EAST, *WEST])
    assert all(again[name].equals(tables[name]) for name in tables)
