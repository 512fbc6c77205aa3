"""A study on a hand-written file: numbers, words, ledgers; the same from a store."""

import math
from decimal import Decimal
from pathlib import Path

import pytest

from tradenet.domain import InsufficientData, SchemaError, TradenetError
from tradenet.flows import ValuationRules
from tradenet.study import StudyResult, load, run
from tradenet.study.communities.schemas import SCHEMAS as OF_COMMUNITIES
from tradenet.study.inference_tables import SCHEMAS
from tradenet.study.prepare import ingest, paired

pytestmark = pytest.mark.long

HEADER = "year,exporter,importer,value_usd\n"
PAIRS = {
    ("CHN", "PRK"): 20.0, ("PRK", "CHN"): 10.0, ("CHN", "IRN"): 80.0, ("IRN", "CHN"): 120.0,
    ("CHN", "RUS"): 500.0, ("RUS", "CHN"): 600.25, ("RUS", "IRN"): 15.0, ("IRN", "RUS"): 5.0,
    ("RUS", "PRK"): 2.0, ("CHN", "USA"): 5000.0, ("USA", "CHN"): 1500.0, ("CHN", "DEU"): 900.0,
    ("DEU", "CHN"): 1000.0, ("USA", "DEU"): 700.0, ("DEU", "USA"): 1300.0, ("RUS", "DEU"): 300.0,
    ("DEU", "RUS"): 250.0, ("USA", "RUS"): 60.0, ("RUS", "USA"): 90.0, ("DEU", "IRN"): 30.0,
}  # fmt: skip
YEARS = (2018, 2019, 2023)
SETTINGS = ("window.pre=[2018, 2019]", "window.post=[2023]", "shown.first=2018", "shown.last=2023")
HUB = [pair for pair in PAIRS if "CHN" in pair and set(pair) & {"PRK", "IRN", "RUS"}]


def text_of(extra: str = "", factor: float = 2.0) -> str:
    """Return three years of trade; in 2023 the hub's trade with the spokes is multiplied."""
    lines = [
        f"{year},{one},{other},{value * (factor if year == 2023 and (one, other) in HUB else 1)}"
        for year in YEARS
        for (one, other), value in PAIRS.items()
    ]
    return HEADER + "\n".join(lines) + "\n" + extra


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of pair totals, with a row of the world and one of an unknown place."""
    path = tmp_path_factory.mktemp("flows") / "pairs.csv"
    extra = "2018,CHN,Atlantis,7.5\n2018,CHN,World,9999.0\n"
    path.write_text(text_of(extra), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def result(pairs: Path) -> StudyResult:
    """The shipped study's question on that file."""
    return run(load("brown-2022", SETTINGS), pairs)


def test_six_economies_give_no_reference_and_no_verdict(result: StudyResult) -> None:
    """All nine tests were asked; those that compare with other economies cannot be made."""
    assert result.verdict == "INSUFFICIENT-DATA"
    assert [test.name for test in result.tests] == [f"T{k}" for k in range(9)]
    assert result.facts["not_run"] == []
    for name in ("T2", "T4", "T6", "T8"):
        test = result.tests[int(name[1])]
        assert test.effect.startswith("not applicable: ")
        assert test.p_value is None
    assert "No verdict" in result.sentence


def test_a_study_that_leaves_tests_out_gives_no_verdict(pairs: Path) -> None:
    """The rule needs the whole battery."""
    some = run(load("brown-2022", [*SETTINGS, 'run.tests=["T0", "T1"]']), pairs)
    assert some.verdict == "NOT-TESTED"
    assert some.facts["not_run"] == [f"T{k}" for k in range(2, 9)]
    before, after = (some.facts[f"intensity_hub_spoke_{phase}"] for phase in ("pre", "post"))
    assert f"{before:.2f} times" in some.sentence
    assert f"{after:.2f} times" in some.sentence


