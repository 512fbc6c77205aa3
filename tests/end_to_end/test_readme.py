"""The README's words against the program."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import typer.main

from tests.conftest import Example
from tradenet.cli import app

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def test_the_python_example_runs(readme_example: Example) -> None:
    """As it stands."""
    assert readme_example.said.startswith("brown-2022: INSUFFICIENT-DATA.")
    assert readme_example.names["ratio"].loc["CHN", "PRK"] > 1


def test_every_command_and_option_exists() -> None:
    """Words after ``tradenet`` lead to a command that knows the options."""
    lines = [
        line.split("#")[0].strip()
        for block in blocks("bash")
        for line in block.splitlines()
        if line.strip().startswith("tradenet ")
    ]
    assert len(lines) >= 5
    for line in lines:
        command: Any = typer.main.get_command(app)
        words = shlex.split(line)[1:]
        while words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert not hasattr(command, "commands"), line
        assert {word for word in words if word.startswith("--")} <= known, line


def test_the_two_commands_are_what_ci_runs() -> None:
    """The first makes an environment and the report, the second runs tox."""
    first, second, *_ = [block.strip() for block in blocks("bash")]
    assert first.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert first.endswith("&& .venv/bin/tradenet report")
    assert second == ".venv/bin/tox"
