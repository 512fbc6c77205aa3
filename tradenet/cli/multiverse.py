"""Every defensible combination of choices."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradenet.cli.names import complete_settings, complete_studies
from tradenet.cli.options import FlowsOption, Speech, with_options, working


@with_options(speech=Speech)
def multiverse(
    speech: Speech,
    study: Annotated[
        str,
        typer.Argument(help="Shipped study or TOML path.", autocompletion=complete_studies),
    ] = "brown-2022",
    grid: Annotated[
        Path | None, typer.Option(help="TOML with [[choice]]; the study's own if not given.")
    ] = None,
    flows: FlowsOption = None,
    out: Annotated[Path | None, typer.Option(help="Folder for table, curve and page.")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="section.key=value under all of them.",
            autocompletion=complete_settings,
        ),
    ] = None,
) -> None:
    """Run a study under every combination of the choices of a grid, and test the whole curve.

    Every core that the command may use takes a process; the numbers do not depend on how many.

    Example: tradenet multiverse brown-2022 --out reports/multiverse

    Example: tradenet multiverse brown-2022 --grid grid.toml --json

    Next: tradenet calibrate
    """
    import json

    from tradenet.report import curve
    from tradenet.study import multiverse as room

    task = room.Task(study, tuple(set_ or ()), flows)
    listed = room.load_grid(study, grid)
    with working("computing specifications", quiet=speech.quiet) as tell:

        def say(done: int, wanted: int) -> None:
            tell(f"{done:,} of {wanted:,} specifications", done / wanted)

        found = room.multiverse(task, listed, processes=room.cores(), say=say)
    if out is not None:
        room.write(found, out, {"curve.svg": curve.draw(found.to_json())})
    typer.echo(
        json.dumps(found.to_json(), indent=1) if speech.as_json else room.page(found.to_json())
    )
