"""Listen and speak: arguments in, exit code out. Results on stdout, everything else on stderr.

One file per group of commands; a command imports the rooms it needs when it is called.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final

import typer

from tradenet.cli import (
    calibrate,
    communities,
    controls,
    doctor,
    doubts,
    explore,
    graph,
    ingest,
    methods,
    multiverse,
    providers,
    replicate,
    report,
    snapshot,
    studies,
)
from tradenet.cli.ending import INTERRUPTED, MISTAKE, TRACEBACK, say, tell_fault
from tradenet.cli.names import complete_engines
from tradenet.cli.teaching import Command, Root

# What one wants to do, and the commands for it; a group of commands is a Typer with its name.
_COMMANDS: Final[Mapping[str, tuple[Callable[..., None] | tuple[str, typer.Typer], ...]]] = (
    MappingProxyType(
        {
            "Ask, and read the answer": (
                report.report,
                multiverse.multiverse,
                ("studies", studies.app),
            ),
            "Look at trade": (
                explore.explore,
                communities.communities,
                doubts.watch,
                doubts.check,
                ("graph", graph.app),
            ),
            "Bring flows of your own": (
                providers.sources,
                providers.fetch,
                ingest.ingest,
                ("snapshot", snapshot.app),
            ),
            "See whether it can be trusted": (
                doctor.doctor,
                methods.methods,
                controls.controls,
                calibrate.calibrate,
                ("replicate", replicate.app),
            ),
        }
    )
)

app = typer.Typer(
    name="tradenet",
    cls=Root,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"tradenet {version('tradenet')}")
        except PackageNotFoundError:
            typer.echo("tradenet, not installed: run from its folder")
        raise typer.Exit


@app.callback()
def choose(
    engine: Annotated[
        str | None,
        typer.Option(
            help="duckdb or spark; else TRADENET_ENGINE, else duckdb.",
            autocompletion=complete_engines,
        ),
    ] = None,
    traceback: Annotated[
        bool, typer.Option("--traceback", help="Show all of a fault of tradenet's own.")
    ] = False,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool,
        typer.Option("--version", help="Print the version.", callback=_version, is_eager=True),
    ] = False,
) -> None:
    """Do the sanctioned states trade as a bloc? Reported trade in, a documented answer out.

    Example: tradenet report                       # the answer, a page to open

    Example: tradenet communities --period 2023    # who trades with whom

    Example: tradenet studies new mine             # ask it of any other states

    Example: tradenet ingest FILE --store flows    # of your own flows

    Example: tradenet doctor                       # does all work here?

    Next: Every command has examples of its own: tradenet report --help. Values are completed by the
    shell after tradenet --install-completion. Results go to stdout, all else to stderr; -q silences
    it, --json makes a document of it. Colours follow NO_COLOR and FORCE_COLOR.
    """
    if engine:
        from tradenet.domain.registry import lookup
        from tradenet.sources.engine import CHOICE, ENGINES

        lookup(ENGINES, engine, "engine")
        os.environ[CHOICE] = engine
    if traceback:
        os.environ[TRACEBACK] = "1"


for panel, commands in _COMMANDS.items():
    for entry in commands:
        if isinstance(entry, tuple):
            app.add_typer(entry[1], name=entry[0], rich_help_panel=panel)
        else:
            app.command(cls=Command, rich_help_panel=panel)(entry)


def main() -> None:
    """Run the command line; how it ends, `tradenet.cli.ending` tells."""
    from tradenet.domain.errors import TradenetError

    sys.excepthook = tell_fault
    root: Any = typer.main.get_command(app)
    try:
        root(prog_name="tradenet")
    except TradenetError as error:
        say(str(error))
        sys.exit(MISTAKE)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
