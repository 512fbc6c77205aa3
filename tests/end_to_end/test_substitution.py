"""The study substitution from the command line: on years and on months of a user's own."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.end_to_end.conftest import Call
from tests.unit.study.borders import written
from tradenet.bloc.substitution import CHOICES

OWN = (
    "substitution_account",
    "substitution_choices",
    "substitution_estimates",
    "substitution_months",
    "substitution_neighbours",
    "substitution_paths",
    "substitution_worlds",
)
DRAWN = (
    "remittances-share",
    "remittances-shortfall",
    "neighbours-to-large",
    "neighbours-to-small",
    "neighbour-changes-to-large",
    "neighbour-changes-to-small",
    "border-months-to-large",
    "border-months-to-small",
    "border-months-rate",
)


def test_a_report_on_a_users_years(call: Call, tmp_path: Path) -> None:
    """Verdict on standard output, and the files behind every number."""
    path = written(tmp_path, planted=5.0)
    code, out, _ = call("report", "substitution", "--flows", str(path), "--out", str(tmp_path))
    assert code == 0
    assert out.startswith("SUPPORTED: Trade rose as the rouble fell, beyond what is usual.")
    folder = tmp_path / "substitution"
    for name in OWN:
        assert (folder / "tables" / f"{name}.csv").is_file()
        assert (folder / "tables" / f"{name}.parquet").is_file()
    for name in DRAWN:
        svg = (folder / "figures" / f"{name}.svg").read_text(encoding="utf-8")
        assert "<title" in svg
        assert "<desc" in svg
    with (folder / "tables" / "substitution_choices.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert sorted(row["choice"] for row in rows) == sorted([*CHOICES, *CHOICES])
    verdict = json.loads((folder / "verdict.json").read_text(encoding="utf-8"))
    assert verdict["verdict"] == "SUPPORTED"
    assert [test["name"] for test in verdict["tests"]] == ["T0", "S1", "S2", "S3"]
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["settings"]["design"]["name"] == "substitution"
    assert manifest["settings"]["design"]["account"]["base_first"] == 201001


def test_the_study_is_listed_shown_and_can_be_frozen(call: Call, tmp_path: Path) -> None:
    assert "substitution: Did the rouble" in call("studies", "list")[1]
    shown = call("studies", "show", "substitution")[1]
    assert "[design.account]" in shown
    (tmp_path / "mine.toml").write_text(shown, encoding="utf-8")
    code, out, _ = call("studies", "freeze", str(tmp_path / "mine.toml"))
    assert code == 0
    frozen = json.loads((tmp_path / "mine.frozen.json").read_text(encoding="utf-8"))
    text = json.dumps(frozen)
    assert "TOO-SMALL-TO-SEE" in text
    assert "least_before" in text
    assert out


def test_a_mistake_in_its_options_is_one_line(call: Call) -> None:
    code, _, err = call("report", "substitution", "--set", "design.dependent=IRN")
    assert code == 2
    assert "must be a spoke of [bloc]" in err
    assert err.strip().splitlines()[-1].startswith("tradenet: [design] dependent = IRN")
    code, _, err = call("report", "substitution", "--set", "design.exposd=EU")
    assert code == 2
    assert "did you mean 'exposed'" in err
