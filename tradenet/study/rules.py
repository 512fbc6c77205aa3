"""How the communities of a study are found, and where its inference is made."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tradenet.bloc import BATTERIES
from tradenet.domain import ConfigError, lookup, nearest
from tradenet.networks import CommunityMethod, method_type
from tradenet.sources.ties import TIES
from tradenet.study.mistakes import sentence

_FEWEST = 19  # 1 / (1 + 19) is 0.05


@dataclass(frozen=True, slots=True)
class DesignRules:
    """How the claim is asked: by which battery of tests and rule, with the options of that design.

    In TOML the options stand beside the name: ``[design]``, ``name = "bloc"``.

    Attributes
    ----------
    name : str
        A name in `tradenet.bloc.BATTERIES`.
    options : mapping of str to object
        Fields of that design's options.
    """

    name: str = "bloc"
    options: Mapping[str, Any] = field(default_factory=dict, hash=False)  # a dict has none

    def __post_init__(self) -> None:
        self.chosen()

    def chosen(self) -> Any:  # noqa: ANN401 - a frozen dataclass of the design's own
        """Return the design's options as its own type.

        Raises
        ------
        UnknownName
            If there is no such design.
        ConfigError
            If the design lacks an option, or a value is impossible.

        Examples
        --------
        >>> DesignRules().chosen()
        NoOptions()
        """
        kind = lookup(BATTERIES, self.name, "design").options
        keys = [entry.name for entry in dataclasses.fields(kind)]
        unknown = [key for key in self.options if key not in keys]
        if unknown:
            has = ", ".join(keys) or "no options"
            msg = f"{self.name} has {has}, not {', '.join(unknown)}{nearest(unknown[0], keys)}"
            raise ConfigError(msg)
        return made(kind, self.options)

    def to_dict(self) -> dict[str, Any]:
        """Return the design's name and all its options, defaults included."""
        return {"name": self.name, **dataclasses.asdict(self.chosen())}


def made(kind: type[Any], options: Mapping[str, Any]) -> Any:  # noqa: ANN401 - of that kind
    """Return a frozen dataclass with the options given, or all mistakes as one `ConfigError`."""
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(kind).validate_python(dict(options))
    except ValidationError as error:
        msg = "; ".join(sentence(entry) for entry in error.errors(include_url=False))
        raise ConfigError(msg) from error


@dataclass(frozen=True, slots=True)
class CommunityRules:
    """Which method looks for communities, with the options that this method has.

    In TOML the options stand beside the method: ``[communities]``, ``method = "walktrap"``,
    ``steps = 5``. Those not given have the method's own defaults.

    Attributes
    ----------
    method : str
        A name in `tradenet.networks.COMMUNITIES`.
    options : mapping of str to object
        Fields of that method.
    """

    method: str = "leiden"
    options: Mapping[str, Any] = field(default_factory=dict, hash=False)  # a dict has none

    def __post_init__(self) -> None:
        self.finder()

    def finder(self) -> CommunityMethod:
        """Return the method with its options.

        Raises
        ------
        ConfigError
            If the method lacks an option, or a value is impossible.

        Examples
        --------
        >>> CommunityRules("walktrap", {"steps": 5}).finder()
        Walktrap(weight='surplus', steps=5, resolution=1.0)
        """
        found: CommunityMethod = made(method_type(self.method, self.options), self.options)
        return found

    def one_run(self) -> CommunityMethod:
        """Return the method with a single run, where it makes several of which the best counts."""
        return self.few_runs(1)

    def few_runs(self, count: int) -> CommunityMethod:
        """Return the method with a number of runs, where it makes several."""
        several = "restarts" in self.to_dict()
        changed = {**self.options, "restarts": count} if several else self.options
        return CommunityRules(self.method, changed).finder()

    def to_dict(self) -> dict[str, Any]:
        """Return the method's name and all its options, defaults included."""
        found: Any = self.finder()
        return {"method": self.method, **dataclasses.asdict(found)}

    def summary(self) -> str:
        """Return the method and its options in words.

        Examples
        --------
        >>> CommunityRules("leiden", {"resolution": 0.5}).summary()
        'Leiden (resolution 0.5, restarts 10)'
        """
        name, *options = self.to_dict().items()
        said = ", ".join(
            f"{key} {value:g}" if isinstance(value, float) else f"{key} {value}"
            for key, value in options
        )
        return f"{name[1].capitalize().replace('_', ' ')} ({said})"


@dataclass(frozen=True, slots=True)
class StructureRules:
    """How thoroughly the communities are looked at; they have no weight in the verdict.

    Attributes
    ----------
    others : tuple of str
        Economies whose company with the members is shown beside the members' own.
    searches : int
        How often communities are sought in each period of the window, by Leiden in copies with
        errors of measurement, in turn at each of the resolutions; a fifth as often in the others.
    resolutions : tuple of float
        Finer above 1, coarser below.
    worlds : int
        Artificial worlds of each kind against which the last full period is held; 19 or more, or
        0 for none.
    """

    others: tuple[str, ...] = ()
    searches: int = 20
    resolutions: tuple[float, ...] = (0.8, 0.9, 1.0, 1.1, 1.25)
    worlds: int = 49

    def __post_init__(self) -> None:
        if self.searches < 1 or not self.resolutions or min(self.resolutions) < 0:
            msg = "searches must be ≥ 1, and resolutions at least one number ≥ 0"
            raise ConfigError(msg)
        if 0 < self.worlds < _FEWEST:
            msg = f"{self.worlds} worlds can never give a p-value of 0.05; give {_FEWEST} or 0"
            raise ConfigError(msg)


@dataclass(frozen=True, slots=True)
class InferenceRules:
    """Which economies have a part of their own in the inference.

    Economies with autonomous sanctions on a member are left out as the reference tables date them;
    a study may name further ones, and take none away.

    Attributes
    ----------
    target : str
        The spoke that the event is about, whose other partners are compared (T6); may be empty.
    rivals : tuple of str
        Economies that may have taken the diverted trade: nobody's placebo.
    apart : tuple of str
        Economies whose change of trade with the members gets an effect of its own.
    critical_apart : tuple of str
        The same, each as a critical variant.
    sanctioners : tuple of str
        Economies to leave out beside those of the reference tables.
    """

    target: str = ""
    rivals: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    critical_apart: tuple[str, ...] = ()
    sanctioners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TieFile:
    """A table of ties other than goods trade: ``[[ties]]`` of a study.

    Attributes
    ----------
    file : Path
        CSV or Parquet as `tradenet.sources.ties` reads it; in TOML relative to the study's file.
    kind : str
        The one kind to take from it, a name in `tradenet.sources.ties.TIES`; all where empty.
    """

    file: Path
    kind: str = ""

    def __post_init__(self) -> None:
        if self.kind:
            lookup(TIES, self.kind, "kind of tie")

    def to_dict(self) -> dict[str, str]:
        """Return the name of the file, without the folder it lay in, and the kind."""
        return {"file": self.file.name, "kind": self.kind}


def beside(study: Path, raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a parsed study with the files of ``[[ties]]`` looked for beside its own file."""
    tables = raw.get("ties")
    if not isinstance(tables, list):
        return raw
    found = [
        {**table, "file": study.parent / table["file"]}
        if isinstance(table, Mapping) and isinstance(table.get("file"), str)
        else table
        for table in tables
    ]
    return {**raw, "ties": found}
