"""Sheets of a workbook (.xlsx) as text: cells by column and row, without formulas or formats."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePosixPath
from typing import Final
from xml.etree import ElementTree

from tradenet.domain import SourceError

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL: Final = re.compile(r"([A-Z]+)(\d+)")


def sheet(path: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a sheet, each a dictionary from column letters to text.

    Numbers are the text that stands in the file; empty cells and empty rows are left out.

    Parameters
    ----------
    path : Path
        The workbook.
    name : str
        The sheet's name.

    Raises
    ------
    SourceError
        If it is no workbook, or has no such sheet.
    """
    try:
        with zipfile.ZipFile(path) as parts:
            shared = _shared(parts)
            tree = ElementTree.fromstring(parts.read(_part_of(parts, path, name)))
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as error:
        msg = f"{path.name} is no whole workbook ({error}); fetch it again"
        raise SourceError(msg) from error
    rows: dict[int, dict[str, str]] = {}
    for cell in tree.iter(f"{_MAIN}c"):
        at, text = _CELL.fullmatch(cell.get("r", "")), _text(cell, shared)
        if at is not None and text:
            rows.setdefault(int(at[2]), {})[at[1]] = text
    return [rows[number] for number in sorted(rows)]


def _part_of(parts: zipfile.ZipFile, path: Path, name: str) -> str:
    """Return the part of the archive that holds a sheet."""
    workbook = ElementTree.fromstring(parts.read("xl/workbook.xml"))
    links = {each.get("name"): each.get(_LINK) for each in workbook.iter(f"{_MAIN}sheet")}
    if name not in links:
        msg = f"{path.name} has no sheet '{name}' but {', '.join(map(str, links))}"
        raise SourceError(msg)
    related = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    (target,) = [each.get("Target", "") for each in related if each.get("Id") == links[name]]
    return str(PurePosixPath("xl") / target).removeprefix("/")


def _shared(parts: zipfile.ZipFile) -> list[str]:
    """Return the texts that cells point to."""
    if "xl/sharedStrings.xml" not in parts.namelist():
        return []
    tree = ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
    return ["".join(part.text or "" for part in each.iter(f"{_MAIN}t")) for each in tree]


def _text(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return "".join(part.text or "" for part in cell.iter(f"{_MAIN}t"))
    value = cell.findtext(f"{_MAIN}v", "")
    return shared[int(value)] if cell.get("t") == "s" else value
