"""What the benchmarks of speed and memory run, each in a process of its own.

    python tests/benchmarks/jobs.py JOB FILE FOLDER    (JOB is one of `INGESTS`)
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

SAME = {"flow": "X", "valuation": "FOB", "method": "reconciled", "source": "baci",
        "vintage": "V202501", "status": "kept", "classification": "H0"}  # fmt: skip


def pandas_totals(path: Path, _: Path) -> dict[str, Any]:
    """Country-pair totals; nothing is written."""
    import pandas as pd

    rows = pd.read_csv(path)
    totals = rows.groupby(["t", "i", "j"], as_index=False)["v"].sum()
    return {"pairs": len(totals), "usd": round(float(totals.v.sum()) * 1e3)}


def pandas_store(path: Path, target: Path) -> dict[str, Any]:
    """The columns of a store by period, and country-pair totals; no check of any row."""
    import pandas as pd

    rows = pd.read_csv(path)
    economy = pd.read_csv(path.with_name("codes.csv")).set_index("code")["economy"]
    made = pd.DataFrame(
        {
            "period": rows.t,
            "reporter": rows.i.map(economy),
            "partner": rows.j.map(economy),
            "product": rows.k.astype(str).str.zfill(6),
            "value_usd": rows.v * 1e3,
            "net_mass_kg": pd.to_numeric(rows.q.str.strip().replace("NA", None)) * 1e3,
            "row": range(1, len(rows) + 1),
            "reporter_code": rows.i.astype(str),
            "partner_code": rows.j.astype(str),
            "detail": False,
        }
    )
    del rows
    for name, word in SAME.items():
        made[name] = pd.Categorical.from_codes([0] * len(made), [word])
    for period, part in made.groupby("period"):
        home = target / f"period={period}"
        home.mkdir(parents=True)
        part.drop(columns="period").to_parquet(home / "flows.parquet", compression="zstd")
    totals = made.groupby(["period", "reporter", "partner"], as_index=False)["value_usd"].sum()
    return {"pairs": len(totals), "usd": round(float(totals.value_usd.sum()))}


def duckdb_facts(path: Path, target: Path) -> dict[str, Any]:
    """Six columns by period, and country-pair totals from them; no check of any row."""
    return _with_duckdb(path, target, """
        SELECT t AS period, i AS reporter, j AS partner, lpad(k, 6, '0') AS product,
            v * 1000 AS value_usd, TRY_CAST(nullif(trim(q), 'NA') AS DOUBLE) * 1000 AS net_mass_kg
        FROM rows
    """)  # fmt: skip


def duckdb_store(path: Path, target: Path) -> dict[str, Any]:
    """The columns of a store by period, and country-pair totals from it; no check of any row."""
    same = ", ".join(f"'{word}' AS {name}" for name, word in SAME.items())
    return _with_duckdb(path, target, f"""
        WITH codes AS (SELECT * FROM read_csv('{path.with_name("codes.csv")}', all_varchar = true))
        SELECT t AS period, r.economy AS reporter, p.economy AS partner,
            lpad(k, 6, '0') AS product, v * 1000 AS value_usd,
            TRY_CAST(nullif(trim(q), 'NA') AS DOUBLE) * 1000 AS net_mass_kg,
            row_number() OVER () AS row, i AS reporter_code, j AS partner_code, false AS detail,
            {same}
        FROM rows LEFT JOIN codes AS r ON i = r.code LEFT JOIN codes AS p ON j = p.code
    """)  # fmt: skip


def _with_duckdb(path: Path, target: Path, select: str) -> dict[str, Any]:
    import duckdb

    kinds = dict.fromkeys("tijkvq", "VARCHAR") | {"t": "INT", "v": "DOUBLE"}
    rows = f"SELECT * FROM read_csv('{path}', columns = {kinds}, header = true)"
    duckdb.sql(f"CREATE VIEW rows AS {rows}")
    duckdb.sql(f"""
        COPY ({select}) TO '{target}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (period))
    """)
    totals = duckdb.sql(f"""
        SELECT period, reporter, partner, sum(value_usd::DECIMAL(18, 2)) AS usd
        FROM read_parquet('{target}/*/*.parquet', hive_partitioning = true) GROUP BY ALL
    """).to_arrow_table()
    return {"pairs": len(totals), "usd": round(sum(totals["usd"].to_pylist()))}


def tradenet_store(path: Path, target: Path) -> dict[str, Any]:
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

    table = engine.read_partitions(folder)
    table = table.filter(table.period < 2000 + periods)
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


INGESTS = {
    job.__name__: job
    for job in (pandas_totals, pandas_store, duckdb_facts, duckdb_store, tradenet_store)
}


def main(job: str, *words: str) -> None:
    """Run a job and say what it took."""
    start = time.perf_counter()
    first, second = words
    if job == "mirror":
        found = mirror(Path(first), int(second))
    else:
        found = INGESTS[job](Path(first), Path(second))
    used = resource.getrusage(resource.RUSAGE_SELF)
    found |= {
        "wall_s": round(time.perf_counter() - start, 2),
        "cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "peak_bytes": used.ru_maxrss * 1024,  # KiB on Linux
    }
    print(json.dumps(found))  # noqa: T201 - the answer of the process


if __name__ == "__main__":
    main(*sys.argv[1:])
