"""The report opened the way a reader opens it: from a folder, in a browser, at many widths."""

from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from tests.end_to_end.browser import WIDTHS, Driver, console, requests, resize

pytestmark = pytest.mark.browser

# Elements that stick out of the window and are not inside a box that scrolls on its own.
STICKING_OUT = """
return [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > arguments[0] + 1)
  .filter(e => !e.closest('.scroll') && !e.closest('svg'))
  .map(e => e.tagName + '.' + e.className)
"""
# Words of a drawing that leave its frame, and words that stand on one another.
CUT_OFF = """
return [...document.querySelectorAll('.panel svg')].flatMap(svg => {
  const frame = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(text => {
    const box = text.getBoundingClientRect();
    return box.left < frame.left - 3 || box.right > frame.right + 3
      || box.top < frame.top - 3 || box.bottom > frame.bottom + 3;
  }).map(text => text.textContent);
})
"""
OVERLAPPING = """
return [...document.querySelectorAll('.panel svg')].flatMap(svg => {
  const words = [...svg.querySelectorAll('text')].filter(t => t.textContent.trim());
  const boxes = words.map(text => text.getBoundingClientRect());
  const found = [];
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b, j) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 2 && down > 0.45 * Math.min(a.height, b.height))
      found.push(words[i].textContent + ' / ' + words[i + 1 + j].textContent);
  }));
  return found;
})
"""
# Words whose colour stands out too little from what is behind them (WCAG AA, 4.5).
PALE = """
const light = c => {
  const [r, g, b] = c.match(/[\\d.]+/g).slice(0, 3).map(x => x / 255)
    .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const behind = e => {
  for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor;
    if (!/rgba\\(.*, 0\\)/.test(c)) return c;
  }
  return 'rgb(255, 255, 255)';
};
return [...document.querySelectorAll('p, li, td, th, dt, dd, summary, caption, h1, h2, h3, h4, a')]
  .filter(e => e.textContent.trim() && e.offsetParent)
  .filter(e => {
    const pair = [light(getComputedStyle(e).color), light(behind(e))].sort((a, b) => a - b);
    return (pair[1] + 0.05) / (pair[0] + 0.05) < 4.5;
  }).map(e => e.tagName + ': ' + e.textContent.slice(0, 40))
"""


@pytest.fixture(scope="module")
def page(driver: Driver, main_report: Path) -> Driver:
    driver.get((main_report / "index.html").as_uri())
    return driver


def test_nothing_is_said_on_the_console_and_nothing_is_fetched(
    page: Driver,
    main_report: Path,
) -> None:
    assert console(page) == []
    home = (main_report / "index.html").as_uri()
    assert [address for address in requests(page) if not address.startswith(("data:", home))] == []


def test_every_anchor_leads_somewhere(page: Driver, main_report: Path) -> None:
    addresses = page.execute_script("return [...document.querySelectorAll('a')].map(a => a.href)")
    assert len(addresses) > 20
    for address in addresses:
        parts = urlparse(address)
        assert parts.scheme == "file"
        assert Path(unquote(parts.path)).is_relative_to(main_report)
        assert Path(unquote(parts.path)).is_file(), address
        if parts.fragment:
            assert page.execute_script(
                "return document.getElementById(arguments[0]) !== null", parts.fragment
            ), address


def test_headings_are_in_order(page: Driver) -> None:
    levels = page.execute_script(
        "return [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_first_screen_holds_question_answer_and_limits(page: Driver) -> None:
    resize(page, 1280)
    for selector in ("h1", ".badge", ".sentence", ".cannot"):
        place = page.execute_script(
            "return document.querySelector(arguments[0]).getBoundingClientRect().bottom", selector
        )
        assert 0 < place < 900, selector
    assert page.title.startswith("Do North Korea, Iran, Russia and China trade as a bloc?")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("opened", [False, True], ids=["folded", "opened"])
def test_the_page_fits_the_window(page: Driver, width: int, *, opened: bool) -> None:
    resize(page, width)
    page.execute_script(
        "document.querySelectorAll('details').forEach(d => { d.open = arguments[0]; })", opened
    )
    assert page.execute_script("return document.documentElement.scrollWidth") <= width
    assert page.execute_script(STICKING_OUT, width) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_drawings_fill_their_place_and_their_words_stay_inside(page: Driver, width: int) -> None:
    resize(page, width)
    widths = page.execute_script(
        "return [...document.querySelectorAll('.panel svg')]"
        ".map(svg => svg.getBoundingClientRect().width)"
    )
    assert len(widths) >= 16
    assert min(widths) >= 270
    assert page.execute_script(CUT_OFF) == []
    assert page.execute_script(OVERLAPPING) == []


def test_words_can_be_read(page: Driver) -> None:
    resize(page, 1280)
    page.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert page.execute_script(PALE) == []


def test_the_page_prints(page: Driver) -> None:
    printed = page.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    assert len(printed["data"]) > 100_000
