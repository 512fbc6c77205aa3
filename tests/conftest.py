"""What every test shares: the folder of real files, reproducible draws, golden numbers."""

import io
import json
import os
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
WHOLE_STUDY = frozenset(
    f"tests/{name}.py"
    for name in (
        "benchmarks/test_first_view",
        "end_to_end/test_cli", "end_to_end/test_gallery", "end_to_end/test_live_figures",
        "end_to_end/test_readme", "end_to_end/test_report_page",
        "golden/test_brown_2022",
    )
)  # fmt: skip
MARKER_OF_FOLDER = {"benchmarks": "benchmark", "calibration": "calibration", "unit/report": "long"}

os.environ["MPLBACKEND"] = "Agg"  # also for the processes that tests start
os.environ["TRADENET_CACHE"] = "off"  # every test computes what it checks

settings.register_profile("tradenet", derandomize=True, deadline=None)
settings.load_profile("tradenet")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write the golden numbers of tests/golden anew instead of comparing with them",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:  # noqa: ANN401 - of pytest-xdist
    """Share the work among processes by file (``-n 2``), so that what a file makes is made once.

    The files that need README's example, which runs a whole study, go to one process. Marks of
    pytest-xdist would do for that, but they have no effect with pytest 9.2.
    """
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::", 1)[0]
            return "whole study" if file in WHOLE_STUDY else file

    return ByFile(config, log)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name no test after bytes: gzip writes the time in them, and two processes would differ."""
    return argname if isinstance(val, bytes) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark by folder, so that no slow test runs elsewhere because a mark was forgotten."""
    for item in items:
        for folder, marker in MARKER_OF_FOLDER.items():
            if item.path.is_relative_to(ROOT / "tests" / folder):
                item.add_marker(marker)


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of published files, which the project uses but does not contain."""
    named = os.environ.get("TRADENET_SHARED_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        reason = f"no folder of real data at {folder}; set TRADENET_SHARED_DATA"
        if os.environ.get("TRADENET_REQUIRE_SHARED") == "1":
            pytest.fail(f"{reason} (TRADENET_REQUIRE_SHARED=1 forbids to skip)", pytrace=False)
        pytest.skip(reason)
    return folder


@pytest.fixture(autouse=True)
def _real_data_is_there(request: pytest.FixtureRequest) -> None:
    """Skip or fail a test marked `realdata` even where it does not ask for `shared`."""
    if request.node.get_closest_marker("realdata"):
        request.getfixturevalue("shared")


@dataclass(frozen=True)
class Example:
    """README's Python example after it ran."""

    names: dict[str, Any]
    said: str


@pytest.fixture(scope="session")
def readme_example() -> Example:
    """README's Python example as it stands, run once: `result` is the main study, not cached."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    with redirect_stdout(io.StringIO()) as said:
        exec(compile(code, "README.md", "exec"), names)
    return Example(names, said.getvalue())


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Compare named numbers with tests/golden/<name>.json; `--rewrite-golden` writes that file."""

    def check(name: str, numbers: dict[str, float | int | str], *, rel: float = 1e-9) -> None:
        path = GOLDEN / f"{name}.json"
        if request.config.getoption("--rewrite-golden"):
            text = json.dumps(numbers, indent=2, sort_keys=True, ensure_ascii=False)
            path.write_text(text + "\n", encoding="utf-8")
            return
        expected = json.loads(path.read_text(encoding="utf-8"))
        words = {key for key, value in expected.items() if isinstance(value, str)}
        assert {key: numbers.get(key) for key in words} == {key: expected[key] for key in words}
        measured = {key: value for key, value in numbers.items() if key not in words}
        wanted = {key: value for key, value in expected.items() if key not in words}
        assert measured == pytest.approx(wanted, rel=rel, abs=0)

    return check
