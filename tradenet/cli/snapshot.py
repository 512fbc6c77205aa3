"""The embedded snapshot: build it, prove it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradenet.cli.options import QuietOption, working

app = typer.Typer(help="Build or prove the embedded snapshot.", no_args_is_help=True)


@app.command("build")
def build(
    source: Annotated[Path, typer.Option("--from", help="Folder with the providers' files.")],
    target: Annotated[
        Path | None, typer.Option("--to", help="Folder; data/snapshot if not given.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Compute the snapshot's three tables from providers' files."""
    from tradenet.sources import snapshot as embedded
    from tradenet.study import snapshot

    home = target or embedded.folder()
    with working("building the snapshot", quiet=quiet):
        manifest = snapshot.build(source, home)
    for name, entry in manifest["files"].items():
        typer.echo(f"{home / name}: {entry['bytes']:,} bytes, sha256 {entry['sha256']}")


@app.command("verify")
def verify(
    source: Annotated[
        Path | None, typer.Option("--from", help="Also rebuild from this folder and compare.")
    ] = None,
    quiet: QuietOption = False,
) -> None:
    """Prove the snapshot: bytes against its manifest and, with --from, against a rebuilt one."""
    from tradenet.study import snapshot

    with working("verifying the snapshot", quiet=quiet):
        sentence = snapshot.verify(source)
    typer.echo(sentence)
