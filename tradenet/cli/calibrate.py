"""How often the instrument errs, and how often it finds what is there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradenet.cli.names import complete_studies
from tradenet.cli.options import Speech, with_options, working


@with_options(speech=Speech)
def calibrate(
    speech: Speech,
    study: Annotated[
        str,
        typer.Option(help="Shipped study or TOML path.", autocompletion=complete_studies),
    ] = "brown-2022",
    worlds: Annotated[int, typer.Option(help="Null worlds; each fourth also has verdicts.")] = 400,
    seed: Annotated[int | None, typer.Option(help="Seed of every random stream.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder; a run that was cut, or a shorter one, goes on.")
    ] = None,
    verdicts: Annotated[
        bool, typer.Option(help="Without: every world, sizes and trebled trade alone; quick.")
    ] = True,
) -> None:
    """Measure size, power and verdicts of the instrument on simulated worlds of a study.

    Every core that the command may use takes a process; the numbers do not depend on how many.

    Example: tradenet calibrate --worlds 1

    Example: tradenet calibrate --worlds 4000 --out calibration

    Next: The stored calibrations stand in reports/calibration, and in every report.
    """
    import json

    from tradenet import study as studies
    from tradenet.study import calibrate as room
    from tradenet.study.grounds import make_ground

    config = studies.load(study, [f"run.seed={seed}"] if seed is not None else [])
    ground = make_ground(config)
    options = room.options_of(config, ground, worlds, verdicts=verdicts)
    with working("making worlds", quiet=speech.quiet) as tell:

        def say(done: int, wanted: int) -> None:
            tell(f"{done:,} of {wanted:,} worlds", done / wanted)

        found = room.calibrate_to(out, ground, options, processes=room.cores(), say=say)
    typer.echo(json.dumps(found.to_json(), indent=1) if speech.as_json else found.page())
