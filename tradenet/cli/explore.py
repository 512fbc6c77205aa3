"""A local page to look around."""

from __future__ import annotations

from typing import Annotated

import typer

from tradenet.cli.options import FlowsOption, QuietOption, working


def explore(
    flows: FlowsOption = None,
    port: Annotated[int, typer.Option(help="0 for any that is free.", min=0, max=65535)] = 8321,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
    view: Annotated[str, typer.Option(help="What follows '?' in an address of the page.")] = "",
    table: Annotated[
        str, typer.Option(help="Print this table of the view as CSV, and serve nothing.")
    ] = "",
    quiet: QuietOption = False,
) -> None:
    """Open a page on this machine to pick economies, periods, goods, nulls and methods.

    It shows the network, communities, observed over expected trade, and both reports of every flow.
    Every view has an address, and the code that gives its numbers. It reads and never writes, and
    answers this machine alone. Ctrl-C ends it.

    Tables: summary, communities, members, intensities, histories.

    Example: tradenet explore --port 0 --no-browser

    Example: tradenet explore --view 'economies=CHN,IRN&period=2019' --table histories
    """
    import sys
    import webbrowser

    from tradenet import explore as room

    if table:
        explorer = room.Explorer(flows)
        sys.stdout.write(explorer.table(explorer.choice(view), table).decode())
        return
    room.need_server()
    at = room.listen(port)
    with working("reading the flows", quiet=quiet):
        explorer = room.Explorer(flows)
        first = explorer.choice(view)
        explorer.page(first)
    address = f"http://{room.hosts_of(at)[0]}/?{first.query() if view else ''}".rstrip("?")
    typer.echo(address)
    if browser:
        webbrowser.open(address)
    try:
        room.serve(explorer, at)
    except KeyboardInterrupt:
        return
