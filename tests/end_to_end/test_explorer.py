"""The explorer as a process of its own, in a browser, the way somebody uses it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlparse
from urllib.request import urlopen

import pytest

from tests.conftest import ROOT
from tests.end_to_end import browser, probes
from tests.end_to_end.browser import Driver

pytestmark = pytest.mark.browser

START = "from tradenet.cli import main; main()"
TAB, ENTER = "\ue004", "\ue007"  # as WebDriver writes these keys


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The explorer of the snapshot on a free port; Ctrl-C ends it, quietly and with 0."""
    process = subprocess.Popen(
        [sys.executable, "-c", START, "explore", "--port", "0", "--no-browser"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    assert process.stdout is not None
    said = process.stdout.readline().strip()
    assert said.startswith("http://127.0.0.1:"), process.communicate(timeout=30)
    yield said
    process.send_signal(signal.SIGINT)
    rest, complaints = process.communicate(timeout=60)
    assert (process.returncode, rest, complaints) == (0, "", "")


@pytest.fixture
def page(driver: Driver, address: str) -> Driver:
    """The first view, in a browser that remembers nothing."""
    browser.fresh(driver)
    driver.get(address)
    return driver


def state(page: Driver) -> dict[str, str]:
    """Return what the address says."""
    query = parse_qs(urlparse(page.current_url).query, keep_blank_values=True)
    return {name: value for name, (value,) in query.items()}


def find(page: Driver, selector: str) -> Any:  # noqa: ANN401 - selenium's own
    return page.find_element("css selector", selector)


def choose(page: Driver, name: str, value: str) -> None:
    """Choose in a list as the keyboard does, without sending it."""
    page.execute_script(
        "const list = document.getElementById(arguments[0]); list.value = arguments[1];",
        name, value,
    )  # fmt: skip


def leave(page: Driver, before: str) -> None:
    """Wait for another view: neither a click by the pointer nor a key does."""
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(page, 60).until(lambda _: page.current_url != before)


def arrive(page: Driver, before: str) -> None:
    """Wait for another view and until nothing moves there, which scripts tell."""
    leave(page, before)
    browser.settle(page)


def quiet(page: Driver) -> None:
    """Nothing was said on the console, nothing was asked of another machine."""
    assert browser.console(page) == []
    assert browser.requests_that_left(page) == []


def test_every_view_has_an_address(page: Driver) -> None:
    """Choose, go back, reload: the address holds everything."""
    first, title = page.current_url, find(page, "h1").text
    assert state(page)["economies"] == "CHN,IRN,PRK,RUS"
    choose(page, "period", "2019")
    choose(page, "compare", "")
    choose(page, "null", "gravity")
    find(page, "#resolution").send_keys("1.3")
    find(page, "#add").send_keys("India, blr", ENTER)
    arrive(page, first)
    wanted = {"economies": "BLR,CHN,IND,IRN,PRK,RUS", "period": "2019", "compare": "",
              "null": "gravity", "resolution": "1.3", "hub": "CHN", "method": "leiden"}  # fmt: skip
    assert {name: state(page)[name] for name in wanted} == wanted
    assert "2019" in find(page, "h1").text
    shown = find(page, "main").text
    page.refresh()
    assert find(page, "main").text == shown
    page.back()
    assert (page.current_url, find(page, "h1").text) == (first, title)
    page.forward()
    assert find(page, "main").text == shown
    quiet(page)


def test_a_pointer_sends_at_once_and_the_focus_stays(page: Driver) -> None:
    before = page.current_url
    browser.click(page, find(page, "#economy-IRN"))
    arrive(page, before)
    assert state(page)["economies"] == "CHN,PRK,RUS"
    assert find(page, "h1").text == "China, North Korea and Russia in 2023"
    choose(page, "period", "2018")
    before = page.current_url
    find(page, "#seed").send_keys("5", ENTER)
    arrive(page, before)
    assert state(page)["period"] == "2018"
    assert page.execute_script("return document.activeElement.id") == "seed"
    quiet(page)


def test_it_works_without_scripts(driver: Driver, address: str) -> None:
    browser.fresh(driver)
    browser.scripts(driver, run=False)
    driver.get(address)
    find(driver, "#economy-PRK").click()
    before = driver.current_url
    find(driver, "#seed").send_keys(ENTER)
    leave(driver, before)
    assert state(driver)["economies"] == "CHN,IRN,RUS"
    assert len(driver.find_elements("css selector", "figure svg[role=img]")) == 2 + 2 + 6
    browser.fresh(driver)


def test_every_link_leads_somewhere(page: Driver) -> None:
    links = {a.get_attribute("href") for a in page.find_elements("css selector", "a")}
    sets = {link for link in links if "compare" in link and ".csv" not in link}
    assert len(sets) >= 5
    for link in sorted({link.partition("#")[0] for link in links}):
        with urlopen(link) as answer:
            assert answer.status == 200, link
    anchors = {link.partition("#")[2] for link in links} - {""}
    missing = [name for name in anchors if not page.find_elements("id", name)]
    assert not missing
    before = page.current_url
    find(page, ".steps a").click()
    leave(page, before)
    assert state(page)["period"] == "2022"
    quiet(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_the_layout_holds(page: Driver, scheme: str) -> None:
    """Folded parts open, at every width; nothing is wider than the window, no word is cut."""
    browser.emulate(page, scheme=scheme)
    probes.fold(page, opened=True)
    for width in browser.WIDTHS:
        assert probes.fits(page, width) == [], (scheme, width)
        if width in (360, 1280):
            assert browser.axe(page) == [], (scheme, width)
    assert probes.pale(page) == []
    quiet(page)


def test_figures_are_told_in_words_and_paper_shows_all(page: Driver) -> None:
    assert len(probes.drawings(page)) == 3
    assert probes.untold(page) == []
    browser.resize(page, 688)  # between the margins of A4
    browser.emulate(page, print=True)
    assert probes.out_of_place(page) + probes.folded_away(page) + probes.to_press(page) == []


def test_the_page_of_a_mistake_is_as_good(page: Driver, address: str) -> None:
    page.get(f"{address}?economies=CHN,Irann&period=2021")
    assert "did you mean 'IRN'?" in find(page, ".mistakes").text
    assert browser.axe(page) == []
    before = page.current_url
    browser.click(page, find(page, "form button[type=submit]"))
    arrive(page, before)
    assert state(page)["economies"] == "CHN,IRN,PRK,RUS"


def test_the_keyboard_reaches_every_control(page: Driver) -> None:
    """By the key Tab alone, in the order of the page."""
    reached = []
    for _ in range(80):
        browser.press(page, TAB)
        at = page.execute_script("const at = document.activeElement; return at.id || at.name")
        reached.append(at)
        if at == "shell":
            break
    controls = [
        control.get_attribute("id")
        for control in page.find_elements("css selector", "form input, form select")
        if control.is_enabled()
    ]
    assert [at for at in reached if at in controls] == controls
    assert reached[-1] == "shell"
