"""What the known blocs were computed from, as digests: whether a stored table is still ours."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict

from tradenet.flows import MirrorRules
from tradenet.sources import reference, snapshot
from tradenet.study.controls.drawn import DrawRule
from tradenet.study.controls.known import LISTED, WindowRule

_FACTS = ("economies", "trade_agreements", "groups")


def origin(window: WindowRule, rule: DrawRule) -> dict[str, str]:
    """Return the SHA-256 of the snapshot's panel, of the facts, of the list and of the rules.

    Parameters
    ----------
    window : WindowRule
        Rule of the window.
    rule : DrawRule
        Rule of the random sets.
    """
    return {
        "snapshot": snapshot.manifest()["files"]["panel.parquet"]["sha256"],
        "facts": _digest([reference.facts(name) for name in _FACTS]),
        "list": _digest(tomllib.loads(LISTED.read_text(encoding="utf-8"))),
        "rules": _digest([asdict(window), asdict(rule), asdict(MirrorRules())]),
    }


def outdated(computed_from: Mapping[str, str]) -> list[str]:
    """Return which of these are not the present ones."""
    now = origin(WindowRule(), DrawRule())
    return [name for name, digest in now.items() if computed_from.get(name) != digest]


def _digest(what: object) -> str:
    text = json.dumps(what, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
