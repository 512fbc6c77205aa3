"""The harness sees what is wrong with a page, so that a page in which it sees nothing is right."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from tests.end_to_end import browser
from tests.end_to_end.browser import Driver

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title>
<link rel="icon" href="data:,">{head}</head><body><main><h1>A page</h1>{body}</main></body></html>
"""
Show = Callable[..., Driver]


@pytest.fixture
def show(driver: Driver, tmp_path: Path) -> Iterator[Show]:
    """Return a function that opens a page of this content from a file."""

    def opened(body: str, head: str = "") -> Driver:
        browser.fresh(driver)
        path = tmp_path / "index.html"
        path.write_text(PAGE.format(head=head, body=body), encoding="utf-8")
        driver.get(path.as_uri())
        return driver

    yield opened
    browser.fresh(driver)


def test_a_quiet_page_is_quiet(show: Show) -> None:
    page = show("<p>Words.</p>")
    assert browser.console(page) == []
    assert browser.requests_that_left(page) == []
    assert browser.axe(page) == []


def test_what_a_page_says_on_the_console_is_kept(show: Show) -> None:
    page = show("<script>console.warn('careful'); missing();</script>")
    first, second = browser.console(page)
    assert "careful" in first
    assert "missing is not defined" in second
    assert browser.console(page) == []


@pytest.mark.parametrize(
    ("body", "address"),
    [
        ("<img src='http://tradenet.example/a.png' alt=''>", "http://tradenet.example/a.png"),
        ("<img src='http://127.0.0.1:9/a.png' alt=''>", "http://127.0.0.1:9/a.png"),
        ("<script>new WebSocket('ws://tradenet.example/w')</script>", "ws://tradenet.example/w"),
    ],
    ids=["another machine", "another port", "socket"],
)
def test_what_a_page_asks_of_others_is_found_and_does_not_arrive(
    show: Show, body: str, address: str
) -> None:
    page = show(body)
    assert browser.requests_that_left(page) == [address]
    assert any("ERR_" in line for line in browser.console(page))


def test_axe_names_what_is_wrong_and_where(show: Show) -> None:
    page = show("<img src='data:,'><p style='color: #aaa'>Pale words.</p>")
    found = browser.axe(page)
    assert {line.split(" ", 1)[0] for line in found} == {"image-alt", "color-contrast"}
    assert any("<p style" in line and "4.5:1" in line for line in found)


def test_what_the_reader_asks_for_reaches_the_page(show: Show) -> None:
    page = show("<p>Words.</p>")
    asked = {"scheme": "dark", "print": True, "reduced_motion": True, "forced_colors": True}
    queries = (
        "(prefers-color-scheme: dark)", "print", "(prefers-reduced-motion: reduce)",
        "(forced-colors: active)",
    )  # fmt: skip
    ask = "return arguments[0].map(query => matchMedia(query).matches)"
    assert page.execute_script(ask, queries) == [False] * 4
    browser.emulate(page, **asked)
    assert page.execute_script(ask, queries) == [True] * 4
    browser.emulate(page)
    assert page.execute_script(ask, queries) == [False] * 4


def test_scripts_do_not_run_where_they_are_forbidden(show: Show, driver: Driver) -> None:
    body = "<p id='said'></p><script>document.getElementById('said').textContent = 'ran'</script>"
    said = "return document.getElementById('said').textContent"
    assert show(body).execute_script(said) == "ran"
    browser.scripts(driver, run=False)
    driver.refresh()
    assert driver.execute_script(said) == ""


def test_keys_and_pointer_are_those_of_a_reader(show: Show) -> None:
    listen = (
        "<script>addEventListener('click', e => { document.title += e.isTrusted; });"
        "addEventListener('keydown', e => { document.title += e.key; });</script>"
    )
    page = show(
        f"<button>One</button><div style='height: 3000px'></div><button>Two</button>{listen}"
    )
    browser.press(page, Keys.TAB, Keys.ENTER)
    browser.click(page, page.find_elements("tag name", "button")[1])
    assert page.title == "A pageTabEntertruetrue"


def test_settling_waits_for_what_moves(show: Show) -> None:
    page = show("<div style='height: 5000px'></div>", "<style>html{scroll-behavior:smooth}</style>")
    page.execute_script("scrollTo(0, 3000)")
    browser.settle(page)
    assert page.execute_script("return scrollY") == 3000


def test_a_folder_is_served_to_this_machine_alone(driver: Driver, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE.format(head="", body="<p>Served.</p>"), "utf-8")
    with browser.serve(tmp_path) as address:
        browser.fresh(driver)
        driver.get(f"{address}index.html")
        assert "Served." in driver.page_source
        assert browser.requests_that_left(driver) == []
    assert address.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("named", [True, False])
def test_screenshots_go_where_the_environment_says(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, named: bool
) -> None:
    monkeypatch.delenv("TRADENET_SCREENSHOTS", raising=False)
    if named:
        monkeypatch.setenv("TRADENET_SCREENSHOTS", str(tmp_path / "shots"))
    page = show("<div style='height: 9000px'></div>")
    paths = browser.screenshot(page, "long", tmp_path / "other", whole=True)
    window = browser.screenshot(page, "window", tmp_path / "other")
    where = tmp_path / ("shots" if named else "other")
    wanted = ["long-0.png", "long-1.png"] if named else ["long.png"]
    assert [path.relative_to(where).name for path in (*paths, *window)] == [*wanted, "window.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths)
