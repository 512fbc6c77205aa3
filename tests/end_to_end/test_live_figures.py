"""What moves in the main report, moved as a reader does it: by keyboard, pointer and finger."""

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.end_to_end import browser
from tests.end_to_end.browser import Driver
from tradenet.report.wording import factor, usd

pytestmark = pytest.mark.browser

MEMBERS = ("PRK", "IRN", "RUS", "CHN")
DISCS = """
return [...document.querySelectorAll('.live-map circle')]
  .filter(c => c.getAttribute('visibility') === 'visible')
  .map(c => [c.querySelector('title').textContent, c.getAttribute('r'), c.getAttribute('fill')])
"""
CARD = """
const open = document.querySelector('.live-open .live-card');
if (!open) return null;
const texts = name => [...open.querySelectorAll(name)].map(e => e.textContent);
const frame = open.getBoundingClientRect();
return {head: texts('.live-head')[0], heads: texts('dt'), said: texts('dd'),
        left: frame.left, right: frame.right};
"""
# The sections that hold nothing that moves are tested elsewhere; without them axe is fast.
ALONE = """
for (const section of document.querySelectorAll('main > section, main > * > section'))
  if (!section.querySelector('.live')) section.remove();
"""
SHOWN = "return getComputedStyle(document.querySelector(arguments[0])).display !== 'none'"


@pytest.fixture
def page(driver: Driver, main_report: Path) -> Driver:
    """The report as opened, in a window 1,280 pixels wide."""
    browser.fresh(driver)
    driver.get((main_report / "index.html").as_uri())
    return driver


