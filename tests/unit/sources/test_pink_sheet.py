"""Workbooks as text, and the prices of the Pink Sheet: layouts as published, broken cells told."""

import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tradenet.domain import SourceError
from tradenet.sources.pink_sheet import COMMODITIES, PRICES_SCHEMA, read_prices
from tradenet.sources.workbook import sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>'
    '<sheet name="Hidden" sheetId="1" r:id="rId7"/>'
    '<sheet name="Monthly Prices" sheetId="9" r:id="rId3"/></sheets></workbook>'
)
RELATED = (
    "<Relationships>"
    '<Relationship Id="rId3" Target="worksheets/sheet2.xml"/>'
    '<Relationship Id="rId7" Target="/xl/worksheets/sheet1.xml"/></Relationships>'
)
NAMES = [f"{name} **" if name == "Copper" else name for name in COMMODITIES.values()]
COLUMNS = [chr(ord("B") + place) for place in range(len(NAMES))]


def workbook(path: Path, rows: list[list[str]], *, first_row: int = 1) -> Path:
    """Write texts as shared strings, and what can be read as a number as a number."""
    texts: list[str] = []
    lines = []
    for number, row in enumerate(rows, first_row):
        cells = []
        for place, text in enumerate(row):
            at = f"{chr(ord('A') + place)}{number}"
            if not text:
                cells.append(f'<c r="{at}" s="4"/>')
            elif text.replace(".", "").replace("-", "").isdigit():
                cells.append(f'<c r="{at}"><v>{text}</v></c>')
            else:
                cells.append(f'<c r="{at}" t="s"><v>{len(texts)}</v></c>')
                texts.append(f"<si><r><t>{escape(text[:2])}</t></r><t>{escape(text[2:])}</t></si>")
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    body = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    inline = (
        f'<worksheet xmlns="{MAIN}"><c r="B2" t="inlineStr"><is><t>in line</t></is></c></worksheet>'
    )
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("xl/workbook.xml", BOOK)
        parts.writestr("xl/_rels/workbook.xml.rels", RELATED)
        parts.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{"".join(texts)}</sst>')
        parts.writestr("xl/worksheets/sheet1.xml", inline)
        parts.writestr("xl/worksheets/sheet2.xml", body)
    return path


def prices(path: Path, *months: list[str]) -> Path:
    head = [["World Bank & Co"], ["", *NAMES], ["", *["($/mt)"] * len(NAMES)]]
    return workbook(path, [*head, *months], first_row=3)


def month(code: str, **special: str) -> list[str]:
    return [code, *(special.get(name, "1.5") for name in COMMODITIES)]


def test_a_sheet_is_cells_by_column_wherever_its_part_lies(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", [["x & y", "", "2.50"], [], ["", "z"]])
    assert sheet(path, "Monthly Prices") == [{"A": "x & y", "C": "2.50"}, {"B": "z"}]
    assert sheet(path, "Hidden") == [{"B": "in line"}]


def test_a_sheet_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", [])
    with pytest.raises(SourceError, match=r"b\.xlsx has no sheet 'X' but Hidden, Monthly Prices"):
        sheet(path, "X")


@pytest.mark.parametrize("content", [b"", b"month,price\n", b"PK\x03\x04 cut"])
def test_what_is_no_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"b\.xlsx is no whole workbook"):
        sheet(path, "Monthly Prices")


@pytest.mark.parametrize("lost", ["xl/workbook.xml", "xl/worksheets/sheet2.xml"])
def test_a_workbook_without_a_part_is_told(tmp_path: Path, lost: str) -> None:
    whole = workbook(tmp_path / "whole.xlsx", [["x"]])
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            if name != lost:
                new.writestr(name, old.read(name))
    with pytest.raises(SourceError, match="is no whole workbook"):
        sheet(tmp_path / "b.xlsx", "Monthly Prices")


def test_names_are_found_below_titles_and_without_their_marks(tmp_path: Path) -> None:
    path = prices(
        tmp_path / "p.xlsx", month("1960M01", copper="678.123456"), month("1960M02", copper="…")
    )
    table = read_prices(path)
    assert table.schema == PRICES_SCHEMA
    told = table.to_pylist()
    assert len(told) == 2 * len(COMMODITIES) - 1
    assert [row for row in told if row["commodity"] == "copper"] == [
        {"period": 196001, "commodity": "copper", "price": 678.1235, "unit": "$/mt"}
    ]
    keys = [(row["commodity"], row["period"]) for row in told]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("mark", ["…", "..", "...", ""])
def test_a_month_without_a_price_is_not_there(tmp_path: Path, mark: str) -> None:
    table = read_prices(prices(tmp_path / "p.xlsx", month("2026M01", gold=mark)))
    assert "gold" not in table["commodity"].to_pylist()


@pytest.mark.parametrize("text", ["dear", "-3", "0"])
def test_what_is_no_price_is_told(tmp_path: Path, text: str) -> None:
    path = prices(tmp_path / "p.xlsx", month("2026M01", tin=text))
    column = COLUMNS[list(COMMODITIES).index("tin")]
    with pytest.raises(SourceError, match=rf"2026M01, column {column}: '{text}' should be a price"):
        read_prices(path)


def test_a_series_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "p.xlsx", [["", *NAMES[1:]], ["", "($/mt)"]])
    with pytest.raises(SourceError, match="lacks 1 series, of them 'Aluminum'"):
        read_prices(path)


def test_a_sheet_of_something_else_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="names no commodity"):
        read_prices(workbook(tmp_path / "p.xlsx", [["x"], ["y"]]))


@pytest.mark.realdata
def test_the_published_sheet_by_another_way_through_its_text(shared: Path) -> None:
    """Cells cut out by a pattern, columns named by hand, every month compared."""
    path = shared / "macro" / "WorldBank_PinkSheet_CMO-Historical-Data-Monthly.xlsx"
    with zipfile.ZipFile(path) as parts:
        text = parts.read("xl/worksheets/sheet2.xml").decode()
    cells = dict(re.findall(r'<c r="([A-Z]+\d+)"(?: s="\d+")?><v>([^<]+)</v></c>', text))
    columns = {"crude_brent": "C", "coal_australian": "F", "iron_ore": "BL", "gold": "BR"}
    table = read_prices(path)
    told = dict(
        zip(
            zip(table["commodity"].to_pylist(), table["period"].to_pylist(), strict=True),
            table["price"].to_pylist(),
            strict=True,
        )
    )
    for commodity, column in columns.items():
        wanted = {
            (commodity, (1960 + place // 12) * 100 + place % 12 + 1): round(float(price), 4)
            for place in range(12 * 66 + 2)
            if (price := cells.get(f"{column}{place + 3}")) is not None
        }
        assert {key: price for key, price in told.items() if key[0] == commodity} == wanted
        assert len(wanted) > 600
