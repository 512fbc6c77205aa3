"""What can be printed: the encoding of stdout, and colours."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from typing import Final

from tradenet.sources.doctor.finding import Finding

_SIGNS: Final = "×–−≥é"  # a multiplication sign, dashes and accents of what commands print


def speech() -> Iterator[Finding]:
    """Yield the encoding of stdout, and what decides about colours."""
    yield encoding(sys.stdout.encoding or "ascii")
    yield colours(os.environ, on_terminal=sys.stdout.isatty())


def encoding(name: str) -> Finding:
    """Judge whether an encoding holds the signs that commands print.

    Examples
    --------
    >>> [encoding(name).state for name in ("utf-8", "ascii", "no such")]
    ['ok', 'problem', 'problem']
    """
    try:
        _SIGNS.encode(name)
    except (LookupError, UnicodeEncodeError):
        advice = "set PYTHONUTF8=1, or LANG=C.UTF-8"
        return Finding("encoding", "problem", f"{name} lacks signs that are printed", advice)
    return Finding("encoding", "ok", name)


def colours(environ: Mapping[str, str], *, on_terminal: bool) -> Finding:
    """Say what decides about colours."""
    for name in ("NO_COLOR", "FORCE_COLOR"):
        if environ.get(name):
            return Finding("colours", "ok", f"{'off' if name == 'NO_COLOR' else 'on'}: {name}")
    if environ.get("TERM") == "dumb":
        return Finding("colours", "ok", "off: TERM=dumb")
    return Finding("colours", "ok", "on: a terminal" if on_terminal else "off: no terminal")
