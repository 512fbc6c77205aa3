"""What the method says of blocs that are known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradenet.cli.options import JsonOption, QuietOption, working


def controls(
    out: Annotated[Path | None, typer.Option(help="Folder for tables, JSON and Markdown.")] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Run the inference on blocs that are known, on two that fell apart, and on random sets.

    Example: tradenet controls --out reports/controls

    Next: tradenet calibrate, on worlds whose truth is known.
    """
    import json

    from tradenet.study import controls as room

    with working("measuring known blocs", quiet=quiet) as tell:
        found = room.controls(tell=tell)
    if out is not None:
        room.write(found, out)
    typer.echo(json.dumps(found.to_json(), indent=1) if as_json else found.page())
