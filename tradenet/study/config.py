"""A study's TOML file becomes frozen options; all its mistakes are reported at once."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tomllib
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_type_hints

from tradenet.bloc import BATTERIES, Hidden
from tradenet.domain import Bloc, ConfigError, UnknownName, Window, lookup, nearest
from tradenet.flows import MirrorRules, ValuationRules
from tradenet.flows.quality import QualityRules
from tradenet.gravity import NULLS
from tradenet.study.card import card_of
from tradenet.study.mistakes import event_outside, period_of, sentence, unknown_economies
from tradenet.study.rules import (
    CommunityRules,
    DesignRules,
    InferenceRules,
    StructureRules,
    TieFile,
    beside,
)
from tradenet.study.settings import applied

SHIPPED = Path(__file__).parent / "shipped"
TEMPLATE = Path(__file__).parent / "template.toml"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: name (also the output folder), hypothesis, title, claim, question."""

    name: str
    hypothesis: str
    title: str
    claim: str
    question: str

    def __post_init__(self) -> None:
        if not self.name or not all(c.isalnum() or c in "-_" for c in self.name):
            msg = f"name '{self.name}': use letters, digits, '-' and '_'; it names a folder"
            raise ConfigError(msg)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened and when."""

    name: str
    date: dt.date

    def code(self, window: Window) -> int:
        """Return the period of the event: a year or a month, as the window has them."""
        return period_of(self.date, window.post[0])


@dataclass(frozen=True, slots=True)
class Shown:
    """First and last period drawn, as codes (YYYY or YYYYMM)."""

    first: int
    last: int

    def __post_init__(self) -> None:
        if self.first > self.last:
            msg = f"first = {self.first} is after last = {self.last}"
            raise ConfigError(msg)


@dataclass(frozen=True, slots=True)
class GraphRules:
    """How to read a cell that is zero or missing."""

    absent: Literal["zero", "missing"] = "zero"


@dataclass(frozen=True, slots=True)
class ExpectedRules:
    """Which null says what trade is expected."""

    null: str = "margins"

    def __post_init__(self) -> None:
        lookup(NULLS, self.null, "null")


@dataclass(frozen=True, slots=True)
class RunRules:
    """The seed of every random stream, and which tests of the battery to run (None: all)."""

    seed: int = 0
    tests: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        known = {name: None for battery in BATTERIES.values() for name in battery.questions}
        for name in self.tests or ():
            lookup(known, name, "test")


@dataclass(frozen=True, slots=True)
class StudyConfig:
    """A whole study: every number it will use, and nothing else."""

    study: Question
    bloc: Bloc
    event: Event
    window: Window
    shown: Shown
    design: DesignRules = field(default_factory=DesignRules)
    valuation: ValuationRules = field(default_factory=ValuationRules)
    mirror: MirrorRules = field(default_factory=MirrorRules)
    quality: QualityRules = field(default_factory=QualityRules)
    graph: GraphRules = field(default_factory=GraphRules)
    expected: ExpectedRules = field(default_factory=ExpectedRules)
    communities: CommunityRules = field(default_factory=CommunityRules)
    structure: StructureRules = field(default_factory=StructureRules)
    inference: InferenceRules = field(default_factory=InferenceRules)
    hidden: tuple[Hidden, ...] = ()
    ties: tuple[TieFile, ...] = ()
    run: RunRules = field(default_factory=RunRules)

    def __post_init__(self) -> None:
        for name in self.tests:
            lookup(BATTERIES[self.design.name].questions, name, "test")

    @property
    def tests(self) -> tuple[str, ...]:
        """The tests to run: those asked for, or the whole battery of the design."""
        questions = BATTERIES[self.design.name].questions
        return tuple(questions) if self.run.tests is None else self.run.tests

    def to_dict(self) -> dict[str, Any]:
        """Return the options as plain JSON types, the way the manifest records them."""
        whole = {
            **dataclasses.asdict(self),
            "design": self.design.to_dict(),
            "communities": self.communities.to_dict(),
            "run": {"seed": self.run.seed, "tests": self.tests},
            "ties": [table.to_dict() for table in self.ties],
        }
        # A study without such tables is the one that was frozen before there were any.
        return {name: _plain(value) for name, value in whole.items() if name != "ties" or value}

    def _repr_html_(self) -> str:
        return card_of(self.to_dict())


def _plain(value: Any) -> Any:  # noqa: ANN401 - any TOML value
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(entry) for entry in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def shipped() -> Mapping[str, Path]:
    """Return the shipped studies by name."""
    return types.MappingProxyType({path.stem: path for path in sorted(SHIPPED.glob("*.toml"))})


def find(name: str) -> Path:
    """Return the TOML file of a shipped name or a path.

    Raises
    ------
    UnknownName
        If it is neither; the message lists the shipped studies and the nearest.
    """
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return path
    if path.suffix == ".toml":
        hint = nearest(str(path), map(str, sorted(path.parent.glob("*.toml"))))
        msg = f"no study file {path}{hint}; check the path, or see tradenet studies list"
        raise UnknownName(msg)
    return lookup(shipped(), name, "study")


def start(name: str, folder: Path, like: str = "") -> Path:
    """Write ``<name>.toml`` into a folder: a commented study that runs as it is, to be changed.

    It is that of the study named by `like` (shipped name or TOML path), where one is.

    Raises
    ------
    ConfigError
        If the name cannot name a folder, or the file exists.
    """
    Question(name, "", "", "", "")
    path = folder / f"{name}.toml"
    if path.exists():
        msg = f"{path.name} exists already; choose another name or change that file"
        raise ConfigError(msg)
    text = (find(like) if like else TEMPLATE).read_text(encoding="utf-8")
    own = tomllib.loads(text)["study"]["name"]
    named = text.replace(f'name = "{own}"', f'name = "{name}"', 1)
    path.write_text(named if like else named.replace(own, name), encoding="utf-8")
    return path


def load(name: str, settings: Iterable[str] = ()) -> StudyConfig:
    """Read a study and apply ``section.key=value`` settings.

    Parameters
    ----------
    name : str
        Shipped name or TOML path.
    settings : iterable of str
        TOML assignments such as ``valuation.cif_fob_ratio=1.1``. Title, claim and question follow
        another set, unless they are set as well.

    Raises
    ------
    ConfigError
        With all mistakes at once: unknown keys (nearest suggested), missing keys, wrong values.
    """
    path = find(name)
    try:
        with path.open("rb") as stream:
            raw = tomllib.load(stream)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"{path.name}: not valid TOML ({error})"
        raise ConfigError(msg) from error
    if not raw:
        msg = f"{path.name}: the study is empty; start from tradenet studies new NAME"
        raise ConfigError(msg)
    return parse(beside(path, applied(raw, settings)), path.name)


def parse(raw: Mapping[str, Any], where: str) -> StudyConfig:
    """Turn a parsed TOML document into a study; see `load`."""
    from pydantic import TypeAdapter, ValidationError

    mistakes = [*_unknown_keys(raw), *unknown_economies(raw), *event_outside(raw)]
    config = None
    try:
        config = TypeAdapter(StudyConfig).validate_python(_with_options(raw))
    except ValidationError as error:
        mistakes += [sentence(entry) for entry in error.errors(include_url=False)]
    if mistakes or config is None:
        listed = "; ".join(mistakes)
        msg = f"{where}: {len(mistakes)} mistake{'s'[: len(mistakes) > 1]}: {listed}"
        raise ConfigError(msg)
    return config


# Sections whose keys are those of what they name: of a community method, of a design.
_NAMED = {"communities": "method", "design": "name"}
_LISTED = {"hidden": Hidden, "ties": TieFile}  # sections that may stand there several times


def _with_options(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the document with the options of what a section names apart from the name."""
    return {**raw, **{section: _apart(raw[section], key) for section, key in _NAMED.items()
                      if isinstance(raw.get(section), Mapping)}}  # fmt: skip


def _apart(section: Mapping[str, Any], name: str) -> dict[str, Any]:
    named = {key: value for key, value in section.items() if key == name}
    return {**named, "options": {k: value for k, value in section.items() if k != name}}


def _unknown_keys(raw: Mapping[str, Any]) -> Iterable[str]:
    sections = get_type_hints(StudyConfig)
    for section, content in raw.items():
        if section not in sections:
            yield f"unknown section [{section}]{nearest(section, sections)}"
            continue
        if section in _NAMED:
            continue  # CommunityRules and DesignRules check its keys
        kind = _LISTED.get(section, sections[section])
        keys = [entry.name for entry in dataclasses.fields(kind)]
        for part in content if isinstance(content, list) else [content]:
            for key in part if isinstance(part, Mapping) else ():
                if key not in keys:
                    yield f"unknown key {section}.{key}{nearest(key, keys)}"
