"""Options of the design: as TOML gives them, with mistakes told by name."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from tradenet.bloc import BATTERIES
from tradenet.bloc.substitution import AccountRules, Spell, SubstitutionOptions
from tradenet.domain import ConfigError
from tradenet.study.rules import DesignRules, made

GIVEN: dict[str, Any] = {
    "dependent": "PRK",
    "exposed": "ex-USSR",
    "closures": [[202002, 202112]],
    "account": {
        "base_first": 201001,
        "base_last": 201312,
        "wages": ["2017 RUB/month"],
        "shares": ["2017 share"],
        "workers": [{"first": 201001, "last": 201112, "rows": ["2010 persons"]}],
    },
}


def test_tables_become_frozen_options() -> None:
    options = made(SubstitutionOptions, GIVEN)
    assert options == SubstitutionOptions(
        "PRK",
        "ex-USSR",
        AccountRules(
            201001,
            201312,
            ("2017 RUB/month",),
            ("2017 share",),
            (Spell(201001, 201112, ("2010 persons",)),),
        ),
        ((202002, 202112),),
    )
    with pytest.raises(dataclasses.FrozenInstanceError):
        options.dependent = "IRN"
    with pytest.raises(dataclasses.FrozenInstanceError):
        options.account.base_first = 1


def test_what_is_not_given_has_a_default() -> None:
    assert DesignRules("substitution").chosen() == SubstitutionOptions()
    assert SubstitutionOptions().account == AccountRules()
    assert SubstitutionOptions().closures == ()


def test_options_are_told_back_whole() -> None:
    told = DesignRules("substitution", GIVEN).to_dict()
    assert told["name"] == "substitution"
    assert told["account"]["workers"][0] == {
        "first": 201001,
        "last": 201112,
        "rows": ("2010 persons",),
    }
    assert told["closures"] == ((202002, 202112),)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"dependant": "PRK"}, "not dependant"),
        ({"account": {"base": 201001}}, "account.base"),
        ({"account": {"workers": [{"first": 201001, "rows": []}]}}, "last"),
        (
            {"account": {"workers": [{"first": 201001, "last": 201101, "rows": [], "x": 1}]}},
            "x",
        ),
        ({"account": {"wages": "2017 RUB/month"}}, "wages"),
        ({"account": {"shares": []}}, "no wage or no share"),
        ({"account": {"base_first": 201401}}, "no months in order"),
        ({"closures": [[202002]]}, "closures"),
        ({"closures": [[202002, 202001]]}, "no months in order"),
        ({"closures": [[2020, 2021]]}, "no months in order"),
        ({"dependent": 5}, "dependent"),
    ],
)
def test_mistakes_are_told_by_name(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        DesignRules("substitution", {**GIVEN, **change})


def test_the_battery_asks_in_order() -> None:
    battery = BATTERIES["substitution"]
    assert battery.options is SubstitutionOptions
    assert list(battery.questions) == list(battery.tests) == ["T0", "S1", "S2", "S3"]
    for name in ("S1", "S2", "S3"):
        assert dataclasses.is_dataclass(battery.tests[name])
        assert len(type(battery.tests[name]).__doc__ or "") > 100
