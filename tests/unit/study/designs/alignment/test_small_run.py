"""The whole design on a small file of one's own: forty-two economies, votes as they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tradenet import study
from tradenet.domain import InsufficientData, UnknownName
from tradenet.report.page import page_of
from tradenet.sources import covariates
from tradenet.study import StudyResult

pytestmark = pytest.mark.long

YEARS = (2018, 2019, 2023)
MEMBERS = ("BLR", "RUS", "SYR")
OTHERS = (
    "AGO", "ARE", "ARG", "BGD", "BOL", "BRA", "CHL", "CHN", "COL", "CRI", "CUB", "DOM", "DZA",
    "ECU", "EGY", "ETH", "GHA", "GTM", "HND", "IDN", "IND", "IRQ", "ISR", "JOR", "KAZ", "KEN",
    "KGZ", "KWT", "LBN", "LKA", "MAR", "MEX", "MNG", "MOZ", "MYS", "NGA", "NIC", "OMN", "PAK",
)  # fmt: skip
SETTINGS = (
    'bloc.spokes=["BLR", "RUS", "SYR"]', "window.pre=[2018, 2019]", "shown.first=2018",
    "design.exposure=[2018, 2019]", "design.permutations=99", "design.worlds=0",
    "quality.quarantine=false",
)  # fmt: skip
ELASTICITY = -0.3


def reports() -> Iterator[str]:
    """Yield rows of exporters and importers; after the event trade follows votes of before."""
    codes = (*MEMBERS, *OTHERS)
    rng = np.random.default_rng(6)
    points = np.mean([covariates.ideal_points(codes, year) for year in (2018, 2019)], axis=0)
    size = rng.lognormal(0, 0.7, (2, len(codes)))
    for i, exporter in enumerate(codes):
        for j, importer in enumerate(codes):
            if i == j:
                continue
            far = np.log(abs(points[i] - points[j]) + 0.1)
            usual = 500 * size[0, i] * size[1, j] * rng.lognormal(0, 0.5)
            for year in YEARS:
                moved = np.exp(ELASTICITY * far) if year > 2022 else 1.0
                value = usual * moved * rng.lognormal(0, 0.05)
                for flow, reporter, partner in (("X", exporter, importer),
                                                ("M", importer, exporter)):  # fmt: skip
                    both = f"{reporter},{partner}"
                    yield f"{year},{flow},{both},{both},false,{value:.3f}"


@pytest.fixture(scope="module")
def flows(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("flows") / "reports.csv"
    head = "year,flow,reporter,partner,reporter_iso3,partner_iso3,is_aggregate,value_musd"
    path.write_text("\n".join((head, *reports())) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def small(flows: Path) -> StudyResult:
    return study.run(study.load("alignment", SETTINGS), flows)


def test_the_planted_elasticity_is_found_whatever_is_chosen(small: StudyResult) -> None:
    lines = small.tables["alignment_specifications"].to_pylist()
    for line in lines:
        if not line["variant"].startswith("votes on") and "offset" not in line["variant"]:
            assert line["elasticity"] == pytest.approx(ELASTICITY, abs=0.03)
            assert line["p_towards"] <= 0.05
    low, high = next(test for test in small.tests if test.name == "V2").interval or (0, 0)
    assert low < ELASTICITY < high
    assert small.facts["leading_reading"] == "ALIGNED"


def test_economies_with_sanctions_on_a_member_are_not_in_the_main_network(
    small: StudyResult,
) -> None:
    """None of these sanctions a member, so that all are; those without a seat would be named."""
    main, apart = small.tables["alignment_specifications"].to_pylist()[:2]
    assert main["economies"] == apart["economies"] == len(OTHERS) + len(MEMBERS)
    assert small.facts["without_votes"] == []


def test_the_source_of_the_snapshot_is_no_choice_for_ones_own_flows(small: StudyResult) -> None:
    names = [line["variant"] for line in small.tables["alignment_specifications"].to_pylist()]
    assert "BACI before the event too" not in names
    assert len(names) == 10


def test_given_sets_are_those_that_the_flows_hold(small: StudyResult) -> None:
    sizes = {x["set"]: x["economies"] for x in small.tables["alignment_sets"].to_pylist()}
    assert sizes["voted no"] == len(MEMBERS)
    assert 10 < sizes["abstained"] < 35


def test_its_page_can_be_made(small: StudyResult) -> None:
    page = page_of(small)
    assert page.verdict == small.verdict
    assert any(section.anchor == "movement" for section in page.sections)


def test_a_run_of_some_tests_judges_nothing(flows: Path) -> None:
    made = study.run(study.load("alignment", (*SETTINGS, 'run.tests=["V0"]')), flows)
    assert made.verdict == "NOT-TESTED"
    assert [bool(test.rule) for test in made.tests] == [True, False, False, False, False]
    assert page_of(made).heading == "The answer so far"


def test_a_resolution_that_is_not_held_stops_the_run(flows: Path) -> None:
    config = study.load("alignment", (*SETTINGS, 'design.resolution="ES-99/9"'))
    with pytest.raises(UnknownName, match="ES-99/9"):
        study.run(config, flows)


def test_without_a_period_after_the_event_the_run_says_so(flows: Path) -> None:
    config = study.load("alignment", (*SETTINGS, "window.post=[2024]", "shown.last=2024"))
    with pytest.raises(InsufficientData, match="no period after the event is held"):
        study.run(config, flows)
