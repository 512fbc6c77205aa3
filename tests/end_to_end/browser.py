"""Headless Chromium as the tests drive it: widths, media, keys, what was asked for, what axe finds.

The fixture ``driver`` of conftest.py is one browser for a whole process; ``fresh`` gives it back as
it was at first. A screenshot goes to the folder that ``TRADENET_SCREENSHOTS`` names, or to the one
that the test gives.
"""

import base64
import json
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlparse

import pytest

Driver = Any  # selenium.webdriver.Chrome, which a machine without a browser need not have

WIDTHS = (360, 768, 1280, 1920)
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--no-first-run", "--disable-sync", "--hide-scrollbars", "--disable-component-update",
    # No name is ever looked up: what a page asks of another machine fails, and is on record.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
SLICE = 8_000  # pixels: Chromium repeats what is drawn where a picture is higher than 16,384

# Two frames after fonts, animations and smooth scrolling have come to an end.
SETTLED = """
const done = arguments[arguments.length - 1];
const frame = () => new Promise(requestAnimationFrame);
(async () => {
  await document.fonts.ready;
  for (let left = 120, still = 0, last = NaN; left && still < 2; left--) {
    await frame();
    const moves = document.getAnimations().some(a => a.playState === 'running'
      && a.effect.getComputedTiming().endTime !== Infinity);
    still = !moves && scrollY === last ? still + 1 : 0;
    last = scrollY;
  }
  done();
})();
"""
AXE_RUNS = """
const done = arguments[arguments.length - 1];
const options = {runOnly: {type: 'tag', values: arguments[0]}, resultTypes: ['violations'],
  preload: false};
axe.run(document, options).then(found => done(found.violations), fault => done(String(fault)));
"""


def chromium() -> tuple[str, str]:
    """Return browser and driver; skip, or fail where CI forbids it, if one is missing."""
    names = ("chromium", "chromium-browser", "google-chrome")
    browser = next(filter(None, map(shutil.which, names)), None)
    driver = shutil.which("chromedriver")
    if browser is None or driver is None:
        _absent("no chromium and chromedriver on PATH: install them to open the report")
    return browser, driver


@contextmanager
def opened() -> Iterator[Driver]:
    """Start a browser that keeps a record of console and network, and end it."""
    browser, program = chromium()
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for option in OPTIONS:
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(program))
    driver.set_script_timeout(300)  # axe takes a quarter of a minute for a large page, if alone
    try:
        yield driver
    finally:
        driver.quit()


def fresh(page: Driver) -> None:
    """Undo what a test before has set: an empty page, 1280 pixels, no emulation, empty records."""
    page.get("about:blank")
    emulate(page)
    scripts(page, run=True)
    resize(page, 1280)
    console(page)
    requests(page)


def resize(page: Driver, width: int, height: int = 900, *, scale: float = 1) -> None:
    """Give the window a size in CSS pixels; `scale` 2 is what zooming to 200 % does."""
    size = {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 600}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def settle(page: Driver) -> None:
    """Wait until nothing moves: fonts, animations, scrolling."""
    page.execute_async_script(SETTLED)


def emulate(
    page: Driver,
    *,
    scheme: str = "light",
    print: bool = False,
    reduced_motion: bool = False,
    forced_colors: bool = False,
) -> None:
    """Set what the reader's system asks for: colours, paper, stillness."""
    features = {
        "prefers-color-scheme": scheme,
        "prefers-reduced-motion": "reduce" if reduced_motion else "no-preference",
        "forced-colors": "active" if forced_colors else "none",
    }
    media = {
        "media": "print" if print else "",
        "features": [{"name": name, "value": value} for name, value in features.items()],
    }
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", media)


def scripts(page: Driver, *, run: bool) -> None:
    """Let the scripts of the pages that are opened from now on run, or not."""
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not run})


def press(page: Driver, *keys: str) -> None:
    """Press keys one after the other, whatever has the focus."""
    from selenium.webdriver import ActionChains

    ActionChains(page, duration=0).send_keys(*keys).perform()


