"""What a report tells of itself to the page that compares several."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

from tradenet.domain import SourceError
from tradenet.report.blocks import KeyNumber, Page
from tradenet.report.tested import TEST_OF, details, outcome, why_not
from tradenet.report.view import View
from tradenet.report.wording import known
from tradenet.study import StudyResult

VERDICT: Final = "verdict.json"


@dataclass(frozen=True, slots=True)
class Change:
    """Trade of one class after the event over its expectation, from the same test in every study.

    Attributes
    ----------
    words : str
        What the class is called.
    factor : float or None
        Ratio; 1 where trade is as expected; None where it was not estimated.
    low, high : float or None
        Its 95 % interval; None where a side has no bound or was not computed.
    why_not : str
        Why there is no factor; empty where there is one.
    """

    words: str
    factor: float | None
    low: float | None
    high: float | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One report as the index shows it.

    Attributes
    ----------
    study, hypothesis, title, question : str
        What was asked; the report lies in a folder called as the study.
    economies : tuple of str
        Names of the set.
    verdict, meaning, leading, sentence, cannot_show, registration : str
        What was found; `leading` where the verdict hangs on a choice.
    numbers : tuple of KeyNumber
        Of the first screen.
    changes : tuple of Change
        Of the designs that estimate them.
    """

    study: str
    hypothesis: str
    title: str
    question: str
    economies: tuple[str, ...]
    verdict: str
    meaning: str
    leading: str
    sentence: str
    cannot_show: str
    registration: str
    numbers: tuple[KeyNumber, ...]
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        """Return what a ``verdict.json`` tells; a `KeyError` where it lacks something."""
        first, registered = said["first_page"], said["registration"] or {}
        moved = said["leading_reading"] not in {None, said["verdict"]}
        return cls(
            study=said["study"], hypothesis=said["hypothesis"], title=first["title"],
            question=first["question"], economies=tuple(first["economies"]),
            verdict=said["verdict"], meaning=first["meaning"],
            leading=said["leading_reading"] if moved else "",
            sentence=said["sentence"], cannot_show=said["cannot_show"],
            registration=registered.get("sentence", ""),
            numbers=tuple(KeyNumber(**number) for number in first["numbers"]),
            changes=tuple(Change(**change) for change in first["changes"]),
        )  # fmt: skip


def first_page(result: StudyResult, page: Page) -> dict[str, Any]:
    """Return what ``verdict.json`` holds of the first page, as plain JSON types."""
    view = View.of(result)
    return {
        "title": page.title,
        "question": page.question,
        "economies": [view.name(code) for code in result.config.bloc.members],
        "meaning": page.verdict_meaning,
        "numbers": [{"value": x.value, "unit": x.unit, "meaning": x.meaning} for x in page.numbers],
        "changes": list(_changes(view)),
    }


def reports_in(folder: Path) -> tuple[Told, ...]:
    """Return the reports that lie in a folder, by hypothesis and name.

    Raises
    ------
    SourceError
        If a ``verdict.json`` is damaged, or older than the page that compares.
    """
    found = []
    for path in sorted(folder.glob(f"*/{VERDICT}")):
        try:
            found.append(Told.of(json.loads(path.read_text(encoding="utf-8"))))
        except (json.JSONDecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
            msg = (
                f"{path}: cannot be compared ({type(error).__name__}: {error}); write the report "
                f"anew: tradenet report {path.parent.name} --out {folder}"
            )
            raise SourceError(msg) from error
    return tuple(sorted(found, key=lambda told: (told.hypothesis, told.study)))


def _changes(view: View) -> Iterator[dict[str, Any]]:
    """Yield the change of each class of dyads, where the design tests classes."""
    if view.result.config.design.name != "bloc":
        return
    for class_ in dict.fromkeys(class_ for class_, _ in view.dyads):
        test, words = TEST_OF[class_], view.class_words[class_]
        reason, held = why_not(view, test), outcome(view, test)
        interval = held.interval if held is not None and held.interval else (None, None)
        yield {
            "words": words,
            "factor": None if reason else _factor(details(view, test).get("log_change")),
            "low": None if reason else _factor(interval[0]),
            "high": None if reason else _factor(interval[1]),
            "why_not": reason,
        }


def _factor(log: float | None) -> float | None:
    return math.exp(log) if log is not None and known(log) else None
