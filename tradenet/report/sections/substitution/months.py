"""The section on the months around 2022: what is known, and whether it can tell."""

from __future__ import annotations

from tradenet.report.blocks import Section
from tradenet.report.figures import border_months
from tradenet.report.tested import outcome
from tradenet.report.view import View
from tradenet.report.wording import p_is, when


def months(view: View) -> Section:
    """Return the section on the months around the closure."""
    facts = view.result.facts
    test, drawn = outcome(view, "S3"), border_months.draw(view)
    said = (
        "The rouble fell in March 2022 and was above its old height by June: the claim predicts a "
        f"rise of trade and a return. But rail freight did not run from {_closed(view)}. In the "
        "months of 2022 alone, closing and reopening cannot be told from the rouble."
    )
    needs = f"What would be needed: {test.rule}." if test else ""
    if test is None:
        answer = "The test was not asked for."
    elif facts["months_lacking"]:
        answer = (
            f"The months held cannot tell: known are {', '.join(facts['months_lacking'])}. Monthly "
            "customs figures of your own can be given with --flows."
        )
    else:
        answer = f"{test.effect} ({p_is(test.p_value)} of a rise)."
    return Section(
        anchor="months",
        short="The months around 2022",
        title="The months around 2022, with the border closed",
        paragraphs=tuple(words for words in (said, needs, answer) if words),
        blocks=(drawn,) if drawn else (),
        technical=(
            "Log trade on a trend, the month of the year, a level for every closure and for every "
            "time between closures, and the log rate of the month before. Its place is the rank of "
            "the same estimate among all shifts of the rate’s path in a circle.",
        ),
    )


def _closed(view: View) -> str:
    spans = view.result.config.design.to_dict()["closures"]
    return " and from ".join(f"{when(first)} to {when(last)}" for first, last in spans)
