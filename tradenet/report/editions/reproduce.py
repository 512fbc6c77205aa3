"""How a result is made again and cited, in words that do not depend on the machine."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from typing import Any, Final

from tradenet.report.records import versions
from tradenet.report.sections.citing import line
from tradenet.report.view import View
from tradenet.study import StudyResult, load, shipped

_SIMPLE: Final = (str, bool, int, float)


def command(result: StudyResult) -> str:
    """Return the command line that makes the result again.

    A study that is not shipped is called by the file it would have; options that a command line
    cannot give are left to the file.
    """
    name = result.config.study.name
    words = ["tradenet", "report", name if name in shipped() else f"{name}.toml", *_flows(result)]
    for setting in _settings(result):
        words += ["--set", setting]
    return " ".join(" ".join(shlex.quote(word) for word in words).split())


def made_with(result: StudyResult) -> str:
    """Return versions, hash and registration, in one line."""
    told = ", ".join(f"{name} {found}" for name, found in versions().items() if name != "python")
    standing = result.facts.get("registration") or {"hash": "not computed", "sentence": "unknown"}
    return (
        f"{told}. Options and rules: hash {standing['hash']}. Registration: {standing['sentence']}"
    )


def citation(result: StudyResult) -> str:
    """Return how to cite the result: the line that also stands in the page."""
    return line(View.of(result))


def _flows(result: StudyResult) -> tuple[str, ...]:
    """Return the option that names flows of one's own; the embedded snapshot needs none."""
    if result.facts.get("published") or not result.provenance.files:
        return ()
    return ("--flows", result.provenance.files[0].name)


def _settings(result: StudyResult) -> Iterator[str]:
    """Yield what differs from the shipped study, as ``section.key=value``."""
    name, own = result.config.study.name, result.config.to_dict()
    usual = load(name).to_dict() if name in shipped() else own
    about = {"study"} if own["bloc"] != usual["bloc"] else set()  # words follow the set
    for section, options in own.items():
        if section in about:
            continue
        for key, value in options.items() if isinstance(options, dict) else ():
            if value != usual.get(section, {}).get(key) and _simple(value):
                yield f"{section}.{key}={json.dumps(value, ensure_ascii=False)}"


def _simple(value: Any) -> bool:  # noqa: ANN401 - any TOML value
    if isinstance(value, (list, tuple)):
        return all(_simple(entry) for entry in value)
    return isinstance(value, _SIMPLE)
