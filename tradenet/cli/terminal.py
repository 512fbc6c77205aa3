"""What the terminal can show: colours, and who watches."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import Final, TextIO

CODES: Final = {"bold": "\x1b[1m", "red": "\x1b[1;31m", "green": "\x1b[32m", "yellow": "\x1b[33m",
                "cyan": "\x1b[36m"}  # fmt: skip
_OFF: Final = "\x1b[0m"
_HEADING = re.compile(r"^(Usage:|[A-Z][^:\n]*:$)", re.MULTILINE)
_EXAMPLE = re.compile(r"^(  tradenet .*)$", re.MULTILINE)
_TERM = re.compile(r"^  ((?:-[^\s,]+(?:, -[^\s,]+)*)|[a-z][\w-]*(?=  ))", re.MULTILINE)


def wants_colour(stream: TextIO, environ: Mapping[str, str] | None = None) -> bool:
    """Say whether text on a stream may have colours.

    ``NO_COLOR`` forbids them (https://no-color.org), ``FORCE_COLOR`` asks for them in a pipe too,
    ``TERM=dumb`` has none; otherwise a terminal has them.

    Examples
    --------
    >>> import io
    >>> [wants_colour(io.StringIO(), env) for env in ({}, {"FORCE_COLOR": "1"})]
    [False, True]
    >>> wants_colour(io.StringIO(), {"FORCE_COLOR": "1", "NO_COLOR": "1"})
    False
    """
    known = os.environ if environ is None else environ
    if known.get("NO_COLOR"):
        return False
    if known.get("FORCE_COLOR"):
        return True
    return known.get("TERM") != "dumb" and stream.isatty()


def watched() -> bool:
    """Say whether somebody watches stderr on a terminal that can redraw a line."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def painted(text: str, colour: str, *, on: bool) -> str:
    """Return text in a colour of `CODES`, or as it is.

    Examples
    --------
    >>> painted("ok", "green", on=False)
    'ok'
    """
    return f"{CODES[colour]}{text}{_OFF}" if on else text


def painted_help(text: str) -> str:
    """Return a page of help with headings in bold, and commands and options in colour."""
    text = _HEADING.sub(lambda found: painted(found[1], "bold", on=True), text)
    text = _EXAMPLE.sub(lambda found: painted(found[1], "cyan", on=True), text)
    return _TERM.sub(lambda found: f"  {painted(found[1], 'green', on=True)}", text)
