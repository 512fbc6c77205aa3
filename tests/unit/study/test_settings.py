"""Settings that put another set in the place of a study's own change what the study says of it."""

from pathlib import Path

import pytest

from tradenet.domain import ConfigError
from tradenet.study import load

ANOTHER = 'bloc.spokes=["BRA", "IND", "ZAF"]'


def test_title_claim_and_question_follow_the_set() -> None:
    told = load("brown-2022", [ANOTHER]).study
    assert told.title == "Do Brazil, India, South Africa and China trade as a bloc?"
    assert told.claim == "Nobody’s: the set was named in place of that of brown-2022."
    assert told.question.startswith(
        "Did trade among Brazil, India and South Africa, and of each of them with China, rise"
    )
    assert "2022-02-24" in told.question
    assert (told.name, told.hypothesis) == ("brown-2022", "H1")
    assert not {"Korea", "Brown", "Iran"} & set(f"{told.title} {told.claim}".split())


def test_a_set_without_a_hub_has_none_in_its_words() -> None:
    told = load("brown-2022", [ANOTHER, 'bloc.hub=""']).study
    assert told.title == "Do Brazil, India and South Africa trade as a bloc?"
    assert "China" not in told.question


@pytest.mark.parametrize(
    "settings",
    [(), ('bloc.hub="CHN"',), ("valuation.cif_fob_ratio=1.1",), (ANOTHER, 'study.title="Mine"')],
    ids=["nothing", "the same hub", "another option", "words of its own"],
)
def test_words_stay_where_the_set_does_or_where_they_are_set_too(settings: tuple[str, ...]) -> None:
    told, own = load("brown-2022", settings).study, load("brown-2022").study
    assert told.claim == own.claim
    assert told.title == ("Mine" if len(settings) > 1 else own.title)


@pytest.mark.parametrize("spokes", ["[]", "[1]", "RUS"])
def test_a_set_that_is_none_is_told_as_the_mistake_that_it_is(spokes: str) -> None:
    with pytest.raises(ConfigError, match="1 mistake: bloc"):
        load("brown-2022", [f"bloc.spokes={spokes}"])


def test_a_study_that_says_nothing_of_itself_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "bare.toml"
    path.write_text('[bloc]\nspokes = ["RUS", "IRN"]\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="study is missing"):
        load(str(path), [ANOTHER])


def test_other_designs_keep_their_question() -> None:
    told = load("alignment", ['bloc.spokes=["PRK", "IRN"]']).study
    assert told == load("alignment").study
