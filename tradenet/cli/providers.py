"""Where flows come from: fetch them, list the layouts that are recognised."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer


def fetch(
    source: Annotated[str, typer.Argument(help="Where from; ARCHITECTURE.md lists the sources.")],
    out: Annotated[Path, typer.Option(help="Folder for files and their records.")],
    reporters: Annotated[str, typer.Option(help="ISO3 or own codes: CHN,643; all if none.")] = "",
    periods: Annotated[str, typer.Option(help="2019-2022,2024 or 202201-202212.")] = "",
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="key=value, may be repeated: products=AG2, vintage=202601, …"),
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Say how many calls and bytes; no data.")] = False,
) -> None:
    """Bring a provider's files to a folder; what is there whole is not fetched again.

    Keys of --set: partners, products, flows, frequency, edition, vintage, refresh, quiet, base_url
    (a mirror). UN Comtrade's key is read from COMTRADE_API_KEY and written nowhere.

    Example: tradenet fetch comtrade --reporters CHN,RUS --periods 2019-2022 --out comtrade
    """
    from tradenet.sources import fetch as room

    given = [("reporters", reporters), ("periods", periods)]
    order = room.Order.of([*(f"{key}={text}" for key, text in given if text), *(set_ or [])])
    if dry_run:
        typer.echo(f"{source}: {room.estimate(source, order, out).summary()}")
        return
    say = (lambda _: None) if order.quiet else partial(typer.echo, err=True)
    records = room.fetch(source, order, out, say=say)
    for record in records:
        typer.echo(f"{out / record['name']}: {record['bytes']:,} bytes, sha256 {record['sha256']}")
    typer.echo(f"{source}: files whole in {out}: {len(records):,}")


def sources() -> None:
    """List the layouts that are recognised, with their terms, and the kinds of other ties."""
    from tradenet.sources import LAYOUTS
    from tradenet.sources.ties import HEADER, TIES

    for name, layout in LAYOUTS.items():
        typer.echo(f"{name}: {layout.title}. {layout.terms}")
    typer.echo(f"\nTables of other ties (tradenet report --ties FILE), columns {HEADER}:")
    for name, kind in TIES.items():
        typer.echo(f"{name}: {kind.summary()}. Example: {kind.example}")
    typer.echo(
        "A pair without a row is not held, never zero; a zero is written, and a star stands for "
        "every other economy of the table: arms,2019,AAA,*,0"
    )
