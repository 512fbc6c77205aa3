"""Small results made by the real pipeline from a hand-written file, not by stand-ins.

Russia and Iran file until 2019 only, North Korea never, the others throughout: the members' dyads
then show every state that matters. 2020 to 2022 are not held.
"""

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from tradenet import study
from tradenet.report import write
from tradenet.report.blocks import Figure, Page
from tradenet.report.figures import FIGURES
from tradenet.report.page import page_of
from tradenet.report.view import View
from tradenet.study import StudyResult
from tradenet.study.communities.schemas import SCHEMAS

YEARS = (2017, 2018, 2019, 2023)
FILERS = {
    "CHN": YEARS, "IND": YEARS, "DEU": YEARS, "KAZ": YEARS, "USA": YEARS, "MEX": YEARS,
    "RUS": (2017, 2018, 2019), "IRN": (2017, 2018, 2019),
}  # fmt: skip
TRADE = {  # M USD, exporter to importer
    ("CHN", "RUS"): 50_000, ("RUS", "CHN"): 60_000, ("CHN", "PRK"): 2_000, ("PRK", "CHN"): 200,
    ("CHN", "IRN"): 9_000, ("IRN", "CHN"): 13_000, ("RUS", "IRN"): 1_200, ("IRN", "RUS"): 400,
    ("RUS", "PRK"): 40, ("PRK", "RUS"): 3, ("CHN", "IND"): 70_000, ("IND", "CHN"): 17_000,
    ("CHN", "DEU"): 80_000, ("DEU", "CHN"): 90_000, ("RUS", "DEU"): 25_000, ("DEU", "RUS"): 28_000,
    ("KAZ", "RUS"): 6_000, ("RUS", "KAZ"): 14_000, ("KAZ", "CHN"): 8_000, ("CHN", "KAZ"): 13_000,
    ("USA", "CHN"): 110_000, ("CHN", "USA"): 400_000, ("USA", "MEX"): 250_000,
    ("MEX", "USA"): 340_000, ("IND", "RUS"): 3_000, ("RUS", "IND"): 6_000, ("USA", "DEU"): 60_000,
    ("DEU", "USA"): 120_000, ("IND", "USA"): 50_000, ("USA", "IND"): 34_000,
}  # fmt: skip
HEADER = "year,flow,reporter,partner,reporter_iso3,partner_iso3,is_aggregate,value_musd"
WRITTEN_AT = dt.datetime(2024, 5, 6, 7, 8, 9, tzinfo=dt.UTC)
SVG = "{http://www.w3.org/2000/svg}"


def reports(years: tuple[int, ...]) -> Iterator[str]:
    """Yield the rows of the file: exports FOB, imports 6 % dearer and a little off."""
    for year in years:
        for (exporter, importer), value in TRADE.items():
            grown = value * (1 + 0.1 * (year - 2017))
            if year in FILERS.get(exporter, ()):
                yield f"{year},X,{exporter},{importer},{exporter},{importer},false,{grown:.2f}"
            if year in FILERS.get(importer, ()):
                dear = 1.09 * grown
                yield f"{year},M,{importer},{exporter},{importer},{exporter},false,{dear:.2f}"


def run(folder: Path, settings: tuple[str, ...], years: tuple[int, ...] = YEARS) -> StudyResult:
    """Run brown-2022, changed by settings, on the small file."""
    path = folder / "reports.csv"
    path.write_text("\n".join((HEADER, *reports(years))) + "\n", encoding="utf-8")
    return study.run(study.load("brown-2022", settings), path)


