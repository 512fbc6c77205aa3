"""Every design of study: one name in three rooms, thresholds that are registered, options told."""

import dataclasses
import json
from types import MappingProxyType

import pytest

from tradenet.bloc import BATTERIES, NoOptions
from tradenet.bloc.row import Row, as_plain, first
from tradenet.domain import ConfigError, UnknownName
from tradenet.report.designs import LAYOUTS
from tradenet.study import load, shipped
from tradenet.study.designs import DESIGNS
from tradenet.study.preregister import registered
from tradenet.study.rules import DesignRules

SMALL = (
    Row(1, "NEGATIVE", "x < 0", lambda x: x < 0, "below"),
    Row(2, "REST", "otherwise", lambda _: True, "not below"),
)


def test_a_design_has_one_name_in_every_room() -> None:
    assert list(BATTERIES) == list(DESIGNS) == list(LAYOUTS)
    for registry in (BATTERIES, DESIGNS, LAYOUTS):
        assert isinstance(registry, MappingProxyType)


@pytest.mark.parametrize("name", BATTERIES)
def test_what_decides_is_plain_and_whole(name: str) -> None:
    """Tests have questions, thresholds are fields, the rule is JSON with a table that ends."""
    battery = BATTERIES[name]
    assert set(battery.tests) <= set(battery.questions)
    assert all(question.endswith("?") for question in battery.questions.values())
    assert dataclasses.is_dataclass(battery.options)
    for test in battery.tests.values():
        assert dataclasses.is_dataclass(test)
        with pytest.raises((dataclasses.FrozenInstanceError, AttributeError, TypeError)):
            test.threshold = 1  # type: ignore[attr-defined]
    rule = json.loads(json.dumps(battery.rule()))
    numbers = [row[0] for row in rule["table"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert rule["table"][-1][2] == "otherwise"


@pytest.mark.parametrize("name", BATTERIES)
def test_every_verdict_is_explained_and_every_name_of_a_test_is_known(name: str) -> None:
    meanings = LAYOUTS[name].meanings
    verdicts = {row[1] for row in BATTERIES[name].rule()["table"]}
    assert verdicts <= set(meanings)
    assert all(words.endswith(".") for words in meanings.values())


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_study_is_registered_with_the_tests_of_its_design(name: str) -> None:
    config = load(name)
    battery = BATTERIES[config.design.name]
    content = registered(config)
    assert list(content["tests"]) == list(battery.tests)
    assert content["options"]["design"]["name"] == config.design.name
    assert content["options"]["run"]["tests"] == list(battery.questions)
    assert content["rule"] == json.loads(json.dumps(battery.rule()))


def test_options_of_another_design_are_refused_with_those_it_has() -> None:
    assert DesignRules().chosen() == NoOptions()
    with pytest.raises(ConfigError, match="bloc has no options, not speed"):
        DesignRules("bloc", {"speed": 1})
    with pytest.raises(UnknownName, match="did you mean 'bloc'"):
        DesignRules("block")
    with pytest.raises(ConfigError, match="bloc has no options, not speed"):
        load("brown-2022", ["design.speed=1"])
    with pytest.raises(ConfigError, match="did you mean 'bloc'"):
        load("brown-2022", ["design.name=block"])


def test_the_first_row_that_holds_decides() -> None:
    assert [first(SMALL, x).verdict for x in (-1, 0, 1)] == ["NEGATIVE", "REST", "REST"]
    assert as_plain(SMALL) == [[1, "NEGATIVE", "x < 0"], [2, "REST", "otherwise"]]