def rows(folder: Path, table: str, **wanted: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """Return the rows of a table of the report whose columns have certain values."""
    held: list[dict[str, Any]] = pq.read_table(folder / "tables" / f"{table}.parquet").to_pylist()
    return [row for row in held if all(row[name] == value for name, value in wanted.items())]


def element(page: Driver, selector: str) -> Any:  # noqa: ANN401 - selenium's own
    return page.find_element("css selector", selector)


def said(page: Driver, figure: str) -> str:
    return str(element(page, f"#figure-{figure} .live-said").text)


def until(page: Driver, year: str) -> None:
    """Press the arrow to the left in the slider until it stands at a year."""
    slider = element(page, "#live-year")
    slider.send_keys("")
    for _ in range(60):
        if slider.get_attribute("aria-valuetext") == year:
            return
        browser.press(page, "\ue012")
    pytest.fail(f"the slider does not reach {year}")


@pytest.mark.parametrize("year", [2020, 1992])
def test_a_year_is_chosen_by_keyboard(page: Driver, main_report: Path, year: int) -> None:
    assert said(page, "network") == ""
    until(page, str(year))
    browser.settle(page)
    seats = {row["economy"]: row for row in rows(main_report, "communities", period=year,
                                                 null="margins")}  # fmt: skip
    names = {row["economy"]: row["name"] for row in rows(main_report, "economies")}
    mapped = [row["economy"] for row in rows(main_report, "nodes")]
    trade = {code: seats[code]["trade_usd"] for code in mapped if code in seats}
    drawn = {title: (float(r), fill) for title, r, fill in page.execute_script(DISCS)}
    titles = {code: f"{names[code]} ({code})" for code in trade if trade[code] > 0}
    assert set(drawn) == set(titles.values())
    largest = max(trade.values())
    for code, title in titles.items():
        wanted = max(5.0, 33.0 * math.sqrt(trade[code] / largest))
        assert drawn[title][0] == pytest.approx(wanted, abs=0.06)
    colours = {(seats[code]["hue"], drawn[title][1]) for code, title in titles.items()}
    assert len(colours) == len({hue for hue, _ in colours}) == len({fill for _, fill in colours})
    sizes = Counter(row["community"] for row in seats.values())
    assert said(page, "network").startswith(f"In {year} the members fall into communities of")
    for member in MEMBERS:
        assert f"{names[member]} in one of {sizes[seats[member]['community']]}" in said(
            page, "network"
        )
    ties = page.execute_script("return document.querySelectorAll('.live-map line').length")
    assert ties == len(rows(main_report, "ties_by_year", period=year))


def test_a_year_that_is_not_held_is_empty_and_says_so(page: Driver) -> None:
    until(page, "2021")
    assert said(page, "network").startswith("No full report for 2021: it is not held")
    assert page.execute_script(DISCS) == []
    assert element(page, ".live-missing").text == "2021: not held"


def test_a_member_that_nobody_saw_is_named(page: Driver) -> None:
    element(page, "#live-year").send_keys("\ue010")
    assert element(page, "#live-year").get_attribute("aria-valuetext") == "2025"
    assert "Not drawn: North Korea" in said(page, "network")
    assert "That is not zero trade." in said(page, "network")
    assert not [title for title, *_ in page.execute_script(DISCS) if "North Korea" in title]


def test_buttons_go_a_year_back_and_forth_and_stop_at_the_end(page: Driver) -> None:
    back, forth = page.find_elements("css selector", "#figure-network .live button")
    browser.click(page, back)
    assert said(page, "network").startswith("In 2022 ")
    title = element(page, "#figure-network h3").text.removesuffix("#").strip()
    browser.click(page, forth)
    assert said(page, "network") == f"{title}."
    for _ in range(4):
        browser.click(page, forth)
    assert element(page, "#live-year").get_attribute("aria-valuetext") == "2025"
    assert forth.get_attribute("aria-disabled") == "true"
    page.execute_script("arguments[0].focus()", back)
    browser.press(page, "\ue004")
    assert page.switch_to.active_element.get_attribute("id") == "live-year"


def told(page: Driver, folder: Path, exporter: str, importer: str) -> dict[str, Any]:
    """Compare the open card, of 2019, with the table; return it."""
    card: dict[str, Any] = page.execute_script(CARD)
    (row,) = rows(folder, "dyads", period=2019, exporter=exporter, importer=importer)
    texts = dict(zip(card["heads"], card["said"], strict=True))
    for head, key in (("Exporter’s report", "exporter_report_usd"),
                      ("Importer’s report", "importer_report_usd")):  # fmt: skip
        wanted = f"{usd(row[key])} FOB" if row[key] is not None else "none"
        assert texts[head].startswith(wanted), texts
    assert texts["What counts"].startswith(f"{usd(row['value_usd'])}, the {row['basis']}’s")
    assert texts["Status"] == "counts"
    if row["log_gap"] is not None:
        gap = row["exporter_report_usd"] - row["importer_report_usd"]
        assert usd(abs(gap)) in texts["Gap"]
        assert f"{math.exp(row['log_gap']):.2f} times" in texts["Gap"]
    return card


def test_both_reports_of_china_and_iran_are_read_by_keyboard(
    page: Driver, main_report: Path
) -> None:
    hands = page.find_elements("css selector", ".live-hand")
    assert len(hands) == 6
    page.execute_script("arguments[0].focus()", hands[0])
    browser.press(page, "\ue004")
    assert page.switch_to.active_element == hands[1]
    browser.press(page, *["\ue012"] * 6)
    assert told(page, main_report, "CHN", "IRN")["head"] == "2019 · China → Iran"
    assert hands[1].get_attribute("aria-valuetext").startswith("2019, China → Iran. Exporter’s")
    browser.press(page, "\ue015")
    assert told(page, main_report, "IRN", "CHN")["head"] == "2019 · Iran → China"
    browser.press(page, "\ue00c")
    assert page.execute_script(CARD) is None


def at(page: Driver, pair: str, flow: int, year: str) -> tuple[Any, int, int]:
    """Return the surface over a dyad's drawing and the place of a point, from its middle."""
    found = json.loads(element(page, "#live-dyads").get_attribute("textContent"))
    number = [panel["pair"] for panel in found["panels"]].index(pair)
    panel = found["panels"][number]
    k = found["years"].index(year)
    hand = page.find_elements("css selector", ".live-hand")[number]
    page.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", hand)
    scale = hand.size["width"] / panel["box"][0]
    x, y = panel["across"][k], panel["flows"][flow]["cells"][k][0][0]
    return hand, round((x - panel["box"][0] / 2) * scale), round((y - panel["box"][1] / 2) * scale)


@pytest.mark.parametrize("width", [1280, 360])
def test_both_reports_are_read_by_pointer(page: Driver, main_report: Path, width: int) -> None:
    from selenium.webdriver import ActionChains

    browser.resize(page, width)
    for flow, (one, other) in enumerate((("CHN", "IRN"), ("IRN", "CHN"))):
        hand, x, y = at(page, "China – Iran", flow, "2019")
        move = ActionChains(page, duration=0).move_to_element_with_offset(hand, x, y)
        (move if width > 700 else move.click()).perform()
        card = told(page, main_report, one, other)
        assert card["left"] >= 0
        assert card["right"] <= width
    heading = element(page, "#figure-dyads h3")
    ActionChains(page, duration=0).move_to_element(heading).click().perform()
    assert page.execute_script(CARD) is None


def test_what_a_card_says_stands_in_a_table_too(page: Driver, main_report: Path) -> None:
    texts = page.execute_script(
        "return [...document.querySelectorAll('#dyads-reports-chn-irn tbody tr')]"
        ".map(row => [...row.cells].map(cell => cell.textContent))"
    )
    (found,) = [text for text in texts if text[:2] == ["2019", "China → Iran"]]
    (row,) = rows(main_report, "dyads", period=2019, exporter="CHN", importer="IRN")
    assert float(found[2].replace(",", "")) == round(row["exporter_report_usd"] / 1e9, 3)
    assert float(found[3].replace(",", "")) == round(row["importer_report_usd"] / 1e9, 3)


def test_kinds_of_choices_are_chosen_by_keyboard(page: Driver, main_report: Path) -> None:
    held = [row for row in rows(main_report, "specifications")
            if not row["variant"].startswith("hidden: ")]  # fmt: skip
    assert said(page, "specifications").startswith(f"{len(held)} of {len(held)} specifications")
    boxes = page.find_elements("css selector", "#figure-specifications input")
    labels = [box.find_element("xpath", "..").text for box in boxes]
    boxes[labels.index("mirror (2)")].send_keys(" ")
    left = [row for row in held if not row["variant"].startswith("mirror: ")]
    changes = sorted(row["hub_spoke_log_change"] for row in left)
    words = said(page, "specifications")
    assert words.startswith(f"{len(held) - 2} of {len(held)} specifications")
    assert f"Hub–spoke trade {factor(changes[0])} to {factor(changes[-1])} beyond" in words
    for number, times in Counter(row["row"] for row in left).items():
        assert f"row {number} (" in words
        assert f") in {times}" in words.split(f"row {number} ")[1]
    veiled = page.execute_script("return document.querySelectorAll('.live-veiled').length")
    assert veiled == 2
    boxes[-1].send_keys(" ")
    critical = [row for row in left if row["critical"]]
    assert said(page, "specifications").startswith(f"{len(critical)} of {len(held)} ")
    all_, none = page.find_elements("css selector", "#figure-specifications .live button")
    none.send_keys("\ue007")
    assert said(page, "specifications").startswith(f"1 of {len(held)} ")
    all_.send_keys("\ue007")
    assert said(page, "specifications").startswith(
        f"{sum(row['critical'] for row in held)} of {len(held)} "
    )


def test_nothing_is_said_on_the_console_nothing_is_fetched_and_axe_finds_nothing(
    page: Driver,
) -> None:
    until(page, "2019")
    page.find_elements("css selector", ".live-hand")[0].send_keys("\ue012")
    page.find_elements("css selector", "#figure-specifications input")[0].send_keys(" ")
    browser.settle(page)
    page.execute_script(ALONE)
    assert [line for line in browser.axe(page) if "live" in line] == []
    assert browser.console(page) == []
    assert browser.requests_that_left(page) == []


@pytest.mark.parametrize("width", browser.WIDTHS)
def test_controls_fit_the_window_and_a_finger(page: Driver, width: int) -> None:
    browser.resize(page, width)
    until(page, "2020")
    page.find_elements("css selector", ".live-hand")[1].send_keys("\ue012")
    card = page.execute_script(CARD)
    assert card["left"] >= 0
    assert card["right"] <= width
    sizes = page.execute_script(
        "return [...document.querySelectorAll('.live button, .live [type=range], .live label')]"
        ".filter(e => e.htmlFor !== 'live-year').map(e => e.getBoundingClientRect())"
        ".map(box => [box.width, box.height, box.right])"
    )
    assert len(sizes) > 8
    for wide, high, right in sizes:
        assert wide >= 24
        assert high >= 24
        assert right <= width


def test_on_paper_and_without_scripts_the_drawing_of_the_page_stands(
    page: Driver, main_report: Path
) -> None:
    until(page, "1999")
    assert not page.execute_script(SHOWN, "#figure-network .panel > svg")
    browser.emulate(page, print=True)
    assert page.execute_script(SHOWN, "#figure-network .panel > svg")
    for selector in (".live", ".live-map", ".live-key"):
        assert not page.execute_script(SHOWN, selector), selector
    browser.fresh(page)
    browser.scripts(page, run=False)
    page.get((main_report / "index.html").as_uri())
    assert page.find_elements("css selector", "[class^=live]") == []
    assert element(page, "#figure-network .panel > svg").is_displayed()
