"""Look a name up in a registry, with an error that helps."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import TypeVar

from tradenet.domain.errors import UnknownName

T = TypeVar("T")


def nearest(name: str, known: Iterable[str]) -> str:
    """Suggest the known name closest to a misspelt one, as a clause to put into a message.

    Parameters
    ----------
    name : str
        What was written.
    known : iterable of str
        What could have been written.

    Returns
    -------
    str
        ``" (did you mean 'x'?)"``, or an empty string where nothing is close.

    Examples
    --------
    >>> nearest("mirrow", ["mirror", "window"])
    " (did you mean 'mirror'?)"
    >>> nearest("zzz", ["mirror", "window"])
    ''
    """
    close = closest(name, known)
    return f" (did you mean '{close}'?)" if close else ""


def closest(name: str, known: Iterable[str]) -> str:
    """Return the known name closest to a misspelt one; empty where nothing is close.

    Examples
    --------
    >>> closest("mirrow", ["mirror", "window"])
    'mirror'
    """
    return next(iter(difflib.get_close_matches(name, list(known), n=1)), "")


def lookup(registry: Mapping[str, T], name: str, kind: str) -> T:
    """Return the entry of a registry called `name`.

    Parameters
    ----------
    registry : mapping
        A read-only registry.
    name : str
        The wanted entry.
    kind : str
        What the registry holds, for the message ("community method").

    Raises
    ------
    UnknownName
        If there is no such entry; the message lists all names and the nearest.

    Examples
    --------
    >>> lookup({"leiden": 1}, "leiden", "community method")
    1
    >>> lookup({"leiden": 1}, "leyden", "method")
    Traceback (most recent call last):
    ...
    tradenet.domain.errors.UnknownName: no method 'leyden' (did you mean 'leiden'?); known: leiden
    """
    if name in registry:
        return registry[name]
    known = ", ".join(sorted(registry))
    msg = f"no {kind} '{name}'{nearest(name, registry)}; known: {known}"
    raise UnknownName(msg)
