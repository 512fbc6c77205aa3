import csv
import datetime as dt
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tradenet.report import write
from tradenet.report.export import csv as as_csv
from tradenet.report.export import in_order, parquet, table_files
from tradenet.report.records import manifest, to_json, versions
from tradenet.study import StudyResult

WHEN = dt.datetime(2024, 5, 6, 7, 8, 9, tzinfo=dt.UTC)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def loaded(folder: Path, name: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads((folder / name).read_text(encoding="utf-8"))


def test_a_second_writing_differs_in_the_time_alone(
    result: StudyResult, written: Path, tmp_path: Path
) -> None:
    names = write(result, tmp_path / "new" / "folder", WHEN + dt.timedelta(days=1))
    first, second = contents(written), contents(tmp_path / "new" / "folder")
    assert list(names) == sorted(first) == sorted(second)
    assert {name for name in first if first[name] != second[name]} == {"manifest.json"}
    earlier, later = (json.loads(files["manifest.json"]) for files in (first, second))
    assert earlier.pop("written_at") == "2024-05-06T07:08:09+00:00"
    assert later.pop("written_at") == "2024-05-07T07:08:09+00:00"
    assert earlier == later


def test_all_that_was_promised_is_written(result: StudyResult, written: Path) -> None:
    names = set(contents(written))
    assert {"index.html", "report.md", "report-full.md", "verdict.json", "manifest.json"} <= names
    for table in {*result.tables, "ledger"}:
        assert {f"tables/{table}.csv", f"tables/{table}.parquet"} <= names
    assert sum(name.startswith("figures/") for name in names) >= 8


def test_the_clock_stands_in_the_manifest_only(written: Path) -> None:
    found = [name for name, content in contents(written).items() if b"2024-05-06" in content]
    assert found == ["manifest.json"]


@pytest.mark.parametrize("kind", ["one_period", "without_hub"])
def test_other_results_can_be_written(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    names = write(request.getfixturevalue(kind), tmp_path, WHEN)
    assert "index.html" in names
    for name in ("verdict.json", "manifest.json"):
        assert "NaN" not in (tmp_path / name).read_text(encoding="utf-8")


def test_the_verdict_has_its_keys(result: StudyResult, written: Path) -> None:
    verdict = loaded(written, "verdict.json")
    assert list(verdict) == [
        "study", "hypothesis", "registration", "verdict", "row", "leading_reading", "sentence",
        "cannot_show", "financial_ties", "other_ties", "tests", "rule_inputs", "variants",
        "variants_moved", "coverage", "manifest", "first_page",
    ]  # fmt: skip
    assert verdict["study"] == "brown-2022"
    assert verdict["registration"] == result.facts["registration"]
    assert {"pre_registered", "hash", "frozen_hash", "changed", "sentence"} == set(
        verdict["registration"]
    )
    assert verdict["verdict"] == "INSUFFICIENT-DATA"
    assert verdict["sentence"] == result.sentence
    assert verdict["cannot_show"] == result.cannot_show
    assert [test["name"] for test in verdict["tests"]] == [f"T{k}" for k in range(9)]
    wanted = {"name", "question", "null", "statistic", "effect", "interval", "p_value", "rule"}
    assert all(wanted | {"passed"} <= test.keys() for test in verdict["tests"])
    assert verdict["coverage"]["observable"] == {"hub_spoke": True, "spoke_spoke": False}
    assert len(verdict["coverage"]["lines"]) == 4
    assert (written / verdict["manifest"]).is_file()


def test_the_manifest_says_how_it_came_about(result: StudyResult, written: Path) -> None:
    manifest = loaded(written, "manifest.json")
    assert manifest["settings"] == json.loads(json.dumps(result.config.to_dict()))
    assert manifest["seed"] == 2022
    assert manifest["registration"]["hash"] == result.facts["registration"]["hash"]
    assert manifest["provenance"]["source"] == "imf_dots"
    assert manifest["provenance"]["files"][0]["name"] == "reports.csv"
    assert len(manifest["provenance"]["files"][0]["sha256"]) == 64
    assert set(manifest["versions"]) == {
        "python", "tradenet", "numpy", "pandas", "pyarrow", "igraph", "matplotlib",
    }  # fmt: skip
    hashes = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in contents(written).items()
        if name != "manifest.json"
    }
    assert manifest["files"] == hashes


def test_what_the_caller_knows_of_the_run_is_kept(result: StudyResult) -> None:
    record = manifest(result, {"a": b"x"}, WHEN, {"command": "tradenet report"})
    assert record["run"] == {"command": "tradenet report"}
    assert record["files"] == {"a": hashlib.sha256(b"x").hexdigest()}


def test_no_file_of_a_report_names_a_folder(written: Path, tmp_path: Path) -> None:
    folders = {
        str(written.parent).encode(),
        str(tmp_path.parent).encode(),
        str(Path.home()).encode(),
    }
    for name, content in contents(written).items():
        assert not any(folder + b"/" in content for folder in folders), name


def test_tables_hold_what_the_result_holds(result: StudyResult, written: Path) -> None:
    for name, table in result.tables.items():
        stored = pq.read_table(written / "tables" / f"{name}.parquet")
        assert stored.num_rows == table.num_rows
        assert stored.column_names == table.column_names
        assert stored.equals(in_order(stored)), name


def test_csv_and_parquet_agree(written: Path) -> None:
    stored = pq.read_table(written / "tables" / "dyads.parquet").to_pylist()
    with (written / "tables" / "dyads.csv").open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert len(lines) == len(stored)
    for line, row in zip(lines, stored, strict=True):
        assert line["exporter"] == row["exporter"]
        assert (line["value_usd"] == "") == (row["value_usd"] is None)
        if row["value_usd"] is not None:
            assert float(line["value_usd"]) == row["value_usd"]


def test_the_ledger_is_exact_to_the_cent(result: StudyResult, written: Path) -> None:
    ledger = pq.read_table(written / "tables" / "ledger.parquet").to_pylist()
    told = [line for book in result.ledgers for line in book.lines]
    assert [(x["step"], x["status"], x["rows"], x["value_usd"]) for x in ledger] == [
        (line.step, line.status, line.rows, line.value_usd) for line in told
    ]
    assert all(line["meaning"] for line in ledger)


@pytest.mark.parametrize("risky", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_looks_like_a_formula_is_made_harmless(risky: str) -> None:
    table = pa.table({"name": [risky, "Iran", None], "value": [-1.5, 2.0, None]})
    lines = list(csv.reader(io.StringIO(as_csv(table).decode(), newline="")))
    assert lines[1:] == [[f"'{risky}", "-1.5"], ["Iran", "2"], ["", ""]]


def test_names_in_the_tables_of_a_report_are_harmless(hostile: StudyResult) -> None:
    files = dict(table_files(hostile))
    assert b"'=HYPERLINK" in files["tables/economies.csv"]
    stored = pq.read_table(io.BytesIO(files["tables/economies.parquet"])).to_pylist()
    assert {"economy": "RUS", "name": '=HYPERLINK("http://evil")'} in stored


def test_rows_are_ordered_whatever_their_order() -> None:
    rows = pa.table(
        {"a": [2, 1, None, 1], "b": ["x", None, "y", "a"], "c": [True, False, None, True]}
    )
    turned = rows.take([3, 2, 1, 0])
    assert in_order(rows).equals(in_order(turned))
    assert parquet(in_order(rows)) == parquet(in_order(turned))
    assert as_csv(in_order(rows)) == as_csv(in_order(turned))


def test_metadata_of_a_table_does_not_reach_the_file() -> None:
    table = pa.table({"a": [1]})
    tagged = table.replace_schema_metadata({"made": "on some machine"})
    assert parquet(in_order(table)) == parquet(in_order(tagged))


def test_json_knows_no_nan_and_no_foreign_types() -> None:
    text = to_json({"when": WHEN.date(), "path": Path("a/b"), "nan": float("inf"), 1: ("x", None)})
    assert json.loads(text) == {"when": "2024-05-06", "path": "a/b", "nan": None, "1": ["x", None]}
    assert text.endswith(b"\n")


def test_versions_are_those_installed() -> None:
    assert versions()["pyarrow"] == pa.__version__
