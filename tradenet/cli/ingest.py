"""Read flow files into a store."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from tradenet.cli.names import complete_layouts, complete_levels
from tradenet.cli.options import JsonOption, QuietOption, with_options, working

if TYPE_CHECKING:
    from tradenet.domain import Ledger


@dataclass(frozen=True)
class Wanted:
    """The options that say which products and periods are stored."""

    level: Annotated[
        str | None,
        typer.Option(
            help="Sum products to HS6, HS4, HS2, section or total.",
            autocompletion=complete_levels,
        ),
    ] = None
    annual: Annotated[bool, typer.Option("--annual", help="Sum months to years.")] = False
    revision: Annotated[
        str | None, typer.Option(help="Restate HS6 codes in this revision: H0 (1992) to H6 (2022).")
    ] = None
    correspondence: Annotated[
        list[Path] | None,
        typer.Option(help="CSV of pairs of codes, as the UN has them; may be repeated."),
    ] = None
    split: Annotated[
        Literal["none", "equal", "weights"],
        typer.Option(help="A code with several counterparts: set aside, or divided."),
    ] = "none"


@with_options(wanted=Wanted)
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Flow files: CSV, Parquet, .gz, .zip.")],
    store: Annotated[Path, typer.Option(help="Folder of the store to write.")],
    wanted: Wanted,
    layout: Annotated[
        str | None,
        typer.Option(
            help="Layout name, or a TOML mapping; recognised if not given.",
            autocompletion=complete_layouts,
        ),
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Read flow files into a store and print the ledger.

    The name of a layout stands in tradenet sources; a file's own header tells it.

    Example: tradenet ingest DOTS.parquet --store flows

    Example: tradenet ingest Comtrade.csv --store chapters --level HS2 --annual

    Next: tradenet report --flows flows
    """
    import json

    from tradenet.study import prepare
    from tradenet.study.refine import Refinement

    chosen = {**asdict(wanted), "correspondence": wanted.correspondence or ()}
    refinement = Refinement.of(**chosen)
    with working(f"reading {len(paths)} files", quiet=quiet) as tell:
        ledgers = prepare.ingest(paths, store, layout, refinement, tell)
    if as_json:
        typer.echo(json.dumps([_plain(name, ledger) for name, ledger in ledgers], indent=1))
        return
    for name, ledger in ledgers:
        typer.echo(f"{name}: {ledger.summary()}")
        for line in ledger.lines:
            typer.echo(f"  {line.status:<20}{line.rows:>14,} rows{line.value_usd:>28,} USD")


def _plain(name: str, ledger: Ledger) -> dict[str, Any]:
    """Return a file's ledger as plain values; dollars as text, which keeps every cent."""
    lines = [
        {"status": line.status, "rows": line.rows, "value_usd": str(line.value_usd)}
        for line in ledger.lines
    ]
    return {"file": name, "summary": ledger.summary(), "lines": lines}
