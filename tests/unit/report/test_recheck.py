"""A stranger's recount of the verdict finds what the report says, and finds what is wrong."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from tests.end_to_end.recheck import recheck, row_of
from tests.unit.report.judged import CASES, Case, judged
from tradenet.bloc.verdict import feasible, judge
from tradenet.report.export import table_files
from tradenet.report.records import manifest, to_json
from tradenet.report.records import verdict as verdict_of
from tradenet.study import StudyResult
from tradenet.study.answer import MAIN

WHEN = dt.datetime(2024, 5, 6, tzinfo=dt.UTC)


def write(result: StudyResult, folder: Path) -> None:
    """Write what a stranger needs of a report: no drawings."""
    files = {**dict(table_files(result)), "verdict.json": to_json(verdict_of(result))}
    files["manifest.json"] = to_json(manifest(result, files, WHEN, {}))
    (folder / "tables").mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)


@pytest.mark.parametrize("name", CASES)
def test_the_tables_give_the_verdict(name: str, result: StudyResult, tmp_path: Path) -> None:
    case, verdict, row = CASES[name]
    write(judged(result, case), tmp_path)
    told = json.loads((tmp_path / "verdict.json").read_text(encoding="utf-8"))
    assert (told["verdict"], told["row"]) == (verdict, row)
    assert recheck(tmp_path) == []


def test_the_strangers_table_is_the_table_in_every_state() -> None:
    for state in feasible():
        line = {name: getattr(state, name) for name in state.__slots__}
        assert row_of(line) == judge(state).number


def altered(result: StudyResult, case: Case, table: str, **columns: object) -> StudyResult:
    made = judged(result, case)
    old = made.tables[table]
    rows = [{**row, **columns} for row in old.to_pylist()]
    new = pa.Table.from_pylist(rows, schema=old.schema)
    return replace(made, tables={**made.tables, table: new})


@pytest.mark.parametrize(
    ("table", "columns", "said"),
    [
        ("coverage", {"covered": 0}, "hub_observed: False from the tables, True told"),
        ("placebos", {"statistic": 99.0}, "hub: OPEN from the tables, PASS told"),
        ("timing", {"p_trend": 0.01}, "hub: OPEN from the tables, PASS told"),
        ("partners", {"z": 99.0}, "hub: OPEN from the tables, PASS told"),
        ("class_dyads", {"log_change": -1.0}, "broad: False from the tables, True told"),
        ("without_each", {"p_value": 0.5}, "broad: False from the tables, True told"),
        ("diversion", {"p_value": 0.01}, "diversion: True from the tables, False told"),
        ("specifications", {"hub": "LOW"}, f"{MAIN}: row 10 from its columns, 7 told"),
        ("specifications", {"hub_spoke_log_change": 0.1}, "hub: OPEN from the tables, PASS told"),
    ],
)  # fmt: skip
def test_a_number_that_does_not_fit_is_found(
    table: str, columns: dict[str, object], said: str, result: StudyResult, tmp_path: Path
) -> None:
    write(altered(result, CASES["hub"][0], table, **columns), tmp_path)
    assert said in recheck(tmp_path)


def test_a_table_changed_afterwards_is_found(result: StudyResult, tmp_path: Path) -> None:
    write(judged(result, CASES["open"][0]), tmp_path)
    with (tmp_path / "tables" / "power.csv").open("a", encoding="utf-8") as stream:
        stream.write("x\n")
    assert recheck(tmp_path) == ["tables/power.csv: not the file of the manifest"]


def test_a_choice_that_is_kept_quiet_is_found(result: StudyResult, tmp_path: Path) -> None:
    made = judged(result, CASES["moved"][0])
    quiet = replace(made, facts={**made.facts, "variants_moved": []}, verdict="INSUFFICIENT-DATA")
    write(quiet, tmp_path)
    assert [line.split(":")[0] for line in recheck(tmp_path)] == ["verdict", "variants_moved"]
