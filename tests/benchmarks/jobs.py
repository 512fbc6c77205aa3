"""What the benchmarks of speed and memory run, each in a process of its own.

    python tests/benchmarks/jobs.py pandas|duckdb|tradenet FILE FOLDER
    python tests/benchmarks/jobs.py mirror FOLDER PERIODS

prints one line of JSON: seconds of wall clock and of processor, peak memory in bytes, and what was
computed, so that contenders can be compared.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any


def with_pandas(path: Path) -> dict[str, Any]:
    """Country-pair totals; nothing is written."""
    import pandas as pd

    rows = pd.read_csv(path)
    totals = rows.groupby(["t", "i", "j"], as_index=False)["v"].sum()
    return {"pairs": len(totals), "usd": round(float(totals.v.sum()) * 1e3)}


def with_duckdb(path: Path, target: Path) -> dict[str, Any]:
    """A data set partitioned by period, and country-pair totals from it; no check of any row."""
    import duckdb

    kinds = dict.fromkeys("tijkvq", "VARCHAR") | {"t": "INT", "v": "DOUBLE"}
    duckdb.sql(f"""
        COPY (
            SELECT t AS period, i AS reporter, j AS partner, lpad(k, 6, '0') AS product,
                v * 1000 AS value_usd,
                TRY_CAST(nullif(trim(q), 'NA') AS DOUBLE) * 1000 AS net_mass_kg
            FROM read_csv('{path}', columns = {kinds}, header = true)
        ) TO '{target}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (period))
    """)
    totals = duckdb.sql(f"""
        SELECT period, reporter, partner, sum(value_usd::DECIMAL(18, 2)) AS usd
        FROM read_parquet('{target}/*/*.parquet', hive_partitioning = true) GROUP BY ALL
    """).to_arrow_table()
    return {"pairs": len(totals), "usd": round(sum(totals["usd"].to_pylist()))}


def with_tradenet(path: Path, target: Path) -> dict[str, Any]:
    """A store, every check made, and country-pair totals from it."""
    from tradenet import flows
    from tradenet.study import prepare

    prepare.ingest([path], target)
    reported = flows.totals(prepare.statements(target))
    cells = flows.pair(flows.to_fob(reported, flows.ValuationRules())).to_arrow()
    return {"pairs": len(cells), "usd": round(sum(cells["value_usd"].to_pylist()))}


def mirror(folder: Path, periods: int) -> dict[str, Any]:
    """Harmonise, mirror and sum the first periods of a store of two-sided reports by HS6."""
    from tradenet import flows
    from tradenet.domain import Provenance, ReportedFlows
    from tradenet.sources import engine, reference
    from tradenet.study import prepare

    paths = [str(folder / f"period={2000 + place}" / "flows.parquet") for place in range(periods)]
    table = engine.duckdb().read_parquet(paths, hive_partitioning=True)
    table = table.mutate(period=table.period.cast("int32"))
    raw = ReportedFlows(table, Provenance("comtrade_plus", codes=("comtrade", "iso3", "names")))
    count = table.count().to_pyarrow().as_py()
    reported = flows.harmonise(raw, reference.economies())
    cells = prepare.mirrored(reported, flows.ValuationRules(), flows.MirrorRules())
    kept = cells.table.filter(cells.table.status == "kept")
    totals = kept.group_by("period", "exporter", "importer").aggregate(
        usd=kept.value_usd.cast("decimal(18, 2)").sum()
    )
    found = totals.to_pyarrow()
    return {"rows": count, "pairs": len(found), "usd": round(sum(found["usd"].to_pylist()))}


def main(job: str, *words: str) -> None:
    """Run a job and say what it took."""
    start = time.perf_counter()
    first, *rest = words
    if job == "pandas":
        found = with_pandas(Path(first))
    elif job == "mirror":
        found = mirror(Path(first), int(rest[0]))
    else:
        found = {"duckdb": with_duckdb, "tradenet": with_tradenet}[job](Path(first), Path(rest[0]))
    used = resource.getrusage(resource.RUSAGE_SELF)
    found |= {
        "wall_s": round(time.perf_counter() - start, 2),
        "cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "peak_bytes": used.ru_maxrss * 1024,  # KiB on Linux
    }
    print(json.dumps(found))  # noqa: T201 - the answer of the process


if __name__ == "__main__":
    main(*sys.argv[1:])
