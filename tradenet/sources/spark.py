"""Apache Spark through Ibis: for more rows than one machine likes, on this one or on a cluster."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from tradenet.domain import ConfigError
from tradenet.sources.in_memory import letting_go

MASTER = "TRADENET_SPARK_MASTER"
_SETTINGS = {
    "spark.app.name": "tradenet",
    "spark.driver.maxResultSize": "0",  # a step's rows may be brought back whole
    "spark.sql.ansi.enabled": "true",  # a cast or sum that does not fit is refused, as in DuckDB
    # Larger tables in memory are shared out: in the plan (to 48 MB) they took twice as long.
    "spark.sql.execution.arrow.localRelationThreshold": "1MB",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
_SHARE_OF_MEMORY = 4  # the driver may take a quarter of this machine's memory


@cache
def spark() -> Any:  # noqa: ANN401 - Ibis has no stubs
    """Return the process's Ibis backend on Spark; the first call starts Java.

    The master is ``local[*]``, all cores of this machine, or what the environment variable
    TRADENET_SPARK_MASTER names (``spark://host:7077``). Other settings come from Spark's own
    ``PYSPARK_SUBMIT_ARGS``, which go before ours.

    Raises
    ------
    ConfigError
        If PySpark or Java is missing, or Spark does not start.
    """
    _refuse_without_java()
    try:
        from pyspark.errors import PySparkException
    except ImportError as error:
        msg = "engine 'spark': PySpark is not installed; pip install 'tradenet[spark]'"
        raise ConfigError(msg) from error
    master = os.environ.get(MASTER) or "local[*]"
    with tempfile.TemporaryFile("w+") as log:
        try:
            return _arrow_backend().connect(_session(master, log))
        except PySparkException as error:
            log.seek(0)
            said = (log.read().strip() or str(error)).splitlines()
            msg = (
                f"engine 'spark': Spark does not start on '{master}' ({said[-1].strip()}); it "
                f"needs Java 17 or 21 and a master that can be reached ({MASTER})"
            )
            raise ConfigError(msg) from error


def _refuse_without_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (Path(home, "bin", "java").is_file() if home else shutil.which("java")):
        where = f"JAVA_HOME ({home}) holds no bin/java" if home else "there is no java on PATH"
        msg = (
            f"engine 'spark': {where}; install Java 17 (Debian: apt-get install "
            "openjdk-17-jre-headless) or set JAVA_HOME"
        )
        raise ConfigError(msg)


def _session(master: str, log: IO[str]) -> Any:  # noqa: ANN401 - PySpark has no stubs
    """Start Java with what it says going to a file: stdout and stderr are ours."""
    from pyspark import SparkConf, SparkContext
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _SHARE_OF_MEMORY
    settings = {**_SETTINGS, "spark.master": master, "spark.driver.memory": f"{memory >> 20}m"}
    if master.startswith("local"):
        settings["spark.sql.shuffle.partitions"] = str(2 * (os.cpu_count() or 1))
    conf = SparkConf(loadDefaults=False).setAll(settings.items())
    gateway = launch_gateway(conf, {"stdout": log, "stderr": log})
    return SparkSession(SparkContext(gateway=gateway, conf=SparkConf(_jvm=gateway.jvm)))


def _arrow_backend() -> Any:  # noqa: ANN401 - Ibis has no stubs
    """Return Ibis' backend with tables going to Spark and back as Arrow, and hashes of 64 bits.

    Ibis goes through pandas, where a null becomes NaN and an integer with nulls a float. Of its
    hashes, of 32 bits, two in a hundred thousand rows are likely to be one.
    """
    import ibis.expr.operations as ops
    from ibis.backends.pyspark import Backend
    from ibis.backends.sql.compilers.pyspark import PySparkCompiler
    from ibis.formats.pyarrow import PyArrowData

    class Compiler(PySparkCompiler):  # type: ignore[misc]
        """Ibis' SQL for Spark, but for the hash."""

        SIMPLE_OPS = MappingProxyType({ops.Hash: "xxhash64"})

    class ArrowBackend(Backend):  # type: ignore[misc]
        """Ibis on Spark without pandas."""

        compiler = Compiler()

        def to_pyarrow(self, expr: Any, /, **options: Any) -> Any:  # noqa: ANN401
            """Return a table, column or scalar as Arrow."""
            self._run_pre_execute_hooks(expr)
            wanted = {name: options.get(name) for name in ("params", "limit")}
            table = expr.as_table()
            found = self.raw_sql(self.compile(table, **wanted)).toArrow()
            return expr.__pyarrow_result__(PyArrowData.convert_table(found, table.schema()))

        def _register_in_memory_table(self, op: Any) -> None:  # noqa: ANN401
            rows = op.data.to_pyarrow(op.schema)
            self._session.createDataFrame(rows).createOrReplaceTempView(op.name)

    ArrowBackend.register_options()
    return letting_go(ArrowBackend, lambda it, name: it._session.catalog.dropTempView(name))()  # noqa: SLF001
