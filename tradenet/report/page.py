"""A result becomes a page: the first screen and the sections."""

from __future__ import annotations

from tradenet.report.blocks import Page
from tradenet.report.designs import LAYOUTS
from tradenet.report.export import all_tables
from tradenet.report.layout import in_parts
from tradenet.report.live import enlivened
from tradenet.report.view import View
from tradenet.study import StudyResult


def page_of(result: StudyResult) -> Page:
    """Return the page of a result.

    Parameters
    ----------
    result : StudyResult
        What is shown; no number is added to it.
    """
    view = View.of(result)
    question, layout = result.config.study, LAYOUTS[result.config.design.name]
    return Page(
        name=question.name,
        hypothesis=question.hypothesis,
        title=question.title,
        claim=question.claim,
        question=question.question,
        verdict=result.verdict,
        verdict_meaning=layout.meanings.get(result.verdict, ""),
        sentence=result.sentence,
        cannot_show=result.cannot_show,
        heading="The answer" if layout.judged(view) else "The answer so far",
        reading=tuple(layout.reading(view)),
        numbers=tuple(layout.numbers(view)),
        parts=in_parts([enlivened(section(view), view) for section in layout.sections]),
        tables=tuple(name for name, table in all_tables(result).items() if table.num_rows),
    )
