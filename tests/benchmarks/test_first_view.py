"""How long a reader looks at nothing: from the address to the first words of the main report."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from statistics import median

from pytest_benchmark.fixture import BenchmarkFixture

from tests.conftest import Example
from tests.end_to_end import browser
from tradenet import report

PAINTED = """
const done = arguments[arguments.length - 1];
const ask = () => {
  const found = performance.getEntriesByName('first-contentful-paint')[0];
  found ? done(found.startTime) : requestAnimationFrame(ask);
};
ask();
"""


def test_first_contentful_paint(
    benchmark: BenchmarkFixture, readme_example: Example, tmp_path: Path
) -> None:
    """Seconds to open the page from its folder, whole; its first words in ``extra_info``."""
    report.write(readme_example.names["result"], tmp_path, dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    painted = []
    with browser.opened() as page:

        def look() -> None:
            page.get("about:blank")
            page.get((tmp_path / "index.html").as_uri())

        def look_and_ask() -> None:
            look()
            painted.append(page.execute_async_script(PAINTED) / 1_000)

        look()  # the browser itself is warm, as a reader's is
        benchmark.pedantic(look_and_ask, rounds=5, iterations=1)
    benchmark.extra_info["first_contentful_paint_seconds"] = round(median(painted), 3)
    benchmark.extra_info["page_mb"] = round((tmp_path / "index.html").stat().st_size / 1e6, 2)
    assert median(painted) < 1
