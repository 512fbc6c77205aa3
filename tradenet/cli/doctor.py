"""Whether all that is needed works here."""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from typing import TYPE_CHECKING, Final

import typer

from tradenet.cli.ending import FAULT
from tradenet.cli.options import JsonOption
from tradenet.cli.terminal import painted, wants_colour

if TYPE_CHECKING:
    from tradenet.sources.doctor import Finding, State

_COLOURS: Final = {"ok": "green", "note": "yellow", "problem": "red"}
_WIDTH: Final = 80
_INDENT: Final = 26


def doctor(as_json: JsonOption = False) -> None:
    """See whether all works here: versions, engines, Java, snapshot, folders, extras, terminal.

    A note is about something that a report from the snapshot does not need; with a problem the exit
    code is 1. Nothing is changed, and the network is not used.

    Example: tradenet doctor

    Example: tradenet doctor --json

    Next: tradenet report
    """
    import json
    from dataclasses import asdict

    from tradenet.sources.doctor import examine

    found = examine()
    count = Counter(one.state for one in found)
    if as_json:
        told = {"ok": not count["problem"], "findings": [asdict(one) for one in found]}
        typer.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        colour = wants_colour(sys.stdout)
        typer.echo("\n".join(_line(one, colour=colour) for one in found), color=colour)
        typer.echo(_summary(count))
    if count["problem"]:
        raise typer.Exit(FAULT)


def _line(one: Finding, *, colour: bool) -> str:
    """Return a finding as a line, what to do about it below."""
    told = textwrap.wrap(one.found, _WIDTH - _INDENT, break_on_hyphens=False) or [""]
    if one.advice:
        told += textwrap.wrap(f"-> {one.advice}", _WIDTH - _INDENT, break_on_hyphens=False)
    state = painted(f"{one.state:<9}", _COLOURS[one.state], on=colour)
    return f"{state}{one.what:<17}" + f"\n{'':<{_INDENT}}".join(told)


def _summary(count: Counter[State]) -> str:
    def several(state: State) -> str:
        return f"{count[state]} {state}{'s'[: count[state] != 1]}"

    if count["problem"]:
        return f"{several('problem')}, {several('note')}"
    return f"all that is needed works; {several('note')}"
