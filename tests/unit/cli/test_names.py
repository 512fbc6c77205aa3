"""What a shell is offered is what the rooms take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tradenet.cli import names
from tradenet.cli.names import Names, begun, last_of_list
from tradenet.flows.aggregate import LEVELS
from tradenet.networks import COMMUNITIES, FORMATS
from tradenet.sources import LAYOUTS, reference
from tradenet.sources.engine import ENGINES
from tradenet.sources.fetch import FETCHERS
from tradenet.study import load, shipped
from tradenet.study.communities.tested import KINDS

OFFERED = {
    names.complete_studies: shipped(),
    names.complete_methods: COMMUNITIES,
    names.complete_nulls: KINDS,
    names.complete_engines: ENGINES,
    names.complete_formats: FORMATS,
    names.complete_fetchers: FETCHERS,
    names.complete_layouts: LAYOUTS,
    names.complete_levels: LEVELS,
    names.complete_economies: reference.economies().names,
}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("complete", OFFERED, ids=lambda one: one.__name__)
def test_all_names_of_a_registry_are_offered_and_no_other(complete: Callable[[str], Names]) -> None:
    assert {name for name, _ in complete("")} == set(OFFERED[complete])
    assert complete("no such name") == []


@pytest.mark.parametrize("complete", OFFERED, ids=lambda one: one.__name__)
def test_what_was_begun_is_kept(complete: Callable[[str], Names]) -> None:
    first = next(iter(OFFERED[complete]))
    offered = [name for name, _ in complete(first[:2])]
    assert first in offered
    assert all(name.casefold().startswith(first[:2].casefold()) for name in offered)


def test_studies_of_this_folder_are_offered_too(tmp_path: Path) -> None:
    (tmp_path / "brown-mine.toml").write_text("", encoding="utf-8")
    offered = dict(names.complete_studies("brown"))
    assert list(offered) == ["brown-2022", "brown-mine.toml"]
    assert offered["brown-2022"] == load("brown-2022").study.title


def test_every_setting_that_is_offered_is_one_of_a_study() -> None:
    offered = [name for name, _ in names.complete_settings("")]
    assert {"bloc.hub=", "window.post=", "communities.method=", "run.seed="} <= set(offered)
    assert [name for name, _ in names.complete_settings("valuation.")] == [
        "valuation.cif_fob_ratio="
    ]
    plain = load("brown-2022").to_dict()
    for name in offered:
        section, _, key = name.removesuffix("=").partition(".")
        assert section in plain
        assert key in plain[section] or not isinstance(plain[section], dict)


def test_a_list_is_completed_at_its_end_and_repeats_no_name() -> None:
    known = [("CHN", "China"), ("CHE", "Switzerland"), ("RUS", "Russia")]
    assert [name for name, _ in last_of_list(known, "")] == ["CHN", "CHE", "RUS"]
    assert [name for name, _ in last_of_list(known, "ch")] == ["CHN", "CHE"]
    assert [name for name, _ in last_of_list(known, "CHN,CH")] == ["CHN,CHE"]
    assert last_of_list(known, "CHN,X") == []
    assert begun(known, "R") == [("RUS", "Russia")]
