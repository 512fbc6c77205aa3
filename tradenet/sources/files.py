"""Open a file and say what it is: hash, encoding, header, rows as text. Nothing is cleaned."""

from __future__ import annotations

import csv
import gzip
import hashlib
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from tradenet.domain import SourceError, SourceFile, nearest
from tradenet.sources.engine import duckdb, scratch

CSV_SUFFIXES = (".csv", ".txt", ".tsv")
_CHUNK = 1 << 20
_LONGEST_LINE = 1 << 22
_MOST_UNPACKED = 64 << 30  # bytes; a larger archive is a bomb or wants `ingest` of its files


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A readable file whose layout is not yet known.

    Attributes
    ----------
    path : Path
        Where the text or Parquet bytes lie (a temporary copy for an archive's member).
    name : str
        What the user calls it, without folders.
    header : tuple of str
        Column names as written, without byte order mark.
    kind : str
        ``csv``, ``parquet`` or ``stata``.
    encoding : str
        ``utf-8`` or ``latin-1``.
    delimiter : str
        Comma, semicolon or tab.
    trailing : bool
        True where every row ends with a delimiter that the header lacks.
    file : SourceFile
        Name, hash and size of the bytes the user gave.
    """

    path: Path
    name: str
    header: tuple[str, ...]
    kind: str
    encoding: str
    delimiter: str
    trailing: bool
    file: SourceFile


def open_file(path: Path) -> Iterator[OpenedFile]:
    """Yield what a path holds: one file, or the CSV members of a zip.

    Raises
    ------
    SourceError
        If it is missing, empty, truncated, not what its suffix says, neither UTF-8 nor Latin-1, or
        an archive that reaches outside itself.
    """
    if not path.is_file():
        beside = sorted(one.name for one in path.parent.glob("*"))
        msg = f"{path}: no such file{nearest(path.name, beside)}; check the path"
        raise SourceError(msg)
    given = SourceFile(path.name, _sha256(path), path.stat().st_size)
    if given.size == 0:
        msg = f"{path.name}: the file is empty (0 bytes); fetch it again"
        raise SourceError(msg)
    if path.suffix.lower() == ".zip":
        for member in _unzip(path):
            yield _open_plain(member, f"{path.name}/{member.name}", given)
    elif path.suffix.lower() == ".gz":
        yield _open_plain(_gunzip(path), path.name, given)
    else:
        yield _open_plain(path, path.name, given)


def rows(opened: OpenedFile, numbers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - Ibis has no stubs
    """Return the rows as an Ibis table: text columns for CSV, typed for Parquet.

    Parameters
    ----------
    opened : OpenedFile
        What to read.
    numbers : mapping of str to str, optional
        Columns of a CSV file to parse as numbers, and DuckDB's types for them: quicker than text
        into text and text into numbers. DuckDB raises where a cell is no such number.
    """
    if opened.kind == "parquet":
        return duckdb().read_parquet(opened.path)
    if opened.kind == "stata":
        import pandas as pd

        try:
            frame = pd.read_stata(opened.path, convert_categoricals=False)
        except (ValueError, OSError, struct.error) as error:
            msg = f"{opened.name}: the Stata file is cut short ({error}); fetch it again"
            raise SourceError(msg) from error
        # A table in memory would belong to the engine in use, and DuckDB is to read it.
        path = scratch() / "rows.parquet"
        frame.to_parquet(path, index=False)
        return duckdb().read_parquet(path)
    return _csv_rows(opened, numbers or {})


def _csv_rows(opened: OpenedFile, numbers: Mapping[str, str]) -> Any:  # noqa: ANN401 - Ibis has no stubs
    names = [*opened.header, "_trailing"] if opened.trailing else list(opened.header)
    return duckdb().read_csv(
        opened.path,
        auto_detect=False,
        columns={name: numbers.get(name, "VARCHAR") for name in names},
        header=True,
        skip=0,
        delim=opened.delimiter,
        quote='"',
        escape='"',
        encoding=opened.encoding,
        strict_mode=True,
        max_line_size=_LONGEST_LINE,
        buffer_size=_LONGEST_LINE,  # as small as it may be: each thread holds several
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _open_plain(path: Path, name: str, given: SourceFile) -> OpenedFile:
    suffix = path.suffix.lower()
    if suffix in (".parquet", ".dta"):
        kind = "parquet" if suffix == ".parquet" else "stata"
        header = _parquet_header(path, name) if kind == "parquet" else _stata_header(path, name)
        return OpenedFile(path, name, header, kind, "", "", trailing=False, file=given)
    if suffix not in CSV_SUFFIXES:
        msg = f"{name}: '{path.suffix}' is no kind of file we read; give CSV, Parquet, .gz or .zip"
        raise SourceError(msg)
    encoding = _encoding(path, name)
    lines = _first_lines(path, encoding)
    if not lines or not lines[0].strip():
        msg = f"{name}: the first line is blank, a header belongs there; fetch it again"
        raise SourceError(msg)
    delimiter = max(",;\t", key=lines[0].count)
    try:
        first, *rest = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error as error:
        msg = f"{name}: the header is no CSV ({error}); fetch it again"
        raise SourceError(msg) from error
    header = _names(first, name)
    trailing = bool(rest) and len(rest[0]) == len(header) + 1 and rest[0][-1] == ""
    return OpenedFile(path, name, header, "csv", encoding, delimiter, trailing, given)


def _names(cells: list[str], name: str) -> tuple[str, ...]:
    """Return the column names; one without a name (an index) is called by its place."""
    stripped = [cell.strip() for cell in cells]
    if stripped[-1] == "":
        stripped.pop()
    header = tuple(cell or f"column {place}" for place, cell in enumerate(stripped, start=1))
    lower = [cell.lower() for cell in header]  # the engine does not tell 'Year' from 'year'
    twice = sorted({cell for cell in lower if lower.count(cell) > 1})
    if twice:
        msg = f"{name}: the header names {', '.join(twice)} more than once; rename the columns"
        raise SourceError(msg)
    return header


def _parquet_header(path: Path, name: str) -> tuple[str, ...]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return tuple(pq.read_schema(path).names)
    except (pa.ArrowInvalid, OSError) as error:
        msg = f"{name}: not a Parquet file, or cut short ({error}); fetch it again"
        raise SourceError(msg) from error


def _stata_header(path: Path, name: str) -> tuple[str, ...]:
    import pandas as pd

    try:
        with pd.read_stata(path, iterator=True) as reader:
            return tuple(reader.variable_labels())
    except (ValueError, OSError) as error:
        msg = f"{name}: not a Stata file, or cut short ({error}); fetch it again"
        raise SourceError(msg) from error


def _encoding(path: Path, name: str) -> str:
    """Return utf-8 where every byte sequence is valid, latin-1 otherwise; refuse binary bytes."""
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    encoding, whole = "utf-8", True  # whole: no character is cut by the end of a chunk
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if b"\0" in chunk:
                msg = f"{name}: holds NUL bytes; it is UTF-16 or binary, save it as UTF-8 text"
                raise SourceError(msg)
            if encoding == "utf-8" and not (whole and chunk.isascii()):
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    encoding = "latin-1"
                whole = decoder.getstate()[0] == b""
    return encoding


def _first_lines(path: Path, encoding: str) -> list[str]:
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as stream:
        return [line for _, line in zip(range(2), stream, strict=False)]


def _gunzip(path: Path) -> Path:
    target = scratch() / path.stem
    try:
        with gzip.open(path) as packed, target.open("wb") as plain:
            shutil.copyfileobj(packed, plain, _CHUNK)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        msg = f"{path.name}: not gzip, or cut short ({error}); fetch it again"
        raise SourceError(msg) from error
    if target.stat().st_size == 0:
        msg = f"{path.name}: the archive holds an empty file; fetch it again"
        raise SourceError(msg)
    return target


def _unzip(path: Path) -> list[Path]:
    folder = scratch()
    try:
        with zipfile.ZipFile(path) as archive:
            members = [entry for entry in archive.infolist() if not entry.is_dir()]
            _refuse_members(path, members)
            return [Path(archive.extract(entry, folder)) for entry in _tables(path, members)]
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        msg = f"{path.name}: not a zip, or cut short ({error}); fetch it again"
        raise SourceError(msg) from error


def _refuse_members(path: Path, members: list[zipfile.ZipInfo]) -> None:
    for entry in members:
        inside = PurePosixPath(entry.filename.replace("\\", "/"))
        if inside.is_absolute() or ".." in inside.parts or ":" in inside.parts[0]:
            msg = f"{path.name}: member '{entry.filename}' reaches outside the archive; refused"
            raise SourceError(msg)
        if entry.flag_bits & 1:
            msg = f"{path.name}: member '{entry.filename}' has a password; unpack it yourself"
            raise SourceError(msg)
    if sum(entry.file_size for entry in members) > _MOST_UNPACKED:
        msg = f"{path.name}: unpacks to more than 64 GiB; unpack it yourself and give its files"
        raise SourceError(msg)


def _tables(path: Path, members: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the CSV members; beside .csv files a .txt is a note to the reader."""
    suffix = {entry.filename: PurePosixPath(entry.filename).suffix.lower() for entry in members}
    found = [entry for entry in members if suffix[entry.filename] in CSV_SUFFIXES]
    tables = [entry for entry in found if suffix[entry.filename] != ".txt"] or found
    if not tables:
        msg = f"{path.name}: no CSV file in the archive"
        raise SourceError(msg)
    return tables
