"""The engines: DuckDB answers a query, Spark is there, and the Java that Spark needs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tradenet.domain import TradenetError
from tradenet.sources.doctor.finding import BROKEN, Finding, State, short
from tradenet.sources.doctor.versions import installed

OLDEST_JAVA: Final = 17  # of Spark 4
_TIMEOUT_S: Final = 2.0
_SPARK: Final = "needed for --engine spark alone: pip install 'tradenet[spark]'"
_JAVA: Final = f"Spark needs Java {OLDEST_JAVA}: install it, or set JAVA_HOME to its folder"


def engines() -> Iterator[Finding]:
    """Yield DuckDB, Spark, Java, and the engine that is chosen."""
    from tradenet.sources.engine import CHOICE, ENGINES

    chosen = os.environ.get(CHOICE) or "duckdb"
    yield duckdb_answers()
    absent: State = "problem" if chosen == "spark" else "note"
    here = installed("pyspark")
    if here is None:
        yield Finding("Spark", absent, "not installed", _SPARK)
    else:
        yield Finding("Spark", "ok", f"PySpark {here}")
    yield java(os.environ, absent)
    if chosen not in ENGINES:
        advice = f"set {CHOICE} to one of {', '.join(ENGINES)}, or unset it"
        yield Finding("engine", "problem", f"{CHOICE}={chosen} is no engine", advice)


def duckdb_answers() -> Finding:
    """Let DuckDB compute, through Ibis, a sum that is known."""
    advice = "pip install --force-reinstall 'duckdb' 'ibis-framework[duckdb]'"
    try:
        from duckdb import Error, __version__

        from tradenet.sources.engine import duckdb
    except BROKEN as error:
        return Finding("DuckDB", "problem", short(error), advice)
    try:
        total = duckdb().con.execute("SELECT sum(n) FROM range(1, 101) AS t(n)").fetchone()
    except TradenetError as error:
        return Finding("DuckDB", "problem", str(error), "mend that setting, or unset it")
    except (*BROKEN, Error) as error:
        return Finding("DuckDB", "problem", short(error), advice)
    if total != (5050,):
        return Finding("DuckDB", "problem", f"adds 1 to 100 to {total}, not 5050", advice)
    return Finding("DuckDB", "ok", f"{__version__} answers a query")


def java(environ: Mapping[str, str], absent: State = "note") -> Finding:
    """Find the Java that Spark would start, and ask it for its version.

    Parameters
    ----------
    environ : mapping of str to str
        ``JAVA_HOME`` and ``PATH``.
    absent : str
        What it is where Java is absent or unfit: a note, or a problem where Spark is chosen.
    """
    home = environ.get("JAVA_HOME", "")
    place = str(Path(home) / "bin" / "java") if home else shutil.which("java", path=_path(environ))
    if place is None:
        return Finding("Java", absent, "not found", _JAVA)
    if home and not os.access(place, os.X_OK):
        return Finding("Java", absent, f"JAVA_HOME={home} holds no bin/java", _JAVA)
    try:
        told = subprocess.run(
            [place, "-version"], capture_output=True, text=True, timeout=_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError) as error:
        return Finding("Java", absent, f"{place} does not answer ({short(error)})", _JAVA)
    return of_java(place, told.stderr + told.stdout, absent)


def _path(environ: Mapping[str, str]) -> str:
    return environ.get("PATH", os.defpath)


def of_java(place: str, told: str, absent: State = "note") -> Finding:
    """Judge what ``java -version`` says.

    Examples
    --------
    >>> of_java("/opt/java", 'openjdk version "17.0.2" 2022-01-18').state
    'ok'
    >>> of_java("/opt/java", 'java version "1.8.0_292"').found
    'Java 8 at /opt/java'
    """
    found = re.search(r'version "(?:1\.)?(\d+)', told)
    if found is None:
        return Finding("Java", absent, f"{place} tells no version", _JAVA)
    major = int(found[1])
    if major < OLDEST_JAVA:
        return Finding("Java", absent, f"Java {major} at {place}", _JAVA)
    return Finding("Java", "ok", f"Java {major} at {place}")
