"""Write a report into a folder."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tradenet.report.editions.short import short
from tradenet.report.editions.told import VERDICT, first_page
from tradenet.report.export import table_files
from tradenet.report.page import page_of
from tradenet.report.records import MANIFEST, manifest, to_json, verdict
from tradenet.report.render import html, markdown
from tradenet.study import StudyResult


def write(
    result: StudyResult,
    folder: Path,
    written_at: dt.datetime,
    extra: Mapping[str, Any] | None = None,
) -> tuple[str, ...]:
    """Write page, text, records, tables and figures of a result.

    Parameters
    ----------
    result : StudyResult
        What is shown; no number is added to it.
    folder : Path
        Where to write; made if it is not there. The caller sees to it that a report appears whole
        or not at all.
    written_at : datetime
        The one clock time of a report; it stands in ``manifest.json`` only.
    extra : mapping, optional
        What else the manifest should record of the run, as plain JSON types.

    Returns
    -------
    tuple of str
        The files written, relative to the folder, sorted. The same result gives the same bytes but
        for the manifest's ``written_at`` and ``run``.
    """
    content = dict(_files(result))
    record = manifest(result, content, written_at, extra or {})
    content[MANIFEST] = to_json(record)
    for name, what in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(what)
    return tuple(sorted(content))


def stamp(folder: Path, written_at: dt.datetime) -> dict[str, Any]:
    """Give a report that was written before another time, and return what it says.

    Parameters
    ----------
    folder : Path
        A whole report.
    written_at : datetime
        For ``manifest.json``; nothing else in a report knows the time.

    Returns
    -------
    dict
        The content of ``verdict.json``.
    """
    path = folder / MANIFEST
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_bytes(to_json({**record, "written_at": written_at.isoformat()}))
    said: dict[str, Any] = json.loads((folder / VERDICT).read_text(encoding="utf-8"))
    return said


def _files(result: StudyResult) -> Iterator[tuple[str, bytes]]:
    page = page_of(result)
    yield "index.html", html(page).encode()
    yield "report.md", short(page, result).encode()
    yield "report-full.md", markdown(page).encode()
    yield VERDICT, to_json({**verdict(result), "first_page": first_page(result, page)})
    yield from table_files(result)
    for panel in page.panels:
        yield (
            f"figures/{panel.name}.svg",
            f'<?xml version="1.0" encoding="utf-8"?>\n{panel.svg}'.encode(),
        )
