"""Help that teaches: what a command does, its options, examples to copy, where to go next.

A command's docstring holds all of it. Paragraphs that begin with ``Example:`` are shown as they
stand, none broken; one that begins with ``Next:`` names the commands that come after.
"""

from __future__ import annotations

import os
import sys
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup

from tradenet.cli.ending import EXIT_CODES, Departure, ending
from tradenet.cli.terminal import painted_help, wants_colour

_EXAMPLE: Final = "Example: "
_NEXT: Final = "Next: "
_WHOLE_SENTENCE: Final = 300
_DEPARTURE: Final = Departure()


def examples(help_: str) -> list[str]:
    r"""Return the examples of a command's help, each a line of a shell.

    Examples
    --------
    >>> examples("Do it.\n\nExample: tradenet do\n\nExample: tradenet do --it")
    ['tradenet do', 'tradenet do --it']
    """
    return [part.removeprefix(_EXAMPLE) for part in _parts(help_) if part.startswith(_EXAMPLE)]


def _parts(help_: str) -> list[str]:
    return [part.strip() for part in help_.split("\n\n")]


class Taught:
    """What commands and groups share: the order of a page of help, and its colours."""

    help: str | None

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - Click's own or Typer's
        """Return the page, in colour where the terminal shows it."""
        text: str = super().get_help(ctx)  # type: ignore[misc]
        if not wants_colour(sys.stdout):
            return text
        if os.environ.get("FORCE_COLOR"):
            ctx.color = True
        return painted_help(text)

    def format_help_text(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002
        """Write what the command does, then examples as they stand."""
        told = [part for part in _parts(self.help or "") if not part.startswith((_EXAMPLE, _NEXT))]
        for part in told:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(part)
        shown = examples(self.help or "")
        if shown:
            with formatter.section("Examples" if len(shown) > 1 else "Example"):
                formatter.write("".join(f"  {line}\n" for line in shown))

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002
        """Write where to go next."""
        for part in _parts(self.help or ""):
            if part.startswith(_NEXT):
                with formatter.section("Next"):
                    formatter.write_text(part.removeprefix(_NEXT))


class Command(Taught, TyperCommand):
    """A command with help that teaches."""


class Group(Taught, TyperGroup):
    """Commands under headings that say what one wants to do; options come after them."""

    def format_options(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write commands, then options."""
        self.write_panels(ctx, formatter)
        super().format_options(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write nothing: the commands stand above the options."""

    def write_panels(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write each command with its whole first sentence, heading by heading."""
        width = max(map(len, self.list_commands(ctx)))
        panels: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command: Any = self.get_command(ctx, name)
            if not command.hidden:
                line = (name.ljust(width), command.get_short_help_str(_WHOLE_SENTENCE))
                panels.setdefault(command.rich_help_panel or "Commands", []).append(line)
        for panel, lines in panels.items():
            with formatter.section(panel):
                formatter.write_dl(lines)


class Root(Group):
    """The whole command line: it ends in one line and a documented code, however it ends."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401
        """Write the exit codes below the rest."""
        super().format_epilog(ctx, formatter)
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(code), meaning) for code, meaning in EXIT_CODES.items()])

    def make_context(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """Read the words; help and completion are printed here."""
        with ending(_DEPARTURE):
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401
        """Run the command."""
        with ending(_DEPARTURE):
            return super().invoke(ctx)


def group(help_: str) -> typer.Typer:
    """Return a group of commands, which without a command shows its help."""
    return typer.Typer(cls=Group, help=help_, no_args_is_help=True, rich_markup_mode=None)
