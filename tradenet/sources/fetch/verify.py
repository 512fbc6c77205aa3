"""Say whether a file is whole and what it should be, before it becomes visible."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tradenet.sources.fetch.failures import Damaged

Check = Callable[[Path], None]

_CHUNK = 1 << 20
_SHOWN = 500


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def is_file(path: Path) -> None:
    """Refuse an empty file and a web page that came in place of data (status 200)."""
    with path.open("rb") as stream:
        begin = stream.read(_SHOWN).lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if not begin:
        msg = "an empty answer"
        raise Damaged(msg)
    if begin.startswith((b"<!doctype html", b"<html")):
        msg = "a web page in place of data (status 200)"
        raise Damaged(msg)


def is_json(path: Path) -> None:
    """Refuse what is no whole JSON document."""
    is_file(path)
    try:
        json.loads(path.read_bytes())
    except ValueError as error:
        msg = f"no whole JSON ({error})"
        raise Damaged(msg) from error


def is_zip(path: Path) -> None:
    """Refuse a zip that does not open or one of whose members has a wrong checksum."""
    is_file(path)
    try:
        with zipfile.ZipFile(path) as archive:
            bad = archive.testzip()
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        msg = f"no whole zip ({error})"
        raise Damaged(msg) from error
    if bad is not None:
        msg = f"the zip's member '{bad}' has a wrong checksum"
        raise Damaged(msg)


def is_gzip(path: Path) -> None:
    """Refuse a gzip file that does not unpack to its end."""
    is_file(path)
    try:
        with gzip.open(path) as stream:
            while stream.read(_CHUNK):
                pass
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        msg = f"no whole gzip ({error})"
        raise Damaged(msg) from error


def is_csv(*columns: str) -> Check:
    """Return a check that refuses a CSV without these columns or with a cut last line."""
    import csv

    def check(path: Path) -> None:
        is_file(path)
        try:
            with path.open(encoding="utf-8-sig", newline="") as stream:
                header, *rows = [row for row in csv.reader(stream) if row]
        except (UnicodeDecodeError, csv.Error) as error:
            msg = f"no CSV ({error})"
            raise Damaged(msg) from error
        missing = [name for name in columns if name not in header]
        if missing:
            msg = f"the columns {', '.join(missing)} are missing"
            raise Damaged(msg, lasting=True)
        if any(len(row) != len(header) for row in rows) or not _ends_with_newline(path):
            msg = "a CSV whose last line is cut"
            raise Damaged(msg)

    return check


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(-1, 2)
        return stream.read(1) in b"\r\n"
