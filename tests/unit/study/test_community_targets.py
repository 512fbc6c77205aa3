"""R15 and R16: how lines are judged, a year that is not held, a core by hand."""

import numpy as np
import pytest

from tradenet.domain import InsufficientData, Partition, Period, TradeGraph
from tradenet.networks.significance import PartitionSignificance
from tradenet.study import community_targets as targets
from tradenet.study.community_targets import CommunityReplication, CommunityTarget


def found(p: float) -> PartitionSignificance:
    alone = Partition(("A", "B"), [0, 1], 0.0, "by hand")
    return PartitionSignificance(
        alone, 0.3, np.array([0.1, 0.2]), p, (), np.array([0.0, 0.0]), "excess", "nothing"
    )


@pytest.mark.parametrize(
    ("p", "significant", "passed"),
    [(0.05, True, True), (0.06, True, False), (0.06, False, True), (0.05, False, False),
     (0.01, None, None)],
)  # fmt: skip
def test_a_line_passes_if_it_says_what_was_published(
    p: float, *, significant: bool | None, passed: bool | None
) -> None:
    line = targets._line("x", found(p), significant=significant)  # noqa: SLF001 - its own rule
    assert line.passed is passed
    assert line.ours == f"p = {p:.3f}"
    assert line.note == "Q = 0.300, in 2 worlds 0.150 +- 0.050"


def test_lines_are_aligned_and_told_as_json() -> None:
    made = CommunityReplication(
        (CommunityTarget("a", "JPN", "JPN", True, "n"), CommunityTarget("b", "1", "", None, ""))
    )
    lines = made.lines()
    assert lines[1].split()[:4] == ["a", "JPN", "JPN", "yes"]
    assert lines[2].split()[:4] == ["b", "-", "1", "-"]
    assert made.to_json()[1]["passed"] is None


def test_a_year_that_is_not_held_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "FOLLOWED", (1995, 2200))
    monkeypatch.setattr(targets, "JUDGED", (1995,))
    with pytest.raises(InsufficientData, match=r"1 of 2 years \(first: 2200\)"):
        targets._graphs()  # noqa: SLF001 - what a user meets


def test_the_asian_core_is_that_of_japans_community() -> None:
    """Japan, China and Korea trade with each other, the others with each other; China most."""
    names = ("CHN", "DEU", "FRA", "ITA", "JPN", "KOR")
    values = np.full((6, 6), 1.0)
    for trio in (("CHN", "JPN", "KOR"), ("DEU", "FRA", "ITA")):
        first, second, third = (names.index(code) for code in trio)
        for i, j, usd in ((first, second, 50), (first, third, 40), (second, third, 10)):
            values[i, j] = values[j, i] = usd
    np.fill_diagonal(values, np.nan)
    core, note = targets._asian_core(TradeGraph(names, values, Period(2000)))  # noqa: SLF001 - by hand
    assert core == "CHN"
    assert note == "shares of the trade within: JPN 0.300, CHN 0.450; 3 economies"


def test_every_world_of_three_questions_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Real economies, since gravity wants their distances."""
    monkeypatch.setattr(targets, "WORLDS", 19)
    names = ("BRA", "CHN", "DEU", "FRA", "IND", "ITA", "JPN", "KOR", "USA")
    values = np.random.default_rng(1).lognormal(2, 1, (9, 9))
    np.fill_diagonal(values, np.nan)
    told: list[float] = []
    graph = TradeGraph(names, values, Period(2000))
    targets._judged(graph, lambda _, share: told.append(share))  # noqa: SLF001 - its own steps
    parts = [(0.0, 0.6), (0.6, 0.8), (0.8, 1.0)]
    steps = [np.linspace(start, end, 19, endpoint=False) for start, end in parts]
    assert told == pytest.approx(np.concatenate(steps).tolist())
