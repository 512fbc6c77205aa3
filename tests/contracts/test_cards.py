"""Whatever a notebook may show is a card: short, escaped, accessible, the same each time."""

import dataclasses
import datetime as dt
import importlib
import inspect
import pkgutil
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

import tradenet
from tradenet.bloc import BlocTestResult, Findings, Reading, Verdict
from tradenet.bloc.calibration import Trial
from tradenet.domain import (
    BilateralFlows,
    Bloc,
    Expected,
    Ledger,
    LedgerLine,
    Partition,
    Period,
    Provenance,
    ReportedFlows,
    TieKind,
    TieTable,
    TradeGraph,
)
from tradenet.domain.flows import BILATERAL_SCHEMA, REPORTED_SCHEMA
from tradenet.domain.notebook import card
from tradenet.domain.provenance import SourceFile
from tradenet.domain.text import visible
from tradenet.flows.quality.finding import FINDINGS_SCHEMA, Explained, Finding
from tradenet.gravity import Coefficients, PanelFit
from tradenet.networks import Backbone, Layers, Structure
from tradenet.networks.evolution.break_test import Break
from tradenet.networks.evolution.matching import Timeline
from tradenet.networks.evolution.multislice import Multislice
from tradenet.networks.significance import PartitionSignificance, SetSignificance
from tradenet.networks.significance.given_set import MeasureSignificance
from tradenet.networks.significance.partition import CommunitySignificance
from tradenet.networks.stability.iterated import Agreed
from tradenet.networks.stability.plateau import Plateau
from tradenet.study import StudyResult, load
from tradenet.study.calibrate import Calibration
from tradenet.study.check import CheckResult
from tradenet.study.communities.page import Look
from tradenet.study.levels import LevelReplication
from tradenet.study.preregister import Registration

EVIL = "<script>alert('x')</script> & \"q\" \u202eabc"
# A hostile name first, so that it is never among those that are cut; then more than anybody reads.
MANY = (EVIL, *(f"E{k:04d}" for k in range(400)))
NAN = float("nan")
SQUARE = np.full((len(MANY), len(MANY)), 2.0)
np.fill_diagonal(SQUARE, NAN)
ONES = np.ones_like(SQUARE)
NONE = pa.table({"x": pa.array([], pa.int64())})
EVENTS = pa.table({"event": pa.array(["birth"]), "period": pa.array([2019], pa.int64())})
# Each says something of an object with options, of a plan, of a word: shown as part of others.
PLAIN = {"CommunityRules", "Docstring", "Estimate", "TieKind"}


def graph() -> TradeGraph:
    return TradeGraph(MANY, SQUARE, Period(2019), EVIL)


def expected() -> Expected:
    return Expected(MANY, SQUARE, ~np.isnan(SQUARE), EVIL)