def click(page: Driver, element: Any) -> None:  # noqa: ANN401 - selenium's own
    """Bring an element into the middle of the window and click on it with the pointer."""
    from selenium.webdriver import ActionChains

    page.execute_script(
        "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", element
    )
    ActionChains(page, duration=0).move_to_element(element).click().perform()


def console(page: Driver) -> list[str]:
    """Return what was said on the console since it was last asked for; also what failed to load."""
    return [f"{entry['level']}: {entry['message']}" for entry in page.get_log("browser")]


def requests(page: Driver) -> list[str]:
    """Return every address that was asked for since this was last asked, sockets included."""
    messages = (json.loads(entry["message"])["message"] for entry in page.get_log("performance"))
    found = []
    for message in messages:
        if message["method"] == "Network.requestWillBeSent":
            found.append(message["params"]["request"]["url"])
        elif message["method"] == "Network.webSocketCreated":
            found.append(message["params"]["url"])
    return found


def requests_that_left(page: Driver) -> list[str]:
    """Return the addresses asked for that are not on this machine: not this file, not this port."""
    home = urlparse(page.current_url).netloc
    return [address for address in requests(page) if not _is_here(address, home)]


def axe(page: Driver, *tags: str) -> list[str]:
    """Return what axe finds against WCAG 2.1 A and AA (or against other tags), one line each."""
    if not page.execute_script("return typeof axe === 'object'"):
        page.execute_script(_axe_source())
    found = page.execute_async_script(AXE_RUNS, list(tags or WCAG))
    assert isinstance(found, list), found
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: "
        f"{' '.join(map(str, node['target']))}: {node['html'][:160]}: "
        f"{' '.join((node.get('failureSummary') or '').split())[:300]}"
        for violation in found
        for node in violation["nodes"]
    ]


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine alone, and give the address of its root."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def screenshot(page: Driver, name: str, folder: Path, *, whole: bool = False) -> list[Path]:
    """Keep what the window shows as a PNG file, or the whole page in pieces; return the paths.

    The whole page takes seconds: it is drawn only where the environment names a folder to look in.
    """
    named = os.environ.get("TRADENET_SCREENSHOTS")
    target, whole = Path(named or folder), whole and bool(named)
    target.mkdir(parents=True, exist_ok=True)
    width, inner, height = page.execute_script(
        "return [innerWidth, innerHeight, document.documentElement.scrollHeight]"
    )
    top = page.execute_script("return scrollY")
    starts = range(0, height, SLICE) if whole else [top]
    paths = []
    for number, start in enumerate(starts):
        deep = min(SLICE, height - start) if whole else inner
        clip = {"x": 0, "y": start, "width": width, "height": deep, "scale": 1}
        shot = page.execute_cdp_cmd(
            "Page.captureScreenshot", {"captureBeyondViewport": whole, "clip": clip}
        )
        path = target / (f"{name}-{number}.png" if whole else f"{name}.png")
        path.write_bytes(base64.b64decode(shot["data"]))
        paths.append(path)
    return paths


class _Quiet(SimpleHTTPRequestHandler):
    """Serve files, and say nothing about it."""

    def log_message(self, *_: object) -> None:
        pass


def _is_here(address: str, home: str) -> bool:
    parts = urlparse(address)
    if parts.scheme in ("http", "https", "ws", "wss"):
        return parts.hostname == "127.0.0.1" and parts.netloc == home
    return parts.scheme in ("file", "data", "blob", "about")


@cache
def _axe_source() -> str:
    """Return axe-core, which the package that carries it keeps as a file; nothing is imported."""
    try:
        package = distribution("axe-playwright-python")
    except PackageNotFoundError:
        _absent(
            "axe-playwright-python, which carries axe-core, is not installed: pip install '.[dev]'"
        )
    path = Path(str(package.locate_file("axe_playwright_python/axe.min.js")))
    return path.read_text(encoding="utf-8")


def _absent(reason: str) -> NoReturn:
    if os.environ.get("TRADENET_REQUIRE_SHARED") == "1":
        pytest.fail(f"{reason} (TRADENET_REQUIRE_SHARED=1 forbids to skip)", pytrace=False)
    pytest.skip(reason)
