"""What was computed once: files kept by the digest of everything they were computed from."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from tradenet.domain import SourceError
from tradenet.sources import snapshot

VARIABLE = "TRADENET_CACHE"
_OFF = ("", "0", "off", "no")
_CHUNK = 1 << 20
_CODE = {".py", ".toml", ".j2", ".css", ".js"}  # a report is kept as it was written


def home() -> Path | None:
    """Return the folder of what is kept, or None where keeping is switched off.

    ``TRADENET_CACHE`` names it, or says ``off``; else ``tradenet`` in the user's cache folder.
    """
    named = os.environ.get(VARIABLE)
    if named is not None:
        return None if named.lower() in _OFF else Path(named)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "tradenet"


def key(options: Mapping[str, Any], flows: Path | None, beside: Iterable[Path] = ()) -> str:
    """Return the digest of options, data and code: whatever moves a number moves it.

    Parameters
    ----------
    options : mapping
        Plain JSON types.
    flows : Path, optional
        A store or a flow file; the embedded snapshot if not given.
    beside : iterable of Path
        Whatever else was read, in order.

    Raises
    ------
    SourceError
        If there is nothing at one of the paths.
    """
    text = json.dumps(options, sort_keys=True, separators=(",", ":"), default=str)
    parts = [text, _code(), _data(flows) if flows is not None else _snapshot()]
    parts += [_data(path) for path in beside]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def fetch(name: str, folder: Path) -> bool:
    """Copy what was kept under a key into a folder; False where nothing was."""
    place = home()
    source = None if place is None else place / name
    if source is None or not source.is_dir():
        return False
    try:
        shutil.copytree(source, folder, dirs_exist_ok=True)
    except OSError:
        return False
    return True


def keep(name: str, folder: Path) -> None:
    """Keep a copy of a folder under a key; where that cannot be written, nothing is kept."""
    place = home()
    if place is None:
        return
    with suppress(OSError):
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place, prefix=".new-") as new:
            shutil.copytree(folder, new, dirs_exist_ok=True)
            os.replace(new, place / name)  # noqa: PTH105 - atomic; Path.replace is the same call
            Path(new).mkdir()  # for the context to remove


@cache
def _code() -> str:
    package = Path(__file__).resolve().parents[1]
    code = sorted(path for path in package.rglob("*") if path.suffix in _CODE)
    return _hash(code, package)


@cache
def _snapshot() -> str:
    data, home = snapshot.folder().parent, snapshot.folder()
    facts = [*data.glob("*.json"), *data.glob("reference/*")]
    return _hash(sorted([*facts, home / "manifest.json"]), data)


def _data(flows: Path) -> str:
    if not flows.exists():
        msg = f"{flows}: no such file; check the path"
        raise SourceError(msg)
    if not flows.is_dir():
        return _hash([flows], flows.parent)
    return _hash(sorted(path for path in flows.rglob("*") if path.is_file()), flows)


def _hash(paths: list[Path], base: Path) -> str:
    """Return the digest of files and of where they stand: a store's folders name its periods."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(base).as_posix()}\0{path.stat().st_size}\0".encode())
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    return digest.hexdigest()
