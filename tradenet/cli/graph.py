"""Trade graphs for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradenet.cli.names import complete_formats
from tradenet.cli.options import FlowsOption, QuietOption, working
from tradenet.cli.teaching import Command, group

app = group("Hand trade graphs to other tools.")


@app.command("export", cls=Command)
def export(
    period: Annotated[str, typer.Option(help="Year or month: 2019, 2019-03.")],
    form: Annotated[
        str,
        typer.Option(
            "--format", help="graphml, gexf, csv or parquet.", autocompletion=complete_formats
        ),
    ],
    out: Annotated[Path, typer.Option(help="File to write.")],
    flows: FlowsOption = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="method=, null=, backbone= or seed=; may be repeated."),
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Write the trade graph of one period, with attributes, for another tool.

    Economies: name, community, share within it, core, exports, imports. Trade: USD, intensity, who
    told it, backbone. csv and parquet hold cells; the economies go to a second file, *.nodes.*.

    Example: tradenet graph export --period 2019 --format gexf --out 2019.gexf

    Example: tradenet graph export --period 2019 --format csv --out g.csv --set seed=7
    """
    from tradenet.study import handout

    wanted = handout.Handout.of(set_ or [])
    with working("writing the graph", quiet=quiet):
        said = handout.export_graph(period, form, out, flows, wanted)
    typer.echo(said)
