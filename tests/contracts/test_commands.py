"""Every command: help that teaches, mistakes that are understood, silence and JSON when asked."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from tradenet.cli import app
from tradenet.cli.ending import EXIT_CODES
from tradenet.cli.teaching import Command, Group, examples

Words = tuple[str, ...]
WIDTH = 80


def everything(command: Any, *names: str) -> Iterator[tuple[Words, Any]]:  # noqa: ANN401 - click's
    """Yield the words that call each command and each group of them."""
    yield names, command
    for name, child in getattr(command, "commands", {}).items():
        yield from everything(child, *names, name)


ALL = dict(everything(typer.main.get_command(app)))
COMMANDS = {words: one for words, one in ALL.items() if not hasattr(one, "commands")}
EXAMPLES = [line for one in ALL.values() for line in examples(one.help or "")]
# Nothing is said on stderr and little on stdout, or a file is what is printed.
NEITHER_QUIET = {"sources", "doctor", "methods", "studies list", "studies show", "studies new",
                 "studies freeze"}  # fmt: skip
NO_JSON = {"explore", "methods", "graph export", "studies show", "studies new",
           "studies freeze"}  # fmt: skip
# Those that need neither the network nor files that are not here, and few seconds.
RUN = (
    "tradenet doctor",
    "tradenet doctor --json",
    "tradenet sources",
    "tradenet sources --json",
    "tradenet studies list",
    "tradenet studies list --json",
    "tradenet studies show brown-2022",
    "tradenet studies new mine",
    "tradenet studies new mine --from brics",
    "tradenet snapshot verify",
    "tradenet graph export --period 2019 --format gexf --out 2019.gexf",
    "tradenet replicate levels --json",
    "tradenet watch --flows snapshot@2023 --against snapshot@2019 --json",
)


def help_of(words: Words) -> str:
    asked = CliRunner().invoke(app, [*words, "--help"], prog_name="tradenet")
    assert asked.exit_code == 0
    return asked.stdout


def options(command: Any) -> set[str]:  # noqa: ANN401 - click's
    return {name for parameter in command.params for name in parameter.opts}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_commands_are_found() -> None:
    assert {("report",), ("studies", "new"), ("doctor",)} <= set(COMMANDS)
    assert len(EXAMPLES) > len(COMMANDS)


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help_has_a_page_that_fits_and_is_of_our_making(words: Words) -> None:
    page = help_of(words)
    assert isinstance(ALL[words], Command | Group)
    assert max(map(len, page.splitlines())) <= WIDTH
    assert "\x1b" not in page
    assert page.startswith(f"Usage: {' '.join(('tradenet', *words))} ")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_has_an_example_that_calls_it_and_stands_unbroken(words: Words) -> None:
    own = examples(COMMANDS[words].help)
    page = help_of(words)
    assert own
    for line in own:
        assert line.startswith(" ".join(("tradenet", *words)))
        assert f"\n  {line}\n" in page


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_is_parsed_by_the_command_that_it_names(line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    command = ALL[()]
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    assert not hasattr(command, "commands")
    assert command.make_context("x", words).command is command


@pytest.mark.parametrize("line", RUN)
def test_an_example_runs(line: str) -> None:
    """Code 0; JSON is one document; nothing on stderr, since nobody watches."""
    assert line in EXAMPLES
    ran = CliRunner().invoke(app, shlex.split(line)[1:], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    assert ran.stderr == ""
    if line.endswith("--json"):
        assert json.loads(ran.stdout)
    else:
        assert ran.stdout


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_an_unknown_option_is_refused_with_the_nearest(words: Words) -> None:
    refused = CliRunner().invoke(app, [*words, "--hepl"])
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert "--help" in refused.stderr.splitlines()[-1]
    assert "--hepl" in refused.stderr


@pytest.mark.parametrize("words", [w for w in ALL if hasattr(ALL[w], "commands")], ids=" ".join)
def test_an_unknown_command_is_refused_with_the_nearest(words: Words) -> None:
    known = next(iter(ALL[words].commands))
    wrong = known[:-2] + known[-1] + known[-2]
    refused = CliRunner().invoke(app, [*words, wrong])
    assert refused.exit_code == 2
    assert f"Did you mean '{known}'?" in refused.stderr


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_can_be_silenced_and_asked_for_json_where_there_is_something(
    words: Words,
) -> None:
    name, known = " ".join(words), options(COMMANDS[words])
    assert ({"--quiet", "-q"} <= known) is (name not in NEITHER_QUIET)
    assert ("--json" in known) is (name not in NO_JSON)


def test_the_first_page_groups_commands_by_what_one_wants_and_tells_every_exit_code() -> None:
    page = help_of(())
    headings = re.findall(r"^([A-Z][^:\n]+):$", page, re.MULTILINE)
    assert headings == [
        "Examples", "Ask, and read the answer", "Look at trade", "Bring flows of your own",
        "See whether it can be trusted", "Options", "Next", "Exit codes",
    ]  # fmt: skip
    assert 3 <= page.count("\n  tradenet ") <= 5
    for name in ALL[()].commands:
        assert re.search(rf"^  {name} ", page, re.MULTILINE)
    for code, meaning in EXIT_CODES.items():
        assert re.search(rf"^  {code} +{re.escape(meaning.split()[0])}", page, re.MULTILINE)


def test_the_version_is_told() -> None:
    asked = CliRunner().invoke(app, ["--version"])
    assert (asked.exit_code, asked.stderr) == (0, "")
    assert re.fullmatch(r"tradenet \d+\.\d+\.\d+\n", asked.stdout)
