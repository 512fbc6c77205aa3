"""The gallery of the guide against what the pipeline draws today.

``pytest tests/end_to_end/test_gallery.py --rewrite-golden`` draws it anew, and writes the page of
methods.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from markupsafe import Markup

from tests.conftest import ROOT, Example
from tests.end_to_end import gallery
from tradenet.report import methods
from tradenet.report.blocks import Figure, Key, Page, Panel
from tradenet.report.page import page_of

pytestmark = pytest.mark.long

GUIDE = ROOT / "reports" / "guide"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def page(readme_example: Example) -> Page:
    """The page of the main report, without writing it."""
    return page_of(readme_example.names["result"])


def test_the_gallery_is_what_the_pipeline_draws_today(
    page: Page, request: pytest.FixtureRequest
) -> None:
    drawn = gallery.files(page)
    if request.config.getoption("--rewrite-golden"):
        for old in (GUIDE / "figures").glob("*.svg"):
            old.unlink()
        for name, content in drawn.items():
            (GUIDE / name).write_text(content, encoding="utf-8")
    held = {f"figures/{path.name}" for path in (GUIDE / "figures").iterdir()} | {"gallery.md"}
    assert held == set(drawn)
    stale = [name for name, content in drawn.items()
             if (GUIDE / name).read_text(encoding="utf-8") != content]  # fmt: skip
    assert not stale, f"{stale}: renew with --rewrite-golden, then look at them"


def test_the_page_of_methods_is_what_the_docstrings_say_today(
    request: pytest.FixtureRequest,
) -> None:
    path = GUIDE / "methods.md"
    if request.config.getoption("--rewrite-golden"):
        methods.save(methods.page(), path)
    assert path.read_text(encoding="utf-8") == methods.page(), "renew with --rewrite-golden"


def test_the_gallery_is_light() -> None:
    sizes = {path.name: path.stat().st_size for path in (GUIDE / "figures").iterdir()}
    assert sum(sizes.values()) < 1_000_000
    assert max(sizes.values()) < 200_000


def test_every_drawing_is_a_document_of_its_own() -> None:
    """It parses, says what it shows, needs nothing from outside and stands on paper."""
    for path in (GUIDE / "figures").glob("*.svg"):
        root = ET.parse(path).getroot()
        assert root.find(f"{SVG}title").text
        assert root.find(f"{SVG}desc").text
        assert root.find(f"{SVG}rect").get("width") == "100%"
        for element in root.iter():
            for name, value in element.attrib.items():
                assert not (name.endswith("href") and not value.startswith("#")), path.name


def test_each_finding_of_the_gallery_is_a_title_of_the_report(page: Page) -> None:
    heads = re.findall(r"^## (.+)$", (GUIDE / "gallery.md").read_text("utf-8"), re.MULTILINE)
    assert len(set(heads)) == len(heads) >= 10
    assert set(heads) <= {figure.title for part in page.sections for figure in part.figures}


@pytest.fixture
def drawing() -> tuple[Figure, Panel]:
    """A drawing of a line, with a legend of three entries, the last of which needs a row."""
    svg = (
        '<svg width="100" height="50" viewBox="0 0 100 50" xmlns="http://www.w3.org/2000/svg">\n'
        '<title>T</title><desc>D</desc>\n<path d="M0 0" style="fill: #1d2730; stroke: #ffffff"/>'
        "\n</svg>"
    )
    panel = Panel("line", "T", "D", svg)
    glyph = Markup('<svg viewBox="0 0 22 14" width="22" height="14"><path d="M1 1"/></svg>')
    key = tuple(Key(glyph, words) for words in ("a", "b", "more & < more"))
    return Figure("line", "T", "", (panel,), key), panel


def test_a_sheet_holds_drawing_paper_and_legend(drawing: tuple[Figure, Panel]) -> None:
    root = ET.fromstring(gallery.sheet(*drawing))
    assert root.get("viewBox") == f"-12 -12 {root.get('width')} {root.get('height')}"
    assert (root.get("width"), float(root.get("height"))) == ("124", 50 + 24 + 6 + 20 * 2)
    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert texts == ["a", "b", "more & < more"]
    inner = [svg for svg in root.iter(f"{SVG}svg") if svg is not root]
    assert [(svg.get("x"), svg.get("y")) for svg in inner] == [
        ("0", "6"),
        ("52.7", "6"),
        ("0", "26"),
    ]


def test_a_drawing_without_a_legend_grows_by_its_edge_alone(drawing: tuple[Figure, Panel]) -> None:
    figure = Figure("line", "T", "", (drawing[1],))
    root = ET.fromstring(gallery.sheet(figure, drawing[1]))
    assert (root.get("width"), root.get("height")) == ("124", "74")


def test_by_night_ink_and_paper_change_places(drawing: tuple[Figure, Panel]) -> None:
    day, night = (gallery.sheet(*drawing, night=dark) for dark in (False, True))
    assert "fill: #1d2730; stroke: #ffffff" in day
    assert "fill: #e6e8ea; stroke: #0d1117" in night
    assert len(day) == len(night)


def test_a_drawing_that_the_report_does_not_have_is_named() -> None:
    empty = Page("n", "H", "t", "c", "q", "v", "m", "s", "c", "h", (), (), ())
    with pytest.raises(AssertionError, match="the report has no drawing"):
        list(gallery.shown(empty))
