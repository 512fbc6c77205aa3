"""The four lines with which every test of the hypothesis begins, and its technical detail."""

from __future__ import annotations

from collections.abc import Iterator

from tradenet.bloc import BlocTestResult
from tradenet.report.tested import outcome, why_not
from tradenet.report.view import View
from tradenet.report.wording import factor, p_is, ratio

Card = tuple[tuple[str, str], ...]

_STATE = {True: "Passed", False: "Not passed", None: "Described, with no weight in the verdict"}


def card(view: View, name: str, asked: str, words: tuple[str, str, str]) -> Card:
    """Return what is asked, what one sees, the answer, and what would have been a pass.

    Where the test was not run or cannot be made, the answer says so and nothing is seen.

    Parameters
    ----------
    view : View
        Of the result.
    name : str
        Of the test.
    asked : str
        In words for everybody.
    words : tuple of three str
        What one sees, the answer after its first word, what would have counted.
    """
    seen, answer, pass_ = words
    reason, test = why_not(view, name), outcome(view, name)
    if test is None or reason:
        said = f"None: {reason}. There is nothing to draw."
        return (("What is asked", asked), ("The answer", said), _passing(pass_))
    return (
        ("What is asked", asked),
        ("What one sees", seen),
        ("The answer", f"{_STATE[test.passed]}. {answer}".strip()),
        _passing(pass_),
    )


def _passing(words: str) -> tuple[str, str]:
    return ("What would have counted as a pass", words)


def technical(view: View, name: str, *further: str) -> tuple[str, ...]:
    """Return hypotheses, statistic and rule of a test, and what else there is to say."""
    test = outcome(view, name)
    if test is None:
        return ()
    return (*_lines(test), *(words for words in further if words and not why_not(view, name)))


def _lines(test: BlocTestResult) -> Iterator[str]:
    yield f"{test.name}. {test.question} Rule: {test.rule}."
    if test.null:
        yield f"Null hypothesis: {test.null}. Alternative: {test.alternative}."
    if test.effect:
        yield f"In the words of the test: {test.effect}."
    if test.statistic is not None:
        inside = " to ".join(map(factor, test.interval)) if test.interval else ""
        yield (
            f"Statistic {ratio(test.statistic)}; {p_is(test.p_value)}"
            + (f"; 95 % interval {inside}" if inside else "")
            + "."
        )
