"""Communities of a period for somebody who asks: numbers, words, mistakes."""

import json
from pathlib import Path

import pytest

from tradenet.domain import ConfigError, InsufficientData, UnknownName
from tradenet.study import load
from tradenet.study.communities import Asked, Look, by_layer, look

pytestmark = pytest.mark.long

EAST, WEST = ("CHN", "IND", "JPN", "KOR", "PRK", "RUS"), ("AUT", "DEU", "FRA", "ITA", "POL", "USA")
SIZE = {"CHN": 9, "DEU": 8, "USA": 7}


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two blocks that trade five times as much inside, and Iran, which trades with nobody."""
    path = tmp_path_factory.mktemp("flows") / "pairs.csv"
    lines = ["year,exporter,importer,value_usd"]
    for year in (2019, 2023):
        for k, one in enumerate((*EAST, *WEST)):
            for j, other in enumerate((*EAST, *WEST)):
                if one != other:
                    same = (one in EAST) == (other in EAST)
                    size = SIZE.get(one, 2) * SIZE.get(other, 2) * (5 if same else 1)
                    lines.append(
                        f"{year},{one},{other},{1e6 * size * (1 + (7 * k + 3 * j) % 5 / 20)}"
                    )
        lines.append(f"{year},IRN,USA,0")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def found(pairs: Path) -> Look:
    return look(load("brown-2022"), Asked(null="strengths", worlds=19), pairs)


def test_planted_blocks_are_found_and_stand_out(found: Look) -> None:
    assert found.period == "2023"  # the last of the study's window
    assert {tuple(line["who"]) for line in found.lines} == {EAST, WEST}
    east = next(line for line in found.lines if line["core"] == "CHN")
    assert (east["economies"], east["members"]) == (6, "PRK+RUS+CHN")
    assert east["p_value"] == 1 / 20
    assert east["intensity"] > 1
    assert found.partition is not None
    assert found.partition["p_value"] == 1 / 20
    assert found.members is not None
    assert found.members["worlds"] == 19


def test_members_are_told_where_they_sit(found: Look) -> None:
    home = found.seats["CHN"]
    assert found.seats == {"PRK": home, "IRN": None, "RUS": home, "CHN": home}


def test_the_page_and_the_json_say_the_same(found: Look) -> None:
    page, told = found.page(), json.loads(json.dumps(found.to_json()))
    assert "North Korea, Russia, China: in community" in page
    assert "Iran: in no community" in page
    assert "2 significant of 2: modularity" in page
    assert "in 19 artificial worlds" in page
    assert "poisson, drawn around margins; kept exactly: zeros; on average: expected" in page
    assert told["significance"]["partition"]["p_value"] == 0.05
    assert [line["core"] for line in told["communities"]] == [line["core"] for line in found.lines]
    assert told["members"]["IRN"] is None


def test_without_worlds_nothing_is_tested(pairs: Path) -> None:
    told = look(load("brown-2022"), Asked("2019", "louvain", "strengths", worlds=0), pairs)
    assert told.period == "2019"
    assert told.partition is None
    assert {line["p_value"] for line in told.lines} == {None}
    assert "not tested" in told.page()


def test_the_same_question_has_the_same_answer(found: Look, pairs: Path) -> None:
    again = look(load("brown-2022"), Asked(null="strengths", worlds=19), pairs)
    assert again == found


@pytest.mark.parametrize(
    ("asked", "error", "words"),
    [
        (Asked(null="strength"), UnknownName, "did you mean 'strengths'"),
        (Asked(method="leyden"), UnknownName, "did you mean 'leiden'"),
        (Asked(worlds=5), ConfigError, "5 worlds can never give a p-value of 0.05"),
        (Asked("1999", null="strengths"), InsufficientData, "no flows in 1999"),
    ],
)
def test_mistakes_are_told(asked: Asked, error: type[Exception], words: str, pairs: Path) -> None:
    with pytest.raises(error, match=words):
        look(load("brown-2022"), asked, pairs)


@pytest.fixture(scope="module")
def goods(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Chapter 27 binds Russia to China and Germany to France, chapter 87 the other way round."""
    path = tmp_path_factory.mktemp("flows") / "hs2.csv"
    pairs = {"27": (("CHN", "RUS"), ("DEU", "FRA")), "87": (("CHN", "DEU"), ("FRA", "RUS"))}
    lines = ["year,exporter,importer,hs2,value_usd"]
    for chapter, bound in pairs.items():
        for one, other in bound:
            lines += [f"2019,{one},{other},{chapter},9e6", f"2019,{other},{one},{chapter},8e6"]
        for one, other in pairs["87" if chapter == "27" else "27"]:
            lines += [f"2019,{one},{other},{chapter},1e6", f"2019,{other},{one},{chapter},2e6"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_each_layer_has_communities_of_its_own(goods: Path) -> None:
    told = by_layer(load("brown-2022"), Asked("2019", null="strengths"), "section", goods)
    company = {line["layer"]: line["company"] for line in told.lines}
    assert company == {"V": ["RUS+CHN"], "XVII": ["RUS", "CHN"]}
    assert [line["communities"] for line in told.lines] == [2, 2]
    page = told.page()
    assert "RUS+CHN" in page
    assert "V " in page
    assert told.to_json()["layers"][0]["trade_usd"] == pytest.approx(40e6)


def test_layers_of_the_snapshot_are_refused() -> None:
    with pytest.raises(InsufficientData, match="the snapshot holds totals"):
        by_layer(load("brown-2022"), Asked("2019"), "HS2")
    with pytest.raises(UnknownName, match="did you mean 'section'"):
        by_layer(load("brown-2022"), Asked("2019"), "sektion")
