"""The main job as a stranger meets it: a new process, nothing warm."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture


def test_report_cold(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """Seconds of ``tradenet report`` in a fresh process; peak memory in ``extra_info``."""
    words = [sys.executable, "-c", "from tradenet.cli import main; main()", "report", "--quiet"]

    def report() -> None:
        subprocess.run([*words, "--out", str(tmp_path)], check=True, capture_output=True)

    benchmark.pedantic(report, rounds=3, iterations=1)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # KiB on Linux
    benchmark.extra_info["peak_memory_gb"] = round(peak * 1024 / 1e9, 2)
    assert (tmp_path / "brown-2022" / "index.html").is_file()
