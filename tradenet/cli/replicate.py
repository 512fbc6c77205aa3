"""Published numbers, made again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from tradenet.cli.options import JsonOption, QuietOption, working
from tradenet.cli.teaching import Command, group

app = group("Make published numbers again.")


class _Replication(Protocol):
    """Published numbers beside ours."""

    def lines(self) -> list[str]: ...

    def to_json(self) -> Any: ...  # noqa: ANN401 - what json.dumps takes


def _tell(replication: _Replication, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(replication.to_json(), indent=1))
    else:
        typer.echo("\n".join(replication.lines()))


@app.command("mirror", cls=Command)
def mirror(
    source: Annotated[Path, typer.Option("--from", help="Folder with the providers' files.")],
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Reconcile raw reports by every scheme and compare with what BACI published.

    Example: tradenet replicate mirror --from shared/data

    Example: tradenet replicate mirror --from shared/data --json
    """
    from tradenet.study import replicate

    with working("reconciling the reports of 2022", quiet=quiet) as tell:
        replication = replicate.mirror(source, tell=tell)
    _tell(replication, as_json=as_json)


@app.command("levels", cls=Command)
def levels(
    source: Annotated[
        Path | None, typer.Option("--from", help="Folder with more sources; none is needed.")
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Compare published levels of trade with what each source here tells.

    Example: tradenet replicate levels

    Example: tradenet replicate levels --json
    """
    from tradenet.study.levels import levels as compare

    with working("comparing levels", quiet=quiet):
        replication = compare(source)
    _tell(replication, as_json=as_json)


@app.command("agtpa", cls=Command)
def agtpa(
    source: Annotated[Path, typer.Option("--from", help="Folder with the providers' files.")],
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Estimate the Advanced Guide's gravity models and compare with what it published.

    Example: tradenet replicate agtpa --from shared/data
    """
    from tradenet.study.agtpa import guide

    with working("estimating six gravity models", quiet=quiet) as tell:
        replication = guide(source, tell=tell)
    _tell(replication, as_json=as_json)


@app.command("communities", cls=Command)
def communities(as_json: JsonOption = False, quiet: QuietOption = False) -> None:
    """Judge the communities of world trade under two nulls and follow the core of the Asian one.

    Example: tradenet replicate communities

    Example: tradenet replicate communities --json
    """
    from tradenet.study.community_targets import communities as judge

    with working("seeking communities in simulated worlds", quiet=quiet) as tell:
        replication = judge(tell=tell)
    _tell(replication, as_json=as_json)
