"""The report opened the way a reader opens it: from a folder, in a browser, at many widths."""

import json
import os
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

import pytest

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1280, 1920)
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--no-first-run", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip

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


def chromium() -> tuple[str, str]:
    """Return browser and driver; skip, or fail where CI forbids it, if one is missing."""
    names = ("chromium", "chromium-browser", "google-chrome")
    browser = next(filter(None, map(shutil.which, names)), None)
    driver = shutil.which("chromedriver")
    if browser and driver:
        return browser, driver
    reason = "no chromium and chromedriver on PATH: install them to open the report"
    if os.environ.get("TRADENET_REQUIRE_SHARED") == "1":
        pytest.fail(f"{reason} (TRADENET_REQUIRE_SHARED=1 forbids to skip)", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    browser, program = chromium()
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for option in OPTIONS:
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    found = webdriver.Chrome(options=options, service=Service(program))
    yield found
    found.quit()


@pytest.fixture(scope="module")
def page(driver: Any, main_report: Path) -> Any:  # noqa: ANN401 - selenium's own
    driver.get((main_report / "index.html").as_uri())
    return driver


def resize(page: Any, width: int) -> None:  # noqa: ANN401 - selenium's own
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 700}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def test_nothing_is_said_on_the_console_and_nothing_is_fetched(
    page: Any,  # noqa: ANN401
    main_report: Path,
) -> None:
    assert page.get_log("browser") == []
    messages = (json.loads(entry["message"])["message"] for entry in page.get_log("performance"))
    fetched = {
        message["params"]["request"]["url"]
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    }
    home = (main_report / "index.html").as_uri()
    assert {address for address in fetched if not address.startswith(("data:", home))} == set()


def test_every_anchor_leads_somewhere(page: Any, main_report: Path) -> None:  # noqa: ANN401
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


def test_headings_are_in_order(page: Any) -> None:  # noqa: ANN401
    levels = page.execute_script(
        "return [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(h => +h.tagName[1])"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_first_screen_holds_question_answer_and_limits(page: Any) -> None:  # noqa: ANN401
    resize(page, 1280)
    for selector in ("h1", ".badge", ".sentence", ".cannot"):
        place = page.execute_script(
            "return document.querySelector(arguments[0]).getBoundingClientRect().bottom", selector
        )
        assert 0 < place < 900, selector
    assert page.title.startswith("Do North Korea, Iran, Russia and China trade as a bloc?")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("opened", [False, True], ids=["folded", "opened"])
def test_the_page_fits_the_window(page: Any, width: int, *, opened: bool) -> None:  # noqa: ANN401
    resize(page, width)
    page.execute_script(
        "document.querySelectorAll('details').forEach(d => { d.open = arguments[0]; })", opened
    )
    assert page.execute_script("return document.documentElement.scrollWidth") <= width
    assert page.execute_script(STICKING_OUT, width) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_drawings_fill_their_place_and_their_words_stay_inside(page: Any, width: int) -> None:  # noqa: ANN401
    resize(page, width)
    widths = page.execute_script(
        "return [...document.querySelectorAll('.panel svg')]"
        ".map(svg => svg.getBoundingClientRect().width)"
    )
    assert len(widths) >= 16
    assert min(widths) >= 270
    assert page.execute_script(CUT_OFF) == []
    assert page.execute_script(OVERLAPPING) == []


def test_words_can_be_read(page: Any) -> None:  # noqa: ANN401
    resize(page, 1280)
    page.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert page.execute_script(PALE) == []


def test_the_page_prints(page: Any) -> None:  # noqa: ANN401
    printed = page.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    assert len(printed["data"]) > 100_000
