"""The folder that is fetched into: whole files beside their records, unfinished ones out of sight.

A file becomes visible in three steps, each of which may be the last: its bytes are complete and on
disk as ``.parts/<name>.part``; its record ``<name>.record.json`` is written; the part takes the
name. A record without its file is mended from the part when the folder is opened again.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tradenet.domain import SourceError
from tradenet.sources.fetch.verify import sha256

Record = dict[str, Any]

PARTS = ".parts"
RECORD = ".record.json"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of fetched files.

    Attributes
    ----------
    path : Path
        Where it lies.
    """

    path: Path

    def file(self, name: str) -> Path:
        """Return where a whole file of that name lies or will lie."""
        return self.path / name

    def part(self, name: str) -> Path:
        """Return where the unfinished bytes of that file lie."""
        return self.path / PARTS / f"{name.replace('/', '_')}.part"

    def record(self, name: str) -> Record | None:
        """Return what is recorded of a file, None where nothing is."""
        path = self.path / f"{name}{RECORD}"
        if not path.is_file():
            return None
        try:
            found: Record = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            msg = f"{path}: no JSON ({error}); delete it and run the same command again"
            raise SourceError(msg) from error
        return found

    def whole(self, name: str) -> Record | None:
        """Return the record of a file that is here, to the byte, as recorded; else None."""
        known = self.record(name)
        if known is None:
            return None
        if _is(self.file(name), known):
            return known
        if _is(self.part(name), known):
            self._show(name)
            return known
        return None

    def place(self, name: str, about: Record) -> Record:
        """Make the part of that name visible, its record first; return the record."""
        part = self.part(name)
        _to_disk(part)
        known = {"name": name, "sha256": sha256(part), "bytes": part.stat().st_size, **about}
        self.file(name).parent.mkdir(exist_ok=True)
        write_text(self.path / f"{name}{RECORD}", json.dumps(known, indent=1, sort_keys=True))
        self._show(name)
        return known

    def drop(self, name: str) -> None:
        """Remove a file with its record and its part; the record last."""
        for path in (self.file(name), self.part(name), self.path / f"{name}{RECORD}"):
            path.unlink(missing_ok=True)

    def _show(self, name: str) -> None:
        os.replace(self.part(name), self.file(name))  # noqa: PTH105 - atomic


@contextmanager
def opened(path: Path) -> Iterator[Folder]:
    """Open a folder for one writer at a time; made where it is missing, and gone if left empty.

    Raises
    ------
    SourceError
        If it cannot be written, or another process is fetching into it.
    """
    fresh = not path.exists()
    try:
        (path / PARTS).mkdir(parents=True, exist_ok=True)
        lock = (path / PARTS / "lock").open("w")
    except OSError as error:
        msg = f"{path}: cannot write there ({error.strerror}); choose another folder"
        raise SourceError(msg) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            msg = f"{path}: another tradenet is fetching into it; wait, or choose another folder"
            raise SourceError(msg) from error
        try:
            yield Folder(path)
        finally:
            if fresh and {*path.rglob("*")} == {path / PARTS, path / PARTS / "lock"}:
                (path / PARTS / "lock").unlink()
                (path / PARTS).rmdir()
                path.rmdir()


def write_text(path: Path, text: str) -> None:
    """Write a text file so that it is there whole or not at all."""
    fresh = path.parent / f".{path.name.lstrip('.')}.new"
    fresh.write_text(text + "\n", encoding="utf-8")
    _to_disk(fresh)
    os.replace(fresh, path)  # noqa: PTH105 - atomic


def _is(path: Path, known: Record) -> bool:
    return (
        path.is_file()
        and path.stat().st_size == known.get("bytes")
        and sha256(path) == known.get("sha256")
    )


def _to_disk(path: Path) -> None:
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
