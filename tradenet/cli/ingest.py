"""Read flow files into a store."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import typer

from tradenet.cli.options import QuietOption, working


@dataclass(frozen=True)
class Wanted:
    """The options that say which products and periods are stored."""

    level: Annotated[
        str | None, typer.Option(help="Sum products to HS6, HS4, HS2, section or total.")
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


def with_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the fields of `Wanted` as options, to take as one argument ``wanted``."""

    def called(**given: Any) -> None:  # noqa: ANN401 - whatever Typer parsed
        chosen = {field.name: given.pop(field.name) for field in fields(Wanted)}
        command(**given, wanted=Wanted(**chosen))

    own = inspect.signature(command, eval_str=True)
    hints = get_type_hints(Wanted, include_extras=True)
    keyword = inspect.Parameter.KEYWORD_ONLY
    options = [
        inspect.Parameter(field.name, keyword, default=field.default, annotation=hints[field.name])
        for field in fields(Wanted)
    ]
    kept = [given.replace(kind=keyword) for given in own.parameters.values()
            if given.name != "wanted"]  # fmt: skip
    parameters = [*kept, *options]
    called.__doc__ = command.__doc__
    called.__name__ = command.__name__
    called.__annotations__ = {given.name: given.annotation for given in parameters}
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return called


@with_options
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Flow files: CSV, Parquet, .gz, .zip.")],
    store: Annotated[Path, typer.Option(help="Folder of the store to write.")],
    wanted: Wanted,
    layout: Annotated[
        str | None, typer.Option(help="Layout name, or a TOML mapping; recognised if not given.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Read flow files into a store and print the ledger.

    Example: tradenet ingest DOTS.parquet --store flows

    Example: tradenet ingest Comtrade.csv --store chapters --level HS2 --annual
    """
    from tradenet.study import prepare
    from tradenet.study.refine import Refinement

    chosen = {**asdict(wanted), "correspondence": wanted.correspondence or ()}
    refinement = Refinement.of(**chosen)
    with working(f"reading {len(paths)} files", quiet=quiet):
        ledgers = prepare.ingest(paths, store, layout, refinement)
    for name, ledger in ledgers:
        typer.echo(f"{name}: {ledger.summary()}")
        for line in ledger.lines:
            typer.echo(f"  {line.status:<20}{line.rows:>14,} rows{line.value_usd:>28,} USD")
