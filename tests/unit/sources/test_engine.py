import subprocess
import sys
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tradenet.domain import ConfigError, UnknownName
from tradenet.sources.engine import duckdb, engine, handed_over, read_partitions
from tradenet.sources.spark import spark

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "comtrade_tidy.csv"
start_spark = spark.__wrapped__  # without the memory of a session that runs already


def test_duckdb_draws_no_bar_into_what_a_command_prints() -> None:
    shown = duckdb().con.execute("SELECT current_setting('enable_progress_bar')").fetchone()
    assert shown == (False,)


def test_an_unknown_engine_is_refused_with_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRADENET_ENGINE", "sparc")
    with pytest.raises(UnknownName, match=r"no engine 'sparc' \(did you mean 'spark'\?\)"):
        engine()


def test_without_a_word_the_engine_is_duckdb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TRADENET_ENGINE", raising=False)
    assert engine() is duckdb()
    assert ibis.get_backend() is duckdb()


def test_what_duckdb_has_read_stays_where_it_is(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [1]}), tmp_path / "one.parquet")
    table = duckdb().read_parquet(tmp_path / "one.parquet")
    assert handed_over(table) is table


def test_a_missing_java_is_a_clear_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(ConfigError, match=r"holds no bin/java; install Java 17"):
        start_spark()
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match=r"no java on PATH; install Java 17"):
        start_spark()


def test_a_missing_pyspark_is_a_clear_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch()
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(ConfigError, match=r"pip install 'tradenet\[spark\]'"):
        start_spark()


def test_a_store_reads_back_by_its_folders(tmp_path: Path) -> None:
    for code in (2019, 2020):
        (tmp_path / f"period={code}").mkdir()
        pq.write_table(pa.table({"a": [code + 1]}), tmp_path / f"period={code}" / "flows.parquet")
    rows = read_partitions(tmp_path).order_by("period").to_pyarrow().to_pylist()
    assert rows == [{"a": 2020, "period": 2019}, {"a": 2021, "period": 2020}]


def test_the_command_line_names_the_engine(tmp_path: Path) -> None:
    """Exit code 2 and one line: the option reaches whoever reads a file."""
    code = "import sys; from tradenet.cli import main; sys.argv[0] = 'tradenet'; main()"
    words = ["--engine", "duckbd", "ingest", str(SAMPLE), "--store", str(tmp_path / "store")]
    said = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False
    )
    assert said.returncode == 2
    assert said.stderr.startswith("tradenet: no engine 'duckbd'")
    assert said.stderr.count("\n") == 1
