"""Settings of the command line on a study's TOML document, and the words that have to follow."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from tradenet.domain import ConfigError
from tradenet.domain.text import listed


def applied(raw: Mapping[str, Any], settings: Iterable[str]) -> dict[str, Any]:
    """Return a study's document with settings applied.

    Where they put another set of economies in the place of the study's own, title, claim and
    question are about that set: those of the study would tell of the verdict on others.

    Parameters
    ----------
    raw : mapping
        A parsed TOML document.
    settings : iterable of str
        ``section.key=value``; a value that is no TOML is text.

    Raises
    ------
    ConfigError
        If a setting is not of this form, or its section is none.
    """
    changed = copy.deepcopy(dict(raw))
    for setting in settings:
        _apply(changed, setting)
    about = changed.get("study")
    same = _members(changed) in {_members(raw), None} or about != raw.get("study")
    if same or not isinstance(about, dict):
        return changed
    return {**changed, "study": {**about, **_words(changed)}}


def _members(raw: Mapping[str, Any]) -> tuple[tuple[str, ...], str] | None:
    """Return spokes and hub of a study that asks of a bloc; None where they cannot be read."""
    bloc, design = raw.get("bloc"), raw.get("design", {})
    if not isinstance(bloc, dict) or not isinstance(design, dict):
        return None
    spokes, hub = bloc.get("spokes"), bloc.get("hub", "")
    if not isinstance(spokes, list) or not all(isinstance(code, str) for code in [*spokes, hub]):
        return None
    return (tuple(spokes), hub) if design.get("name", "bloc") == "bloc" else None


def _words(raw: Mapping[str, Any]) -> dict[str, str]:
    """Return title, claim and question for the set of a study."""
    from tradenet.sources.reference import economies

    spokes, hub = _members(raw) or ((), "")
    name = economies().name
    among, every = listed([*map(name, spokes)]), listed([name(c) for c in (*spokes, hub) if c])
    event = raw.get("event", {})
    when = event.get("date", "the event") if isinstance(event, dict) else "the event"
    with_hub = f", and of each of them with {name(hub)}," if hub else ""
    return {
        "title": f"Do {every} trade as a bloc?",
        "claim": f"Nobody’s: the set was named in place of that of {raw['study'].get('name', '')}.",
        "question": (
            f"Did trade among {among}{with_hub} rise beyond what size, distance and diversion "
            f"explain after {when}, on more than one dyad?"
        ),
    }


def _apply(raw: dict[str, Any], setting: str) -> None:
    place, found, text = setting.partition("=")
    section, dot, key = place.strip().partition(".")
    if not found or not dot or not key:
        msg = f"--set {setting}: write section.key=value, such as valuation.cif_fob_ratio=1.1"
        raise ConfigError(msg)
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        value = text
    home = raw.setdefault(section, {})
    if not isinstance(home, dict):
        msg = f"--set {setting}: [{section}] is no section of a study"
        raise ConfigError(msg)
    home[key] = value
