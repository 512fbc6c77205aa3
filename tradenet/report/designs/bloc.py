"""The report of the design "bloc"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tradenet.report.blocks import KeyNumber
from tradenet.report.glance import at_a_glance, judged, reading
from tradenet.report.layout import Layout
from tradenet.report.sections import SECTIONS
from tradenet.report.view import View
from tradenet.report.wording import known, ratio, spans, usd, when
from tradenet.report.words import VERDICTS


def numbers(view: View) -> Iterator[KeyNumber]:
    """Yield what was read off each class, or what is described where nothing was judged."""
    yield from at_a_glance(view) if judged(view) else _numbers(view)


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
                f"{view.class_words[class_].lower()} trade in {spans(view.held('post'))}; it was "
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
            f"of trade between the {view.spokes} are covered after the event"
            + (f" ({before})" if before else ""),
        )


LAYOUT: Final = Layout(SECTIONS, VERDICTS, judged, reading, numbers)
