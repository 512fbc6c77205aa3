"""The shipped study of substitution: its numbers, its facts, and its page, of one run."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

import tradenet as tn
from tests.unit.study.customs_file import written
from tradenet.bloc.substitution import SubstitutionOptions, figures
from tradenet.report.page import page_of
from tradenet.report.render import html, markdown
from tradenet.sources import reference
from tradenet.study import StudyResult, load

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def result() -> StudyResult:
    """The study as shipped, on the embedded snapshot."""
    return tn.run("substitution")


def test_the_verdict(result: StudyResult, golden: Callable[..., None]) -> None:
    """Verdict, both sentences, and what the rule looked at."""
    facts = result.facts
    golden(
        "substitution_verdict",
        {
            "verdict": result.verdict,
            "sentence": result.sentence,
            "cannot": result.cannot_show,
            **{name: facts[name] for name in ("verdict_row", "reading_years", "reading_months")},
            "stable": str(facts["stable"]),
            **{
                f"{name} {end}": value
                for name in ("wage_rub", "quota_usd", "shortfall_usd", "needed")
                for end, value in zip(("low", "high"), facts[name], strict=True)
            },
            **{name: facts[name] for name in ("months_before", "months_after", "months_episode")},
        },
    )


def test_every_choice(result: StudyResult, golden: Callable[..., None]) -> None:
    """Change, bounds and p-values of both directions, and the worlds."""
    rows = result.tables["substitution_choices"].to_pylist()
    worlds = result.tables["substitution_worlds"].to_pylist()
    golden(
        "substitution_choices",
        {
            **{
                f"{row['direction']} {row['choice']}: {name}": row[name]
                for row in rows
                for name in ("comparisons", "change", "lower", "upper", "p_rise", "detectable")
            },
            **{
                f"worlds {row['kind']}: {name}": row[name]
                for row in worlds
                for name in ("rise", "fall", "low", "small")
            },
        },
        rel=1e-6,
    )


def test_size_in_worlds_of_the_real_neighbours(result: StudyResult) -> None:
    """Without a response a rise, and a fall, in about 5 % of 2,000 worlds."""
    (absent,) = [
        r for r in result.tables["substitution_worlds"].to_pylist() if r["kind"] == "absent"
    ]
    assert absent["worlds"] == 2000
    assert absent["rise"] == pytest.approx(0.05, abs=0.015)
    assert absent["fall"] == pytest.approx(0.05, abs=0.015)


def test_the_account_of_a_month_by_hand(result: StudyResult) -> None:
    """January 2015 from the rows: 50,000 roubles of 2017 and 800 dollars of October 2024."""
    rates = {rate.month: rate.rub_per_usd for rate in reference.exchange_rates()}
    of_2017 = sum(rates[201700 + k] for k in range(1, 13)) / 12
    base = sum(rates[y * 100 + k] for y in range(2010, 2014) for k in range(1, 13)) / 48
    low, high = 800 * 0.667, 50_000 / of_2017 * 0.7
    rows = {row["month"]: row for row in result.tables["substitution_account"].to_pylist()}
    row = rows[201501]
    assert row["cost_rub_low"] == pytest.approx(low * rates[201501])
    assert row["share_of_wage_high"] == pytest.approx(high * rates[201501] / 50_000)
    assert row["share_of_wage_low"] == pytest.approx(low * rates[201501] / (800 * rates[202410]))
    short = 1 - base / rates[201501]
    assert row["shortfall_per_thousand_usd_low"] == pytest.approx(1000 * low * short)
    assert row["shortfall_usd_high"] == pytest.approx(50_000 * high * short)


def test_the_event_is_the_largest_fall_of_the_rouble_before_2020(result: StudyResult) -> None:
    rates = reference.exchange_rates()
    rises = {
        later.month: later.rub_per_usd / earlier.rub_per_usd
        for earlier, later in pairwise(rates)
        if later.month < 202001
    }
    date = result.config.event.date
    assert max(rises, key=rises.__getitem__) == date.year * 100 + date.month


def test_closures_are_those_of_the_events() -> None:
    """Whole months between the dates of the table of events."""
    options: SubstitutionOptions = load("substitution").design.chosen()
    dates = [event.date for event in reference.events() if event.kind.startswith("border")]
    assert {"2020-01", "2022-01-16", "2022-04-29", "2022-09-26"} <= set(dates)
    assert options.closures == ((202002, 202112), (202205, 202209))


def test_every_row_of_the_account_is_one_that_was_read() -> None:
    options: SubstitutionOptions = load("substitution").design.chosen()
    named = [
        *options.account.wages,
        *options.account.shares,
        *(key for spell in options.account.workers for key in spell.rows),
    ]
    known = reference.worker_estimates()
    units = {row.unit for row in known}
    assert all(row.checked == "read" for row in figures(named, known, units))


def test_the_page_answers_and_hides_nothing(result: StudyResult) -> None:
    """Anchors of the first screen, numbers without holes, and every number's table."""
    page = page_of(result)
    text = html(page)
    anchors = {section.anchor for section in page.sections}
    assert {"rule", "see", "battery", "account", "collapse", "months"} <= anchors
    assert len(anchors) == len(page.sections)
    words = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)
    assert not re.search(r"\b(None|nan|NaN|inf)\b", words)
    assert result.verdict in words
    assert result.sentence.split(".")[0] in words
    plain = markdown(page)
    assert "× 1.03" in plain
    assert "2 of 12 months with freight before the closure" in plain


def test_every_figure_has_a_title_and_a_description(result: StudyResult) -> None:
    own = {"remittances", "neighbours", "neighbour-changes", "border-months"}
    figures_of = {f.name: f for s in page_of(result).sections for f in s.figures}
    assert own <= set(figures_of)
    for name in own:
        for panel in figures_of[name].panels:
            assert f'<title id="{panel.name}-title">' in panel.svg
            assert f'<desc id="{panel.name}-desc">' in panel.svg
            assert panel.description.endswith(".")
        assert figures_of[name].source


def test_gaps_are_gaps(result: StudyResult) -> None:
    """Months that nobody printed are null, and no line crosses one."""
    rows = [
        r for r in result.tables["substitution_months"].to_pylist() if r["direction"] == "to_large"
    ]
    assert sum(row["trade_usd"] is None for row in rows) > 20
    assert [row["month"] for row in rows if not row["freight_runs"]][-1] == 202209


def test_months_of_a_user_decide_at_half_the_level(tmp_path: Path) -> None:
    """A made-up customs file in which exports follow the rouble; the years stay the panel's."""
    made = tn.run("substitution", flows=written(tmp_path, 2.0))
    assert (made.verdict, made.facts["verdict_row"]) == ("SUPPORTED", 4)
    assert (made.facts["reading_years"], made.facts["reading_months"]) == ("SMALL", "RISE")
    assert made.facts["level"] == 0.025
    assert "By month: +" in made.sentence
    assert [line.step for book in made.ledgers for line in book.lines].count("read") >= 1
    plain = markdown(page_of(made))
    assert "Source: customs.csv" in plain
    assert "known are" not in plain
