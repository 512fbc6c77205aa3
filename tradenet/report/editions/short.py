"""The short edition: what fits into an issue or an e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tradenet.report.blocks import Grid, Page
from tradenet.report.editions import reproduce
from tradenet.report.render import markdown
from tradenet.study import StudyResult

# By name of the table: how many of its columns, from the left. The whole table is on the page.
_SHOWN: Final = {"rule-inputs": 3, "tests": 4}
_MOST_ROWS: Final = 20


def short(page: Page, result: StudyResult) -> str:
    """Return a report on a page or two of Markdown.

    Title, question, verdict with its sentence, what cannot be known, key numbers, the row of the
    rule that holds, what the rule looks at, the tests, and how to reproduce and to cite it. The
    whole text is another file (``report-full.md``).

    Parameters
    ----------
    page : Page
        Of the result.
    result : StudyResult
        For the command, the versions and the sources.
    """
    return markdown(
        page,
        "report.md.j2",
        grids=tuple(_grids(page)),
        command=reproduce.command(result),
        made_with=reproduce.made_with(result),
        citation=reproduce.citation(result),
    )


def _grids(page: Page) -> Iterator[Grid]:
    for section in page.sections:
        for block in section.blocks:
            if isinstance(block, Grid) and block.name in _SHOWN:
                most = _SHOWN[block.name]
                yield replace(
                    block,
                    columns=block.columns[:most],
                    rows=tuple(row[:most] for row in block.rows[:_MOST_ROWS]),
                )
