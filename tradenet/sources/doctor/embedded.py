"""The embedded snapshot: whether its files are there, whole, and of which vintages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tradenet.domain import TradenetError
from tradenet.sources.doctor.finding import BROKEN, Finding, short

_ADVICE: Final = "install tradenet again, or make one: tradenet snapshot build --from DIR"
_MIB: Final = 1 << 20


def embedded(home: Path | None = None) -> Iterator[Finding]:
    """Yield the snapshot, each file of it that is absent or altered, and its vintages.

    Parameters
    ----------
    home : Path, optional
        Another snapshot folder.
    """
    from tradenet.sources import snapshot

    try:
        known = snapshot.manifest(home)
        place = home or snapshot.folder()
        bad = {name: said for name in known["files"] if (said := _bad(place, name, known))}
        size = sum(entry["bytes"] for entry in known["files"].values()) / _MIB
        vintages = _vintages(known)
    except TradenetError as error:
        yield Finding("snapshot", "problem", str(error), _ADVICE)
        return
    except BROKEN as error:
        yield Finding("snapshot", "problem", f"manifest.json: {short(error)}", _ADVICE)
        return
    for name, said in bad.items():
        yield Finding("snapshot", "problem", f"{name} {said}", _ADVICE)
    if not bad:
        count = len(known["files"])
        yield Finding("snapshot", "ok", f"{count} files whole, {size:.0f} MiB, in {place}")
    yield Finding("vintages", "ok", vintages)


def _bad(place: Path, name: str, known: dict[str, Any]) -> str:
    """Return what is wrong with a file of the snapshot; empty where nothing is."""
    try:
        with (place / name).open("rb") as stream:
            same = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    return "" if same == known["files"][name]["sha256"] else "differs from the manifest"


def _vintages(known: dict[str, Any]) -> str:
    """Return source by source of which release it is, where a source says so."""
    told = [(one["name"], ", ".join(filter(None, one["vintages"]))) for one in known["sources"]]
    return "; ".join(f"{name} {vintage}" for name, vintage in told if vintage)
