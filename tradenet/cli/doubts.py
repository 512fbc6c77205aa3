"""What looks wrong in flows, and what changed in them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradenet.cli.names import complete_economies
from tradenet.cli.options import JsonOption, QuietOption, Speech, with_options, working


def check(
    origin: Annotated[str, typer.Argument(help="'snapshot', a store or a flow file.")] = "snapshot",
    event: Annotated[str, typer.Option(help="First period after the event.")] = "2022",
    production: Annotated[
        Path | None, typer.Option(help="CSV economy,product,period,quantity_kg.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for all findings.")] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Look for doubts about the flows: who fell silent, what does not add up, what jumped.

    Example: tradenet check --json

    Example: tradenet check snapshot --out findings

    Next: tradenet report --set quality.quarantine=[] counts what is doubtful.
    """
    import json

    from tradenet.domain import Period
    from tradenet.study import check as room

    with working(f"checking {origin}", quiet=quiet) as tell:
        found = room.check(origin, event=Period.parse(event).code, production=production, tell=tell)
    if out is not None:
        room.write(found, out)
    typer.echo(json.dumps(found.to_json(), indent=1) if as_json else found.page())


@with_options(speech=Speech)
def watch(
    speech: Speech,
    flows: Annotated[str, typer.Option(help="The newer: snapshot, PATH; @2023.")] = "snapshot",
    against: Annotated[str | None, typer.Option(help="The older; itself if not given.")] = None,
    focus: Annotated[
        str,
        typer.Option(help="Only these economies: PRK,IRN,RUS.", autocompletion=complete_economies),
    ] = "",
    factor: Annotated[float, typer.Option(help="Least ratio up or down.", min=1.0)] = 1.25,
    least: Annotated[float, typer.Option(help="Least change in USD.", min=0.0)] = 1e8,
) -> None:
    """Show what changed between two vintages or periods, in level and in intensity, ranked.

    Example: tradenet watch --flows snapshot@2023 --focus PRK,IRN,RUS

    Example: tradenet watch --flows snapshot@2023 --against snapshot@2019 --json

    Next: tradenet check, for what looks wrong.
    """
    import json

    from tradenet.study import watch as room

    limits = room.rules(factor, least, focus)
    with working("comparing", quiet=speech.quiet):
        changed = room.watch(room.Watched.parse(flows, against), limits)
    typer.echo(json.dumps(changed.to_pylist(), indent=1) if speech.as_json else room.page(changed))
