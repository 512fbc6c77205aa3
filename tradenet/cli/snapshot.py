"""The embedded snapshot: build it, prove it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tradenet.cli.options import JsonOption, QuietOption, working
from tradenet.cli.teaching import Command, group

app = group("Build or prove the embedded snapshot.")


@app.command("build", cls=Command)
def build(
    source: Annotated[Path, typer.Option("--from", help="Folder with the providers' files.")],
    target: Annotated[
        Path | None, typer.Option("--to", help="Folder; data/snapshot if not given.")
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Compute the snapshot's tables from providers' files.

    Example: tradenet snapshot build --from shared/data --to snapshot
    """
    import json

    from tradenet.sources import snapshot as embedded
    from tradenet.study import snapshot

    home = target or embedded.folder()
    with working("building the snapshot", quiet=quiet) as tell:
        manifest = snapshot.build(source, home, tell=tell)
    if as_json:
        typer.echo(json.dumps({"folder": str(home), "files": manifest["files"]}, indent=1))
        return
    for name, entry in manifest["files"].items():
        typer.echo(f"{home / name}: {entry['bytes']:,} bytes, sha256 {entry['sha256']}")


@app.command("verify", cls=Command)
def verify(
    source: Annotated[
        Path | None, typer.Option("--from", help="Also rebuild from this folder and compare.")
    ] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Prove the snapshot: bytes against its manifest and, with --from, against a rebuilt one.

    Example: tradenet snapshot verify

    Example: tradenet snapshot verify --from shared/data
    """
    import json

    from tradenet.study import snapshot

    with working("verifying the snapshot", quiet=quiet) as tell:
        sentence = snapshot.verify(source, tell=tell)
    typer.echo(json.dumps({"verified": sentence}, indent=1) if as_json else sentence)
