import gc
import subprocess
import sys
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tradenet.domain import ConfigError, UnknownName
from tradenet.sources.engine import (
    _shelf,
    duckdb,
    engine,
    evaluated_in_turn,
    handed_over,
    held,
    read_partitions,
    write,
)
from tradenet.sources.spark import spark

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "comtrade_tidy.csv"
start_spark = spark.__wrapped__  # without the memory of a session that runs already


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


def test_only_the_files_of_the_period_asked_for_are_read(tmp_path: Path) -> None:
    """Also below a join, where a period that is cast no longer tells DuckDB which files to skip."""
    for code in (2019, 2020, 2021):
        home = tmp_path / f"period={code}"
        home.mkdir()
        pq.write_table(pa.table({"code": ["a", "b"], "usd": [1.0, code]}), home / "flows.parquet")
    table = read_partitions(tmp_path)
    assert str(table.period.type()) == "int32"
    names = ibis.memtable(pa.table({"code": ["a"], "name": ["Austria"]}))
    joined = table.left_join(names, "code")
    asked = joined.mutate(known=joined.name.fill_null(joined.code)).filter(joined.period == 2020)
    plan = f"EXPLAIN ANALYZE {ibis.to_sql(asked, dialect='duckdb')}"
    duckdb().con.register("names", names.to_pyarrow())
    ((_, told),) = duckdb().con.execute(plan.replace(names.get_name(), "names")).fetchall()
    assert "Scanning Files: 1/3" in told
    assert sorted(asked.usd.to_pyarrow().to_pylist()) == [1.0, 2020.0]


def test_expressions_are_evaluated_in_turn_and_read_as_one() -> None:
    """Rows of all, in turn; the files go with the last expression over them."""
    before = set(_shelf().iterdir())
    found = evaluated_in_turn(rows(count) for count in (2, 0, 3))
    assert len(set(_shelf().iterdir()) - before) == 3
    assert found.to_pyarrow()["number"].to_pylist() == [0, 1, 0, 1, 2]
    del found
    gc.collect()
    assert set(_shelf().iterdir()) == before


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


def setting(name: str) -> object:
    """Return what DuckDB was told."""
    (value,) = duckdb().con.execute(f"SELECT current_setting('{name}')").fetchone()
    return value


def told(memory: str) -> subprocess.CompletedProcess[str]:
    """Ask a new process with TRADENET_MEMORY for its limit."""
    ask = (
        "from tradenet.sources.engine import duckdb; "
        "print(duckdb().con.execute(\"SELECT current_setting('memory_limit')\").fetchone()[0])"
    )
    return subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=False,
        env={"TRADENET_MEMORY": memory, "PYTHONPATH": str(Path(__file__).parents[3])},
    )  # fmt: skip


def test_duckdb_draws_no_bar_into_what_a_command_prints() -> None:
    assert setting("enable_progress_bar") is False


def test_what_does_not_fit_in_memory_goes_to_the_scratch_folder() -> None:
    assert Path(str(setting("temp_directory"))).name.startswith("tradenet-")


def test_memory_is_bounded_and_can_be_set() -> None:
    assert told("800MiB").stdout.strip() == "800.0 MiB"
    assert told("").stdout.strip() == "2.0 GiB"


def test_what_is_no_memory_is_refused() -> None:
    assert "TRADENET_MEMORY = 'much': no amount of memory" in told("much").stderr


def rows(count: int) -> ibis.Table:
    """Return a table of whole numbers, large enough for several row groups."""
    return ibis.memtable(pa.table({"number": list(range(count))}))


def test_what_is_held_keeps_its_order_and_is_numbered_from_one() -> None:
    count = 300_000
    odd = rows(count).filter(lambda table: table.number % 2 == 1)
    found = held(odd, numbered=True).to_pyarrow()
    assert found["number"].to_pylist() == list(range(1, count, 2))
    assert found["row"].to_pylist() == list(range(1, count // 2 + 1))


def test_what_is_held_stands_as_long_as_something_needs_it() -> None:
    before = set(_shelf().iterdir())
    found = held(rows(3))
    (path,) = set(_shelf().iterdir()) - before
    later = found.mutate(twice=found.number * 2)
    del found
    gc.collect()
    assert later.to_pyarrow()["twice"].to_pylist() == [0, 2, 4]
    del later
    gc.collect()
    assert not path.exists()


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_the_same_rows_are_the_same_bytes_however_many_threads(
    threads: int, tmp_path: Path
) -> None:
    usual = setting("threads")
    table = rows(700_000).mutate(text=ibis.literal("x"))
    write(table, tmp_path / "usual.parquet", "zstd")
    duckdb().con.execute(f"SET threads = {threads}")
    try:
        write(table, tmp_path / "other.parquet", "zstd")
    finally:
        duckdb().con.execute(f"SET threads = {usual}")
    assert (tmp_path / "other.parquet").read_bytes() == (tmp_path / "usual.parquet").read_bytes()
    assert pq.read_metadata(tmp_path / "usual.parquet").num_rows == 700_000


def test_tables_in_memory_that_nobody_refers_to_are_let_go() -> None:
    def views() -> set[str]:
        found = duckdb().con.execute("SELECT view_name FROM duckdb_views()").fetchall()
        return {name for (name,) in found}

    one, other = (ibis.memtable(pa.table({"a": [value]})) for value in (1, 2))
    doubled = one.mutate(a=one.a * 2)  # another expression still refers to it
    names = {one.op().name, other.op().name}
    assert (one.count().to_pyarrow().as_py(), other.count().to_pyarrow().as_py()) == (1, 1)
    assert names <= views()
    kept = one.op().name
    del one, other
    gc.collect()
    ibis.memtable(pa.table({"a": [3]})).count().to_pyarrow()
    assert names & views() == {kept}
    assert doubled.to_pyarrow() == pa.table({"a": [2]})
