"""Small reports of every design, and one of names that mean harm, for tests that open them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from tests.unit.report.alignment.made import judged
from tests.unit.report.conftest import run
from tests.unit.report.test_realignment import result_of
from tests.unit.study import borders
from tradenet import report
from tradenet.study import StudyResult

WRITTEN_AT = dt.datetime(2024, 5, 6, 7, 8, 9, tzinfo=dt.UTC)
TO_THE_LEFT = "\u202eإيران الجمهورية\u202d"  # noqa: RUF001 - Arabic
EVIL = {
    "CHN": "<script>alert(1)</script>",
    "RUS": "=cmd|'/c calc'!A1 \"><img src=x onerror=alert(2)>",
    "PRK": "W" * 300,
    "IRN": TO_THE_LEFT,
    "IND": "${alert(3)} {{ 7 * 7 }} `x` [click](javascript:alert(4))",
    "KAZ": " ".join(["A name of many words"] * 15),
}
HUBLESS = ('bloc.spokes=["IRN", "RUS"]', 'bloc.hub=""', "window.pre=[2018, 2019]")


def hostile(base: StudyResult) -> StudyResult:
    """Return a result whose names are markup, a formula, endless, and written to the left."""
    rows = base.tables["economies"].to_pylist()
    named = [{**row, "name": EVIL.get(row["economy"], row["name"])} for row in rows]
    asked = replace(
        base.config.study,
        title="</title><b>" + "B" * 300,
        claim=f"{TO_THE_LEFT} trades more than before",
    )
    return replace(
        base,
        config=replace(base.config, study=asked),
        tables={**base.tables, "economies": pa.Table.from_pylist(named)},
        sentence="<img src=x onerror=alert(5)> " + "W" * 300,
    )


def realigned(base: StudyResult) -> StudyResult:
    """Return a result about one economy between two patrons, on the ground of another."""
    made = result_of()
    return replace(
        made,
        ledgers=base.ledgers,
        provenance=base.provenance,
        tables={**base.tables, **made.tables},
        facts={**base.facts, **made.facts},
    )


def write_all(folder: Callable[[str], Path]) -> dict[str, Path]:
    """Write the reports, and return the folder of each."""
    base = run(folder("flows"), ("window.pre=[2018, 2019]",))
    results = {
        "bloc": base,
        "hubless": run(folder("hubless_flows"), HUBLESS),
        "alignment": judged(base),
        "realignment": realigned(base),
        "substitution": borders.run(folder("borders")),
        "hostile": hostile(base),
    }
    written = {}
    for name, result in results.items():
        written[name] = folder(name)
        report.write(result, written[name], WRITTEN_AT)
    return written
