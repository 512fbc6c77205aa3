"""The README's words against the program; its commands and links are in test_documents."""

from __future__ import annotations

import json
import math
import re

from tests.conftest import GOLDEN, ROOT, Example
from tradenet.study import StudyResult

README = (ROOT / "README.md").read_text(encoding="utf-8")
WORDS = " ".join(README.split())


def blocks(language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def test_the_python_example_runs(readme_example: Example) -> None:
    """As it stands."""
    assert readme_example.said.startswith("brown-2022: INSUFFICIENT-DATA.")
    assert readme_example.names["ratio"].loc["CHN", "PRK"] > 1


def test_the_two_commands_are_what_ci_runs() -> None:
    """The first makes an environment and the report, the second runs tox."""
    first, second = (block.strip() for block in blocks("bash"))
    assert first.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert first.endswith("&& .venv/bin/tradenet report")
    assert second == ".venv/bin/tox"


def test_it_fits_on_one_screen_and_has_a_picture_for_day_and_night() -> None:
    assert len(README.splitlines()) <= 85
    assert 'media="(prefers-color-scheme: dark)" srcset="reports/guide/figures/' in README
    assert re.search(r'<img src="reports/guide/figures/[\w-]+\.svg" alt="[^"]{60,}"', README)


def test_the_verdict_is_that_of_the_study(readme_example: Example) -> None:
    result: StudyResult = readme_example.names["result"]
    assert f"the answer is `{result.verdict}`" in WORDS


def test_factor_and_interval_are_those_of_the_golden_numbers() -> None:
    """Those of T2 in tests/golden, to the digit."""
    said = json.loads((GOLDEN / "brown_2022_battery.json").read_text(encoding="utf-8"))["T2"]
    factor, low, high = re.findall(r"× (\d+\.\d+)", said)
    assert f"rose by a factor of {factor} beyond" in WORDS
    assert f"(95 % interval {low} to {high})" in WORDS


def test_the_usual_regression_says_what_is_said_of_it(readme_example: Example) -> None:
    rows = readme_example.names["result"].tables["regressions"].to_pylist()
    (usual,) = (row for row in rows if row["network"] == "all economies")
    said = f"{math.exp(usual['log_change']):.1f}"
    assert f"where the usual regression says {said}." in WORDS
    guide = (ROOT / "reports" / "guide" / "faq.md").read_text(encoding="utf-8")
    assert f"× {said} among all economies" in guide


def test_the_smallest_rise_that_can_be_told_is_the_detectable_one(readme_example: Example) -> None:
    (test,) = (test for test in readme_example.names["result"].tests if test.name == "T2")
    factor = dict(test.details)["detectable_factor"]
    assert f"less than about a factor of {factor:.1f} from none" in WORDS


def test_the_errors_are_those_of_the_calibration() -> None:
    path = ROOT / "reports" / "calibration" / "brown-2022.json"
    measured = json.loads(path.read_text(encoding="utf-8"))
    (size,) = (
        row["share"] for row in measured["size"]
        if (row["stratum"], row["class"]) == ("real", "hub_spoke")
    )  # fmt: skip
    (rule,) = (
        row["share"] for row in measured["promises"]
        if row["what"] == "real, null: no rise is declared, of hub or spokes"
    )  # fmt: skip
    assert f"calls a rise at 5 % in {100 * size:.1f} % of simulated worlds" in WORDS
    assert f"does so in {100 * rule:.1f} %" in WORDS


def test_there_are_as_many_economies_as_it_says() -> None:
    import tradenet as tn

    held = {row["exporter"] for row in tn.snapshot([2019, 2023]).to_arrow().to_pylist()}
    assert 220 <= len(held) < 240
