"""Run a study and write its report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from tradenet.cli.names import complete_settings, complete_studies
from tradenet.cli.options import FlowsOption, QuietOption, with_options, working

_SHARE_OF_THE_RUN = 0.86  # as measured for brown-2022; the rest is drawn and written


@dataclass(frozen=True, slots=True)
class Given:
    """The user's own files: flows in place of the snapshot, tables of other ties beside them."""

    flows: FlowsOption = None
    ties: Annotated[
        list[Path] | None,
        typer.Option(help="Table of other ties; its kinds: tradenet sources. May be repeated."),
    ] = None


@with_options(given=Given)
def report(
    given: Given,
    study: Annotated[
        str,
        typer.Argument(help="Shipped study or TOML path.", autocompletion=complete_studies),
    ] = "brown-2022",
    out: Annotated[Path, typer.Option(help="Folder; DIR/<study>/ is written.")] = Path("reports"),
    seed: Annotated[int | None, typer.Option(help="Seed of every random stream.")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            help="section.key=value, may be repeated.",
            autocompletion=complete_settings,
        ),
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Run a study and write its report.

    Example: tradenet report

    Example: tradenet report brown-2022 --set valuation.cif_fob_ratio=1.1

    Example: tradenet report mine.toml --flows flows --out reports

    Next: Open reports/brown-2022/index.html. tradenet studies list names other studies.
    """
    import datetime as dt

    from tradenet import report as room
    from tradenet import study as studies
    from tradenet.domain.progress import within
    from tradenet.sources import kept, store

    settings = [*(set_ or []), *([f"run.seed={seed}"] if seed is not None else [])]
    config = studies.load(study, settings)
    frozen = studies.frozen_file(study)
    standing = studies.registration(config, frozen).to_dict()
    if not quiet:
        typer.echo(f"{config.study.name} {standing['hash']}: {standing['sentence']}", err=True)
    ties = given.ties or ()
    tables = [file for file, _ in studies.files_of(config, ties)]
    key = kept.key({"options": config.to_dict(), "registration": standing}, given.flows, tables)
    target, now = out / config.study.name, dt.datetime.now(dt.UTC)
    with store.replacing(target, "manifest.json") as folder:
        if kept.fetch(key, folder):
            said = room.stamp(folder, now)
        else:
            with working(f"running {config.study.name}", quiet=quiet) as tell:
                ran = within(tell, 0.0, _SHARE_OF_THE_RUN)
                result = studies.run(config, given.flows, frozen, ties, ran)
                tell(f"writing {target}", _SHARE_OF_THE_RUN)
                room.write(result, folder, now)
            kept.keep(key, folder)
            said = room.stamp(folder, now)
    typer.echo(f"{said['verdict']}: {said['sentence']}")
    typer.echo(f"cannot be known: {said['cannot_show']}")
    typer.echo(str(target / "index.html"))
