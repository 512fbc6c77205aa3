"""Colours where they are wanted, and what a page of help looks like with them."""

from __future__ import annotations

import io

import pytest

from tradenet.cli.terminal import CODES, painted, painted_help, wants_colour


class Terminal(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "on_terminal", "in_pipe"),
    [
        ({}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
    ],
)
def test_colours_follow_the_environment(
    environ: dict[str, str], *, on_terminal: bool, in_pipe: bool
) -> None:
    assert wants_colour(Terminal(), environ) is on_terminal
    assert wants_colour(io.StringIO(), environ) is in_pipe


def test_text_is_as_it_is_without_colours() -> None:
    assert painted("ok", "green", on=False) == "ok"
    assert painted("ok", "green", on=True) == CODES["green"] + "ok\x1b[0m"


def test_headings_examples_commands_and_options_are_painted_and_no_word_is_lost() -> None:
    page = (
        "Usage: tradenet do [OPTIONS]\n\n  Do it: now.\n\nExamples:\n  tradenet do --it\n\n"
        "Options:\n  -q, --quiet  Say nothing.\n  --help       Show this.\n\nAsk, and read:\n"
        "  do  Do it.\n"
    )
    coloured = painted_help(page)
    for word, colour in (
        ("Usage:", "bold"), ("Examples:", "bold"), ("Ask, and read:", "bold"),
        ("  tradenet do --it", "cyan"), ("-q, --quiet", "green"), ("--help", "green"),
        ("do", "green"),
    ):  # fmt: skip
        assert f"{CODES[colour]}{word}\x1b[0m" in coloured
    for code in (*CODES.values(), "\x1b[0m"):
        coloured = coloured.replace(code, "")
    assert coloured == page
