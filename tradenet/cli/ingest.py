"""Read flow files into a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradenet.cli.options import QuietOption, working


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Flow files: CSV, Parquet, .gz, .zip.")],
    store: Annotated[Path, typer.Option(help="Folder of the store to write.")],
    layout: Annotated[
        str | None, typer.Option(help="Layout name, or a TOML mapping; recognised if not given.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Read flow files into a store and print the ledger.

    Example: tradenet ingest DOTS.parquet --store flows
    """
    from tradenet.study import prepare

    with working(f"reading {len(paths)} files", quiet=quiet):
        ledgers = prepare.ingest(paths, store, layout)
    for name, ledger in ledgers:
        typer.echo(f"{name}: {ledger.summary()}")
        for line in ledger.lines:
            typer.echo(f"  {line.status:<20}{line.rows:>14,} rows{line.value_usd:>28,} USD")