def test_the_ledger_of_reading_has_every_dollar(result: StudyResult) -> None:
    """Three years of pairs, the doubled hub trade, and what was set aside with its reason."""
    read, mirrored = result.ledgers
    world = sum(PAIRS.values()) * 3 + sum(PAIRS[pair] for pair in HUB)
    assert read.value_usd == Decimal(str(world)) + Decimal("7.50") + Decimal("9999.00")
    assert read.kept_usd == Decimal(str(world)) == mirrored.kept_usd
    aside = {line.status: (line.rows, line.value_usd) for line in read.lines}
    assert aside["unknown_code"] == (1, Decimal("7.50"))
    assert aside["aggregate"] == (1, Decimal("9999.00"))


def test_the_numbers_of_the_first_page_by_hand(result: StudyResult) -> None:
    """The hub's trade with the spokes is 1330.25 before and twice that after."""
    groups = result.to_frame("groups").query("reading == 'zero'").set_index(["period", "class"])
    trade = sum(PAIRS[pair] for pair in HUB)
    assert groups.loc[(2019, "hub_spoke"), "trade_usd"] == trade == 1330.25
    assert groups.loc[(2023, "hub_spoke"), "trade_usd"] == 2 * trade
    assert groups.loc[(2023, "spoke_spoke"), "trade_usd"] == 22.0
    members = {"CHN", "PRK", "IRN", "RUS"}
    total = sum(value for pair, value in PAIRS.items() if members & set(pair))
    share = groups.loc[(2019, "intra"), "share_of_members_trade"]
    assert share == pytest.approx((trade + 22.0) / total, rel=1e-12)
    t1 = result.tests[1]
    before, after = (result.facts[f"intensity_hub_spoke_{phase}"] for phase in ("pre", "post"))
    assert t1.statistic == pytest.approx(math.log(after / before))
    assert groups.loc[(2023, "hub_spoke"), "intensity"] == pytest.approx(after)


def test_missing_pairs_are_missing(result: StudyResult) -> None:
    """The file says nothing of PRK to IRN, and nothing of who filed: null, and T0 counts 3 of 6."""
    dyads = result.to_frame("dyads").set_index(["period", "exporter", "importer"])
    dark = dyads.loc[(2023, "PRK", "IRN")]
    assert (dark["observed"], dark["status"]) == ("not_held", "absent")
    assert math.isnan(dark["value_usd"])
    assert len(dyads) == 3 * 12
    lines = {(x["class"], x["phase"]): x for x in result.facts["coverage_lines"]}
    assert (lines["spoke_spoke", "post"]["covered"], lines["spoke_spoke", "post"]["cells"]) == (
        3,
        6,
    )
    assert "goods trade says nothing of financial ties" in result.cannot_show


def test_every_table_that_is_promised_is_there(result: StudyResult) -> None:
    """Names of the docstring; rows where there must be some."""
    assert set(result.tables) == {
        "dyads", "groups", "dependence", "together", "edges", "nodes", "coverage",
        "sanctions", "sources_side_by_side", "economies", "findings", "doubts", "set_aside",
        "quarantine", "specifications", "diversion", "regressions", "rule_inputs",
        "clubs", "club_places", "clubs_histogram", "controls", "controls_random",
        "controls_surprises", "timeline", *SCHEMAS, *OF_COMMUNITIES,
    }  # fmt: skip
    assert result.tables["communities"].num_rows == 2 * 3 * 6
    assert result.tables["together"].num_rows == 3 * 6
    named = {code for pair in PAIRS for code in pair} | set(result.facts["left_out"])
    assert result.tables["economies"]["economy"].to_pylist() == sorted(named)


def test_the_same_study_twice_is_the_same(pairs: Path, result: StudyResult) -> None:
    """Every table, fact and sentence."""
    again = run(load("brown-2022", SETTINGS), pairs)
    assert again.facts == result.facts
    assert again.sentence == result.sentence
    assert all(again.tables[name].equals(table) for name, table in result.tables.items())


def test_rows_in_another_order_are_the_same_study(
    pairs: Path, result: StudyResult, tmp_path: Path
) -> None:
    """The file reversed."""
    head, *rows = pairs.read_text(encoding="utf-8").splitlines()
    backwards = tmp_path / "pairs.csv"
    backwards.write_text("\n".join([head, *reversed(rows)]) + "\n", encoding="utf-8")
    again = run(load("brown-2022", SETTINGS), backwards)
    assert again.facts == result.facts
    assert all(again.tables[name].equals(table) for name, table in result.tables.items())


