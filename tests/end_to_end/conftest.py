"""Call the command line the way a stranger does."""

from __future__ import annotations

import datetime as dt
import gzip
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Example
from tests.end_to_end import browser
from tradenet import report
from tradenet.cli import main

Call = Callable[..., tuple[int, str, str]]
HEADER = "year,exporter,importer,value_usd\n"
GOOD = HEADER + "".join(
    f"{year},{one},{other},{value}\n"
    for year in (2018, 2019, 2022, 2023)
    for one, other, value in (
        ("CHN", "RUS", 50e9), ("RUS", "CHN", 60e9), ("CHN", "PRK", 2e9), ("PRK", "CHN", 2e8),
        ("CHN", "IRN", 9e9), ("IRN", "CHN", 13e9), ("IND", "CHN", 17e9), ("CHN", "IND", 70e9),
        ("IND", "RUS", 3e9), ("RUS", "IND", 6e9), ("DEU", "CHN", 9e10), ("CHN", "DEU", 8e10),
    )
)  # fmt: skip


@pytest.fixture(scope="session")
def main_report(readme_example: Example, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The main report, from the embedded snapshot, written by Python."""
    folder = tmp_path_factory.mktemp("main_report")
    report.write(readme_example.names["result"], folder, dt.datetime(2024, 1, 1, tzinfo=dt.UTC))
    return folder


@pytest.fixture(scope="session")
def _one_browser() -> Iterator[browser.Driver]:
    """Chromium, started once for each process that opens pages."""
    with browser.opened() as found:
        yield found


@pytest.fixture(scope="module")
def driver(_one_browser: browser.Driver) -> browser.Driver:
    """Chromium as new, for each file of tests."""
    browser.fresh(_one_browser)
    return _one_browser


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Return a function that runs ``tradenet ...`` and gives exit code, stdout, stderr."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["tradenet", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            main()
        printed = capsys.readouterr()
        return int(stop.value.code or 0), printed.out, printed.err

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Return a function that writes a file; ``.gz`` and ``.zip`` are packed."""

    def make(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        raw = content.encode() if isinstance(content, str) else content
        if path.suffix == ".gz":
            path.write_bytes(gzip.compress(raw))
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("flows.csv", raw)
        else:
            path.write_bytes(raw)
        return path

    return make
