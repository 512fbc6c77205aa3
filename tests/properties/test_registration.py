"""A frozen study changed in one key, whichever: the registration names that key and no other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tradenet.bloc import TESTS
from tradenet.study import freeze, load, registration, start
from tradenet.study.config import StudyConfig
from tradenet.study.preregister import digest, registered

CONFIG = load("brown-2022")
# A value of the same kind, valid beside all the others.
OTHER = {
    "bloc.hub": "IND", "bloc.spokes": ("PRK", "IRN"), "expected.null": "ipf",
    "graph.absent": "missing", "mirror.prefer": "exporter", "mirror.scheme": "mean",
    "communities.method": "louvain", "communities.options": {"resolution": 2.0},
    "run.tests": ("T0", "T1"),
}  # fmt: skip
NAMED = {"communities.options": "communities.resolution"}  # options stand beside their method


def options() -> Iterator[tuple[str, Any]]:
    """Yield every option of the shipped study by its dotted name, with its value."""
    for section in fields(StudyConfig):
        part = getattr(CONFIG, section.name)
        if is_dataclass(part) and section.name != "design":  # another design is another study
            for key in fields(part):
                yield f"{section.name}.{key.name}", getattr(part, key.name)


def another(name: str, value: Any) -> Any:  # noqa: ANN401 - any option
    """Return a different value of the same kind."""
    if name in OTHER:
        return OTHER[name]
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=1)
    if isinstance(value, tuple):
        return value[:-1] if value else ("TUR",)
    return f"{value} changed"


OPTIONS = dict(options())


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = start("brown-2022", tmp_path_factory.mktemp("studies"), "brown-2022")
    return freeze(str(path))[1]


@pytest.mark.parametrize("name", OPTIONS)
def test_one_option_changed_is_that_change(name: str, frozen: Path) -> None:
    value = OPTIONS[name]
    section, key = name.split(".")
    new = object.__new__(type(getattr(CONFIG, section)))  # whatever the value, checked or not
    for field in fields(new):
        old = getattr(getattr(CONFIG, section), field.name)
        object.__setattr__(new, field.name, another(name, value) if field.name == key else old)
    standing = registration(replace(CONFIG, **{section: new}), frozen)
    listed = [change for change in standing.changed if not change.startswith("tests.")]
    assert listed == [NAMED.get(name, name)]
    assert standing.frozen != standing.digest
    assert NAMED.get(name, name) in standing.sentence
    assert standing.to_dict()["pre_registered"] is False


def test_every_assumption_on_hidden_trade_is_registered(frozen: Path) -> None:
    """One dollar more in one of eight rows."""
    last = replace(CONFIG.hidden[-1], after_usd=CONFIG.hidden[-1].after_usd + 1)
    more = replace(CONFIG, hidden=(*CONFIG.hidden[:-1], last))
    assert registration(more, frozen).changed == ("hidden",)
    assert registration(replace(CONFIG, hidden=CONFIG.hidden[::-1]), frozen).changed == ("hidden",)
    assert registration(CONFIG, frozen).changed == ()


@pytest.mark.parametrize(
    ("test", "key"),
    [(name, field.name) for name, test in TESTS.items() for field in fields(test)],
)
def test_every_threshold_of_every_test_is_registered(test: str, key: str) -> None:
    changed = replace(TESTS[test], **{key: getattr(TESTS[test], key) * 2})
    one, other = registered(CONFIG), registered(CONFIG, {**TESTS, test: changed})
    assert digest(one) != digest(other)
    assert one["tests"][test]["settings"][key] * 2 == other["tests"][test]["settings"][key]
    assert registered(load("brown-2022", ['run.tests=["T1"]']))["tests"].keys() == {"T1"}
