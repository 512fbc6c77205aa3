"""The page that compares the verdicts of all reports in one folder."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from tradenet.domain import SourceError
from tradenet.domain.text import listed
from tradenet.report.blocks import Column, Grid
from tradenet.report.editions.forest import forest
from tradenet.report.editions.told import Change, Told, reports_in
from tradenet.report.export import csv
from tradenet.report.records import to_json
from tradenet.report.render import filled, markdown
from tradenet.report.wording import ABSENT, plural

MARK: Final = "verdicts.json"  # by which an index is known as ours
_PAGE: Final = "index.html"
_TEXT: Final = pa.string()
_SCHEMA: Final = pa.schema(
    [
        *((name, _TEXT) for name in ("study", "hypothesis", "title", "economies", "verdict")),
        *((name, _TEXT) for name in ("meaning", "leading_reading", "sentence", "cannot_show")),
        *((name, _TEXT) for name in ("registration", "class")),
        *((name, pa.float64()) for name in ("factor", "low", "high")),
        ("why_not", _TEXT),
        ("report", _TEXT),
    ]
)


def has_index(folder: Path) -> bool:
    """Say whether a folder holds an index; refuse to replace somebody else's page.

    Raises
    ------
    SourceError
        If there is an ``index.html`` that is not ours.
    """
    ours = (folder / MARK).is_file()
    if (folder / _PAGE).exists() and not ours:
        msg = f"{folder / _PAGE}: exists and was not written by tradenet; choose another folder"
        raise SourceError(msg)
    return ours


def write_index(folder: Path) -> tuple[str, ...]:
    """Write the page that compares the reports of a folder, from what they say of themselves.

    The same reports give the same bytes, whichever command wrote them and in which order.

    Parameters
    ----------
    folder : Path
        Holds a folder for each report.

    Returns
    -------
    tuple of str
        The files written: ``index.html``, ``index.md``, ``verdicts.csv``, ``verdicts.json``.

    Raises
    ------
    SourceError
        If a report is damaged or the folder's ``index.html`` is not ours.
    """
    has_index(folder)
    studies = reports_in(folder)
    figure, grid = forest(studies), _grid(studies)
    words: Mapping[str, Any] = {
        "studies": studies, "figure": figure, "grid": grid, "counted": _count(studies),
        "heading": f"{plural(len(studies), 'study', 'studies')} side by side",
    }  # fmt: skip
    files = {
        MARK: to_json({"studies": [dataclasses.asdict(told) for told in studies]}),
        _PAGE: filled("several.html.j2", figure.panels[0].svg if figure else "", **words).encode(),
        "index.md": markdown(None, "several.md.j2", **words).encode(),
        "verdicts.csv": csv(_table(studies)),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return tuple(sorted(files))


def _count(studies: Sequence[Told]) -> str:
    """Return how often each verdict was given, the most frequent first."""
    verdicts = [told.verdict for told in studies]
    often = sorted(set(verdicts), key=lambda verdict: (-verdicts.count(verdict), verdict))
    return listed([f"{verdicts.count(verdict)} × {verdict}" for verdict in often]) or "none yet"


def _grid(studies: Sequence[Told]) -> Grid:
    return Grid(
        name="verdicts",
        title="The verdicts side by side",
        columns=tuple(map(Column, ("Study", "Verdict", "What it means", "Set", "Hypothesis",
                                   "Registration"))),
        rows=tuple(
            (told.study, _verdict(told), told.meaning or ABSENT, listed(told.economies),
             told.hypothesis, told.registration or ABSENT)
            for told in studies
        ),
        note="A verdict speaks of its own question, set and event; verdicts are not added up.",
    )  # fmt: skip


def _verdict(told: Told) -> str:
    return f"{told.verdict} (leading reading: {told.leading})" if told.leading else told.verdict


def _table(studies: Sequence[Told]) -> pa.Table:
    return pa.Table.from_pylist([row for told in studies for row in _rows(told)], schema=_SCHEMA)


def _rows(told: Told) -> Iterator[dict[str, Any]]:
    """Yield a row for each change, or one without where a study estimates none."""
    for change in told.changes or (Change("", None, None, None),):
        yield {
            "study": told.study, "hypothesis": told.hypothesis, "title": told.title,
            "economies": listed(told.economies), "verdict": told.verdict,
            "meaning": told.meaning, "leading_reading": told.leading,
            "sentence": told.sentence, "cannot_show": told.cannot_show,
            "registration": told.registration, "class": change.words.lower(),
            "factor": change.factor, "low": change.low, "high": change.high,
            "why_not": change.why_not, "report": f"{told.study}/index.html",
        }  # fmt: skip
