"""Listen and speak: arguments in, exit code out. Results on stdout, everything else on stderr.

One file per group of commands; a command imports the rooms it needs when it is called.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from tradenet.cli import (
    calibrate,
    communities,
    controls,
    doubts,
    explore,
    graph,
    ingest,
    multiverse,
    providers,
    replicate,
    report,
    snapshot,
    studies,
)

app = typer.Typer(
    name="tradenet",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def choose(
    engine: Annotated[
        str | None,
        typer.Option("--engine", help="duckdb or spark; else TRADENET_ENGINE, else duckdb."),
    ] = None,
) -> None:
    """Do the sanctioned states trade as a bloc? Reported trade in, a documented answer out."""
    if engine:
        os.environ["TRADENET_ENGINE"] = engine


app.command()(report.report)
app.command()(ingest.ingest)
app.command()(providers.fetch)
app.command()(providers.sources)
app.command()(doubts.check)
app.command()(doubts.watch)
app.command()(calibrate.calibrate)
app.command()(controls.controls)
app.command()(communities.communities)
app.command()(multiverse.multiverse)
app.command()(explore.explore)
app.add_typer(snapshot.app, name="snapshot")
app.add_typer(studies.app, name="studies")
app.add_typer(graph.app, name="graph")
app.add_typer(replicate.app, name="replicate")


def main() -> None:
    """Run the command line; a mistake the user can mend is one line on stderr and exit code 2."""
    from tradenet.domain.errors import TradenetError

    try:
        app(standalone_mode=True)
    except TradenetError as error:
        typer.echo(f"tradenet: {error}", err=True)
        sys.exit(2)
