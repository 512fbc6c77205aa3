"""Speed and memory of the data path, against pandas and against raw SQL, and out of core.

A contender runs in a process of its own (`jobs.py`). Ratios are of processor seconds and of peak
memory, medians of three interleaved runs: they hold on a busy machine, where the wall clock does
not.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.jobs import INGESTS
from tests.benchmarks.trade_worlds import write_baci, write_codes, write_two_sided

JOBS = Path(__file__).with_name("jobs.py")
ROOT = Path(__file__).resolve().parents[2]
GIB = 1 << 30
YEAR_ROWS = 11_000_000
PERIOD_ROWS = 3_125_000
PERIODS = (4, 8, 16, 32)  # 12.5, 25, 50 and 100 million rows
Result = dict[str, Any]


def run(*words: object) -> Result:
    """Run a job of `jobs.py` and return what it says."""
    paths = {"PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, str(JOBS), *map(str, words)]
    told = subprocess.run(command, check=True, capture_output=True, env={**os.environ, **paths})
    result: Result = json.loads(told.stdout)
    return result


def show(title: str, results: dict[str, Result]) -> None:
    """Print a line per job (`pytest -s` shows it)."""
    print(f"\n{title}")  # noqa: T201 - the table is what the benchmark is for
    for name, result in results.items():
        said = f"{result['wall_s']:8.1f} s, processor {result['cpu_s']:7.1f} s"
        print(f"{name:>14}: {said}, peak {result['peak_bytes'] / GIB:5.2f} GiB")  # noqa: T201


def median(results: list[Result]) -> Result:
    """Return the median of each measure, and what the runs agree on."""
    measures = ("wall_s", "cpu_s", "peak_bytes")
    return {**results[0], **{m: statistics.median(r[m] for r in results) for m in measures}}


def test_a_year_of_baci_to_a_store_and_pair_totals(tmp_path: Path) -> None:
    """Checks, marks, a store and the totals: less memory than pandas takes for the totals alone.

    The peers whose name ends in ``_store`` write the same columns; none checks a row.
    """
    path = tmp_path / "BACI_HS92_Y2021_V202501.csv"
    write_baci(path, YEAR_ROWS)
    write_codes(path.with_name("codes.csv"))
    runs: dict[str, list[Result]] = {name: [] for name in INGESTS}
    for _ in range(3):
        for name, results in runs.items():
            results.append(run(name, path, tmp_path / name))
            shutil.rmtree(tmp_path / name, ignore_errors=True)
    found = {name: median(results) for name, results in runs.items()}
    show(f"{YEAR_ROWS:,} rows", found)
    assert len({result["usd"] for result in found.values()}) == 1
    mine, totals, store = (
        found[name] for name in ("tradenet_store", "pandas_totals", "pandas_store")
    )
    assert mine["peak_bytes"] < totals["peak_bytes"] / 2
    assert mine["peak_bytes"] < store["peak_bytes"] / 4


def test_a_hundred_million_rows_in_four_gib(tmp_path: Path) -> None:
    """Harmonise, mirror and sum: memory is bounded, time grows with the rows."""
    write_two_sided(tmp_path / "two", PERIOD_ROWS, max(PERIODS))
    found = {str(count): run("mirror", tmp_path / "two", count) for count in PERIODS}
    show("two-sided periods of three million rows", found)
    first, *_, last = found.values()
    slope = math.log(last["cpu_s"] / first["cpu_s"]) / math.log(last["rows"] / first["rows"])
    print(f"slope of log processor time on log rows: {slope:.2f}")  # noqa: T201
    assert max(result["peak_bytes"] for result in found.values()) < 4 * GIB
    assert slope == pytest.approx(1.0, abs=0.15)
