"""Whatever an economy is called, a page shows it and a spreadsheet computes nothing."""

import csv
import io
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser

import pyarrow as pa
import pyarrow.csv as pcsv
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tradenet.domain.text import harmless, isolated, visible
from tradenet.report.blocks import Column, Grid, Page, Part, Section
from tradenet.report.drawing import canvas, panel, style, write
from tradenet.report.render import html, markdown

EVIL = (
    "<script>alert(1)</script>", "=cmd|'/C calc'!A0", "\u202eevil", "\x1b[31mred", "a\n# b",
    "\u0625\u064a\u0631\u0627\u0646 12", "n" * 300, "]]>&\"'", "-1", "\t=1", "|x|", "{{ 7 }}",
)  # fmt: skip
names = st.one_of(st.sampled_from(EVIL), st.text(max_size=60)).filter(
    lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text)
)


class Shape(HTMLParser):
    """The tags of a page in order, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"{tag} {sorted(name for name, _ in attrs)}")

    def handle_data(self, data: str) -> None:
        self.text += data


def shape(text: str) -> Shape:
    found = Shape()
    found.feed(text)
    found.close()
    return found


def page(name: str) -> Page:
    grid = Grid(
        "g", f"Trade of {name}", (Column("Name"), Column("X", numeric=True)), ((name, name),)
    )
    section = Section("s", name, name, card=((name, name),), paragraphs=(name,), points=(name,),
                      blocks=(grid,), technical=(name,))  # fmt: skip
    return Page(name="x", hypothesis=name, title=name, claim=name, question=name, verdict=name,
                verdict_meaning=name, sentence=name, cannot_show=name, heading=name, reading=(),
                numbers=(), parts=(Part("The answer", (section,)),))  # fmt: skip


PLAIN = shape(html(page("Iran")))


@settings(max_examples=40)
@given(names)
@example("")
def test_a_page_has_the_same_tags_whatever_an_economy_is_called(name: str) -> None:
    found = shape(html(page(name)))
    empty = not name  # what is not said takes no paragraph
    assert found.tags == PLAIN.tags or empty
    wanted = isolated(visible(name)).replace("\r", "\n")
    assert wanted in found.text.replace("\r", "\n")
    assert not any(sign in found.text for sign in "\x1b\x00\u202e\u200b")


@settings(max_examples=100)
@given(st.lists(names, min_size=1, max_size=5))
def test_a_csv_file_gives_back_every_name_and_no_formula(found: list[str]) -> None:
    table = pa.table({"name": found, "value": [-float(k) for k in range(len(found))]})
    sink = io.BytesIO()
    pcsv.write_csv(harmless(table), sink)
    rows = list(csv.reader(io.StringIO(sink.getvalue().decode(), newline="")))[1:]
    assert len(rows) == len(found)
    for (cell, value), name, number in zip(rows, found, table["value"].to_pylist(), strict=True):
        assert cell in {name, f"'{name}"}
        assert cell[:1] not in tuple("=+-@\t\r\n")
        assert float(value) == number


@settings(max_examples=40)
@given(names.filter(str.strip))
def test_markdown_keeps_a_name_in_its_cell(name: str) -> None:
    lines = markdown(page(name)).splitlines()
    plain = markdown(page("Iran")).splitlines()
    assert len(lines) == len(plain)
    assert [line[:2] for line in lines if line.startswith(("#", "|"))] == [
        line[:2] for line in plain if line.startswith(("#", "|"))
    ]
    assert not any("<script" in line.replace("\\<", "") for line in lines)


@settings(max_examples=12)
@given(names)
def test_a_drawing_is_xml_whatever_it_says(name: str) -> None:
    with style("test"):
        sheet, _ = canvas(200, 100, (10, 10, 10, 10))
        write(sheet, (10, 10), name, size=10)
        drawn = panel(sheet, "test", name, name)
    root = ET.fromstring(drawn.svg)
    (title,) = [element for element in root if element.tag.endswith("title")]
    assert (title.text or "").replace("\r", "\n") == visible(name).replace("\r", "\n")
    shown = ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]
    assert all(len(text) <= 64 for text in shown)


def test_a_surrogate_is_named_not_written() -> None:
    text = html(replace(page("Iran"), claim="\ud800"))
    assert "⟨U+D800⟩" in text
    text.encode()
