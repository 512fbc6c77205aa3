"""Small files for the readers, and what they say in one dictionary per row."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tradenet.sources import read

Rows = list[dict[str, Any]]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write text to a named file of the test's folder."""

    def to(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode())
        return path

    return to


@pytest.fixture
def rows() -> Callable[..., Rows]:
    """Read a file into dictionaries, in the order of the file."""

    def of(path: Path, layout: str | None = None) -> Rows:
        (flows,) = read(path, layout)
        found: Rows = flows.to_arrow().to_pylist()
        return sorted(found, key=lambda row: (row["row"], row["flow"] == "M", row["period"]))

    return of


@pytest.fixture
def sample(rows: Callable[..., Rows]) -> Callable[[str], Rows]:
    """Read a hand-written sample of tests/data."""

    def of(name: str) -> Rows:
        return rows(Path(__file__).resolve().parents[2] / "data" / name)

    return of
