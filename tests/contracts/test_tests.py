"""What holds for every test of the battery: evidence in, one result out, nothing pretended."""

import inspect
import json
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tradenet.bloc import BATTERY, TESTS, BlocTestResult, Evidence
from tradenet.domain import Bloc, Period, TradeGraph, Window
from tradenet.domain.flows import BILATERAL_SCHEMA
from tradenet.gravity import NULLS

MEMBERS = ("CHN", "IRN", "PRK", "RUS")


def evidence(hub: str = "CHN", silent: bool = False) -> Evidence:  # noqa: FBT001, FBT002 - a switch of the sample
    """Return two years of made-up trade of twelve economies; `silent` hides all spokes' trade."""
    rng = np.random.default_rng(3)
    names = tuple(sorted((*MEMBERS, *(f"X{k:02d}" for k in range(8)))))
    graphs = {}
    for code in (2019, 2023):
        values = rng.lognormal(5, 1, size=(12, 12))
        np.fill_diagonal(values, np.nan)
        if silent:
            values[1:4, :] = values[:, 1:4] = np.nan
        graphs[code] = TradeGraph(names, values, Period(code))
    cells = [
        {"period": code, "exporter": one, "importer": other, "product": "TOTAL",
         "value_usd": graph.value(one, other), "observed": "both", "basis": "importer",
         "source": "s", "vintage": "v", "status": "absent" if silent else "kept"}
        for code, graph in graphs.items() for one in MEMBERS for other in MEMBERS if one != other
    ]  # fmt: skip
    return Evidence(
        Bloc(("PRK", "IRN", "RUS"), hub),
        Window((2019,), (2023,)),
        pa.Table.from_pylist(cells, schema=BILATERAL_SCHEMA),
        graphs,
        {code: NULLS["margins"](graph) for code, graph in graphs.items()},
    )


@pytest.fixture(params=sorted(TESTS))
def name(request: pytest.FixtureRequest) -> str:
    """Each test by its registry name."""
    return str(request.param)


def test_the_registries_are_read_only_and_every_test_is_in_the_battery() -> None:
    """The battery names all tests, those to come included."""
    with pytest.raises(TypeError):
        TESTS["T9"] = TESTS["T0"]  # type: ignore[index]
    assert set(TESTS) <= set(BATTERY)
    assert list(BATTERY) == [f"T{k}" for k in range(9)]


def test_it_answers_the_batterys_question_under_its_own_name(name: str) -> None:
    """Name, question and the rule."""
    result = TESTS[name](evidence())
    assert isinstance(result, BlocTestResult)
    assert (result.name, result.question) == (name, BATTERY[name])
    assert result.rule
    assert result.effect


def test_its_numbers_are_numbers(name: str) -> None:
    """A statistic that is finite, a p-value in 0 to 1, an interval in order; or a reason."""
    result = TESTS[name](evidence())
    if result.statistic is None:
        assert dict(result.details)["not_applicable"]
        return
    assert np.isfinite(result.statistic)
    assert result.p_value is None or 0 <= result.p_value <= 1
    assert result.interval is None or result.interval[0] <= result.interval[1]
    if result.p_value is not None:
        assert result.null
        assert result.alternative


def test_it_leaves_the_evidence_as_it_was(name: str) -> None:
    """Pure: cells and arrays, to the bit."""
    given = evidence()
    before = [graph.values.tobytes() for graph in given.graphs.values()]
    cells = given.cells.to_pylist()
    TESTS[name](given)
    assert [graph.values.tobytes() for graph in given.graphs.values()] == before
    assert given.cells.to_pylist() == cells


def test_it_is_deterministic_and_becomes_json(name: str) -> None:
    """Twice the same text."""
    one, other = (json.dumps(TESTS[name](evidence()).to_dict()) for _ in range(2))
    assert one == other
    assert "NaN" not in one


@pytest.mark.parametrize("hub", ["CHN", ""])
def test_it_copes_with_what_nobody_saw(name: str, hub: str) -> None:
    """All trade of the spokes hidden: a result without a pass, with or without a hub."""
    result: Any = TESTS[name](evidence(hub, silent=True))
    assert not result.passed
    assert "nan" not in result.effect.lower()
    assert "NaN" not in json.dumps(result.to_dict())


def test_the_order_of_the_cells_does_not_matter(name: str) -> None:
    """The table reversed."""
    given = evidence()
    backwards = given.cells.take(list(range(given.cells.num_rows))[::-1])
    moved = Evidence(given.bloc, given.window, backwards, given.graphs, given.expected)
    assert TESTS[name](moved).to_dict() == TESTS[name](given).to_dict()


def test_it_documents_itself(name: str) -> None:
    """More than a title."""
    assert len(inspect.getdoc(type(TESTS[name])) or "") > 100
