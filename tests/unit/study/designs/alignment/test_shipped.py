"""The shipped study of alignment: what is fixed in its file, and what a mistake in it is told."""

from __future__ import annotations

import datetime as dt

import pytest

from tradenet.bloc.alignment import AlignmentOptions
from tradenet.domain import ConfigError
from tradenet.study import load


def test_its_spokes_are_those_who_voted_no_and_nobody_is_the_hub() -> None:
    config = load("alignment")
    assert config.bloc.members == ("BLR", "ERI", "PRK", "RUS", "SYR")
    assert config.bloc.hub_spoke == ()
    assert config.event.date == dt.date(2022, 3, 2)
    assert config.tests == ("V0", "V1", "V2", "V3", "V4")


def test_its_options_are_the_defaults_written_out() -> None:
    """Exposure lies before the event, in the years of trade before it."""
    config = load("alignment")
    options = config.design.chosen()
    assert options == AlignmentOptions()
    assert options.exposure == config.window.pre
    assert max(options.exposure) < config.event.date.year


def test_an_option_can_be_set_and_is_recorded() -> None:
    config = load("alignment", ["design.matters=-0.2", "design.worlds=0"])
    assert config.design.chosen().matters == -0.2
    assert config.to_dict()["design"]["worlds"] == 0
    assert config.to_dict()["design"]["name"] == "alignment"


@pytest.mark.parametrize(
    ("setting", "told"),
    [("design.offset=0", "offset must be > 0"), ("design.mattters=-0.1", "did you mean"),
     ("design.permutations=5", "can never give a p-value of 0.05")],
)  # fmt: skip
def test_a_mistake_is_told(setting: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        load("alignment", [setting])
