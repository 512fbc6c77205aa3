"""The extras: which are installed, and the command for those that are not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, metadata
from typing import Final

from tradenet.sources.doctor.finding import Finding
from tradenet.sources.doctor.versions import fits, installed, required

_USES: Final = {
    "explore": "tradenet explore",
    "fetch": "tradenet fetch",
    "notebook": "the notebooks",
    "pdf": "reports as PDF",
    "spark": "--engine spark",
}
_FOR_DEVELOPERS: Final = ("dev",)


def extras() -> Iterator[Finding]:
    """Yield one finding for each extra of the package's metadata, but for those of developers."""
    try:
        own = metadata("tradenet")
    except PackageNotFoundError:
        return
    lines = own.get_all("Requires-Dist") or []
    for name in own.get_all("Provides-Extra") or ():
        if name not in _FOR_DEVELOPERS:
            yield of_extra(name, lines)


def of_extra(name: str, lines: Iterable[str]) -> Finding:
    """Judge one extra by the requirements of the metadata.

    Examples
    --------
    >>> of_extra("fetch", ["no-such-thing>=1; extra == 'fetch'"]).advice
    "needed for tradenet fetch alone: pip install 'tradenet[fetch]'"
    """
    needed = required(lines, name)
    here = {one: installed(one) for one in needed}
    lacking = [one for one, bounds in needed.items() if not fits(bounds, here[one])]
    what = f"extra {name}"
    if not lacking:
        return Finding(what, "ok", ", ".join(f"{one} {here[one]}" for one in sorted(needed)))
    told = [f"{one} {here[one]} is out of bounds" if here[one] else one for one in lacking]
    advice = f"pip install 'tradenet[{name}]'"
    use = f"needed for {_USES[name]} alone: " if name in _USES else ""
    return Finding(what, "note", f"lacks {', '.join(told)}", use + advice)
