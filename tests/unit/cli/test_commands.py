"""Every command: its help, its example, and one mistake told in one line."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

import tradenet.cli
from tradenet.cli import app

ROOT: Any = typer.main.get_command(app)


def leaves(command: Any, *names: str) -> Iterator[tuple[tuple[str, ...], Any]]:  # noqa: ANN401 - click's
    """Yield the words that call each command, and the command."""
    below = getattr(command, "commands", None)
    if below is None:
        yield names, command
        return
    for name, child in below.items():
        yield from leaves(child, *names, name)


COMMANDS = dict(leaves(ROOT))
EXAMPLES = {
    names: match[1]
    for names, command in COMMANDS.items()
    if (match := re.search(r"Example: tradenet (.+)", command.help or ""))
}


@pytest.mark.parametrize("names", COMMANDS, ids=" ".join)
def test_a_command_has_help_and_help_on_every_option(names: tuple[str, ...]) -> None:
    """Asked for help it answers; every argument and option has its sentence."""
    asked = CliRunner().invoke(app, [*names, "--help"])
    assert asked.exit_code == 0
    assert COMMANDS[names].help
    silent = [parameter.name for parameter in COMMANDS[names].params if not parameter.help]
    assert not silent


@pytest.mark.parametrize("names", EXAMPLES, ids=" ".join)
def test_the_example_of_a_command_is_one(names: tuple[str, ...]) -> None:
    """Its words lead to the command, which takes all that follows."""
    words = shlex.split(EXAMPLES[names])
    assert tuple(words[: len(names)]) == names
    context = COMMANDS[names].make_context(" ".join(names), words[len(names) :])
    assert context.command is COMMANDS[names]


def test_examples_are_found() -> None:
    assert {("report",), ("ingest",), ("fetch",), ("replicate", "mirror")} <= set(EXAMPLES)


def test_a_mistake_of_the_user_is_one_line_and_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["tradenet", "report", "brown-2202"])
    with pytest.raises(SystemExit) as stop:
        tradenet.cli.main()
    assert stop.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("tradenet: ")
    assert printed.err.count("\n") == 1
