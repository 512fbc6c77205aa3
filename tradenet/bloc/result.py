"""What a test of the battery says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tradenet.domain.notebook import card


@dataclass(frozen=True, slots=True)
class BlocTestResult:
    """The outcome of one test of the battery, in words and numbers.

    Attributes
    ----------
    name : str
        Registry name, ``T0`` to ``T8``.
    question : str
        What it asks.
    null, alternative : str
        In words; empty where the test only describes.
    rule : str
        The rule by which `passed` is decided.
    statistic : float or None
        The number; None where the test was not run or has none.
    effect : str
        The number's meaning in trade terms.
    interval : tuple of two floats or None
        95 % interval of the statistic.
    p_value : float or None
        0 to 1.
    passed : bool or None
        None where there is no pass or fail.
    details : tuple of pairs
        Further named numbers, in order.
    """

    name: str
    question: str
    null: str = ""
    alternative: str = ""
    rule: str = ""
    statistic: float | None = None
    effect: str = ""
    interval: tuple[float, float] | None = None
    p_value: float | None = None
    passed: bool | None = None
    details: tuple[tuple[str, Any], ...] = ()

    def summary(self) -> str:
        """Return one quotable line."""
        outcome = {None: "no pass or fail", True: "passed", False: "failed"}[self.passed]
        return f"{self.name} {self.question} {self.effect or 'not run'} ({outcome})"

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain JSON types."""
        return {
            "name": self.name,
            "question": self.question,
            "null": self.null,
            "alternative": self.alternative,
            "statistic": self.statistic,
            "effect": self.effect,
            "interval": list(self.interval) if self.interval else None,
            "p_value": self.p_value,
            "rule": self.rule,
            "passed": self.passed,
            "details": dict(self.details),
        }

    def _repr_html_(self) -> str:
        outcome = {None: "no pass or fail", True: "passed", False: "failed"}[self.passed]
        interval = self.interval and "{:.3g} to {:.3g}".format(*self.interval)
        rows = [
            ("found", self.effect or "not run"),
            ("statistic", self.statistic),
            ("95 % interval", interval),
            ("p-value", self.p_value),
            ("null", self.null or None),
            ("alternative", self.alternative or None),
            ("rule", self.rule or None),
            ("outcome", outcome),
        ]
        told = [(name, value) for name, value in rows if value is not None]
        return card(f"{self.name}: {self.question}", told)


def not_applicable(name: str, question: str, rule: str, reason: str) -> BlocTestResult:
    """Return the result of a test that was asked but cannot be made, with the reason.

    Examples
    --------
    >>> not_applicable("T4", "Bloc?", "p ≤ 0.05", "nothing is observed").effect
    'not applicable: nothing is observed'
    """
    return BlocTestResult(
        name=name,
        question=question,
        rule=rule,
        effect=f"not applicable: {reason}",
        details=(("not_applicable", reason),),
    )
