"""A study's question as a card, for notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tradenet.domain.notebook import card, few


def card_of(options: Mapping[str, Any]) -> str:
    """Return who, which event, which periods and which tests.

    Parameters
    ----------
    options : mapping of str to object
        A study as plain values (`tradenet.study.StudyConfig.to_dict`).
    """
    study, bloc, event = options["study"], options["bloc"], options["event"]
    rows = [
        ("question", study["question"]),
        ("spokes" if bloc["hub"] else "members", few(bloc["spokes"])),
        ("hub", bloc["hub"] or "none"),
        ("event", f"{event['name']}, {event['date']}"),
        *((word, few([str(code) for code in options["window"][key]]))
          for word, key in (("before", "pre"), ("after", "post"))),
        ("tests", few(options["run"]["tests"])),
        ("seed", options["run"]["seed"]),
    ]  # fmt: skip
    return card(f"Study {study['name']}: {study['title']}", rows)
