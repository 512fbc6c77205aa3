"""World Bank GDP: regions out, numbers whole, broken cells told."""

from pathlib import Path

import pytest

from tradenet.domain import SourceError
from tradenet.sources.gdp import GDP_SCHEMA, read_gdp
from tradenet.sources.reference import economies

HEAD = "Country Name,Country Code,Year,Value\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "gdp.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_economies_stay_and_groups_go(tmp_path: Path) -> None:
    text = "China,CHN,2001,10.5\nWorld,WLD,2000,99\nChina,CHN,2000,7.4\nIran,IRN,2000,\n"
    table = read_gdp(written(tmp_path, HEAD + text), economies())
    assert table.schema == GDP_SCHEMA
    assert table.to_pylist() == [
        {"period": 2000, "economy": "CHN", "gdp_usd": 7},
        {"period": 2001, "economy": "CHN", "gdp_usd": 10},
    ]


def test_what_the_fetcher_writes_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "economy,name,year,gdp_usd\nCHN,China,2000,7\nEAS,East Asia,2000,9\n")
    assert read_gdp(path, economies()).num_rows == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", r"has the columns a, b; GDP needs Country Code,Year,Value or"),
        (HEAD + "China,CHN,2000,many\n", r"line 2: CHN \('2000', 'many'\) should be"),
        (HEAD + "China,CHN,then,1\n", r"line 2: CHN \('then', '1'\) should be"),
        (HEAD + "China,CHN,2000,inf\n", "should be a year and dollars"),
        (HEAD + "China,CHN,2000,1\nChina,CHN,2000,2\n", "line 3: CHN 2000 is there twice"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_gdp(written(tmp_path, text), economies())


def test_nothing_is_an_empty_table(tmp_path: Path) -> None:
    assert read_gdp(written(tmp_path, HEAD), economies()).schema == GDP_SCHEMA
