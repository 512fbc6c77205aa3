"""The first screen of a verdict, and the sections on the tests of the hypothesis."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.unit.report.judged import CASES, judged, untested
from tradenet.bloc import TABLE
from tradenet.report.blocks import Grid, Page, Section
from tradenet.report.figures import FIGURES, TEST_FIGURES
from tradenet.report.glance import at_a_glance, reading
from tradenet.report.page import page_of
from tradenet.report.records import to_json, verdict
from tradenet.report.render import html, markdown
from tradenet.report.sections import choices, classes, company, moment, rule, usual
from tradenet.report.view import View
from tradenet.report.wording import unbroken
from tradenet.report.words import VERDICTS
from tradenet.study import StudyResult
from tradenet.study.answer import MAIN

TESTS: dict[str, Callable[[View], Section]] = {
    "T2": classes.hub_spoke, "T3": moment.timing, "T4": classes.spoke_spoke,
    "T5": company.cohesion, "T6": moment.rivals, "T7": company.blind, "T8": choices.dark,
}  # fmt: skip


def looking_at(result: StudyResult, name: str) -> View:
    return View.of(judged(result, CASES[name][0]))


def grid(section: Section, name: str) -> Grid:
    (found,) = [b for b in section.blocks if isinstance(b, Grid) and b.name == name]
    return found


@pytest.fixture(scope="module")
def pages_of(result: StudyResult) -> dict[str, Page]:
    return {name: page_of(judged(result, CASES[name][0])) for name in ("moved", "bloc")}


@pytest.mark.parametrize("name", TESTS)
def test_a_section_asks_shows_answers_and_says_what_would_have_been_a_pass(
    name: str, result: StudyResult
) -> None:
    section = TESTS[name](looking_at(result, "bloc"))
    assert [term for term, _ in section.card] == [
        "What is asked", "What one sees", "The answer", "What would have counted as a pass",
    ]  # fmt: skip
    assert all(words[-1] in ".?" for _, words in section.card)
    assert section.figures
    assert section.technical[0].startswith(f"{name}. ")
    assert "Rule: " in section.technical[0]
    assert all(b.folded or b.name == "rivals-named" for b in section.blocks if isinstance(b, Grid))


@pytest.mark.parametrize("name", TESTS)
def test_a_test_that_was_not_run_says_so_and_draws_nothing(name: str, result: StudyResult) -> None:
    section = TESTS[name](View.of(untested(result)))
    answers = dict(section.card)
    assert answers["The answer"] == "None: it was not run. There is nothing to draw."
    assert "What one sees" not in answers
    assert section.figures == ()
    assert section.technical == ()


def test_a_test_that_cannot_be_made_gives_the_reason(result: StudyResult) -> None:
    section = classes.spoke_spoke(looking_at(result, "open"))
    assert dict(section.card)["The answer"] == (
        "None: spoke–spoke trade is not observed before and after the event (T0). There is nothing "
        "to draw."
    )
    assert section.figures == ()
    assert len(section.technical) == 2
    assert "Rule: " in section.technical[0]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("open", "That is neither rare nor large enough to matter."),
        ("low", "A rise of × 1.50 or more can be ruled out."),
        ("open", "A rise of × 1.50 cannot be ruled out either."),
    ],
)
def test_the_answer_says_why(name: str, said: str, result: StudyResult) -> None:
    answer = dict(classes.hub_spoke(looking_at(result, name)).card)["The answer"]
    assert answer.startswith("Not passed. Trade came to 1.19 times its expectation (95 % interval")
    assert "in 40 % of cases" in answer
    assert said in answer


@pytest.mark.parametrize(
    ("statistic", "change", "said"),
    [
        (9.0, 0.1, "That is rare, but smaller than × 1.25"),
        (0.1, 0.5, "but chance alone does it too often"),
    ],
)
def test_rare_and_large_are_told_apart(
    statistic: float, change: float, said: str, result: StudyResult
) -> None:
    case = replace(CASES["open"][0], sets=90, hub_statistic=statistic, hub_change=change)
    answer = dict(classes.hub_spoke(View.of(judged(result, case))).card)["The answer"]
    assert said in answer


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (0.073, "more often than it should: p is somewhat too small here."),
        (0.05, "as often as it should."),
        (0.02, "less often than it should: p is somewhat too large here."),
    ],
)
def test_the_answer_says_how_often_the_test_errs_on_this_set(
    share: float, word: str, result: StudyResult
) -> None:
    size = {"draws": 4178, "share": share, "low": 0.065, "high": 0.081, "band_low": 0.04,
            "band_high": 0.06}  # fmt: skip
    view = looking_at(result, "open")
    facts = {**view.result.facts, "calibration": {"size": {"hub_spoke": size}}}
    told = View.of(replace(view.result, facts=facts))
    answer = dict(classes.hub_spoke(told).card)["The answer"]
    assert "On 4,178 simulated worlds in which nothing happened to this very set" in answer
    assert f"(95 % interval 6.5 % to 8.1 %), {word}" in answer
    plain = dict(classes.hub_spoke(view).card)["The answer"]
    assert "simulated worlds" not in plain


def test_choices_of_products_are_not_applicable_to_totals(result: StudyResult) -> None:
    said = " ".join(choices.curve(looking_at(result, "open")).paragraphs)
    for word in ("HS 27", "7108", "93", "9999", "Benjamini and Yekutieli", "not applicable"):
        assert word in said


def test_the_dyads_and_the_candidates_are_one_click_below(result: StudyResult) -> None:
    section = classes.hub_spoke(looking_at(result, "open"))
    rows = grid(section, "class-dyads-hub-spoke").rows
    assert [row[0] for row in rows] == ["China – North Korea", "China – Iran", "China – Russia"]
    assert rows[2][1:4] == ("1.000", "9.000", "1.500")
    assert grid(section, "candidates-hub-spoke").rows[0] == ("North Korea", "Mexico, Kazakhstan")
    strongest = grid(section, "strongest-placebos-hub-spoke").rows
    assert strongest == (("Mexico, India, Kazakhstan", "0.40", "× 1.22"),)


def test_the_usual_answer_stands_beside_ours(result: StudyResult) -> None:
    section = usual.naive(looking_at(result, "open"))
    rows = grid(section, "naive-beside").rows
    assert [row[1:] for row in rows] == [
        ("× 3.39", "6.9", "–"), ("× 3.39", "2.1", "–"), ("× 3.32", "–", "0.001"),
        ("× 1.19", "–", "0.400"), ("× 1.65", "–", "0.200"),
    ]  # fmt: skip
    text = " ".join(section.paragraphs)
    assert "3.32 times what one would expect (p = 0.001); ours is 1.19 times." in text
    assert "1.65 times its expectation (p = 0.200)" in text
    assert "(t from 2.1 to 6.9, " in text
    assert usual.naive(View.of(untested(result))).blocks == ()


def test_the_row_that_holds_is_highlighted(result: StudyResult) -> None:
    section = rule.decision(looking_at(result, "hub"))
    table = grid(section, "rule-table")
    assert len(table.rows) == len(TABLE) == 11
    assert table.marked == (6,)
    assert table.rows[6] == ("▶ 7", "H = PASS", "HUB-GROWTH-BLOC-UNDETERMINED")
    inputs = {row[0]: row[2] for row in grid(section, "rule-inputs").rows}
    assert inputs == {"O_h": "yes", "O_s": "no", "H": "PASS", "S": "OPEN", "BROAD": "yes",
                      "V": "no"}  # fmt: skip


def test_every_critical_choice_is_listed_with_its_row(result: StudyResult) -> None:
    table = grid(rule.decision(looking_at(result, "moved")), "rule-variants")
    assert [row[:2] for row in table.rows] == [
        ("11", "none: the main specification"), ("10", "mirror: exporter first"),
        ("–", "source: gone"), ("11", "hidden: Crude: 1"), ("11", "hidden: Crude: 1.5"),
    ]  # fmt: skip
    assert table.marked == (1,)
    assert table.rows[2][2] == "not computed: nothing is held"


def test_before_a_verdict_no_row_holds(result: StudyResult) -> None:
    section = rule.decision(View.of(untested(result)))
    assert [b.name for b in section.blocks] == ["rule-table"]
    assert grid(section, "rule-table").marked == ()
    assert "was not applied" in section.paragraphs[1]


def test_the_first_screen_names_the_choices_that_move_the_verdict(
    pages_of: dict[str, Page],
) -> None:
    page = pages_of["moved"]
    assert (page.heading, page.verdict) == ("The answer", "DATA-DEPENDENT")
    assert page.reading[0] == (
        "The leading reading, that of the main specification, is INSUFFICIENT-DATA: row 11 of 11 "
        "of the decision table (otherwise). Another row holds under 1 other choice: mirror: "
        "exporter first."
    )
    assert page.reading[1] == (
        "Smaller changes could hide: in four cases of five these data would show a rise of "
        "hub–spoke trade of × 1.73 or more."
    )
    assert page.reading[2] == "Compared: 2018–2019 before the event with 2023 after it."
    first = html(page).split('<main id="report">', maxsplit=1)[0]
    assert '<a href="#rule">' in first
    shown = re.sub(r"<[^>]+>", "", first)
    assert unbroken(page.reading[0]) in shown


def test_the_first_screen_has_what_the_verdict_rests_on(result: StudyResult) -> None:
    numbers = list(at_a_glance(looking_at(result, "open")))
    assert [(number.value, number.unit) for number in numbers] == [
        ("seen", "hub–spoke trade"), ("× 1.19", "hub–spoke trade"),
        ("not seen", "spoke–spoke trade"), ("unknown", "change of spoke–spoke trade"),
    ]  # fmt: skip
    assert "12 of 12 before, 6 of 6 after" in numbers[0].meaning
    assert "95 % interval × 0.97 to no bound; one-sided p = 0.400" in numbers[1].meaning
    assert "neither found nor ruled out. Sign S: OPEN" in numbers[3].meaning


def test_many_choices_are_cut_short(result: StudyResult) -> None:
    made = judged(result, CASES["moved"][0])
    many = {**made.facts, "variants_moved": [f"choice {k}" for k in range(9)]}
    (first, *_) = reading(View.of(replace(made, facts=many)))
    assert first.endswith("choice 5; and 3 more.")
    assert "under 9 other choices" in first


def test_a_stable_verdict_says_so(pages_of: dict[str, Page]) -> None:
    assert "row 2 of 11 of the decision table (O_s, " in pages_of["bloc"].reading[0]
    assert "under every critical choice" in pages_of["bloc"].reading[0]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row.number))
def test_every_verdict_has_its_words(row: object) -> None:
    assert VERDICTS[getattr(row, "verdict", "")]


@pytest.mark.parametrize("name", ["moved", "bloc"])
def test_the_page_and_its_text_hold_the_same(name: str, pages_of: dict[str, Page]) -> None:
    page = pages_of[name]
    web, text = html(page), markdown(page)
    for section in page.sections:
        for term, _ in section.card:
            assert f"<dt>{term}</dt>" in web
            assert f"**{term}**" in text
    assert web.count('<tr class="marked">') == sum(
        len(block.marked) for s in page.sections for block in s.blocks if isinstance(block, Grid)
    )
    holds = next(row.number for row in TABLE if f"| **▶ {row.number}** |" in text)
    assert f"row {holds} of 11" in page.reading[0].lower()
    assert page.reading[0].split(":")[0] in text.replace("\\", "")
    assert not re.search(r"\bnan\b|\bNone\b(?!: )", web.split("<main", 1)[0])


def test_a_page_shows_every_figure_of_its_tests_once(pages_of: dict[str, Page]) -> None:
    names = [figure.name for s in pages_of["bloc"].sections for figure in s.figures]
    assert len(names) == len(set(names)) == len(FIGURES) + len(TEST_FIGURES)


def test_the_record_holds_what_decides_and_no_lists(result: StudyResult) -> None:
    case = replace(CASES["hub"][0], sets=9_000)
    made = verdict(judged(result, case))
    assert len(to_json(made)) < 20_000
    assert (made["row"], made["leading_reading"]) == (7, "HUB-GROWTH-BLOC-UNDETERMINED")
    assert made["rule_inputs"]["hub"] == "PASS"
    assert made["variants"][0]["variant"] == MAIN
    assert made["variants"][1] == {
        "variant": "mirror: exporter first", "critical": True, "row": 7, "hub": "PASS",
        "verdict": "HUB-GROWTH-BLOC-UNDETERMINED", "spokes": "OPEN", "problem": None,
    }  # fmt: skip
    details = next(test for test in made["tests"] if test["name"] == "T2")["details"]
    assert details["placebo_sets"] == 9_000
    assert not {"reference", "dyads", "candidates", "power"} & set(details)
