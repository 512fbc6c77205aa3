"""What several commands share: options, and how they say that they are at work."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

FlowsOption = Annotated[
    Path | None,
    typer.Option("--flows", help="A store or a flow file; the embedded snapshot if not given."),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing on stderr.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print everything as JSON.")]


@contextmanager
def working(what: str, *, quiet: bool) -> Iterator[Any]:
    """Show on stderr what is being done, where somebody watches."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    with Console(stderr=True).status(what) as status:
        yield status
