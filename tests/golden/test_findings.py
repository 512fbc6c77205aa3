"""What the detectors find in the embedded snapshot: counts, dollars, and some known cases.

``pytest tests/golden/test_findings.py --rewrite-golden`` writes the counts anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tradenet.study.check import CheckResult, check


@pytest.fixture(scope="module")
def result() -> CheckResult:
    """All detectors on the snapshot."""
    return check("snapshot")


def test_counts_and_dollars(result: CheckResult, golden: Callable[..., None]) -> None:
    """Findings and dollars at stake per detector; why some did not run."""
    golden(
        "findings",
        {
            f"{row['detector']} {name}": row[name]
            for row in result.to_arrow().to_pylist()
            for name in (("not_run",) if row["not_run"] else ("findings", "value_usd"))
        },
    )


def test_north_korean_flows_that_are_south_korean(
    result: CheckResult, golden: Callable[..., None]
) -> None:
    """Each suspected swap since 1995 of at least 50 m USD, with its score."""
    golden(
        "findings_korea_swap",
        {
            f"{row['period']} {row['economy']}>{row['partner']}": round(row["score"], 3)
            for row in result.findings.to_pylist()
            if row["detector"] == "korea_swap" and row["period"] >= 1995
            if row["value_usd"] >= 5e7
        },
    )


@pytest.mark.parametrize(
    ("period", "economy", "partner"),
    [
        (2006, "DZA", "PRK"),  # the same 629 m USD under both Koreas
        (2000, "PRK", "CRI"),  # 104 m, where South Korea told 107 and Costa Rica 4
        (2010, "PRK", "DOM"),  # 114 m, where South Korea told 148 and the importer 34
        (2011, "PRK", "BHR"),  # South Korean imports fall from 343 to 27 m and come back
        (2018, "PRK", "UKR"),  # both directions in one year
        (2018, "UKR", "PRK"),
    ],
)
def test_known_swaps(result: CheckResult, period: int, economy: str, partner: str) -> None:
    """Cases that can be read off both Koreas' figures by eye."""
    rows = result.findings.to_pylist()
    swaps = [
        (r["period"], r["economy"], r["partner"]) for r in rows if r["detector"] == "korea_swap"
    ]
    assert (period, economy, partner) in swaps
    assert not any("CHN" in swap for swap in swaps)


def test_who_is_silent(result: CheckResult) -> None:
    """Russia after 2020 and Iran after 2022; North Korea never filed."""
    told = {r["economy"]: r for r in result.findings.to_pylist() if r["detector"] == "coverage"}
    assert told["RUS"]["period"] == 2020
    assert told["IRN"]["period"] == 2022
    assert "never filed" in told["PRK"]["what"]


def test_the_change_of_source_is_named(result: CheckResult) -> None:
    """IMF before the event, BACI since."""
    rows = [r for r in result.findings.to_pylist() if r["detector"] == "source_switch"]
    assert [row["what"][:51] for row in rows] == [
        "source imf_dots in 2020, baci_totals in 2022: 25,85"
    ]


@pytest.mark.realdata
def test_two_fifths_of_the_raw_comtrade_rows_stand_there_again(shared: Path) -> None:
    """The benchmark's raw reports of 2022: duplicates to the digit, reporter by reporter."""
    found = check(str(shared / "mirror_benchmark" / "comtrade_raw_2022.csv.gz")).findings
    twice = [r for r in found.to_pylist() if "equal to the digit" in r["what"]]
    assert len(twice) == 76
    assert {r["detector"] for r in twice} == {"sums"}
    assert sum(int(r["what"].split()[0].replace(",", "")) for r in twice) == 70_179
