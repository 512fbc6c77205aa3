"""The engines that compute the flow steps, reached through Ibis: DuckDB here, or Spark.

DuckDB reads every file. What its expressions give is kept where it costs no memory: in Parquet
files of a scratch folder (below ``TMPDIR``), which goes with the process. DuckDB itself takes at
most ``TRADENET_MEMORY`` (such as ``8GB``; 2 GB where it is not set, or what DuckDB finds fit on a
smaller machine) and writes the rest to the same folder.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import cache
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from tradenet.domain import ConfigError, lookup
from tradenet.sources.in_memory import letting_go
from tradenet.sources.spark import spark

Table = Any  # an Ibis table; Ibis has no stubs
CHOICE = "TRADENET_ENGINE"  # the environment variable that names the engine in use
_USUAL_GIB = 2
_ROWS_OF_A_GROUP = 122_880
_numbers = count()


@cache
def duckdb() -> Any:  # noqa: ANN401 - Ibis has no stubs
    """Return the process's Ibis backend, an in-memory DuckDB.

    Raises
    ------
    ConfigError
        If ``TRADENET_MEMORY`` is no amount of memory.
    """
    import ibis
    from duckdb import InvalidInputException
    from ibis.backends.duckdb import Backend

    backend = letting_go(Backend, lambda it, name: it.con.unregister(name))().connect()
    # DuckDB draws its bar on stdout after two seconds, into the middle of what a command prints. In
    # a notebook without ipywidgets it can draw none, and refuses to be told so.
    with suppress(InvalidInputException):
        backend.con.execute("SET enable_progress_bar = false")
    backend.con.execute("SET temp_directory = ?", [str(scratch())])
    _bound(backend.con)
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


def on_duckdb() -> bool:
    """Say whether the engine in use is DuckDB."""
    return bool(engine().name == "duckdb")


def _started(name: str) -> Any:  # noqa: ANN401 - Ibis has no stubs
    import ibis

    backend = lookup(ENGINES, name, "engine")()
    ibis.set_backend(backend)
    return backend


def handed_over(table: Table) -> Table:
    """Return a table that DuckDB has read from this machine as one that the engine in use takes."""
    import ibis

    return table if on_duckdb() else ibis.memtable(table.to_pyarrow())


def read_partitions(folder: Path) -> Table:
    """Return Parquet files in folders ``period=<code>`` as a table of the engine in use.

    The period is int32 as read: DuckDB passes over the files of other periods only where it is
    compared as it was read, and Ibis has no way to say its type. A cluster must see the folder
    under the same path as this machine.
    """
    if on_duckdb():
        files = str(folder / "period=*" / "*.parquet").replace("'", "''")
        typed = "hive_partitioning = true, hive_types = {'period': INTEGER}"
        name = f"partitions_{next(_numbers)}"
        duckdb().con.execute(f"CREATE TEMP VIEW {name} AS FROM read_parquet('{files}', {typed})")
        return duckdb().table(name)
    return engine().read_parquet(str(folder.resolve()))


def evaluated(table: Table) -> Table:
    """Evaluate an expression of the engine in use once, and return its rows: `held`, or Arrow."""
    import ibis

    return held(table) if on_duckdb() else ibis.memtable(table.to_pyarrow())


def evaluated_in_turn(tables: Iterable[Table]) -> Table:
    """Evaluate one expression after the other, all of the same columns; return all their rows.

    They are read as one table: a union of many is an expression whose text, and the time that the
    engine needs to understand it, grow with the square of their number.
    """
    import ibis
    import pyarrow as pa

    if on_duckdb():
        return _read([_kept(table) for table in tables])
    return ibis.memtable(pa.concat_tables([table.to_pyarrow() for table in tables]))


def scratch() -> Path:
    """Return a new folder that goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="tradenet-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def write(table: Table, path: Path, codec: str) -> None:
    """Let DuckDB evaluate an expression into one Parquet file, rows in their order.

    The same rows are the same bytes, however many threads there are.
    """
    duckdb().to_parquet(table, path, compression=codec, row_group_size=_ROWS_OF_A_GROUP)


def held(table: Table, *, numbered: bool = False) -> Table:
    """Let DuckDB evaluate an expression once, into a file of the scratch folder; return its rows.

    The file is removed when no expression over it is left.

    Parameters
    ----------
    table : ibis Table
        Any expression of DuckDB's; its rows keep their order.
    numbered : bool
        True adds ``row``, the place of each row, from 1.
    """
    path = _kept(table)
    if not numbered:
        return _read([path])
    rows = _read([path], file_row_number=True)
    return rows.mutate(row=rows.file_row_number + 1).drop("file_row_number")


def _kept(table: Table) -> Path:
    """Evaluate an expression into a file of the scratch folder."""
    path = _shelf() / f"{next(_numbers)}.parquet"
    write(table, path, "snappy")
    return path


def _read(paths: list[Path], **options: bool) -> Table:
    """Return the rows of files of the scratch folder, which go when nobody refers to the rows."""
    rows = duckdb().read_parquet(paths, **options)
    for path in paths:
        weakref.finalize(rows.op(), path.unlink, missing_ok=True)
    return rows


@cache
def _shelf() -> Path:
    return scratch()


def _bound(connection: Any) -> None:  # noqa: ANN401 - duckdb's connection
    """Bound the memory of the engine."""
    from duckdb import Error

    if given := os.environ.get("TRADENET_MEMORY"):
        try:
            connection.execute("SET memory_limit = ?", [given])
        except Error as error:
            msg = f"TRADENET_MEMORY = '{given}': no amount of memory ({error}); write 4GB or 800MB"
            raise ConfigError(msg) from error
        return
    ((usual,),) = connection.execute("SELECT current_setting('memory_limit')").fetchall()
    amount, unit = usual.split()
    if unit in ("GiB", "TiB") and (unit == "TiB" or float(amount) > _USUAL_GIB):
        connection.execute(f"SET memory_limit = '{_USUAL_GIB}GiB'")
