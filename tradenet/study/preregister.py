"""Fix a study before its numbers are known, and say later whether it has changed since."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tradenet.bloc import BATTERIES
from tradenet.domain import ConfigError
from tradenet.domain.notebook import card, few
from tradenet.study.config import StudyConfig, find, load, shipped

_SUFFIX = ".frozen.json"


@dataclass(frozen=True, slots=True)
class Registration:
    """Whether a study is the one that was fixed beforehand.

    Attributes
    ----------
    digest : str
        SHA-256 of the study as it is run.
    frozen : str or None
        SHA-256 of the study as it was fixed; None where it never was.
    changed : tuple of str
        Dotted keys that differ, sorted.
    """

    digest: str
    frozen: str | None
    changed: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """One quotable sentence, with the first twelve digits of the hash."""
        if self.frozen is None:
            return "not pre-registered (it was never frozen)"
        if self.digest == self.frozen:
            return f"pre-registered (hash {self.frozen[:12]})"
        return f"changed since it was frozen (hash {self.frozen[:12]}): {', '.join(self.changed)}"

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain JSON types, with the sentence."""
        return {
            "pre_registered": self.digest == self.frozen,
            "hash": self.digest,
            "frozen_hash": self.frozen,
            "changed": list(self.changed),
            "sentence": self.sentence,
        }

    def _repr_html_(self) -> str:
        frozen = self.frozen or "never"
        rows = [("as it is run", self.digest), ("as it was frozen", frozen)]
        return card("Registration", [*rows, ("changed since", few(self.changed))])


def registered(config: StudyConfig, rules: Mapping[str, object] | None = None) -> dict[str, Any]:
    """Return everything that is fixed beforehand: question, set, dates, options, tests, rules.

    Parameters
    ----------
    config : StudyConfig
        The options.
    rules : mapping of str to object, optional
        The tests by name; those of the design if not given. Each is a frozen dataclass whose
        thresholds belong to the registration, so that one changed in the code shows as a change of
        the study.
    """
    battery = BATTERIES[config.design.name]
    tests = {
        name: {
            "question": battery.questions[name],
            "rule": type(test).__name__,
            "settings": _settings(test),
        }
        for name, test in (rules or battery.tests).items()
        if name in config.tests
    }
    content = {"options": config.to_dict(), "tests": tests, "rule": battery.rule()}
    plain: dict[str, Any] = json.loads(json.dumps(content))
    return plain


def digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a document's canonical JSON: sorted keys, no spaces, UTF-8.

    Examples
    --------
    >>> digest({"b": 1, "a": [1.5]}) == digest({"a": [1.5], "b": 1})
    True
    """
    text = json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def freeze(name: str) -> tuple[str, Path]:
    """Write ``<name>.frozen.json`` beside a study's TOML file.

    Parameters
    ----------
    name : str
        TOML path. A shipped study is refused: its numbers are known, and to freeze it now would
        call it pre-registered, which it is not.

    Returns
    -------
    hash : str
        SHA-256 of what is fixed.
    path : Path
        The file; the same study frozen again leaves it as it is.

    Raises
    ------
    ConfigError
        If the study is a shipped one, or was frozen otherwise: a registration is not written over.
    """
    path = find(name).with_suffix(_SUFFIX)
    if name in shipped():
        msg = (
            f"{name} is shipped and its numbers are known, so it cannot be pre-registered now; "
            f"start a study of your own (tradenet studies new mine --from {name}) and freeze that"
        )
        raise ConfigError(msg)
    standing = registration(load(name), path)
    if standing.frozen not in (None, standing.digest):
        msg = (
            f"{path.name}: {standing.sentence}; a registration is not written over: give the "
            "changed study another name, or delete the file and say so in the changelog"
        )
        raise ConfigError(msg)
    if standing.frozen is None:
        content = {"hash": standing.digest, "registered": registered(load(name))}
        text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False)
        path.write_text(f"{text}\n", encoding="utf-8")
    return standing.digest, path


def registration(config: StudyConfig, frozen: Path | None = None) -> Registration:
    """Compare a study as it is to be run with what was frozen.

    Parameters
    ----------
    config : StudyConfig
        The options, settings of the command line included.
    frozen : Path, optional
        The frozen file; that of the shipped study of the same name if not given.

    Raises
    ------
    ConfigError
        If the file is no registration, or its content is not what its hash says.
    """
    now = registered(config)
    path = frozen or _shipped(config.study.name)
    if path is None or not path.is_file():
        return Registration(digest(now), None, ())
    then = _read(path)
    changed = sorted({key for key, _ in set(_leaves(now)) ^ set(_leaves(then))})
    return Registration(digest(now), digest(then), tuple(changed))


def frozen_file(name: str) -> Path:
    """Return where the registration of a shipped name or TOML path lies, if it was made."""
    return find(name).with_suffix(_SUFFIX)


def _shipped(name: str) -> Path | None:
    return shipped()[name].with_suffix(_SUFFIX) if name in shipped() else None


def _read(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        told, fixed = content["hash"], content["registered"]
    except (ValueError, KeyError, TypeError) as error:
        msg = f"{path.name} is no registration ({error}); make it with tradenet studies freeze NAME"
        raise ConfigError(msg) from error
    if digest(fixed) != told:
        msg = f"{path.name}: its content gives hash {digest(fixed)}, not {told}; it was edited"
        raise ConfigError(msg)
    plain: dict[str, Any] = fixed
    return plain


def _settings(test: object) -> dict[str, Any]:
    if not dataclasses.is_dataclass(test) or isinstance(test, type):
        return {}
    return dataclasses.asdict(test)


def _leaves(content: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield dotted keys with their values as JSON."""
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}".removeprefix("options."), json.dumps(value, sort_keys=True)
