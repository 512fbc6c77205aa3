"""Exit codes: who stops, who leaves, and what nobody foresaw."""

from __future__ import annotations

import os
import signal
import sys

import pytest
import typer

from tradenet.cli.ending import (
    CUT_OFF,
    EXIT_CODES,
    INTERRUPTED,
    Departure,
    ending,
    say,
    tell_fault,
)


@pytest.fixture
def departure() -> Departure:
    return Departure()


@pytest.fixture(autouse=True)
def _nobody_departs(departure: Departure) -> object:
    yield
    departure.code = None  # else the tests' own process would leave by it
    return None


def test_what_ends_well_passes(departure: Departure) -> None:
    heard = signal.getsignal(signal.SIGINT)
    with ending(departure):
        assert signal.getsignal(signal.SIGINT) is not heard
    assert signal.getsignal(signal.SIGINT) is heard
    assert departure.code is None


def test_ctrl_c_is_one_line_and_its_code(
    departure: Departure, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as end, ending(departure):
        signal.raise_signal(signal.SIGINT)
    assert end.value.exit_code == departure.code == INTERRUPTED == 128 + signal.SIGINT
    assert capsys.readouterr() == ("", "tradenet: stopped; no file is left half-written\n")


def interrupted_query() -> None:
    """Do as DuckDB does, which tells Ctrl-C by an error of its own."""
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        msg = "Query interrupted"
        raise RuntimeError(msg) from None


def test_a_library_that_makes_an_error_of_ctrl_c_is_understood(departure: Departure) -> None:
    with pytest.raises(typer.Exit) as end, ending(departure):
        interrupted_query()
    assert end.value.exit_code == INTERRUPTED


def test_an_error_without_ctrl_c_is_a_fault(departure: Departure) -> None:
    msg = "Query interrupted"
    with pytest.raises(RuntimeError, match=msg), ending(departure):
        raise RuntimeError(msg)
    assert departure.code is None


def test_a_reader_that_leaves_has_its_code() -> None:
    assert CUT_OFF == 128 + signal.SIGPIPE
    assert set(EXIT_CODES) == {0, 1, 2, INTERRUPTED, CUT_OFF}


def fault() -> tuple[type[BaseException], BaseException, object]:
    try:
        {}["a"]
    except KeyError:
        kind, error, where = sys.exc_info()
        assert kind is not None
        assert error is not None
        return kind, error, where
    raise AssertionError


def test_a_fault_is_told_with_its_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TRADENET_TRACEBACK", raising=False)
    tell_fault(*fault())  # type: ignore[arg-type]
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"KeyError: 'a' at {os.path.realpath(__file__)}:" in said
    monkeypatch.setenv("TRADENET_TRACEBACK", "0")
    tell_fault(*fault())  # type: ignore[arg-type]
    assert capsys.readouterr().err.count("\n") == 1
    monkeypatch.setenv("TRADENET_TRACEBACK", "1")
    tell_fault(*fault())  # type: ignore[arg-type]
    assert capsys.readouterr().err.startswith("Traceback (most recent call last):\n")


def test_colours_are_in_what_is_said_only_where_they_are_wanted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    say("so")
    assert capsys.readouterr().err == "\x1b[1;31mtradenet:\x1b[0m so\n"
    monkeypatch.setenv("NO_COLOR", "1")
    say("so")
    assert capsys.readouterr().err == "tradenet: so\n"
