"""Run a study and write its report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradenet.cli.options import FlowsOption, QuietOption, working


def report(
    study: Annotated[str, typer.Argument(help="Shipped study or TOML path.")] = "brown-2022",
    flows: FlowsOption = None,
    out: Annotated[Path, typer.Option(help="Folder; DIR/<study>/ is written.")] = Path("reports"),
    seed: Annotated[int | None, typer.Option(help="Seed of every random stream.")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="section.key=value, may be repeated.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Run a study and write its report.

    Example: tradenet report brown-2022 --set valuation.cif_fob_ratio=1.1
    """
    import datetime as dt

    from tradenet import report as room
    from tradenet import study as studies
    from tradenet.sources import store

    settings = [*(set_ or []), *([f"run.seed={seed}"] if seed is not None else [])]
    config = studies.load(study, settings)
    with working(f"running {config.study.name}", quiet=quiet):
        result = studies.run(config, flows, studies.frozen_file(study))
    target = out / config.study.name
    with (
        working(f"writing {target}", quiet=quiet),
        store.replacing(target, "manifest.json") as folder,
    ):
        room.write(result, folder, dt.datetime.now(dt.UTC))
    typer.echo(f"{result.verdict}: {result.sentence}")
    typer.echo(f"cannot be known: {result.cannot_show}")
    typer.echo(str(target / "index.html"))
