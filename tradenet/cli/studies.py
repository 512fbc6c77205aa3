"""The studies: list, show, start one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="List, show, start or freeze studies.", no_args_is_help=True)


@app.command("list")
def list_all() -> None:
    """List the shipped studies."""
    from tradenet import study

    for name in study.shipped():
        typer.echo(f"{name}: {study.load(name).study.title}")


@app.command("show")
def show(name: Annotated[str, typer.Argument(help="Shipped study or TOML path.")]) -> None:
    """Print a study's TOML file."""
    from tradenet import study

    typer.echo(study.find(name).read_text(encoding="utf-8"), nl=False)


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="Name of the study to start.")],
    like: Annotated[str, typer.Option("--from", help="Shipped study or TOML path to copy.")] = "",
) -> None:
    """Write NAME.toml here: a study with every key explained, which runs as it is."""
    from tradenet import study

    typer.echo(str(study.start(name, Path.cwd(), like)))


@app.command("freeze")
def freeze(name: Annotated[str, typer.Argument(help="Shipped study or TOML path.")]) -> None:
    """Fix a study before it is run: print its hash, write NAME.frozen.json beside it."""
    from tradenet import study

    digest, path = study.freeze(name)
    typer.echo(f"{digest}  {path}")
