"""Every kind of tie: it says what it is, its example can be read, it is treated as trade is."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tradenet.bloc import Closeness, Evidence, class_lines
from tradenet.bloc.cohesion import cohesion_lines
from tradenet.domain import (
    Bloc,
    Economies,
    Period,
    SourceFile,
    TieTable,
    TradeGraph,
    Window,
    stream,
)
from tradenet.gravity import Margins
from tradenet.sources.ties import HEADER, TIES, read_ties

AAA = Economies(pa.table({}), pa.table({}), pa.table({}), {"AAA": "A", "BBB": "B"})


@pytest.mark.parametrize("name", sorted(TIES))
def test_a_kind_says_what_it_is(name: str) -> None:
    """Its key is its name; nothing is left blank; the summary says the unit and the sort."""
    kind = TIES[name]
    assert kind.name == name
    words = (kind.title, kind.origin, kind.target, kind.value, kind.unit)
    assert all(word and word == word.strip() for word in words)
    assert kind.small > 0
    assert kind.unit in kind.summary()
    assert ("(not financial)" in kind.summary()) is not kind.financial


@pytest.mark.parametrize("name", sorted(TIES))
def test_the_example_can_be_read(name: str, tmp_path: Path) -> None:
    """The row that a user is shown is a row of that kind."""
    path = tmp_path / "example.csv"
    path.write_text(f"{HEADER}\n{TIES[name].example}\n", encoding="utf-8")
    (table,) = read_ties(path, TIES, AAA)
    assert table.kind.name == name
    assert table.values[0, 0, 1] > 0


def test_there_are_financial_ties_and_others() -> None:
    """Settlement, correspondents and remittances are financial; the rest is closeness."""
    financial = {name for name, kind in TIES.items() if kind.financial}
    assert financial == {"settlement", "correspondents", "remittances"}
    assert set(TIES) - financial == {"arms", "ship_calls", "flights"}
    assert {name for name, kind in TIES.items() if kind.share} == {"settlement"}


NAN = float("nan")
WINDOW = Window((2018, 2019), (2023,))
MEMBERS = Bloc(("E02", "E05", "E07"), "E00")


@pytest.fixture(scope="module")
def layers() -> np.ndarray:
    """Three periods of twenty invented economies; a sixth of the cells is not held, some are 0."""
    rng = np.random.default_rng(11)
    values = np.exp(rng.normal(0, 1.5, (3, 20, 20)) + 12)
    values[rng.random(values.shape) < 0.1] = 0.0
    values[rng.random(values.shape) < 0.15] = NAN
    values[:, range(20), range(20)] = NAN
    return values


@pytest.mark.parametrize("name", sorted(TIES))
def test_a_layer_is_treated_as_trade_is(name: str, layers: np.ndarray) -> None:
    """T1 and T5 of the same numbers, once as a graph of trade and once as a table of ties."""
    kind = TIES[name]
    values = layers / np.nanmax(layers) if kind.share else layers
    names = tuple(f"E{k:02d}" for k in range(20))
    table = TieTable(kind, names, WINDOW.periods, values, SourceFile("x.csv", "", 0))
    graphs = {
        code: TradeGraph(names, layer, Period(code))
        for code, layer in zip(WINDOW.periods, values, strict=True)
    }
    expected = {code: Margins()(graph) for code, graph in graphs.items()}
    trade = Evidence(MEMBERS, WINDOW, pa.table({}), graphs, expected)
    look = Closeness(worlds=1)(table, MEMBERS, WINDOW, rng=stream(0, "contracts/ties"))
    for mine, his in zip(look.classes, class_lines(trade), strict=True):
        assert (mine["period"], mine["class"]) == (his["period"], his["class"])
        assert mine["cells_held"] == his["cells_observed"]
        assert mine["cells"] == his["cells"]
        over = mine["cells_held"] if kind.share else 1
        assert mine["value"] == pytest.approx(his["trade_usd"] / over)
        assert mine["expected"] == pytest.approx(his["expected_usd"] / over)
        assert mine["intensity"] == pytest.approx(his["intensity"])
        if not kind.share:
            assert mine["share_of_members"] == pytest.approx(his["share_of_members_trade"])
    for mine, his in zip(look.periods, cohesion_lines(trade), strict=True):
        assert mine["spokes_log_intensity"] == pytest.approx(his["spokes_log_intensity"])
        assert mine["spoke_cells_held"] == his["spoke_cells_observed"]
        stays = None if kind.share else pytest.approx(his["persistence"])
        assert mine["persistence"] == stays
