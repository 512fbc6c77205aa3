"""Where tradenet writes: what is kept, scratch files, and reports in the current folder."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tradenet.sources.doctor.finding import Finding

_GIB: Final = 1 << 30
_MIB: Final = 1 << 20
_LEAST_GIB: Final = 2.0  # a monthly world at product level, as DuckDB writes it aside


def places() -> Iterator[Finding]:
    """Yield the cache, the scratch folder, the current folder and that of reports."""
    from tradenet.sources import kept

    yield cache(kept.home())
    yield scratch()
    try:
        here = Path.cwd()
    except OSError:
        yield Finding("current folder", "problem", "it is gone", "change to one that exists")
        return
    yield writable("current folder", here)
    if (here / "reports").exists():
        yield writable("reports", here / "reports")


def refusal(folder: Path) -> str:
    """Try to write into a folder, or where it would be made; return why not, or nothing."""
    existing = folder
    try:
        while not existing.exists() and existing.parent != existing:
            existing = existing.parent
        with tempfile.TemporaryFile(dir=existing):
            return ""
    except OSError as error:
        return error.strerror or type(error).__name__


def writable(what: str, folder: Path) -> Finding:
    """Judge a folder that reports are written to."""
    why = refusal(folder)
    if not why:
        return Finding(what, "ok", f"{folder} can be written to")
    advice = "change to a folder of your own, or name one with --out"
    return Finding(what, "problem", f"{folder} cannot be written to ({why})", advice)


def cache(home: Path | None) -> Finding:
    """Judge where what was computed once is kept; it is not needed."""
    if home is None:
        return Finding(
            "cache", "note", "off: every report is computed anew", "unset TRADENET_CACHE"
        )
    why = refusal(home)
    if why:
        advice = "every report is computed anew; set TRADENET_CACHE to a folder of your own"
        return Finding("cache", "note", f"{home} cannot be written to ({why})", advice)
    files = [path for path in home.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / _MIB
    return Finding("cache", "ok", f"{home}, {len(files):,} files, {size:,.0f} MiB")


def scratch() -> Finding:
    """Judge where intermediate results are put aside."""
    try:
        folder = Path(tempfile.gettempdir())
        free = shutil.disk_usage(folder).free / _GIB
    except OSError as error:
        return Finding("scratch", "problem", str(error), "set TMPDIR to a folder of your own")
    if free < _LEAST_GIB:
        advice = f"free {_LEAST_GIB:.0f} GiB there, or set TMPDIR to another folder"
        return Finding("scratch", "note", f"{folder}, {free:.1f} GiB free", advice)
    return Finding("scratch", "ok", f"{folder}, {free:,.0f} GiB free")
