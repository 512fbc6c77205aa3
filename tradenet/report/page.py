"""A result becomes a page: the first screen and the sections."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.report.blocks import KeyNumber, Page
from tradenet.report.glance import at_a_glance, judged, reading
from tradenet.report.sections import SECTIONS
from tradenet.report.view import CLASS_WORDS, View
from tradenet.report.wording import known, ratio, spans, usd, when
from tradenet.report.words import VERDICTS
from tradenet.study import StudyResult


def page_of(result: StudyResult) -> Page:
    """Return the page of a result.

    Parameters
    ----------
    result : StudyResult
        What is shown; no number is added to it.
    """
    view = View.of(result)
    question = result.config.study
    return Page(
        name=question.name,
        hypothesis=question.hypothesis,
        title=question.title,
        claim=question.claim,
        question=question.question,
        verdict=result.verdict,
        verdict_meaning=VERDICTS.get(result.verdict, ""),
        sentence=result.sentence,
        cannot_show=result.cannot_show,
        heading="The answer" if judged(view) else "The answer so far",
        reading=tuple(reading(view)),
        numbers=tuple(at_a_glance(view) if judged(view) else _numbers(view)),
        sections=tuple(section(view) for section in SECTIONS),
    )


def _numbers(view: View) -> Iterator[KeyNumber]:
    """Yield the numbers of the first screen, those that the result has."""
    yield from _intensity(view)
    yield from _coverage(view)
    largest = view.largest
    if largest is not None:
        value, unit = usd(largest["value_usd"]).split(" ", maxsplit=1)
        flow = view.flow(largest["exporter"], largest["importer"])
        yield KeyNumber(
            value, unit, f"{flow} in {when(largest['period'])}, the largest flow that counts"
        )
    run = sum(bool(test.rule) for test in view.result.tests)
    yield KeyNumber(f"{run} of {len(view.result.tests)}", "tests", "of the battery have been run")


def _intensity(view: View) -> Iterator[KeyNumber]:
    for class_ in ("hub_spoke", "spoke_spoke"):
        pre, post = (view.result.facts.get(f"intensity_{class_}_{p}") for p in ("pre", "post"))
        if known(pre) and known(post):
            yield KeyNumber(
                f"{ratio(post)} ×",
                "expectation",
                f"{CLASS_WORDS[class_].lower()} trade in {spans(view.held('post'))}; it was "
                f"{ratio(pre)} × in {spans(view.held('pre'))}",
            )
            return


def _coverage(view: View) -> Iterator[KeyNumber]:
    lines = [row for row in view.rows("coverage") if row["class"] == "spoke_spoke"]
    for row in lines[-1:]:
        before = "; ".join(f"{x['covered']} of {x['cells']} before" for x in lines[:-1])
        yield KeyNumber(
            f"{row['covered']} of {row['cells']}",
            "dyad-years",
            "of trade between the spokes are covered after the event"
            + (f" ({before})" if before else ""),
        )