def partition() -> Partition:
    return Partition(MANY, np.arange(len(MANY)) // 2, NAN, EVIL)


def result() -> StudyResult:
    config = load("brown-2022")
    named = dataclasses.replace(config, study=dataclasses.replace(config.study, title=EVIL))
    tables = dict.fromkeys(MANY, NONE)
    return StudyResult(named, EVIL, EVIL, "", (), tables, (), Provenance(EVIL), {})


def ties() -> TieTable:
    kind = TieKind(EVIL, EVIL, "a", "b", EVIL, "USD", True, False, 1.0, "")
    return TieTable(kind, MANY, (2019,), SQUARE[None], SourceFile(EVIL, "", 0))


def coefficients() -> Coefficients:
    one, matrix, rows = np.array([NAN]), np.ones((1, 1)), np.array(["used", "missing"])
    nothing = np.full(2, NAN)
    return Coefficients(
        EVIL, (EVIL,), one, one, matrix, EVIL, (EVIL,), rows, nothing, matrix, matrix, NAN
    )


def layers() -> Layers:
    return Layers((graph(),), (expected(),), (partition(),), *(partition() for _ in range(3)))


def panel() -> PanelFit:
    cube = SQUARE[None]
    effects = np.ones((1, len(MANY)))
    seen = ~np.isnan(cube)
    return PanelFit(cube, seen, ~seen, effects, effects, ONES, 3, 3)


def significance() -> PartitionSignificance:
    lines = tuple(CommunitySignificance(k, MANY, NAN, 0.5) for k in range(300))
    draws = np.array([0.1, 0.2])
    return PartitionSignificance(partition(), 0.1, draws, 0.5, lines, draws, "excess", EVIL)


def look() -> Look:
    line = {
        "core": EVIL, "economies": 3, "share_of_trade": 0.1, "members": "", "p_value": None,
    }  # fmt: skip
    return Look(EVIL, EVIL, EVIL, "", "", (line,), {}, None, None)


def finding() -> Finding:
    return Finding("jumps", 2019, EVIL, "", "TOTAL", 5.0, 0.5, EVIL, Explained("a", "b", "c"))


def verdict() -> Verdict:
    open_ = Findings(True, False, Reading.OPEN, Reading.OPEN, False, False)
    return Verdict("DATA-DEPENDENT", 11, "INSUFFICIENT-DATA", EVIL, open_, ((EVIL, 0),))


EXAMPLES: dict[type, Callable[[], Any]] = {
    Agreed: lambda: Agreed(MANY, ONES, ONES, partition(), 2),
    Backbone: lambda: Backbone(MANY, ~np.isnan(SQUARE), SQUARE, SQUARE, 0.05, EVIL),
    BilateralFlows: lambda: BilateralFlows.from_arrow(
        BILATERAL_SCHEMA.empty_table(), Provenance(EVIL)
    ),
    Bloc: lambda: Bloc(MANY[1:], EVIL),
    BlocTestResult: lambda: BlocTestResult(
        "T2", EVIL, null=EVIL, interval=(0.1, 0.2), details=(("lines", {"x": None}),)
    ),
    Break: lambda: Break(MANY, 2022, ((2019, NAN),), None, (), None, np.array([]), None),
    Calibration: lambda: Calibration({"study": EVIL}, (Trial(0, {}),)),
    CheckResult: lambda: CheckResult(
        EVIL, FINDINGS_SCHEMA.empty_table(), NONE, {"jumps": EVIL, "korea_swap": EVIL}
    ),
    Coefficients: coefficients,
    Expected: expected,
    Finding: finding,
    Layers: layers,
    Ledger: lambda: Ledger((LedgerLine(EVIL, EVIL, 2, Decimal("3.50")),)),
    LevelReplication: lambda: LevelReplication(()),
    Look: look,
    Multislice: lambda: Multislice((2019,), {2019: partition()}, (np.zeros(1),), NAN),
    PanelFit: panel,
    Partition: partition,
    PartitionSignificance: significance,
    Plateau: lambda: Plateau(0.5, 1.0, partition(), (0.5, 1.0), (1.0,), (3, 3)),
    Registration: lambda: Registration("abc", None, MANY),
    ReportedFlows: lambda: ReportedFlows.from_arrow(
        REPORTED_SCHEMA.empty_table(), Provenance(EVIL)
    ),
    SetSignificance: lambda: SetSignificance(
        MANY, (MeasureSignificance("persistence", None, np.array([NAN]), None),), EVIL
    ),
    Structure: lambda: Structure(EVIL, {EVIL: None, "b": NAN}, NONE),
    StudyResult: result,
    TieTable: ties,
    Timeline: lambda: Timeline((2019,), MANY, np.zeros((1, len(MANY)), int), EVENTS),
    TradeGraph: graph,
    Verdict: verdict,
    type(load("brown-2022")): lambda: result().config,
}


def own_classes() -> Iterator[type]:
    for found in pkgutil.walk_packages(tradenet.__path__, "tradenet."):
        if found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == found.name and not kind.__name__.startswith("_"):
                yield kind


@pytest.fixture(scope="module")
def ours() -> list[type]:
    return list(own_classes())


def test_every_result_that_can_be_quoted_is_also_a_card(ours: list[type]) -> None:
    quoted = {kind for kind in ours if hasattr(kind, "summary")}
    assert len(quoted) > 20
    bare = {kind.__name__ for kind in quoted if not hasattr(kind, "_repr_html_")}
    assert bare == PLAIN


def test_every_card_has_an_example_here(ours: list[type]) -> None:
    with_card = {kind for kind in ours if hasattr(kind, "_repr_html_")}
    assert with_card - set(EXAMPLES) == set()


each = pytest.mark.parametrize("kind", EXAMPLES, ids=lambda kind: kind.__name__)


@pytest.fixture
def html(kind: type) -> str:
    made = EXAMPLES[kind]()
    assert type(made) is kind
    text: str = made._repr_html_()
    return text


@each
def test_a_card_is_a_well_formed_table_with_a_caption_and_row_headers(html: str) -> None:
    table = ET.fromstring(html)
    assert table.tag == "table"
    caption = table.find("caption")
    assert caption is not None
    assert caption.text
    rows = table.findall("tbody/tr")
    assert rows
    assert all(len(row) == 2 for row in rows)
    assert all(row[0].tag == "th" and row[0].get("scope") == "row" for row in rows)
    assert all(row[1].tag == "td" and row[1].get("dir") == "auto" for row in rows)


@each
def test_a_card_runs_nothing_and_asks_nobody(html: str) -> None:
    tags = {element.tag for element in ET.fromstring(html).iter()}
    assert tags <= {"table", "caption", "tbody", "tr", "th", "td"}
    assert not re.search(r"\b(?:src|href|url|on\w+)\s*[=(]", re.sub("&.*?;", "", html))


@each
def test_a_card_is_short_whatever_it_holds(html: str) -> None:
    assert len(html.encode()) < 20_000


@each
def test_a_card_has_a_word_for_what_is_missing(html: str) -> None:
    assert not re.search(r"\b(?:None|nan|NaN|NaT)\b", html)


@each
def test_a_card_takes_its_colours_from_the_notebook(html: str) -> None:
    assert not re.search(r"color|background|border", html)


@each
def test_a_card_is_the_same_each_time(kind: type, html: str) -> None:
    assert html == EXAMPLES[kind]()._repr_html_()


def test_a_hostile_name_stands_as_text() -> None:
    text = card(EVIL, [(EVIL, EVIL)])
    table = ET.fromstring(text)
    assert [element.text for element in table.iter() if element.tag in {"caption", "th", "td"}] == [
        visible(EVIL)
    ] * 3
    assert "<script" not in text


def test_what_is_cut_says_so() -> None:
    long = card("T", [("a", "x" * 5_000), *((str(k), k) for k in range(99))])
    cells = [row[1].text or "" for row in ET.fromstring(long).findall("tbody/tr")]
    assert cells[0] == "x" * 300 + "…"
    assert cells[-1] == "and 76 more"
    assert len(cells) == 25


def test_dates_and_decimals_are_written_out() -> None:
    text = card("T", [("day", dt.date(2022, 2, 24)), ("cents", Decimal("3.50"))])
    assert "2022-02-24" in text
    assert "3.50" in text
