"""The inference on real sets whose answer is known, all of them: `tradenet controls`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.golden.test_controls import flat
from tradenet.cli import app


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """The whole command, as a user runs it."""
    told = CliRunner().invoke(app, ["controls", "--json", "--quiet"])
    assert told.exit_code == 0, told.output
    numbers: dict[str, Any] = json.loads(told.stdout)
    return numbers


def test_the_numbers_are_those_kept(found: dict[str, Any], golden: Callable[..., None]) -> None:
    golden("controls", flat(found), rel=1e-6)


@pytest.mark.parametrize("name", ["rise", "fall", "rise, by change"])
def test_random_sets_are_called_something_as_often_as_said(
    found: dict[str, Any], name: str
) -> None:
    """Five in a hundred lie inside the 99.9 % band of what was counted."""
    from scipy.stats import binomtest

    rate = found["size"][name]
    assert rate["sets"] >= 100
    assert binomtest(int(rate["hits"]), int(rate["sets"]), 0.05).pvalue > 0.001
