"""Who trades with whom beyond expectation, in one period."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Annotated

import typer

from tradenet.cli.names import complete_levels, complete_methods, complete_nulls
from tradenet.cli.options import FlowsOption, JsonOption, QuietOption, with_options, working


@dataclass(frozen=True)
class Asked:
    """The options that say which communities are sought, and what they are held against."""

    period: Annotated[
        str, typer.Option(help="Year or month: 2019, 2019-03; the study's last one if not given.")
    ] = ""
    method: Annotated[
        str,
        typer.Option(
            help="leiden, louvain, infomap, walktrap and others.", autocompletion=complete_methods
        ),
    ] = "leiden"
    null: Annotated[
        str,
        typer.Option(
            help="gravity, strengths or degrees_and_strengths.", autocompletion=complete_nulls
        ),
    ] = "gravity"
    worlds: Annotated[
        int, typer.Option(help="Artificial worlds for significance, 19 or more; 0 for none.")
    ] = 99
    seed: Annotated[int | None, typer.Option(help="Seed of every random stream.")] = None


@with_options(asked=Asked)
def communities(
    asked: Asked,
    flows: FlowsOption = None,
    layer: Annotated[
        str,
        typer.Option(
            help="section or HS2: a line for each layer of goods; needs --flows.",
            autocompletion=complete_levels,
        ),
    ] = "",
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Print the communities of a period, how tight they are, and whether that is chance.

    They are sought against what the null expects: size and distance (gravity), or size alone. The
    same search is made in artificial worlds in which the null is true.

    Example: tradenet communities --period 2023 --null gravity

    Example: tradenet communities --period 2019 --worlds 0

    Example: tradenet communities --period 2019 --layer section --flows hs2.parquet

    Next: tradenet graph export
    """
    import json

    from tradenet import study as studies
    from tradenet.study import communities as room

    config = studies.load(room.SET)
    wanted = room.Asked(**asdict(asked))
    with working("seeking communities", quiet=quiet) as tell:
        found: room.Look | room.ByLayer = (
            room.by_layer(config, wanted, layer, flows)
            if layer
            else room.look(config, wanted, flows, tell)
        )
    text = json.dumps(found.to_json(), indent=1, ensure_ascii=False) if as_json else found.page()
    typer.echo(text)
