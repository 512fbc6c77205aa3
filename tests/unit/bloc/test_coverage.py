"""T0 by hand: cells, shares, the gate and its limits."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tradenet.bloc import TESTS, Evidence
from tradenet.bloc.coverage import Coverage
from tradenet.domain import Window

EvidenceOf = Callable[..., Evidence]
YEARS = (2001, 2002, 2004)
HUB_SPOKE = (("H", "A"), ("A", "H"), ("H", "B"), ("B", "H"))
SPOKES = (("A", "B"), ("B", "A"))


def cell(period: int, pair: tuple[str, str], value: float | None = 1.0, **more: Any) -> Any:  # noqa: ANN401 - any column
    """Return one row."""
    return {
        "period": period, "exporter": pair[0], "importer": pair[1], "value_usd": value, **more,
    }  # fmt: skip


def lines_of(evidence: Evidence) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the lines by class and phase."""
    lines = dict(TESTS["T0"](evidence).details)["lines"]
    return {(line["class"], line["phase"]): line for line in lines}


def test_everything_seen_passes(evidence_of: EvidenceOf) -> None:
    """Eight and four hub–spoke cells, four and two among the spokes."""
    cells = [cell(year, pair) for year in YEARS for pair in (*HUB_SPOKE, *SPOKES)]
    result = TESTS["T0"](evidence_of(cells))
    assert (result.name, result.passed, result.statistic) == ("T0", True, 1.0)
    assert dict(result.details)["observable_spoke_spoke"] is True
    counts = {key: (x["cells"], x["covered"]) for key, x in lines_of(evidence_of(cells)).items()}
    assert counts == {
        ("hub_spoke", "pre"): (8, 8), ("hub_spoke", "post"): (4, 4),
        ("spoke_spoke", "pre"): (4, 4), ("spoke_spoke", "post"): (2, 2),
    }  # fmt: skip
    assert "8 of 8 directed dyad-periods before" in result.effect


def test_what_counts_as_seen(evidence_of: EvidenceOf) -> None:
    """Kept and zero-or-missing do; self reports, absent cells and cells not there do not."""
    cells = [
        cell(2001, ("H", "A")),
        cell(2001, ("A", "H"), None, status="zero_or_missing", observed="structural_zero"),
        cell(2001, ("H", "B"), 7.0, status="self_report"),
        cell(2002, ("H", "B"), 7.0, status="self_report"),
        cell(2001, ("B", "H"), None, status="absent", observed="unobservable"),
    ]
    line = lines_of(evidence_of(cells))["hub_spoke", "pre"]
    assert (line["covered"], line["cells"], line["coverage"]) == (2, 8, 0.25)


@pytest.mark.parametrize(("seen", "passes"), [(8, True), (6, True), (5, False)])
def test_two_thirds_of_the_cells_are_enough(
    evidence_of: EvidenceOf, seen: int, *, passes: bool
) -> None:
    """Of eight cells before the event six are enough (75 %), five are not (62.5 %)."""
    pre = [cell(year, pair) for year in (2001, 2002) for pair in HUB_SPOKE]
    spokes = [cell(year, pair) for year in YEARS for pair in SPOKES]
    post = [cell(2004, pair) for pair in HUB_SPOKE]
    result = TESTS["T0"](evidence_of([*pre[:seen], *post, *spokes]))
    assert dict(result.details)["observable_hub_spoke"] is passes
    assert result.passed is passes


def test_exactly_two_thirds_pass(evidence_of: EvidenceOf) -> None:
    """Four of six cells: no rounding error takes the gate away."""
    cells = [cell(year, pair) for year in (2001, 2002, 2004) for pair in SPOKES]
    longer = replace(evidence_of(cells, hub=""), window=Window((2000, 2001, 2002), (2004,)))
    result = TESTS["T0"](longer)
    assert (result.passed, result.statistic) == (True, 4 / 6)


def test_before_and_after_are_judged_apart(evidence_of: EvidenceOf) -> None:
    """All of the past does not make up for half of the present: 10 of 12, but 2 of 4 after."""
    cells = [cell(year, pair) for year in (2001, 2002) for pair in (*HUB_SPOKE, *SPOKES)]
    cells += [cell(2004, pair) for pair in (*HUB_SPOKE[:2], *SPOKES)]
    result = TESTS["T0"](evidence_of(cells))
    assert dict(result.details)["observable_hub_spoke"] is False
    assert dict(result.details)["observable_spoke_spoke"] is True
    assert (result.passed, result.statistic) == (False, 0.5)


@pytest.mark.parametrize(("imputed", "passes"), [(25.0, True), (25.01, False)])
def test_a_quarter_of_the_value_may_be_imputed(
    evidence_of: EvidenceOf, imputed: float, *, passes: bool
) -> None:
    """By value, not by cells: 25 of 100 is allowed, a cent more is not.

    Half of the cells after the event are reported, so the gate on cells is opened that far.
    """
    cells = [cell(year, pair) for year in YEARS for pair in (*HUB_SPOKE, SPOKES[0])]
    cells = [row for row in cells if (row["period"], row["exporter"]) != (2004, "A")]
    cells += [cell(2004, ("A", "H")), cell(2004, ("A", "B"), 100.0 - imputed)]
    cells += [cell(2004, ("B", "A"), imputed, observed="imputed")]
    cells += [cell(year, SPOKES[1]) for year in (2001, 2002)]
    result = Coverage(least_coverage=0.5)(evidence_of(cells))
    assert dict(result.details)["observable_spoke_spoke"] is passes


@pytest.mark.parametrize("value", [5.0, 0.0])
def test_a_class_known_by_estimates_alone_is_not_observable(
    evidence_of: EvidenceOf, value: float
) -> None:
    """Not even where the estimate is zero: nobody who files has spoken."""
    cells = [cell(year, pair) for year in YEARS for pair in HUB_SPOKE]
    cells += [cell(year, pair, value, observed="imputed") for year in YEARS for pair in SPOKES]
    result = TESTS["T0"](evidence_of(cells))
    assert dict(result.details)["observable_spoke_spoke"] is False


def test_nothing_seen_fails_without_division_by_zero(evidence_of: EvidenceOf) -> None:
    """No rows at all."""
    result = TESTS["T0"](evidence_of([]))
    assert (result.passed, result.statistic) == (False, 0.0)
    line = lines_of(evidence_of([]))["spoke_spoke", "post"]
    assert (line["imputed"], line["median_abs_log_gap"]) == (0.0, None)


def test_the_median_gap_is_absolute(evidence_of: EvidenceOf) -> None:
    """Gaps of -0.3, 0.1 and 0.2: median 0.2."""
    gaps = {("H", "A"): -0.3, ("A", "H"): 0.1, ("H", "B"): 0.2}
    cells = [cell(2004, pair, log_gap=gap) for pair, gap in gaps.items()]
    cells.append(cell(2004, ("B", "H")))
    assert lines_of(evidence_of(cells))["hub_spoke", "post"]["median_abs_log_gap"] == 0.2


def test_without_a_hub_only_the_spokes_are_judged(evidence_of: EvidenceOf) -> None:
    """One class, one gate."""
    cells = [cell(year, pair) for year in YEARS for pair in SPOKES]
    result = TESTS["T0"](evidence_of(cells, hub=""))
    assert result.passed is True
    assert [key for key, _ in result.details] == ["observable_spoke_spoke", "lines"]
