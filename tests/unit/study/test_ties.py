"""Tables of ties in a study: where they are looked for, what is fixed, what is told of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.bloc.layers import drawn
from tradenet.domain import ConfigError, Provenance, SchemaError
from tradenet.sources.ties import TIES
from tradenet.study import StudyConfig, StudyResult, files_of, find, load, registration
from tradenet.study.ties import SCHEMAS, look_at, sentence, with_ties
from tradenet.study.words import NOT_LOADED

# Invented numbers of real economies: what is tested is words and places.
CODES = [
    "ARE", "ARM", "BRA", "CHN", "DEU", "FRA", "GEO", "IND", "IRN",
    "JPN", "KAZ", "KGZ", "KOR", "MEX", "PRK", "RUS", "TUR", "USA",
]  # fmt: skip
CANNOT = f"Trade among the spokes is not reported{NOT_LOADED}"


def rows(kind: str, rise: float = 1.0) -> str:
    """Return a table of eighteen economies in 2019 and 2023; the spokes are IRN, PRK and RUS."""
    table = drawn(7, len(CODES), noise=0.3, share=TIES[kind].share)
    lines = []
    for period, layer in zip(table.periods, table.values, strict=True):
        for i, one in enumerate(CODES):
            for j, other in enumerate(CODES):
                among = {one, other} <= {"IRN", "PRK", "RUS"} and period == table.periods[1]
                if i != j:
                    lines.append(f"{kind},{period},{one},{other},{layer[i, j] * rise**among:.9g}")
    return "\n".join(lines) + "\n"


Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def made(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text("kind,period,from,to,value\n" + text, encoding="utf-8")
        return path

    return made


@pytest.fixture(scope="module")
def config() -> StudyConfig:
    return load("brown-2022", ["window.pre=[2019]", "window.post=[2023]"])


def empty(config: StudyConfig) -> StudyResult:
    """A result in which nothing was found, to be told beside ties."""
    return StudyResult(config, "NOT-TESTED", "", CANNOT, (), {}, (), Provenance("none"), {})


def test_a_study_names_its_tables_beside_itself(tmp_path: Path, write: Write) -> None:
    """The path is relative to the TOML file; one kind may be picked."""
    write("mine.csv", rows("remittances") + rows("flights"))
    text = find("brown-2022").read_text(encoding="utf-8")
    study = tmp_path / "mine.toml"
    study.write_text(f'{text}\n[[ties]]\nfile = "mine.csv"\nkind = "flights"\n', encoding="utf-8")
    config = load(str(study))
    assert files_of(config) == ((tmp_path / "mine.csv", "flights"),)
    assert config.to_dict()["ties"] == [{"file": "mine.csv", "kind": "flights"}]
    assert list(look_at(config).looks) == ["flights"]
    further = tmp_path / "further.csv"
    assert files_of(config, [further])[1] == (further, "")


def test_a_study_without_tables_is_the_one_that_was_frozen() -> None:
    """No key of its own in the registration, so that no hash moved; with one it would."""
    config = load("brown-2022")
    assert "ties" not in config.to_dict()
    assert "ties" not in registration(config).changed
    own = load("brown-2022", ['ties=[{file = "x.csv"}]'][:0])
    assert own == config


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('file = "x.csv"\nkind = "flihgts"', "did you mean 'flights'"),
        ('file = "x.csv"\nsort = "flights"', "unknown key ties.sort"),
        ('kind = "flights"', "file is missing"),
        ("file = 5", "file"),
    ],
)
def test_a_wrong_section_is_told(tmp_path: Path, table: str, words: str) -> None:
    """Unknown kind, unknown key, no file, no path."""
    text = find("brown-2022").read_text(encoding="utf-8")
    study = tmp_path / "mine.toml"
    study.write_text(f"{text}\n[[ties]]\n{table}\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=words):
        load(str(study))


def test_without_a_table_financial_ties_are_not_tested(config: StudyConfig) -> None:
    """In the facts and in the sentence; no tables appear."""
    told = with_ties(empty(config), look_at(config))
    assert told.facts["financial_ties"] == "not tested"
    assert told.facts["other_ties"] == {}
    assert told.facts["tie_tables"] == []
    assert told.cannot_show == CANNOT
    assert not set(SCHEMAS) & set(told.tables)


def test_closeness_is_no_financial_tie(config: StudyConfig, write: Write) -> None:
    """Flights alone leave financial ties not tested."""
    told = with_ties(empty(config), look_at(config, [write("a.csv", rows("flights"))]))
    assert told.facts["financial_ties"] == "not tested"
    assert list(told.facts["other_ties"]) == ["flights"]
    assert told.cannot_show == CANNOT


def test_financial_ties_are_told_with_numbers(config: StudyConfig, write: Write) -> None:
    """Two financial layers and one other: sentences, tables, and what cannot be known."""
    files = [
        write("a.csv", rows("remittances", rise=6.0)),
        write("b.csv", rows("settlement") + rows("flights")),
    ]
    told = with_ties(empty(config), look_at(config, files))
    financial = told.facts["financial_ties"]
    assert list(financial) == ["settlement", "remittances"]
    assert list(told.facts["other_ties"]) == ["flights"]
    assert financial["remittances"].startswith(
        "Remittances (a financial tie; a.csv, 18 economies): between hub and spokes "
    )
    assert "among the spokes" in financial["remittances"]
    assert financial["remittances"].endswith("It has no weight in the verdict.")
    assert "staying in the set" not in financial["settlement"]
    assert "no financial tie" in told.facts["other_ties"]["flights"]
    assert told.cannot_show.endswith(
        "of these only currency of settlement and remittances were loaded, which are told beside "
        "the verdict."
    )
    assert told.verdict == "NOT-TESTED"
    changes = {(x["kind"], x["measure"]): x for x in told.tables["tie_changes"].to_pylist()}
    assert set(changes) == {
        *((kind, name) for kind in ("settlement", "remittances", "flights")
          for name in ("hub_spoke", "spoke_spoke")),
        ("remittances", "persistence"), ("flights", "persistence"),
    }  # fmt: skip
    spokes = changes["remittances", "spoke_spoke"]
    assert spokes["after"] > 1.5 * spokes["before"]
    assert spokes["p_value"] == pytest.approx(0.002)
    assert spokes["p_value"] < spokes["p_adjusted"] < 0.05
    assert changes["flights", "spoke_spoke"]["p_adjusted"] > 0.05
    assert f"{spokes['after']:.2f} times after" in financial["remittances"]
    lines = told.tables["tie_classes"].to_pylist()
    assert len(lines) == 3 * 2 * 3
    assert told.tables["tie_periods"].num_rows == 3 * 2
    assert [line["file"] for line in told.facts["tie_tables"]] == ["b.csv", "a.csv", "b.csv"]


def test_a_layer_that_cannot_be_compared_says_why(config: StudyConfig, write: Write) -> None:
    """One period; or two pairs."""
    (table,) = look_at(config, [write("a.csv", "arms,2019,CHN,RUS,5\n")]).tables
    look = look_at(config, [write("a.csv", "arms,2019,CHN,RUS,5\n")]).looks["arms"]
    assert sentence(table, look) == (
        "Arms transfers (closeness, but no financial tie; a.csv, 2 economies): not compared; the "
        "table holds no period after the event that the study looks at."
    )
    months = look_at(config, [write("m.csv", "arms,2019-05,CHN,RUS,5\n")]).looks["arms"]
    assert "no period before the event" in months.changes[0].reason


def test_the_same_seed_gives_the_same_look(config: StudyConfig, write: Write) -> None:
    """A layer more moves no other's p-value; another seed moves it."""
    alone = look_at(config, [write("a.csv", rows("remittances"))]).looks["remittances"]
    both = look_at(config, [write("b.csv", rows("flights") + rows("remittances"))])
    again = both.looks["remittances"]
    assert [x.p_value for x in alone.changes] == [x.p_value for x in again.changes]
    assert alone.classes == again.classes
    other = replace(config, run=replace(config.run, seed=99))
    moved = look_at(other, [write("a.csv", rows("remittances"))]).looks["remittances"]
    assert [x.p_value for x in alone.changes] != [x.p_value for x in moved.changes]


def test_a_wrong_table_stops_the_study(config: StudyConfig, write: Write) -> None:
    """Before anything is computed."""
    with pytest.raises(SchemaError, match="1 of 1 rows have an unknown economy"):
        look_at(config, [write("a.csv", "arms,2019,CHN,Russia,5\n")])
