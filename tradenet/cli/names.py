"""The names that a shell completes: of studies, methods, nulls, formats, sources, economies.

Each function is called with what was begun, and gives all names that begin so; what is said beside
a name is shown by shells that can. Rooms are imported when a shell asks.
"""

from __future__ import annotations

from collections.abc import Iterable

Names = list[tuple[str, str]]


def begun(known: Iterable[tuple[str, str]], incomplete: str) -> Names:
    """Return the names that begin as written, in any case, with what is said beside them.

    Examples
    --------
    >>> begun([("leiden", ""), ("louvain", ""), ("infomap", "")], "LE")
    [('leiden', '')]
    """
    start = incomplete.casefold()
    return [(name, said) for name, said in known if name.casefold().startswith(start)]


def last_of_list(known: Iterable[tuple[str, str]], incomplete: str) -> Names:
    """Return the same for the last word of a list with commas, the words before it kept.

    Examples
    --------
    >>> last_of_list([("CHN", "China"), ("RUS", "Russia")], "CHN,R")
    [('CHN,RUS', 'Russia')]
    """
    before, comma, last = incomplete.rpartition(",")
    taken = set(before.split(","))
    return [
        (f"{before}{comma}{name}", said) for name, said in begun(known, last) if name not in taken
    ]


def complete_studies(incomplete: str) -> Names:
    """Return shipped studies with their titles, and TOML files of this folder."""
    import tomllib
    from pathlib import Path

    from tradenet.study import config

    shipped = [
        (name, tomllib.loads(path.read_text(encoding="utf-8"))["study"]["title"])
        for name, path in config.shipped().items()
    ]
    beside = [(path.name, "a study in this folder") for path in sorted(Path.cwd().glob("*.toml"))]
    return begun([*shipped, *beside], incomplete)


def complete_methods(incomplete: str) -> Names:
    """Return community methods."""
    from tradenet.networks import COMMUNITIES

    return begun([(name, "") for name in COMMUNITIES], incomplete)


def complete_nulls(incomplete: str) -> Names:
    """Return the nulls of ``tradenet communities``."""
    from tradenet.study.communities.tested import KINDS

    return begun([(name, "") for name in KINDS], incomplete)


def complete_engines(incomplete: str) -> Names:
    """Return engines."""
    from tradenet.sources.engine import ENGINES

    return begun([(name, "") for name in ENGINES], incomplete)


def complete_formats(incomplete: str) -> Names:
    """Return formats of graphs."""
    from tradenet.networks import FORMATS

    return begun([(name, "") for name in FORMATS], incomplete)


def complete_fetchers(incomplete: str) -> Names:
    """Return the sources that can be fetched from."""
    from tradenet.sources.fetch import FETCHERS

    return begun([(name, "") for name in FETCHERS], incomplete)


def complete_layouts(incomplete: str) -> Names:
    """Return layouts of flow files with their titles."""
    from tradenet.sources import LAYOUTS

    return begun([(name, layout.title) for name, layout in LAYOUTS.items()], incomplete)


def complete_levels(incomplete: str) -> Names:
    """Return levels of products."""
    from tradenet.flows.aggregate import LEVELS

    return begun([(name, "") for name in LEVELS], incomplete)


def complete_economies(incomplete: str) -> Names:
    """Return codes of economies with their names, for a list with commas."""
    from tradenet.sources import reference

    return last_of_list(sorted(reference.economies().names.items()), incomplete)


def complete_settings(incomplete: str) -> Names:
    """Return the keys of ``--set`` of a study: ``section.key=``."""
    import dataclasses
    from typing import get_type_hints

    from tradenet.study.config import StudyConfig

    keys = [
        (f"{section}.{field.name}=", "")
        for section, kind in get_type_hints(StudyConfig).items()
        if dataclasses.is_dataclass(kind)
        for field in dataclasses.fields(kind)
        if field.name != "options"
    ]
    return begun(keys, incomplete)
