"""What a method is: its formula, its reference, when not to use it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def methods(
    name: Annotated[str, typer.Argument(help="One method, as leiden or T2; all if none.")] = "",
    out: Annotated[Path | None, typer.Option(help="Markdown file to write.")] = None,
) -> None:
    """Explain a method, a null, a measure, a test or a scheme, from its docstring.

    Example: tradenet methods leiden
    """
    from tradenet.report import methods as room

    text = room.about(name) if name else room.page()
    if out is None:
        typer.echo(text, nl=False)
    else:
        typer.echo(str(room.save(text, out)))
