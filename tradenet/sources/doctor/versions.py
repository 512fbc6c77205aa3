"""Versions of Python, tradenet and its libraries against the bounds of the package's metadata."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata, version
from typing import Any, Final

from tradenet.sources.doctor.finding import Finding

_PACKAGE: Final = "tradenet"
_NOT_INSTALLED: Final = "pip install --editable . in the checkout, or pip install tradenet"


def versions() -> Iterator[Finding]:
    """Yield Python, tradenet itself, one line for all libraries and one for each that is unfit."""
    try:
        own = metadata(_PACKAGE)
    except PackageNotFoundError:
        yield Finding("Python", "ok", platform.python_version())
        yield Finding("tradenet", "note", "not installed: bounds are not known", _NOT_INSTALLED)
        return
    yield of_python(platform.python_version(), own["Requires-Python"] or "")
    yield Finding("tradenet", "ok", own["Version"])
    needed = required(own.get_all("Requires-Dist") or ())
    yield from of_libraries(needed, {name: installed(name) for name in needed})


def installed(name: str) -> str | None:
    """Return the version of a distribution, None where there is none."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def required(lines: Iterable[str], extra: str = "") -> Mapping[str, Any]:
    """Return the bounds by distribution, of what is always needed or of what an extra adds.

    Parameters
    ----------
    lines : iterable of str
        ``Requires-Dist`` of the metadata.
    extra : str
        Name of the extra; empty for what is always needed.

    Examples
    --------
    >>> lines = ["numpy>=2.2", "httpx>=0.28; extra == 'fetch'"]
    >>> {name: str(bounds) for name, bounds in required(lines).items()}
    {'numpy': '>=2.2'}
    >>> {name: str(bounds) for name, bounds in required(lines, "fetch").items()}
    {'httpx': '>=0.28'}
    """
    from packaging.requirements import Requirement

    parsed = [Requirement(line) for line in lines]
    return {
        one.name: one.specifier
        for one in parsed
        if (one.marker is None and not extra)
        or (
            one.marker is not None
            and one.marker.evaluate({"extra": extra})
            and not (extra and one.marker.evaluate({"extra": ""}))
        )
    }


def of_python(here: str, bounds: str) -> Finding:
    """Judge the version of Python.

    Examples
    --------
    >>> of_python("3.9.1", ">=3.11").state
    'problem'
    """
    from packaging.specifiers import SpecifierSet

    if SpecifierSet(bounds).contains(here, prereleases=True):
        return Finding("Python", "ok", here)
    return Finding("Python", "problem", f"{here}, needs {bounds}", "make an environment with it")


def of_libraries(needed: Mapping[str, Any], here: Mapping[str, str | None]) -> Iterator[Finding]:
    """Yield a problem for each library that is absent or out of bounds, and one line for the rest.

    Parameters
    ----------
    needed : mapping of str to SpecifierSet
        Bounds by name.
    here : mapping of str to str or None
        Installed versions.
    """
    unfit = {name: bounds for name, bounds in needed.items() if not fits(bounds, here[name])}
    for name, bounds in unfit.items():
        found = f"{here[name] or 'not installed'}, needs {bounds or 'any version'}"
        yield Finding(name, "problem", found, f"pip install '{name}{bounds}'")
    rest = [f"{name} {here[name]}" for name in sorted(needed) if name not in unfit]
    if rest:
        yield Finding("libraries", "ok", f"{len(rest)} within bounds: {', '.join(rest)}")


def fits(bounds: Any, here: str | None) -> bool:  # noqa: ANN401 - a SpecifierSet
    """Say whether a version is there and within bounds."""
    return here is not None and bool(bounds.contains(here, prereleases=True))
