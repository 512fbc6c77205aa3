"""The whole battery for any set of economies, asked by one TOML line: five different sets.

Trade is drawn, economies and their lifetimes are real: every file runs from six years before its
event to one after, so that T3 has other dates, and every economy but one files.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from tradenet import study
from tradenet.bloc import BATTERY, table
from tradenet.domain import stream
from tradenet.report import write
from tradenet.report.sections import SECTIONS
from tradenet.report.view import View
from tradenet.study import StudyResult

pytestmark = pytest.mark.long

HEADER = "year,flow,reporter,partner,reporter_iso3,partner_iso3,is_aggregate,value_musd"
OTHERS = (
    "USA", "CHN", "DEU", "IND", "FRA", "MEX", "IDN", "THA", "MYS", "TUR", "BRA", "ZAF", "ARG",
    "CHL", "RUS", "VNM", "PHL", "COL", "PER", "EGY", "MAR", "KAZ", "SWE", "PAK", "BGD", "QAT",
    "KWT", "DZA", "OMN", "LKA", "KEN", "GHA", "TUN",
)  # fmt: skip
SILENT = "PAK"  # files nothing: seen by its partners alone


@dataclass(frozen=True)
class Case:
    """One set: the line of the study, its event, and what its report must know."""

    line: str
    hub: str
    year: int
    left_out: bool
    seen: bool = True
    more: tuple[str, ...] = ()


CASES = {
    "two without a hub": Case('["ARG", "BRA"]', "", 2015, left_out=False),
    "three around a hub": Case('["MEX", "PER", "CHL"]', "USA", 2004, left_out=False),
    "six without a hub": Case(
        '["EGY", "MAR", "KEN", "ZAF", "COL", "BGD"]', "", 2004, left_out=False
    ),
    "a target among its sanctioners": Case('["RUS", "SWE", "KAZ"]', "CHN", 2015, left_out=True),
    "members that end and one that trades nothing": Case(
        '["BRA", "CSK", "TUV"]', "SUN", 1991, left_out=False, seen=False, more=("CSK", "SUN")
    ),
}


def lines(case: Case) -> Iterator[str]:
    """Yield a report of each side that files, from a gravity of sizes with noise."""
    rng = stream(case.year, "tests/any-set")
    economies = (*OTHERS, *case.more)
    size = np.exp(np.linspace(4, 0, len(economies)))
    usual = np.outer(size, size) * rng.lognormal(0, 0.7, (len(size), len(size)))
    for year in range(case.year - 6, case.year + 2):
        usual = usual * rng.lognormal(0.03, 0.15, usual.shape)
        for i, one in enumerate(economies):
            for j, other in enumerate(economies):
                if i != j and not (set(case.more) & {one, other} and year > case.year):
                    for flow, who, whom in (("X", one, other), ("M", other, one)):
                        if who != SILENT:
                            yield f"{year},{flow},{who},{whom},{who},{whom},false,{usual[i, j]:.3f}"


@pytest.fixture(scope="module", params=CASES, ids=lambda name: name.replace(" ", "-"))
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Case, StudyResult, str]:
    """The case, its result, and the text of its page."""
    case, folder = CASES[request.param], tmp_path_factory.mktemp("any")
    flows = folder / "flows.csv"
    flows.write_text("\n".join((HEADER, *lines(case))) + "\n", encoding="utf-8")
    path = study.start("mine", folder)
    text = re.sub(r"(?m)^spokes = .*$", f"spokes = {case.line}", path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    y = case.year
    settings = (
        f'bloc.hub="{case.hub}"', f'event.date="{y}-01-15"', f"window.pre=[{y - 2}, {y - 1}]",
        f"window.post=[{y + 1}]", f"shown.first={y - 6}", f"shown.last={y + 1}",
        "structure.worlds=0", "structure.searches=1",
    )  # fmt: skip
    result = study.run(study.load(str(path), settings), flows)
    write(result, folder / "report", dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    return case, result, (folder / "report" / "report-full.md").read_text(encoding="utf-8")


def test_the_whole_battery_is_run_and_the_rule_applied(
    told: tuple[Case, StudyResult, str],
) -> None:
    case, result, text = told
    assert [test.name for test in result.tests if test.rule] == list(BATTERY)
    rows = table(has_hub=bool(case.hub))
    held = next(row for row in rows if row.number == result.facts["verdict_row"])
    assert result.facts["leading_reading"] == held.verdict
    assert result.verdict in {held.verdict, "DATA-DEPENDENT"}
    assert result.verdict in text
    if case.seen:
        first = next(test for test in result.tests if test.name == ("T2" if case.hub else "T4"))
        assert first.p_value is not None
        assert next(test for test in result.tests if test.name == "T3").p_value is not None


def test_the_page_is_whole_and_says_nothing_awkward(told: tuple[Case, StudyResult, str]) -> None:
    case, result, text = told
    assert len(re.findall(r"(?m)^## \d+ ", text)) == len(SECTIONS)
    assert not re.search(r"\bNone (?:is|has|was|at|of the)\b|\bnan\b|\(None\)|: None,", text)
    assert result.sentence.endswith(".")
    assert result.cannot_show.endswith(".")
    assert "a hub (there is none" not in text
    members = result.config.bloc.members
    # Events name all who took part, and a detector of doubtful flows is about the two Koreas.
    told_apart = re.sub(r"(?s)\n## \d+ What happened when\n.*?(?=\n## \d+ )", "", text)
    doubts = re.search(r"\n## \d+ Doubtful flows", told_apart)
    assert doubts is not None
    assert "PRK" in members or "North Korea" not in told_apart[: doubts.start()]
    if not case.hub:
        own = text[: text.index("Known blocs")] if "Known blocs" in text else text
        assert "of the spokes" not in own
        assert "among the spokes" not in own


def test_it_speaks_of_sanctions_only_where_somebody_imposes_them(
    told: tuple[Case, StudyResult, str],
) -> None:
    case, result, text = told
    left_out = View.of(result).left_out
    assert bool(left_out) == case.left_out
    assert not set(left_out) & set(result.config.bloc.members)
    assert ("are left out: what they no longer buy" in text) == (case.left_out and bool(case.hub))
    assert ("Without sanctioning economies" in text) == case.left_out
    assert "T8" in text
    assert "declares no hidden trade" in text


def test_what_cannot_be_seen_is_said(told: tuple[Case, StudyResult, str]) -> None:
    case, result, _ = told
    if case.seen:
        assert result.verdict != "NOT-TESTED"
    else:
        assert result.facts["leading_reading"] == "INSUFFICIENT-DATA"
        assert "seen well enough" in result.sentence
