"""What an examination finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

State = Literal["ok", "note", "problem"]

# What a broken environment raises: absent or unfit libraries, files, settings. A doctor reports it.
BROKEN: Final = (
    ArithmeticError, AttributeError, ImportError, LookupError, OSError, RuntimeError, TypeError,
    ValueError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Attributes
    ----------
    what : str
        What was looked at.
    state : str
        ``ok``; ``note``: something that is not needed for a report from the snapshot is absent or
        switched off; ``problem``: something needed is absent or does not work.
    found : str
        What is there.
    advice : str
        What to do; empty where nothing is to be done.
    """

    what: str
    state: State
    found: str
    advice: str = ""


def short(error: BaseException) -> str:
    r"""Return what an exception says, in one line.

    Examples
    --------
    >>> short(ValueError("no\nnumber"))
    'ValueError: no number'
    """
    return f"{type(error).__name__}: {' '.join(str(error).split())}"
