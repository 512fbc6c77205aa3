"""The page of an economy between two patrons, made of tables by hand: what it says and draws."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest

from tradenet.bloc import BlocTestResult
from tradenet.bloc.realignment import QUESTIONS, TABLE
from tradenet.domain import Provenance
from tradenet.report.blocks import Figure, Grid, Section
from tradenet.report.designs.realignment import LAYOUT, MEANINGS, numbers
from tradenet.report.figures.realignment import division, placebos, shares
from tradenet.report.sections.realignment import SECTIONS, beside, told
from tradenet.report.sections.realignment import division as division_section
from tradenet.report.view import View
from tradenet.study import StudyResult, load
from tradenet.study.realignment.tabulate import SCHEMAS
from tradenet.study.realignment.tabulate import tables as tabulated

Rows = list[dict[str, Any]]
SVG = "{http://www.w3.org/2000/svg}"
NAMES = {
    "PRK": "North Korea",
    "CHN": "China",
    "RUS": "Russia",
    "SUN": "USSR",
    "MNG": "Mongolia",
    "IRN": "Iran",
}
YEARS = (1990, 1991, 1992, 1993, 1994, 2018, 2019, 2023)
FACTS: dict[str, Any] = {
    "verdict_row": 1,
    "rule_observed": False,
    "rule_comparable": False,
    "rule_moved": 0,
    "rule_bounded": False,
    "rule_search": "none",
    "patrons_told": [
        {"patron": "CHN", "before": 5, "after": 1, "last_told": 2023, "enough": True},
        {"patron": "RUS", "before": 5, "after": 0, "last_told": 2019, "enough": False},
    ],
}


def patron_row(year: int, patron: str) -> dict[str, Any]:
    """China tells in every year, Russia from 1992 to 2019, the USSR never."""
    silent = patron == "RUS" and not 1992 <= year <= 2019
    return {
        "economy": "PRK",
        "period": year,
        "patron": patron,
        "economy_code": "PRK",
        "patron_code": "SUN" if patron == "RUS" and year < 1992 else patron,
        "state": "unobservable" if silent else "partner",
        "value_usd": None if silent else 3e9 if patron == "CHN" else 1e9,
        "share": None if silent else 0.75 if patron == "CHN" else 0.25,
        "intensity": None if silent else 2.0,
        "together": None if silent else patron == "CHN",
    }


def lines() -> dict[str, Rows]:
    """Return the tables of a small result."""
    return {
        "patrons": [patron_row(year, who) for year in YEARS for who in ("CHN", "RUS")],
        "division": [
            {
                "economy": "PRK",
                "period": year,
                "log_ratio": 1.0986 if 1992 <= year <= 2019 else None,
                "tested": 1992 <= year <= 2019,
                "concentration": 0.625,
                "partners": 2,
                "told_usd": 4e9,
            }
            for year in YEARS
        ],
        "division_sides": [
            side("CHN", "pre", 5, 3e9),
            side("CHN", "post", 1, 4e9),
            side("RUS", "pre", 5, 1e9),
            side("RUS", "post", 0, None),
        ],
        "division_verdicts": [
            {
                "economy": "PRK",
                "first": "CHN",
                "second": "RUS",
                "years": 5,
                "first_year": 1992,
                "last_year": 2019,
                "placebos": 1,
                "row": 1,
                "verdict": "INSUFFICIENT-DATA",
                "memory": 0.8,
                "compared_with_more_memory": 1,
                "detectable": 1.0,
            }
        ],
        "division_breaks": [
            {
                "economy": "PRK",
                "first": 1992,
                "last": 2019,
                "year": 1994,
                "shift": 0.7,
                "statistic": 12.0,
                "p_value": 0.5,
                "breaks": False,
                "set": "1993 1994",
            }
        ],
        "division_dates": [
            {
                "economy": "PRK",
                "date": "2006-10-09",
                "fact": "first nuclear test",
                "first_year": 2007,
                "source": "a chronology",
                "checked": "read",
            }
        ],
        "division_placebos": [
            {
                "economy": "PRK",
                "placebo": "MNG",
                "first": "CHN",
                "second": "RUS",
                "statistic": 20.0,
                "year": 1993,
            }
        ],
        "division_paths": [
            {"economy": "PRK", "placebo": who, "period": year, "deviation": up}
            for who, level in (("", 0.1), ("MNG", 0.4))
            for year, up in ((1992, -level), (1993, level))
        ],
    }


def side(patron: str, phase: str, told_years: int, value: float | None) -> dict[str, Any]:
    return {
        "economy": "PRK",
        "patron": patron,
        "phase": phase,
        "years": 5 if phase == "pre" else 1,
        "told": told_years,
        "value_usd": value,
        "share": None if value is None else value / 4e9,
        "intensity": None if value is None else 2.0,
    }


def result_of(changed: Mapping[str, Rows] | None = None, **facts: object) -> StudyResult:
    """Return a result with these tables, some of them changed."""
    tables = tabulated({**lines(), **(changed or {})})
    tables["economies"] = pa.table({"economy": list(NAMES), "name": list(NAMES.values())})
    tests = tuple(
        BlocTestResult(name, ask, rule="r", effect="e") for name, ask in QUESTIONS.items()
    )
    return StudyResult(
        load("realignment"), "INSUFFICIENT-DATA", "found", "cannot", tests, tables, (),
        Provenance("hand"), {**FACTS, **facts},
    )  # fmt: skip


def view_of(changed: Mapping[str, Rows] | None = None, **facts: object) -> View:
    return View.of(result_of(changed, **facts))


def grid(section: Section, name: str) -> Grid:
    (found,) = [b for b in section.blocks if isinstance(b, Grid) and b.name == name]
    return found


def drawn(figure: Figure | None) -> Figure:
    assert figure is not None
    for panel in figure.panels:
        root = ET.fromstring(panel.svg)
        assert root[0].tag == f"{SVG}title"
        assert root[1].tag == f"{SVG}desc"
    return figure


def test_the_shares_figure_says_who_tells_until_when() -> None:
    figure = drawn(shares.draw(view_of(), ("PRK",), "s"))
    assert figure.title == "North Korea’s last told shares: China 75 % in 2023, Russia 25 % in 2019"
    (panel,) = figure.panels
    assert "Russia tells 1992–1994 and 2018–2019" in panel.description
    assert {key.meaning for key in figure.key} == {
        "first patron",
        "second patron",
        "the patron told both directions",
        "neither filed: nobody can know",
        "our files lack it",
    }


def test_only_states_that_occur_stand_in_the_legend() -> None:
    rows = [{**row, "state": "set_aside"} for row in lines()["patrons"]]
    figure = drawn(shares.draw(view_of({"patrons": rows}), ("PRK",), "s"))
    words = {key.meaning for key in figure.key}
    assert "reported, doubtful and set aside" in words
    assert "neither filed: nobody can know" not in words


def test_a_patron_that_never_tells_is_said_so() -> None:
    rows = [
        {**row, "state": "unobservable", "share": None} if row["patron"] == "RUS" else row
        for row in lines()["patrons"]
    ]
    view = view_of({"patrons": rows})
    assert shares.finding(view, "PRK").endswith("Russia never told")
    drawn(shares.draw(view, ("PRK",), "s"))


def test_an_economy_without_rows_has_no_figure() -> None:
    empty = view_of({"patrons": [], "division": [], "division_paths": []})
    assert shares.draw(empty, ("PRK",), "s") is None
    assert division.draw(empty, ("PRK",), "d") is None
    assert placebos.draw(empty, "PRK") is None


def test_the_division_names_its_strongest_date() -> None:
    figure = drawn(division.draw(view_of(), ("PRK",), "d"))
    assert figure.title == (
        "North Korea between China and Russia: strongest date 1994, no break (p = 0.500)"
    )
    (panel,) = figure.panels
    assert "1992: 3.00" in panel.description
    assert "2023" not in panel.description  # one patron is silent: no ratio


def test_breaks_found_are_named_and_drawn_whole() -> None:
    broke = [{**row, "breaks": True, "p_value": 0.01} for row in lines()["division_breaks"]]
    view = view_of({"division_breaks": broke})
    figure = drawn(division.draw(view, ("PRK",), "d"))
    assert figure.title == "North Korea between China and Russia: breaks in 1994"
    assert figure.panels[0].svg != drawn(division.draw(view_of(), ("PRK",), "d")).panels[0].svg


def test_where_nothing_could_be_sought_the_figures_say_so() -> None:
    view = view_of({"division_breaks": []})
    assert division.finding(view, "PRK").endswith("no break could be sought")
    assert placebos.finding(view, "PRK") == "North Korea beside 1 economy: nothing could be ranked"


def test_the_comparison_counts_those_that_shift_as_strongly() -> None:
    figure = drawn(placebos.draw(view_of(), "PRK"))
    assert figure.title == (
        "1 of 1 economy compared shift at least as strongly as North Korea at some date (p = 0.500)"
    )


def test_drawings_are_the_same_twice() -> None:
    for draw in (
        lambda view: shares.draw(view, ("PRK",), "s"),
        lambda view: division.draw(view, ("PRK",), "d"),
        lambda view: placebos.draw(view, "PRK"),
    ):
        assert drawn(draw(view_of())).panels[0].svg == drawn(draw(view_of())).panels[0].svg


def test_the_see_section_tells_years_and_states() -> None:
    section = told.told(view_of())
    assert section.paragraphs[0] == (
        "China tells its trade with North Korea in 1990–1994, 2018–2019 and 2023: 5 of the years "
        "before the event and 1 of those after it, which is enough."
    )
    assert section.paragraphs[1].endswith("which is not enough.")
    rows = grid(section, "patrons-states").rows
    assert ("North Korea", "USSR", "neither filed: nobody can know", "2", "1990–1991") in rows
    assert ("North Korea", "Russia", "neither filed: nobody can know", "1", "2023") in rows


def test_what_is_not_told_is_a_dash_and_no_zero() -> None:
    rows = grid(told.told(view_of()), "division-sides").rows
    assert rows[-1] == ("North Korea", "Russia", "after the event", "0 of 1", "–", "–", "–")
    assert rows[0][4] == "3.000"


def test_company_counts_years_together_apart_and_unknown() -> None:
    rows = grid(told.company(view_of()), "patrons-together").rows
    assert rows[0] == ("North Korea", "China", "1990–1994, 2018–2019 and 2023", "none", "0")
    assert rows[1] == ("North Korea", "Russia", "none", "1992–1994 and 2018–2019", "3")
    assert rows[2][1:] == ("both patrons", "none", "1992–1994 and 2018–2019", "3")


def test_the_concentration_is_told_with_its_partners() -> None:
    (_, said) = told.company(view_of()).paragraphs
    assert "was 0.62 among 2 partners in 1990 and 0.62 among 2 partners in 2023" in said


@pytest.mark.parametrize(
    ("flags", "both"),
    [((True, True), True), ((True, False), False), ((None, False), False), ((None, True), None)],
)
def test_both_means_both_and_silence_means_nothing(
    flags: tuple[bool | None, bool | None],
    both: bool | None,  # noqa: FBT001 - the expectation
) -> None:
    rows = [
        {**patron_row(1992, who), "together": flag}
        for who, flag in zip(("CHN", "RUS"), flags, strict=True)
    ]
    (*_, row) = grid(told.company(view_of({"patrons": rows})), "patrons-together").rows
    place = {True: 2, False: 3}.get(both)
    if place is None:
        assert row[4] == "1"
    else:
        assert row[place] == "1992"


def test_the_rule_shows_what_it_looked_at_and_the_row() -> None:
    section = division_section.rule(view_of())
    assert [row[0] for row in grid(section, "rule-inputs").rows] == ["O", "C", "M", "L", "B"]
    assert grid(section, "rule-inputs").rows[0][2] == "no"
    table = grid(section, "rule-table")
    assert table.marked == (0,)
    assert len(table.rows) == len(TABLE)


def test_a_turn_is_said_in_the_inputs_of_the_rule() -> None:
    view = view_of(rule_observed=True, rule_comparable=True, rule_moved=-1, verdict_row=4)
    inputs = {sign: answer for sign, _, answer in division_section.inputs(view)}
    assert inputs == {"O": "yes", "C": "yes", "M": "-1: to the second", "L": "no",
                      "B": "none found"}  # fmt: skip
    assert grid(division_section.rule(view), "rule-table").marked == (3,)


def test_the_history_says_how_much_the_path_wanders() -> None:
    section = division_section.history(view_of())
    assert "keeps 0.80 of its distance" in section.paragraphs[1]
    assert "1 of 1 keep as much or more" in section.paragraphs[1]
    (row,) = grid(section, "division-breaks").rows
    assert row == (
        "North Korea",
        "1992–2019",
        "1994",
        "× 2.01",
        "1993–1994",
        "12.00",
        "0.500",
        "no",
    )


def test_a_date_that_is_not_told_has_dashes_and_its_source() -> None:
    section = division_section.dates(view_of())
    (row,) = grid(section, "division-dates").rows
    assert row[3:7] == ("–", "–", "–", "–")
    assert row[-1] == "a chronology (read)"
    assert "0 have three told years" in section.paragraphs[0]


def test_a_special_date_is_named() -> None:
    special = [
        {**row, "change": 1.0, "p_value": 0.01, "p_holm": 0.02, "p_dates": 0.05, "special": True,
         "other_dates": 20}
        for row in lines()["division_dates"]
    ]  # fmt: skip
    section = division_section.dates(view_of({"division_dates": special}))
    assert section.paragraphs[0].endswith("North Korea 2006-10-09.")
    assert grid(section, "division-dates").rows[0][6] == "0.050 of 21"


def test_the_economies_compared_are_listed_with_their_patrons() -> None:
    section = division_section.placebos(view_of())
    (row,) = grid(section, "division-placebos").rows
    assert row == ("Mongolia", "China", "Russia", "20.00", "1993", "–")
    assert "at most 5 times larger" in section.paragraphs[0]


def test_nobody_beside_is_a_section_with_the_verdicts_alone() -> None:
    section = beside.beside(view_of())
    assert [block.name for block in section.blocks] == ["division-verdicts"]
    assert section.paragraphs == ()


def test_those_beside_have_figures_and_readings() -> None:
    base = lines()
    more = {
        name: base[name] + [{**row, "economy": "IRN"} for row in base[name]]
        for name in ("patrons", "division", "division_sides", "division_breaks")
    }
    turned = {"change": 1.5, "low": 0.5, "high": 2.5, "p_event": 0.02, "row": 3,
              "economy": "IRN", "verdict": "REALIGNED-TO-FIRST"}  # fmt: skip
    more["division_verdicts"] = base["division_verdicts"] + [
        {**row, **turned} for row in base["division_verdicts"]
    ]
    section = beside.beside(view_of(more))
    assert {figure.name for figure in section.figures} == {"patrons-beside", "division-beside"}
    (said,) = section.paragraphs
    assert said.startswith("Iran between China and Russia: REALIGNED-TO-FIRST.")
    assert "× 4.48 at the event (95 % interval × 1.65 to × 12.18, p = 0.020" in said
    names = [block.name for block in section.blocks]
    assert len(names) == len(set(names))


def test_the_first_screen_says_last_told_for_a_silent_patron() -> None:
    shown = list(numbers(view_of()))
    assert [number.value for number in shown] == ["100 %", "2019", "1994"]
    assert "after it nobody tells" in shown[1].meaning


def test_cells_set_aside_are_counted_with_a_patron_and_without() -> None:
    result = result_of()
    aside = pa.table({
        "period": [1999, 2000, 2001],
        "exporter": ["PRK", "MNG", "IRN"],
        "importer": ["CHN", "PRK", "MNG"],
        "value_usd": [2e9, 1e9, 5e9],
    })  # fmt: skip
    view = View.of(replace(result, tables={**result.tables, "set_aside": aside}))
    section = told.doubtful(view)
    assert section.paragraphs[0].startswith("2 cells of North Korea’s trade worth 3.00 bn USD")
    assert "1 of them with a patron" in section.paragraphs[0]
    assert len(grid(section, "set-aside").rows) == 2


def test_every_verdict_and_every_table_has_words() -> None:
    from tradenet.report.words import TABLES

    assert {row.verdict for row in TABLE} == set(MEANINGS)
    assert set(SCHEMAS) <= set(TABLES)
    assert LAYOUT.judged(view_of())
    assert list(LAYOUT.reading(view_of())) == [
        "The rule gives this answer: row 1 of 7 of the decision table (not O)."
    ]


def test_anchors_are_one_each() -> None:
    built = [each(view_of()) for each in SECTIONS[:7]]
    anchors = [section.anchor for section in built]
    assert len(anchors) == len(set(anchors))
