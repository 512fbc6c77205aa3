"""Words of a report for sets of any shape: without a hub, a target, or anybody who sanctions."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tradenet.domain import Bloc
from tradenet.report.blocks import Grid, Page, Section
from tradenet.report.sections import choices, classes, company, membership, moment, rule, usual
from tradenet.report.view import View
from tradenet.study import StudyResult

PAIR, HUB = Bloc(("IRN", "RUS")), Bloc(("IRN", "RUS"), "CHN")


def shaped(result: StudyResult, bloc: Bloc, target: str = "", **facts: object) -> View:
    """Return a view of a result as if of another set."""
    asked = replace(result.config.inference, target=target)
    config = replace(result.config, bloc=bloc, inference=asked, hidden=())
    return View.of(
        replace(result, config=config, facts={**result.facts, "verdict_row": 1, **facts})
    )


def words(section: Section) -> str:
    """Return everything that a section says in prose."""
    card = (text for pair in section.card for text in pair)
    return " ".join((section.title, *card, *section.paragraphs, *section.technical))


def test_classes_have_the_words_of_the_set(result: StudyResult) -> None:
    without, with_hub = shaped(result, PAIR), shaped(result, HUB)
    assert without.class_words["spoke_spoke"] == "Mutual"
    assert (without.spokes, with_hub.spokes) == ("members", "spokes")
    assert with_hub.class_words["spoke_spoke"] == "Spoke–spoke"
    assert (len(without.table), len(with_hub.table)) == (4, 11)


def test_the_rule_is_that_of_the_set(result: StudyResult) -> None:
    without, with_hub = (rule.decision(shaped(result, bloc)) for bloc in (PAIR, HUB))
    assert "of a set without a hub" in words(without)
    assert "T6" not in words(without)
    assert "T6" not in words(with_hub)
    assert "for the hub also T6" in words(rule.decision(shaped(result, HUB, "RUS")))
    (table,) = [b for b in without.blocks if isinstance(b, Grid) and b.name == "rule-table"]
    assert [row[0].removeprefix("▶ ") for row in table.rows] == ["1", "2", "3", "4"]


def test_without_a_hub_t2_and_t6_say_that_they_are_not_asked(result: StudyResult) -> None:
    view = shaped(result, PAIR)
    hub, rivals = classes.hub_spoke(view), moment.rivals(view)
    assert "This study names none, so there is one class of trade" in words(hub)
    assert not hub.technical
    assert "names none in [bloc] hub" in words(rivals)
    assert "Nothing: it is not asked." in words(rivals)
    assert "names none in [inference] target" in words(moment.rivals(shaped(result, HUB)))
    assert classes.spoke_spoke(view).title == "T4: Did the members trade more with one another?"


def test_of_sanctions_only_where_somebody_imposes_them(result: StudyResult) -> None:
    free, burdened = (shaped(result, HUB, left_out=codes) for codes in ([], ["USA"]))
    assert "nobody that we know of imposed sanctions" in words(classes.hub_spoke(free))
    assert "are left out" in words(classes.hub_spoke(burdened))
    assert "the two are one and the same here" in words(usual.naive(free))
    assert not usual.naive(free).blocks
    assert "United States" in words(membership.members(burdened))
    assert "Left out of the tests" not in words(membership.members(free))


def test_a_set_that_nobody_sanctions_is_told_in_one_sentence(result: StudyResult) -> None:
    none = replace(result, tables={**result.tables, "sanctions": result.tables["sanctions"][:0]})
    section = membership.members(shaped(none, PAIR, left_out=[]))
    assert section.paragraphs[0].startswith("Iran and Russia were under no sanctions that we know")
    assert not section.blocks


def test_hidden_trade_is_asked_after_only_where_it_is_declared(result: StudyResult) -> None:
    assert "declares no such trade" in words(choices.dark(shaped(result, PAIR)))
    assert "Sanctioned" not in words(choices.dark(View.of(result)))


@pytest.mark.parametrize("section", [company.cohesion, classes.spoke_spoke, rule.decision])
def test_no_spokes_without_a_hub(
    section: Callable[[View], Section], without_hub: StudyResult
) -> None:
    assert "spoke" not in words(section(View.of(without_hub))).lower()


def test_the_page_of_a_pair_has_no_heading_of_a_hub(
    without_hub: StudyResult, pages: Callable[[StudyResult], Page]
) -> None:
    titles = [section.title for section in pages(without_hub).sections]
    assert "Trade among the members" in titles
    assert "Hub–spoke and spoke–spoke trade" not in titles
