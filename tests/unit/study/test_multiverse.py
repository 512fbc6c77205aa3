"""The multiverse on a world made by hand, its grids, its page and its curve."""

from __future__ import annotations

import json
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pandas as pd
import pytest

from tests.unit.study.test_answer import written
from tradenet.domain import ConfigError, SourceError
from tradenet.report import curve
from tradenet.study import load
from tradenet.study.multiverse import (
    Choice,
    Grid,
    Multiverse,
    Task,
    load_grid,
    multiverse,
    page,
    write,
)
from tradenet.study.multiverse.grid import GRIDS, settings

pytestmark = pytest.mark.long

GIVEN = ("shown.last=2023",)
SMALL = Grid(
    (
        Choice("absent cells", "graph.absent", ("zero", "missing")),
        Choice("whose report first", "mirror.prefer", ("importer", "exporter")),
        Choice("years before", "window.pre", ([2018, 2019], [1950])),
    )
)


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("multiverse"), {"hub_spoke": 3.0, "spoke_spoke": 3.0})


@pytest.fixture(scope="module")
def found(flows: Path) -> Multiverse:
    return multiverse(Task("brown-2022", GIVEN, flows), SMALL)


def test_every_combination_is_there_whatever_it_gives(found: Multiverse) -> None:
    assert [tuple(line["choices"].values()) for line in found.lines] == [
        (absent, first, years)
        for absent in ("zero", "missing")
        for first in ("importer", "exporter")
        for years in ([2018, 2019], [1950])
    ]
    for line in found.lines:
        unheld = line["choices"]["window.pre"] == [1950]
        assert (line["hub_spoke_statistic"] is None) == (line["curves"] == {}) == unheld
        assert (line["row"] == 1) == unheld
    assert sum(found.rows().values()) == 8
    assert found.rows()[1] == 4


def test_a_bloc_is_one_in_the_whole_curve(found: Multiverse) -> None:
    """Both classes trebled: every curve that can be computed is far out, and so is the whole."""
    assert set(found.joint) == {"hub_spoke", "spoke_spoke"}
    for told in found.joint.values():
        assert told.specifications == 4
        assert told.sets > 1000
        assert told.median_change > 0.5
        assert (told.share_significant, told.p_share) == (1.0, pytest.approx(told.p_share))
        assert max(told.p_median, told.p_mean_z) < 0.01


def test_two_processes_give_the_same(flows: Path, found: Multiverse) -> None:
    done: list[tuple[int, int]] = []
    grid = Grid(SMALL.choices[:2])
    task = Task("brown-2022", (*GIVEN, "window.pre=[2018, 2019]"), flows)
    twice = multiverse(task, grid, processes=2, say=lambda k, of: done.append((k, of)))
    assert done[-1] == (4, 4)
    once = [line for line in found.lines if line["curves"]]
    for one, other in zip(twice.lines, once, strict=True):
        assert one["hub_spoke_statistic"] == other["hub_spoke_statistic"]
        assert one["curves"] == other["curves"]
    assert twice.joint == found.joint


def test_what_was_computed_is_not_computed_again(
    flows: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRADENET_CACHE", str(tmp_path))
    grid = Grid((Choice("years before", "window.pre", ([1950], [1951])),))
    first = multiverse(Task("brown-2022", GIVEN, flows), grid)
    (one, other) = sorted(tmp_path.rglob("line.json"))
    for path in (one, other):
        changed = {**json.loads(path.read_text(encoding="utf-8")), "problem": "kept"}
        path.write_text(json.dumps(changed), encoding="utf-8")
    again = multiverse(Task("brown-2022", GIVEN, flows), grid)
    assert {line["problem"] for line in again.lines} == {"kept"}
    assert "kept" not in {line["problem"] for line in first.lines}


def test_the_folder_holds_table_page_and_curve(found: Multiverse, tmp_path: Path) -> None:
    told = found.to_json()
    write(found, tmp_path / "out", {"curve.svg": curve.draw(told)})
    table = pd.read_csv(tmp_path / "out" / "specifications.csv")
    assert len(table) == 8
    assert {"absent cells", "row", "hub_spoke_log_change", "hub_spoke_p_value"} <= set(table)
    assert json.loads((tmp_path / "out" / "multiverse.json").read_text(encoding="utf-8")) == (
        json.loads(json.dumps(told))
    )
    text = (tmp_path / "out" / "multiverse.md").read_text(encoding="utf-8")
    assert text.rstrip() == page(told).rstrip()
    assert "8 specifications: row 1 in 4, row" in text
    assert "years before: [2018, 2019]: ×" in text
    assert "[1950]: –" in text
    drawn = ET.fromstring((tmp_path / "out" / "curve.svg").read_text(encoding="utf-8"))
    words = " ".join(filter(None, (node.text for node in drawn.iter())))
    assert "under 4 specifications" in words
    assert "whose report first: exporter" in words
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SourceError, match="not ours to replace"):
        write(found, tmp_path / "mine", {})


def test_the_curve_is_drawn_the_same_twice(found: Multiverse) -> None:
    assert curve.draw(found.to_json()) == curve.draw(found.to_json())


def test_the_shipped_grid_holds_the_study_itself() -> None:
    """The main specification is one of the grid's, and every other one is a valid study."""
    for path in GRIDS.glob("*.toml"):
        grid, main = load_grid(path.stem), load(path.stem).to_dict()
        listed = list(grid.specifications())
        assert len(listed) > 50
        for choice in grid.choices:
            section, key = choice.key.split(".")
            assert list(choice.values).count(main[section][key]) == 1, choice.name
        assert len({load(path.stem, settings(one)) for one in listed[:: len(listed) // 20]}) >= 20


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no [[choice]]"),
        ("choice = 3", "no [[choice]]"),
        ("[[choice]\n", "not valid TOML"),
        ('[[choice]]\nname = "a"\nkey = "x.y"\n', "choice 1 needs exactly key, name, values"),
        ('[[choice]]\nname = "a"\nkey = "x.y"\nvalues = []\n', "a list of one or more"),
        ('[[choice]]\nname = "a"\nkey = "x.y"\nvalues = 3\n', "a list of one or more"),
        (
            '[[choice]]\nname = "a"\nkey = "x.y"\nvalues = [1]\n' * 2,
            "choice 2 (a): x.y is chosen twice",
        ),
        ("speed = 1", "unknown speed"),
    ],
)
def test_a_grid_with_mistakes_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "grid.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refusal:
        load_grid("brown-2022", path)
    assert words in str(refusal.value)
    assert "grid.toml" in str(refusal.value)


def test_no_grid_names_the_shipped_ones() -> None:
    with pytest.raises(ConfigError, match=r"mine\.toml: no such grid; .* brown-2022"):
        load_grid("mine")


def test_a_choice_that_is_no_option_is_refused(flows: Path) -> None:
    grid = Grid((Choice("colour", "graph.colour", ("red",)),))
    with pytest.raises(ConfigError, match="colour"):
        multiverse(Task("brown-2022", GIVEN, flows), grid)


def test_settings_are_toml() -> None:
    told = settings({"a.b": [1, 2], "c.d": "x y", "e.f": True, "g.h": 1.5, "i.j": []})
    assert [tomllib.loads(line) for line in told] == [
        {"a": {"b": [1, 2]}}, {"c": {"d": "x y"}}, {"e": {"f": True}}, {"g": {"h": 1.5}},
        {"i": {"j": []}},
    ]  # fmt: skip