def test_a_store_tells_what_its_file_tells(
    pairs: Path, result: StudyResult, tmp_path: Path
) -> None:
    """Ingested first, read from Parquet: the same tables and the same balance."""
    ((name, ledger),) = ingest([pairs], tmp_path / "store")
    assert name == "pairs.csv"
    assert ledger.value_usd == result.ledgers[0].value_usd
    stored = run(load("brown-2022", SETTINGS), tmp_path / "store")
    assert stored.facts == result.facts
    assert stored.ledgers == result.ledgers
    assert all(stored.tables[name].equals(table) for name, table in result.tables.items())


def test_a_file_ingested_twice_does_not_double_trade(tmp_path: Path) -> None:
    """The same file again, or a copy: its rows are duplicates, or the store is refused."""
    path, copy = tmp_path / "pairs.csv", tmp_path / "pairs-copy.csv"
    for each in (path, copy):
        each.write_text(HEADER + "2019,CHN,USA,100.0\n", encoding="utf-8")
    for files in ([path, path], [path, copy]):
        try:
            ingest(files, tmp_path / "store")
            cells, _ = paired(tmp_path / "store", ValuationRules())
        except TradenetError:
            continue
        assert cells.ledger("x").kept_usd == Decimal("100.00")


def test_two_files_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    """One key with two values is ambiguous whether it stands in one file or in two."""
    for name, value in (("one.csv", 100.0), ("two.csv", 90.0)):
        (tmp_path / name).write_text(f"{HEADER}2019,CHN,USA,{value}\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="different values"):
        ingest([tmp_path / "one.csv", tmp_path / "two.csv"], tmp_path / "store")


def test_a_refused_file_leaves_no_store(tmp_path: Path) -> None:
    """Two values under one key: nothing is written, not even the good file's part."""
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(HEADER + "2019,CHN,USA,1.0\n", encoding="utf-8")
    bad.write_text(HEADER + "2019,CHN,USA,1.0\n2019,CHN,USA,2.0\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="two or more different values"):
        ingest([good, bad], tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_flows_outside_the_shown_years_are_insufficient(pairs: Path) -> None:
    """The message names the years asked for."""
    settings = (*SETTINGS, "shown.first=1970", "shown.last=1980")
    with pytest.raises(InsufficientData, match="holds nothing between 1970 and 1980"):
        run(load("brown-2022", settings), pairs)


def test_flows_without_a_dollar_are_insufficient(tmp_path: Path) -> None:
    """All zero: no graph can be drawn, which is the user's to know and no crash."""
    path = tmp_path / "zero.csv"
    path.write_text(HEADER + "2019,CHN,USA,0.0\n2019,USA,CHN,0.0\n", encoding="utf-8")
    with pytest.raises(TradenetError):
        run(load("brown-2022", SETTINGS), path)


def test_flows_without_any_member_are_described_as_unseen(tmp_path: Path) -> None:
    """Trade of three others: nothing of the bloc is seen, and nothing crashes."""
    path = tmp_path / "others.csv"
    rows = [
        "2018,USA,DEU,5",
        "2018,DEU,FRA,6",
        "2018,FRA,USA,7",
        "2023,USA,FRA,5",
        "2023,FRA,USA,9",
    ]
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    done = run(load("brown-2022", SETTINGS), path)
    assert done.tests[0].statistic == 0.0
    assert done.tests[1].statistic is None
    assert done.tables["dyads"].num_rows == 0
    assert set(done.to_frame("together")["together"].isna()) == {True}


def test_what_was_not_asked_is_not_answered(pairs: Path) -> None:
    """Without T0 nobody counted who reports the spokes' trade: no sentence may say that none does.

    In this file three of six spoke–spoke cells are reported in every year.
    """
    done = run(load("brown-2022", (*SETTINGS, 'run.tests=["T1"]')), pairs)
    assert done.tests[0].statistic is None
    assert "is not reported by anyone" not in done.cannot_show
