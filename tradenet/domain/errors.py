"""The errors a user can meet, named by what the user can do about them."""

from __future__ import annotations


class TradenetError(Exception):
    """Something the user can mend; the command line prints it in one line and exits with 2."""


class ConfigError(TradenetError, ValueError):
    """A study, an option or a setting is wrong: change it and run again.

    Also a `ValueError`, so that pydantic collects it with a study's other mistakes.
    """


class SchemaError(TradenetError):
    """A table breaks the rules of its layout: mend or map the rows that are named."""


class UnknownName(TradenetError, ValueError):
    """A name is not in its registry: pick one of those listed."""


class SourceError(TradenetError):
    """A file cannot be read as what it claims to be: fetch it again or name its layout."""


class ConvergenceError(TradenetError):
    """An iteration did not reach its tolerance: the input is degenerate or the limit too low."""


class InsufficientData(TradenetError):
    """Too little was observed for the question: widen the window or load more flows."""
