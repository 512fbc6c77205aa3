"""The choices of a multiverse, from TOML, and the specifications that they make."""

from __future__ import annotations

import itertools
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tradenet.domain import ConfigError, nearest

GRIDS = Path(__file__).parent / "grids"
_KEYS = {"name", "key", "values"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be done in several ways.

    Attributes
    ----------
    name : str
        In words.
    key : str
        Dotted key of the study, such as ``graph.absent``.
    values : tuple
        What it may be, plain TOML values.
    """

    name: str
    key: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Choices whose every combination is a specification.

    Attributes
    ----------
    choices : tuple of Choice
        The last one changes fastest.
    """

    choices: tuple[Choice, ...]

    def specifications(self) -> Iterator[Mapping[str, Any]]:
        """Yield every combination as values by dotted key.

        Examples
        --------
        >>> grid = Grid((Choice("a", "x.a", (1, 2)), Choice("b", "x.b", ("u", "v"))))
        >>> [tuple(one.values()) for one in grid.specifications()]
        [(1, 'u'), (1, 'v'), (2, 'u'), (2, 'v')]
        """
        keys = [choice.key for choice in self.choices]
        for values in itertools.product(*(choice.values for choice in self.choices)):
            yield dict(zip(keys, values, strict=True))


def settings(specification: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a specification as ``section.key=value`` assignments (`study.load`)."""
    return tuple(f"{key}={json.dumps(value)}" for key, value in specification.items())


def load_grid(study: str, path: Path | None = None) -> Grid:
    """Read a grid.

    Parameters
    ----------
    study : str
        Name of the study, whose shipped grid is meant if there is no path.
    path : Path, optional
        A TOML file with a list of ``[[choice]]``, each with `name`, `key` and `values`.

    Raises
    ------
    ConfigError
        If there is no such grid, or it has mistakes; all of them are named.
    """
    place = path if path is not None else GRIDS / f"{study}.toml"
    if not place.is_file():
        names = sorted(found.stem for found in GRIDS.glob("*.toml"))
        hint, shipped = nearest(place.stem, names), ", ".join(names)
        msg = (
            f"{place.name}: no such grid{hint}; write one and name it (--grid), or take: {shipped}"
        )
        raise ConfigError(msg)
    try:
        raw = tomllib.loads(place.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"{place.name}: not valid TOML ({error})"
        raise ConfigError(msg) from error
    listed = raw.get("choice")
    mistakes = list(_mistakes(raw, listed if isinstance(listed, list) else []))
    if mistakes:
        msg = f"{place.name}: " + "; ".join(mistakes)
        raise ConfigError(msg)
    return Grid(tuple(Choice(x["name"], x["key"], tuple(x["values"])) for x in raw["choice"]))


def _mistakes(raw: Mapping[str, Any], listed: list[Any]) -> Iterator[str]:
    if set(raw) - {"choice"}:
        yield f"unknown {', '.join(sorted(set(raw) - {'choice'}))}; only [[choice]] is known"
    if not listed:
        yield "no [[choice]]; a grid needs one or more"
    seen: set[str] = set()
    for place, entry in enumerate(listed, 1):
        if not isinstance(entry, dict) or set(entry) != _KEYS:
            yield f"choice {place} needs exactly {', '.join(sorted(_KEYS))}"
        elif not isinstance(entry["values"], list) or not entry["values"]:
            yield f"choice {place} ({entry['name']}): values must be a list of one or more"
        elif entry["key"] in seen:
            yield f"choice {place} ({entry['name']}): {entry['key']} is chosen twice"
        else:
            seen.add(entry["key"])
