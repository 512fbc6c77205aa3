"""The engines that compute the flow steps, reached through Ibis: DuckDB here, or Spark."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from tradenet.domain import lookup
from tradenet.sources.spark import spark

Table = Any  # an Ibis table; Ibis has no stubs
CHOICE = "TRADENET_ENGINE"  # the environment variable that names the engine in use


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


ENGINES: Final[Mapping[str, Callable[[], Any]]] = MappingProxyType(
    {
        "duckdb": duckdb,
        "spark": spark,
    }
)


def use(name: str) -> Any:  # noqa: ANN401 - Ibis has no stubs
    """Let an engine of `ENGINES` compute everything from here on, and return its backend.

    It becomes Ibis' default backend, so that it computes what is held in memory too.

    Raises
    ------
    UnknownName
        If there is no such engine.
    ConfigError
        If it cannot start; the message says what to install.

    Examples
    --------
    >>> use("duckdb").name
    'duckdb'
    """
    backend = _started(name)
    os.environ[CHOICE] = name
    return backend


def engine() -> Any:  # noqa: ANN401 - Ibis has no stubs
    """Return the backend in use: what `use` or TRADENET_ENGINE named, else DuckDB."""
    return _started(os.environ.get(CHOICE) or "duckdb")


def _started(name: str) -> Any:  # noqa: ANN401 - Ibis has no stubs
    import ibis

    backend = lookup(ENGINES, name, "engine")()
    ibis.set_backend(backend)
    return backend


def handed_over(table: Table) -> Table:
    """Return a table that DuckDB has read from this machine as one that the engine in use takes."""
    import ibis

    return table if engine() is duckdb() else ibis.memtable(table.to_pyarrow())


def read_partitions(folder: Path) -> Table:
    """Return Parquet files in folders ``<column>=<value>`` as a table of the engine in use.

    A cluster must see the folder under the same path as this machine.
    """
    backend = engine()
    if backend is duckdb():
        return backend.read_parquet(str(folder / "*=*" / "*.parquet"), hive_partitioning=True)
    return backend.read_parquet(str(folder.resolve()))
