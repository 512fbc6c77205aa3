"""Correspondence tables between revisions of the Harmonized System, from files the user has.

None is shipped. The UN Statistics Division publishes a workbook for each pair of revisions at
https://unstats.un.org/unsd/classifications/Econ; save the sheet as CSV. What is read:

* its *correlations*: a title line, then ``HS 2022,HS 2017,Relationship``, every pair of codes that
  have goods in common; read in both directions;
* its *conversions*: ``From HS 2022,To HS 2017`` (some say ``From`` twice), one counterpart for each
  code of the newer revision; read in that direction only, since most of the pairs are left out;
* the World Bank's concordances: ``HS 2002 Product Code,…,HS 1996 Product Code,…``, also read in one
  direction only;
* any pair of columns named by revision (``H6,H5``), with or without a column ``weight``: a code's
  shares in its counterparts. With weights the table is read in its own direction only.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from tradenet.domain import HS_REVISIONS, SchemaError, SourceError, SourceFile, revision_of

LINKS_SCHEMA = pa.schema(
    [
        ("from_revision", pa.string()),
        ("from_code", pa.string()),
        ("to_revision", pa.string()),
        ("to_code", pa.string()),
        ("weight", pa.float64()),
    ]
)
_EDITION = re.compile(
    r"(?:(?P<side>from|to) )?(?:hs ?|(?=h[0-6]\b))"
    r"(?P<edition>1988/92|(?:19|20)\d\d|\d\d|h[0-6])(?P<rest>| product code)"
)
_CODE = re.compile(r"\d{6}|9999AA")
_NOTHING = {"", "-", "NA", "N/A", "NULL", "NONE"}
_PAIR = 2
_TITLE_LINES = 20  # before the header; the published sheets have at most six


@dataclass(frozen=True, slots=True)
class _Header:
    """Where the two code columns and the weights stand, and how the pairs may be read."""

    line: int
    columns: tuple[int, int]
    revisions: tuple[str, str]
    weight: int | None
    both_ways: bool


def read_correspondence(path: Path) -> pa.Table:
    """Read the pairs of codes of one CSV file, in the directions in which they may be used.

    Parameters
    ----------
    path : Path
        CSV of one of the layouts above; separated by commas, semicolons or tabs.

    Returns
    -------
    pyarrow.Table
        ``from_revision``, ``from_code``, ``to_revision``, ``to_code`` (six digits), ``weight``
        (null where the file has none); sorted, each pair once.

    Raises
    ------
    SourceError
        If the file cannot be read as text, or has no header with two revisions.
    SchemaError
        If a code has no six digits, a weight is no number of 0 or more, or a pair has two weights.
    """
    lines = _lines(path)
    header = _header(path, lines)
    pairs: dict[tuple[str, str], float | None] = {}
    wrong: list[str] = []
    for number, cells in enumerate(lines[header.line + 1 :], start=header.line + 2):
        try:
            pair = _pair(cells, header)
        except ValueError as error:
            wrong.append(f"line {number:,}: {error}")
            continue
        if pair is None:
            continue
        codes, weight = pair
        if pairs.setdefault(codes, weight) != weight:
            wrong.append(f"line {number:,}: {' to '.join(codes)} again with another weight")
    if wrong or not pairs:
        what = f"{len(wrong):,} lines are wrong ({wrong[0]})" if wrong else "no pair of codes"
        msg = f"{path.name}: {what}; a line is two codes of six digits, weights 0 or more"
        raise SchemaError(msg)
    return pa.Table.from_pylist(sorted(_links(pairs, header), key=_order), schema=LINKS_SCHEMA)


def read_correspondences(paths: Sequence[Path]) -> pa.Table:
    """Return the links of several files as one table."""
    return pa.concat_tables([read_correspondence(path) for path in paths])


def fingerprint(path: Path) -> SourceFile:
    """Return name, SHA-256 and size of a file, to say later which table was used."""
    content = path.read_bytes()
    return SourceFile(path.name, hashlib.sha256(content).hexdigest(), len(content))


def _lines(path: Path) -> list[list[str]]:
    if path.suffix.lower() in (".xlsx", ".xls"):
        msg = f"{path.name}: a workbook; save its sheet of correlations as CSV and give that file"
        raise SourceError(msg)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror}); check the path"
        raise SourceError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{path.name}: not UTF-8; save the sheet as CSV in UTF-8"
        raise SourceError(msg) from error
    delimiter = max(",;\t", key=text[:4000].count)
    try:
        return list(csv.reader(text.splitlines(), delimiter=delimiter))
    except csv.Error as error:
        msg = f"{path.name}: not CSV ({error}); save the sheet as CSV"
        raise SourceError(msg) from error


def _header(path: Path, lines: list[list[str]]) -> _Header:
    for number, cells in enumerate(lines[:_TITLE_LINES]):
        words = [re.sub(r"[\s_]+", " ", cell).strip().lower() for cell in cells]
        named = [
            (place, revision, match)
            for place, word in enumerate(words)
            if (match := _EDITION.fullmatch(word)) and (revision := revision_of(match["edition"]))
        ]
        if len({revision for _, revision, _ in named}) != _PAIR or len(named) != _PAIR:
            continue
        (one, first, match), (other, second, _) = named
        weight = words.index("weight") if "weight" in words else None
        directed = bool(match["side"] or match["rest"] or weight is not None)
        return _Header(number, (one, other), (first, second), weight, both_ways=not directed)
    msg = (
        f"{path.name}: no header with two revisions of the Harmonized System, such as "
        f"'HS 2022,HS 2017,Relationship' or 'From HS 2022,To HS 2017'; known editions: "
        f"{', '.join(str(year) for year in HS_REVISIONS.values())}"
    )
    raise SourceError(msg)


def _pair(cells: list[str], header: _Header) -> tuple[tuple[str, str], float | None] | None:
    """Return the codes and the weight of a line; None where a code has no counterpart."""
    if max(*header.columns, header.weight or 0) >= len(cells):
        if not any(cell.strip() for cell in cells):
            return None
        msg = f"{len(cells)} cells"
        raise ValueError(msg)
    one, other = (_code(cells[place]) for place in header.columns)
    if not one or not other:
        return None
    weight = None if header.weight is None else float(cells[header.weight])
    if weight is not None and not 0 <= weight < float("inf"):
        msg = f"weight {weight}"
        raise ValueError(msg)
    return (one, other), weight


def _code(cell: str) -> str:
    """Return a code of six digits, empty where the cell says that there is none."""
    text = re.sub(r"[\s.'’]", "", cell).upper()
    if text in _NOTHING:
        return ""
    text = text.zfill(6) if text.isdigit() and len(text) == len("10121") else text
    if not _CODE.fullmatch(text):
        msg = f"'{cell}' is no HS code of six digits"
        raise ValueError(msg)
    return text


def _links(
    pairs: dict[tuple[str, str], float | None], header: _Header
) -> Iterator[dict[str, object]]:
    for (one, other), weight in pairs.items():
        there = (header.revisions[0], one, header.revisions[1], other, weight)
        back = (header.revisions[1], other, header.revisions[0], one, None)
        for link in (there, back) if header.both_ways else (there,):
            yield dict(zip(LINKS_SCHEMA.names, link, strict=True))


def _order(link: dict[str, object]) -> tuple[str, ...]:
    return tuple(str(link[name]) for name in LINKS_SCHEMA.names[:4])
