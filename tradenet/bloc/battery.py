"""A battery of tests with the rule that reads it: what a design of study asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NoOptions:
    """The options of a design that has none of its own."""


@dataclass(frozen=True, slots=True)
class Battery:
    """What a design of study asks, and all that is fixed before its numbers are known.

    Attributes
    ----------
    options : type
        Frozen dataclass of the options that stand in ``[design]`` beside the name.
    questions : mapping of str to str
        What each test asks, in order, by the test's name.
    tests : mapping of str to object
        The tests by name: frozen dataclasses, whose fields are their thresholds.
    rule : callable
        Returns the thresholds of the inference and the decision table as plain values.
    """

    options: type[Any]
    questions: Mapping[str, str]
    tests: Mapping[str, object]
    rule: Callable[[], dict[str, Any]]
