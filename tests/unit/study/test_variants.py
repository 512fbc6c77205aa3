"""Variants, their outcomes, and where placebo dates and neutral networks come from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.unit.bloc.worlds import BLOC, grown, network
from tradenet.bloc import TABLE, BlocTestResult, Contrast, Evidence
from tradenet.domain import InsufficientData, Period, TradeGraph, Window
from tradenet.study import bridge, load
from tradenet.study.answer import told
from tradenet.study.bridge import _bounds
from tradenet.study.config import StudyConfig
from tradenet.study.gather import movable, neutral, trading
from tradenet.study.material import Known, Material
from tradenet.study.variants import Variant, outcome, outcomes, variants

CONFIG = load("brown-2022")


def named(config: StudyConfig) -> dict[str, Variant]:
    return {variant.name: variant for variant in variants(config, {})}


@pytest.mark.parametrize(
    ("settings", "name", "place", "value"),
    [
        ((), "absent cells: read as missing", "graph.absent", "missing"),
        (("graph.absent=missing",), "absent cells: read as zero", "graph.absent", "zero"),
        ((), "mirror: exporter first", "mirror.prefer", "exporter"),
        (("mirror.prefer=exporter",), "mirror: importer first", "mirror.prefer", "importer"),
        ((), "mirror: everybody speaks, also who fell silent", "mirror.constant_reporters", False),
        ((), "freight: CIF/FOB 1.00", "valuation.cif_fob_ratio", 1.0),
        ((), "freight: CIF/FOB 1.10", "valuation.cif_fob_ratio", 1.1),
        ((), "IND: an effect of its own", "inference.apart", ("IND",)),
        (('inference.apart=["TUR"]',), "IND: an effect of its own", "inference.apart",
         ("TUR", "IND")),
        ((), "window: 2018 to 2019 before", "window.pre", (2018, 2019)),
        ((), "doubtful cells: counted", "quality.quarantine", False),
        (("quality.quarantine=false",), "doubtful cells: set aside", "quality.quarantine", True),
    ],
)  # fmt: skip
def test_a_variant_is_the_study_with_one_option_turned(
    settings: tuple[str, ...], name: str, place: str, value: object
) -> None:
    config = load("brown-2022", settings)
    section, key = place.split(".")
    made = named(config)[name].config
    assert getattr(getattr(made, section), key) == value
    part = replace(getattr(made, section), **{key: getattr(getattr(config, section), key)})
    assert replace(made, **{section: part}) == config


def test_what_cannot_be_turned_is_no_variant() -> None:
    """Two years before have no last two of them; who speaks already cannot be let speak."""
    short = named(load("brown-2022", ["window.pre=[2018, 2019]"]))
    assert not any(name.startswith("window") for name in short)
    loud = named(load("brown-2022", ["mirror.constant_reporters=false"]))
    assert not any("fell silent" in name for name in loud)
    plain = named(load("brown-2022", ["inference.critical_apart=[]"]))
    assert not any("effect of its own" in name for name in plain)
    soft = {variant.name for variant in variants(CONFIG, {}) if not variant.critical}
    assert soft == {"window: 2018 to 2019 before", "doubtful cells: counted"}


def nothing_held(config: StudyConfig, window: Window) -> None:
    msg = f"{config.study.name}: nothing from {window.pre[0]}"
    raise InsufficientData(msg)


EMPTY = Material(nothing_held, {}, Known(frozenset(), ()))  # type: ignore[arg-type]


def test_a_variant_that_cannot_be_computed_says_why_and_stops_no_other() -> None:
    said: list[tuple[str, float]] = []
    listed = [Variant("one", CONFIG), Variant("two", CONFIG, critical=False)]
    found = outcomes(EMPTY, listed, lambda step, share: said.append((step, share)))
    step = "holding the verdict against other choices"
    assert said == [(step, 0.0), (step, 0.5)]
    assert [each.findings for each in found] == [None, None]
    assert [each.critical for each in found] == [True, False]
    assert found[0].line == {
        "variant": "one", "critical": True, "problem": "brown-2022: nothing from 2015",
    }  # fmt: skip
    assert outcome(EMPTY, listed[1]) == found[1]


@given(
    st.dictionaries(st.integers(1990, 2023), st.sampled_from(["a", "b"]), max_size=34),
    st.sampled_from([(2015, 2016, 2017, 2018, 2019), (2019,), (2020, 2021)]),
)
@example(dict.fromkeys(range(1990, 2024), "a"), (2019,))
def test_dates_by_brute_force(sources: dict[int, str], pre: tuple[int, ...]) -> None:
    """A year is one if, the event put there, all periods are of one source and before the event."""
    config = replace(CONFIG, window=Window(pre, (2023,)))
    wanted = []
    for year in range(1980, 2022):
        periods = [code - 2022 + year for code in (*pre, 2023)]
        held = [sources.get(code) for code in periods]
        if None not in held and len(set(held)) == 1 and max(periods) < 2022:
            wanted.append(year)
    assert movable(config, sources) == tuple(wanted)


def test_the_neutral_network_keeps_members_who_sanction_each_other() -> None:
    """A member's own sanctions do not take it out of its own set."""
    known = Known(frozenset({"E01", "E20", "E00", "XXX"}), ())
    left = neutral(network(), known).contrast.economies
    assert set(grown().economies) - set(left) == {"E01"}
    assert neutral(network(), Known(frozenset(), ())).contrast.economies == grown().economies


