"""A report of every design, and one of names that mean harm, in every state a reader may see."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from tests.end_to_end import browser, probes
from tests.end_to_end.browser import WIDTHS, Driver
from tests.end_to_end.pages import TO_THE_LEFT, write_all

pytestmark = pytest.mark.browser

NAMES = ("bloc", "hubless", "alignment", "realignment", "substitution", "hostile")
STATES = tuple(product((360, 1280), ("light", "dark"), (False, True)))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    written = write_all(tmp_path_factory.mktemp)
    assert tuple(written) == NAMES
    return written


@pytest.fixture(scope="module", params=NAMES)
def page(request: pytest.FixtureRequest, driver: Driver, folders: dict[str, Path]) -> Driver:
    browser.fresh(driver)
    driver.get((folders[request.param] / "index.html").as_uri())
    return driver


@pytest.fixture(autouse=True)
def _as_at_first(driver: Driver) -> Iterator[None]:
    yield
    browser.emulate(driver)
    browser.resize(driver, 1280)


def test_it_is_silent_and_stays_here(page: Driver) -> None:
    """Also where a name is a script: an alert would stop whatever is asked of the page."""
    home = page.current_url
    assert browser.console(page) == []
    assert [url for url in browser.requests(page) if not url.startswith("data:")] == [home]
    scripts, evil = page.execute_script(
        "return [[...document.scripts].filter(s => !s.type && s.text.includes('alert(')).length,"
        " document.querySelectorAll('img, [onerror], main i, main b, [href^=javascript]').length]"
    )
    assert (scripts, evil) == (0, 0)


def test_every_link_leads_somewhere(page: Driver) -> None:
    for link in page.find_elements("css selector", "a[href]"):
        address = link.get_property("href")
        path, _, anchor = address.removeprefix("file://").partition("#")
        assert Path(path).is_file(), address
        there = "return document.getElementById(arguments[0]) !== null"
        assert not anchor or page.execute_script(there, anchor), address


@pytest.mark.parametrize("width", [320, *WIDTHS])
def test_it_fits_the_window(page: Driver, width: int, tmp_path: Path) -> None:
    probes.fold(page, opened=True)
    assert probes.fits(page, width) == []
    if width in (360, 1280):
        name = Path(page.current_url).parent.name
        browser.screenshot(page, f"small-{name}-{width}", tmp_path, whole=True)


def test_words_can_be_read(page: Driver) -> None:
    probes.fold(page, opened=True)
    for scheme, forced in product(("light", "dark"), (False, True)):
        browser.emulate(page, scheme=scheme, forced_colors=forced)
        assert probes.pale(page) == [], (scheme, forced)


def test_wider_spaced_letters_lose_no_words(page: Driver) -> None:
    probes.space_out(page, wide=True)
    assert probes.fits(page, 360) == []
    probes.space_out(page, wide=False)


def test_paper_shows_all_and_nothing_to_press(page: Driver) -> None:
    probes.fold(page, opened=False)
    browser.resize(page, 688)
    browser.emulate(page, print=True)
    page.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert probes.out_of_place(page) == []
    assert probes.folded_away(page) + probes.to_press(page) == []
    page.execute_script("dispatchEvent(new Event('afterprint'))")


def test_the_keyboard_reaches_everything_once_and_in_order(page: Driver) -> None:
    probes.fold(page, opened=True)
    assert probes.tab_walk(page, Keys.TAB) == []


def test_axe_finds_nothing(page: Driver) -> None:
    """In every state for the smallest page, in the last of them for the others."""
    smallest = "/realignment" in page.current_url
    for width, scheme, opened in STATES if smallest else STATES[-1:]:
        browser.resize(page, width)
        browser.emulate(page, scheme=scheme)
        probes.fold(page, opened=opened)
        assert browser.axe(page) == [], (width, scheme, opened)
    if smallest:
        browser.emulate(page, print=True)
        assert browser.axe(page) == [], "print"


def test_a_name_written_to_the_left_turns_nothing_else(
    driver: Driver, folders: dict[str, Path]
) -> None:
    browser.fresh(driver)
    driver.get((folders["hostile"] / "index.html").as_uri())
    probes.fold(driver, opened=True)
    name = TO_THE_LEFT.strip("\u202e\u202d")
    assert driver.execute_script("return document.body.textContent.includes(arguments[0])", name)
    assert probes.turned(driver, name) == []
