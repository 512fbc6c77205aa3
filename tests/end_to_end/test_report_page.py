"""The report opened the way a reader opens it: from a folder or a server, in a browser."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote
from urllib.request import urlopen

import pytest
from selenium.webdriver.common.keys import Keys

from tests.end_to_end import browser, probes
from tests.end_to_end.browser import WIDTHS, Driver

pytestmark = pytest.mark.browser

SHEET = 688  # pixels between the margins of A4
LARGEST = 3_000_000  # bytes


@pytest.fixture(scope="module")
def addresses(main_report: Path) -> Iterator[dict[str, str]]:
    """Where the report is found: in its folder, and on a server of this machine."""
    with browser.serve(main_report) as server:
        yield {
            "file": (main_report / "index.html").as_uri(),
            "server": f"{server}index.html",
        }


@pytest.fixture(params=["file", "server"])
def page(
    request: pytest.FixtureRequest, driver: Driver, addresses: dict[str, str]
) -> Iterator[Driver]:
    """The report as it opens, from either; what a test made it remember is forgotten."""
    browser.fresh(driver)
    driver.get(addresses[request.param])
    yield driver
    driver.execute_script("localStorage.clear()")
    browser.fresh(driver)


@pytest.fixture
def plain(driver: Driver, addresses: dict[str, str]) -> Iterator[Driver]:
    """The report from its folder, for what cannot depend on where it comes from."""
    if driver.current_url.partition("#")[0] != addresses["file"]:
        browser.fresh(driver)
        driver.get(addresses["file"])
    yield driver
    browser.emulate(driver)
    browser.resize(driver, 1280)
    probes.fold(driver, opened=False)


def test_nothing_is_said_on_the_console_and_nothing_is_fetched(page: Driver) -> None:
    assert browser.console(page) == []
    fetched = browser.requests(page)
    assert [address for address in fetched if not address.startswith("data:")] == [page.current_url]


def test_every_link_leads_somewhere(page: Driver) -> None:
    links = page.execute_script("return [...document.querySelectorAll('a')].map(a => a.href)")
    home = page.current_url
    folder = home.removesuffix("index.html")
    assert len(links) > 20
    for link in sorted(set(links)):
        address, _, anchor = link.partition("#")
        assert address.startswith(folder), link
        if address != home:
            with urlopen(address) as answer:
                assert answer.read(1), link
        if anchor:
            there = "return document.getElementById(arguments[0]) !== null"
            assert page.execute_script(there, unquote(anchor)), link


def test_every_entry_of_the_contents_brings_its_section_into_view(page: Driver) -> None:
    browser.emulate(page, reduced_motion=True)
    for link in page.find_elements("css selector", "nav a"):
        page.execute_script("arguments[0].closest('details')?.setAttribute('open', '')", link)
        browser.click(page, link)
        browser.settle(page)
        top, name = page.execute_script(
            "const to = document.querySelector(':target'); const all = document.documentElement;"
            "const end = scrollY + innerHeight >= all.scrollHeight - 2;"
            "return [end ? 0 : to.getBoundingClientRect().top, to.id]"
        )
        assert -2 <= top < 200, name
    browser.emulate(page)
    assert browser.console(page) == []


@pytest.mark.parametrize(
    ("page", "by_pointer"),
    [("file", True), ("server", False)],
    ids=["pointer", "keys"],
    indirect=["page"],
)
def test_every_control_does_something(page: Driver, *, by_pointer: bool) -> None:
    probes.fold(page, opened=True)
    assert len(page.find_elements("css selector", probes.CONTROLS)) > 20
    assert probes.dead_controls(page, by_pointer=by_pointer) == []
    assert browser.console(page) == []
    assert browser.requests_that_left(page) == []
    assert probes.sticking_out(page) == []


def test_the_file_is_small(main_report: Path) -> None:
    assert (main_report / "index.html").stat().st_size <= LARGEST


def test_headings_are_in_order(plain: Driver) -> None:
    levels = plain.execute_script(
        "return [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_first_screen_holds_question_answer_and_limits(plain: Driver) -> None:
    plain.execute_script("scrollTo({top: 0, behavior: 'instant'})")
    for selector in ("h1", ".badge", ".sentence", ".cannot"):
        place = plain.execute_script(
            "return document.querySelector(arguments[0]).getBoundingClientRect().bottom", selector
        )
        assert 0 < place < 900, selector
    assert plain.title.startswith("Do North Korea, Iran, Russia and China trade as a bloc?")


@pytest.mark.parametrize("width", [320, *WIDTHS])  # 320: 1280 at 400 %, the reflow of WCAG 1.4.10
@pytest.mark.parametrize("folds", ["folded", "opened"])
def test_the_page_fits_the_window(plain: Driver, width: int, folds: str, tmp_path: Path) -> None:
    probes.fold(plain, opened=folds == "opened")
    assert probes.fits(plain, width) == []
    if folds == "folded":
        browser.screenshot(plain, f"report-{width}", tmp_path, whole=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_drawings_fill_their_place(plain: Driver, width: int) -> None:
    browser.resize(plain, width)
    widths = plain.execute_script(
        "return [...document.querySelectorAll('.panel svg')].filter(svg => svg.checkVisibility())"
        ".map(svg => svg.getBoundingClientRect().width)"
    )
    assert len(widths) >= 16
    assert min(widths) >= 270


@pytest.mark.parametrize("width", [360, 1280])
def test_wider_spaced_letters_lose_no_words(plain: Driver, width: int) -> None:
    probes.space_out(plain, wide=True)
    assert probes.fits(plain, width) == []
    probes.space_out(plain, wide=False)


def test_two_hundred_per_cent_lose_no_words(plain: Driver) -> None:
    browser.resize(plain, 640, 450, scale=2)
    browser.settle(plain)
    assert probes.sticking_out(plain) + probes.cut_off(plain) + probes.clipped(plain) == []


@pytest.mark.parametrize("forced", [False, True], ids=["own", "forced"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read(plain: Driver, tmp_path: Path, scheme: str, *, forced: bool) -> None:
    probes.fold(plain, opened=True)
    browser.emulate(plain, scheme=scheme, forced_colors=forced)
    assert probes.pale(plain) == []
    if scheme == "dark":
        probes.fold(plain, opened=False)
        name = "report-forced-dark" if forced else "report-dark"
        browser.screenshot(plain, name, tmp_path, whole=True)


def test_a_dark_page_is_dark(plain: Driver) -> None:
    paper = "return getComputedStyle(document.body).backgroundColor"
    assert plain.execute_script(paper) == "rgb(255, 255, 255)"
    browser.emulate(plain, scheme="dark")
    channels = [int(part) for part in plain.execute_script(paper)[4:-1].split(",")]
    assert max(channels) < 60


@pytest.mark.parametrize(
    ("width", "media"),
    [(1280, {"scheme": "light"}), (360, {"scheme": "dark"})],
    ids=["light", "dark"],
)
def test_axe_finds_nothing(plain: Driver, width: int, media: dict[str, str]) -> None:
    """All of it opened; tests/end_to_end/test_small_pages.py looks at every state."""
    probes.fold(plain, opened=True)
    browser.resize(plain, width)
    browser.emulate(plain, **media)
    assert browser.axe(plain) == []


def test_nothing_moves_for_those_who_asked_for_it(plain: Driver) -> None:
    browser.emulate(plain, reduced_motion=True)
    assert probes.moving(plain) == []


def test_every_figure_is_told_in_words(plain: Driver) -> None:
    assert len(probes.drawings(plain)) >= 16
    assert probes.untold(plain) == []


@pytest.mark.parametrize("opened_too", [False, True], ids=["folded", "opened"])
def test_the_keyboard_reaches_everything_once_and_in_order(
    plain: Driver, *, opened_too: bool
) -> None:
    probes.fold(plain, opened=opened_too)
    assert probes.tab_walk(plain, Keys.TAB) == []


def test_the_way_past_the_contents_is_seen_and_works(plain: Driver) -> None:
    plain.refresh()
    browser.press(plain, Keys.TAB)
    first = plain.switch_to.active_element
    assert first.get_attribute("class") == "skip"
    assert first.rect["x"] >= 0
    assert first.is_displayed()
    browser.press(plain, Keys.ENTER)
    browser.settle(plain)
    assert plain.current_url.endswith("#report")
    browser.press(plain, Keys.TAB)
    assert plain.execute_script("return document.activeElement.closest('main') !== null")


def test_a_key_folds_and_unfolds(plain: Driver) -> None:
    summary = plain.find_element("css selector", "summary")
    for key in (Keys.ENTER, Keys.SPACE):
        plain.execute_script("arguments[0].focus()", summary)
        for state in (True, False):
            browser.press(plain, key)
            assert plain.execute_script("return arguments[0].parentElement.open", summary) is state


def test_paper_shows_all_and_nothing_to_press(plain: Driver, tmp_path: Path) -> None:
    browser.resize(plain, SHEET)
    browser.emulate(plain, print=True)
    plain.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert probes.sticking_out(plain) + probes.cut_off(plain) + probes.clipped(plain) == []
    assert probes.folded_away(plain) == []
    assert probes.to_press(plain) == []
    browser.screenshot(plain, "report-print", tmp_path, whole=True)
    plain.execute_script("dispatchEvent(new Event('afterprint'))")


def test_the_page_prints(plain: Driver) -> None:
    printed = plain.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    assert len(printed["data"]) > 100_000


def test_without_scripts_all_is_there(plain: Driver) -> None:
    words = probes.words(plain)
    browser.scripts(plain, run=False)
    try:
        plain.refresh()
        assert words == probes.words(plain)
        assert probes.to_press(plain) == []
        browser.resize(plain, 360)  # and nothing to wait for: what would tell us is a script
        assert probes.sticking_out(plain) + probes.clipped(plain) == []
        assert browser.console(plain) == []
    finally:
        browser.scripts(plain, run=True)
        plain.refresh()
