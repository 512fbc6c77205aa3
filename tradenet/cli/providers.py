"""Where flows come from: fetch them, list the layouts that are recognised."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tradenet.cli.names import complete_economies, complete_fetchers
from tradenet.cli.options import JsonOption, QuietOption, with_options


@dataclass(frozen=True, slots=True)
class Speech:
    """How the answer is told, and whether only the cost is."""

    dry_run: Annotated[bool, typer.Option(help="Say how many calls and bytes; no data.")] = False
    as_json: JsonOption = False
    quiet: QuietOption = False


@with_options(speech=Speech)
def fetch(
    speech: Speech,
    source: Annotated[
        str,
        typer.Argument(
            help="baci, comtrade, comtrade_bulk, geodist, imf_imts, unga or world_bank.",
            autocompletion=complete_fetchers,
        ),
    ],
    out: Annotated[Path, typer.Option(help="Folder for files and their records.")],
    reporters: Annotated[
        str,
        typer.Option(
            help="ISO3 or own codes: CHN,643; all if none.", autocompletion=complete_economies
        ),
    ] = "",
    periods: Annotated[str, typer.Option(help="2019-2022,2024 or 202201-202212.")] = "",
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="key=value, may be repeated: products=AG2, vintage=202601, …"),
    ] = None,
) -> None:
    """Bring a provider's files to a folder; what is there whole is not fetched again.

    Keys of --set: partners, products, flows, frequency, edition, vintage, refresh, quiet, base_url
    (a mirror). UN Comtrade's key is read from COMTRADE_API_KEY and written nowhere.

    Example: tradenet fetch baci --out baci --dry-run

    Example: tradenet fetch comtrade --reporters CHN,RUS --periods 2019-2022 --out un

    Next: tradenet ingest un/*.csv --store flows
    """
    import json

    from tradenet.sources import fetch as room

    given = [("reporters", reporters), ("periods", periods)]
    order = room.Order.of([*(f"{key}={text}" for key, text in given if text), *(set_ or [])])
    if speech.dry_run:
        cost = room.estimate(source, order, out)
        told = json.dumps(asdict(cost), indent=1) if speech.as_json else cost.summary()
        typer.echo(told if speech.as_json else f"{source}: {told}")
        return
    quiet = order.quiet or speech.quiet
    say = (lambda _: None) if quiet else partial(typer.echo, err=True)
    records = room.fetch(source, order, out, say=say)
    if speech.as_json:
        typer.echo(json.dumps(records, indent=1, ensure_ascii=False))
        return
    for record in records:
        typer.echo(f"{out / record['name']}: {record['bytes']:,} bytes, sha256 {record['sha256']}")
    typer.echo(f"{source}: files whole in {out}: {len(records):,}")


def sources(as_json: JsonOption = False) -> None:
    """List the layouts that are recognised, with their terms, and the kinds of other ties.

    Example: tradenet sources

    Example: tradenet sources --json

    Next: tradenet ingest FILE --store flows, or tradenet report --ties FILE.
    """
    import json

    from tradenet.sources import LAYOUTS
    from tradenet.sources.ties import HEADER, TIES

    if as_json:
        listed = {
            "layouts": [
                {"name": name, "title": one.title, "terms": one.terms}
                for name, one in LAYOUTS.items()
            ],
            "ties": [
                {"name": name, "summary": kind.summary(), "example": kind.example}
                for name, kind in TIES.items()
            ],
        }
        typer.echo(json.dumps(listed, indent=1, ensure_ascii=False))
        return
    for name, layout in LAYOUTS.items():
        typer.echo(f"{name}: {layout.title}. {layout.terms}")
    typer.echo(f"\nTables of other ties (tradenet report --ties FILE), columns {HEADER}:")
    for name, kind in TIES.items():
        typer.echo(f"{name}: {kind.summary()}. Example: {kind.example}")
    typer.echo(
        "A pair without a row is not held, never zero; a zero is written, and a star stands for "
        "every other economy of the table: arms,2019,AAA,*,0"
    )
