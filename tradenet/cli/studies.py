"""The studies: list, show, start one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradenet.cli.names import complete_studies
from tradenet.cli.options import JsonOption
from tradenet.cli.teaching import Command, group

StudyArgument = Annotated[
    str, typer.Argument(help="Shipped study or TOML path.", autocompletion=complete_studies)
]

app = group("List, show, start or freeze studies.")


@app.command("list", cls=Command)
def list_all(as_json: JsonOption = False) -> None:
    """List the shipped studies.

    Example: tradenet studies list

    Example: tradenet studies list --json

    Next: tradenet studies show NAME
    """
    import json

    from tradenet import study

    titles = {name: study.load(name).study.title for name in study.shipped()}
    if as_json:
        listed = [{"name": name, "title": title} for name, title in titles.items()]
        typer.echo(json.dumps(listed, indent=1, ensure_ascii=False))
        return
    for name, title in titles.items():
        typer.echo(f"{name}: {title}")


@app.command("show", cls=Command)
def show(name: StudyArgument) -> None:
    """Print a study's TOML file.

    Example: tradenet studies show brown-2022

    Next: tradenet studies new NAME --from brown-2022
    """
    from tradenet import study

    typer.echo(study.find(name).read_text(encoding="utf-8"), nl=False)


@app.command("new", cls=Command)
def new(
    name: Annotated[str, typer.Argument(help="Name of the study to start.")],
    like: Annotated[
        str,
        typer.Option(
            "--from",
            help="Shipped study or TOML path to copy.",
            autocompletion=complete_studies,
        ),
    ] = "",
) -> None:
    """Write NAME.toml here: a study with every key explained, which runs as it is.

    Example: tradenet studies new mine

    Example: tradenet studies new mine --from brics

    Next: change it, tradenet studies freeze mine.toml, then tradenet report mine.toml
    """
    from tradenet import study

    typer.echo(str(study.start(name, Path.cwd(), like)))


@app.command("freeze", cls=Command)
def freeze(name: StudyArgument) -> None:
    """Fix a study before it is run: print its hash, write NAME.frozen.json beside it.

    Shipped studies are not frozen: their numbers are known. Start one from them and freeze that.

    Example: tradenet studies freeze mine.toml

    Next: tradenet report says whether the study is still the one that was frozen.
    """
    from tradenet import study

    digest, path = study.freeze(name)
    typer.echo(f"{digest}  {path}")
