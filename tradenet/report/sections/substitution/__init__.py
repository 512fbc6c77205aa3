"""The sections of the design "substitution" and its first screen."""

from __future__ import annotations

from tradenet.report.sections.substitution.account import account
from tradenet.report.sections.substitution.collapse import collapse
from tradenet.report.sections.substitution.first import DETAIL, inputs, numbers
from tradenet.report.sections.substitution.months import months

__all__ = ["DETAIL", "account", "collapse", "inputs", "months", "numbers"]
