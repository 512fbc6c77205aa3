import io
import json
import os
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.unit.report.test_page import Pages
from tradenet.domain import TradenetError
from tradenet.report.blocks import Grid, Page
from tradenet.report.editions.pdf import PDF, add_pdf, engine, pdf
from tradenet.report.layout import in_parts
from tradenet.report.render import html
from tradenet.study import StudyResult

LONG = "n" * 300


@pytest.fixture(scope="module")
def pango() -> None:
    """Skip where the libraries of Pango are missing, or fail where nothing may be skipped."""
    try:
        engine()
    except TradenetError as error:
        if os.environ.get("TRADENET_REQUIRE_SHARED") == "1":
            pytest.fail(f"{error} (TRADENET_REQUIRE_SHARED=1 forbids to skip)", pytrace=False)
        pytest.skip(str(error))


def pages_of(content: bytes) -> tuple[list[str], "PdfReader"]:  # noqa: F821 - imported when needed
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    return [page.extract_text() for page in reader.pages], reader


def squeezed(text: str) -> str:
    """Return text without spaces, which a line of paper may break anywhere."""
    return re.sub(r"[\s\u200b\u2068\u2069]+", "", text)


@pytest.fixture(scope="module")
def short_page(hostile: StudyResult, pages: Pages) -> Page:
    """The first sections of a report with hostile names, one of them 300 letters long."""
    page = pages(hostile)
    words = Grid(
        "long",
        "Long names",
        page.sections[0].blocks[0].columns,
        ((LONG, "\u0625\u064a\u0631\u0627\u0646 12", "x"),),
    )  # type: ignore[union-attr]
    first = replace(page.sections[0], blocks=(*page.sections[0].blocks, words))
    kept = {"see", "battery", "files"}
    others = tuple(section for section in page.sections[1:] if section.anchor in kept)
    return replace(page, parts=in_parts((first, *others)))


@pytest.fixture(scope="module")
def printed(short_page: Page, request: pytest.FixtureRequest) -> bytes:
    request.getfixturevalue("pango")
    return pdf(html(short_page))


def running(told: list[str], title: str) -> str:
    """Return the text of all pages without what stands at the foot of each."""
    feet = [f"{number}/{len(told)}" for number in range(1, len(told) + 1)]
    return "".join(
        squeezed(page).removesuffix(foot).removesuffix(squeezed(title))
        for page, foot in zip(told, feet, strict=True)
    )


def test_the_paper_says_what_the_page_says(printed: bytes, short_page: Page) -> None:
    text = running(pages_of(printed)[0], short_page.title)
    wanted = [short_page.title, short_page.claim, short_page.sentence, short_page.cannot_show]
    for section in short_page.sections:
        wanted += [section.title, *section.paragraphs, *section.points, *section.technical]
        wanted += [link.file for link in section.links]
        for block in section.blocks:
            wanted.append(block.title)
            if isinstance(block, Grid):
                wanted += [cell for row in block.rows for cell in row]
            else:
                wanted.append(block.caption)
    missing = [words for words in wanted if squeezed(words) not in text]
    assert len(wanted) > 100
    assert not missing


def test_drawings_are_text_too(printed: bytes, short_page: Page) -> None:
    text = squeezed("".join(pages_of(printed)[0]))
    (panel, *_) = short_page.panels
    words = re.findall(r"<text[^>]*>([^<]+)</text>", panel.svg)
    assert words
    shown = [squeezed(word) for word in words if word.isascii() and "&" not in word]
    assert sum(word in text for word in shown) >= 0.9 * len(shown)


def test_it_knows_its_title_language_and_parts(printed: bytes, short_page: Page) -> None:
    told, reader = pages_of(printed)
    root = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert short_page.title in str(reader.metadata.title)
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    assert re.search(rf"\b1 / {len(told)}\b", told[0])
    assert reader.outline


def test_links_lead_to_places_and_the_contents_to_their_pages(
    printed: bytes, short_page: Page
) -> None:
    told, reader = pages_of(printed)
    places = {
        str(annotation.get_object()["/Dest"])
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if "/Dest" in annotation.get_object()
    }
    anchors = {section.anchor for section in short_page.sections}
    assert anchors <= places <= set(reader.named_destinations)
    contents = next(page for page in told if "Contents" in page)
    for section in short_page.sections:
        page = reader.get_destination_page_number(reader.named_destinations[section.anchor])
        assert re.search(rf"{re.escape(section.short)}[. ]*{(page or 0) + 1}\b", contents), section


def test_nothing_leaves_the_paper(printed: bytes, short_page: Page) -> None:
    """A word of 300 letters is broken, and every text outside drawings begins inside the edges."""
    _, reader = pages_of(printed)
    assert LONG in squeezed("".join(pages_of(printed)[0]))
    drawn = squeezed("".join(re.sub(r"<[^>]+>", "", panel.svg) for panel in short_page.panels))
    right = float(reader.pages[0].mediabox.right)
    for page in reader.pages:
        places: list[tuple[str, float]] = []
        page.extract_text(
            visitor_text=lambda text, cm, tm, *_, places=places: places.append(
                (text, tm[4] * cm[0] + tm[5] * cm[2] + cm[4])
            )
        )
        outside = [text for text, x in places if text.strip() and not 0 <= x < right]
        assert not [text for text in outside if squeezed(text) not in drawn]


@pytest.mark.usefixtures("pango")
def test_the_same_page_is_the_same_bytes() -> None:
    small = (
        "<!doctype html><html lang=en><head><title>t</title></head><body><h1>x</h1></body></html>"
    )
    first = pdf(small)
    assert first == pdf(small)
    assert b"CreationDate" not in first
    assert first != pdf(small.replace("x", "y"))


@pytest.mark.usefixtures("pango")
def test_nothing_is_fetched_and_no_script_is_kept() -> None:
    page = (
        "<!doctype html><html lang=en><head><title>t</title></head><body><script>var hidden;"
        "</script><details><summary>s</summary>folded</details><h1>x</h1>"
        "<img alt=picture src='http://127.0.0.1:9/a.png'><button>press</button></body></html>"
    )
    text = "".join(pages_of(pdf(page))[0])
    assert "folded" in text
    assert "hidden" not in text
    assert "press" not in text


@pytest.mark.usefixtures("pango")
def test_it_stands_beside_the_page_and_in_the_manifest(written: Path, tmp_path: Path) -> None:
    import hashlib

    folder = tmp_path / "report"
    folder.mkdir()
    shutil.copy(written / "manifest.json", folder)
    (folder / "index.html").write_text("<html lang=en><title>t</title><h1>x</h1></html>")
    add_pdf(folder)
    record = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert record["files"][PDF] == hashlib.sha256((folder / PDF).read_bytes()).hexdigest()
    assert len(record["files"]) > 10


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(TradenetError, match=r"the extra pdf .*libpango-1\.0-0"):
        engine()


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As weasyprint fails to import where Pango is not installed."""
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library x\\nmore')\n")
    kept = {name: sys.modules[name] for name in list(sys.modules) if name.startswith("weasyprint")}
    for name in kept:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(TradenetError, match=r"libharfbuzz-subset0 \(cannot load library x\)$"):
        engine()
