"""CEPII GeoDist: distances, common borders, languages and colonial ties of pairs of economies."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from tradenet.domain import Economies, SourceError

TITLE: Final = "CEPII GeoDist"
TERMS: Final = "CEPII GeoDist, Etalab 2.0 open licence; Mayer and Zignago (2011)."
GEOGRAPHY_SCHEMA: Final = pa.schema(
    [
        ("one", pa.string()),
        ("other", pa.string()),
        ("distance_km", pa.int32()),
        ("weighted", pa.bool_()),
        ("contiguity", pa.bool_()),
        ("common_language", pa.bool_()),
        ("colony", pa.bool_()),
        ("former_territory", pa.bool_()),
    ]
)
# GeoDist is of before June 2006: its Serbia has Montenegro and Kosovo (it borders Albania), its
# Sudan has South Sudan (it borders Kenya and Uganda). It has no MNE, XKX, SSD of their own.
FORMER_TERRITORIES: Final = frozenset({"SRB", "SDN"})
_COLUMNS = ("iso_o", "iso_d", "contig", "dist")
_MORE = ("comlang_off", "colony", "distw")
_NOT_GIVEN = "."
_ONE_KM = 1.0  # the two directions differ in the last digits


def read_distances(path: Path, economies: Economies) -> pa.Table:
    """Read GeoDist (``dist_cepii.csv``, separated by semicolons).

    Codes that are old spellings (ROM, ZAR, TMP) become today's economies; pairs of which one is
    not known to the project are left out.

    Parameters
    ----------
    path : Path
        The file.
    economies : Economies
        Codes of the scheme ``iso3``.

    Returns
    -------
    pyarrow.Table
        ``exporter``, ``importer``, ``distance_km`` (between the largest cities), ``contiguity``
        (1 where they share a border).

    Raises
    ------
    SourceError
        If a column is missing or a number is not one.

    References
    ----------
    Mayer and Zignago (2011), Notes on CEPII's distances measures, CEPII working paper 2011-25.
    """
    rows = [
        (one, other, _number(path, line, row, "dist"), _number(path, line, row, "contig"))
        for one, other, row, line in _pairs(path, economies, _COLUMNS)
    ]
    names = ("exporter", "importer", "distance_km", "contiguity")
    columns = zip(*rows, strict=True) if rows else [[] for _ in names]
    return pa.table(dict(zip(names, map(list, columns), strict=True)))


def read_geography(path: Path, economies: Economies) -> pa.Table:
    """Read GeoDist as one row per pair, for gravity.

    Parameters
    ----------
    path : Path
        The file.
    economies : Economies
        Codes of the scheme ``iso3``.

    Returns
    -------
    pyarrow.Table
        Columns of `GEOGRAPHY_SCHEMA`, sorted by ``one`` < ``other``. ``distance_km`` is GeoDist's
        ``distw`` (cities weighted by population) where ``weighted``, else ``dist`` (between the
        largest cities), rounded to kilometres. ``former_territory`` marks pairs of an economy that
        stands there with a part that has left it since.

    Raises
    ------
    SourceError
        If a column is missing, a number is not one, or the two directions of a pair differ.

    References
    ----------
    Mayer and Zignago (2011), Notes on CEPII's distances measures, CEPII working paper 2011-25.
    """
    found: dict[tuple[str, str], tuple[Any, ...]] = {}
    for one, other, row, line in _pairs(path, economies, (*_COLUMNS, *_MORE)):
        weighted = row["distw"].strip() != _NOT_GIVEN
        kilometres = _number(path, line, row, "distw" if weighted else "dist")
        ties = (_number(path, line, row, name) > 0 for name in ("contig", "comlang_off", "colony"))
        key = (min(one, other), max(one, other))
        told = (kilometres, weighted, *ties, not FORMER_TERRITORIES.isdisjoint(key))
        first = found.setdefault(key, told)
        if abs(first[0] - kilometres) > _ONE_KM or first[1:] != told[1:]:
            msg = f"{path.name}, line {line}: {one}-{other} differs from {other}-{one}; fetch again"
            raise SourceError(msg)
    rows = [(*pair, round(found[pair][0]), *found[pair][1:]) for pair in sorted(found)]
    columns = zip(*rows, strict=True) if rows else [[] for _ in GEOGRAPHY_SCHEMA]
    arrays = dict(zip(GEOGRAPHY_SCHEMA.names, map(list, columns), strict=True))
    return pa.table(arrays, schema=GEOGRAPHY_SCHEMA)


def _pairs(
    path: Path, economies: Economies, wanted: tuple[str, ...]
) -> Iterator[tuple[str, str, dict[str, str], int]]:
    """Yield the rows of two different known economies, with the line they end on."""
    known = {
        code: economy
        for scheme, code, economy in zip(*economies.codes.to_pydict().values(), strict=True)
        if scheme == "iso3"
    }
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, delimiter=";")
        missing = [name for name in wanted if name not in (reader.fieldnames or ())]
        if missing:
            msg = f"{path.name} lacks the columns {missing}; GeoDist's dist_cepii.csv has them"
            raise SourceError(msg)
        for row in reader:
            one, other = (known.get(row[name].strip().casefold()) for name in _COLUMNS[:2])
            if one and other and one != other:
                yield one, other, row, reader.line_num


def _number(path: Path, line: int, row: dict[str, str], name: str) -> float:
    try:
        return float(row[name])
    except (TypeError, ValueError) as error:
        msg = (
            f"{path.name}, line {line}: {name} '{row[name]}' should be a number; fetch the file "
            "again"
        )
        raise SourceError(msg) from error
