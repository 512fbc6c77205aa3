"""What reports say of the sizes of a study's own set is what was measured.

``tradenet calibrate --out reports/calibration`` measures them; then
``pytest tests/golden/test_calibration.py --rewrite-golden`` writes ``data/calibration.json``.
"""

import json
from pathlib import Path

import pytest

from tradenet.report.wording import percent
from tradenet.sources.measured import calibrations
from tradenet.study import load
from tradenet.study.sizes import of_the_set, sizes_of

ROOT = Path(__file__).parents[2]
EMBEDDED = ROOT / "data" / "calibration.json"


def test_embedded_sizes_are_those_of_the_stored_calibrations(
    request: pytest.FixtureRequest,
) -> None:
    stored = {
        path.stem: of_the_set(json.loads(path.read_text("utf-8")))
        for path in sorted((ROOT / "reports" / "calibration").glob("*.json"))
    }
    if request.config.getoption("--rewrite-golden"):
        EMBEDDED.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
    assert calibrations() == stored


def test_they_are_told_of_the_same_question_alone() -> None:
    told = sizes_of(load("brown-2022"))
    hub = told["size"]["hub_spoke"]
    assert hub["share"] == pytest.approx(hub["hits"] / hub["draws"])
    assert hub["draws"] > 4000
    assert "spoke_spoke" not in told["size"]  # nobody sees the spokes' trade
    assert sizes_of(load("brown-2022", ["graph.absent=missing"])) == {}
    assert sizes_of(load("brown-2022", ["window.pre=[2018, 2019]"])) == {}


def test_the_readme_says_how_often_the_test_errs() -> None:
    share = sizes_of(load("brown-2022"))["size"]["hub_spoke"]["share"]
    readme = " ".join((ROOT / "README.md").read_text("utf-8").split())
    assert f"in {percent(share)} of simulated worlds" in readme
    stored = json.loads((ROOT / "reports/calibration/brown-2022.json").read_text("utf-8"))
    rule = next(x for x in stored["promises"] if x["what"].startswith("real, null: no rise"))
    assert f"does so in {percent(rule['share'])}" in readme