@pytest.fixture(scope="session")
def result(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    """All four members, two years before and one after the event."""
    return run(tmp_path_factory.mktemp("flows"), ("window.pre=[2018, 2019]",))


@pytest.fixture(scope="session")
def one_period(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    """The same study on flows that hold 2019 only."""
    return run(tmp_path_factory.mktemp("flows"), ("window.pre=[2018, 2019]",), (2019,))


@pytest.fixture(scope="session")
def without_hub(tmp_path_factory: pytest.TempPathFactory) -> StudyResult:
    """Two spokes and no hub: hub–spoke trade does not exist."""
    settings = ('bloc.spokes=["IRN", "RUS"]', 'bloc.hub=""', "window.pre=[2018, 2019]")
    return run(tmp_path_factory.mktemp("flows"), settings)


@pytest.fixture(scope="session")
def without_communities(result: StudyResult) -> StudyResult:
    """A result that holds neither communities nor a network."""
    gone = {"together", "nodes", "edges", *SCHEMAS}
    tables = {name: table for name, table in result.tables.items() if name not in gone}
    facts = {name: fact for name, fact in result.facts.items() if name != "companions"}
    return replace(result, tables=tables, facts=facts)


@pytest.fixture(scope="session")
def hostile(result: StudyResult) -> StudyResult:
    """Names that try to be markup, a formula, a Markdown link and a mathematical text."""
    evil = {
        "CHN": "<script>alert(1)</script>",
        "RUS": '=HYPERLINK("http://evil")',
        "PRK": "$x^2$ & 'quoted' \"twice\"",
        "IRN": "[click](javascript:alert(1)) | `code`",
    }
    rows = result.tables["economies"].to_pylist()
    names = [{**row, "name": evil.get(row["economy"], row["name"])} for row in rows]
    tables = {**result.tables, "economies": pa.Table.from_pylist(names)}
    asked = replace(result.config.study, title="</title><b>bold", claim="{{ 7 * 7 }} <i>x</i>")
    config = replace(result.config, study=asked)
    return replace(result, config=config, tables=tables, sentence="<img src=x onerror=alert(2)>")


@pytest.fixture(
    scope="session",
    params=["result", "one_period", "without_hub", "without_communities", "hostile"],
)
def any_result(request: pytest.FixtureRequest) -> StudyResult:
    """Each of the results in turn."""
    found: StudyResult = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def view(result: StudyResult) -> View:
    return View.of(result)


@pytest.fixture(scope="session")
def written(result: StudyResult, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a written report."""
    folder = tmp_path_factory.mktemp("report")
    write(result, folder, WRITTEN_AT)
    return folder


@pytest.fixture(scope="session")
def pages() -> Callable[[StudyResult], Page]:
    """Return a function that makes the page of a result; what was made once is kept."""
    kept: dict[int, tuple[StudyResult, Page]] = {}

    def page(result: StudyResult) -> Page:
        if id(result) not in kept:
            kept[id(result)] = (result, page_of(result))
        return kept[id(result)][1]

    return page


@pytest.fixture(scope="session")
def page(result: StudyResult, pages: Callable[[StudyResult], Page]) -> Page:
    """The page of the first result."""
    return pages(result)


@pytest.fixture(scope="session")
def drawn(pages: Callable[[StudyResult], Page]) -> Callable[[StudyResult, str], Figure]:
    """Return a function that takes a figure from the page of a result, where it stands there."""

    def draw(result: StudyResult, name: str) -> Figure:
        figures = (figure for section in pages(result).sections for figure in section.figures)
        found = next((figure for figure in figures if figure.name == name), None)
        return found or FIGURES[name](View.of(result))

    return draw


@pytest.fixture(scope="session")
def marks() -> Callable[[str], list[dict[str, str]]]:
    """Return a function that lists what an SVG draws, each mark with what its groups say of it."""

    def drawn(svg: str) -> list[dict[str, str]]:
        root = ET.fromstring(svg)
        known = {f"#{element.get('id')}": element.attrib for element in root.iter()}

        def listed(element: ET.Element, said: dict[str, str]) -> Iterator[dict[str, str]]:
            kind = element.tag.removeprefix(SVG)
            told = {**said, **element.attrib}
            if kind in {"path", "use", "text"}:
                yield {"kind": kind, **told, **known.get(told.get("href", ""), {})}
            elif kind in {"svg", "g"}:
                for child in element:
                    yield from listed(child, told)

        return list(listed(root, {}))

    return drawn


@pytest.fixture(scope="session")
def texts() -> Callable[[str], list[str]]:
    """Return a function that lists the texts an SVG shows."""

    def listed(svg: str) -> list[str]:
        root = ET.fromstring(svg)
        return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]

    return listed
