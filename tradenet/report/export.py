"""The tables of a result as files: Parquet and CSV, in a total order, the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from tradenet.domain.text import harmless
from tradenet.study import StudyResult


def table_files(result: StudyResult) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of every table's files, the ledger's included."""
    for name, table in all_tables(result).items():
        ordered = table if name == "ledger" else in_order(table)
        yield f"tables/{name}.parquet", parquet(ordered)
        yield f"tables/{name}.csv", csv(ordered)


def all_tables(result: StudyResult) -> dict[str, pa.Table]:
    """Return every table of a report by name, the ledger's included."""
    return {**result.tables, "ledger": ledger(result)}


def ledger(result: StudyResult) -> pa.Table:
    """Return the lines of all ledgers, in the order of the steps."""
    return pa.concat_tables([book.to_arrow() for book in result.ledgers])


def in_order(table: pa.Table) -> pa.Table:
    """Return the rows sorted by all columns, from the left.

    Examples
    --------
    >>> in_order(pa.table({"a": [2, 1, 1], "b": ["x", "z", "y"]})).to_pydict()
    {'a': [1, 1, 2], 'b': ['y', 'z', 'x']}
    """
    plain = table.replace_schema_metadata(None)
    return plain.sort_by([(name, "ascending") for name in plain.column_names])


def parquet(table: pa.Table) -> bytes:
    """Return a table as Parquet."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd", use_dictionary=False)
    return bytes(sink.getvalue())


def csv(table: pa.Table) -> bytes:
    r"""Return a table as UTF-8 CSV in which no text is taken for a formula.

    Examples
    --------
    >>> csv(pa.table({"name": ["=1+1", "Iran"], "value": [-1, 2]})).decode().split()
    ['"name","value"', '"\'=1+1",-1', '"Iran",2']
    """
    sink = io.BytesIO()
    pcsv.write_csv(harmless(table), sink)
    return sink.getvalue()
