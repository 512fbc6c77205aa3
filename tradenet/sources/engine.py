"""The embedded engine: one DuckDB connection per process, reached through Ibis."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from typing import Any


@cache
def duckdb() -> Any:  # noqa: ANN401 - Ibis has no stubs
    """Return the process's Ibis backend, an in-memory DuckDB."""
    import ibis
    from duckdb import InvalidInputException

    backend = ibis.duckdb.connect()
    # DuckDB draws its bar on stdout after two seconds, into the middle of what a command prints. In
    # a notebook without ipywidgets it can draw none, and refuses to be told so.
    with suppress(InvalidInputException):
        backend.con.execute("SET enable_progress_bar = false")
    ibis.set_backend(backend)
    return backend
