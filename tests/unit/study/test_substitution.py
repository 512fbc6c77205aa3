"""The design substitution in a study: its options, its sentences, what it refuses."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tradenet.bloc import BATTERIES, BlocTestResult
from tradenet.bloc.row import Row
from tradenet.bloc.substitution import TABLE, Findings, SubstitutionOptions
from tradenet.domain import ConfigError
from tradenet.study import load, run
from tradenet.study.preregister import registered
from tradenet.study.substitution_words import cannot, found

CONFIG = load("substitution")
SEEN = BlocTestResult(
    "S2", "?", statistic=-0.2877, p_value=0.7, effect="by year",
    details=(("comparisons", 67), ("detectable", 1.3863)),
)  # fmt: skip
UNSEEN = BlocTestResult("S2", "?", effect="not applicable: 3 dyads are comparable")
QUIET = BlocTestResult("S3", "?", effect="not applicable: observed are few")
TOLD = BlocTestResult("S3", "?", statistic=1.9, p_value=0.01, effect="+1.90 % a per cent")
FACTS: dict[str, Any] = {
    "needed": [0.0296, 0.077], "months_lacking": ["2 of 12"],
    "months_before": 2, "months_after": 11,
}  # fmt: skip


def row(number: int) -> Row[Findings]:
    return TABLE[number - 1]


def test_the_shipped_study_holds_the_options_of_its_design() -> None:
    options = CONFIG.design.chosen()
    assert isinstance(options, SubstitutionOptions)
    assert options.dependent in CONFIG.bloc.spokes
    assert [spell.first for spell in options.account.workers] == sorted(
        spell.first for spell in options.account.workers
    )
    spells = options.account.workers
    assert all(one.last < other.first for one, other in pairwise(spells))
    assert options.account.base_first // 100 == CONFIG.window.pre[0]
    assert options.account.base_last // 100 == CONFIG.window.pre[-1]


def test_what_decides_is_registered() -> None:
    """Thresholds of the tests, the rows of the account and the closures."""
    content = registered(CONFIG)
    assert content["tests"]["S2"]["settings"]["size_factor"] == 30.0
    assert content["tests"]["S3"]["settings"]["episode"] == [202203, 202208]
    assert content["options"]["design"]["closures"] == [[202002, 202112], [202205, 202209]]
    assert content["rule"]["fewest_comparisons"] == 19
    assert list(BATTERIES["substitution"].questions) == ["T0", "S1", "S2", "S3"]


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        ("design.dependant=PRK", "not dependant .did you mean 'dependent'"),
        ("design.account={bas=3}", "account.bas"),
        ("design.account={wages=[]}", "no wage or no share"),
        ("design.closures=[[202205, 202201]]", "no months in order"),
        ("design.account={workers=[{first=201001, last=200901, rows=[]}]}", "no months in order"),
        ("run.tests=['T4']", "S2"),
    ],
)
def test_mistakes_of_the_toml_are_told(setting: str, why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        load("substitution", [setting])


@pytest.mark.parametrize("setting", ["design.dependent=IRN", "design.dependent=CHN"])
def test_the_dependent_economy_is_a_spoke(setting: str) -> None:
    with pytest.raises(ConfigError, match="must be a spoke"):
        run(load("substitution", [setting]))


def test_the_sentence_holds_the_change_and_what_would_be_seen() -> None:
    said = found(CONFIG, row(7), (SEEN, QUIET), FACTS)
    assert said.startswith(row(7).sentence)
    assert "North Korea’s exports to China in 2015 were × 0.75" in said
    assert "among 67 like neighbours" in said
    assert said.endswith("from × 4.0 on, and the account needs one of 3.0 to 8.0 %.")
    assert "account" not in found(CONFIG, row(8), (SEEN, QUIET), {**FACTS, "needed": None})


def test_months_stand_in_the_sentence_where_they_were_tested() -> None:
    assert found(CONFIG, row(4), (SEEN, TOLD), FACTS).endswith("By month: +1.90 % a per cent.")
    said = found(CONFIG, row(4), (UNSEEN, TOLD), FACTS)
    assert "By year it is not told: 3 dyads are comparable." in said
    assert said.endswith("By month: +1.90 % a per cent.")


def test_what_cannot_be_known_names_the_months() -> None:
    said = cannot(CONFIG, FACTS)
    assert "only 2 months are known before the border closed and 11 after it opened" in said
    assert "closed again as the rouble recovered" in said
    tested = cannot(CONFIG, {**FACTS, "months_lacking": []})
    assert "rest on its other movements" in tested
    assert all("estimates that conflict" in words for words in (said, tested))