def test_a_period_without_trade_is_no_period() -> None:
    values = np.array([[np.nan, 1.0], [0.0, np.nan]])
    made = [TradeGraph(("A", "B"), values * share, Period(2018 + share)) for share in (0, 1)]
    assert list(trading(tuple(made))) == [2019]


def bare(config: StudyConfig, **changes: object) -> Evidence:
    return replace(Evidence(BLOC, config.window, None, {}, {}), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sources", "settings"),
    [
        ({2023: "imf_dots"}, ()),
        ({2023: "baci_totals"}, ()),
        ({}, ()),
        ({2022: "baci_totals"}, ("window.post=[2022]",)),
    ],
)
def test_there_is_no_bridge_where_the_last_year_is_not_of_its_source(
    sources: dict[int, str], settings: tuple[str, ...]
) -> None:
    """Not of BACI; or of BACI, but without that year's graph, or the study ends elsewhere."""
    config = load("brown-2022", settings)
    flowing = replace(EMPTY, sources=sources)
    assert bridge.changes(config, flowing, bare(config, world=network())) == {}
    assert bridge.changes(config, flowing, bare(config)) == {}


WORLD_CODES = ("CHN", "DEU", "IND", "IRN", "MEX", "PRK", "RUS", "USA", "ZAF")


def bridged() -> tuple[Contrast, dict[str, object]]:
    """Return nine economies in 2023 and the bridge made for them."""
    rng = np.random.default_rng(4)
    values = rng.uniform(1e13, 2e13, (9, 9))
    np.fill_diagonal(values, np.nan)
    graph = TradeGraph(WORLD_CODES, values, Period(2023))
    before = values.copy()
    before[0, 5] = np.nan
    contrast = Contrast(WORLD_CODES, before, values, np.ones(9, dtype=bool))
    world = replace(network(), contrast=contrast)
    given = bare(CONFIG, world=world, graphs={2023: graph})
    return contrast, dict(bridge.changes(CONFIG, replace(EMPTY, sources={2023: "baci_totals"}),
                                         given))  # fmt: skip


def test_the_bridge_fills_what_was_seen_and_nothing_else() -> None:
    """Bounds, exports and imports of the snapshot; never below the mean of the lower bounds."""
    contrast, changes = bridged()
    (change,) = changes.values()
    filled = change(contrast)  # type: ignore[operator]
    np.testing.assert_array_equal(filled.after, contrast.after)
    np.testing.assert_array_equal(filled.observed, contrast.observed)
    lower = np.mean([_bounds(WORLD_CODES, year)[0] for year in CONFIG.window.pre], axis=0)
    seen = contrast.observed
    assert (filled.before[seen] >= lower[seen] * (1 - 1e-9)).all()
    with pytest.raises(InsufficientData, match="the bridge is made for other economies"):
        change(contrast.without(["ZAF"]))  # type: ignore[operator]


def test_bounds_are_those_of_the_snapshots_rows() -> None:
    """Pandas picks the same numbers; who is not in the network is in no cell."""
    from tradenet.sources import snapshot

    frame = snapshot.table("bridge").to_pandas().query("period == 2018")
    rows = frame.set_index(["exporter", "importer"])["value_usd"]
    lower, exports, imports = _bounds(("CHN", "RUS", "XXX"), 2018)
    assert lower[0, 1] == rows["CHN", "RUS"]
    assert lower[1, 0] == rows["RUS", "CHN"]
    assert exports.tolist() == [rows["CHN", "WLD"], rows["RUS", "WLD"], 0.0]
    assert imports.tolist() == [rows["WLD", "CHN"], rows["WLD", "RUS"], 0.0]
    assert np.count_nonzero(lower) == 2


HUB = BlocTestResult("T2", "?", statistic=1.0, effect="trade × 1.20")
NOT = BlocTestResult("T2", "?", effect="not applicable: no valid reference")


@pytest.mark.parametrize(
    ("test", "row", "said"),
    [
        (HUB, 7, "It rose: trade × 1.20."),
        (HUB, TABLE[-1].number, "It rose: trade × 1.20."),
        (NOT, 7, "It rose."),
        (NOT, TABLE[-1].number, "No verdict: no valid reference."),
    ],
)
def test_the_sentence_has_the_estimate_or_the_reason(
    test: BlocTestResult, row: int, said: str
) -> None:
    assert told("It rose.", row, [test]) == said
