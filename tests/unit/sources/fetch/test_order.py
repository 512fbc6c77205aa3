"""Orders as they are written, and the command that takes them."""

import builtins
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.unit.sources.fetch.provider import Provider, World, archive
from tradenet.cli import app
from tradenet.domain import ConfigError
from tradenet.sources.fetch import Order
from tradenet.sources.fetch.client import httpx_or_advice
from tradenet.sources.fetch.order import codes


@pytest.mark.parametrize(("written", "meant"), [
    ("2022", ("2022",)), ("2019-2021", ("2019", "2020", "2021")),
    ("202211-202302", ("202211", "202212", "202301", "202302")), ("2019, 2021", ("2019", "2021")),
])  # fmt: skip
def test_periods(written: str, meant: tuple[str, ...]) -> None:
    assert Order.of([f"periods={written}"]).periods == meant


@pytest.mark.parametrize(("setting", "message"), [
    ("periods=22", "'22' is no period"), ("periods=2022-2019", "is no period"),
    ("periods=2022-202301", "is no period"), ("periods=202213", "is no period"),
    ("frequency=Q", r"expected A .annual. or M"), ("refresh=perhaps", "expected true or false"),
    ("perods=2022", r"did you mean 'periods'"), ("reporters", "give key=value"),
])  # fmt: skip
def test_settings_that_are_wrong(setting: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Order.of([setting])


def test_an_economy_with_several_codes_has_them_all() -> None:
    assert set(codes(["USA"], "comtrade")) >= {"842"}
    assert codes(["842", "842"], "comtrade") == ("842",)


def test_the_command_brings_a_file_and_says_so(provider: Provider, tmp_path: Path) -> None:
    provider.files["/distance/dist_cepii.zip"] = archive(1000)
    words = ["fetch", "geodist", "--out", str(tmp_path), "--set", f"base_url={provider.url}"]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.exit_code == 0
    assert "dist_cepii.zip: 1," in result.stdout
    assert result.stdout.splitlines()[-1] == f"geodist: files whole in {tmp_path}: 1"


def test_a_dry_run_says_calls_and_bytes(tmp_path: Path) -> None:
    words = ["fetch", "baci", "--dry-run", "--out", str(tmp_path), "--set", "vintage=202601"]
    result = CliRunner().invoke(app, words, catch_exceptions=False)
    assert result.stdout.startswith("baci: 1 call, about 2,400,000,000 bytes; 0 files are here")


@pytest.mark.parametrize(("quiet", "shown"), [("no", 1), ("yes", 0)])
def test_progress_goes_to_stderr(
    quiet: str, shown: int, provider: Provider, tmp_path: Path
) -> None:
    provider.world = World({("156", "2022"): 1})
    words = ["fetch", "comtrade", "--periods", "2022", "--reporters", "CHN", "--out", str(tmp_path)]
    settings = ["--set", f"base_url={provider.url}", "--set", f"quiet={quiet}"]
    result = CliRunner().invoke(app, [*words, *settings], catch_exceptions=False)
    assert result.stderr.count("call 1 of 1, period 2022") == shown
    assert "call 1 of 1" not in result.stdout


def test_a_mistake_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from tradenet.cli import main; main()"]
    words = ["fetch", "comtrade", "--out", str(tmp_path)]
    done = subprocess.run([*command, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("tradenet: UN Comtrade needs --periods")
    assert len(done.stderr.splitlines()) == 1


def test_without_the_extra_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - as the built-in
        if name == "httpx":
            raise ModuleNotFoundError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ConfigError, match=r"needs the extra 'fetch': pip install 'tradenet\[fet"):
        httpx_or_advice()


def test_reading_does_not_import_what_fetching_needs() -> None:
    program = (
        "import sys, tradenet.sources, tradenet.sources.fetch as f; print('httpx' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
