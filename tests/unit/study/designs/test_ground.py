"""What all designs stand on: one reading of the flows, both choices on doubts, one ledger."""

import math
from pathlib import Path

import pytest

from tests.unit.study.test_run import PAIRS, SETTINGS, YEARS, text_of
from tradenet.domain import InsufficientData
from tradenet.study import load
from tradenet.study.designs.ground import Ground, again, graphs_of, ground_of


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("flows") / "pairs.csv"
    path.write_text(text_of("2018,CHN,Atlantis,7.5\n"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def ground(flows: Path) -> Ground:
    return ground_of(load("brown-2022", SETTINGS), flows)


def test_networks_hold_every_dollar_that_counts(ground: Ground) -> None:
    """Each year's graph sums to the file's pairs: known economies, nothing twice, nothing lost."""
    graphs = ground.evidence.graphs
    assert tuple(graphs) == YEARS
    assert graphs[2018].total_usd == pytest.approx(sum(PAIRS.values()), rel=1e-12)
    for code, graph in graphs.items():
        assert ground.evidence.expected[code].values.shape == (len(graph.economies),) * 2
    kept = [line for line in ground.counted.ledger("mirror").lines if line.status == "kept"]
    inside = sum(float(line.value_usd) for line in kept)
    assert inside == pytest.approx(sum(g.total_usd for g in graphs.values()), rel=1e-9)


def test_tables_and_facts_describe_the_members(ground: Ground) -> None:
    tables, facts = ground.tables(), ground.facts()
    cells = {(r["period"], r["exporter"], r["importer"]): r for r in tables["dyads"].to_pylist()}
    assert cells[2018, "CHN", "PRK"]["value_usd"] == 20.0
    assert cells[2023, "CHN", "PRK"]["value_usd"] == 40.0
    assert facts["periods"] == list(YEARS)
    assert (facts["pre_held"], facts["post_held"]) == ([2018, 2019], [2023])
    assert {"CHN", "PRK", "DEU"} <= set(tables["economies"]["economy"].to_pylist())
    assert tables["coverage"].num_rows == len(facts["coverage_lines"]) == 4


def test_a_design_adds_its_answer_and_replaces_what_has_the_same_name(ground: Ground) -> None:
    own = {"dyads": ground.tables()["dyads"].slice(0, 1)}
    made = ground.result(("SOME", "found", "cannot"), (), own, {"periods": "mine", "x": 1})
    assert (made.verdict, made.sentence, made.cannot_show) == ("SOME", "found", "cannot")
    assert made.tables["dyads"].num_rows == 1
    assert (made.facts["periods"], made.facts["x"]) == ("mine", 1)
    assert set(ground.tables()) <= set(made.tables)
    assert made.ledgers[-1].lines == ground.counted.ledger("mirror").lines


def test_without_doubtful_cells_the_other_choice_is_the_same(ground: Ground) -> None:
    assert ground.doubtful.num_rows == 0
    other = again(ground)
    assert list(other.graphs) == list(ground.evidence.graphs)
    for code, graph in other.graphs.items():
        assert math.isclose(graph.total_usd, ground.evidence.graphs[code].total_usd)


def test_no_trade_that_counts_is_said(ground: Ground) -> None:
    nothing = ground.counted.with_table(ground.counted.table.limit(0))
    with pytest.raises(InsufficientData, match="no period has any trade that counts"):
        graphs_of(nothing, "zero")
