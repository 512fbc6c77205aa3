"""A whole study on a world made by hand: sixty economies, one event, an answer that is known."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tradenet.bloc import TABLE
from tradenet.domain import stream
from tradenet.sources import reference
from tradenet.study import StudyResult, load, run
from tradenet.study.answer import MAIN, told
from tradenet.study.gather import movable
from tradenet.study.variants import variants

pytestmark = pytest.mark.long

MEMBERS = ("CHN", "PRK", "IRN", "RUS")
HUB = [("CHN", spoke) for spoke in MEMBERS[1:]]
SPOKES = [("PRK", "IRN"), ("PRK", "RUS"), ("IRN", "RUS")]
YEARS = (*range(1992, 2020), 2023)


def economies() -> list[str]:
    """Return China first, then neutral economies by falling size, the spokes among them."""
    sanctioners = set(reference.sanctioners(MEMBERS, on=load("brown-2022").event.date))
    rivals = set(load("brown-2022").inference.rivals)
    known = sorted(set(reference.economies().names) - sanctioners - rivals - set(MEMBERS))
    lasting = [code for code in known if code not in {"SSD", "TLS", "SRB", "MNE", "XKX", "SDN"}]
    chosen = [code for code in lasting if len(code) == 3][:56]
    return ["CHN", *chosen[:15], "RUS", *chosen[15:28], "IRN", *chosen[28:40], "PRK", *chosen[40:]]


def written(folder: Path, factors: dict[str, float]) -> Path:
    """Write pair totals; after 2022 each class is multiplied by its factor."""
    codes = economies()
    rng = stream(1, "tests/answer")
    size = np.exp(np.linspace(4, 0, len(codes)))
    base = np.outer(size, size) * rng.lognormal(0, 1, (len(codes),) * 2) * 1e8
    lines = ["year,exporter,importer,value_usd"]
    rise = {frozenset(pair): factors.get("hub_spoke", 1.0) for pair in HUB}
    rise |= {frozenset(pair): factors.get("spoke_spoke", 1.0) for pair in SPOKES}
    for year in YEARS:
        drift = rng.lognormal(0, 0.15 if year < 2020 else 0.25, base.shape)
        for i, one in enumerate(codes):
            for j, other in enumerate(codes):
                if i != j:
                    more = rise.get(frozenset((one, other)), 1.0) if year == 2023 else 1.0
                    lines.append(f"{year},{one},{other},{base[i, j] * drift[i, j] * more:.2f}")
    path = folder / "world.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def answer(folder: Path, **factors: float) -> StudyResult:
    return run(load("brown-2022", ["shown.last=2023"]), written(folder, factors))


@pytest.fixture(scope="module")
def bloc(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    """Hub–spoke and spoke–spoke trade four times as large."""
    return answer(tmp_path_factory.mktemp("bloc"), hub_spoke=4.0, spoke_spoke=4.0)


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    """Nothing happened."""
    return answer(tmp_path_factory.mktemp("nothing"))


def test_a_bloc_is_supported_in_every_critical_variant(bloc: StudyResult) -> None:
    assert bloc.facts["leading_reading"] == "SUPPORTED-BLOC"
    assert bloc.facts["verdict_row"] == 2
    moved = bloc.facts["variants_moved"]
    assert (bloc.verdict == "SUPPORTED-BLOC") == (not moved)
    assert all(test.passed for test in bloc.tests if test.name in {"T2", "T3", "T4", "T6"})


def test_a_world_without_an_event_supports_nothing(nothing: StudyResult) -> None:
    assert nothing.facts["verdict_row"] in {8, 9, 10, 11}
    assert not nothing.tests[2].passed


def test_the_specifications_begin_with_the_study_itself(bloc: StudyResult) -> None:
    table = bloc.to_frame("specifications")
    assert table["variant"][0] == MAIN
    assert table["row"][0] == bloc.facts["verdict_row"]
    assert table["critical"].sum() > 10
    moved = table[table["critical"] & (table["row"] != table["row"][0])]["variant"].tolist()
    assert moved == bloc.facts["variants_moved"]


def test_the_p_value_can_be_made_again_from_the_tables(bloc: StudyResult) -> None:
    placebos = bloc.to_frame("placebos").query("`class` == 'hub_spoke'")["statistic"]
    own = bloc.tests[2].statistic
    assert bloc.tests[2].p_value == (1 + (placebos >= own).sum()) / (1 + len(placebos))


def test_the_estimate_is_near_what_was_planted(bloc: StudyResult) -> None:
    low, high = bloc.tests[2].interval
    assert low < np.log(4) < high
    dyads = bloc.to_frame("class_dyads")
    hub = dyads[dyads["class"] == "hub_spoke"]
    assert set(hub["other"]) == set(MEMBERS[1:])
    assert (hub["log_change"] > 0).all()


def test_placebo_dates_are_no_real_episodes(bloc: StudyResult) -> None:
    years = set(bloc.to_frame("placebo_dates")["year"])
    assert years
    assert years.isdisjoint({2006, 2010, 2013, 2014, 2017, 2018, 2022})


def test_everything_can_be_written_as_json(bloc: StudyResult) -> None:
    json.dumps([test.to_dict() for test in bloc.tests])
    json.dumps(bloc.facts, default=str)


def test_the_sentence_names_the_estimate(bloc: StudyResult, nothing: StudyResult) -> None:
    for result in (bloc, nothing):
        assert "beyond its expectation" in result.sentence
        assert result.sentence.endswith(".")


def test_every_row_has_a_sentence_with_its_numbers(bloc: StudyResult) -> None:
    for row in TABLE:
        assert told(row.sentence, row.number, bloc.tests).count("95 % interval") == 1


def test_dates_move_only_where_one_source_holds_every_period() -> None:
    config = load("brown-2022")
    whole = dict.fromkeys(range(1992, 2021), "imf_dots") | {2022: "baci", 2023: "baci"}
    assert movable(config, whole) == tuple(range(1999, 2020))
    broken = {year: source for year, source in whole.items() if year != 2010}
    assert 2009 not in movable(config, broken)  # its year after is missing
    assert 2014 not in movable(config, broken)
    mixed = whole | {2000: "other"}
    assert 1999 not in movable(config, mixed)


def test_months_are_not_moved() -> None:
    months = load(
        "brown-2022",
        ["window.pre=[202101, 202102]", "window.post=[202301]", "shown.first=202101",
         "shown.last=202301"],
    )  # fmt: skip
    assert movable(months, {202101: "a", 202102: "a", 202301: "a"}) == ()


def test_every_variant_changes_one_thing() -> None:
    config = load("brown-2022")
    listed = variants(config, {})
    assert len({variant.name for variant in listed}) == len(listed)
    for variant in listed:
        options = [
            name
            for name in config.__dataclass_fields__
            if getattr(config, name) != getattr(variant.config, name)
        ]
        assert len(options) + (variant.change is not None) == 1, variant.name


def test_the_critical_variants_are_those_of_the_rule() -> None:
    critical = [v.name for v in variants(load("brown-2022"), {"bridge": lambda c: c}) if v.critical]
    for word in ("missing", "zero", "bridge", "exporter first", "fell silent", "CIF", "IND"):
        assert any(word in name for name in critical), word


def test_tables_are_typed_even_where_a_test_does_not_apply(nothing: StudyResult) -> None:
    for name in ("placebos", "event_study", "partners", "rivals", "power", "without_each"):
        frame = nothing.to_frame(name)
        assert isinstance(frame, pd.DataFrame)
        assert len(frame.columns) >= 2
