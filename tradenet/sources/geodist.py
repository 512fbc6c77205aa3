"""CEPII GeoDist: distance and common borders of pairs of economies."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa

from tradenet.domain import Economies, SourceError

_COLUMNS = ("iso_o", "iso_d", "contig", "dist")


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
    known = {
        code: economy
        for scheme, code, economy in zip(*economies.codes.to_pydict().values(), strict=True)
        if scheme == "iso3"
    }
    rows: list[tuple[str, str, float, float]] = []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, delimiter=";")
        missing = [name for name in _COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            msg = f"{path.name} lacks the columns {missing}; GeoDist's dist_cepii.csv has them"
            raise SourceError(msg)
        for row in reader:
            one, other = (known.get(row[name].strip().casefold()) for name in _COLUMNS[:2])
            if one and other and one != other:
                rows.append((one, other, *_numbers(row, path, reader.line_num)))
    names = ("exporter", "importer", "distance_km", "contiguity")
    columns = zip(*rows, strict=True) if rows else [[] for _ in names]
    return pa.table(dict(zip(names, map(list, columns), strict=True)))


def _numbers(row: dict[str, str], path: Path, line: int) -> tuple[float, float]:
    try:
        return float(row["dist"]), float(row["contig"])
    except ValueError as error:
        msg = (
            f"{path.name}, line {line}: dist '{row['dist']}' and contig '{row['contig']}' should "
            "be numbers; fetch the file again"
        )
        raise SourceError(msg) from error
