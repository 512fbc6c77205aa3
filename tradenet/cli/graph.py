"""Trade graphs for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradenet.cli.options import FlowsOption

app = typer.Typer(help="Hand trade graphs to other tools.", no_args_is_help=True)


@app.command("export")
def export(
    period: Annotated[str, typer.Option(help="Year or month: 2019, 2019-03.")],
    form: Annotated[str, typer.Option("--format", help="graphml, gexf, csv or parquet.")],
    out: Annotated[Path, typer.Option(help="File to write.")],
    flows: FlowsOption = None,
) -> None:
    """Write the trade graph of one period for another tool."""
    from tradenet.study import handout

    typer.echo(handout.export_graph(period, form, out, flows))
